"""What was read in a cell, as markup that the script can put into another language."""

from __future__ import annotations

import datetime

from markupsafe import Markup, escape

from pipeline.dataset.columns import Row
from pipeline.report.texts import FIRST, load_texts, text_markup

_SIGNS = {">=": "≥", "<=": "≤"}


def term_markup(vocabulary: str, word: str) -> Markup:
    """A word of a vocabulary of the dataset; as it is where the report has no text for it yet."""
    key = f"{vocabulary}.{word}"
    return text_markup(key) if key in load_texts() else Markup("<span>{}</span>").format(word)


def option_markup(vocabulary: str, word: str) -> Markup:
    """Attributes and content of an element that holds nothing but a word of a vocabulary."""
    key = f"{vocabulary}.{word}"
    if key not in load_texts():
        return Markup(">{}").format(word)
    return Markup(' data-t="{}">{}').format(key, load_texts()[key][FIRST])


def number_markup(value: float) -> Markup:
    """A number as Italians write it: `11.774.058.127`, `0,02`."""
    plain = f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
    whole, _, decimals = plain.lstrip("-").partition(".")
    groups = f"{int(whole):,}".replace(",", ".") if whole.isdigit() else whole
    shown = ("−" if plain.startswith("-") else "") + groups + (f",{decimals}" if decimals else "")
    return Markup('<data value="{}" data-number>{}</data>').format(plain, shown)


def day_markup(value: datetime.date) -> Markup:
    """A day as Italians write it: `31/12/2019`."""
    return Markup('<time datetime="{}" data-day>{}</time>').format(value.isoformat(), f"{value:%d/%m/%Y}")


def clause_markup(row: Row) -> Markup:
    """A row of `values` in words: sign, figure, unit, day, reference and what is left over as text."""
    parts = [*_figure_markup(row), *_circumstance_markup(row)]
    kind = row["kind"]
    if kind in ("missing", "baseline_year", "invalid", "qualitative") or not parts:
        parts.insert(0, term_markup("kind", kind))
    return Markup(" ").join(parts)


def _figure_markup(row: Row) -> list[Markup]:
    """Sign, number and unit."""
    parts: list[Markup] = []
    if row["comparator"] not in (None, "between"):
        sign = escape(_SIGNS.get(row["comparator"], row["comparator"]))
        if row["comparator_source"] != "implicit":
            parts.append(sign)
        elif sign != "=":  # not printed, but read
            parts.append(Markup('<span class="soft">({})</span>').format(sign))
    if row["number_high"] is not None:
        parts.append(number_markup(row["number"]) + "–" + number_markup(row["number_high"]))
    elif row["number"] is not None:
        parts.append(number_markup(row["number"]))
    if row["unit"] is not None:
        parts.append(term_markup("unit", row["unit"]))
    return parts


def _circumstance_markup(row: Row) -> list[Markup]:
    """Day, yes or no, reference and the words that are left over."""
    parts: list[Markup] = []
    if row["date"] is not None:
        parts += [day_markup(row["date"])] if row["kind"] == "date" else [text_markup("due"), day_markup(row["date"])]
    if row["boolean"] is not None:
        parts.append(text_markup("boolean.true" if row["boolean"] else "boolean.false"))
    if row["reference"] is not None:
        parts += [text_markup("reference"), Markup('<span lang="it">{}</span>').format(row["reference"])]
    if row["text"] not in (None, row["raw"]):
        parts.append(Markup('<q lang="it">{}</q>').format(row["text"]))
    return parts
