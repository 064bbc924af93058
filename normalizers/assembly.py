"""From the pieces of a cell to its clauses, without what only the cell's place can tell (role, year, formula)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from normalizers import vocabulary as words
from normalizers.pieces import Comparing, Day, Figure, Mark, Piece
from normalizers.references import Reference, direction_of, read_reference
from normalizers.slashes import settle
from normalizers.units import TIME_UNITS


@dataclass(slots=True)
class Relation:
    """A comparison with something that is no number of this cell (`≥ media cluster`, `x ≤ x-1`)."""

    start: int
    end: int
    sign: str | None
    reference: Reference


Value: TypeAlias = Figure | Day | Relation
_SEPARATORS = frozenset({"comma", "and_", "or_", "slash", "dash", "colon", "semicolon"})
_JOINING = frozenset({"comma", "and_", "semicolon"})


@dataclass(slots=True)
class Draft:
    """A clause before its place is known.

    `sort` is `value`, `boolean`, `missing`, `first_year`, `words` or `invalid`; `due` is the day by which a figure is
    to be reached. `rest` are the pieces left over as words.
    """

    sort: str
    value: Value | None = None
    due: Day | None = None
    boolean: bool | None = None
    reference: str | None = None
    rest: list[Piece] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unparsed: bool = False


@dataclass(slots=True)
class _Open:
    """A clause while its pieces are read: what stands before its value, the value, what stands behind."""

    lead: list[Piece] = field(default_factory=list)
    value: Value | None = None
    tail: list[Piece] = field(default_factory=list)
    due: Day | None = None
    reference: str | None = None
    doubts: list[str] = field(default_factory=list)


def assemble(pieces: Sequence[Piece], text: str, folded: str) -> list[Draft]:
    """The clauses of a cell.

    Args:
        pieces: what the grammar found in the folded text.
        text: the cleaned text as it is shown.
        folded: the same text as it was read.
    """
    rest = _unwrapped(settle(pieces, folded))
    special = _special(rest, folded)
    if special is not None:
        return [special]
    segments = _segments(rest)
    opened = [clause for segment in segments for clause in _Reader(text, folded).read(segment)]
    if not any(clause.value for clause in opened):
        return [_only_words(rest, folded)]
    drafts = []
    for clause in opened:
        if clause.value is None:
            if drafts and not _has_words(clause.lead):
                continue
            draft = _only_words(clause.lead, folded)
            draft.doubts.append("Beside figures, the cell states something in words alone.")
        else:
            draft = _finished(clause, text, folded)
        drafts.append(draft)
    return drafts


# ---- the whole cell


def _unwrapped(pieces: Sequence[Piece]) -> list[Piece]:
    """Without the signs around it: `(30 gg)`, `- coinvolgere …`, `100%.`"""
    rest = list(pieces)
    while rest:
        if _sort(rest[0]) in _SEPARATORS:
            rest.pop(0)
        elif _sort(rest[-1]) in _SEPARATORS or _sort(rest[-1]) == "open":
            rest.pop()
        elif _sort(rest[0]) == "open" and _closing(rest) == len(rest) - 1:
            rest = rest[1:-1]
        elif _sort(rest[0]) == "words" and _word(rest[0]) in words.PUNCTUATION:
            rest.pop(0)
        else:
            break
    return rest


def _closing(pieces: Sequence[Piece], first: int = 0) -> int:
    """The index of the bracket that closes the one at `first`; the end where it is never closed."""
    depth = 0
    for i in range(first, len(pieces)):
        sort = _sort(pieces[i])
        depth += (sort == "open") - (sort == "close")
        if depth == 0:
            return i
    return len(pieces)


def _special(pieces: Sequence[Piece], folded: str) -> Draft | None:
    """Cells that state no figure: a dash, `n.d.`, `SI`, `Anno di rilevazione`, `#DIV/0!`."""
    bare = folded.strip(" ()[]\"'.:;,")
    if not folded.strip("-_./ …\"'|()") and folded.strip(" ()\"'"):
        return Draft("missing")
    if bare.startswith("#") and bare.rstrip("!?") in words.SPREADSHEET_ERRORS:
        return Draft("invalid", doubts=["The cell holds an error of a spreadsheet."])
    if not pieces:
        return Draft("words", doubts=["Nothing that can be read is printed."], unparsed=True)
    if bare in words.DONE:
        return Draft("boolean", boolean=words.DONE[bare])
    if bare in words.PERHAPS_DONE:
        doubt = "The word says that it was done or what is to be done."
        return Draft("boolean", boolean=words.PERHAPS_DONE[bare], doubts=[doubt])
    first, others = pieces[0], list(pieces[1:])
    sort = _sort(first)
    if sort == "both" and not _values(others):
        return Draft("words", rest=list(pieces), doubts=["The cell prints the scale, not a value of it."])
    if sort in {"yes", "no"}:
        return _boolean(first, others)
    if sort in {"missing", "first_year"}:
        draft = Draft(sort, rest=others)
        if _values(others):
            draft.doubts.append("Beside this, the cell states a figure.")
        elif sort == "missing" and others and _sort(others[0]) == "words" and _has_words(others):
            draft.doubts.append("More words follow; the cell may say something else.")
        return draft
    return None


def _boolean(first: Piece, others: list[Piece]) -> Draft | None:
    """`SI`, `NO`, `SI (relazione)`, `Sì, entro il 31/12`; a `si` in running text is a pronoun."""
    draft = Draft("boolean", boolean=_sort(first) == "yes", rest=others)
    if not others:
        return draft
    values = _values(others)
    if len(values) == 1 and isinstance(values[0], Day):
        draft.due = values[0]
        draft.rest = [p for p in others if p is not values[0]]
        draft.doubts.append("The cell states yes or no and a day.")
        return draft
    if values:
        return None
    if _sort(others[0]) in {"open", "comma", "dash", "colon", "semicolon"}:
        return draft
    if all(_sort(p) == "words" and not _word(p)[0].isalpha() for p in others):
        return draft
    return None


def _values(pieces: Iterable[Piece]) -> list[Piece]:
    return [p for p in pieces if isinstance(p, Figure | Day) or _sort(p) == "compare"]


def _only_words(pieces: Sequence[Piece], folded: str) -> Draft:
    """A text without figures. Digits or signs in it that no rule explains are not passed over."""
    draft = Draft("words", rest=list(pieces))
    signed = any(isinstance(p, Mark) and p.comparing is not None and p.comparing.signed for p in pieces)
    if signed or any(_sort(p) == "stray" and _digits(folded, p) for p in pieces):
        draft.doubts.append("No rule explains the signs and digits of this cell.")
        draft.unparsed = True
    elif any(_digits(folded, p) for p in pieces):
        draft.doubts.append("The digits of this text were not read as a figure.")
    elif any(_sort(p) == "words" and _word(p) in {"%", "€"} for p in pieces):
        draft.doubts.append("A unit is printed without a figure.")
        draft.unparsed = True
    elif any(_sort(p) == "both" for p in pieces):
        draft.doubts.append("The cell prints the scale, not a value of it.")
    elif not any(c.isalpha() for p in pieces for c in folded[p.start : p.end]):
        draft.doubts.append("Nothing that can be read is printed.")
        draft.unparsed = True
    elif any(_word(p) in words.NO_THING for p in pieces[:1]):
        draft.doubts.append("The word may stand for the number zero.")
    return draft


def _digits(folded: str, piece: Piece) -> bool:
    return any(c.isdigit() for c in folded[piece.start : piece.end])


def _has_words(pieces: Sequence[Piece]) -> bool:
    return any(_sort(p) in {"words", "label", "year"} and any(c.isalpha() for c in _word(p)) for p in pieces)


# ---- parts of a cell


def _segments(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The parts between semicolons and bullets, outside brackets.

    A dash is a bullet where a figure follows it later and another stands before it.
    """
    segments: list[list[Piece]] = [[]]
    depth = 0
    bullet = _sort(pieces[0]) == "dash" if pieces else False
    for i, piece in enumerate(pieces):
        sort = _sort(piece)
        depth = max(0, depth + (sort == "open") - (sort == "close"))
        parts = depth == 0 and (
            sort == "semicolon"
            or (sort == "dash" and not bullet and _values(segments[-1]) and _values(_until_separator(pieces[i + 1 :])))
        )
        if parts:
            segments.append([])
        else:
            segments[-1].append(piece)
    return [s for s in segments if s]


