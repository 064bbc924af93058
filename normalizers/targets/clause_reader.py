"""One part of a cell, read piece by piece into the clauses it states."""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.quantities.units import TIME_UNITS, read_unit
from normalizers.targets.clauses import Draft, Relation, Value
from normalizers.targets.pieces import Day, Figure, Mark, Piece, find_closing, is_limit, is_sign, is_within
from normalizers.targets.references import read_direction, read_reference
from normalizers.vocabulary import italian as words

_SEPARATORS = frozenset({"comma", "and_", "or_", "slash", "dash", "colon", "semicolon"})
_JOINING = frozenset({"comma", "and_", "semicolon"})
_SIDE_BY_SIDE = "Two figures stand side by side without a sign that parts them."


class ClauseReader:
    """Reads one part of a cell; an object serves for one part."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done: list[Draft] = []
        self.now = Draft()

    def read(self, pieces: Sequence[Piece]) -> list[Draft]:
        """The clauses of a part, in order; the last may have no value."""
        i = 0
        while i < len(pieces):
            piece = pieces[i]
            sort = piece.sort
            if sort == "open":
                end = find_closing(pieces, i)
                behind = self._read_repetition(pieces, i, end)
                if behind is None:
                    self._read_bracket(pieces[i + 1 : end])
                i = behind or end + 1
            elif sort in {"compare", "base"}:
                i = self._read_relation(pieces, i)
            else:
                self._add_piece(piece)
                i += 1
        return [*self.done, self.now]

    def _add_piece(self, piece: Piece) -> None:
        before = self.now.value
        if isinstance(piece, Mark):
            self._list_words().append(piece)
        elif before is None:
            self.now.value = piece
        elif isinstance(before, Relation):
            self._begin_clause(piece, "A figure stands behind a comparison with something else.")
        elif isinstance(before, Figure) and isinstance(piece, Figure):
            self._add_figure_behind_figure(before, piece)
        elif isinstance(before, Figure) and isinstance(piece, Day):
            self._add_day_behind_figure(before, piece)
        elif isinstance(before, Day) and isinstance(piece, Figure):
            self._add_figure_behind_day(before, piece)
        elif isinstance(before, Day) and isinstance(piece, Day):
            self._add_day_behind_day(before, piece)

    def _list_words(self) -> list[Piece]:
        """Where the next word belongs: before the value, or behind it."""
        return self.now.lead if self.now.value is None else self.now.tail

    def _begin_clause(self, value: Value, doubt: str | None = None) -> None:
        """Begin another clause; the separator before it belongs to none, the article behind that neither."""
        tail = self.now.tail
        while tail and tail[-1].word in words.articles and len(tail) > 1 and tail[-2].sort in _SEPARATORS:
            tail.pop()
        if tail and tail[-1].sort in _SEPARATORS:
            tail.pop()
        if doubt is not None:
            self.now.doubts.append(doubt)
        self.done.append(self.now)
        self.now = Draft(value=value, doubts=[doubt] if doubt is not None else [])

    # ---- a figure or a day

    def _find_separator(self) -> str | None:
        """What parts the next value from the words before it: `e`, `,`, also in `e il`."""
        for piece in reversed(self.now.tail):
            if piece.sort in _SEPARATORS:
                return piece.sort
            if piece.word not in words.articles:
                return None
        return None

    def _list_between(self) -> list[Piece]:
        """What stands behind the value so far, without separators and the article before the next value."""
        between = [p for p in self.now.tail if p.sort not in _SEPARATORS]
        while self._find_separator() is not None and between and between[-1].word in words.articles:
            between.pop()
        return between

    def _add_day_behind_figure(self, figure: Figure, day: Day) -> None:
        now, separator = self.now, self._find_separator()
        last = now.tail[-1].word if now.tail else ""
        limit = is_within(day) or (day.comparing is not None and day.comparing.signed and day.comparing.sign == "<=")
        names_year = figure.year and limit and bool(now.lead) and now.lead[-1].word not in words.articles
        if names_year and figure.sign in {None, "between"} and not self._list_between():
            self._read_year(figure, day)  # `Relazione sulla performance 2019 entro il 30/06/2020`
        elif figure.unit in TIME_UNITS and not limit:
            now.tail.append(day)
            if last not in words.from_words:
                now.doubts.append("A day stands behind a length of time.")
        elif now.due is None and separator in {None, "comma", "colon", "dash"} and (limit or last in words.at_words):
            now.due = day
            if now.tail and now.tail[-1].word in words.day_articles:
                now.tail.pop()
            if any(isinstance(clause.value, Figure) and clause.due is None for clause in self.done):
                now.doubts.append("The day may hold for the figures before too.")
        elif now.due is not None and separator in _JOINING:
            now.tail.append(day)
            now.doubts.append("The figure is due on several days.")
        else:
            self._begin_clause(day, "The cell states a figure and a day, and not how they belong together.")

    def _add_day_behind_day(self, before: Day, day: Day) -> None:
        separator, between = self._find_separator(), self._list_between()
        if before.year is None and day.year is not None:
            before.year = day.year
        own = day.comparing is not None
        if day.comparing is None:
            day.comparing = before.comparing
        parted = separator in _JOINING or (own and bool(between))
        self._begin_clause(day, None if parted else "Two days stand side by side.")

    def _add_figure_behind_day(self, day: Day, figure: Figure) -> None:
        now, separator = self.now, self._find_separator()
        limit = separator in {None, "comma"} and day.comparing is not None and day.comparing.sign == "<="
        if (limit or separator == "colon") and not self._list_between():
            if limit:
                now.doubts.append("A figure stands behind a day; it was read as due on that day.")
            now.tail, now.value, now.due = [], figure, day
        else:
            self._begin_clause(figure, "The cell states a day and a figure, and not how they belong together.")

    def _add_figure_behind_figure(self, before: Figure, figure: Figure) -> None:
        now, separator, between = self.now, self._find_separator(), self._list_between()
        plain = figure.sign is None and figure.unit is None
        if before.year and before.sign is None and separator == "colon" and not between:
            self._read_year(before, figure)  # `2018: 60%`
        elif separator == "colon" and (between[-1] if between else figure).sort == "year":
            self._begin_dated_clause(figure)
        elif [p.word for p in between] == ["su"] and plain and figure.number >= before.number:
            now.tail.append(figure)  # `8 su 10`: the scale
            now.doubts.extend(figure.doubts)
            if before.unit in TIME_UNITS or figure.number >= 1000:  # `24h su 24`, `5 su 10.000 abitanti`
                now.doubts.append("The figure may be a share of another.")
        elif figure.year and figure.sign is None and between:
            now.tail.append(figure)
            now.doubts.append("A year stands behind the figure.")
        elif separator in _JOINING:
            self._join_figure(before, figure, between)
        elif is_within(figure) and figure.unit in TIME_UNITS:
            now.tail.append(figure)
            now.doubts.append("A time limit stands behind the figure.")
        elif figure.comparing is not None or (not between and separator is None):
            self._begin_clause(figure, _SIDE_BY_SIDE)
        else:
            now.tail.append(figure)
            now.doubts.append("A second figure stands in the words behind the first.")

    def _read_year(self, year: Figure, value: Value) -> None:
        """A number is the year of what stands before it, or that for which the value behind it is."""
        self.now.lead.append(Mark(year.start, year.end, "year", self.text[year.start : year.end]))
        self.now.tail, self.now.value = [], value

    def _begin_dated_clause(self, figure: Figure) -> None:
        """`anno 2018: 60%, anno 2019: 70%`: a year and a colon begin another clause."""
        tail = self.now.tail
        tail.pop()
        year = tail.pop()
        parted = bool(tail) and tail[-1].sort in _SEPARATORS
        self._begin_clause(figure, None if parted else _SIDE_BY_SIDE)
        self.now.lead.append(year)

    def _join_figure(self, before: Figure, figure: Figure, between: Sequence[Piece]) -> None:
        """`3 corsi e 2 eventi`, `≥ 90%, ≤ 5 gg`; two bounds of one number are a range."""
        if not between and {before.sign, figure.sign} & {">", ">="} and {before.sign, figure.sign} & {"<", "<="}:
            bounds = _join_bounds(before, figure)
            if bounds is not None:
                self.now.tail.clear()
                self.now.value = bounds
                self.now.doubts.append("Two bounds were read as one range.")
                return
            same = before.unit == figure.unit or None in {before.unit, figure.unit}
            self._begin_clause(figure, "The two figures may be the bounds of one range." if same else None)
            return
        plain = figure.sign is None and figure.unit is None
        full = bool(before.unit or before.sign or between) and bool(
            figure.unit or figure.sign or before.unit or between
        )
        doubt = None if full else "Two bare numbers stand side by side."
        if plain and not between and before.unit in {"hour", "EUR"}:
            doubt = "The two numbers may be one."  # `2 ore e 30`, `12 euro e 50`
        elif {before.unit, figure.unit} <= TIME_UNITS and before.unit != figure.unit and not between:
            doubt = "The two lengths of time may be one."  # `1 ora e 30 minuti`
        elif before.sign is None and figure.sign not in {None, "="} and before.unit == figure.unit and not between:
            doubt = "The second figure may be a bound of the first."  # `80%, minimo 60%`
        self._begin_clause(figure, doubt)

    # ---- comparisons with something else

    def _read_relation(self, pieces: Sequence[Piece], first: int) -> int:
        """Read what a comparison or `rispetto a` refers to; the index behind it."""
        mark, end = pieces[first], first + 1
        while end < len(pieces) and _is_part_of_reference(pieces, end):
            end += 1
        if mark.sort == "base":
            return self._read_base(mark, pieces[first + 1 : end], end)
        comparing = mark.comparing if isinstance(mark, Mark) else None
        limits = comparing is not None and not comparing.signed and is_limit(mark)
        reference = None if limits else read_reference(pieces[first + 1 : end], self.text)
        if comparing is None or reference is None:
            self._list_words().append(mark)
            return first + 1
        relation = Relation(comparing.sign, reference)
        value = self.now.value
        if isinstance(value, Figure) and value.year and value.sign is None:
            self._read_year(value, relation)  # `valore 2019 > valore 2018`
        elif value is None:
            self.now.value = relation
        else:
            self._begin_clause(relation, "A comparison with something else stands beside a figure.")
        self.now.compared = pieces[first + 1 : end]
        self.now.doubts.extend(comparing.doubts)
        if comparing.about:
            self.now.doubts.append("The comparison is only said to be about right.")
        return end

    def _read_base(self, mark: Piece, pieces: Sequence[Piece], end: int) -> int:
        """`-20% rispetto al consolidato 2015`, `riduzione rispetto al 2017`."""
        now = self.now
        reference = read_reference(pieces, self.text, base=True)
        direction = read_direction([p.word for p in now.lead if p.sort == "words"])
        if reference is not None and isinstance(now.value, Figure) and now.reference is None:
            now.reference, now.compared = reference.name, pieces
            signed = now.value.number < 0 or now.value.digits.startswith("+")
            if mark.word.startswith("su") and now.value.unit == "percent" and not signed:
                now.doubts.append("The figure may be a share of an earlier value.")
            now.doubts.extend(reference.doubts)
        elif reference is not None and now.value is None and direction is not None:
            now.value, now.compared = Relation(direction[0], reference), pieces
            now.doubts.extend(direction[1])
        else:
            self._list_words().extend((mark, *pieces))
            now.doubts.append("It is not said how it compares.")
        return end

    # ---- brackets

    def _read_repetition(self, pieces: Sequence[Piece], first: int, end: int) -> int | None:
        """`5 (cinque) giorni`: the number again, between it and its unit; the index behind the unit."""
        value, inside = self.now.value, pieces[first + 1 : end]
        behind = pieces[end + 1] if end + 1 < len(pieces) else None
        unit = read_unit(behind.word) if behind is not None and behind.sort == "words" else None
        if not isinstance(value, Figure) or value.year or value.unit or unit in {None, "count"} or self.now.tail:
            return None
        again = inside[0] if len(inside) == 1 else None
        if not (isinstance(again, Figure) and again.number == value.number and _is_explained(again, inside, value)):
            return None
        value.unit = unit
        return end + 2

    def _read_bracket(self, pieces: Sequence[Piece]) -> None:
        """A remark in brackets: words, the number again, the scale, a day, what it is compared with."""
        now = self.now
        value = now.value
        if value is None:
            for piece in pieces:
                self._add_piece(piece)
            return
        figures = [p for p in pieces if isinstance(p, Figure)]
        days = [p for p in pieces if isinstance(p, Day)]
        bases = [i for i, p in enumerate(pieces) if p.sort == "base"]
        if isinstance(value, Figure) and bases == [0] and not figures[1:] and not days:
            self._read_base(pieces[0], pieces[1:], len(pieces))
            return
        if bases and isinstance(value, Figure):
            now.doubts.append("It is not said how it compares.")
        limits = [d for d in days if d.comparing is not None and d.comparing.sign == "<="]
        if isinstance(value, Figure) and len(days) == len(limits) == 1 and now.due is None and not figures:
            now.due = days[0]
            now.tail.extend(p for p in pieces if p is not days[0])
            return
        others = [f for f in figures if not _is_explained(f, pieces, value)]
        if others or days or any(p.sort == "compare" and is_sign(p) for p in pieces):
            now.doubts.append("A remark in brackets states a figure of its own.")
        now.tail.extend(pieces)


def _is_explained(figure: Figure, pieces: Sequence[Piece], value: Value) -> bool:
    """Whether a figure in brackets states none of its own: the number again, its scale, a year."""
    if figure.sign is not None or figure.high is not None or figure.digits.startswith(("+", "-")):
        return False
    again = isinstance(value, Figure) and figure.number == value.number and figure.unit in {None, value.unit}
    scale = bool(pieces) and pieces[0].word == "su" and len(pieces) == 2
    return again or scale or figure.year or (figure.spelled and figure.number == 1)


def _is_part_of_reference(pieces: Sequence[Piece], i: int) -> bool:
    """Whether the piece still belongs to what a comparison refers to."""
    piece = pieces[i]
    if isinstance(piece, Figure):  # `anno 2017`, `media degli ultimi 3 anni`
        joined = piece.year or piece.unit in {"year", "month"}
        return joined and piece.comparing is None and (piece.sign is None or (piece.year and piece.high is not None))
    if isinstance(piece, Day):
        return piece.comparing is None
    sort = piece.sort
    if sort in {"and_", "slash", "or_"}:
        return i + 1 < len(pieces) and pieces[i + 1].sort == "words"
    return sort in {"words", "past", "now", "year", "label"}


def _join_bounds(low: Figure, high: Figure) -> Figure | None:
    """`>= 10 e <= 15` as one range, None where it is none."""
    if low.sign == "<=" and high.sign == ">=":
        low, high = high, low
    same_unit = low.unit is None or high.unit is None or low.unit == high.unit
    if low.sign != ">=" or high.sign != "<=" or low.number >= high.number or not same_unit:
        return None
    start, end = min(low.start, high.start), max(low.end, high.end)
    doubts = low.doubts + high.doubts
    return Figure(start, end, low.number, high.number, high.unit or low.unit, sign="between", doubts=doubts)
