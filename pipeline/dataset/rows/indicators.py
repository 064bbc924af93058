"""Records as rows of `indicators` and `values`: what is printed, with the meaning that normalizers give."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict, cast

from extractors.quality.signals import Signal
from extractors.records.signals.rows import cell_confidences
from normalizers.names.names import Occurrence, fold, make_indicator_keys
from normalizers.quantities.numbers import read_percent
from pipeline.dataset import issue_codes as codes
from pipeline.dataset import vocabularies as words
from pipeline.dataset.identity import Identities
from pipeline.dataset.issues import Issue, make_issue
from pipeline.dataset.places import place_columns, place_of
from pipeline.dataset.rows.contradictions import ITALIAN, SURE, read_value, stands_alone
from pipeline.dataset.rows.measure import unit_with_source
from pipeline.dataset.rows.objectives import ObjectiveRows, TreePlace, code_of, join_path, name_of
from pipeline.dataset.text import clean_text

if TYPE_CHECKING:
    from extractors.records.model import Record, ValueCell
    from normalizers.codes import Scheme
    from normalizers.targets.clauses import Clause
    from normalizers.vocabulary.translations import Idiom
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.values import ValueRow

_CODE_OF_STATUS = {
    "review": codes.VALUE_REVIEW,
    "unparsed": codes.VALUE_UNPARSED,
    "invalid": codes.VALUE_INVALID,
}
_FULL_WEIGHT = 100.0


class RecordRows:
    """The indicators and values of one document, with what is to report of them.

    `contradicting` tells that its cells contradict their rows all over (`pipeline.dataset.rows.contradictions`);
    `idiom` is the document's, in which its cells are worded.
    """

    def __init__(
        self,
        plan: str,
        scheme: str | Scheme | None,
        extractor: str,
        tree: ObjectiveRows,
        *,
        contradicting: bool = False,
        idiom: Idiom = ITALIAN,
    ) -> None:
        self.indicators: list[IndicatorRow] = []
        self.values: list[ValueRow] = []
        self.issues: list[Issue] = []
        self._plan = plan
        self._scheme = scheme
        self._extractor = extractor
        self._tree = tree
        self._contradicting = contradicting
        self._idiom = idiom
        if contradicting:
            self.issues.append(make_issue(codes.CELLS_CONTRADICT, codes.CELLS_CONTRADICT.meaning))
        self._occurrences: list[Occurrence] = []
        self._indicator_ids = Identities("ind")
        self._value_ids = Identities("val")

    def add_record(self, record: Record) -> None:
        """Add the rows of the next record in reading order."""
        standing = self._tree.place_under(record.node)
        told = record.section, record.code_raw, record.name, record.formula, record.owner, record.note
        section, code_raw, name, formula, owner, note = map(clean_text, told)
        texts = section, code_raw, name, formula, clean_text(record.weight), clean_text(record.unit), owner, note
        raw_fields = [record.level, *texts, record.extra, _figures_of(record)]
        identity = self._indicator_ids.make_id(self._plan, standing.objective_id, raw_fields)
        code = code_of(record.code_raw, self._scheme, record.place, self.issues.append, identity)
        canonical = code.code if code else None
        figures_read = zip(record.values, cell_confidences(record), strict=True)
        clauses = [(cell, c) for cell, sure in figures_read for c in self._add_cell(record, cell, sure, identity)]
        unit, unit_source = self._find_unit(record, name or "", clauses)
        weight, extra = self._read_weight(record, identity)
        self._report_review(record, identity)
        self._note_occurrence(record, standing, name, canonical, formula)
        self.indicators.append(
            {
                "indicator_id": identity,
                "indicator_key": "",  # `finish` gives it
                "plan_id": self._plan,
                "objective_id": standing.objective_id,
                "ordinal": len(self.indicators) + 1,
                "section": section,
                "level": cast(words.Level, record.level),
                "code_raw": code_raw,
                "code": canonical,
                "code_scheme": name_of(self._scheme) if canonical else None,
                "code_path": _path_of(record, standing, canonical),
                "process_code": standing.process_code,
                "name": name or "",
                "catalogue_id": None,
                "catalogue_score": None,
                "series_id": None,  # `pipeline.dataset.rows.series_files` tells, once all rows are known
                "series_rule": None,
                "direction": "unknown",
                "direction_source": None,
                "formula": formula,
                "weight_pct": weight,
                "unit": unit,
                "unit_source": unit_source,
                "owner": owner or standing.owner,
                "note": note,
                "extra": _as_json(extra),
                "raw_source": clean_text(record.given),
                **place_columns(record.place),
                "extractor": record.extractor or self._extractor,
                "confidence": record.confidence,
                "signs": ",".join(record.signs) or None,
            }
        )

    def _find_unit(
        self, record: Record, name: str, clauses: list[tuple[ValueCell, Clause]]
    ) -> tuple[str | None, words.UnitSource | None]:
        """The indicator's unit and what says it; a percentage of achievement is none of its own figures."""
        own = [clause for cell, clause in clauses if cell.role != "achievement"]
        units = [clause.unit for clause in own]
        bare = [clause.number for clause in own if clause.unit is None and clause.number is not None]
        return unit_with_source(self._idiom.find_unit(record.unit), record.formula, name, units, bare)

    def _note_occurrence(
        self, record: Record, standing: TreePlace, name: str | None, code: str | None, formula: str | None
    ) -> None:
        """Keep what the key of the indicator is made of, once all are known."""
        root = record.path_root if standing.objective_id is None else None
        titles = standing.titles_below_code
        self._occurrences.append(
            Occurrence(name or "", code, self._scheme, root, standing.code, titles, formula),
        )

    def add_keys(self) -> None:
        """Give every indicator its key, once all are known, and report codes that name two."""
        keys = make_indicator_keys(self._occurrences)
        self.indicators = [{**row, "indicator_key": key} for row, key in zip(self.indicators, keys, strict=True)]
        self.issues += _same_code_issues(self.indicators)

    def _add_cell(self, record: Record, cell: ValueCell, sure: float, identity: str) -> tuple[Clause, ...]:
        """Add the values that a cell states; `sure` is its confidence."""
        raw = clean_text(cell.raw)
        if raw is None:
            return ()
        clauses = read_value(record, cell, self._idiom)
        if self._contradicting and record.confidence >= SURE:
            clauses = stands_alone(record, cell, clauses, self._idiom)
        if Signal.OCR_FIGURE_DOUBTFUL in cell.signs:
            clauses = tuple(_to_review(clause, Signal.OCR_FIGURE_DOUBTFUL.meaning) for clause in clauses)
        elif _has_doubtful_text(record, cell):
            clauses = tuple(_to_review(clause, Signal.TEXT_DOUBTFUL.meaning) for clause in clauses)
        population = clean_text(cell.population)
        cell_id = self._value_ids.make_id(identity, cell.role, *_period_parts(cell), population, raw)
        for number, clause in enumerate(clauses, start=1):
            self.values.append(
                {
                    "value_id": self._value_ids.make_id(cell_id, number),
                    "indicator_id": identity,
                    "plan_id": self._plan,
                    "role": cast(words.Role, cell.role),
                    "period": cell.period,
                    "part": cast("words.Part | None", cell.part),
                    "population": population,
                    "clause": number,
                    **clause_columns(clause),
                    "raw": raw,
                    "raw_source": clean_text(cell.given),
                    "status": _row_status(record, clause),
                    "interim": False,  # `pipeline.dataset.rows.interim` tells, once the document is known
                    "usable": False,
                    "confidence": sure,
                    "signs": ",".join(cell.signs) or None,
                    **place_columns(cell.place),
                }
            )
        self._report_cell(cell, raw, clauses, identity)
        return clauses

    def _report_cell(self, cell: ValueCell, raw: str, clauses: Iterable[Clause], identity: str) -> None:
        """Report what of a cell was not understood, each reason once."""
        told = {(c.status, c.reason): None for c in clauses if c.status in _CODE_OF_STATUS}
        for status, reason in told:
            kind = _CODE_OF_STATUS[status]
            message = f"{cell.role} {cell.period or 'without year'}: '{raw}': {reason or kind.meaning}"
            self.issues.append(make_issue(kind, message, cell.place, raw=raw, indicator=identity))

    def _report_review(self, record: Record, identity: str) -> None:
        for reason in record.review:
            self.issues.append(
                make_issue(codes.ROW_REVIEW, reason, record.place, raw=record.row_text, indicator=identity)
            )

    def _read_weight(self, record: Record, identity: str) -> tuple[float | None, dict[str, str]]:
        """The weight in percent and the columns of `extra`, where a weight that is none stands as printed."""
        printed = clean_text(record.weight)
        if printed is None:
            return None, record.extra
        weight = read_percent(printed)
        if weight is not None and 0 <= weight <= _FULL_WEIGHT:
            return weight, record.extra
        message = f"'{printed}' is no weight from 0 to 100 %"
        self.issues.append(make_issue(codes.WEIGHT_UNPARSED, message, record.place, raw=printed, indicator=identity))
        return None, {**record.extra, "weight": printed}