def _until_separator(pieces: Sequence[Piece]) -> list[Piece]:
    part: list[Piece] = []
    depth = 0
    for piece in pieces:
        sort = _sort(piece)
        depth += (sort == "open") - (sort == "close")
        if depth == 0 and sort in {"semicolon", "dash"}:
            break
        if depth == 0:
            part.append(piece)
    return part


class _Reader:
    """Reads one part of a cell into the clauses it states."""

    def __init__(self, text: str, folded: str) -> None:
        self.text = text
        self.folded = folded
        self.done: list[_Open] = []
        self.now = _Open()

    def read(self, pieces: Sequence[Piece]) -> list[_Open]:
        """The clauses of a part, in order; the last may have no value."""
        i = 0
        while i < len(pieces):
            piece = pieces[i]
            sort = _sort(piece)
            if sort == "open":
                end = _closing(pieces, i)
                self._bracket(pieces[i + 1 : end])
                i = end + 1
            elif isinstance(piece, Figure | Day):
                self._value(piece)
                i += 1
            elif sort in {"compare", "base"}:
                i = self._relation(pieces, i)
            else:
                self._word(piece)
                i += 1
        return [*self.done, self.now]

    def _word(self, piece: Piece) -> None:
        (self.now.lead if self.now.value is None else self.now.tail).append(piece)

    def _next(self, value: Value, doubt: str | None = None) -> None:
        """Begin another clause; the separator before it belongs to none."""
        if self.now.tail and _sort(self.now.tail[-1]) in _SEPARATORS:
            self.now.tail.pop()
        if doubt is not None:
            self.now.doubts.append(doubt)
        self.done.append(self.now)
        self.now = _Open(value=value, doubts=[doubt] if doubt is not None else [])

    # ---- a figure or a day

    def _value(self, value: Figure | Day) -> None:
        before = self.now.value
        if before is None:
            self.now.value = value
        elif isinstance(before, Figure):
            if isinstance(value, Day):
                self._day_behind_figure(before, value)
            else:
                self._figure_behind_figure(before, value)
        elif isinstance(before, Day):
            if isinstance(value, Day):
                self._day_behind_day(before, value)
            else:
                self._figure_behind_day(before, value)
        else:
            self._next(value, "A figure stands behind a comparison with something else.")

    def _separator(self) -> str | None:
        return _sort(self.now.tail[-1]) if self.now.tail and _sort(self.now.tail[-1]) in _SEPARATORS else None

    def _between(self) -> list[str]:
        return [_word(p) for p in self.now.tail if _sort(p) not in _SEPARATORS]

    def _day_behind_figure(self, figure: Figure, day: Day) -> None:
        now, separator, between = self.now, self._separator(), self._between()
        limit = day.comparing is not None and day.comparing.sign == "<=" and not day.comparing.moment
        counted_from = between and between[-1] in words.FROM_WORDS
        if figure.unit in TIME_UNITS and not limit:
            now.tail.append(day)
            if not counted_from:
                now.doubts.append("A day stands behind a length of time.")
        elif now.due is None and separator in {None, "comma", "colon", "dash"} and (limit or _at(between)):
            now.due = day
            if figure.unit in TIME_UNITS:
                now.doubts.append("The cell states a length of time and a day.")
            if day.comparing is not None and day.comparing.signed:
                now.doubts.append("A sign stands before the day by which the figure is due.")
        elif now.due is not None and separator in _JOINING:
            now.tail.append(day)
            now.doubts.append("The figure is due on several days.")
        else:
            self._next(day, "The cell states a figure and a day, and not how they belong together.")

    def _day_behind_day(self, before: Day, day: Day) -> None:
        separator = self._separator()
        if before.year is None and day.year is not None:
            before.year = day.year
        if day.comparing is None:
            day.comparing = before.comparing
        own = separator in _JOINING or (day.comparing is not before.comparing and self._between())
        self._next(day, None if own else "Two days stand side by side.")

    def _figure_behind_day(self, day: Day, figure: Figure) -> None:
        now, separator = self.now, self._separator()
        limit = day.comparing is not None and day.comparing.sign == "<="
        if (limit or separator == "colon") and separator in {None, "colon", "comma"} and not self._between():
            if separator != "colon":
                now.doubts.append("A figure stands behind a day; it was read as due on that day.")
            now.lead, now.tail, now.value, now.due = [*now.lead], [], figure, day
        else:
            self._next(figure, "The cell states a day and a figure, and not how they belong together.")

    def _figure_behind_figure(self, before: Figure, figure: Figure) -> None:
        now, separator, between = self.now, self._separator(), self._between()
        plain = figure.sign is None and figure.unit is None
        if between == ["su"] and plain and figure.number >= before.number and figure.high is None:
            now.tail.append(figure)  # `8 su 10`: the scale
            return
        if figure.year and figure.sign is None and between:
            now.tail.append(figure)
            now.doubts.append("A year stands behind the figure.")
            return
        if separator in _JOINING:
            bounds = _as_bounds(before, figure) if not between else None
            if bounds is not None:
                now.tail.pop()
                now.value = bounds
                now.doubts.append("Two bounds were read as one range.")
                return
            full = (before.unit or before.sign or between) and (figure.unit or figure.sign or before.unit or between)
            self._next(figure, None if full else "Two bare numbers stand side by side.")
            return
        if figure.comparing is not None and not figure.comparing.within:
            self._next(figure, "Two figures stand side by side without a sign that parts them.")
            return
        if not between and separator is None:
            self._next(figure, "Two figures stand side by side without a sign that parts them.")
            return
        now.tail.append(figure)
        now.doubts.append("A second figure stands in the words behind the first.")

    # ---- comparisons with something else

    def _relation(self, pieces: Sequence[Piece], first: int) -> int:
        """Read what a comparison or `rispetto a` refers to; the index behind it."""
        mark = pieces[first]
        end = first + 1
        while end < len(pieces) and _refers(pieces, end):
            end += 1
        comparing = mark.comparing if isinstance(mark, Mark) else None
        if _sort(mark) == "base":
            return self._base(mark, pieces[first + 1 : end], end)
        if comparing is None or (not comparing.signed and (comparing.within or comparing.moment)):
            self._word(mark)
            return first + 1
        reference = read_reference(pieces[first + 1 : end], self.text, self.folded, signed=comparing.signed)
        if reference is None and comparing.signed and not pieces[first + 1 : end]:
            reference = None
        if reference is None:
            reversed_ = self._reversed(pieces, first, end, comparing)
            if reversed_ is not None:
                return reversed_
            self._word(mark)
            return first + 1
        relation = Relation(mark.start, pieces[end - 1].end, comparing.sign, reference)
        if self.now.value is None:
            self.now.value = relation
        else:
            self._next(relation, "A comparison with something else stands beside a figure.")
        self.now.doubts.extend(comparing.doubts)
        if comparing.about:
            self.now.doubts.append("The comparison is only said to be about right.")
        return end

    def _reversed(self, pieces: Sequence[Piece], first: int, end: int, comparing: Comparing) -> int | None:
        """`x-1 ≤ x` says of x what `x ≥ x-1` says."""
        here = [p for p in pieces[first + 1 : end] if _sort(p) == "now"]
        past = [p for p in self.now.lead if _sort(p) == "past"]
        if len(here) != 1 or len(past) != 1 or self.now.value is not None or comparing.sign is None:
            return None
        reference = read_reference(past, self.text, self.folded, signed=True)
        if reference is None:
            return None
        sign = comparing.sign.translate(str.maketrans("<>", "><"))
        self.now.value = Relation(past[0].start, pieces[end - 1].end, sign, reference)
        self.now.lead = [p for p in self.now.lead if p is not past[0]]
        self.now.doubts.append("The comparison is printed the other way round.")
        return end

    def _base(self, mark: Piece, pieces: Sequence[Piece], end: int) -> int:
        now = self.now
        reference = read_reference(pieces, self.text, self.folded, base=True)
        if reference is None:
            self._word(mark)
            for piece in pieces:
                self._word(piece)
            return end
        if isinstance(now.value, Figure):
            now.reference = reference.name
            now.doubts.extend(reference.doubts)
            return end
        direction = direction_of([_word(p) for p in now.lead if _sort(p) == "words"])
        if now.value is None and direction is not None:
            now.value = Relation(mark.start, pieces[-1].end, direction.sign, reference)
            now.doubts.extend(direction.doubts)
            return end
        self._word(mark)
        for piece in pieces:
            self._word(piece)
        now.doubts.append("It is not said how it compares.")
        return end

    # ---- brackets

    def _bracket(self, pieces: Sequence[Piece]) -> None:
        """A remark in brackets: words, the number again, the scale, a day, what it is compared with."""
        now = self.now
        figures = [p for p in pieces if isinstance(p, Figure)]
        days = [p for p in pieces if isinstance(p, Day)]
        bases = [i for i, p in enumerate(pieces) if _sort(p) == "base"]
        value = now.value
        if value is None:
            for piece in pieces:
                if isinstance(piece, Figure | Day):
                    self._value(piece)
                else:
                    self._word(piece)
            return
        if isinstance(value, Figure) and bases and not figures[1:] and not days:
            self._base(pieces[bases[0]], pieces[bases[0] + 1 :], len(pieces))
            return
        limits = [d for d in days if d.comparing is not None and d.comparing.sign == "<="]
        if isinstance(value, Figure) and len(days) == 1 and limits and now.due is None and not figures:
            now.due = days[0]
            now.tail.extend(p for p in pieces if p is not days[0])
            return
        others = [f for f in figures if not self._explains(f, pieces, value)]
        if others or days or any(_sort(p) == "compare" and _signed(p) for p in pieces):
            now.doubts.append("A remark in brackets states a figure of its own.")
        now.tail.extend(pieces)

    @staticmethod
    def _explains(figure: Figure, pieces: Sequence[Piece], value: Value) -> bool:
        """Whether a figure in brackets states none of its own: the number again, its scale, a year."""
        if figure.sign is not None or figure.high is not None:
            return False
        if isinstance(value, Figure) and figure.number == value.number and figure.unit in {None, value.unit}:
            return True
        scale = bool(pieces) and _word(pieces[0]) == "su" and len(pieces) == 2  # noqa: PLR2004 - `su 100`
        return scale or figure.year


