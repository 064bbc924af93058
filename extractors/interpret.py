"""From a stream of rows and lines to records: tables read by a layout's rules.

Every printed row ends in one of three places: a record, a named rule that says why it states no indicator, or the
rejected rows. Nothing is dropped and nothing is guessed: a row that no rule covers is rejected whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from extractors.confidence import confidence
from extractors.doubts import (
    CELL_OVER_COLUMNS,
    HEADING_IN_CELL,
    MERGED_FIGURE,
    NODE_UNREAD,
    YEAR_UNKNOWN,
    doubted,
    figure_signs,
    holds_heading,
    text_signs,
)
from extractors.draft import Draft
from extractors.foreign import begins_with_a_heading, stands_elsewhere, tells_of_indicators
from extractors.headings import Heading, HeadingMap, Headings
from extractors.layout import VALUE_COLUMNS, IgnoreRule, Kind, Label, NodeRule, Section, TableRules
from extractors.levels import Level
from extractors.library import Layout
from extractors.model import Cell, Item, Place, TableRow, TextLine
from extractors.records import Finding, IgnoredRow, Record, ValueCell
from extractors.text import folded, single_spaced
from extractors.tree import NodeMatch, NodeRules, Tree
from extractors.upright import Card, cards_among

# Columns whose text says that a row is more than a node of the tree.
_STATES = ("formula", "weight", "unit", "target", "result", "baseline", "benchmark")
# Columns whose merged cells hold for every row that they span.
_SPANNING = ("objective", "owner", "note")
_RANKS = ("area", "strategic", "programme", "operational", "action")
_LOST_NODE = "The heading stands without its objective's title: the node of this row cannot be known."


@dataclass(slots=True)
class TablesResult:
    """What was read from a document's tables."""

    tree: Tree
    records: list[Record] = field(default_factory=list)
    rejected: list[Finding] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_seen: int = 0


def read_tables(items: Iterable[Item], layout: Layout, *, plan_year: int | None, text_source: bool) -> TablesResult:
    """Read the tables among `items`, which come in reading order.

    `plan_year` is the year of figures whose column names none. Raises nothing: what cannot be read is in the result.
    """
    assert layout.tables is not None
    reader = _Reader(layout, layout.tables, plan_year, text_source)
    for item in cards_among(items, reader.headings) if layout.tables.upright else items:
        if isinstance(item, TextLine):
            reader.line(item)
        elif isinstance(item, Card):
            reader.card(item)
        else:
            reader.row(item)
    reader.resolve()
    return reader.result


