"""What commands do with a stranger's file in a process of its own (`pipeline.processes.alone`): text in, JSON out."""

from __future__ import annotations

import base64
import json
from pathlib import Path


def page_picture(plan: str, number: int, layout: str | None) -> str:
    """The picture of a page, as `picture` (base64) and `summary`; `missing` says that there is no such page.

    Raises:
        DocumentError: the plan cannot be read, or there is no such layout.
    """
    from pipeline.cli.answers.inspect_page import PageMissingError, draw_page  # noqa: PLC0415

    try:
        picture, summary = draw_page(Path(plan), number, layout=layout)
    except PageMissingError as error:
        return json.dumps({"missing": str(error)})
    return json.dumps({"picture": base64.b64encode(picture).decode("ascii"), "summary": summary})


def layout_draft(plan: str) -> str:
    """The draft of a layout, as `text`, and the rows that it and `generic` read: `read`, `rejected`, `generic`.

    Raises:
        DocumentError: the plan cannot be read.
    """
    from extractors.suggest.draft import suggest_layout  # noqa: PLC0415
    from extractors.suggest.layout_yaml import layout_yaml  # noqa: PLC0415

    suggestion = suggest_layout(Path(plan))
    read = suggestion.study.extraction
    return json.dumps(
        {
            "text": layout_yaml(suggestion, Path(plan).name),
            "read": len(read.records),
            "rejected": len(read.rejected),
            "generic": suggestion.generic_rows,
        }
    )


def layout_trial(plan: str, layout: str) -> str:
    """How a layout (its id or its file) reads a plan: `rows`, `headings`, `counts`, and the same in `lines` of text.

    Raises:
        DocumentError: the plan cannot be read, or there is no such layout.
    """
    from extractors.layouts.registry import layout_by_id  # noqa: PLC0415
    from extractors.suggest.trial import table_lines, try_layout  # noqa: PLC0415

    trial = try_layout(Path(plan), layout_by_id(layout))
    return json.dumps({**trial, "lines": table_lines(trial)})
