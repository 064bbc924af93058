"""A clause once all its words are known: what its words add, and the reasons to doubt it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from normalizers.quantities.units import TIME_UNITS
from normalizers.targets.clause_builder import Draft, Open, Relation, digits_in, signed, sort_of, word_of
from normalizers.targets.closed_world import unknown_words
from normalizers.targets.tokens import Day, Figure, Mark, Piece
from normalizers.vocabulary import italian as words

# 31122020, 20201231
_WRITTEN_DAY = re.compile(
    r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])20[0-9]{2}|20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
)
_SHORT_PHRASE = 2
_SHORT_LEAD = 3
"""Words before a number that still read as `Realizzare 4 nuove azioni`, not as running text."""


def finished(clause: Open, text: str, folded: str) -> Draft:
    """The clause with its remaining words, its event and the reasons to doubt it."""
    value = clause.value
    draft = Draft("value", value, clause.due, reference=clause.reference, doubts=list(clause.doubts))
    draft.rest = [*clause.lead, *clause.tail]
    if isinstance(value, Figure):
        draft.doubts.extend(value.doubts)
        _judge_number(clause, value, draft, folded)
        _judge_lead(clause, value, draft)
        _judge_tail(clause, value, draft)
        if value.unit in TIME_UNITS and clause.reference is None:
            _count_from(clause, value, draft, text, folded)
    elif isinstance(value, Day):
        draft.doubts.extend(value.doubts)
        _judge_day(clause, value, draft)
    elif isinstance(value, Relation):
        _judge_relation(clause, value, draft, folded)
    draft.unknown = unknown_words(_without_event(clause, draft))
    plain = [p for p in draft.rest if isinstance(p, Mark)]
    if isinstance(value, Figure | Day) and _is_unclosed(clause):
        draft.doubts.append("A bracket is closed that was not opened.")
    if _close_stray(clause) or any(sort_of(p) == "stray" and digits_in(folded, [p]) for p in plain):
        draft.doubts.append("No rule explains some signs or digits of this cell.")
    if isinstance(value, Figure | Day) and any(sort_of(p) == "past" for p in plain):
        draft.doubts.append("It is not said how it compares with an earlier value.")
    if any(sort_of(p) in {"both", "missing", "first_year", "no"} or signed(p) for p in plain) or _says_yes(clause):
        draft.doubts.append("A part of the cell was not understood.")
    return draft


def _without_event(clause: Open, draft: Draft) -> Open:
    """The clause without the words of the event its days count from: any words may name one."""
    if draft.reference is None or clause.reference is not None:
        return clause
    kept = [p for p in clause.tail if any(p is other for other in draft.rest)]
    return Open(lead=clause.lead, value=clause.value, tail=kept)


def _close_stray(clause: Open) -> bool:
    """Whether a sign that no rule explains stands close to the value (`5+`, `± 5%`), or words that join nothing."""
    near = [*clause.lead[-1:], *clause.tail[:1]]
    return any(sort_of(p) == "stray" for p in near) or any(
        sort_of(p) in {"and_", "or_", "slash"} for p in (*clause.lead[:1], *clause.tail[-1:])
    )


def _is_unclosed(clause: Open) -> bool:
    """`I) 80%`: what stands before the bracket, or the figure itself, may number an item."""
    return any(
        any(sort_of(p) == "close" for p in pieces) and not any(sort_of(p) == "open" for p in pieces)
        for pieces in (clause.lead, clause.tail)
    )


def _says_yes(clause: Open) -> bool:
    """`SI 80%`, `100% SI`: a yes that is no pronoun of a sentence."""
    before = [sort_of(p) for p in clause.lead]
    behind = [sort_of(p) for p in clause.tail]
    pronoun = before[1:2] == ["words"] and word_of(clause.lead[1]) not in words.articles
    return (before[:1] == ["yes"] and not pronoun) or behind[-1:] == ["yes"]


def _said(pieces: Sequence[Piece]) -> list[str]:
    return [word_of(p) for p in pieces if sort_of(p) in {"words", "yes", "no"}]


def _judge_relation(clause: Open, relation: Relation, draft: Draft, folded: str) -> None:
    draft.reference = relation.reference.name
    draft.doubts.extend(relation.reference.doubts)
    draft.rest = [p for p in draft.rest if sort_of(p) != "now"]
    if digits_in(folded, draft.rest):
        draft.doubts.append("Digits stand in the words around the comparison.")
    if clause.tail and _said(clause.tail):
        draft.doubts.append("More words stand behind the comparison.")
    if words.altering.intersection(_said(clause.lead)):
        draft.doubts.append("The words before the comparison change what it says.")


# ---- figures


def _judge_number(clause: Open, figure: Figure, draft: Draft, folded: str) -> None:
    bare = figure.sign is None and figure.unit is None and not figure.counted
    behind = _said(clause.tail)
    spaced = folded[figure.start : figure.start + 2] == "- "
    labelled = not spaced and not behind and bool(clause.lead) and sort_of(clause.lead[-1]) == "colon"
    if figure.number < 0 and not (figure.sign or clause.reference or labelled) and (behind or clause.lead):
        draft.doubts.append("The dash is a minus sign or a bullet.")
        if bare and spaced and not clause.lead:
            figure.number = -figure.number
    if clause.lead and word_of(clause.lead[-1]) == "meno" and figure.sign is None and figure.number > 0:
        figure.number = -figure.number  # `meno 5%`; that words change the figure is told below
    close = folded[figure.end : figure.end + 1]
    unitless = figure.unit is None and bool(figure.digits)
    reasons = {
        "Signs stand close behind the number, as in an ordinal.": unitless and (close.isalpha() or close in {"°", "^"}),
        "The sign behind the number may say minutes.": unitless
        and close in {"'", '"'}
        and close not in folded[: figure.start],
        "A stroke stands close behind the number.": close == "/",
        "The digits may be a day written without signs.": bare and bool(_WRITTEN_DAY.fullmatch(figure.digits)),
        "The number may be that of a heading.": bare and _numbers_a_heading(clause, figure, folded),
        "The word is the number one or an article.": figure.spelled
        and not figure.counted
        and figure.sign is None
        and figure.number == 1
        and bool(clause.tail),
        "The number stands in running text.": figure.spelled and bool(clause.lead) and bare,
    }
    draft.doubts.extend(reason for reason, holds in reasons.items() if holds)


def _numbers_a_heading(clause: Open, figure: Figure, folded: str) -> bool:
    """`1. Approvazione`, `1.1 Chi siamo`, `101 - Incrementare`: the number names what follows."""
    if not clause.tail or clause.lead:
        return False
    listed = folded[figure.end : figure.end + 1] in {".", ")"} and bool(_said(clause.tail))
    return (
        listed
        or ("." in figure.digits and "," not in figure.digits and figure.number != int(figure.number))
        or sort_of(clause.tail[0]) == "dash"
    )


def _judge_lead(clause: Open, figure: Figure, draft: Draft) -> None:
    """Words before a figure can turn it round, limit it or make it the number of something."""
    lead = _said(clause.lead)
    if not clause.lead:
        return
    loose = figure.unit is None and (figure.sign is None or (figure.high is not None and figure.comparing is None))
    timed = figure.unit in TIME_UNITS
    last = lead[-1] if lead else ""
    reasons = {
        "The length of time may be a limit or a part of the text.": timed
        and figure.sign is None
        and len(lead) > _SHORT_PHRASE
        and not _measured(lead),
        "The words before the figure name another unit.": timed and bool(words.other_scale.intersection(lead)),
        "Words say a decrease; the number may be meant as a negative one.": bool(words.decrease.intersection(lead)),
        "The number stands in running text.": loose and not figure.counted and not _counts(clause, lead, figure),
        "The words before the figure change what it says.": bool(words.altering.intersection(lead))
        or last in words.time_prepositions,
        "The words say a passage from one number to another.": figure.high is not None
        and last in words.passage | words.increase | words.decrease,
        "Several numbers stand in running text.": loose and any(sort_of(p) == "label" for p in clause.lead),
        "The number counts things known already.": loose and last in words.definite and bool(clause.tail),
        "The words may say a change.": figure.unit == "percent"
        and len(lead) > 1
        and last in words.change_joints
        and lead[-2].endswith(words.infinitives)
        and lead[-2] not in words.increase,
        "The number may be that of the label before it.": sort_of(clause.lead[-1]) == "label",
        "A multiple stands apart from the number.": _multiplied(lead),
        "The word before the number may be its unit.": figure.unit is None and last in words.unit_words,
        "A comparison stands before the figure, apart from it.": any(
            sort_of(p) == "compare" and not _within(p) for p in clause.lead
        ),
        "The dash is a minus sign or parts two texts.": figure.sign is None
        and any(sort_of(p) == "dash" for p in clause.lead),
    }
    draft.doubts.extend(reason for reason, holds in reasons.items() if holds)


def _judge_tail(clause: Open, figure: Figure, draft: Draft) -> None:
    """Words behind a figure can turn it round, multiply it or say what it is a part of."""
    if not clause.tail:
        return
    tail = _said(clause.tail)
    first = clause.tail[0]
    timed = figure.unit in TIME_UNITS
    reasons = {
        "A unit is printed without a figure.": any(word in {"%", "€", "euro"} for word in tail),
        "Words say a decrease; the number may be meant as a negative one.": bool(
            words.change_behind.intersection(itertools.pairwise(tail))
        ),
        "The length of time recurs.": timed and bool(words.recurring.intersection(tail)),
        "The number recurs.": bool(words.recurring_behind.intersection(itertools.pairwise(tail)))
        or bool(words.recurring.intersection(tail))
        or _is_rate(clause.tail),
        "The figure may be a share of an earlier value.": figure.unit == "percent" and _is_of_year(first),
        "A letter that stands for a year or a unit follows the figure.": sort_of(first) == "now",
        "A comparison stands behind the figure.": sort_of(first) == "compare" and not _within(first),
        "The words behind the figure change what it says.": word_of(first) in words.altering_behind
        or (sort_of(first) == "and_" and bool(words.inexact.intersection(tail[:1]))),
        "A multiple stands apart from the number.": _multiplied(tail),
        "The word behind the number may be its unit.": word_of(first) in words.unit_words
        or (figure.unit is None and word_of(first) in words.periods),
        "A comparison is begun behind the figure.": sort_of(clause.tail[-1]) == "compare",
        "The figure may be a share of the mean or a distance from it.": figure.unit == "percent"
        and clause.reference is None
        and _share_of_mean(tail),
        "The length of time ends with an event.": timed and _is_before(first),
        "The words behind the day change which day it is.": clause.due is not None
        and bool(words.beside_day.intersection(tail)),
        "An alternative stands behind the figure.": sort_of(first) == "or_",
    }
    draft.doubts.extend(reason for reason, holds in reasons.items() if holds)


def _is_rate(tail: Sequence[Piece]) -> bool:
    """`4 corsi/anno`."""
    return any(sort_of(a) == "slash" and word_of(b) in words.periods for a, b in itertools.pairwise(tail))


def _multiplied(said: Sequence[str]) -> bool:
    """Whether a multiple (`migliaia di`, `mln`) stands among the words."""
    return any(word.split(" ", 1)[0] in words.multiples for word in said)


def _share_of_mean(tail: Sequence[str]) -> bool:
    """`80% della media nazionale`."""
    said = [word for word in tail if word not in words.articles]
    return said[:1] in (["media"], ["mediana"], ["benchmark"]) or said[:2] == ["valore", "medio"]


def _is_of_year(piece: Piece) -> bool:
    """`80% del 2019`, and not `80% nel 2019`."""
    return sort_of(piece) == "year" and word_of(piece).startswith(("del", "sul", "dell"))


def _is_before(piece: Piece) -> bool:
    """`10 gg prima della scadenza`."""
    if isinstance(piece, Mark) and piece.comparing is not None:
        return piece.comparing.moment and piece.comparing.sign == "<"
    return word_of(piece) in {"prima", "antecedenti", "precedenti"}


def _measured(lead: Sequence[str]) -> bool:
    """`tempo medio di risposta` measures a time; `rispetto dei tempi` only names it."""
    return bool(words.measured.intersection(lead)) and "rispetto" not in lead


def _within(piece: Piece) -> bool:
    return (
        isinstance(piece, Mark) and piece.comparing is not None and (piece.comparing.within or piece.comparing.moment)
    )


def is_label(pieces: Sequence[Piece]) -> bool:
    """`Target:`, `Valore atteso:`: words that name what stands behind the colon, and say no more."""
    label = [word_of(piece) for piece in pieces[:-1]]
    named = bool(label) and label[0] in words.measure_heads and words.before.issuperset(label)
    return named and sort_of(pieces[-1]) == "colon"


def _counts(clause: Open, lead: Sequence[str], figure: Figure) -> bool:
    """Whether a bare number in running text counts something: `Realizzare 4 nuove azioni`, `incontri: 4`."""
    follows = clause.tail[0] if clause.tail else None
    named = is_label(clause.lead) or (
        len(clause.lead) == 1 and not clause.tail and not words.measure_heads.isdisjoint(lead)
    )
    if named and not (figure.spelled or figure.year or figure.doubts):
        return True
    if figure.spelled or figure.year or figure.doubts or figure.number != int(figure.number) or not lead:
        return sort_of(clause.lead[-1]) == "year"
    if sort_of(clause.lead[-1]) == "colon":
        return not any(sort_of(p) == "stray" for p in clause.lead)
    if sort_of(clause.lead[-1]) != "words" or follows is None or sort_of(follows) != "words":
        return False
    return (
        len(lead) <= _SHORT_LEAD
        and words.starts_action(lead[0])
        and lead[-1] not in words.labels
        and word_of(follows)[0].isalpha()
    )


def _count_from(clause: Open, figure: Figure, draft: Draft, text: str, folded: str) -> None:
    """`entro 15 gg chiusura quadrimestre`, `60 gg. dalla richiesta`: the words of the event are the reference."""
    tail = list(clause.tail)
    while tail and (word_of(tail[0]) in words.kinds_of_day or sort_of(tail[0]) in {"comma", "dash"}):
        tail.pop(0)
    if not tail or sort_of(tail[0]) not in {"words", "compare", "base"}:
        return
    first = folded[tail[0].start : tail[0].end].split(" ", maxsplit=1)[0]
    if not first[:1].isalpha():
        return
    within = figure.comparing is not None and figure.comparing.within
    if first in words.from_words or (within and first not in words.not_event):
        draft.reference = text[tail[0].start : tail[-1].end].strip(" ,;:.\"'")
        draft.rest = [p for p in draft.rest if not any(p is t for t in tail)]
        if figure.sign is None:
            draft.doubts.append("The days are an exact number or a limit.")
        if len(tail) == 1 and first in words.from_words:
            draft.doubts.append("The event is not named.")
    elif within and first in words.doubtful_event:
        draft.doubts.append("It is not said from when the time counts.")


# ---- days


def _judge_day(clause: Open, day: Day, draft: Draft) -> None:
    """Reasons to doubt a day that lie in the words before and behind it."""
    lead = _said(clause.lead)
    if clause.lead and day.comparing is None and not is_label(clause.lead):
        if lead and len(lead) == len(clause.lead) and set(lead) <= words.day_articles:
            draft.rest = list(clause.tail)
        else:
            draft.doubts.append("The day stands in running text and no word says that it is a deadline.")
    if lead and lead[-1] in words.part_of_month:
        draft.doubts.append("The words before the day name a part of the month.")
    if words.altering.intersection(lead):
        draft.doubts.append("The words before the day change what it says.")
    numbered = [sort_of(p) for p in clause.lead] == ["label", "colon"]  # `Fase 1: entro 31/03/2020`
    if any(sort_of(p) in {"label", "stray"} for p in draft.rest) and not numbered:
        draft.doubts.append("A number stands beside the day.")
    if words.recurring.intersection(_said(clause.tail)):
        draft.doubts.append("The day recurs.")
    if words.beside_day.intersection(_said(clause.tail)):
        draft.doubts.append("The words behind the day change which day it is.")
