"""Write `docs/layouts.md`: `python -m tests.extractors.make_layouts_page`.

The keys come from the pydantic models; the texts around them stand here.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from extractors.layouts.card_rules import CardColumn, CardKey, CardLabel, CardRules
from extractors.layouts.evaluation import Evaluation, Share, Thresholds
from extractors.layouts.headings.matching import FUZZY_MARGIN, FUZZY_SCORE
from extractors.layouts.levels import Level
from extractors.layouts.own_words import ChamberVocabulary, Comparator, UnitName
from extractors.layouts.registry import Layout
from extractors.layouts.schema import (
    Body,
    Column,
    ColumnName,
    DocType,
    IgnoreRule,
    Label,
    NameForm,
    NodeRule,
    PlanRules,
    Recognition,
    RowKind,
    Section,
    TableRules,
)

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "layouts.md"
MODELS: tuple[type[BaseModel], ...] = (
    Layout,
    Recognition,
    PlanRules,
    Body,
    DocType,
    NodeRule,
    Section,
    IgnoreRule,
    TableRules,
    Column,
    RowKind,
    NameForm,
    Label,
    CardRules,
    CardKey,
    CardLabel,
    ChamberVocabulary,
    Evaluation,
    Thresholds,
    Share,
)
_VOCABULARIES: dict[Any, str] = {
    Level: "level",
    ColumnName: "column",
    CardColumn: "card column",
    UnitName: "unit",
    Comparator: "sign",
}

_RECIPES = (
    ("sondrio-bsc-2015", "A balanced scorecard"),
    ("ateneo-assestamento-2016", "Objectives of three levels in columns"),
    ("mise-specifici-2019", "Cards of an objective with a table; targets of the first, second and third year"),
    ("piao-2023", "Codes of the plan's own"),
    ("piao-foggia-2023", "Lines that make the tree, and cards of two indicators in one cell"),
    ("pira-consuntivo-2016", "The PIRA with results"),
    ("pira-viterbo-2017", "The PIRA as cards of labels and texts"),
    ("relazione-2020", "Areas as lines over each table"),
)
"""The layouts of `tests/extractors/recipes`, each with what is to be learnt from it."""


def _recipes() -> str:
    """The recipes, each as it stands in its file."""
    folder = Path(__file__).parent / "recipes"
    shown = []
    for name, title in _RECIPES:
        text = (folder / f"{name}.yml").read_text(encoding="utf-8").strip()
        shown.append(f"### {title}\n\n`{name}.pdf`:\n\n```yaml\n{text}\n```\n")
    return "\n".join([_ABOUT_RECIPES, *shown])


_ABOUT_RECIPES = """## Recipes

