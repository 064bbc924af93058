"""Documents read in processes, each held to its limits, so that what happens to one harms no other.

In: the files. Out: `Outcome`, what became of each, as it is there.
Public: `pipeline.run.workers.pool.read_documents`.
"""
