"""Where the reader of tables stands in a document, and what it has found there so far."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from extractors.layouts.headings.heading_map import HeadingMap
from extractors.layouts.registry import Layout
from extractors.layouts.schema import Label, Section, TableRules
from extractors.pages.model import Place, TableRow
from extractors.records.model import Finding, IgnoredRow, Record, Step
from extractors.records.objective_tree import NodeMatch, NodeRules, Tree

STATES = ("formula", "weight", "unit", "target", "result", "baseline", "benchmark")
"""Columns whose text says that a row is more than a node of the tree."""


@dataclass(frozen=True, slots=True)
class PlanYears:
    """The years that the plan is for, None where it does not say; `is_report` tells that it states what was reached,
    `is_plan` that it calls itself a plan or a report."""

    start: int | None
    end: int | None
    is_report: bool = False
    is_plan: bool = True

    @property
    def first_target(self) -> int | None:
        """The first year that a column headed by a year alone may state a target for."""
        if self.is_report and self.end is not None:
            return self.end + 1
        return self.start

    @property
    def are_of_a_plan(self) -> bool:
        """Whether they are known, and those of a plan or a report: a year alone over figures says no more elsewhere."""
        return self.start is not None and self.is_plan

    @property
    def of_sections(self) -> range:
        """The years that headings within the plan may give to what stands below them: the plan's, and those beside the
        year of a plan for one (`Risultati dell'anno 2022`)."""
        if self.start is None:
            return range(0)
        beside = 1 if self.is_one_year else 0
        return range(self.start - beside, (self.end or self.start) + beside + 1)

    @property
    def is_one_year(self) -> bool:
        """Whether the plan is for one year, so that a figure without year is of it."""
        return self.start is not None and self.start == self.end


@dataclass(slots=True)
class TablesResult:
    """What was read from a document's tables."""

    tree: Tree
    records: list[Record] = field(default_factory=list)
    rejected: list[Finding] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_seen: int = 0
    steps: list[Step] = field(default_factory=list)


class ReaderState:
    """The open nodes, the heading in force, the section, what a label announced; and the result."""

    def __init__(self, layout: Layout, rules: TableRules, years: PlanYears, text_source: bool) -> None:
        self.layout = layout
        self.rules = rules
        self.years = years
        self.section_year: int | None = None
        self.text_source = text_source
        self.result = TablesResult(Tree())
        self.tree = self.result.tree
        self.nodes = NodeRules(layout.nodes)
        self.heading: HeadingMap | None = None
        self.heading_table = -1
        self.headings_seen = 0
        self.section_rule: Section | None = None
        self.section: str | None = None
        self.label: Label | None = None
        self.titled = False  # a node's title was printed since the last heading
        self.unknown_title: str | None = None  # the last title since the last node, where no rule knows it
        self.office: str | None = None  # named below a title that is no node's: of all rows until the next title
        self.unread_above: int | None = None  # the table of the last row that no rule explained, of one or two cells
        self.node_lost = False
        self.node_unread = False  # a rejected row may have opened the node of those that follow
        self.survey_year: int | None = None
        self.has_lost: Set[Place] = frozenset()  # the places of rows that have lost a text
        self.year_of_table: tuple[int, int] | None = None  # a table and the year that a row over its rows is
        self.heading_signs: tuple[str, ...] = ()  # what makes all under the heading in force uncertain
        self.is_scaled = False  # the figures under the heading in force are in thousands or millions
        self.is_scaled_below = False  # those under the next heading are
        self.rows_below: Sequence[TableRow] = ()  # of the table of the row that is read
        self._reported: set[str] = set()

    def open(self, match: NodeMatch, place: Place) -> None:
        """Open a node whose title is printed."""
        for named in self.nodes.chain(match) if self.rules.dated else [match]:
            below = self.nodes.below(named, map(self.tree.node_of, self.tree.open_keys))
            self.tree.open(below, place)
        self.label = None
        self.titled = True
        self.unknown_title = None
        self.node_lost = self.node_unread = False

    def reject(self, row: TableRow, code: str, message: str) -> None:
        """Set a row aside that no rule covers."""
        self.result.rejected.append(Finding("error", code, message, row.place, row.text))
        self.node_unread = any(kind.node for kind in self.rules.kinds)

    def note_once(self, finding: Finding) -> None:
        """Report something that is no fault, once in a document."""
        if finding.message not in self._reported:
            self._reported.add(finding.message)
            self.result.findings.append(finding)

    def report_once(self, code: str, message: str, place: Place) -> None:
        """Warn of something, once in a document."""
        if message not in self._reported:
            self._reported.add(message)
            self.result.findings.append(Finding("warning", code, message, place))
