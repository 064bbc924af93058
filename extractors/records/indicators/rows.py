"""From the rows and cards that state indicators to records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.broken_words import match_broken
from extractors.layouts.code_forms import is_lettered_code
from extractors.layouts.headings.heading_map import Heading, HeadingMap
from extractors.layouts.headings.matching import Headings
from extractors.layouts.levels import Level
from extractors.layouts.schema import VALUE_COLUMNS, NodeRule, RowKind
from extractors.layouts.typography import printed_pattern
from extractors.pages.model import Cell, Place, TableRow
from extractors.quality.signals import Signal
from extractors.records.figures.cells import fill_figure, signs_of_figures
from extractors.records.figures.years_of_rows import further_figures, with_years_beside, year_of_row, years_due
from extractors.records.headings.roles_of_rows import role_beside, with_role_beside
from extractors.records.indicators.enumerations import each_indicator, shares_figures, weight_in
from extractors.records.indicators.name_codes import with_codes_of_names
from extractors.records.key_value.tables import Card
from extractors.records.model import Finding, IgnoredRow
from extractors.records.nodes.objective_cells import ObjectiveCells
from extractors.records.nodes.row_titles import TITLES, rule_of_rows
from extractors.records.nodes.weights import ObjectiveWeights
from extractors.records.objective_tree import NodeMatch
from extractors.records.reader_state import STATES, ReaderState
from extractors.records.record_draft import RecordDraft
from extractors.records.signals.cells import shares_heading, signs_under
from extractors.records.signals.rows import doubted, margin_signs, text_signs, with_signs
from extractors.records.signals.rows_without import doubt_rows_without_node
from extractors.text import single_spaced

# Columns whose merged cells hold for every row that they span.
_SPANNING = ("objective", "owner", "note")
_UNPUBLISHED = {"extra", "note", "type"}  # columns whose loss changes nothing that a row states
_LEAST_LETTERS = 4  # of the title of an objective, a formula, an office; a yes has fewer
_LOST_NODE = "The heading stands without its objective's title: the node of this row cannot be known."


class IndicatorRows:
    """Makes records where the reader stands (`at`)."""

    def __init__(self, at: ReaderState, headings: Headings) -> None:
        self.at = at
        self.headings = headings
        self.places_of: list[tuple[Place, ...]] = []  # of each record, the cells that should be its own
        self.tables_of: list[int] = []  # of each record, how many headings stood before it
        self.objective_codes: dict[int, str] = {}
        self.objective_weights = ObjectiveWeights()
        self._published = {column.column for column in at.rules.columns} - _UNPUBLISHED
        self.objectives = ObjectiveCells(at)
        self._without_objective: list[int] = []  # of the records since the last objective's cell, those without one

    def row(self, row: TableRow, heading: HeadingMap) -> None:
        """Make a record of a row under `heading`, or reject it."""
        if self.at.rules.dated and (rule := rule_of_rows(row, heading)) is not None:
            self.at.section = row.text if rule == TITLES else self.at.section
            self.at.result.ignored.append(IgnoredRow(rule, row.place, row.text))
            return
        kind: RowKind | None = None
        code: str | None = None
        under: list[tuple[Heading | None, Cell]]
        if self.at.rules.kinds:
            lead = self._read_lead(row)
            if lead is None:
                self.at.reject(row, "row-unexplained", "The row begins as none of the layout's kinds of row does.")
                return
            kind, code, used = lead
            under = self._after_lead(row, heading, used)
        else:
            under = [(heading.of(cell), cell) for cell in row.cells if cell.text]
        if self.at.rules.dated:
            under = with_years_beside(under)
            under = self.objective_weights.set_apart(row, under, self.at.headings_seen, heading)
        stated = each_indicator(under) if self.at.rules.dated else [under]
        self.at.result.rows_seen += len(stated) - 1  # each indicator counts as a row
        if len(stated) > 1 and not any(h is not None and h.name == "weight" for h, _ in stated[0]):
            self.objective_weights.weighs_together(under, self.at.headings_seen)
        first = len(self.places_of)
        signs = [Signal.MERGED_FIGURE] * (len(stated) > 1 and shares_figures(stated))
        for pairs in stated:
            self._take_row(replace(row, signs=(*row.signs, *signs)), heading, pairs, kind, code)
        self._share_places(first, len(stated))

    def _take_row(
        self,
        row: TableRow,
        heading: HeadingMap,
        under: list[tuple[Heading | None, Cell]],
        kind: RowKind | None,
        code: str | None,
    ) -> None:
        year = year_of_row(under) if self.at.rules.dated else None
        role = role_beside(under, self.headings) if self.at.rules.dated else None
        under = under if role is None else with_role_beside(under, role)
        draft = RecordDraft(row, self._signs_of_row(row), year=year, due=years_due(under), says_role=role is not None)
        hides = self._can_hide_column(heading)
        draft.signs += [Signal.COLUMN_UNKNOWN] * (self.at.rules.dated and shares_heading(under))
        for found, cell in under:
            over_columns = heading.covered(cell) > 1 and not self.at.text_source
            signs = [Signal.CELL_OVER_COLUMNS] * over_columns
            if found is not None and found.column is None and (hides or self._can_be_published(found, cell, heading)):
                signs.append(Signal.HEADING_UNKNOWN)
            if found is None and self.at.rules.dated and heading.reaches_over(cell):
                signs.append(Signal.COLUMN_UNKNOWN)
            self._fill_cell(draft, found, cell, signs)
        self.objectives.open_all(draft.objectives, row.place)
        if draft.objective_code is None and self.objectives.is_lacking(heading):
            draft.signs.append(Signal.NODE_UNREAD)
        code = code or draft.code
        if not draft.name and not draft.values and draft.objectives:
            self.at.result.ignored.append(IgnoredRow("objective-without-indicator", row.place, row.text))
            if Signal.GRID_INFERRED in row.signs:
                self._doubt_those_without_objective()
            return
        if draft.objectives:
            self._without_objective.clear()
        before = len(self.at.result.records)
        self._publish_draft(draft, kind, code)
        if not draft.objectives:
            self._without_objective += range(before, len(self.at.result.records))

    def _doubt_those_without_objective(self) -> None:
        """Doubt the rows above an objective's text that name none: in a grid without rules, a text in the middle of the
        rows that it is of may be theirs."""
        for index in self._without_objective:
            self.at.result.records[index] = with_signs(self.at.result.records[index], [Signal.NODE_UNREAD])
        self._without_objective.clear()

    def card(self, card: Card) -> None:
        """Make the records of an upright table, whose headings are in force: one, or as many as its cells number."""
        assert self.at.heading is not None
        pairs = list(zip(self.at.heading.headings, (cell for _, cell in (*card.shared, *card.texts)), strict=True))
        stated = each_indicator(with_years_beside(pairs))
        self.at.result.rows_seen += len(stated) - 1
        self.at.headings_seen += 1
        first = len(self.places_of)
        for own in stated:
            self._take_card(card.row, own)
        self._share_places(first, len(stated))

    def _share_places(self, first: int, count: int) -> None:
        """Let the records from the `first` on, which one row states, share its cells: these number what is whose."""
        if count > 1:
            self.places_of[first:] = [()] * (len(self.places_of) - first)

    def _take_card(self, row: TableRow, pairs: Sequence[tuple[Heading | None, Cell]]) -> None:
        draft = RecordDraft(row, self._signs_of_row(row), due=years_due(pairs))
        for heading, cell in pairs:
            if heading is None:
                continue
            if heading.column is None:
                self.at.report_once("column-unknown", f"No rule knows the column «{heading.text}».", cell.place)
            text = f"{heading.text} | {cell.text}"
            if heading.name == "objective" and (match := self.at.nodes.match(text, row=True)):
                self.at.open(replace(match, code=match.code or draft.objective_code), cell.place)
                draft.objective_code = None
            else:
                self._fill_cell(draft, heading, cell)
        self.objectives.open_all(draft.objectives, row.place)
        self._publish_draft(draft, None, draft.code)

    def _read_lead(self, row: TableRow) -> tuple[RowKind, str | None, int] | None:
        """The kind that the first cells of the row say, the code among them, and how many cells they are."""
        for count in range(1, min(4, len(row.cells)) + 1):
            text = single_spaced(" ".join(c.text for c in row.cells[:count]))
            for kind in self.at.rules.kinds:
                if found := printed_pattern(kind.pattern).fullmatch(text):
                    return kind, found.groupdict().get("code"), count
                if (groups := match_broken(kind.pattern, text)) is not None:
                    return kind, groups.get("code"), count
        return None

    def _after_lead(self, row: TableRow, heading: HeadingMap, used: int) -> list[tuple[Heading | None, Cell]]:
        """The cells after the lead with their headings: by place in a PDF, one by one in a text, where nested tables
        are shifted against their headings (Riviere di Liguria)."""
        rest = row.cells[used:]
        if not self.at.text_source:
            return [(heading.of(cell), cell) for cell in rest if cell.text]
        following = heading.after("type")
        pairs: list[tuple[Heading | None, Cell]] = []
        for index, cell in enumerate(rest):
            if cell.text:
                pairs.append((following[index] if index < len(following) else None, cell))
        return pairs

    def _fill_cell(self, draft: RecordDraft, heading: Heading | None, cell: Cell, signs: Sequence[str] = ()) -> None:
        """Take in a cell: figures and objectives here, all else as it is printed; `signs` make it doubtful."""
        draft.signs += signs
        if heading is None:
            draft.put(self.at.rules.beside, "", cell.text)
            if self.at.rules.beside is None:
                draft.signs.append(Signal.COLUMN_UNKNOWN)
            return
        name = heading.name
        own = signs_under(heading, cell)
        draft.signs += own
        if (name == "name" or name in STATES) and not self.at.text_source:
            draft.own_places.append(cell.place)
        if heading.column is not None and name in VALUE_COLUMNS:
            fill_figure(self.at, draft, heading, cell, {*signs, *own})
        elif cell.continued and name not in _SPANNING:
            draft.goes_on = draft.goes_on or name == "name"
        elif name == "objective_code":
            draft.objective_code = cell.text
        elif name != "objective":
            draft.put(name, heading.text, cell.text)
        elif not cell.continued:
            level = heading.column.level if heading.column else None
            draft.objectives.append((level, draft.objective_code, cell.text))
            draft.objective_code = None

    def _can_hide_column(self, heading: HeadingMap) -> bool:
        """Whether an unknown heading of a table may be one that the layout names and this table lacks otherwise."""
        return not self.at.layout.generic and not self._published.issubset({h.name for h in heading.headings})

    def _can_be_published(self, unknown: Heading, cell: Cell, heading: HeadingMap) -> bool:
        """Whether an unknown heading may be one of a column of words that its table lacks, in a plan nobody has
        described: before the names that of the objectives, behind them that of the formula or the office."""
        names = [h.name for h in heading.headings]
        if self.at.layout.generic and is_lettered_code(cell.text):
            return "objective" not in names
        if not self.at.layout.generic or sum(map(str.isalpha, cell.text)) < _LEAST_LETTERS:
            return False
        is_before = "name" in names[heading.headings.index(unknown) :]
        return not ({"objective"} if is_before else {"formula", "owner"}).issubset(names)

    def _publish_draft(self, draft: RecordDraft, kind: RowKind | None, code: str | None) -> None:
        row = draft.row
        if (whole := further_figures(self.at.result.records, draft)) is not None:
            self.at.result.records[-1] = whole
            self.at.result.ignored.append(IgnoredRow("further-years", row.place, row.text))
            return
        wordless = self.at.rules.dated and not any(letter.isalpha() for letter in draft.name)
        if not draft.name or wordless:
            self.at.reject(row, "row-without-name", "The row has figures but no name of an indicator.")
            return
        if not draft.values and not draft.fields.keys() & set(STATES):
            self.at.reject(row, "row-unexplained", "The row has a name but neither figure nor formula nor weight.")
            return
        name, level, objective = draft.name, None, None
        for form in self.at.rules.names:
            if found := printed_pattern(form.pattern).fullmatch(draft.name):
                groups = found.groupdict()
                name, level = groups["name"].strip(), form.level
                code = groups.get("code") or code
                objective = groups.get("objective")
                break
        if self.at.rules.dated and "weight" not in draft.fields:
            name, weight = weight_in(name)
            if weight is not None:
                draft.fields["weight"] = weight
        if self.at.rules.dated and not any(map(str.isalnum, draft.fields.get("weight", "-"))):
            draft.fields.pop("weight", None)  # a dash says that there is none
        node_key = self._node_of(kind, code, name, row.place)
        if objective is not None:
            self.objective_codes[len(self.at.result.records)] = objective
        figures = [value.raw for value in draft.values]
        draft.signs += signs_of_figures(draft.values) if self.at.rules.dated else ()
        # A code tells where its row stands, in a plan whose codes are known.
        is_placed = not self.at.rules.dated and (node_key is None or code is not None)
        draft.signs += [Signal.NODE_UNREAD] * (self.at.node_unread and not is_placed)
        signs = {*draft.signs, *text_signs((name, draft.fields.get("formula"), *figures))}
        record = draft.make_record(name, code, self._level_of(kind, level), signs)
        self.at.result.records.append(
            replace(
                record,
                node=node_key,
                section=self.at.section,
                path_root=kind.path_root if kind is not None else None,
                owner=record.owner or self.at.office,
                review=(_LOST_NODE,) if self.at.node_lost else (),
            )
        )
        self.tables_of.append(self.at.headings_seen)
        self.places_of.append(tuple(draft.own_places))

    def _node_of(self, kind: RowKind | None, code: str | None, name: str, place: Place) -> int | None:
        if kind is not None and kind.node:
            if kind.depth == min(k.depth for k in self.at.rules.kinds if k.node):
                self.at.node_unread = False
            rule = NodeRule(name=kind.name, level=kind.level, pattern=".*")
            return self.at.tree.open(NodeMatch(rule, kind.depth, code, name, None), place).key
        if kind is not None and kind.path_root:
            return None
        node = self.at.tree.current
        return node.key if node else None

    def _level_of(self, kind: RowKind | None, named: Level | None) -> str:
        if kind is not None:
            return kind.level
        if named is not None:
            return named
        if self.at.section_rule is not None and self.at.section_rule.level is not None:
            return self.at.section_rule.level
        return node.level if (node := self.at.tree.current) is not None else self.at.rules.level

    def _signs_of_row(self, row: TableRow) -> list[str]:
        signs = list(row.signs)
        if self.at.text_source:
            signs.append(Signal.TEXT_SOURCE)
        if row.table != self.at.heading_table:
            signs.append(Signal.HEADING_CARRIED)
        signs += self.at.heading_signs
        signs += [Signal.TEXT_LOST] * (row.place in self.at.has_lost)
        signs += margin_signs(row.margin)
        # A layout that says nothing of the tree leaves where a row stands as doubtful as no layout does.
        if self.at.layout.generic or not ("nodes" in self.at.layout.model_fields_set or self.at.rules.kinds):
            signs.append(Signal.LAYOUT_GENERIC)
        return signs

    def resolve(self) -> None:
        """Stand the records that print their objective's code under that node, printed before or after them, and doubt
        those that leave a cell empty which the others of their table fill."""
        if self.at.rules.dated:
            self._settle_records()
        self.at.result.records[:] = doubted(self.at.result.records, self.tables_of, self.places_of)
        if self.at.rules.dated:
            doubt_rows_without_node(self.at.result)
        for index, code in self.objective_codes.items():
            record = self.at.result.records[index]
            node = self.at.tree.find(code)
            if node is not None:
                self.at.result.records[index] = replace(record, node=node.key)
            else:
                message = f"The row names the objective {code}, which the document states nowhere."
                self.at.result.findings.append(
                    Finding("warning", "objective-unknown", message, record.place, record.row_text)
                )

    def _settle_records(self) -> None:
        """Take from weights and names what only all rows together tell of them."""
        records = self.at.result.records
        settled = [self.objective_weights.settled(r, t) for r, t in zip(records, self.tables_of, strict=True)]
        records[:] = with_codes_of_names(settled)
