"""What only a look at a whole document shows of a row: its neighbours, its place in the tree, what other rows are like.

Errors stand together: a page whose rows were read badly, or some of them not at all, is no place for a row of full
confidence, whatever its own cells look like. None of these signals is proof; `extractors/quality/weights.tsv` has what
each is worth.

In: the records of a document in reading order, the nodes of its tree, and what was rejected. Out: the records with
their further signals. Public: `with_document_signals`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from extractors.pages.model import Place
from extractors.quality.signals import Signal
from extractors.records.model import Finding, Node, Record
from extractors.records.signals.rows import with_signs

_SOME = 0.1  # share of a page's or a document's rows in strong doubt or rejected, from which it shows in the others
_MUCH = 0.4  # the same share, from which it shows strongly
_LONG_NAME = 3.0  # times the usual name; no name under _MANY_LETTERS is long
_MANY_LETTERS = 150  # letters; two lines of a wide cell
_WORDY = 4.0  # times the usual figure of a role; no figure under _MANY_WORDS characters is wordy
_MANY_WORDS = 40  # characters; a figure with its unit and a condition has fewer
_USUALLY = 0.8  # share of rows or nodes that makes a habit
_NEARLY_ALWAYS = 0.93  # share of names that begin large, from which a small beginning is no habit
_ENOUGH = 5  # rows or nodes; fewer have no habits
_ALL = 100.0  # percent that the weights of the indicators of a node add up to
_ROUNDING = 0.6  # percent by which printed weights miss it: 3 times 33.3
_TITLE = 18.0  # points between two rows: a line and the space around it
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_DIGITS = re.compile(r"\d+")


def with_document_signals(
    records: Sequence[Record], nodes: Sequence[Node], rejected: Sequence[Finding]
) -> tuple[Record, ...]:
    """The records, in reading order, with the signals that the document as a whole gives them."""
    found: dict[int, set[Signal]] = defaultdict(set)
    for index, signal in (
        *_doubt_names(records),
        *_doubt_figures(records),
        *_doubt_nodes(records, nodes),
        *_doubt_codes(records, nodes),
        *_doubt_weights(records),
        *_doubt_surroundings(records, rejected),
    ):
        found[index].add(signal)
    return tuple(with_signs(record, found[i]) if found[i] else record for i, record in enumerate(records))


Doubts = Iterator[tuple[int, Signal]]


def _doubt_names(records: Sequence[Record]) -> Doubts:
    """Names that begin unlike the document's others, or are far longer: halves of names, and two in one."""
    if len(records) < _ENOUGH:
        return
    large = sum(not record.name[:1].islower() for record in records) >= _NEARLY_ALWAYS * len(records)
    usual = median(len(record.name) for record in records)
    for index, record in enumerate(records):
        if large and record.name[:1].islower():
            yield index, Signal.NAME_BEGINS_SMALL
        if len(record.name) > max(_MANY_LETTERS, _LONG_NAME * usual):
            yield index, Signal.NAME_LONG
        if not any(letter.isalpha() for letter in record.name):
            yield index, Signal.NAME_WITHOUT_WORD