def _refers(pieces: Sequence[Piece], i: int) -> bool:
    """Whether the piece still belongs to what a comparison refers to."""
    piece = pieces[i]
    if isinstance(piece, Figure):
        return piece.year and piece.sign is None
    if isinstance(piece, Day):
        return piece.comparing is None
    sort = _sort(piece)
    if sort in {"and_", "slash", "or_"}:
        return i + 1 < len(pieces) and _sort(pieces[i + 1]) == "words"
    return sort in {"words", "past", "now", "year", "label"}


def _signed(piece: Piece) -> bool:
    return isinstance(piece, Mark) and piece.comparing is not None and piece.comparing.signed


def _at(between: Sequence[str]) -> bool:
    """Whether the words before a day say that the figure is due then: `100% al 31/12`, `3 incontri il 30/06`."""
    return bool(between) and between[-1] in words.AT_WORDS


def _as_bounds(low: Figure, high: Figure) -> Figure | None:
    """`>= 10 e <= 15` as one range, None where it is none."""
    if low.sign == "<=" and high.sign == ">=":
        low, high = high, low
    same_unit = low.unit is None or high.unit is None or low.unit == high.unit
    if low.sign != ">=" or high.sign != "<=" or low.number >= high.number or not same_unit:
        return None
    start, end = min(low.start, high.start), max(low.end, high.end)
    return Figure(start, end, low.number, high.number, high.unit or low.unit, low.comparing, "between")


