"""Rows that are headings: the heading that comes into force, and the tables that are left out by theirs.

In: rows in reading order, where the reader stands. Out: the name of the rule that takes a row, None where it is no
heading. Public: `HeadingRows`.
"""

from __future__ import annotations

from extractors.layouts.headings.heading_map import Heading, HeadingMap
from extractors.layouts.headings.matching import Headings
from extractors.layouts.headings.stacked_headings import read_stacked
from extractors.layouts.schema import IgnoreRule
from extractors.layouts.typography import printed_pattern
from extractors.pages.model import TableRow
from extractors.quality.signals import Signal
from extractors.records.headings.columns_by_content import is_like_heading, read_by_content
from extractors.records.headings.lines import year_alone
from extractors.records.headings.roles_of_rows import role_beside
from extractors.records.headings.row_numbers import codes_of_objectives, texts_beside
from extractors.records.headings.scope import has_heading_first
from extractors.records.reader_state import ReaderState
from extractors.text import folded

_HEADING_ROWS = 2  # rows of a heading before its last one: no plan prints more than three
_OBJECTIVE = "obiettivo "  # how titles of objectives begin, folded
_PAST_YEARS = IgnoreRule(
    name="tables-of-past-years",
    reason="all its figures are of years before the plan's, under headings that name no target and no result",
)


