"""From a stream of rows and lines to records: tables read by a layout's rules.

Every printed row ends in one of three places: a record, a named rule that says why it states no indicator, or the
rejected rows. Nothing is dropped and nothing is guessed: a row that no rule covers is rejected whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import filterfalse, pairwise

from extractors.layouts.headings.heading_map import HeadingMap
from extractors.layouts.headings.matching import Headings
from extractors.layouts.registry import Layout
from extractors.layouts.schema import Section
from extractors.layouts.typography import printed_pattern
from extractors.pages.model import Cell, Item, TableRow, TextLine
from extractors.records.figures.years import note_survey
from extractors.records.headings.captions import captions_of, text_alone
from extractors.records.headings.lines import (
    is_like_heading,
    is_of_a_year,
    is_of_contents,
    join_side_by_side,
    year_named_by,
)
from extractors.records.headings.row_numbers import codes_in_card
from extractors.records.headings.rows import HeadingRows
from extractors.records.headings.rows_below import with_rows_below
from extractors.records.headings.scope import (
    RowsBelow,
    has_heading_first,
    has_other_columns,
    is_about_indicators,
    is_key_with_text,
)
from extractors.records.indicators.rows import IndicatorRows
from extractors.records.key_value.tables import Card, cards_among
from extractors.records.model import IgnoredRow
from extractors.records.nodes.held_texts import HeldTexts
from extractors.records.nodes.pairs import TITLE_KEY, node_in_cells, open_pairs, open_titled
from extractors.records.nodes.row_titles import is_objective_alone
from extractors.records.nodes.table_titles import TableTitles
from extractors.records.reader_state import STATES, PlanYears, ReaderState, TablesResult
from extractors.records.signals.lost_texts import LostTexts
from extractors.records.steps import Steps
from extractors.text import single_spaced

__all__ = ["TablesResult", "read_tables"]


def read_tables(
    items: Iterable[Item], layout: Layout, *, years: PlanYears, text_source: bool, told: bool = True
) -> TablesResult:
    """Read the tables among `items`, which come in reading order and are gone through more than once.

    `years` are those of figures whose column names none; `told` asks for the steps, which say what became of each item.
    Raises nothing: what cannot be read is in the result.
    """
    assert layout.tables is not None
    lost = LostTexts()
    state = ReaderState(layout, layout.tables, years, text_source)
    captions = captions_of(state.nodes.watch(lost.watch(items))) if layout.tables.dated else frozenset()
    reader = _TableReader(state, captions)
    state.has_lost = lost.rows
    steps = Steps(reader.at, told=told)
    if layout.tables.dated:
        items = filterfalse(is_of_contents, items)
    above: Item | Card | None = None
    for item, below in with_rows_below(cards_among(items, reader.headings) if layout.tables.upright else items):
        reader.at.rows_below = below
        if isinstance(item, TextLine):
            reader.line(item)
            steps.note(item.place, item.text, is_row=False)
        elif isinstance(item, Card):
            reader.card(item, above)
            steps.note(item.row.place, item.row.text, is_row=True)
        else:
            reader.row(item)
            steps.note(item.place, item.text, is_row=True)
        above = item
    reader.held.settle()
    reader.records.resolve()
    reader.at.result.steps = steps.taken
    return reader.at.result


_CAPTION = "captions-of-a-form"


class _TableReader:
    """Tells what a row or a line is: a section, a node, a label, a heading, or what states an indicator."""

    def __init__(self, at: ReaderState, captions: frozenset[str]) -> None:
        self.at = at
        self.captions = captions
        self.headings = Headings(at.rules)
        self.records = IndicatorRows(at, self.headings)
        self.held = HeldTexts(at)
        self.heading_rows = HeadingRows(at, self.headings)
        self.last_table = -1
        self.other_table: int | None = None
        self.is_carried = True  # no other table has come since the heading in force
        self.table_begun: int | None = None  # the table whose rows stand under the heading in force
        self.rows_below = RowsBelow()
        self.titles = TableTitles(at)
        self.line_before: tuple[TextLine, str | None] | None = None  # with the section that it stood in
        self.ignored_rows = [(rule, printed_pattern(rule.row)) for rule in at.layout.ignore if rule.row]
        self.sections = [(rule, printed_pattern(rule.pattern)) for rule in at.layout.sections if not rule.chapter]
        self.chapters = [(rule, printed_pattern(rule.pattern)) for rule in at.layout.sections if rule.chapter]

    # --- lines -------------------------------------------------------------------------------------------------

    def line(self, line: TextLine) -> None:
        """Take in a line outside every table."""
        note_survey(self.at, line.text if self.line_before is None else f"{self.line_before[0].text} {line.text}")
        if self._enter_section(self.sections, line.text):
            return
        before, self.line_before = self.line_before, (line, self.at.section)
        if match := self.at.nodes.match(line.text) or self.at.tree.match_again(line.text):
            self.titles.forget()
            self.at.open(match, line.place)
            return
        if before is not None and (text := join_side_by_side(before[0], line)) and (match := self.at.nodes.match(text)):
            self.at.section = before[1]  # what stood before was a label, no heading
            self.at.open(match, line.place)
            return
        if self._labelled_text(line.text):
            return
        if label := self.held.find_label(line.text):
            self.titles.settle()
            self.at.label = label
        elif self.at.label is not None:
            self.held.hold(self.at.label, line.text)
        elif not is_like_heading(line):
            self.titles.take_plain(line)
        elif not self._enter_at(line, self.chapters):
            self.titles.take(line)

    def _enter_at(self, line: TextLine, chapters: Iterable[tuple[Section, re.Pattern[str]]]) -> bool:
        """Take a line that is set as a heading for the section that begins; whether it is a chapter's."""
        year = year_named_by(line.text)
        if year is not None and (not self.at.years.is_one_year or is_of_a_year(line.text)):
            self.at.section_year = year
        if self._enter_section(chapters, line.text):
            self.titles.forget()
            return True
        self.at.section = line.text
        return False

    def _labelled_text(self, text: str) -> bool:
        """Take in a text that begins with a label and goes on with what it says (`Dirigente: …`)."""
        key, colon, said = text.partition(": ")
        label = self.held.find_label(key) if self.at.rules.dated and colon else None
        if label is None:
            return False
        self.titles.settle()
        self.held.hold(label, said)
        return True

    def _enter_section(self, sections: Iterable[tuple[Section, re.Pattern[str]]], text: str) -> bool:
        for rule, pattern in sections:
            if found := pattern.fullmatch(text):
                self.at.section_rule = rule
                self.at.section = single_spaced(found.groupdict().get("title") or text)
                self.at.heading = None
                self.at.label = None
                self.at.node_unread = False
                if rule.tree == "leave":
                    self.at.tree.close()
                return True
        return False

    # --- rows --------------------------------------------------------------------------------------------------

    def row(self, row: TableRow) -> None:
        """Take in a printed row and account for it."""
        self.at.result.rows_seen += 1
        if len(row.own_cells) == 1:
            note_survey(self.at, row.text)  # a paragraph in a cell over the whole width, as spreadsheets print it
        first, self.last_table = row.table != self.last_table, row.table
        if self.at.rules.dated and self.at.heading is not None and row.table == self.at.heading_table:
            self.rows_below.look_at(row, self.at.heading)
        opened = len(self.at.tree.openings)
        covered_by = self._not_an_indicator(row)
        if len(self.at.tree.openings) > opened:
            self.held.open_below(row.table)
        if covered_by == "heading":
            self.titles.settle()
            self.held.forget()
            self.is_carried = True
        if covered_by is not None:
            self.at.result.ignored.append(IgnoredRow(covered_by, row.place, row.text))
            return
        if (
            self.at.heading is None
            or self.heading_rows.unknown_table == row.table
            or self._is_under_another_heading(row, self.at.heading, first=first)
        ):
            self.at.unread_above = row.table if len(row.own_cells) < 3 else None  # a title, or a pair
            outside = next((r for r in self.at.layout.ignore if r.outside), None)
            if outside is not None and self.heading_rows.unknown_table != row.table:
                self.at.result.ignored.append(IgnoredRow(outside.name, row.place, row.text))
            else:
                self.at.reject(row, "row-unexplained", "No heading that the layout knows stands over this row.")
            return
        if row.table != self.at.heading_table:
            self.titles.settle()  # it stands right over the rows, which go on a table before
        before = len(self.at.result.records)
        self.records.row(row, self.at.heading)
        if len(self.at.result.records) > before:
            self.table_begun = row.table

    def _is_under_another_heading(self, row: TableRow, heading: HeadingMap, *, first: bool) -> bool:
        """Whether the row's table is another one than the heading in force is of."""
        if row.table == self.at.heading_table:
            return self.rows_below.are_of_another_table(heading)
        if (first or row.table != self.table_begun) and has_heading_first(row):
            self.other_table = row.table
            self.is_carried = False
            if is_about_indicators(row, self.headings):
                self.heading_rows.unknown_table = row.table
        if row.table == self.other_table or not self.is_carried:
            return True
        return has_other_columns(row, heading) or (
            self.at.rules.dated and is_key_with_text(row, heading, self.headings)
        )

    def _not_an_indicator(self, row: TableRow) -> str | None:
        """The name of the rule that says why `row` states no indicator, or None."""
        for rule, pattern in self.ignored_rows:
            if pattern.fullmatch(row.text):
                return rule.name
        heads = self.heading_rows
        if heads.skipping is not None and heads.skipping[0] != row.table:
            heads.skipping = None
        return (
            heads.leave_out_table(row)
            or heads.read_heading(row)
            or (heads.skipping[1].name if heads.skipping else None)
            or self._section_row(row)
            or heads.read_year(row)
            or self._node_row(row)
            or self._announcing_row(row)
            or self._labelled_row(row)
            or (_CAPTION if text_alone(row) in self.captions else None)
        )

    def _section_row(self, row: TableRow) -> str | None:
        own = row.own_cells
        if len(own) == 1 and self._enter_section(self.sections, own[0].text) and self.at.section_rule is not None:
            return f"section: {self.at.section_rule.name}"
        return None

    def _node_row(self, row: TableRow) -> str | None:
        own = row.own_cells
        node = self.at.tree.current
        if node is not None and self.at.tree.is_awaiting_title and len(own) == 2 and TITLE_KEY.fullmatch(own[0].text):
            self.at.tree.set_title(node.key, own[1].text)
            return "nodes"
        if self.at.rules.dated and row.table == self.at.heading_table and is_objective_alone(row, self.at.heading):
            return None
        match = self.at.nodes.match(row.text, row=True)
        if match is None or "|" in match.title:  # a title is one cell; only a rule that names cells spans them
            named = self._named_cells(row)
            stated = [name for name in STATES if name in named]
            is_record = row.table == self.at.heading_table and "name" in named and bool(stated)
            is_record = is_record and not any(TITLE_KEY.fullmatch(cell.text) for cell in own[2::2])
            if (not is_record and open_pairs(self.at, row, self._is_key, self._hold_pair)) or (
                self.at.rules.dated and open_titled(self.at, row, self.headings)
            ):
                return "nodes"
            cell = own[0] if len(own) == 1 else named.get("name")
            match = node_in_cells(self.at, own, cell, stated)
        if match is None:
            return None
        self.at.open(self.held.with_code(match, row.table), row.place)
        node = self.at.tree.current
        if node is not None and len(own) > 1:
            named = self._named_cells(row)
            if owner := named.get("owner"):
                self.at.tree.set_owner(node.key, owner.text)
            if budget := named.get("budget"):
                self.at.tree.set_budget(node.key, budget.text)
        return match.rule.name

    def _announcing_row(self, row: TableRow) -> str | None:
        """Keep what a row of keys says of the objective whose title follows (`Codice | 2018_VI01 | Servizio | …`)."""
        own = row.own_cells
        pairs = list(pairwise(own))[::2]
        if not self.at.rules.dated or row.table == self.at.heading_table or len(own) % 2:
            return None
        said = [(self.headings.match(key).name, self.held.find_label(key.text), text.text) for key, text in pairs]
        is_of_keys = all(map(self._is_key, own[::2]))
        return "keys-of-an-objective" if is_of_keys and self.held.announce(said, row.table) else None

    def _hold_pair(self, key: Cell, text: Cell) -> None:
        if (label := self.held.find_label(key.text)) is not None:
            self.held.hold(label, text.text)

    def _is_key(self, cell: Cell) -> bool:
        """Whether a cell says what the one beside it holds."""
        is_word = TITLE_KEY.fullmatch(cell.text) is not None or self.held.find_label(cell.text) is not None
        return is_word or self.headings.match(cell).column is not None

    def _labelled_row(self, row: TableRow) -> str | None:
        own = row.own_cells
        if not own:
            return None
        said = [self._labelled_text(cell.text) for cell in own] if all(": " in cell.text for cell in own) else []
        if any(said):
            return "labelled-texts"
        # A label with several texts beside it heads a table of its own, as `Risorse finanziarie | Impegni | Pagamenti`.
        label = self.held.find_label(own[0].text)
        in_pairs = len(own) > 2 and len(own) % 2 == 0 and all(self._is_key(cell) for cell in own[::2])
        if len(own) == 4 and label is not None and label.holds == "owner":
            in_pairs = in_pairs or not has_heading_first(row)
        if label and not (self.at.rules.dated and len(own) > 2 and not in_pairs):
            self.at.label = label
            if len(own) > 1 and label.holds != "nothing":
                self.held.hold(label, own[1].text, row.table)
                self.at.label = None
            return label.name
        if self.at.label is not None and self.at.rules.dated and len(own) > 2:
            self.at.label = None  # a table follows the title that a label was taken for
        if self.at.label is not None:
            self.held.hold(self.at.label, own[0].text, row.table)
            return self.at.label.name
        return None

    def _named_cells(self, row: TableRow) -> dict[str, Cell]:
        """The row's own filled cells by the columns of the heading in force."""
        return {} if self.at.heading is None else self.at.heading.named(row.own_cells)

    # --- cards -------------------------------------------------------------------------------------------------

    def card(self, card: Card, above: Item | Card | None) -> None:
        """Take in an upright table that states one indicator: it counts as one row. `above` is what stands over it."""
        if isinstance(above, TextLine):
            self.titles.open_numbered(above)
        self.at.result.rows_seen += 1
        pairs = [*card.shared, *card.texts]
        heading = HeadingMap([heading for heading, _ in pairs]).arranged()
        codes = codes_in_card(heading, [cell.text for _, cell in pairs])
        self.at.heading = heading.settled(self.at.years.first_target, codes)
        self.at.heading_table = card.row.table
        self.at.label = self.heading_rows.skipping = self.heading_rows.unknown_table = None
        self.records.card(card)
        self.at.heading = None  # it is none of the rows that follow
