"""Documents read on the workers of a Dask cluster; each reads in a process of its own, as in `pipeline.run.workers`.

In: the files and an address. Out: outcomes, as of `pipeline.run.workers`.
Public: `pipeline.run.cluster.reading.read_on_cluster`.
"""
