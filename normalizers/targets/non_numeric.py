"""Cells that state no figure: a dash, `n.d.`, `SI`, `Anno di rilevazione`, running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from normalizers.targets.clauses import Draft, Relation
from normalizers.targets.closed_world import holds_unknown, list_unknown
from normalizers.targets.pieces import Day, Figure, Piece, has_digits, is_sign, is_within
from normalizers.targets.references import DOUBT_KEEPING, Reference, read_reference
from normalizers.vocabulary import italian as words
from normalizers.vocabulary.translations import FOREIGN, HARMLESS

_FOOTNOTED = re.compile(r"(?:-+|n[./]? ?[dav]\.?) ?[(\[]?(?:[0-9]|[a-h]|nota [0-9])[)\]]\.?")
"""`- (1)`, `n.d.(1)`: no value, and a mark that refers to a remark."""
_FORMULA = re.compile(r"[a-z)] ?[+*=] ?[a-z(]")
_JOINTS = str.maketrans("", "", "-' ")
_DIRECTIONS = words.increase | words.decrease | words.directionless
_CHANGES = _DIRECTIONS | words.keeping
_UNITS_ALONE = words.unit_words | {"n", "n.", "n°", "nr", "nr.", ".", "°", "-"}
_TIMES = words.periods | words.several_years
_SHORT = 6
"""Words of a reference that is printed alone (`media nazionale delle Camere di commercio`)."""


def list_values(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces that can make a clause of their own."""
    return [p for p in pieces if isinstance(p, Figure | Day) or p.sort == "compare"]


def has_words(pieces: Iterable[Piece]) -> bool:
    """Whether letters stand among the pieces that are no figures."""
    return any(p.sort in {"words", "label", "year"} and any(c.isalpha() for c in p.word) for p in pieces)


def read_whole(pieces: Sequence[Piece], folded: str) -> Draft | None:
    """The clause of a cell that says something without a figure; None where the cell is to be read piece by piece."""
    if pieces and not pieces[0].sort and folded[0] not in "-;":
        return None  # it begins with a figure or a day
    bare = folded.strip(" ()[]\"'.:;,")
    if bare.startswith("#") and bare.rstrip("!?") in words.spreadsheet_errors:
        return Draft("invalid", doubts=["The cell holds an error of a spreadsheet."])
    dashed = not folded.strip("-_./; …\"'|()€%") and any(c in "-_./…" for c in folded)
    if dashed or _FOOTNOTED.fullmatch(folded.lstrip("; ")):
        return Draft("missing", doubts=["A dash beside a currency may be a zero."] if "€" in folded else [])
    if not pieces:
        return Draft("words", doubts=[_NOTHING], unparsed=True)
    return _read_word_alone(bare) or _read_opening(pieces[0], list(pieces[1:]))


def _read_word_alone(word: str) -> Draft | None:
    """`np`, `realizzato`, `fatto`: a word that says all where it is the whole cell."""
    if word in words.perhaps_missing:
        return Draft("missing", doubts=["The word or letters may say something else."])
    head, _, said = word.partition(" ")
    said = said if head in words.measure_heads else word  # `obiettivo non raggiunto`
    is_done = not said.startswith("non ") and said not in words.perhaps_no
    if word.removeprefix("non ") in words.done:
        return Draft("boolean", boolean=is_done)
    if said.removeprefix("non ") in words.perhaps_done or said in words.perhaps_no:
        return Draft("boolean", boolean=is_done, doubts=["The word says that it was done or what is to be done."])
    return None


def _read_opening(first: Piece, others: list[Piece]) -> Draft | None:
    """What a cell says that begins with a word of the whole: `SI`, `n.d.`, `Anno di rilevazione`."""
    sort = first.sort
    if sort in {"yes", "no"}:
        return _read_boolean(first, others)
    if sort == "both" and not list_values(others):
        return Draft("words", rest=[first, *others], doubts=[_SCALE])
    if sort not in {"missing", "first_year"}:
        return None
    draft = Draft(sort, rest=others, unknown=list_unknown(others))
    if any(not (isinstance(p, Figure) and p.year and p.sign is None) for p in list_values(others)):
        draft.doubts.append("Beside this, the cell states a figure.")
    elif any(p.sort in {"yes", "no"} for p in others):
        draft.doubts.append("The yes or no is not alone.")
    elif sort == "missing" and others and others[0].sort == "words" and has_words(others):
        draft.doubts.append("More words follow; the cell may say something else.")
    return draft