# ---- a finished clause


def _finished(clause: _Open, text: str, folded: str) -> Draft:
    value = clause.value
    draft = Draft("value", value, clause.due, reference=clause.reference, doubts=list(clause.doubts))
    draft.rest = [*clause.lead, *clause.tail]
    if isinstance(value, Figure):
        draft.doubts.extend(value.doubts)
        _judge_figure(clause, value, draft, text, folded)
    elif isinstance(value, Day):
        draft.doubts.extend(value.doubts)
        _judge_day(clause, value, draft)
    elif isinstance(value, Relation):
        draft.reference = value.reference.name
        draft.doubts.extend(value.reference.doubts)
        draft.rest = [p for p in draft.rest if _sort(p) != "now"]
        if _has_digits(draft.rest, folded):
            draft.doubts.append("Digits stand in the words around the comparison.")
    if any(_sort(p) == "stray" for p in draft.rest) and _has_digits(draft.rest, folded):
        draft.doubts.append("No rule explains some signs or digits of this cell.")
    if any(_sort(p) in {"compare", "both", "missing", "first_year"} and (_sort(p) != "compare" or _signed(p)) for p in draft.rest):
        draft.doubts.append("A part of the cell was not understood.")
    return draft


def _has_digits(pieces: Iterable[Piece], folded: str) -> bool:
    return any(_digits(folded, p) for p in pieces if not isinstance(p, Figure))


