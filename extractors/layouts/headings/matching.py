"""Which column of the dataset a printed column is: headings matched to the layout's vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from extractors.layouts.broken_words import squeezed
from extractors.layouts.headings.heading_map import Heading, HeadingMap
from extractors.layouts.headings.heading_parts import heads_of, tails_of
from extractors.layouts.headings.known_headings import any_of, known_heading, letters_of
from extractors.layouts.headings.periods import When, without_period
from extractors.layouts.headings.split_headings import mend_split
from extractors.layouts.schema import VALUE_COLUMNS, Column, TableRules
from extractors.pages.model import Cell, TableRow
from extractors.quality.signals import Signal
from extractors.text import folded, heading_key, key_of_folded, single_spaced

_PERIOD = "{period}"  # a heading that names a period alone
_YEAR = re.compile(r"{year}")
# A heading is taken by likeness at this score (rapidfuzz ratio) and with this margin over any other column.
FUZZY_SCORE = 86.0
FUZZY_MARGIN = 6.0  # of the same ratio
# A year that follows a word without a space, as where a narrow cell ended between them.
_GLUED = re.compile(r"(?<=[a-z])((?:19|20)\d\d(?!\d)|anno(?= ))")
# A year that a narrow cell broke (`Target 201 8`).
_BROKEN_YEAR = re.compile(r"(?<![\d.,/-])(?:(?:19|20)\d \d|(?:1 9|2 0)\d ?\d)(?![\d.,/%])")
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_SPAN = re.compile(r"[ (]+(?:per )?(?:il )?(?:nel )?(?:triennio|periodo|anni)? ?(?:19|20)\d\d ?[-/–] ?(?:20)?\d\d\)?$")
# A heading with the number of the indicator that it is of, as where a row states several.
_NUMBERED = re.compile(r"(?P<words>\D+?) ?(?:n[.°]? ?)?(?P<number>[1-9])")
# Words that say of a heading of figures that its figures stand below, beside when they are due.
OF_VALUES = ("valore", "valori", "quantita", "livello", "numero", "n.", "n", "%", "anno", "annuale", "intero anno")
_OWN = {*VALUE_COLUMNS} - {"benchmark"}  # the figures of the body itself
# A figure by its form alone: a sign before it, its share or its decimals behind.
_FIGURE = re.compile(r"[<>≤≥=]{1,2} ?[-+]? ?\d[\d.,]* ?%?|[-+]? ?\d[\d.]*(?:,\d+)? ?%|[-+]? ?\d[\d.]*,\d+")
# Words beside a year that say no more of its figures than the year alone (`Valore 2022`).
_OF_A_YEAR = ("valore", "valori", "dato", "dati", "val.", "t1", "t2", "t3")
_BETWEEN_WORDS = re.compile(r" ?/ ?| - | (?:e|o|ed) ")  # what parts two words for one column
_WORDS = {
    **{"ob": "obiettivo", "obb": "obiettivi", "ind": "indicatore", "resp": "responsabile", "val": "valore"},
    **{"strat": "strategico", "oper": "operativo", "op": "operativo", "perf": "performance", "cod": "codice"},
    **{"scost": "scostamento", "descr": "descrizione", "denom": "denominazione", "indic": "indicatore"},
    **{"realiz": "realizzazione", "raggiung": "raggiungimento", "respons": "responsabile", "obiett": "obiettivo"},
}
_SHORTENED = re.compile(r"\b(" + "|".join(_WORDS) + r")\. ?")
_ENDING = re.compile(r"(?<=\w)/[aeio]\b")
_IN_BRACKETS = re.compile(r"\([^()]*\)?")
# What brackets behind a heading of figures may say without making them others: their unit (`%`, `migliaia di euro`).
_UNIT = re.compile(
    r"[%€\W\d]*|(?:in )?(?:migliaia|milioni|miliardi|mln|mld|k)? ?(?:di )?(?:€|euro|eur)?(?: ?[/x]? ?1?\.?000)?"
    r"|valor[ei](?: assolut[oi]| %)?|percentuale|num(?:ero|\.)?|n\.?°?|unita|giorni|gg\.?|ore|mesi|anni|punti|scala.*"
    r"|[a-z](?: ?[/:+-] ?[a-z])?"  # the letter of a column that others are computed from (`Consuntivo (B)`)
)
_TOLD_BY_HEAD = ("name", "objective", "owner", "formula", "note", "target", "result", "achievement")
_BY_PART = 90.0  # the likeness of a heading to the one that is part of it
_PART = 0.95  # of the width of a heading that others stand under: the widest of these leaves room for another one
_LIKE_AT_ALL = 50.0  # rapidfuzz ratio under which naming the likest heading helps nobody
_LONGEST = 120  # characters of a heading; a longer text is a cell's


class Headings:
    """The headings that a layout knows, ready to match."""

    def __init__(self, rules: TableRules) -> None:
        self._fuzzy = rules.fuzzy
        self._dated = rules.dated
        self.bare_column = next((c for c in rules.columns if _PERIOD in c.headings), None)
        self.name_column = next((c for c in rules.columns if c.column == "name"), None)
        self.upright = rules.upright
        self._texts = [
            (heading_key(_YEAR.sub("", text)), column)
            for column in rules.columns
            for text in column.headings
            if not text.startswith("/") and text != _PERIOD
        ]
        self._patterns = [
            known_heading(text, column) for column in rules.columns for text in column.headings if text != _PERIOD
        ]
        self._any = any_of([known.pattern for known in self._patterns])
        self._squeezed = [
            (squeezed(known.pattern.pattern), known.column)
            for known in self._patterns
            if self._dated and not known.is_open and "\\d" not in known.pattern.pattern
        ]
        self._any_squeezed = any_of([pattern for pattern, _ in self._squeezed]) if self._dated else None
        # All headings' letters without white space: what holds no part of it is part of no heading.
        self.vocabulary = "|".join(letters_of(text) for column in rules.columns for text in column.headings)

    def read(self, row: TableRow) -> HeadingMap | None:
        """The heading map that `row` states, or None where it is no heading row.

        It is one when at least two of its cells are known headings, among them that of the names and one of a
        figure, and no cell is a known heading of another kind twice.
        """
        if not any(self.may_know(folded(cell.text)) for cell in row.own_cells):
            return None
        found = [self.match(cell) for cell in row.own_cells]
        if self._dated and Signal.GRID_INFERRED in row.signs:
            found = mend_split(found, lambda words: self._match_key(words, found[0].cell).column)
        return self.as_heading(found, is_drawn=Signal.GRID_INFERRED not in row.signs)

    def as_heading(self, found: Sequence[Heading], *, is_drawn: bool = False) -> HeadingMap | None:
        """The map that these headings of one table make, or None where they are no heading of one. Of cells that are
        drawn, none of which holds words of others, a part may tell what they are."""
        own = [heading.cell for heading in found]
        known = [h for h in found if h.column is not None]
        if self._fuzzy and (len(known) > 1 or (known and all(c.bold or c.filled for c in own))):
            found = [h if h.column else self._match_by_likeness(h, is_drawn=is_drawn) for h in found]
            known = [h for h in found if h.column is not None]
        names = {h.name for h in known}
        if len(known) < 2 or "name" not in names or names.isdisjoint(VALUE_COLUMNS):
            return None
        if self._dated and (names.isdisjoint(_OWN) or _has_figure(found)):
            return None
        return HeadingMap(found)

    def may_know(self, text: str) -> bool:
        """Whether a text, folded, may be a heading: a cheap look where nearly all texts are none."""
        if self._dated or self._any is None:
            return True
        return self._any.fullmatch(_with_whole_years(key_of_folded(text))) is not None

    def match(self, cell: Cell) -> Heading:
        """The heading that a cell's text is; its column is None where no rule knows it."""
        key = _with_whole_years(heading_key(cell.text))
        found = self._match_key(key, cell)
        if found.is_open and self._dated and found.name in VALUE_COLUMNS:  # its pattern has taken the year too
            rest, when = without_period(key)
            closer = self._match_key(rest, cell)
            return _with_date(closer if closer.column is not None else found, when or When(), bare=False)
        if found.name == "name" and self._dated and (numbered := _NUMBERED.fullmatch(key)):
            return replace(found, number=int(numbered["number"]))
        if found.column is not None or not self._dated or len(key) > _LONGEST:
            return found
        rest, when = without_period(_GLUED.sub(r" \1", key))
        if when is None:  # a span of years says of texts what they are for, of figures nothing
            whole = self._match_numbered(key, cell) or self._match_parts(key, cell) or self._match_short(key, cell)
            text = whole if whole.column is not None else self._match_short(_SPAN.sub("", key), cell)
            return whole if text.name in VALUE_COLUMNS else text
        bare = not rest or rest in _OF_A_YEAR
        found = Heading(cell.text, cell, self.bare_column) if bare else self._match_key(rest, cell)
        found = found if found.column is not None else self._match_short(rest, cell)
        return found if found.column is None else _with_date(found, when, bare=bare)

    def _match_numbered(self, key: str, cell: Cell) -> Heading | None:
        """The heading of names, figures or what goes with them that has the number of its indicator (`Target 2`)."""
        numbered = _NUMBERED.fullmatch(key)
        found = self._match_key(numbered["words"], cell) if numbered else None
        if numbered is None or found is None or found.name not in (*VALUE_COLUMNS, "name", "weight", "formula", "unit"):
            return None
        return replace(found, number=int(numbered["number"]))

    def match_figures(self, heading: Heading) -> Heading | None:
        """The heading of figures that one is where figures stand below it: of targets where it calls them objectives,
        else of a year alone; None where it does neither."""
        rest, when = without_period(_GLUED.sub(r" \1", heading_key(heading.text)))
        is_target = rest.startswith("obiettiv")
        if (when is None and not is_target) or self.bare_column is None:
            return None
        found = replace(heading, column=self.bare_column, is_guessed=not is_target)
        return _with_date(found, when or When(), bare=not is_target)

    def _match_parts(self, key: str, cell: Cell) -> Heading | None:
        """The heading whose words for one column are several (`Valore pubblico / Obiettivo`, `Fase / Indicatore`)."""
        said = [self._match_key(text, cell) for text in _BETWEEN_WORDS.split(key)]
        told = {part.name for part in said} - {"extra"}
        is_one = len(said) > 1 and len(told) == 1 and None not in told
        return next(part for part in said if part.name in told) if is_one else None

    def _match_short(self, key: str, cell: Cell) -> Heading:
        """The heading with words that it shortens written out and one ending of each (`Responsabile/i`), else without
        what it says in brackets (`Peso (1-100)`), where that names no other column; of targets and results, where it
        is their unit (`Target (regionale)` is not the body's)."""
        words = _SHORTENED.sub(lambda short: f"{_WORDS[short[1]]} ", _ENDING.sub("", key)).strip()
        found = self._match_key(words, cell)
        if found.column is None and words.endswith(" %"):
            found = self._match_key(words[:-2], cell)
        if found.column is not None or not (inside := _IN_BRACKETS.search(words)):
            return found
        whole = self._match_key(single_spaced(words.replace("(", " ").replace(")", " ")), cell)
        if whole.column is not None:
            return whole
        outside, other = (self._match_key(text.strip(" ()"), cell) for text in (_IN_BRACKETS.sub("", words), inside[0]))
        is_other = other.name not in (None, outside.name)
        if outside.column is None:
            return other if not other.is_open else found  # `Da dove partiamo (baseline)`
        is_unit = other.name is not None or _UNIT.fullmatch(inside[0].strip(" ()")) is not None
        return found if is_other or (outside.name in ("target", "result") and not is_unit) else outside

    def match_under(self, over: Heading, cell: Cell) -> Heading:
        """The heading that a cell is under a wider heading: with its words, else alone."""
        for text in (f"{over.text} {cell.text}", f"{cell.text} {over.text}"):  # `Obiettivo` over `Codice`
            both = self.match(cell._replace(text=text))
            if both.column is not None:
                return both
        if over.name in VALUE_COLUMNS and heading_key(cell.text) in OF_VALUES:
            return replace(over, cell=cell)
        alone = self.match(cell)
        if alone.column is None and over.name == "extra":
            return replace(over, cell=cell)  # part of something that is no figure of an indicator
        if not alone.bare or over.name == "name":  # `INDICATORI` over a whole table
            return alone
        if over.column is None or over.name not in VALUE_COLUMNS:
            return Heading(cell.text, cell, over.column)  # a year of something that is no figure of an indicator
        return replace(alone, column=over.column, bare=False)

    def refine(self, first: HeadingMap, row: TableRow) -> HeadingMap | None:
        """The `first` row of headings with a second one (`2021`, `2022` under a wide `Target`), or None.

        Each of the row's own cells must stand under a wider heading, and one at least be known with it or alone. Those
        under a heading that nobody knows, or that holds no figures, stay unknown, and so do words of which nobody knows
        what part of the figures above they name (`Valore 2022` over `ASL | Regione`).
        """
        under: dict[int, list[Heading]] = {}
        for cell in row.cells:
            if not cell.text or cell.continued:
                continue
            place = next((i for i, h in enumerate(first.headings) if self._stands_under(cell, h)), None)
            if place is None:
                return None
            over = first.headings[place]
            found = self.match_under(over, cell)
            is_part = over.name in VALUE_COLUMNS and self._dated and (cell.bold or cell.filled)
            if found.column is None and not is_part:
                return None
            under.setdefault(place, []).append(replace(found, text=f"{over.text} {cell.text}", cell=cell))
        below = [h for found_under in under.values() for h in found_under]
        is_set = self._dated and all(h.column is not None and (h.cell.bold or h.cell.filled) for h in below)
        if not below or not (is_set or any(h.column is not None and h.name != "extra" for h in below)):
            return None
        return HeadingMap([h for i, old in enumerate(first.headings) for h in under.get(i, [old])])

    def _stands_under(self, cell: Cell, over: Heading) -> bool:
        """Whether `cell` stands under part of a heading; or under the whole of one of figures, and says its period."""
        if _is_under(cell, over.cell):
            return True
        box, other = cell.place.box, over.cell.place.box
        if box is None or other is None or not self._dated or over.name not in VALUE_COLUMNS or over.year is not None:
            return False
        is_below = other.x0 - 2 <= box.mid_x <= other.x1 + 2 and box.y0 >= other.y1 - 2
        return is_below and without_period(heading_key(cell.text))[0] == ""

    def _match_key(self, key: str, cell: Cell) -> Heading:
        # Most cells of a table are none: one look at all patterns spares a look at each.
        patterns = self._patterns if self._any is None or self._any.fullmatch(key) else ()
        for known in patterns:
            if found := known.pattern.fullmatch(key):
                groups = found.groupdict()
                year = int(groups["year"]) if groups.get("year") else None
                population = single_spaced(cell.text) if groups.get("population") else known.population
                offset = groups.get("offset")
                steps = None if offset is None else int(offset[1:].replace(" ", "") or 0)
                return Heading(cell.text, cell, known.column, year, population, steps, is_open=known.is_open)
        return Heading(cell.text, cell, self._match_squeezed(key))

    def _match_squeezed(self, key: str) -> Column | None:
        """The column of a heading whose spaces are lost or stand inside words, as narrow cells break them."""
        letters = key.replace(" ", "")
        if not self._dated or self._any_squeezed is None or not self._any_squeezed.fullmatch(letters):
            return None
        return next((column for pattern, column in self._squeezed if pattern.fullmatch(letters)), None)

    def find_likest(self, text: str) -> tuple[str, float] | None:
        """The heading of the layout that is likest to a text, and how like it is, of 100; None where none is at all."""
        bare = _YEARS.sub("", heading_key(text)).strip()
        scored = [(fuzz.ratio(bare, known), known) for known, _ in self._texts if known]
        score, known = max(scored, default=(0.0, ""))
        return (known, score) if score >= _LIKE_AT_ALL else None

    def _match_by_part(self, key: str, cell: Cell, when: When | None) -> Heading | None:
        """The heading of which a part names a column and no other part another one: what it begins with (`Strutture che
        contribuiscono`), or the target of a phase, which says its year (`Fase di avvio Target 2021`)."""
        head = next((h for text in heads_of(key) if (h := self._match_key(text, cell)).column and not h.is_open), None)
        tails = [tail for text in tails_of(key) if (tail := self._match_key(text, cell)).column is not None]
        if tails:
            is_phase = (
                when is not None and head is None and {t.name for t in tails} == {"target"} and any(heads_of(key))
            )
            return tails[0] if is_phase else None
        return head if head is not None and head.name in _TOLD_BY_HEAD else None

    def _match_by_likeness(self, heading: Heading, *, is_drawn: bool) -> Heading:
        """The heading matched by a part of it or by likeness, where one column is the likest; else as it was."""
        bare, when = without_period(heading_key(heading.text))
        part = self._match_by_part(bare, heading.cell, when) if is_drawn and self._dated else None
        if part is not None:
            is_guessed = when is None and part.name in VALUE_COLUMNS
            part = replace(part, text=heading.text, likeness=_BY_PART, is_guessed=is_guessed)
            return _with_date(part, when or When(), bare=False)
        scored = sorted(((fuzz.ratio(bare, text), i) for i, (text, _) in enumerate(self._texts) if text), reverse=True)
        if not scored or scored[0][0] < FUZZY_SCORE:
            return heading
        best, index = scored[0]
        column = self._texts[index][1]
        others = [score for score, i in scored if self._texts[i][1].column != column.column]
        if others and best - others[0] < FUZZY_MARGIN:
            return heading
        return _with_date(replace(heading, column=column, likeness=best), when or When(), bare=False)


def _has_figure(found: Sequence[Heading]) -> bool:
    """Whether a row that is not set as a heading has a cell that is a figure: two of its words are headings by chance
    (`Indicatore annuale`, `Raggiunto`)."""
    if all(heading.cell.bold or heading.cell.filled for heading in found):
        return False
    return any(heading.column is None and _FIGURE.fullmatch(heading.text) for heading in found)


def _with_whole_years(key: str) -> str:
    if "1" not in key and "2" not in key:  # as most
        return key
    return _BROKEN_YEAR.sub(lambda year: year[0].replace(" ", ""), key)


def _is_under(cell: Cell, wide: Cell) -> bool:
    """Whether `cell` stands under `wide` and takes only part of its width."""
    inner, outer = cell.place.box, wide.place.box
    if inner is None or outer is None:
        return wide.column <= cell.column < wide.column + wide.span and cell.span < wide.span
    return outer.x0 - 2 <= inner.mid_x <= outer.x1 + 2 and inner.width < _PART * outer.width


def _with_date(heading: Heading, when: When, *, bare: bool) -> Heading:
    return replace(heading, year=when.year, offset=when.offset, part=when.part, bare=bare)