class HeadingRows:
    """Reads heading rows where the reader stands (`at`).

    `skipping` is the table that a rule leaves out by its heading, with the rule; `unknown_table` one whose heading has
    words of the field and was not understood.
    """

    def __init__(self, at: ReaderState, headings: Headings) -> None:
        self.at = at
        self.headings = headings
        self.unknown_table: int | None = None
        self.skipping: tuple[int, IgnoreRule] | None = None
        self._after_heading: int | None = None  # the table whose heading was the row before
        self._begun: list[TableRow] = []  # rows like headings that make none yet
        ignored = [(rule, rule.heading) for rule in at.layout.ignore]
        self._ignored = [(rule, printed_pattern(text)) for rule, text in ignored if text]

    def read_heading(self, row: TableRow) -> str | None:
        """Put the heading that `row` is, alone or with the rows before it, into force; the rule's name, else None."""
        found = self.headings.read(row)
        refines = self._after_heading == row.table
        if found is not None and refines and self.at.rules.dated and self.at.heading is not None:
            found = self.at.heading if self.at.heading.has_all_of(found) else found
        if found is None and self.at.heading is not None and refines:
            found = self.headings.refine(self.at.heading, row)
        self._after_heading = None
        if self.at.rules.dated:
            found = self._read_stacked(row, found)
            if is_like_heading(row) and (found is None or found.may_lack_figures):
                years = self.at.years
                is_plan = years.is_plan or self.at.tree.current is not None
                found = (
                    read_by_content(row, self.at.rows_below, self.headings, is_plan=is_plan, is_report=years.is_report)
                    or found
                )
        if found is not None:
            self._begun = []
            if self.at.rules.dated:
                found = found.arranged()
                codes = codes_of_objectives(found, self.at.rows_below)
                texts = texts_beside(found, self.at.rows_below)
                found = found.settled(self.at.years.first_target, codes, texts)
                if found.is_of_past_years and not self._is_refined_below(found):
                    self.skipping = (row.table, _PAST_YEARS)
                    self.at.label = None
                    return _PAST_YEARS.name
            lost = (Signal.TEXT_LOST,) if row.place in self.at.has_lost else ()
            # Of a heading of two rows, what the first has lost the second lacks too.
            self.at.heading_signs = lost or (self.at.heading_signs if refines else ())
            self.at.heading_signs += self._title_signs(found, row)
            self.at.is_scaled = self.at.is_scaled_below or (self.at.is_scaled and refines)
            self.at.is_scaled_below = False
            self._after_heading = row.table
            self._mind_lost_title(row)
            self.at.heading, self.at.heading_table = found, row.table
            self.at.headings_seen += 1
            if self.at.titled:
                self.at.unread_above = None  # what stands below the title is of its objective
            self.at.titled = False
            self.skipping = self.at.label = self.unknown_table = None
            for heading in found.headings:
                self._report_heading(heading, row)
            return "heading"
        return "heading" if self._begun and self._is_name_of_table(row) else None

    def read_year(self, row: TableRow) -> str | None:
        """Keep the year that a row over a whole table is (`Anno 2023`); the rule's name, None where it is none."""
        year = year_alone(row.text) if self.at.rules.dated and len(row.own_cells) == 1 else None
        if year is None:
            return None
        self.at.year_of_table = row.table, year
        return "years-of-rows"

    def _title_signs(self, found: HeadingMap, row: TableRow) -> tuple[str, ...]:
        """What makes the node of a table's rows uncertain: a title over it that no rule knows, after the last node's
        own table or one that calls itself an objective, may be the title of its own, and so may a row within it."""
        title = self.at.unknown_title or ""
        is_new = not self.at.titled and row.table != self.at.heading_table
        is_over = is_new and bool(title) and (self.at.tree.current is not None or folded(title).startswith(_OBJECTIVE))
        # A layout that describes the plan knows the rows that open nodes.
        is_within = self.at.rules.dated and not self.at.titled and self.at.unread_above == row.table
        if any(heading.name == "objective" for heading in found.headings):
            return ()
        return (Signal.NODE_UNREAD,) if is_over or is_within else ()

    def _is_refined_below(self, found: HeadingMap) -> bool:
        """Whether the next row says what the figures of the heading's years are: targets, results; or its own."""
        if not self.at.rows_below:
            return False
        row = self.at.rows_below[0]
        below = self.headings.refine(found, row)
        is_refined = below is not None and not below.is_of_past_years
        return is_refined or role_beside([(found.of(c), c) for c in row.own_cells], self.headings) is not None

    def _report_heading(self, heading: Heading, row: TableRow) -> None:
        """Open the node that a heading names, and report a heading that is unknown or taken by likeness."""
        self._open_heading_node(heading)
        if heading.likeness is not None and heading.column is not None:
            self.at.report_once(
                "heading-fuzzy",
                f"The heading «{heading.text}» is taken for {heading.column.column}, "
                f"by likeness ({heading.likeness:.0f} of 100).",
                row.place,
            )
        if heading.column is None:
            self.at.report_once("column-unknown", f"No rule knows the column «{heading.text}».", row.place)

    def _read_stacked(self, row: TableRow, found: HeadingMap | None) -> HeadingMap | None:
        """The heading that the row makes with the rows before it in its table, where none of them makes one alone."""
        before = [r for r in self._begun if r.table == row.table]
        self._begun = []
        if found is None and before:
            found = read_stacked([*before, row], self.headings)
        if found is None and (has_heading_first(row) or self._is_name_of_table(row)):
            self._begun = [*before, row][-_HEADING_ROWS:]
        return found

    def _is_name_of_table(self, row: TableRow) -> bool:
        """Whether the row is one cell set as a heading that says what its table is of: `Indicatori` over the whole."""
        own = row.own_cells
        if len(own) != 1 or own[0].span < 2 or not (own[0].bold or own[0].filled):
            return False
        column = self.headings.match(own[0]).column
        return column is not None and column.column == "name" and not column.node

    def leave_out_table(self, row: TableRow) -> str | None:
        """Leave out the table that `row` begins, where a rule knows its heading; the rule's name, else None."""
        for rule, pattern in self._ignored:
            if pattern.fullmatch(row.text) and (not self.at.rules.dated or has_heading_first(row)):
                self.skipping = (row.table, rule)
                self.at.label = None
                return rule.name
        return None

    def _mind_lost_title(self, row: TableRow) -> None:
        """A new table that begins with a heading alone has lost the title of its node."""
        if self.at.rules.node_before_heading and not self.at.titled and row.table != self.at.heading_table:
            self.at.tree.close()
            self.at.node_lost = True

    def _open_heading_node(self, heading: Heading) -> None:
        if heading.column is not None and heading.column.node and (match := self.at.nodes.match(heading.text)):
            self.at.open(match, heading.cell.place)
