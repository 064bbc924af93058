"""YAML that people edit: no key twice, and nothing that is small on disk and without end in memory.

An alias may stand for what an anchor names, as in any YAML; but aliases of aliases double at each line (a "billion
laughs" file), and so do merge keys (`<<`), which PyYAML copies out. What they come to is counted before any of it is
made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import yaml
from pydantic import ValidationError

try:  # libyaml, where it is there, reads eight times as fast
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

from extractors.edited_text import LARGEST, EditedFileError

MOST_NODES: Final = 50_000
"""Texts, lists and mappings of a file, each alias counted as what it stands for; the largest file has some 2,000."""
DEEPEST: Final = 32
"""Lists and mappings inside one another; layouts have eight."""
_MOST_FAULTS: Final = 20  # faults that are told of one file; more are one and the same, again and again
_LONGEST_FIGURE: Final = 100  # characters: numbers in base 60 take the square of their length


def load_edited_yaml(text: str) -> Any:
    """What YAML states, made of plain lists, mappings, texts, numbers and days.

    Raises:
        EditedFileError: it is no YAML, has a key twice in one mapping, or is larger or deeper than files for people.
    """
    if len(text) > LARGEST:
        raise EditedFileError(f"it is larger than {LARGEST >> 10} KiB")
    try:
        _check_extent(text)
        return yaml.load(text, Loader=_EditedLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise EditedFileError(f"not YAML: {' '.join(str(error).split())}") from error


def list_faults(error: ValidationError, *, below: int = 0) -> str:
    """What is wrong with an edited file against its model, the first `_MOST_FAULTS` of it: `tables.columns.3: ...`.

    The first `below` parts of each place are left out: they are the model's, not the file's.
    """
    found = error.errors(include_url=False, include_input=False)
    places = (".".join(map(str, fault["loc"][below:])) for fault in found)
    told = [f"{place}: {one['msg']}" if place else one["msg"] for place, one in zip(places, found, strict=True)]
    more = [f"and {len(told) - _MOST_FAULTS} more"] if len(told) > _MOST_FAULTS else []
    return "; ".join([*told[:_MOST_FAULTS], *more])


@dataclass(slots=True)
class _Open:
    """A list or mapping that has begun, and how many nodes it has by now."""

    anchor: str | None
    nodes: int = 1


def _check_extent(text: str) -> None:
    """Count nodes and depth without making anything of them.

    Raises:
        EditedFileError: there are too many, or they are too deep.
        yaml.YAMLError: it is no YAML.
    """
    named: dict[str, int] = {}  # nodes by anchor
    opened = [_Open(None)]
    for event in yaml.parse(text, Loader=SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark is not None else 0
        if isinstance(event, yaml.AliasEvent):
            if any(one.anchor == event.anchor for one in opened):
                raise EditedFileError(f"line {line}: *{event.anchor} stands for something that holds it")
            _count_nodes(opened, named.get(event.anchor or "", 1), line)
        elif isinstance(event, yaml.CollectionStartEvent):
            opened.append(_Open(event.anchor))
            if len(opened) > DEEPEST:
                raise EditedFileError(f"line {line}: more than {DEEPEST} lists and mappings stand inside one another")
        elif isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None:
                named[event.anchor] = 1
            _count_nodes(opened, 1, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            ended = opened.pop()
            if ended.anchor is not None:
                named[ended.anchor] = ended.nodes
            _count_nodes(opened, ended.nodes, line)


def _count_nodes(opened: list[_Open], nodes: int, line: int) -> None:
    opened[-1].nodes += nodes
    if opened[-1].nodes > MOST_NODES:
        raise EditedFileError(f"line {line}: it states more than {MOST_NODES} things; split the file")


class _EditedLoader(SafeLoader):
    """YAML where a key that stands twice is an error, not the last one's, and where figures are of human length."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._own: set[yaml.Node] = set()  # mappings that hold what was merged into them, beside their own keys

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        if node in self._own:
            return
        self._own.add(node)
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    line = key.start_mark.line + 1
                    raise EditedFileError(f"line {line}: the key {key.value} is given twice")
                seen.add(key.value)
        super().flatten_mapping(node)

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        if node.tag in _FIGURES and len(node.value) > _LONGEST_FIGURE:
            raise EditedFileError(
                f"line {node.start_mark.line + 1}: a figure of more than {_LONGEST_FIGURE} characters"
            )
        return super().construct_scalar(node)


_FIGURES: Final = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "timestamp"))
