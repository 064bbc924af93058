"""Schemes of codes that are data: `schemes.yml` beside this module, which says what each key holds, or one entry of it
that a layout file brings along.

A form is read in two ways. Sound: the text is the form as it stands, letters in either case. Repaired: the text becomes
the form when a letter in a digit's place, or a digit in a letter's, is read as what it looks like (0 and O; 1, I and
l), stray spaces are closed and one missing dot or dash is put back. Every legal code that this gives is handed on, so
that the caller can refuse a text that could be two codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from pydantic import Field, ValidationError, model_validator

from normalizers.codes.model import Code
from normalizers.codes.text import LONGEST, cut_word
from normalizers.declared import Declared

_PIECE = re.compile(r"\{([a-z_]+)\}|([.-])")
_DIGITS = "0123456789"
_ALIKE = {**dict.fromkeys("Oo", "0"), **dict.fromkeys("IilL", "1"), "0": "o", "1": "il"}
"""What a printed sign may stand for, in small letters."""


class Option(NamedTuple):
    """One way to print a piece of a code: for each place the signs that may stand there, as the code has them.

    A piece that is printed in several ways is `word` in the code, behind a dash; `is_missing` tells a dot or dash that
    is put back.
    """

    name: str
    signs: Sequence[str]
    word: str | None = None
    is_missing: bool = False


class SlotRules(Declared):
    """A piece of a code: a number of so many digits, a letter, or a Latin multiplicative; one of the three."""

    digits: tuple[int, int] | None = None
    lead: str = "123456789"
    letters: str | None = None
    latin: dict[str, str] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> SlotRules:
        if sum(kind is not None for kind in (self.digits, self.letters, self.latin)) != 1:
            raise ValueError("a slot has digits, letters or latin, one of the three")
        return self

    def list_options(self, name: str) -> list[Option]:
        """How the piece may be printed; a multiplicative behind nothing, a space or a dash."""
        if self.digits is not None:
            low, high = self.digits
            return [Option(name, [self.lead, *[_DIGITS] * more]) for more in range(low - 1, high)]
        if self.letters is not None:
            return [Option(name, letter) for letter in self.letters]
        latin = (self.latin or {}).items()
        return [Option(name, lead + printed, word) for printed, word in latin for lead in ("", " ", "-")]


class FormRules(Declared):
    """A form of a code and what one says; one with a `doubt` is incomplete: read as printed, never a repair's aim."""

    form: str
    level: Literal["area", "strategic", "programme", "operational", "action"] | None = None
    ancestors: tuple[str, ...] = ()
    parts: dict[str, str] | None = None
    process: str | None = None
    doubt: str | None = None

    def explain(self, code: Code) -> Code:
        """What a code of this form says, from its pieces and the level that a word before it says."""
        pieces = code.parts
        return replace(
            code,
            level=self.level or code.level,
            process_code=self.process.format(**pieces) if self.process else None,
            ancestors=tuple(above.format(**pieces) for above in self.ancestors),
            parts={name: part.format(**pieces) for name, part in self.parts.items()} if self.parts else pieces,
            doubts=(self.doubt.format(**pieces),) if self.doubt else (),
        )