def _row_status(record: Record, clause: Clause) -> words.Status:
    """A figure of a row in doubt is in doubt, whatever its cell alone would be."""
    return "review" if record.review and clause.status == "ok" else cast(words.Status, clause.status)


def _has_doubtful_text(record: Record, cell: ValueCell) -> bool:
    """Whether the cell's characters are in doubt, or those of the row, where no figure alone is."""
    if Signal.TEXT_DOUBTFUL in cell.signs or Signal.TEXT_DOUBTFUL not in record.signs:
        return Signal.TEXT_DOUBTFUL in cell.signs
    return not any(Signal.TEXT_DOUBTFUL in value.signs for value in record.values)


def _to_review(clause: Clause, reason: str) -> Clause:
    """A figure that was understood, and whose characters are in doubt."""
    return clause._replace(status="review", reason=reason) if clause.status == "ok" else clause


def _figures_of(record: Record) -> list[tuple[int | str | None, ...]]:
    """The figures of a row as its id is made of them."""
    return [(c.role, *_period_parts(c), clean_text(c.population), clean_text(c.raw)) for c in record.values]


def _period_parts(cell: ValueCell) -> tuple[int | str | None, ...]:
    """The year of a figure, and its part where it has one: the same ids as ever for figures of whole years."""
    return (cell.period,) if cell.part is None else (cell.period, cell.part)


