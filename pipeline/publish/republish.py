"""Publish a dataset anew with what is computed from its tables; what was read stays as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd

from pipeline.dataset.derived.derived import evaluate_frames, with_evaluations
from pipeline.publish.atomic import Writer, current_version, publication
from pipeline.publish.dataset_files import WholeTables, publish_dataset, read_dataset, read_derived
from pipeline.publish.ownership import VERSIONS
from pipeline.publish.partitions import PlacedFrames, publish_partitions
from pipeline.publish.table_files import MANIFEST, PARTITIONED, dataset_files, is_partitioned


def republish(folder: Path) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Compute the derived tables and their issues again and publish all together.

    What else is published with the tables, such as the report, goes along as it is.

    Returns:
        The tables that were read and those that were computed, by name.

    Raises:
        DatasetMissingError: there is no dataset.
        SchemaError: the published tables are not those of the schema.
        PublishError: the files could not be written; what was published before is untouched.
    """
    read_dataset(folder)  # where there is none, there is nothing to keep others from
    with publication(folder):
        read = read_dataset(folder)
        frames = with_evaluations(read, evaluate_frames(read))
        version = current_version(folder)
        others = [] if version == folder else [path for path in sorted(version.iterdir()) if path.name != VERSIONS]
        own = {*dataset_files(), *PARTITIONED, MANIFEST}
        beside = {path.name: _copy_from(path) for path in others if path.name not in own}
        if is_partitioned(version):
            publish_partitions(folder, PlacedFrames(frames), beside=beside)
        else:
            publish_dataset(folder, WholeTables(frames), beside=beside)
    return frames, read_derived(folder)


def _copy_from(source: Path) -> Writer:
    def write(path: Path) -> None:
        if source.is_dir():
            shutil.copytree(source, path)
        else:
            shutil.copyfile(source, path)

    return write
