"""A chamber's printed habits as data: the model of `extractors/layouts/*.yml`.

A layout says how the document is recognised, which patterns make nodes of its tree, which headings name which
columns, which keys stand on its cards and which rows are left out under which named rule. Unknown keys are errors,
so that a misspelt rule cannot be silently without effect.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from extractors.layouts.code_forms import with_macros
from extractors.layouts.levels import Level


def _expand_pattern(pattern: str) -> str:
    """The pattern with its macros (`{code}`, `{lead}`, `{sign}`) written out."""
    pattern = with_macros(pattern)
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {pattern!r}: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_expand_pattern)]
"""A Python regular expression, matched without regard to case from the start of the text unless it says otherwise.
It may name the macros of `extractors/layouts/code_forms.py`, and its quotes, hyphens and accents stand for all forms
that these take in print (`extractors/layouts/typography.py`)."""

ColumnName = Literal[
    "name",
    "objective_code",  # the printed code of the objective in the next column
    "objective",  # a cell that names the node its rows stand under, often merged over them
    "type",  # the kind of the row, such as OBIETTIVO OPERATIVO
    "code",
    "formula",
    "weight",
    "unit",
    "owner",
    "note",
    "budget",
    "target",
    "result",
    "baseline",
    "achievement",
    "benchmark",
    "extra",  # kept under its heading, has no place in the dataset
]
VALUE_COLUMNS = ("target", "result", "baseline", "achievement", "benchmark")


class Strict(BaseModel):
    """A model that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Recognition(Strict):
    """How a document shows that the layout is its own: texts it must print, by number of matches.

    `all` must all be found in the document's first pages; each of `any` that is found raises the score.
    """

    all: tuple[Pattern, ...] = ()
    any: tuple[Pattern, ...] = ()


DocTypeName = Literal["piano", "relazione", "cruscotto", "piao", "pira", "altro"]


class DocType(Strict):
    """A type of document and the words by which one calls itself that."""

    type: DocTypeName
    pattern: Pattern


class Body(Strict):
    """How a kind of body names itself: `pattern` has the group `name`, and `called` is the whole name with `{name}` in
    it. Without `called` the name is the text as the pattern matches it."""

    pattern: Pattern
    called: str | None = None


class PlanRules(Strict):
    """Where the document says what it is. Patterns search the document's lines in order; the first match counts.

    `period` has groups `start` and optionally `end`; `approval` has groups `act` and `date`; `bodies` (for layouts that
    read more than one body's plans) say how each kind of body names itself. `doc_types` give the type by what the
    document calls itself; `doc_type` is that of one that none fits.
    """

    bodies: tuple[Body, ...] = ()
    doc_types: tuple[DocType, ...] = ()
    doc_type: DocTypeName = "piano"
    title: Pattern | None = None
    period: tuple[Pattern, ...] = ()
    approval: tuple[Pattern, ...] = ()


class NodeRule(Strict):
    """A printed line or row that makes a node. `name` is the rule's name in the accounting.

    `pattern` has the group `title` and, where nodes of this kind are coded, `code`; it must match the whole text.
    Rules are given from the root down by level: a node's parent is the nearest open node of an earlier level. `only`
    restricts a rule to rows of tables, where a numbered line may be a chapter's title. A rule is left out of a document
    with a row of one text that `unless` matches: `A1` is an area's code, unless there is a `B1`. With
    `parent_code`, a template such as `{objective}.{programme}` filled from the pattern's groups, the parent is the node
    with that code instead (or, ending in `*`, whose code starts so).
    """

    name: str
    level: Level
    pattern: Pattern
    parent_code: str | None = None
    only: Literal["rows"] | None = None
    unless: Pattern | None = None


class Section(Strict):
    """A printed heading that opens a part of the document.

    Indicators in it have its `level`, where given; `tree: leave` closes all open nodes. `title` (a group of `pattern`)
    is what `section` shows. A `chapter` is a line set as a heading (in bold type) that no node rule matches.
    """

    name: str
    pattern: Pattern
    level: Level | None = None
    tree: Literal["keep", "leave"] = "keep"
    chapter: bool = False


