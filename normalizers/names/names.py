"""Names of indicators: when two printed names are one, and which rows of a plan state one indicator.

Nothing is decided by likeness here: two names are one when they differ in nothing but how they are typed.
What names of different plans may mean the same is the catalogue's business (`normalizers/catalogue/catalogue.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from normalizers.cleaning import signs
from normalizers.codes import Scheme, read_code

_SIGN_TABLE = {ord(sign): plain for sign, plain in signs.names.items()}

# "N° 5", "n. di", "n.ro", "Nr. ", "num.strumenti" all say "numero"; a bare n ("anno n", "n-1") is a variable.
_NUMERO = re.compile(r"(?<![\w.])(?:n\.?\s?ro\b\.?|(?:n|nr|num)(?:\s?\.?\s?\u00b0|\.))")
# "COMPETITIVITA'" for "competitività": an apostrophe typed for the accent at the end of a word.
_TYPED_ACCENT = re.compile(r"(?<=[a-z][aeiou])'(?![\w'])")
_ELISION = re.compile(r"(?<=[a-z])'\s+(?=[a-z])")
_TIGHT = re.compile(r"\s*([/-])\s*|\s+(?=[,;:.)%])|(?<=\()\s+")
# "Fatturazione elettronica (2)", "... maggiorazione 20%) - (6)": the mark of a footnote behind a title.
_FOOTNOTE = re.compile(r"[\s-]*\((?:\d{1,2}|\*+)\)\s*$")


@lru_cache(maxsize=8192)  # a plan prints and compares the same names over and over
def fold(text: str) -> str:
    """The text as it is compared: what two prints of one name have in common.

    Small letters without accents; one form of quotes, dashes, spaces and of the sign for "numero" (`N°`,
    `n.`, `n.ro`); no invisible characters, no space around `/` and `-` or before punctuation, none of
    `.,;:` at the end. Folding a folded text changes nothing. Words are never replaced or left out.
    """
    folded = _fold_once(text)
    while folded != text:  # one rule can uncover another's text: "N.N°"; each takes marks away, so this ends
        text, folded = folded, _fold_once(folded)
    return folded


def _fold_once(text: str) -> str:
    text = _plain_text(text.translate(_SIGN_TABLE)).translate(_SIGN_TABLE)
    text = _TYPED_ACCENT.sub("", text.replace("''", '"'))
    text = " ".join(_NUMERO.sub("numero ", text).split())
    return _TIGHT.sub(lambda m: m[1] or "", _ELISION.sub("'", text)).rstrip(" .,;:")


def _plain_text(text: str) -> str:
    """Small letters, no accents, no invisible characters."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    if text.isascii() and text.isprintable():  # as most are: nothing to take out
        return text
    return "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Cf", "Cc"} or c.isspace())


_RUNNING = re.compile(r"[A-Z]*[_-]?[0-9]{1,3}")  # a code that names no objective: `01`, `KPI3`


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One printed row that states an indicator, as far as telling it from others needs.

    `code` is canonical and `scheme` read it. `path_root` is the first segment of the code path of indicators numbered
    outside the tree (`activity`). `node_code` is the code of the nearest coded node above the row; `node_titles` are
    the titles of the nodes without code between that one and the row, outermost first.
    """

    name: str
    code: str | None = None
    scheme: str | Scheme | None = None
    path_root: str | None = None
    node_code: str | None = None
    node_titles: tuple[str, ...] = ()
    formula: str | None = None


def make_indicator_keys(rows: Sequence[Occurrence]) -> list[str]:
    """The keys of all rows of one plan, in their order: rows with the same key state the same indicator of the plan.

    The key of an indicator with a code is its code, of another its place and name (`_key_of`), since plans give many
    indicators one name ("Realizzazione progetto / azione" stands under 31 objectives of Modena 2017). A row without a
    code that repeats the name of exactly one coded indicator, under a node that this code names, is that indicator:
    plans list some again for an office with the objective's code only (Massa-Carrara 2019, section 6, prints S1.1.1-a
    as "1.1.1 ..."). A running number that names several indicators begins anew in each objective, which then is part of
    the key. Rows without code that share place and name, but state different formulas, are different indicators.
    """
    coded: defaultdict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    formulas: defaultdict[str, set[str]] = defaultdict(set)
    names: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.formula:
            formulas[_key_of(row)].add(fold(row.formula))
        if row.code:
            names[_key_of(row)].add(fold(row.name))
        if row.code and row.path_root is None:
            code = read_code(row.code, row.scheme)
            coded[fold(row.name)][_key_of(row)] = frozenset((*code.ancestors, *code.parts.values()))

    def key(row: Occurrence) -> str:
        if row.code:
            begins_anew = row.node_code and len(names[_key_of(row)]) > 1 and _RUNNING.fullmatch(row.code)
            return f"{row.node_code}/{_key_of(row)}" if begins_anew else _key_of(row)
        same = [k for k, named in coded.get(fold(row.name), {}).items() if row.node_code in named]
        if len(same) == 1:
            return same[0]
        return _key_of(row, row.formula if len(formulas[_key_of(row)]) > 1 else None)

    return [key(row) for row in rows]


def _key_of(row: Occurrence, formula: str | None = None) -> str:
    """The key that a row alone tells: its code, below `path_root` (activity 12 is not objective 12), or place and name.

    `formula` is part of it where rows of one name and place differ by theirs.
    """
    if row.code:
        return f"{row.path_root}/{row.code}" if row.path_root else row.code
    titles = "/".join(fold(_FOOTNOTE.sub("", title)) for title in row.node_titles)
    place = "/".join(filter(None, (row.path_root, row.node_code)))
    return "|".join([place, titles, fold(row.name), *([fold(formula)] if formula else [])])
