"""Pages read damaged: rules left out, words moved, characters lost, so that there are errors to look for."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from extractors.pages.model import Box, Page, Word

Damage: TypeAlias = Callable[[Page, random.Random], Page]


def without_rules(page: Page, _: random.Random) -> Page:
    """No rule and no fill: the grid is white space alone."""
    return replace(page, rules=(), fills=())


def some_rules_lost(page: Page, chance: random.Random) -> Page:
    """Every eighth rule is missing, as where a print is faint."""
    return replace(page, rules=tuple(rule for rule in page.rules if chance.random() > 1 / 8))


def words_moved(page: Page, chance: random.Random) -> Page:
    """Words stand some points away from their place, as on a scan that was laid askew; no rules."""

    def moved(word: Word) -> Word:
        dx, dy = chance.gauss(0, 3), chance.gauss(0, 1)
        b = word.box
        return word._replace(box=Box(b.x0 + dx, b.y0 + dy, b.x1 + dx, b.y1 + dy))

    return replace(page, words=tuple(moved(word) for word in page.words), rules=(), fills=())


def words_lost(page: Page, chance: random.Random) -> Page:
    """One word in thirty is missing, as where recognition of a scan fails."""
    return replace(page, words=tuple(word for word in page.words if chance.random() > 1 / 30))


def characters_lost(page: Page, chance: random.Random) -> Page:
    """One character in two hundred is missing."""

    def rest(text: str) -> str:
        return "".join(c for c in text if chance.random() > 1 / 200) or text

    return replace(page, words=tuple(word._replace(text=rest(word.text)) for word in page.words))


DAMAGE: dict[str, Damage] = {
    "no rules": without_rules,
    "rules lost": some_rules_lost,
    "words moved": words_moved,
    "words lost": words_lost,
    "characters lost": characters_lost,
}
