"""The cards of a plan that nobody has described: their keys, the lines that announce them, the codes of their nodes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extractors.layouts.card_rules import CARD_VALUES, CardKey, CardLabel, CardRules
from extractors.layouts.levels import Level
from extractors.layouts.schema import NodeRule, TableRules
from extractors.pages.model import Cell, Item, Place, TableRow
from extractors.suggest.code_patterns import pattern_of_codes
from extractors.suggest.heading_survey import HeadingVocabulary, generalised

_MANY = 10  # so many cards print the same key
_OFTEN = 3  # so many lines alike are labels, so many codes alike nodes
_TWICE = 2
_KEY_WORDS = 4
_KEYS = ("weight", "formula", "unit", "owner", *CARD_VALUES)
_LEVELS: tuple[Level, ...] = ("area", "strategic", "programme", "operational", "action")
_CODED = re.compile(r"(?P<code>(?=\S*\d)[A-Z\d](?:[A-Za-z\d.]*[A-Za-z\d])?)\s*[-–]\s*(?P<title>[^\d\W].{5,})")


def survey_cards(items: Sequence[Item], rules: TableRules) -> CardRules | None:
    """The cards' rules, or None where the document prints none: rows of a known key and its value, again and again.

    At least two keys must be known to the vocabulary, one of them a figure's.
    """
    vocabulary = HeadingVocabulary(rules)
    counts: Counter[str] = Counter()
    for item in items:
        if isinstance(item, TableRow):
            own = item.own_cells
            keys = own[::2] if len(own) % 2 == 0 else []
            counts.update(generalised(cell.text) for cell in keys if len(cell.text.split()) <= _KEY_WORDS)
    found: dict[str, CardKey] = {}
    for text, count in counts.items():
        seen = vocabulary.look(_make_cell(text))
        column = seen.column.column if seen.column and seen.exact and re.match(r"[^\W\d]", text) else None
        if count >= _MANY and column in _KEYS and column not in found:
            found[column] = CardKey.model_validate({"column": column, "printed": (text,)})
    if len(found) < 2 or not set(found) & set(CARD_VALUES):
        return None
    keys_found = tuple(found.values())
    required = tuple(key.column for key in keys_found)
    return CardRules(keys=keys_found, labels=_find_labels(items, vocabulary, found), required=required)


def _find_labels(items: Iterable[Item], vocabulary: HeadingVocabulary, keys: Iterable[str]) -> tuple[CardLabel, ...]:
    """Short texts that stand alone again and again: those that name indicators begin cards, those of objectives a
    panel of their level."""
    counts: Counter[str] = Counter()
    for item in items:
        texts = [cell.text for cell in item.cells] if isinstance(item, TableRow) else [item.text]
        counts.update(text for text in texts if len(text.split()) <= _KEY_WORDS and not any(c.isdigit() for c in text))
    labels = []
    for text, count in counts.items():
        seen = vocabulary.look(_make_cell(text))
        if count < _TWICE or seen.column is None or not seen.exact or seen.column.column in keys:
            continue
        begins = {"name": "cards", "objective": seen.column.level}.get(seen.column.column)
        if begins is not None:
            name = text.casefold()
            labels.append(
                CardLabel.model_validate(
                    {"name": name, "pattern": re.escape(text).replace("\\ ", " "), "begins": begins}
                )
            )
    return tuple(labels)


def coded_nodes(items: Iterable[Item]) -> tuple[NodeRule, ...]:
    """Rules for lines such as `101.1 - Title`: the codes of one form are one level, the shorter the nearer the root."""
    forms: dict[str, list[str]] = {}
    for item in items:
        texts = [cell.text for cell in item.cells] if isinstance(item, TableRow) else [item.text]
        for text in texts:
            if found := _CODED.fullmatch(text):
                code = found["code"]
                forms.setdefault(re.sub(r"[A-Za-z]+", "a", re.sub(r"\d", "0", code)), []).append(code)
    known = {code for codes in forms.values() for code in codes}

    def leads(code: str) -> bool:
        """Whether other codes begin with this one, as those of its children do."""
        return sum(other != code and other.startswith(code) for other in known) >= _OFTEN

    often = [codes for codes in forms.values() if len(codes) >= _OFTEN or all(map(leads, codes))]
    # Forms of one length are one level: `D1.11` and `D1.3` end the codes of one kind of node.
    by_length: dict[int, list[str]] = {}
    for codes in often:
        stem = len(re.split(r"[A-Za-z]", codes[0])[0]) or len(codes[0])
        by_length.setdefault(stem, []).extend(codes)
    rules = []
    for level, (_, codes) in zip(_LEVELS, sorted(by_length.items()), strict=False):
        pattern = rf"(?P<code>{pattern_of_codes(codes)})\s*-\s*(?P<title>\D.*)"
        rules.append(NodeRule(name=f"{level} by code", level=level, pattern=pattern))
    return tuple(rules)


def _make_cell(text: str) -> Cell:
    return Cell(text.replace("{year}", "2020"), Place())