def _judge_figure(clause: _Open, figure: Figure, draft: Draft, text: str, folded: str) -> None:
    """Reasons to doubt a figure that lie in the words around it, and the event that days are counted from."""
    lead = [_word(p) for p in clause.lead if _sort(p) in {"words", "yes", "no"}]
    tail = [_word(p) for p in clause.tail if _sort(p) in {"words", "yes", "no"}]
    bare = figure.sign is None and figure.unit is None and not figure.counted
    if words.DECREASE.intersection(lead) or words.CHANGE_BEHIND.intersection(zip(tail, tail[1:], strict=False)):
        draft.doubts.append("Words say a decrease; the number may be meant as a negative one.")
    if bare and figure.number < 0 and (tail or lead):
        draft.doubts.append("The dash is a minus sign or a bullet.")
    if lead and bare and not _counts(clause, lead, figure):
        draft.doubts.append("The number stands in running text.")
    if lead and lead[-1] in words.TIME_PREPOSITIONS:
        draft.doubts.append("The words before the figure change what it says.")
    if figure.high is not None and lead and lead[-1] in words.PASSAGE:
        draft.doubts.append("The words say a passage from one number to another.")
    if words.RECURRING.intersection(tail) and figure.unit in TIME_UNITS:
        draft.doubts.append("The length of time recurs.")
    if figure.end < len(folded) and figure.unit is None and folded[figure.end].isalpha() and figure.digits:
        draft.doubts.append("Letters stand close behind the number.")
    if any(_sort(p) == "label" for p in clause.lead) and bare:
        draft.doubts.append("Several numbers stand in running text.")
    if figure.spelled and not figure.counted and figure.sign is None and figure.number == 1 and tail:
        draft.doubts.append("The word is the number one or an article.")
    if lead and figure.unit is None and lead[-1] in words.UNIT_WORDS:
        draft.doubts.append("The word before the number may be its unit.")
    if figure.unit in TIME_UNITS and clause.reference is None:
        _count_from(clause, figure, draft, text, folded)


