"""Records of documents on disk: in order, however many, and gone with those that are dropped."""

from __future__ import annotations

from pipeline.run.assembly.document_index import DocumentIndex
from pipeline.run.documents.serialization import from_json, to_json


def test_records_come_in_the_order_of_their_keys_also_beyond_one_reading() -> None:
    keys = [(f"{number:05}.pdf", "ff") for number in range(1203)] + [("00007.pdf", "aa"), ("", "")]
    index: DocumentIndex[int] = DocumentIndex(to_json, from_json)
    for number, key in enumerate(reversed(keys)):
        index.put(key, None if key == ("", "") else "-".join(key), number)
    assert [key for key, _ in index.items()] == sorted(keys)
    index.drop(["00007.pdf-aa", "00008.pdf-ff"])
    assert len(list(index.items())) == len(keys) - 2
    assert index.of_plan(None) == [0]
    assert index.of_plan("00007.pdf-aa") == []
    index.put(("00009.pdf", "ff"), "00009.pdf-ff", -1)
    assert index.of_plan("00009.pdf-ff") == [-1]
    index.close()
