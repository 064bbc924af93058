"""A run: inputs, workers, cache, assembly of the published tables. Public: `pipeline.run.extract.run`."""