def _counts(clause: _Open, lead: Sequence[str], figure: Figure) -> bool:
    """Whether a bare number in running text counts something: `Realizzare 4 nuove azioni`."""
    follows = next((p for p in clause.tail), None)
    if figure.spelled or figure.year or figure.doubts or figure.number != int(figure.number):
        return False
    if _sort(clause.lead[-1]) not in {"words", "colon"} or follows is None or _sort(follows) != "words":
        return _sort(clause.lead[-1]) == "colon" and not any(_sort(p) == "stray" for p in clause.lead)
    return words.starts_action(lead[0]) and lead[-1] not in words.LABELS and _word(follows)[0].isalpha()


def _count_from(clause: _Open, figure: Figure, draft: Draft, text: str, folded: str) -> None:
    """`entro 15 gg chiusura quadrimestre`, `60 gg. dalla richiesta`: the words of the event are the reference."""
    tail = list(clause.tail)
    while tail and (_word(tail[0]) in words.KINDS_OF_DAY or _sort(tail[0]) in {"comma", "dash"}):
        tail.pop(0)
    if not tail or not (_sort(tail[0]) in {"words", "compare"} and any(c.isalpha() for c in _word_of(tail[0], folded))):
        return
    first = _word_of(tail[0], folded)
    within = figure.comparing is not None and figure.comparing.sign in {"<=", "<"} and not figure.comparing.signed
    if first in words.FROM_WORDS or (within and first not in words.NOT_EVENT):
        draft.reference = span_text(tail, text)
        draft.rest = [p for p in draft.rest if p not in tail]
        if figure.sign is None:
            draft.doubts.append("The days are an exact number or a limit.")
    elif within and first in words.DOUBTFUL_EVENT:
        draft.doubts.append("It is not said from when the time counts.")


def _word_of(piece: Piece, folded: str) -> str:
    return folded[piece.start : piece.end].split(" ")[0]


def _judge_day(clause: _Open, day: Day, draft: Draft) -> None:
    """Reasons to doubt a day that lie in the words before and behind it."""
    lead = [_word(p) for p in clause.lead if _sort(p) == "words"]
    if clause.lead and day.comparing is None and (len(lead) > 1 or lead[:1] != lead[-1:] or lead[-1:] and lead[-1] not in words.AT_WORDS):
        draft.doubts.append("The day stands in running text and no word says that it is a deadline.")
    if lead and lead[-1] in words.PART_OF_MONTH:
        draft.doubts.append("The words before the day name a part of the month.")
    if any(_sort(p) in {"label", "stray"} for p in draft.rest):
        draft.doubts.append("A number stands beside the day.")
    if day.comparing is None and day.spoken and day.year is None and day.day == 0 and clause.lead:
        draft.doubts.append("The month stands in running text.")


def span_text(pieces: Sequence[Piece], text: str) -> str:
    """The printed text from the first piece to the last."""
    return text[pieces[0].start : pieces[-1].end].strip(" ,;:.\"'")


def _sort(piece: Piece) -> str:
    return piece.sort if isinstance(piece, Mark) else ""


def _word(piece: Piece) -> str:
    return piece.word if isinstance(piece, Mark) else ""