def _doubt_figures(records: Sequence[Record]) -> Doubts:
    """Rows with fewer figures than most of their page, and figures that say far more than others of their role."""
    pages: dict[int | None, list[int]] = defaultdict(list)
    lengths: dict[str, list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        pages[record.place.page].append(index)
        for value in record.values:
            lengths[value.role].append(len(value.raw))
    usual = {role: max(_MANY_WORDS, _WORDY * median(found)) for role, found in lengths.items()}
    for index, record in enumerate(records):
        if any(len(v.raw) > usual[v.role] for v in record.values):
            yield index, Signal.FIGURE_WORDY
    for page in pages.values():
        most = median(len(records[index].values) for index in page)
        for index in page:
            if len(page) >= _ENOUGH and len(records[index].values) < most:
                yield index, Signal.FIGURES_FEW


def _doubt_nodes(records: Sequence[Record], nodes: Sequence[Node]) -> Doubts:
    """Rows without a node where the document has nodes, and rows under the node before a gap in the numbering."""
    missing = _before_gaps(nodes)
    placed = sum(record.node is not None for record in records)
    for index, record in enumerate(records):
        if record.node is None and placed > _USUALLY * len(records):
            yield index, Signal.NODE_NONE
        elif record.node in missing:
            yield index, Signal.NODE_NEXT_MISSING


def _doubt_codes(records: Sequence[Record], nodes: Sequence[Node]) -> Doubts:
    """Rows whose codes begin with another number than their node's (`O1.2.3-a` under 1.2.2), where most have it."""
    of_node = {node.key: _numbers_of(node.code_raw) for node in nodes}
    agrees: dict[int, bool] = {}
    for index, record in enumerate(records):
        numbers = _numbers_of(record.code_raw)
        if numbers and record.node is not None and (own := of_node[record.node]):
            agrees[index] = numbers[: len(own)] == own
    if sum(agrees.values()) > max(_ENOUGH, len(agrees) / 2):
        yield from ((index, Signal.NODE_OF_OTHER_NUMBER) for index, does in agrees.items() if not does)


def _before_gaps(nodes: Sequence[Node]) -> set[int]:
    """The keys of the nodes in force where a number is left out: the rows under them may be the lost node's.

    Codes are compared number by number (`1011.02` with `1011.01`): of two siblings the first number that differs goes
    up by one, in a document that numbers its nodes in order.
    """
    gaps: set[int] = set()
    steps = pairs = 0
    before: dict[tuple[str, int | None], tuple[int, ...]] = {}
    for previous, node in itertools.pairwise(nodes):
        numbers = _numbers_of(node.code_raw)
        siblings = node.level, node.parent
        last = before.get(siblings)
        if numbers and last is not None and (step := _first_difference(last, numbers)) is not None:
            pairs += 1
            steps += step == 1
            if step > 1:
                gaps.add(previous.key)
        if numbers:
            before[siblings] = numbers
    return gaps if pairs >= _ENOUGH and steps >= _USUALLY * pairs else set()


def _numbers_of(code: str | None) -> tuple[int, ...]:
    return tuple(int(digits) for digits in _DIGITS.findall(code or ""))


def _first_difference(one: tuple[int, ...], other: tuple[int, ...]) -> int | None:
    """By how much the first number that differs is greater in `other`; None where none differs."""
    return next((b - a for a, b in zip(one, other, strict=False) if a != b), None)


def _doubt_weights(records: Sequence[Record]) -> Doubts:
    """Rows of a node whose weights do not add to a whole, where those of other nodes do."""
    of_node: dict[int | None, list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        of_node[record.node].append(index)
    sums = {node: _sum_of_weights(records[i] for i in own) for node, own in of_node.items() if node is not None}
    stated = {node: total for node, total in sums.items() if total is not None}
    whole = {node for node, total in stated.items() if abs(total - _ALL) <= _ROUNDING}
    if len(stated) < _ENOUGH or len(whole) < _USUALLY * len(stated):
        return
    for node in stated.keys() - whole:
        for index in of_node[node]:
            yield index, Signal.WEIGHTS_NOT_WHOLE


def _sum_of_weights(records: Iterable[Record]) -> float | None:
    """The sum of the printed weights in percent; None where none is printed."""
    printed = [found for record in records if (found := _NUMBER.search(record.weight or ""))]
    return sum(float(number[0].replace(",", ".")) for number in printed) if printed else None


def _doubt_surroundings(records: Sequence[Record], rejected: Sequence[Finding]) -> Doubts:
    """What the rows around a row show: of its page, of the document, and those next to it."""
    doubted = [any(Signal(sign).is_strong for sign in record.signs) for record in records]
    bad, all_rows = Counter[int | None](), Counter[int | None]()
    for record, is_doubted in zip(records, doubted, strict=True):
        bad[record.place.page] += is_doubted
        all_rows[record.place.page] += 1
    lost = Counter(finding.place.page for finding in rejected)
    document = (sum(doubted) + len(rejected)) / max(1, len(records) + len(rejected))
    beside = _beside_rejected(records, rejected)
    for index, record in enumerate(records):
        page = record.place.page
        share = (bad[page] - doubted[index] + lost[page]) / max(1, all_rows[page] + lost[page] - 1)
        if share >= _SOME:
            yield index, Signal.PAGE_DOUBTED_MUCH if share >= _MUCH else Signal.PAGE_DOUBTED
        if document >= _SOME:
            yield index, Signal.PLAN_DOUBTED_MUCH if document >= _MUCH else Signal.PLAN_DOUBTED
        if any(doubted[max(0, index - 1) : index]) or any(doubted[index + 1 : index + 2]):
            yield index, Signal.NEIGHBOUR_DOUBTED
        if index in beside:
            yield index, Signal.NEIGHBOUR_REJECTED


def _beside_rejected(records: Sequence[Record], rejected: Sequence[Finding]) -> set[int]:
    """The indexes of the records next to which, in reading order, a row was rejected."""
    rows = [(record.place.reading_order, index, record.place) for index, record in enumerate(records)]
    lost = [(finding.place.reading_order, -1, finding.place) for finding in rejected]
    found = set()
    for (_, one, above), (_, other, below) in itertools.pairwise(sorted([*rows, *lost], key=lambda row: row[:2])):
        if (one == -1 or other == -1) and not _are_parted(above, below):
            found |= {one, other}
    return found - {-1}


def _are_parted(above: Place, below: Place) -> bool:
    """Whether a title or more stands between two rows of a page, which are of two tables then."""
    if above.page != below.page or above.box is None or below.box is None:
        return False
    return below.box.y0 - above.box.y1 > _TITLE