Eight plans of ministries, a university and chambers, each with a layout of at most forty lines that reads all its rows,
figures and nodes (`tests/extractors/recipes`, held against careful readers' records). Take the one that looks most
alike, put the plan's own headings and titles into it, and see with `cruscotto layout try` what it does.
"""

_LAYOUTS = f"""# Layouts

Made by `python -m tests.extractors.make_layouts_page` from the models that check a layout. Do not edit it by hand.

A layout is a YAML file that says how a chamber prints its plans. It holds data, no program: which headings name which
columns, which lines make the tree of objectives, where sections begin, which rows state no indicator and why. A key
that the models do not know is an error, so that a misspelt rule cannot be without effect in silence.

## From an unknown plan to a described one

`pira-2021.pdf` is the plan of a chamber that nobody has described. `generic` reads it, because its headings are words
of the field; a plan whose words are its own is read with gaps.

1. **Draft.** `cruscotto layout suggest pira-2021.pdf --out draft.yml` reads the plan, writes what it found, and tries
   the draft before it hands it out:

   ```yaml
   # With this draft: 47 rows published, 0 rejected, 49 left out; `generic` publishes 47.
   id: esempio-nord
   chamber: 'Camera di commercio di Esempio Nord'
   …
     columns:
       # «Indicatore» on pages 1, 2, 3, 4: exact
       - column: name
         headings: ['Indicatore']
       # «Valore atteso {{year}}» on pages 1, 2, 3, 4: exact
       - column: target
         headings: ['Valore atteso {{year}}']
   ```

   A heading that the vocabulary does not know is compared with all that it does: from {FUZZY_SCORE:.0f} of 100 on, and
   {FUZZY_MARGIN:.0f} ahead of the next column, it is taken, and the comment names both scores; else it is kept as
   `extra`, with the likest columns in the comment. A table of figures must name its indicators: where no heading does,
   the likest or widest unknown one is taken for the name, and the comment says so. At the end stands what the draft
   leaves unexplained, row by row with its page.

2. **See.** `cruscotto inspect plan.pdf --page 16 --layout draft.yml` draws the page with words, rules, cells, columns
   and what became of each row. Here a page of the Maremma's dashboard as `generic` reads it:

   ![A page with the fate of each row](images/inspect.png)

   The title in red is rejected: `3.Promozione` is printed without the space that the node rule of `generic` asks for.
   Every other title made a node, in violet beside it. `Area`, `Albero` and `Produttività` are columns that no rule
   knows.

3. **Edit.** The rule becomes `(?P<code>\\d{{1,2}})\\. ?(?P<title>.+)`, the columns go to `extra`, the sections that end
   a tree get `tree: leave`. `cruscotto layout check draft.yml` finds what the models do not allow, with its place.

4. **Try.** `cruscotto layout try draft.yml plan.pdf` says of each row which rule took or refused it and which nodes it
   opened and closed, by which rule; at the end stand the rows that look like headings and that the draft does not know,
   with the likest heading of the draft for each text (`--json` for programs).

5. **Read.** `cruscotto extract plan.pdf --layout draft.yml --out /tmp/try` reads with the file. When each row is
   accounted for, the file moves to `extractors/layouts/` and is chosen by what documents print.

Many plans need none of this: eight real and invented plans of ministries, agencies, a university and chambers
that no layout describes (a tree in columns to the right, objectives in merged cells, `VALORE TARGET 1°ANNO`,
cards of the PIRA with several indicators, rules between rows only) are read by `generic` as their gold has
them. A draft that says no more than `generic` does is handed out where any other would read a row worse.

`cruscotto layout list` names the layouts that there are.

## Patterns

A pattern is a Python regular expression, compared without regard to case. Those of `nodes`, `sections`, `labels`,
`kinds` and `names`, and `row` and `heading` of `ignore`, must match the whole text; those of `recognise` and `plan` are
searched in it. The text of a row is its cells joined by ` | `. In single quotes YAML leaves backslashes alone.

A heading is compared in full, without regard to case, accents, spaces and footnote signs. `{{year}}` stands for a
year, `{{n}}` for a year counted from the plan's (`n+1`), `{{population}}` for the rest of the heading; between slashes
it is a regular expression.

## Codes

`scheme: generic` reads codes as printed. A layout of codes with a form of their own describes it, so that
damaged ones are put right where one legal code alone results, and a code says what stands above it:

```yaml
codes:
  slots:
    area: {{letters: ABC}}
    objective: {{digits: [1, 2]}}
    indicator: {{digits: [1, 2]}}
  forms:
    - form: "{{area}}"
      level: area
    - form: "{{area}}.{{objective}}"
      level: operational
      ancestors: ["{{area}}"]
    - form: "{{area}}.{{objective}}-{{indicator}}"
      ancestors: ["{{area}}", "{{area}}.{{objective}}"]
```

A slot is `digits` (from and to how many; `lead` are those that may stand first), `letters` (one of these) or `latin` (a
multiplicative by how it is printed: `{{b: bis, bis: bis}}`). A form is slots in braces with the dots and dashes between
them; `level`, `ancestors`, `process` and `parts` are what a code of this form says, `doubt` is why one is
incomplete. `layout check` says what is wrong with a description. A cell that holds several codes, parted by a comma and
a space, ` / ` or ` e `, gives its first, with an issue; days and amounts are no codes.

## Keys
"""


def layouts_page() -> str:
    """The text of `docs/layouts.md`."""
    text, keys = _LAYOUTS.split("## Keys\n")
    parts = [text, _recipes(), f"## Keys\n{keys}"]
    for model in MODELS:
        title = "A layout" if model is Layout else model.__name__
        parts.append(f"### {title}\n\n{_paragraphs(model)}\n\n{_table(model)}\n")
    parts.append("## Words\n")
    for vocabulary, name in _VOCABULARIES.items():
        parts.append(f"A **{name}** is one of {', '.join(f'`{word}`' for word in get_args(vocabulary))}.\n")
    return "\n".join(parts)


def _paragraphs(model: type[BaseModel]) -> str:
    """The model's docstring, its lines joined to paragraphs."""
    text = inspect.getdoc(model) or ""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _table(model: type[BaseModel]) -> str:
    rows = ["| key | holds | if not given |", "| --- | --- | --- |"]
    for name, field in model.model_fields.items():
        rows.append(f"| `{name}` | {_holds(_annotation(field))} | {_default(field)} |")
    return "\n".join(rows)


def _annotation(field: FieldInfo) -> Any:
    return Annotated[field.annotation, "pattern"] if field.metadata and field.annotation is str else field.annotation


def _holds(kind: Any) -> str:  # noqa: PLR0911 - one line a kind
    """What a key holds, in words."""
    if kind in _VOCABULARIES:
        return f"a {_VOCABULARIES[kind]}"
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return "a pattern" if parts[0] is str else _holds(parts[0])
    if origin in (Union, UnionType):
        return " or ".join(_holds(part) for part in parts if part is not NoneType)
    if origin is tuple:
        return f"a list, each {_holds(parts[0])}"
    if origin is dict:
        return f"a map from {_holds(parts[0])} to {_holds(parts[1])}"
    if origin is Literal:
        return ", ".join(f"`{part}`" for part in parts)
    if kind is Any:
        return "what [Codes](#codes) shows"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return f"[{kind.__name__}](#{kind.__name__.casefold()})"
    return {str: "text", bool: "`true` or `false`", int: "a number", float: "a number"}[kind]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**must be given**"
    value = field.get_default(call_default_factory=True)
    if value is None or value in ((), {}) or isinstance(value, BaseModel):
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).casefold()}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def main() -> None:
    """Write the page."""
    PAGE.write_text(layouts_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