class ClauseColumns(TypedDict):
    """The columns of `values` that say what a clause means, all but its status."""

    kind: words.Kind
    comparator: words.Comparator | None
    comparator_source: words.ComparatorSource | None
    number: float | None
    number_high: float | None
    unit: str | None
    date: datetime.date | None
    boolean: bool | None
    reference: str | None
    text: str | None


def clause_columns(clause: Clause) -> ClauseColumns:
    """The columns of `values` that say what a clause means, all but its status."""
    return {
        "kind": cast(words.Kind, clause.kind),
        "comparator": cast("words.Comparator | None", clause.comparator),
        "comparator_source": cast("words.ComparatorSource | None", clause.comparator_source),
        "number": clause.number,
        "number_high": clause.number_high,
        "unit": clause.unit,
        "date": clause.date,
        "boolean": clause.boolean,
        "reference": clean_text(clause.reference),
        "text": clean_text(clause.text),
    }


def _same_code_issues(indicators: Iterable[IndicatorRow]) -> list[Issue]:
    """One issue for each code that indicators with different names share, at the second of them."""
    by_code: dict[str, dict[str, IndicatorRow]] = defaultdict(dict)
    for row in indicators:
        if row["code"] is not None:
            by_code[row["indicator_key"]].setdefault(fold(row["name"] or ""), row)
    found = []
    for code, by_name in by_code.items():
        if len(by_name) > 1:
            rows = list(by_name.values())
            place = place_of(rows[1])
            message = f"{len(rows)} different names under the code {code}"
            names = "\n".join(str(row["name"]) for row in rows)
            found.append(make_issue(codes.CODE_TWO_NAMES, message, place, raw=names, indicator=rows[1]["indicator_id"]))
    return found


def _path_of(record: Record, standing: TreePlace, code: str | None) -> str | None:
    """The indicator's path: an own code is appended unless it is its node's."""
    if standing.objective_id is None and record.path_root is not None:
        return join_path(record.path_root, code) if code else None
    if code is not None and code == standing.code:
        return standing.code_path
    return join_path(standing.code_path, code)


def _as_json(extra: dict[str, str]) -> str | None:
    kept = {clean_text(k) or "": text for k, v in extra.items() if (text := clean_text(v))}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None
