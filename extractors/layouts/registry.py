"""The layouts that come with the project: loading, checking and choosing among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Final

from pydantic import Field, ValidationError, model_validator

from extractors.edited_text import EditedFileError, read_edited_text
from extractors.edited_yaml import list_faults, load_edited_yaml
from extractors.errors import UnknownLayout
from extractors.layouts.broken_words import squeezed
from extractors.layouts.card_rules import CardRules
from extractors.layouts.evaluation import Evaluation
from extractors.layouts.own_words import ChamberVocabulary
from extractors.layouts.schema import (
    IgnoreRule,
    NodeRule,
    PlanRules,
    Recognition,
    Section,
    Strict,
    TableRules,
)
from extractors.layouts.typography import printed_pattern
from extractors.text import folded


class Layout(Strict):
    """One chamber layout: a file of `extractors/layouts/`.

    `scheme` names how its codes are read ([codes.md](codes.md)). A layout whose codes are of a kind of their own
    describes them in `codes` instead, as an entry of `normalizers/codes/schemes.yml` does; the scheme is then called as
    the layout is.
    """

    id: str
    chamber: str
    scheme: str | None = None
    codes: dict[str, Any] | None = None
    recognise: Recognition = Recognition()
    plan: PlanRules = PlanRules()
    nodes: tuple[NodeRule, ...] = ()
    sections: tuple[Section, ...] = ()
    ignore: tuple[IgnoreRule, ...] = ()
    tables: TableRules | None = None
    cards: CardRules | None = None
    vocabulary: ChamberVocabulary | None = None
    evaluation: Evaluation | None = None
    generic: bool = Field(default=False, description="reads what no other layout recognises")

    @model_validator(mode="after")
    def _has_one_scheme(self) -> Layout:
        if self.scheme is not None and self.codes is not None:
            raise ValueError("a layout names a `scheme` or describes one in `codes`, not both")
        return self


class LayoutInvalid(Exception):
    """A layout file breaks the model; the message names the file, the place and the fault."""


def parse_layout(text: str, name: str) -> Layout:
    """The layout that the YAML `text` of the file `name` states.

    Raises:
        LayoutInvalid: it is no YAML, lacks a key, has one twice, or one that the model does not know.
    """
    try:
        return Layout.model_validate(load_edited_yaml(text))
    except EditedFileError as error:
        raise LayoutInvalid(f"{name}: {error}") from error
    except ValidationError as error:
        raise LayoutInvalid(f"{name}: {list_faults(error)}") from error


@cache
def layouts() -> dict[str, Layout]:
    """All layouts by id.

    Raises:
        LayoutInvalid: a file breaks the model, or two have one id.
    """
    found: dict[str, Layout] = {}
    for path in sorted(files("extractors").joinpath("layouts").iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".yml"):
            continue
        layout = parse_layout(path.read_text(encoding="utf-8"), path.name)
        if layout.id in found:
            raise LayoutInvalid(f"{path.name}: the id {layout.id} is taken by another file")
        found[layout.id] = layout
    return found


def layout_by_id(layout_id: str) -> Layout:
    """The layout with this id, or that of the YAML file at this path, such as a draft.

    Raises:
        UnknownLayout: there is none, or the file cannot be read or breaks the model.
    """
    if layout_id.endswith((".yml", ".yaml")):
        return _layout_at(Path(layout_id))
    known = layouts()
    if layout_id not in known:
        raise UnknownLayout(f"there is no layout {layout_id!r}; known are {', '.join(known)}")
    return known[layout_id]


def generic_layout(beside: Layout | None = None) -> Layout:
    """The layout of plans that nobody has described; `beside` that of a chamber whose plan has another form, the words
    and the name of that chamber."""
    generic = next(layout for layout in layouts().values() if layout.generic)
    if beside is None:
        return generic
    plan = generic.plan.model_copy(update={"bodies": ()})
    return generic.model_copy(update={"chamber": beside.chamber, "plan": plan, "vocabulary": beside.vocabulary})


def _layout_at(path: Path) -> Layout:
    try:
        return parse_layout(read_edited_text(path), path.name)
    except EditedFileError as error:
        raise UnknownLayout(f"the layout {path} cannot be read ({error})") from error
    except LayoutInvalid as error:
        raise UnknownLayout(str(error)) from error


_HEAD = 10  # lines
_ENOUGH = 2  # one text alone may stand in any chamber's plan


@dataclass(frozen=True, slots=True)
class ChosenLayout:
    """The chosen layout, None where none recognises the document; `tied` names others that match as well."""

    layout: Layout | None
    tied: tuple[str, ...] = ()


_ESCAPED_OR_SET: Final = re.compile(r"\\.|\[\^?\]?[^\]]*\]")
_INNERMOST_GROUP: Final = re.compile(r"\([^()]*\)[?*+]?")
_TYPED_ACCENT: Final = re.compile(r"[aeiou]'")
_SURE: Final = re.compile(r"[a-z]+(?![a-z?*{])")
_ENDS = re.compile(r"[$^]|\\[bB]")


def choose_layout(lines: Sequence[str]) -> ChosenLayout:
    """The layout that recognises a document by its printed lines: the one with most matches, two at least.

    All of a layout's `all` patterns must be found; each `any` pattern that is found counts one, and that the chamber's
    name is one of the first lines, by itself. A tie is no choice.
    """
    text = "\n".join(lines)
    letters = "".join("".join(line.split()) for line in lines)  # line by line: words take ten times as much
    folded_letters = letters.casefold()

    def is_printed(pattern: str) -> bool:
        return landmark_of(pattern) in folded_letters and _is_printed(pattern, text, letters)

    scores: list[tuple[int, str]] = []
    for layout in layouts().values():
        if layout.generic or not all(map(is_printed, layout.recognise.all)):
            continue
        score = len(layout.recognise.all) + sum(map(is_printed, layout.recognise.any))
        score += _is_published_by(layout, lines)
        if score >= _ENOUGH:
            scores.append((score, layout.id))
    if not scores:
        return ChosenLayout(generic_layout())
    best = max(score for score, _ in scores)
    ids = tuple(layout_id for score, layout_id in scores if score == best)
    return ChosenLayout(layouts()[ids[0]] if len(ids) == 1 else None, ids[1:] and ids)


def _is_published_by(layout: Layout, lines: Sequence[str]) -> bool:
    """Whether a document bears the name of the layout's chamber on its head, `di` or none before the place."""
    name = folded(layout.chamber).replace(" di ", " ")
    wrapped = (f"{line} {following}" for line, following in pairwise(lines[:_HEAD]))
    return any(folded(line).replace(" di ", " ") == name for line in chain(lines[:_HEAD], wrapped))


def _is_printed(pattern: str, text: str, letters: str) -> bool:
    """Whether a text is printed; `letters` is all that is printed without white space, for words that narrow cells
    break, where the pattern asks for no end of a line or word."""
    if printed_pattern(pattern, re.MULTILINE).search(text):
        return True
    return not _ENDS.search(pattern) and squeezed(pattern).search(letters) is not None


@lru_cache(256)
def landmark_of(pattern: str) -> str:
    """The longest run of letters that is printed, spaces aside, in whatever text `pattern` matches; empty for none.

    Most documents hold none of another chamber's, which is seen at once.
    """
    certain, count = _ESCAPED_OR_SET.sub("_", pattern), 1
    while count:  # what groups hold may be one of several texts, or none
        certain, count = _INNERMOST_GROUP.subn("_", certain)
    if "|" in certain or "(" in certain:
        return ""
    certain = certain.casefold().replace(" ?", " ").replace(" ", "")
    return max(_SURE.findall(_TYPED_ACCENT.sub("_", certain)), key=len, default="")
