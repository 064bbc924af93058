"""Where plans come from when they are not in a local folder: object stores, web addresses, archives, manifests.

In: a source as the command line names it. Out: a local folder of downloaded documents that a run reads like any other.
Public: `pipeline.sources.staging.stage`.
"""