class IgnoreRule(Strict):
    """Rows that state no indicator. `row` matches a row's whole text (cells joined by ` | `), `heading` a heading
    row's: then the whole table under it is left out. `outside` covers tables that stand under no known heading.
    `reason` says why nothing is lost."""

    name: str
    reason: str
    row: Pattern | None = None
    heading: Pattern | None = None
    outside: bool = False


class Column(Strict):
    """A printed column. `headings` are the texts that name it, each in full: `{year}` stands for a year,
    `{population}` for the rest of the heading, `{period}` for a heading that names a period alone (in tables that are
    `dated`), and a heading between slashes is a regular expression. A population whose heading is given in full is
    published as the layout spells it, in whatever case a printing sets it.

    `period` says which year a figure under it is of: the heading's own year, else the plan's (`plan`), that of the
    result column (`result`), the survey's year that the text states (`survey`), or none. `node` tells that the
    heading itself names the node whose indicators stand under it. `level` is that of the nodes that an `objective`
    column names, where it is not the table's. A column that `yields` holds words where its table has another one of
    its kind, as `Risultato atteso` does beside `Target`, or is the column that it yields to.
    """

    column: ColumnName
    headings: tuple[str, ...]
    period: Literal["plan", "result", "survey", "none"] = "plan"
    node: bool = False
    level: Level | None = None
    yields: bool | ColumnName = False


class RowKind(Strict):
    """What the cells before the name say of a row: its `level`, its `code` (a group of `pattern`).

    With `node` the row is a node of the tree and its indicator at once; `depth` is its rank from the root among such
    rows. `path_root` starts the code path of rows that are numbered outside the tree.
    """

    name: str
    pattern: Pattern
    level: Level
    node: bool = False
    depth: int = 0
    path_root: str | None = None


class NameForm(Strict):
    """How a name's cell begins: `pattern` has the group `name` and may have `code` (the indicator's own) or
    `objective` (the code of the node it stands under); `level` is what such a beginning says of the indicator."""

    pattern: Pattern
    level: Level | None = None


class Label(Strict):
    """A row or line that announces what the following ones hold, until the next label, node or heading; in a row of
    two cells, what its second cell holds.

    `holds` is `owner` or `budget` of the open node, or `nothing` that the dataset publishes; `value` is the part of
    the text that is it, where there is more. `name` is the rule's name in the accounting.
    """

    name: str
    pattern: Pattern
    holds: Literal["owner", "budget", "nothing"] = "nothing"
    value: Pattern | None = None


class TableRules(Strict):
    """How a layout's tables are read.

    `node_before_heading` tells that every table's heading stands under its node's title: where a new table begins with
    a heading alone, the title was lost and the node its rows stand under cannot be known. `beside` is the column of
    text that stands beside or beyond the last heading. With `fuzzy` a heading may be matched by likeness, above the
    score and margin that `extractors/layouts/headings/matching.py` documents; an issue records each. With `upright` a
    table each of whose rows is a heading and its text is a card of one indicator. With `dated` a heading may name a
    year or a part of one anywhere (`2° anno`, `n+1`, `al 30/06/2023`, `III trimestre`), and what no rule says is told
    by the tables: weights and codes that stand in names, headings of two rows, offices above objectives, which years
    are past; rows without figures and rows under no node are in doubt.
    """

    columns: tuple[Column, ...]
    beside: ColumnName | None = None
    node_before_heading: bool = False
    fuzzy: bool = False
    upright: bool = False
    dated: bool = False
    kinds: tuple[RowKind, ...] = ()
    names: tuple[NameForm, ...] = ()
    labels: tuple[Label, ...] = ()
    survey: Pattern | None = None
    level: Level = "other"
    objective_level: Level = "operational"
