"""Schemes of codes that are data: `schemes.yml` beside this module, which says what each key holds, or one entry of it
that a layout file brings along.

In: the file, or rules of its form. Out: schemes that read codes (`normalizers.codes.shape`). Public:
`load_schemes`, `parse_schemes`, `make_scheme`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from normalizers.codes.model import Meaning
from normalizers.codes.shape import Latin, Letter, Mark, Number, Shape, ShapeScheme, Slot

_PIECE = re.compile(r"\{([a-z_]+)\}|([.-])")
_Level = Literal["area", "strategic", "programme", "operational", "action"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SlotRules(_Strict):
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

    def as_slot(self, name: str) -> Slot:
        """The slot that reads it."""
        if self.digits is not None:
            return Number(name, *self.digits, lead=self.lead)
        if self.letters is not None:
            return Letter(name, self.letters)
        return Latin(name, self.latin or {})


class FormRules(_Strict):
    """A form of a code and what one says."""

    form: str
    level: _Level | None = None
    ancestors: tuple[str, ...] = ()
    parts: dict[str, str] | None = None
    process: str | None = None
    doubt: str | None = None


class SchemeRules(_Strict):
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

    def as_scheme(self, name: str) -> ShapeScheme:
        """The scheme that reads such codes."""
        return ShapeScheme(name, tuple(self._shape(form) for form in self.forms))

    def _shape(self, form: FormRules) -> Shape:
        found = _PIECE.finditer(form.form)
        slots = [Mark(piece[2]) if piece[2] else self.slots[piece[1]].as_slot(piece[1]) for piece in found]
        return Shape(tuple(slots), _Explanation(form), doubt=form.doubt)


@dataclass(frozen=True, slots=True)
class _Explanation:
    """What a code of a form says, from its pieces."""

    form: FormRules

    def __call__(self, pieces: Mapping[str, str]) -> Meaning:
        form = self.form
        return Meaning(
            level=form.level,
            process_code=form.process.format(**pieces) if form.process else None,
            ancestors=tuple(code.format(**pieces) for code in form.ancestors),
            parts={name: part.format(**pieces) for name, part in form.parts.items()} if form.parts else dict(pieces),
        )


def _names_in(text: str) -> set[str]:
    return {found[1] for found in _PIECE.finditer(text) if found[1]}


def parse_schemes(text: str) -> dict[str, SchemeRules]:
    """The schemes that a YAML text describes, by name.

    Raises:
        pydantic.ValidationError: it describes none, or a key or slot is none.
    """
    return {name: SchemeRules.model_validate(rules) for name, rules in yaml.safe_load(text).items()}


class SchemeFaultyError(Exception):
    """Rules that describe no scheme of codes; the message says where and why."""


def make_scheme(name: str, rules: Mapping[str, Any]) -> ShapeScheme:
    """The scheme of this name that `rules`, of the form of an entry of `schemes.yml`, describe.

    Raises:
        SchemeFaultyError: they describe none.
    """
    try:
        return SchemeRules.model_validate(rules).as_scheme(name)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'codes'}: {fault['msg']}" for fault in error.errors())
        raise SchemeFaultyError("; ".join(faults)) from error


@functools.cache
def load_schemes() -> dict[str, SchemeRules]:
    """The schemes of `schemes.yml`, by name."""
    return parse_schemes(resources.files(__package__).joinpath("schemes.yml").read_text(encoding="utf-8"))