class _Reader:
    """The state of reading: open nodes, the heading in force, the section, what a label announced."""

    def __init__(self, layout: Layout, rules: TableRules, plan_year: int | None, text_source: bool) -> None:
        self.layout = layout
        self.rules = rules
        self.plan_year = plan_year
        self.text_source = text_source
        self.result = TablesResult(Tree())
        self.tree = self.result.tree
        self.nodes = NodeRules(layout.nodes)
        self.headings = Headings(rules)
        self.heading: HeadingMap | None = None
        self.heading_table = -1
        self.last_table = -1
        self.foreign_table: int | None = None
        self.headings_seen = 0
        self.places_of: list[tuple[Place, ...]] = []  # of each record, the cells that should be its own
        self.tables_of: list[int] = []  # of each record, how many headings stood before it
        self.after_heading: int | None = None  # the table whose heading was the row before
        self.unknown_table: int | None = None
        self.skipping: tuple[int, IgnoreRule] | None = None
        self.section_rule: Section | None = None
        self.section: str | None = None
        self.label: Label | None = None
        self.titled = False  # a node's title was printed since the last heading
        self.node_lost = False
        self.node_unread = False  # a rejected row may have opened the node of those that follow
        self.survey_year: int | None = None
        self.line_before: tuple[TextLine, str | None] | None = None  # with the section that it stood in
        self.objective_codes: dict[int, str] = {}
        self.reported: set[str] = set()
        self.ignored_rows = [(rule, _compiled(rule.row)) for rule in layout.ignore if rule.row]
        self.ignored_headings = [(rule, _compiled(rule.heading)) for rule in layout.ignore if rule.heading]
        self.sections = [(rule, _compiled(rule.pattern)) for rule in layout.sections]
        self.labels = [(label, _compiled(label.pattern)) for label in rules.labels]
        self.objective_rule = NodeRule(name="objective-cell", level=rules.objective_level, pattern=".*")

    # --- lines -------------------------------------------------------------------------------------------------

    def line(self, line: TextLine) -> None:
        """Take in a line outside every table."""
        self._survey(line.text)
        if self._enter_section(line.text):
            return
        before, self.line_before = self.line_before, (line, self.section)
        if match := self.nodes.match(line.text):
            self._open(match, line.place)
            return
        if before is not None and (text := beside(before[0], line)) and (match := self.nodes.match(text)):
            self.section = before[1]  # what stood before was a label, no heading
            self._open(match, line.place)
            return
        if label := self._label(line.text):
            self.label = label
        elif self.label is not None:
            self._hold(self.label, line.text)
        elif _looks_like_heading(line):
            self.section = line.text

    def _survey(self, text: str) -> None:
        """Take the year of a survey's figures from a text outside the table's rows."""
        if self.rules.survey and (found := re.search(self.rules.survey, text, re.IGNORECASE)):
            self.survey_year = int(found["year"])

    def _enter_section(self, text: str) -> bool:
        for rule, pattern in self.sections:
            if found := pattern.fullmatch(text):
                self.section_rule = rule
                self.section = single_spaced(found.groupdict().get("title") or text)
                self.heading = None
                self.label = None
                self.node_unread = False
                if rule.tree == "leave":
                    self.tree.close()
                return True
        return False

    def _label(self, text: str) -> Label | None:
        for label, pattern in self.labels:
            if pattern.fullmatch(text):
                return label
        return None

    def _hold(self, label: Label, text: str) -> None:
        node = self.tree.current
        if label.value is not None:
            found = re.search(label.value, text, re.IGNORECASE)
            text = found[0] if found else ""
        if node is None or not text:
            return
        if label.holds == "owner":
            self.tree.set_owner(node.key, text)
        elif label.holds == "budget":
            self.tree.set_budget(node.key, text)

    def _open(self, match: NodeMatch, place: Place) -> None:
        self.tree.open(match, place)
        self.label = None
        self.titled = True
        self.node_lost = self.node_unread = False

    # --- rows --------------------------------------------------------------------------------------------------

    def row(self, row: TableRow) -> None:
        """Take in a printed row and account for it."""
        self.result.rows_seen += 1
        if len(_own(row)) == 1:
            self._survey(row.text)  # a paragraph in a cell over the whole width, as spreadsheets print it
        first, self.last_table = row.table != self.last_table, row.table
        covered_by = self._not_an_indicator(row)
        if covered_by is not None:
            self.result.ignored.append(IgnoredRow(covered_by, row.place, row.text))
            return
        if self.heading is None or self.unknown_table == row.table or self._is_foreign(row, self.heading, first=first):
            outside = next((r for r in self.layout.ignore if r.outside), None)
            if outside is not None and self.unknown_table != row.table:
                self.result.ignored.append(IgnoredRow(outside.name, row.place, row.text))
            else:
                self._reject(row, "row-unexplained", "No heading that the layout knows stands over this row.")
            return
        self._record(row, self.heading)

    def _is_foreign(self, row: TableRow, heading: HeadingMap, *, first: bool) -> bool:
        """Whether the row's table is another one than the heading in force is of."""
        if row.table == self.heading_table:
            return False
        if first and begins_with_a_heading(row):
            self.foreign_table = row.table
            if tells_of_indicators(row, self.headings):
                self.unknown_table = row.table
        return row.table == self.foreign_table or stands_elsewhere(row, heading)

    def _not_an_indicator(self, row: TableRow) -> str | None:
        """The name of the rule that says why `row` states no indicator, or None."""
        text = row.text
        for rule, pattern in self.ignored_rows:
            if pattern.fullmatch(text):
                return rule.name
        if self.skipping is not None and self.skipping[0] != row.table:
            self.skipping = None
        return (
            self._heading_row(row)
            or (self.skipping[1].name if self.skipping else None)
            or self._section_row(row)
            or self._node_row(row)
            or self._labelled_row(row)
        )

    def _heading_row(self, row: TableRow) -> str | None:
        found = self.headings.read(row)
        if found is None and self.heading is not None and self.after_heading == row.table:
            found = self.heading.refined(row, self.headings)
        self.after_heading = None
        if found is not None:
            self.after_heading = row.table
            self._mind_lost_title(row)
            self.heading, self.heading_table = found, row.table
            self.headings_seen += 1
            self.titled = False
            self.skipping = self.label = self.unknown_table = None
            for heading in found.headings:
                self._open_heading_node(heading)
                if heading.likeness is not None and heading.column is not None:
                    self._report_once(
                        "heading-fuzzy",
                        f"The heading «{heading.text}» is taken for {heading.column.column}, "
                        f"by likeness ({heading.likeness:.0f} of 100).",
                        row.place,
                    )
                if heading.column is None:
                    self._report_once("column-unknown", f"No rule knows the column «{heading.text}».", row.place)
            return "heading"
        for rule, pattern in self.ignored_headings:
            if pattern.fullmatch(row.text):
                self.skipping = (row.table, rule)
                self.label = None
                return rule.name
        return None

    def _mind_lost_title(self, row: TableRow) -> None:
        """A new table that begins with a heading alone has lost the title of its node."""
        if self.rules.node_before_heading and not self.titled and row.table != self.heading_table:
            self.tree.close()
            self.node_lost = True

    def _open_heading_node(self, heading: Heading) -> None:
        if heading.column is not None and heading.column.node and (match := self.nodes.match(heading.text)):
            self._open(match, heading.cell.place)

    def _section_row(self, row: TableRow) -> str | None:
        own = _own(row)
        if len(own) == 1 and self._enter_section(own[0].text) and self.section_rule is not None:
            return f"section: {self.section_rule.name}"
        return None

    def _node_row(self, row: TableRow) -> str | None:
        own = _own(row)
        match = self.nodes.match(row.text, row=True)
        if match is None or "|" in match.title:  # a title is one cell; only a rule that names cells spans them
            cell = own[0] if len(own) == 1 else self._cell(row, "name")
            if cell is None or self._states_figures(row):
                return None
            match = self.nodes.match(cell.text, row=True)
        if match is None:
            return None
        self._open(match, row.place)
        node = self.tree.current
        if node is not None and len(own) > 1:
            if owner := self._cell(row, "owner"):
                self.tree.set_owner(node.key, owner.text)
            if budget := self._cell(row, "budget"):
                self.tree.set_budget(node.key, budget.text)
        return match.rule.name

    def _labelled_row(self, row: TableRow) -> str | None:
        own = _own(row)
        if not own:
            return None
        if label := self._label(own[0].text):
            self.label = label
            if len(own) > 1 and label.holds != "nothing":
                self._hold(label, own[1].text)
                self.label = None
            return label.name
        if self.label is not None:
            self._hold(self.label, own[0].text)
            return self.label.name
        return None

    def _states_figures(self, row: TableRow) -> bool:
        if self.heading is None:
            return False
        found = map(self.heading.of, _own(row))
        return any(heading is not None and heading.name in _STATES for heading in found)

    def _cell(self, row: TableRow, name: str) -> Cell | None:
        """The row's own filled cell in column `name` of the heading in force."""
        if self.heading is None:
            return None
        for cell in _own(row):
            heading = self.heading.of(cell)
            if heading is not None and heading.name == name:
                return cell
        return None

    # --- records -----------------------------------------------------------------------------------------------

    def _record(self, row: TableRow, heading: HeadingMap) -> None:
        kind: Kind | None = None
        code: str | None = None
        under: list[tuple[Heading | None, Cell]]
        if self.rules.kinds:
            lead = self._lead(row)
            if lead is None:
                self._reject(row, "row-unexplained", "The row begins as none of the layout's kinds of row does.")
                return
            kind, code, used = lead
            under = self._after_lead(row, heading, used)
        else:
            under = [(heading.of(cell), cell) for cell in row.cells if cell.text]
        draft = Draft(row, self._signs(row))
        for found, cell in under:
            if heading.covered(cell) > 1 and not self.text_source:
                draft.signs.append(CELL_OVER_COLUMNS)
            self._fill(draft, found, cell)
        for level, title in draft.objectives:
            self._open_objective(level, title, row.place)
        code = code or draft.code
        if not draft.name and not draft.values and draft.objectives:
            self.result.ignored.append(IgnoredRow("objective-without-indicator", row.place, row.text))
            return
        self._publish(draft, kind, code)

    def card(self, card: Card) -> None:
        """Take in an upright table that states one indicator: it counts as one row."""
        self.result.rows_seen += 1
        self.heading, self.heading_table = HeadingMap([heading for heading, _ in card.texts]), card.row.table
        self.label = self.skipping = self.unknown_table = None
        draft = Draft(card.row, self._signs(card.row))
        for heading, cell in card.texts:
            if heading.column is None:
                self._report_once("column-unknown", f"No rule knows the column «{heading.text}».", cell.place)
            if heading.name == "objective" and (match := self.nodes.match(f"{heading.text} | {cell.text}", row=True)):
                self._open(match, cell.place)
            else:
                self._fill(draft, heading, cell)
        for level, title in draft.objectives:
            self._open_objective(level, title, card.row.place)
        self._publish(draft, None, draft.code)
        self.heading = None  # it is none of the rows that follow

    def _lead(self, row: TableRow) -> tuple[Kind, str | None, int] | None:
        """The kind that the first cells of the row say, the code among them, and how many cells they are."""
        for count in range(1, min(4, len(row.cells)) + 1):
            text = single_spaced(" ".join(c.text for c in row.cells[:count]))
            for kind in self.rules.kinds:
                if found := re.fullmatch(kind.pattern, text, re.IGNORECASE):
                    return kind, found.groupdict().get("code"), count
        return None

    def _after_lead(self, row: TableRow, heading: HeadingMap, used: int) -> list[tuple[Heading | None, Cell]]:
        """The cells after the lead with their headings: by place in a PDF, one by one in a text, where nested tables
        are shifted against their headings (Riviere di Liguria)."""
        rest = row.cells[used:]
        if not self.text_source:
            return [(heading.of(cell), cell) for cell in rest if cell.text]
        following = heading.after("type")
        pairs: list[tuple[Heading | None, Cell]] = []
        for index, cell in enumerate(rest):
            if cell.text:
                pairs.append((following[index] if index < len(following) else None, cell))
        return pairs

    def _fill(self, draft: Draft, heading: Heading | None, cell: Cell) -> None:
        """Take in a cell: figures and objectives here, all else as it is printed."""
        if heading is None:
            draft.put(self.rules.beside, "", cell.text)
            if self.rules.beside is None:
                draft.signs.append("column-unknown")
            return
        name = heading.name
        draft.signs += _signs_of(heading, cell)
        if (name == "name" or name in _STATES) and not self.text_source:
            draft.own_places.append(cell.place)
        if name in VALUE_COLUMNS:
            draft.values.append(self._value(heading, cell))
            if draft.values[-1].period is None and heading.column is not None and heading.column.period != "none":
                draft.signs.append(YEAR_UNKNOWN)
        elif cell.continued and name not in _SPANNING:
            return
        elif name != "objective":
            draft.put(name, heading.text, cell.text)
        elif not cell.continued:
            draft.objectives.append((heading.column.level if heading.column else None, cell.text))

    def _value(self, heading: Heading, cell: Cell) -> ValueCell:
        column = heading.column
        assert column is not None
        period = heading.year
        if heading.offset is not None and self.plan_year is not None:
            period = self.plan_year + heading.offset
        elif period is None:
            period = {
                "plan": self.plan_year,
                "result": self.heading.result_year if self.heading else None,
                "survey": self.survey_year,
                "none": None,
            }[column.period]
        return ValueCell(column.column, period, heading.population, cell.text, cell.place)

    def _open_objective(self, level: Level | None, title: str, place: Place) -> None:
        """Open the node that an objective's cell names: as a node rule reads it, else by its column's level."""
        match = self.nodes.match(title, row=True)
        if match is None:
            rule, depth = self.objective_rule, self.nodes.depth
            if level is not None:
                rule = NodeRule(name="objective-cell", level=level, pattern=".*")
                depth = _RANKS.index(level) if level in _RANKS else depth
            match = NodeMatch(rule, depth, None, title, None)
        self.tree.open(match, place)

    def _publish(self, draft: Draft, kind: Kind | None, code: str | None) -> None:
        row = draft.row
        if not draft.name:
            self._reject(row, "row-without-name", "The row has figures but no name of an indicator.")
            return
        if not draft.values and not draft.fields.keys() & set(_STATES):
            self._reject(row, "row-unexplained", "The row has a name but neither figure nor formula nor weight.")
            return
        name, level, objective = draft.name, None, None
        for form in self.rules.names:
            if found := re.fullmatch(form.pattern, draft.name, re.IGNORECASE):
                groups = found.groupdict()
                name, level = groups["name"].strip(), form.level
                code = groups.get("code") or code
                objective = groups.get("objective")
                break
        node_key = self._node_of(kind, code, name, row.place)
        if objective is not None:
            self.objective_codes[len(self.result.records)] = objective
        figures = [value.raw for value in draft.values]
        # A code tells where its row stands.
        draft.signs += [NODE_UNREAD] * (self.node_unread and node_key is not None and code is None)
        signs = {*draft.signs, *text_signs((name, draft.fields.get("formula"), *figures)), *figure_signs(figures)}
        record = Record(
            node=node_key,
            level=self._level(kind, level),
            section=self.section,
            name=name,
            place=row.place,
            row_text=row.text,
            values=tuple(draft.values),
            code_raw=code,
            path_root=self._path_root(kind),
            formula=draft.fields.get("formula"),
            weight=draft.fields.get("weight"),
            unit=draft.fields.get("unit"),
            owner=draft.fields.get("owner"),
            note=draft.fields.get("note"),
            extra=draft.extra,
            review=(_LOST_NODE,) if self.node_lost else (),
            signs=tuple(sorted(signs)),
            confidence=confidence(signs),
        )
        self.result.records.append(record)
        self.tables_of.append(self.headings_seen)
        self.places_of.append(tuple(draft.own_places))

    def _path_root(self, kind: Kind | None) -> str | None:
        if kind is not None and kind.path_root:
            return kind.path_root
        return self.section_rule.path_root if self.section_rule else None

    def _node_of(self, kind: Kind | None, code: str | None, name: str, place: Place) -> int | None:
        if kind is not None and kind.node:
            if kind.depth == min(k.depth for k in self.rules.kinds if k.node):
                self.node_unread = False
            rule = NodeRule(name=kind.name, level=kind.level, pattern=".*")
            return self.tree.open(NodeMatch(rule, kind.depth, code, name, None), place).key
        if kind is not None and kind.path_root:
            return None
        node = self.tree.current
        return node.key if node else None

    def _level(self, kind: Kind | None, named: Level | None) -> str:
        if kind is not None:
            return kind.level
        if named is not None:
            return named
        if self.section_rule is not None and self.section_rule.level is not None:
            return self.section_rule.level
        node = self.tree.current
        if node is None:
            return self.rules.level
        rule = next((r for r in self.layout.nodes if r.level == node.level), None)
        return (rule.indicators if rule and rule.indicators else None) or node.level

    def _signs(self, row: TableRow) -> list[str]:
        signs = list(row.signs)
        if self.text_source:
            signs.append("text-source")
        if row.table != self.heading_table:
            signs.append("heading-carried")
        if self.layout.generic:
            signs.append("layout-generic")
        return signs

    def resolve(self) -> None:
        """Stand the records that print their objective's code under that node, printed before or after them, and doubt
        those that leave a cell empty which the others of their table fill."""
        self.result.records[:] = doubted(self.result.records, self.tables_of, self.places_of)
        for index, code in self.objective_codes.items():
            record = self.result.records[index]
            node = self.tree.find(code)
            if node is not None:
                self.result.records[index] = replace(record, node=node.key)
            else:
                message = f"The row names the objective {code}, which the document states nowhere."
                self.result.findings.append(
                    Finding("warning", "objective-unknown", message, record.place, record.row_text)
                )

    def _reject(self, row: TableRow, code: str, message: str) -> None:
        self.result.rejected.append(Finding("error", code, message, row.place, row.text))
        self.node_unread = any(kind.node for kind in self.rules.kinds)

    def _report_once(self, code: str, message: str, place: Place) -> None:
        severity: Literal["warning"] = "warning"
        if message not in self.reported:
            self.reported.add(message)
            self.result.findings.append(Finding(severity, code, message, place))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _own(row: TableRow) -> list[Cell]:
    """The filled cells that begin in this row."""
    return [c for c in row.cells if c.text and not c.continued]


def _signs_of(heading: Heading, cell: Cell) -> list[str]:
    """What makes a cell under its heading uncertain."""
    signs = ["heading-fuzzy"] if heading.likeness is not None else []
    if heading.name in _STATES and holds_heading(cell.text, heading.text):
        signs.append(HEADING_IN_CELL)
    if heading.name in VALUE_COLUMNS and cell.continued:
        signs.append(MERGED_FIGURE)
    return signs


def beside(one: TextLine, other: TextLine) -> str | None:
    """The text of two lines that stand side by side, from left to right; None where they do not."""
    a, b = one.place.box, other.place.box
    if a is None or b is None or one.place.page != other.place.page:
        return None
    if min(a.y1, b.y1) - max(a.y0, b.y0) < 0.5 * min(a.height, b.height):
        return None
    left, right = (one, other) if a.x0 <= b.x0 else (other, one)
    return f"{left.text} {right.text}"


def _looks_like_heading(line: TextLine) -> bool:
    """A printed heading is bold, or in a text form a short line that ends no sentence and is no list item."""
    if line.bold:
        return True
    text = folded(line.text)
    return line.size is None and len(text) <= 160 and text[-1:] not in ".;:," and not text.startswith(("-", "•", "*"))
