"""Publish a dataset anew with what is computed from its tables; what was read stays as it is."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from pipeline.dataset.columns import Row
from pipeline.dataset.derived.derived import with_evaluations
from pipeline.dataset.derived.evaluations import evaluate_plans
from pipeline.dataset.tables import DERIVED
from pipeline.publish.atomic import Writer, current_version, publication
from pipeline.publish.dataset_files import WholeTables, publish_dataset, read_dataset
from pipeline.publish.ownership import VERSIONS
from pipeline.publish.partitions import PlacedRows, publish_partitions
from pipeline.publish.table_files import MANIFEST, PARTITIONED, dataset_files, is_partitioned


def republish(folder: Path) -> tuple[dict[str, Sequence[Row]], dict[str, Sequence[Row]]]:
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
        tables = with_evaluations(read, evaluate_plans(read))
        version = current_version(folder)
        others = [] if version == folder else [path for path in sorted(version.iterdir()) if path.name != VERSIONS]
        own = {*dataset_files(), *PARTITIONED, MANIFEST}
        beside = {path.name: _copy_from(path) for path in others if path.name not in own}
        if is_partitioned(version):
            publish_partitions(folder, PlacedRows(tables), beside=beside)
        else:
            publish_dataset(folder, WholeTables(tables), beside=beside)
    return tables, read_dataset(folder, DERIVED)


def _copy_from(source: Path) -> Writer:
    def write(path: Path) -> None:
        if source.is_dir():
            shutil.copytree(source, path)
        else:
            shutil.copyfile(source, path)

    return write
