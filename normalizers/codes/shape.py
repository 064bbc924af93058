"""Codes described as a row of slots, and the one reader that serves every scheme described so.

A shape is read in two ways. Sound: the text is the shape as it stands, letters in either case. Repaired:
the text becomes the shape when a letter in a digit's place, or a digit in a letter's, is read as what it
looks like (0 and O; 1, I and l), stray spaces are closed and one missing dot or dash is put back. Every
legal code that this gives is handed on, so that the caller can refuse a text that could be two codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from normalizers.codes.model import Meaning, Reading
from normalizers.codes.text import LONGEST, cut_word

_DIGITS = "0123456789"
_DIGIT_FOR = {"O": "0", "o": "0", "I": "1", "i": "1", "l": "1", "L": "1"}
_LETTERS_FOR = {"0": "o", "1": "il"}


@dataclass(frozen=True, slots=True)
class Number:
    """`low` to `high` digits, the first of them one of `lead`."""

    name: str
    low: int = 1
    high: int = 1
    lead: str = "123456789"


@dataclass(frozen=True, slots=True)
class Letter:
    """One of `letters`, given in the case that the canonical code has."""

    name: str
    letters: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A dot or a dash that the scheme prints between two pieces."""

    text: str


@dataclass(frozen=True, slots=True)
class Latin:
    """A Latin multiplicative (`bis`) printed as one of `printed`, after nothing, a space or a dash."""

    name: str
    printed: Mapping[str, str]


Slot: TypeAlias = Number | Letter | Mark | Latin


@dataclass(frozen=True, slots=True)
class Shape:
    """One form of a scheme's codes.

    `explain` turns the pieces, by slot name, into what they mean. A shape with a `doubt` is an incomplete
    form that is read as printed and never the aim of a repair; the sentence may use the pieces
    (`{process}`).
    """

    slots: tuple[Slot, ...]
    explain: Callable[[Mapping[str, str]], Meaning]
    doubt: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ShapeScheme:
    """A scheme whose codes are shapes; equal to itself alone, so that readings can be remembered by it."""

    name: str
    shapes: tuple[Shape, ...]

    def sound(self, text: str) -> tuple[Reading, ...]:
        """The legal codes that the text is as it stands."""
        return self._read(text, repair=False)

    def repairable(self, text: str) -> tuple[Reading, ...]:
        """The legal codes that the text can be once repaired, each by its fewest repairs."""
        return self._read(text, repair=True)

    def _read(self, text: str, *, repair: bool) -> tuple[Reading, ...]:
        body, level = cut_word(text)
        if not 0 < len(body) <= LONGEST or not any(c in _DIGITS for c in body):
            return ()  # Without a single sound digit (`I`, `lO`) it is a word, not a damaged number.
        best: dict[str, Reading] = {}
        for shape in self.shapes:
            if repair and shape.doubt:
                continue
            for reading in _readings(shape, body, level, repair=repair):
                old = best.get(reading.code)
                if old is None or len(reading.repairs) < len(old.repairs):
                    best[reading.code] = reading
        return tuple(best[code] for code in sorted(best))


@dataclass(frozen=True, slots=True)
class _State:
    """How far a text has been read, the pieces and the canonical text so far, and the repairs so far."""

    at: int = 0
    code: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    repairs: tuple[str, ...] = ()
    put_back: bool = False

    def read(self, length: int, name: str, piece: str, *, joint: str = "", repairs: tuple[str, ...] = ()) -> _State:
        """The state behind a piece that takes `length` characters of the text."""
        pieces = (*self.pieces, (name, piece))
        return _State(self.at + length, self.code + joint + piece, pieces, self.repairs + repairs, self.put_back)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Walks one text; `printed` is the text that its sentences quote, spaces and all."""

    text: str
    printed: str
    repair: bool

    def walk(self, slots: tuple[Slot, ...], state: _State) -> Iterator[_State]:
        """Every way to read the rest of the text as these slots."""
        if not slots:
            if state.at == len(self.text):
                yield state
            return
        for after in self._step(slots[0], state):
            yield from self.walk(slots[1:], after)

    def _step(self, slot: Slot, state: _State) -> Iterator[_State]:
        match slot:
            case Number():
                return self._number(slot, state)
            case Letter():
                return self._letter(slot, state)
            case Mark():
                return self._mark(slot, state)
            case Latin():
                return self._latin(slot, state)

    def _number(self, slot: Number, state: _State) -> Iterator[_State]:
        digits = ""
        repairs: tuple[str, ...] = ()
        for char in self.text[state.at : state.at + slot.high]:
            digit = char if char in _DIGITS else _DIGIT_FOR.get(char, "") if self.repair else ""
            if not digit:
                return
            if digit != char:
                repairs = (*repairs, self._sentence(char, f"the digit {digit}"))
            digits += digit
            if len(digits) >= slot.low and digits[0] in slot.lead:
                yield state.read(len(digits), slot.name, digits, repairs=repairs)

    def _letter(self, slot: Letter, state: _State) -> Iterator[_State]:
        for letter in slot.letters:
            repairs = self._letters(state.at, letter)
            if repairs is not None:
                yield state.read(1, slot.name, letter, repairs=repairs)

    def _mark(self, slot: Mark, state: _State) -> Iterator[_State]:
        code = state.code + slot.text
        if self.text.startswith(slot.text, state.at):
            yield replace(state, at=state.at + 1, code=code)
        elif self.repair and not state.put_back:
            kind = "dot" if slot.text == "." else "dash"
            sentence = f"put the missing {kind} back into '{self.printed}'"
            yield replace(state, code=code, repairs=(*state.repairs, sentence), put_back=True)

    def _latin(self, slot: Latin, state: _State) -> Iterator[_State]:
        lead = 1 if self.text[state.at : state.at + 1] in (" ", "-") else 0
        for printed, word in slot.printed.items():
            repairs = self._letters(state.at + lead, printed)
            if repairs is not None:
                yield state.read(lead + len(printed), slot.name, word, joint="-", repairs=repairs)

    def _letters(self, at: int, letters: str) -> tuple[str, ...] | None:
        """The repairs that make the text from `at` on these letters, in either case; None where nothing
        does.
        """
        chars = self.text[at : at + len(letters)]
        if len(chars) < len(letters):
            return None
        repairs: tuple[str, ...] = ()
        for char, letter in zip(chars, letters, strict=True):
            if char.lower() == letter.lower():
                continue
            if not self.repair or letter.lower() not in _LETTERS_FOR.get(char, ""):
                return None
            repairs = (*repairs, self._sentence(char, f"the letter {letter}"))
        return repairs

    def _sentence(self, char: str, meant: str) -> str:
        seen = {"0": "zero", "1": "digit 1"}.get(char, f"letter {char}")
        return f"read the {seen} in '{self.printed}' as {meant}"


def _readings(shape: Shape, text: str, level: str | None, *, repair: bool) -> Iterator[Reading]:
    closed = text.replace(" ", "") if repair else text
    first = _State()
    if closed != text:
        first = _State(repairs=(f"closed the space in '{text}'",))
    for state in _Reader(closed, text, repair).walk(shape.slots, first):
        pieces = dict(state.pieces)
        meaning = shape.explain(pieces)
        if meaning.level is None and level is not None:
            meaning = Meaning(level, meaning.process_code, meaning.ancestors, meaning.parts)
        doubts = (shape.doubt.format(**pieces),) if shape.doubt else ()
        yield Reading(state.code, meaning, tuple(dict.fromkeys(state.repairs)), doubts)
