"""The words of a layout's cards, ready to match: labels, keys, and lines in which keys and values run on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.layouts.card_rules import CardKey, CardLabel, CardRules
from extractors.layouts.typography import printed_pattern
from extractors.text import single_spaced

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MAX_KEYS_IN_A_LINE = 64  # keys; all ways to read them are tried, and no line of cards holds a tenth of them
_KEYS_OF_A_CARD = 2  # keys; one alone may be a word of a sentence


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Where a key stands on a card: the rank of its rule, then its year (0 where it names none)."""

    rank: int
    year: int


@dataclass(frozen=True, slots=True)
class Key:
    """A printed key: the rule it follows, its place on the card and its text."""

    rule: CardKey
    slot: Slot
    text: str

    @property
    def year(self) -> int | None:
        """The year that the key names."""
        return self.slot.year or None


@dataclass(frozen=True, slots=True)
class RunIn:
    """A card, or part of one, printed in one line: `name` (may be empty) and then keys with their values.

    `sure` is False where the line can be parted in another way just as well.
    """

    name: str
    pairs: tuple[tuple[Key, str], ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A key found in a line, from `start` to `end`."""

    start: int
    end: int
    key: Key


@dataclass(frozen=True, slots=True)
class _Chain:
    """Keys that part the rest of a line: how many, in how many ways, and the index of the second one."""

    length: int
    ways: int
    following: int | None


class CardWords:
    """The labels and keys of `rules`, ready to match."""

    def __init__(self, rules: CardRules) -> None:
        self._required = frozenset(rules.required)
        self._rules = rules.keys
        self._labels = [(label, printed_pattern(label.pattern)) for label in rules.labels]
        self._keys = [(rank, rule, _key_pattern(form)) for rank, rule in enumerate(rules.keys) for form in rule.printed]
        self._values = [printed_pattern(key.value or ".+", re.DOTALL) for key in rules.keys]

    def label(self, text: str) -> CardLabel | None:
        """The label that the whole of `text` is, or None."""
        text = text.rstrip(" :")
        return next((label for label, pattern in self._labels if pattern.fullmatch(text)), None)

    def labels(self, text: str) -> list[tuple[CardLabel, str]]:
        """The labels that `text` consists of, with the words of each; none where it is anything else.

        Headings side by side may come as one line, `Indicatori Azione`.
        """
        if label := self.label(text):
            return [(label, text)]
        for label, pattern in self._labels:
            first = pattern.match(text)
            if first and first.end() < len(text) and text[first.end()].isspace():
                rest = self.labels(text[first.end() :].strip())
                if rest:
                    return [(label, first[0]), *rest]
        return []

    def key(self, text: str) -> Key | None:
        """The key that the whole of `text` is, or None."""
        for rank, rule, pattern in self._keys:
            if found := pattern.fullmatch(text):
                return _make_key(rank, rule, found)
        return None

    def may_be_value(self, key: Key, text: str) -> bool:
        """Whether `text` looks like a value of `key`."""
        return self._values[key.slot.rank].fullmatch(text.strip()) is not None

    def complete(self, slots: Sequence[Slot]) -> bool:
        """Whether a card with keys in these places has all columns that it needs."""
        return self._required <= {self._rules[slot.rank].column for slot in slots}

    def missing(self, slots: Sequence[Slot]) -> list[str]:
        """The printed keys that a card with keys in these places lacks."""
        present = {self._rules[slot.rank].column for slot in slots}
        lacking = [k for k in self._rules if k.column in self._required and k.column not in present]
        return [key.printed[0].replace("{year}", "").strip() for key in lacking]

    def run_in(self, text: str, *, any_value: bool = False) -> RunIn | None:
        """`text` as keys with their values, before them a name where there are two keys or more; or None.

        Keys follow each other in their printed order, each once, and as many are taken as the text has. With
        `any_value` a value need not look like one.
        """
        found = self._keys_in(text)
        if not found or len(found) > _MAX_KEYS_IN_A_LINE:
            return None
        chain, ways = self._longest_chain(text, found, any_value)
        if not chain:
            return None
        name = text[: chain[0].start].strip()
        if name and len(chain) < _KEYS_OF_A_CARD:
            return None
        ends = [part.start for part in chain[1:]] + [len(text)]
        pairs = tuple((p.key, text[p.end : end].strip()) for p, end in zip(chain, ends, strict=True))
        # A name with keys of its own is another card whose end cannot be told.
        return RunIn(name, pairs, ways == 1 and len(self._keys_in(name)) < _KEYS_OF_A_CARD)

    def _keys_in(self, text: str) -> list[_Found]:
        """The keys in `text` from left to right; of two that begin together only the longer."""
        longest: dict[int, _Found] = {}
        for rank, rule, pattern in self._keys:
            for match in pattern.finditer(text):
                known = longest.get(match.start())
                if known is None or match.end() > known.end:
                    longest[match.start()] = _Found(match.start(), match.end(), _make_key(rank, rule, match))
        return [longest[start] for start in sorted(longest)]

    def _longest_chain(self, text: str, found: list[_Found], any_value: bool) -> tuple[list[_Found], int]:
        """The most keys that part the end of `text` into values, and in how many ways so many do.

        Of equally many the last are taken: what comes before is the name, which may hold a key's word.
        """
        best: dict[int, _Chain] = {}
        for i in range(len(found) - 1, -1, -1):
            best[i] = self._chain_from(i, text, found, best, any_value)
        most = max(chain.length for chain in best.values())
        firsts = [i for i, chain in best.items() if chain.length == most]
        taken: list[_Found] = []
        at: int | None = max(firsts) if most else None
        while at is not None:
            taken.append(found[at])
            at = best[at].following
        return taken, sum(best[i].ways for i in firsts)

    def _chain_from(self, i: int, text: str, found: list[_Found], best: dict[int, _Chain], any_value: bool) -> _Chain:
        """The longest chain that begins with the key `i`, those of later keys given in `best`."""
        part = found[i]
        options = []
        if self._is_value(part.key, text[part.end :], any_value):
            options.append(_Chain(1, 1, None))
        for j in range(i + 1, len(found)):
            later, rest = found[j], best[j]
            in_order = later.start >= part.end and part.key.slot < later.key.slot
            if rest.length and in_order and self._is_value(part.key, text[part.end : later.start], any_value):
                options.append(_Chain(rest.length + 1, rest.ways, j))
        if not options:
            return _Chain(0, 0, None)
        most = max(option.length for option in options)
        ties = [option for option in options if option.length == most]
        return _Chain(most, sum(option.ways for option in ties), ties[-1].following)

    def _is_value(self, key: Key, text: str, any_value: bool) -> bool:
        """Whether `text` may be a value of `key`."""
        return bool(text.strip()) and (any_value or self.may_be_value(key, text))


def _key_pattern(printed: str) -> re.Pattern[str]:
    """The pattern of a key's form: a space is any white space, `{year}` a year; a colon may follow."""
    words = [re.escape(word).replace(r"\{year\}", _YEAR) for word in single_spaced(printed).split(" ")]
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)(?:\s*:)?", re.IGNORECASE)


def _make_key(rank: int, rule: CardKey, found: re.Match[str]) -> Key:
    year = found.groupdict().get("year")
    return Key(rule, Slot(rank, int(year) if year else 0), found[0].rstrip(" :"))
