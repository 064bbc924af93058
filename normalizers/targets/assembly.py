"""From the pieces of a cell to its clauses, without what only the cell's place can tell (role, year, formula)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from normalizers.targets.ambiguity import finish_draft, is_label
from normalizers.targets.clause_reader import ClauseReader
from normalizers.targets.clauses import Draft
from normalizers.targets.non_numeric import has_words, list_values, read_whole, read_words
from normalizers.targets.pieces import Day, Figure, Piece, find_closing
from normalizers.targets.slashes import settle_pieces
from normalizers.vocabulary import italian as words

_AROUND = frozenset({"comma", "dash", "colon", "semicolon"})
_BEFORE_STOP = frozenset({"words", "close"})
_PARTING = frozenset({"semicolon", "dash"})


def assemble_clauses(pieces: Sequence[Piece], text: str, folded: str) -> list[Draft]:
    """The clauses of a cell.

    Args:
        pieces: what the grammar found in the folded text.
        text: the cleaned text as it is shown.
        folded: the same text as it was read.
    """
    settled = settle_pieces(pieces, folded)
    rest = _unwrap_pieces(settled)
    whole = read_whole(rest, folded)
    colon = next((i for i, piece in enumerate(settled) if piece.sort == "colon"), 0) if ":" in folded else 0
    if colon and whole is None and is_label(settled[: colon + 1]):  # `Target: SI`, `Valore atteso: n.d.`
        whole = read_whole(_unwrap_pieces(settled[colon + 1 :]), folded[settled[colon].end :].strip(" ;"))
    if whole is not None:
        return [whole]
    segments = _split_segments(rest, folded)
    opened = [clause for segment in segments for clause in ClauseReader(text).read(segment)]
    if all(clause.value is None for clause in opened):
        return [read_words(rest, text, folded)]
    drafts: list[Draft] = []
    for clause in opened:
        if clause.value is not None:
            finish_draft(clause, text, folded)
            drafts.append(clause)
        elif not drafts or has_words(clause.lead):
            draft = read_words(clause.lead, text, folded)
            draft.doubts.append("Beside figures, the cell states something in words alone.")
            drafts.append(draft)
    if len(drafts) > 1:
        _doubt_lone_days(drafts)
    _doubt_ends(pieces, drafts, folded)
    if len(segments) > 1:
        _doubt_bare_parts(drafts, folded)
    return drafts


def _doubt_ends(pieces: Sequence[Piece], drafts: Sequence[Draft], folded: str) -> None:
    """`80%...`, `3 -`, `(5.000)`: what the ends of the cell may mean."""
    value = drafts[-1].value
    if folded.startswith(("...", "[...", "(...")) or folded.endswith(("...", "...]", "...)", "...].", "...).", "(")):
        drafts[-1].doubts.append("The text may be cut off.")
    if pieces[-1].sort == "dash" and not folded.endswith(",-") and isinstance(value, Figure):
        drafts[-1].doubts.append("A dash ends the cell; what follows may be missing.")
    second = pieces[1] if pieces[0].sort == "dash" and len(pieces) > 1 else None
    if isinstance(second, Figure) and second.unit == "EUR" and second.comparing is None:  # `- € 5.000`
        drafts[0].doubts.append("The dash is a minus sign or a bullet.")
    bare = value if isinstance(value, Figure) and value.unit is None and value.sign is None else None
    if bare is not None and folded[bare.end :].strip(" .") in {")", "]"} and folded[bare.start - 1] in {"(", "["}:
        drafts[-1].doubts.append("A number in brackets may be a negative one or the mark of a footnote.")


def _doubt_bare_parts(drafts: Sequence[Draft], folded: str) -> None:
    """`-10 - -5`, `>= 2; <= 4`: bare numbers that may be the ends of one range."""
    bare = [d.value for d in drafts if isinstance(d.value, Figure) and not d.rest and d.due is None]
    if len(bare) < len(drafts) or len({figure.unit for figure in bare} - {None}) > 1:
        return
    bounds = len(bare) == 2 and {(figure.sign or "-")[0] for figure in bare} == {"<", ">"}
    if bounds or ";" not in folded or folded[0] == "[":
        for draft in drafts:
            draft.doubts.append("The numbers may be the ends of one range.")


def _doubt_lone_days(drafts: Sequence[Draft]) -> None:
    """`100% - 31/12/2018`: a day without words beside a figure may be the day the figure is due."""
    figures = [d for d in drafts if isinstance(d.value, Figure) and d.due is None]
    days = [d for d in drafts if isinstance(d.value, Day) and not d.rest]
    if figures and days:
        for draft in (*figures, *days):
            draft.doubts.append("It is not said whether the figure is due on that day.")


def _unwrap_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """Without the signs around it: `(30 gg)`, `- coinvolgere …`, `100%.`"""
    rest = list(pieces)
    while rest:
        if rest[0].sort in _AROUND:
            rest.pop(0)
        elif rest[-1].sort in _AROUND or rest[-1].sort == "open":
            rest.pop()
        elif len(rest) > 1 and rest[-1].word == "." and (rest[-2].sort not in _BEFORE_STOP or _is_bracket(rest[:-1])):
            rest.pop()  # a full stop ends the cell
        elif _is_bracket(rest):
            rest = rest[1:-1]
        elif rest[0].sort == "words" and rest[0].word in words.punctuation:
            rest.pop(0)
        else:
            break
    return rest


def _is_bracket(pieces: Sequence[Piece]) -> bool:
    """Whether a bracket opens with the first piece and closes with the last."""
    return pieces[0].sort == "open" and find_closing(pieces) == len(pieces) - 1


def _split_segments(pieces: list[Piece], folded: str) -> list[list[Piece]]:
    """The parts between semicolons and bullets, outside brackets.

    A dash is a bullet where a figure follows it later and another stands before it.
    """
    if _PARTING.isdisjoint([piece.sort for piece in pieces]):
        return [pieces] if pieces else []
    segments: list[list[Piece]] = [[]]
    bullets = 0
    for separator, part in _split_at_separators(pieces):
        last = segments[-1]
        between_days = last and part and isinstance(last[-1], Day) and isinstance(part[0], Day)
        if separator is not None and separator.sort == "dash":
            if between_days or not list_values(last) or not list_values(takewhile(lambda p: p.sort != "open", part)):
                last.extend((separator, *part))
                continue
            bullets += 1
        segments.append(part)
    found = [s for s in segments if s]
    _drop_bullet_signs(found, bullets, folded)
    return found


def _split_at_separators(pieces: Sequence[Piece]) -> Iterator[tuple[Piece | None, list[Piece]]]:
    """The parts between semicolons and dashes, outside brackets, each with what stands before it."""
    separator, part, depth = None, list[Piece](), 0
    for piece in pieces:
        depth = max(0, depth + (piece.sort == "open") - (piece.sort == "close"))
        if depth == 0 and piece.sort in _PARTING:
            yield separator, part
            separator, part = piece, []
        else:
            part.append(piece)
    yield separator, part


def _drop_bullet_signs(segments: Sequence[list[Piece]], bullets: int, folded: str) -> None:
    """`- 3 incontri - 2 report`: where each part begins with a dash, the dashes are bullets and no minus signs."""
    heads = [s[0] for s in segments]
    dashed = [
        p for p in heads if isinstance(p, Figure) and p.comparing is None and folded[p.start : p.start + 2] == "- "
    ]
    if len(segments) < 2 or len(dashed) + bullets < len(segments):
        return
    for segment in segments:
        head = segment[0]
        if isinstance(head, Figure) and head in dashed and len(segment) > 1:
            head.number = abs(head.number)
