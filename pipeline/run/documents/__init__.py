"""One document: read, as rows, and finished, as Arrow. No module here knows of processes.

In: a file and what reads it. Out: `Fragment`, what is published of it and what a run is to know of it, or `Failure`.
Public: `pipeline.run.documents.reading.read_document`, `pipeline.run.documents.settling.settle`.
"""
