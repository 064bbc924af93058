"""A clause once all its words are known: what its words add, and the reasons to doubt it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from normalizers.quantities.units import TIME_UNITS
from normalizers.targets.clauses import Draft, Relation
from normalizers.targets.closed_world import list_unknown_words
from normalizers.targets.pieces import Day, Figure, Piece, has_digits, is_limit, is_sign, is_within
from normalizers.vocabulary import italian as words
from normalizers.vocabulary.lexicon import is_single, is_thing

# 31122020, 20201231
_WRITTEN_DAY = re.compile(
    r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])20[0-9]{2}|20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
)
_CLOCK = re.compile("{0}(?: ?- ?{0})?".format(r"(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]"))
_JOINING = frozenset({"and_", "or_", "slash"})
_WHOLE_CELLS = frozenset({"both", "missing", "first_year", "no"})
_JUDGED = _JOINING | _WHOLE_CELLS | {"close", "compare", "past", "stray", "yes"}
"""What beside a value may be out of place; the others are judged as words."""
_ALTERING = words.altering | words.recurring | words.several_years | words.spans_of_plans
_EACH = words.periods | words.shared_between
_MEASURED = words.measure_heads | words.measured
_JOINTS = words.recurring_joints | words.sharing_joints
_NEAR = 5  # words behind a figure that may still say of which time it is (`30 nel corso del triennio`)
_SHORT_LEAD = 3  # words before a number that still read as `Realizzare 4 nuove azioni`, not as running text


def finish_draft(draft: Draft, text: str, folded: str) -> None:
    """Give a clause its remaining words, its event and the reasons to doubt it."""
    value = draft.value
    draft.rest = [*draft.lead, *draft.tail]
    if isinstance(value, Figure):
        draft.doubts.extend(value.doubts)
        _judge_number(draft, value, folded)
        if draft.lead:
            _judge_lead(draft, value, folded)
        if draft.tail:
            _judge_tail(draft, value, folded)
        if value.unit in TIME_UNITS and draft.reference is None:
            _count_from(draft, value, text, folded)
    elif isinstance(value, Day):
        draft.doubts.extend(value.doubts)
        _judge_day(draft, value)
    elif isinstance(value, Relation):
        _judge_relation(draft, value, folded)
    if draft.lead or draft.tail or draft.compared:
        _judge_rest(draft, folded)


def _judge_rest(draft: Draft, folded: str) -> None:
    """Words and signs on either side that no rule allows there."""
    draft.unknown = list_unknown_words(draft, folded)
    last = draft.tail[-1] if draft.tail else None
    if last is not None and last.word in words.unfinished and last.end == len(folded):
        draft.doubts.append("The text may be cut off.")
    if not words.recurring.isdisjoint(_list_words(draft.compared)):
        draft.doubts.append("The number recurs.")  # `+5% rispetto al dato di ciascun ufficio`
    if "#" in folded:
        draft.doubts.append("The cell holds an error of a spreadsheet.")
    lead, tail = [p.sort for p in draft.lead], [p.sort for p in draft.tail]
    if _JUDGED.isdisjoint(lead) and _JUDGED.isdisjoint(tail):
        return
    rest = {p.sort for p in draft.rest}
    # `I) 80%`: what stands before the bracket, or the figure itself, may number an item.
    if any("close" in sorts and "open" not in sorts for sorts in (lead, tail)):
        draft.doubts.append("A bracket is closed that was not opened.")
    # A sign close to the value (`5+`, `± 5%`), or words that join nothing.
    stray = "stray" in lead[-1:] or "stray" in tail[:1] or not _JOINING.isdisjoint((*lead[:1], *tail[-1:]))
    if stray or ("stray" in rest and has_digits(folded, (p for p in draft.rest if p.sort == "stray"))):
        draft.doubts.append("No rule explains some signs or digits of this cell.")
    if tail[-1:] == ["compare"]:
        draft.doubts.append("A comparison is begun behind the figure.")
    if "past" in rest and not isinstance(draft.value, Relation):
        draft.doubts.append("It is not said how it compares with an earlier value.")
    # `SI 80%`, `100% SI`: a yes that is no pronoun of a sentence.
    pronoun = lead[1:2] == ["words"] and draft.lead[1].word not in words.articles
    says_yes = (lead[:1] == ["yes"] and not pronoun) or tail[-1:] == ["yes"]
    if says_yes or not _WHOLE_CELLS.isdisjoint(rest) or any(is_sign(p) for p in draft.rest):
        draft.doubts.append("A part of the cell was not understood.")


def _list_words(pieces: Sequence[Piece]) -> list[str]:
    return [p.word for p in pieces if p.sort in {"words", "yes", "no"}]


def _judge_relation(draft: Draft, relation: Relation, folded: str) -> None:
    draft.reference = relation.reference.name
    draft.doubts.extend(relation.reference.doubts)
    draft.rest = [p for p in draft.rest if p.sort != "now"]
    if has_digits(folded, draft.rest):
        draft.doubts.append("Digits stand in the words around the comparison.")
    if _list_words(draft.tail):
        draft.doubts.append("More words stand behind the comparison.")


# ---- figures


def _judge_number(draft: Draft, figure: Figure, folded: str) -> None:
    bare = figure.sign is None and figure.unit is None and not figure.counted
    behind = _list_words(draft.tail)
    spaced = folded[figure.start : figure.start + 2] == "- "
    labelled = not spaced and not behind and bool(draft.lead) and draft.lead[-1].sort == "colon"
    beside = behind or draft.lead or (spaced and figure.sign in {"<=", ">="})  # `- 30 e oltre`
    compared = figure.comparing or figure.high is not None or draft.reference
    if figure.number < 0 and beside and not (compared or labelled):
        draft.doubts.append("The dash is a minus sign or a bullet.")
        if bare and spaced and not draft.lead:
            figure.number = -figure.number
    if draft.lead and draft.lead[-1].word == "meno" and figure.sign is None and figure.number > 0:
        figure.number = -figure.number  # `meno 5%`; that words change the figure is told below
    close = folded[figure.end : figure.end + 1]
    unitless = figure.unit is None and bool(figure.digits)
    reasons = {
        "Signs stand close behind the number, as in an ordinal.": unitless and (close.isalpha() or close in {"°", "^"}),
        "The sign behind the number may say minutes.": unitless
        and close in {"'", '"'}
        and close not in folded[: figure.start],
        "A stroke stands close behind the number.": close == "/",
        "The digits are hours and minutes or a decimal number.": (figure.unit == "hour" or figure.high is not None)
        and bool(_CLOCK.fullmatch(figure.digits or folded[figure.start : figure.end])),
        "The digits may be a day written without signs.": bare and bool(_WRITTEN_DAY.fullmatch(figure.digits)),
        # `1. Approvazione`, `1.1 Chi siamo`, `101 - Incrementare`: the number names what follows.
        "The number may be that of a heading.": bare
        and bool(draft.tail)
        and not draft.lead
        and (
            (close in {".", ")"} and bool(behind))
            or ("." in figure.digits and "," not in figure.digits and figure.number != int(figure.number))
            or draft.tail[0].sort == "dash"
        ),
        "The word is the number one or an article.": figure.spelled
        and not figure.counted
        and figure.sign is None
        and figure.number == 1
        and bool(draft.tail),
    }
    draft.doubts += [reason for reason, holds in reasons.items() if holds]


def _judge_lead(draft: Draft, figure: Figure, folded: str) -> None:
    """Words before a figure can turn it round, limit it or make it the number of something."""
    lead = _list_words(draft.lead)
    loose = figure.unit is None and (figure.sign is None or (figure.high is not None and figure.comparing is None))
    timed = figure.unit in TIME_UNITS
    last = lead[-1] if lead else ""
    # `Margine di struttura ≥ 100%`: the first word begins the name of what is compared.
    named = figure.comparing is not None and figure.comparing.signed and not words.change_joints.isdisjoint(lead[1:2])
    reasons = {
        "The length of time may be a limit or a part of the text.": timed
        and figure.sign is None
        and len(lead) > 2
        and not ("rispetto" not in lead and words.measured.intersection(lead)),
        "The words before the figure name another unit.": timed and bool(words.other_scale.intersection(lead)),
        "Words say a decrease; the number may be meant as a negative one.": bool(words.decrease.intersection(lead)),
        "The number stands in running text.": loose and not figure.counted and not _is_count(draft, lead, figure),
        "The words before the figure change what it says.": not _ALTERING.isdisjoint(lead[named:])
        or last in words.time_prepositions
        or bool(words.holds_when.intersection(itertools.pairwise(lead))),
        # Also `Portare dal 13% al 19%`, where what is done stands before.
        "The words say a passage from one number to another.": figure.high is not None
        and (
            last in words.passage
            or (folded.startswith(("dal", "dai"), figure.start) and any(map(words.starts_action, lead)))
        ),
        "The highest score may be that of the scale.": figure.sign == "<="
        and last in words.scored
        and figure.comparing is not None
        and not figure.comparing.signed,
        "The number may be that of the label before it.": draft.lead[-1].sort == "label"
        or (figure.counted and last in words.numbered_things and not draft.tail),
        "A range is begun before the figure, and not ended.": last in words.range_openers
        and (figure.sign is None or figure.comparing is not None),
        "A unit is printed without a figure.": last in words.unit_signs
        or (figure.unit is None and not words.unit_signs.isdisjoint(lead)),
        "A comparison stands before the figure, apart from it.": any(
            p.sort == "compare" and (figure.sign is None or not is_limit(p)) for p in draft.lead
        ),
        "The dash is a minus sign or parts two texts.": figure.sign is None
        and any(p.sort == "dash" for p in draft.lead),
    }
    draft.doubts += [reason for reason, holds in reasons.items() if holds]


def _judge_tail(draft: Draft, figure: Figure, folded: str) -> None:
    """Words behind a figure can turn it round, multiply it or say what it is a part of."""
    tail = _list_words(draft.tail)
    first = draft.tail[0]
    bare = [word for word in tail if word not in words.articles]
    timed = figure.unit in TIME_UNITS
    event = next((p for p in draft.tail if p.word not in words.kinds_of_day), first)
    reasons = {
        "A unit is printed without a figure.": not words.unit_signs.isdisjoint(tail),
        "Words say a decrease; the number may be meant as a negative one.": bool(
            words.change_behind.intersection(itertools.pairwise(tail))
        ),
        "The number recurs.": bool(words.recurring.intersection(tail))
        or _is_rate(draft.tail, tail)
        or (timed and not words.rates.isdisjoint(tail))
        or any(b in words.rates and a not in words.papers for a, b in itertools.pairwise(tail[:_SHORT_LEAD]))
        or (first.word in words.recurring_adjectives and folded[figure.end : first.start].isspace())
        or (figure.number == 1 and not words.recurring_adjectives.isdisjoint(tail[:_SHORT_LEAD])),
        "The figure is said to be that of several years.": bool(words.several_years.intersection(tail[:_NEAR])),
        "The figure is said to be provisional.": words.is_open(tail),
        "The figure may be a share of an earlier value.": figure.unit == "percent"
        and first.sort == "year"
        and first.word.startswith(("del", "sul", "dell")),
        "A letter that stands for a year or a unit follows the figure.": first.sort == "now",
        "A comparison stands behind the figure.": any(p.sort == "compare" and not is_limit(p) for p in draft.tail),
        "The words behind the figure change what it says.": first.word in words.altering_behind
        or bool(words.holds_when.intersection(itertools.pairwise(tail))),
        "The word behind the number may be no unit.": figure.unit == "point"
        and (first.word == "di" or is_thing(first.word)),
        "The figure may be a share of the mean or a distance from it.": figure.unit == "percent"
        and draft.reference is None
        and (not words.other_means.isdisjoint(bare[:1]) or bare[:2] == ["valore", "medio"]),
        "The length of time ends with an event.": timed
        and (
            event.word in words.before_event
            or (event.comparing is not None and event.comparing.moment and event.comparing.sign == "<")
        ),
        "The words behind the day change which day it is.": draft.due is not None
        and bool(words.beside_day.intersection(tail)),
    }
    draft.doubts += [reason for reason, holds in reasons.items() if holds]


def _is_rate(tail: Sequence[Piece], said: Sequence[str]) -> bool:
    """`4 corsi/anno`, `1 report a trimestre`, `5 per addetto`."""
    slashed = any(a.sort == "slash" and b.word in _EACH for a, b in itertools.pairwise(tail))
    if slashed or _JOINTS.isdisjoint(said):
        return slashed
    return any(
        (a in words.recurring_joints and b in words.periods)
        or (a in words.sharing_joints and b in words.shared_between and said[0] not in words.competitions)
        or (a == "per" and b not in words.behind and said[0] not in words.competitions and is_single(b))
        for a, b in itertools.pairwise(said)
    )


def is_label(pieces: Sequence[Piece]) -> bool:
    """`Target:`, `Valore atteso:`: words that name what stands behind the colon, and say no more."""
    label = [piece.word for piece in pieces[:-1]]
    named = bool(label) and label[0] in words.measure_heads and words.before.issuperset(label)
    return named and pieces[-1].sort == "colon"


def _is_count(draft: Draft, lead: Sequence[str], figure: Figure) -> bool:
    """Whether a bare number in running text counts something: `Realizzare 4 nuove azioni`, `incontri: 4`."""
    follows = draft.tail[0] if draft.tail else None
    alone = len(draft.lead) == len(lead) and not draft.tail and words.measured.issuperset(lead[1:])
    # `grado di soddisfazione 8,5`: no label has decimals.
    decimal = len(lead) > 1 and not draft.tail and "," in figure.digits and not _MEASURED.isdisjoint(lead[:1])
    named = is_label(draft.lead) or decimal or (alone and not words.measure_heads.isdisjoint(lead[:1]))
    if named and not (figure.spelled or figure.year or figure.doubts):
        return True
    if figure.spelled or figure.year or figure.doubts or figure.number != int(figure.number) or not lead:
        return draft.lead[-1].sort == "year"
    if draft.lead[-1].sort == "colon":
        return not any(p.sort == "stray" for p in draft.lead)
    if follows is None or follows.sort != "words" or lead[-1] in words.labels or not follows.word[0].isalpha():
        return False
    return len([word for word in lead if word not in words.articles]) <= _SHORT_LEAD and words.starts_action(lead[0])


def _count_from(draft: Draft, figure: Figure, text: str, folded: str) -> None:
    """`entro 15 gg chiusura quadrimestre`, `60 gg. dalla richiesta`: the words of the event are the reference."""
    tail = list(draft.tail)
    while tail and (tail[0].word.rstrip(".") in words.kinds_of_day or tail[0].sort in {"comma", "dash"}):
        tail.pop(0)
    if not tail or tail[0].sort not in {"words", "compare", "base"}:
        return
    first = folded[tail[0].start : tail[0].end].split(" ", maxsplit=1)[0]
    if not first[:1].isalpha():
        return
    within = is_within(figure)
    named = not words.from_words.isdisjoint({first, first.partition("'")[0] + "'"})
    if named or (within and first not in words.not_event):
        draft.reference = text[tail[0].start : tail[-1].end].strip(" ,;:.\"'")
        draft.rest = [p for p in draft.rest if not any(p is t for t in tail)]
        if figure.sign is None:
            draft.doubts.append("The days are an exact number or a limit.")
        if tail[0].word in words.from_words:  # it only begins the event, whose words are judged
            draft.tail = [p for p in draft.tail if p is not tail[0]]
            if len(tail) == 1:
                draft.doubts.append("The event is not named.")
    elif within and first in words.doubtful_event:
        draft.doubts.append("It is not said from when the time counts.")


# ---- days


def _judge_day(draft: Draft, day: Day) -> None:
    """Reasons to doubt a day that lie in the words before and behind it."""
    lead = _list_words(draft.lead)
    if draft.lead and day.comparing is None and not is_label(draft.lead):
        if lead and {p.sort for p in draft.lead} <= {"words", "colon"} and words.day_articles.issuperset(lead):
            draft.lead, draft.rest = [], list(draft.tail)
        else:
            draft.doubts.append("The day stands in running text and no word says that it is a deadline.")
    if not words.altering.isdisjoint(lead) or not words.indicator_heads.isdisjoint(lead[:1]):
        draft.doubts.append("The words before the day change what it says.")
    tail = _list_words(draft.tail)
    if not words.unit_signs.isdisjoint((*lead, *tail)):
        draft.doubts.append("A unit is printed without a figure.")
    if words.beside_day.intersection(tail):
        draft.doubts.append("The words behind the day change which day it is.")