_NOTHING = "Nothing that can be read is printed."
_SCALE = "The cell prints the scale, not a value of it."


def _read_boolean(first: Piece, others: list[Piece]) -> Draft | None:
    """`SI`, `NO`, `SI (relazione)`, `Sì, entro il 31/12`; a `si` in running text is a pronoun."""
    draft = Draft("boolean", boolean=first.sort == "yes", rest=others, unknown=list_unknown(others))
    if not others:
        return draft
    values = list_values(others)
    if len(values) == 1 and isinstance(values[0], Day):
        draft.due = values[0]
        draft.rest = [p for p in others if p is not values[0]]
        draft.doubts.append("The cell states yes or no and a day.")
        return draft
    if values:
        return None
    if doubt := _doubt_yes(others):
        draft.doubts.append(doubt)
        return draft
    remark = others[0].sort in {"open", "comma", "dash", "colon", "semicolon"}
    signs = all(p.sort == "words" and not p.word[0].isalpha() for p in others)
    return draft if remark or signs else None


def _doubt_yes(others: Sequence[Piece]) -> str | None:
    """Why what stands behind a yes or no may change it."""
    said = [word for p in others if p.sort == "words" for word in p.word.split()]
    if any(p.sort in {"yes", "no"} for p in others) or {"%", "€"}.intersection(said):
        return "The yes or no is not alone."
    apart = others[0].sort != "words" or bool(words.partly.intersection(said[:2]))
    if apart and (words.partly.intersection(said) or words.is_open(said)):
        return "The words behind the yes or no take a part of it back."
    return None


def read_words(pieces: Sequence[Piece], text: str, folded: str) -> Draft:
    """A text without figures. Digits or signs in it that no rule explains are not passed over."""
    if not pieces:
        return Draft("words", doubts=[_NOTHING], unparsed=True)
    if (alone := _read_reference_alone(pieces, text)) is not None:
        return alone
    unexplained = _find_unexplained(pieces, folded)
    doubts = unexplained or _doubt_words(pieces, text, folded)
    return Draft("words", rest=list(pieces), doubts=doubts[:1], unparsed=bool(unexplained))


def _find_unexplained(pieces: Sequence[Piece], folded: str) -> list[str]:
    """What of a text without figures no rule explains."""
    signs = any(is_sign(p) for p in pieces)
    digits = has_digits(folded, pieces)
    said = {p.word for p in pieces}
    alone = said <= _UNITS_ALONE
    found = {
        "The cell prints a formula.": bool(_FORMULA.search(folded)),
        "A comparison is printed without a figure.": len(pieces) == 1 and pieces[0].sort == "compare",
        "No rule explains the signs and digits of this cell.": signs
        or any(p.sort == "stray" and has_digits(folded, [p]) for p in pieces),
        "A unit is printed without a figure.": alone or (bool(said & {"%", "€"}) and not digits),
        _NOTHING: not any(c.isalnum() for p in pieces for c in folded[p.start : p.end]),
    }
    return [reason for reason, holds in found.items() if holds]


