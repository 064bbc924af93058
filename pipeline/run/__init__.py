"""A run, stage by stage: what there is to read, documents, workers, what is kept of them, what is published.

In: files and folders. Out: the published dataset, and what is told of it. Public: `pipeline.run.extract.run`.
"""