class SchemeRules(Declared):
    """How a chamber writes its codes."""

    description: str = ""
    slots: dict[str, SlotRules]
    forms: tuple[FormRules, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_its_slots(self) -> SchemeRules:
        for form in self.forms:
            if _PIECE.sub("", form.form):
                raise ValueError(f"a form holds slots in braces, dots and dashes: {form.form!r}")
            named = _names_in(form.form)
            told = _names_in(" ".join((*form.ancestors, *(form.parts or {}).values(), form.process or "")))
            if odd := sorted((named - self.slots.keys()) | (told - named)):
                raise ValueError(f"{form.form!r} has no slot {', '.join(odd)}")
        return self

    def as_scheme(self, name: str) -> DescribedScheme:
        """The scheme that reads such codes."""
        return DescribedScheme(name, tuple((form, self._list_pieces(form.form)) for form in self.forms))

    def _list_pieces(self, form: str) -> list[list[Option]]:
        return [
            [Option("", mark), Option("", mark, is_missing=True)] if mark else self.slots[slot].list_options(slot)
            for slot, mark in _PIECE.findall(form)
        ]


def _names_in(text: str) -> set[str]:
    return {name for name, _ in _PIECE.findall(text) if name}


@dataclass(frozen=True, slots=True, eq=False)
class DescribedScheme:
    """A scheme of described forms; equal to itself alone, so that readings can be remembered by it."""

    name: str
    forms: tuple[tuple[FormRules, list[list[Option]]], ...]

    def sound(self, text: str) -> tuple[Code, ...]:
        """The legal codes that the text is as it stands."""
        return self._read_text(text, repair=False)

    def repairable(self, text: str) -> tuple[Code, ...]:
        """The legal codes that the text can be once repaired, each by its fewest repairs."""
        return self._read_text(text, repair=True)

    def _read_text(self, text: str, *, repair: bool) -> tuple[Code, ...]:
        printed, level = cut_word(text)
        if not 0 < len(printed) <= LONGEST or not any(c in _DIGITS for c in printed):
            return ()  # Without a single sound digit (`I`, `lO`) it is a word, not a damaged number.
        closed = printed.replace(" ", "") if repair else printed
        spaces = [f"closed the space in '{printed}'"] if closed != printed else []
        best: dict[str, Code] = {}
        for form, slots in self.forms:
            for pieces in () if repair and form.doubt else _walk_slots(slots, closed, repair=repair):
                code = "".join(piece.code for piece in pieces)
                said = [repair.format(printed) for piece in pieces for repair in piece.repairs]
                repairs = tuple(dict.fromkeys([*spaces, *said]))
                if code not in best or len(repairs) < len(best[code].repaired):
                    parts = {piece.name: piece.code.removeprefix("-") for piece in pieces if piece.name}
                    best[code] = form.explain(Code(text, code, self.name, level, repaired=repairs, parts=parts))
        return tuple(best[code] for code in sorted(best))


class _Piece(NamedTuple):
    """A piece of a code as it was read; its repairs are sentences with a place for the printed text."""

    name: str
    code: str
    repairs: tuple[str, ...] = ()


def _walk_slots(
    slots: Sequence[Sequence[Option]], rest: str, *, repair: bool, put_back: bool = False
) -> Iterator[tuple[_Piece, ...]]:
    """Every way to read a text as these slots."""
    if not slots:
        if not rest:
            yield ()
        return
    for option in slots[0]:
        if option.is_missing and put_back:
            continue
        piece = _read_option(option, rest, repair=repair)
        if piece is not None:
            left = rest if option.is_missing else rest[len(option.signs) :]
            for others in _walk_slots(slots[1:], left, repair=repair, put_back=put_back or option.is_missing):
                yield (piece, *others)


def _read_option(option: Option, rest: str, *, repair: bool) -> _Piece | None:
    """The piece printed in this way; None where the text goes on otherwise."""
    if option.is_missing:
        mark = str(option.signs)
        sentence = f"put the missing {'dot' if mark == '.' else 'dash'} back into '{{}}'"
        return _Piece("", mark, (sentence,)) if repair and not rest.startswith(mark) else None
    if len(rest) < len(option.signs):
        return None
    code, repairs = "", tuple[str, ...]()
    for char, signs in zip(rest, option.signs, strict=False):
        meant = next((sign for sign in signs if sign.lower() == char.lower()), "")
        if not meant and repair:
            meant = next((sign for sign in signs if sign.lower() in _ALIKE.get(char, "")), "")
            seen = {"0": "zero", "1": "digit 1"}.get(char, f"letter {char}")
            kind = "digit" if meant in _DIGITS else "letter"
            repairs = (*repairs, f"read the {seen} in '{{}}' as the {kind} {meant}")
        if not meant:
            return None
        code += meant
    return _Piece(option.name, code if option.word is None else f"-{option.word}", repairs)


class SchemeFaultyError(Exception):
    """Rules that describe no scheme of codes; the message says where and why."""


def make_scheme(name: str, rules: Mapping[str, Any]) -> DescribedScheme:
    """The scheme of this name that `rules`, of the form of an entry of `schemes.yml`, describe.

    Raises:
        SchemeFaultyError: they describe none.
    """
    try:
        return SchemeRules.model_validate(rules).as_scheme(name)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'codes'}: {fault['msg']}" for fault in error.errors())
        raise SchemeFaultyError("; ".join(faults)) from error
