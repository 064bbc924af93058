"""Publishing: Parquet, CSV, data package and views, written aside and switched together.

Public: `pipeline.publish.dataset_files.publish_dataset`.
"""
