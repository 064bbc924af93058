"""What a converter left in a text: tags, entities, LaTeX signs and Markdown emphasis, taken out again.

Only what is certainly the converter's is removed; `<5`, `E-salute&silver`, `*100` and a footnote's `**` are
printed text and stay.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.text import raised, single_spaced

_BLOCK = r"p|ul|ol|li|br|hr|div|table|thead|tbody|tr|td|th|h[1-6]"
_INLINE = r"b|i|u|s|a|em|strong|span|font|small|big|mark|sub|sup"
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BOLD_TAG = re.compile(r"<(b|strong)>(?P<inside>.*)</\1>", re.IGNORECASE | re.DOTALL)
_RAISED = re.compile(r"<sup>([0-9]+)</sup>", re.IGNORECASE)

# A semicolon is required: HTML lets `&not` stand for a sign, Italian has `&notizie`.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MAX_ENTITY_DEPTH = 3  # times that a text is written out: `&amp;amp;lt;` has been escaped so often

_LATEX_WORD = re.compile(r"\\([A-Za-z]+)")
_LATEX_TEXT = re.compile(r"\\(?:text|mathrm|mathbf|textbf|textit)\{([^{}]*)\}")
_LATEX_ESCAPE = re.compile(r"\\([%&#$_*|<>])")
_LATEX_SPAN = re.compile(r"\$(?=\S)([^$\n]*?[\\<>=≥≤^_±×⇒→][^$\n]*?)(?<=\S)\$")
_LATEX_SIGNS = {
    "geq": "≥",
    "geqslant": "≥",
    "ge": "≥",
    "leq": "≤",
    "leqslant": "≤",
    "le": "≤",
    "neq": "≠",
    "ne": "≠",
    "approx": "≈",
    "pm": "±",
    "times": "×",
    "cdot": "·",
    "div": "÷",
    "sum": "∑",
    "infty": "∞",
    "Delta": "Δ",
    "implies": "⇒",
    "Rightarrow": "⇒",
    "rightarrow": "→",
    "to": "→",
    "bullet": "•",
    "euro": "€",
    "degree": "°",
}

_MARK = re.compile(r"\*\*\*(?!\*)|\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*(?=\w)([^*\n]+?)(?<=[\w.,;:)])\*(?![\w*])")
# After these a bold word goes on in its line (`Per l'**edilizia**`); after others a line's end was lost.
_GOES_ON = re.compile(r"(?:[\s'’“«(\[/\\–-]|(?:^|\s)\")\Z")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text between emphasis marks; `broken` tells that a line's end was lost before it."""

    text: str
    bold: bool
    broken: bool = False


def _split_marks(text: str) -> Iterator[tuple[str, bool]]:
    """`text` between its `**` marks. A mark that opens or closes nothing, a footnote's, stays in the text."""
    marks = [
        (
            m,
            m.end() < len(text) and not text[m.end()].isspace(),
            m.start() > 0 and not text[m.start() - 1].isspace(),
        )
        for m in _MARK.finditer(text)
    ]
    last_closing = max((i for i, (_, _, closes) in enumerate(marks) if closes), default=-1)
    bold, since, kept = False, 0, ""
    for i, (mark, opens, closes) in enumerate(marks):
        if (bold and closes) or (not bold and opens and i < last_closing):
            yield kept + text[since : mark.start()], bold
            bold, kept = not bold, ""
        else:
            kept += text[since : mark.end()]
        since = mark.end()
    yield kept + text[since:], bold


def runs(text: str) -> list[Run]:
    """`text` (a paragraph; its lines parted by line feeds) without `**` marks.

    Bold text that stands right behind a word, or alone in a line with other bold text, began its own line:
    `… del 25.05.18**Obiettivo 1:** La CCIAA …`, `**Indicatori****Azione**`, `**Indicatori** **Programma**`.
    """
    pieces = [(part, bold) for part, bold in _split_marks(text) if part]
    only_bold = all(bold or not part.strip() for part, bold in pieces)
    found: list[Run] = []
    before = ""
    for part, bold in pieces:
        stuck = bool(before) and not _GOES_ON.search(before)
        beside = only_bold and bool(before.strip())
        found.append(Run(part, bold, broken=bold and not part[0].isspace() and (stuck or beside)))
        before = part if part.strip() else before + part
    return found


def _strip_tags(text: str) -> str:
    text = _RAISED.sub(lambda m: raised(m[1]), text)
    return _INLINE_TAG.sub("", text)


def _strip_latex(text: str) -> str:
    if "$" in text:
        text = _LATEX_SPAN.sub(r"\1", text)
    if "\\" in text:
        text = _LATEX_TEXT.sub(r"\1", text)
        text = _LATEX_WORD.sub(lambda m: _LATEX_SIGNS.get(m[1], m[0]), text)
        text = _LATEX_ESCAPE.sub(r"\1", text)
    return text


def _strip_escapes(text: str) -> str:
    for _ in range(_MAX_ENTITY_DEPTH):
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda m: html.unescape(m[0]), text)
    return text


def cleaned(text: str, *, prose: bool = False) -> str:
    """`text` without inline tags and entities, single spaced; in `prose` without LaTeX and `*italics*` too.

    Cells keep what they print: formulas print `fattibili*100`, and `\\geq` stands in the PDF of the same plan as well
    (Maremma e Tirreno 2018); what it means is read from the cell.
    """
    text = _strip_tags(text)
    if prose:
        text = _strip_latex(text)
        text = _ITALIC.sub(r"\1", text)
    return single_spaced(_strip_escapes(text))


def fragments(raw_cell: str) -> list[str]:
    """The paragraphs of a cell as the converter left it, each cleaned; an empty cell has none.

    `<p>a</p> <p>b</p>` gives `a` and `b`: what the cell printed on lines of its own.
    """
    found: list[str] = []
    for block in _BLOCK_TAG.split(raw_cell):
        line = ""
        for run in runs(block):
            if run.broken:
                found.append(cleaned(line))
                line = ""
            line += run.text
        found.append(cleaned(line))
    return [part for part in found if part]


def is_bold(raw: str) -> bool:
    """Whether all of `raw` is wrapped in one pair of bold tags or marks."""
    raw = raw.strip()
    if (tagged := _BOLD_TAG.fullmatch(raw)) and not re.search(r"</?(?:b|strong)>", tagged["inside"], re.IGNORECASE):
        return True
    pieces = [run for run in runs(raw) if run.text.strip()]
    return bool(pieces) and all(run.bold for run in pieces)