def _doubt_words(pieces: Sequence[Piece], text: str, folded: str) -> list[str]:
    """Why a text in words may say more than words."""
    doubts = {
        "The digits of this text were not read as a figure.": has_digits(folded, pieces),
        _SCALE: any(p.sort == "both" for p in pieces),
        "The word may stand for the number zero.": pieces[0].word in words.no_thing,
        "It is not said how it compares with an earlier value.": any(p.sort in {"base", "past"} for p in pieces),
        "A deadline is said whose day is not named.": _names_period(pieces),
        "A mean is named, and not how it compares.": any(p.word in words.other_means for p in pieces),
        "A change is named, and not from what.": bool(said := {p.word for p in pieces if not _is_empty(p.word)})
        and said <= _CHANGES,
        "A single letter is printed.": all(len(p.word) == 1 for p in pieces),
        "The words say nothing by themselves.": all(
            _is_empty(p.word) or (p.word in words.partly and len(pieces) > 1) for p in pieces
        )
        or words.is_open([p.word for p in pieces]),
        "The yes or no is not alone.": _says_yes(pieces),
        "A number is named in words.": _names_number(pieces),
        "Words that are not known stand in the cell.": any(p.word.startswith(FOREIGN) for p in pieces)
        or holds_unknown(pieces, text, short=len(pieces) <= _SHORT),
    }
    return [doubt for doubt, holds in doubts.items() if holds]


def _says_yes(pieces: Sequence[Piece]) -> bool:
    """`SI nei termini`, `NO, come da nota`, `Approvazione: SI`; behind the pronoun `si` stands a verb."""
    said = {p.word for i, p in enumerate(pieces) if not i or pieces[i - 1].word != "da"}  # `da parte di`
    if said & (words.partly - words.small_words) and said & (words.done | words.perhaps_done):
        return True  # `parzialmente realizzato`
    if len(pieces) <= 2 or (pieces[-1].sort in {"yes", "no"} and pieces[-2].sort == "colon"):
        return any(p.sort in {"yes", "no"} for p in pieces)
    bare = pieces[1].sort == "compare" or pieces[1].word in words.unfinished
    return pieces[0].sort == "no" or (pieces[0].sort == "yes" and bare)


def _is_empty(word: str) -> bool:
    return word.rstrip(".") in words.empty_words or word in words.articles or not word.translate(_JOINTS).isalpha()


def _names_number(pieces: Sequence[Piece]) -> bool:
    """`mezzo milione`, `il doppio`, `migliaia di euro`: no figure, and a number all the same."""
    said = [p.word for p in pieces]
    short = [word for word in said if word not in words.articles and word != HARMLESS]
    named = short if len(short) <= 2 or said[0] in _DIRECTIONS else short[:1]  # `aumento di un terzo`
    return any(word.split(" ", 1)[0] in words.multiples for word in said) or not words.inexact.isdisjoint(named)


def _names_period(pieces: Sequence[Piece]) -> bool:
    """`entro breve`, `entro la prima metà dell'anno`, `entro fine mandato`, `autunno 2020`."""
    if len(pieces) <= 2 and any(is_within(p) or p.word in words.periods for p in pieces):
        return True
    within = [i for i, piece in enumerate(pieces) if is_within(piece)]
    return any(p.word in _TIMES for i in within for p in pieces[i + 1 : i + _SHORT])


def _read_reference_alone(pieces: Sequence[Piece], text: str) -> Draft | None:
    """`media nazionale`, `mantenimento del valore`: a comparison is meant and not said."""
    said = [p.word for p in pieces]
    if len(pieces) <= _SHORT and (said[0] in words.mean_words or said[:2] == ["valore", "medio"]):
        return _make_relative(pieces, None, read_reference(pieces, text), "No comparison is printed before the mean.")
    past = [p for p in pieces if p.sort == "past"]
    if said[0] in words.keeping and any(p.sort in {"past", "base"} or p.word in words.values for p in pieces):
        return _make_relative(pieces, "=", read_reference(past, text) if past else Reference("t-1"), DOUBT_KEEPING)
    if len(pieces) <= _SHORT and pieces[-1].sort == "past" and all(w in words.fillers for w in said[:-1]):
        doubt = "No comparison is printed before the earlier value."
        return _make_relative([], "=", read_reference(pieces, text), doubt)
    return None


def _make_relative(pieces: Sequence[Piece], sign: str | None, reference: Reference | None, doubt: str) -> Draft | None:
    if reference is None:
        return None
    relation = Relation(sign, reference)
    return Draft("value", relation, reference=reference.name, rest=list(pieces) if sign else [], doubts=[doubt])
