"""What a run leaves for the next, in the output folder: documents, pages of scans, what it did, what failed twice.

In: the outcomes of documents. Out: those of documents that need not be read again, and of what was read.
Public: `pipeline.run.cache.cache.read_changed`.
"""
