"""From the outcomes of documents to the published dataset, held against the one before.

In: what became of each document. Out: the dataset, and `RunResult`.
Public: `pipeline.run.assembly.assemble.assemble`.
"""
