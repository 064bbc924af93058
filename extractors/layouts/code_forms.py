"""The forms that codes of objectives and indicators take in plans of every body: what `{code}` stands for in a layout.

In: nothing. Out: a pattern. What a code means is of `normalizers/codes`; here it is only told from the words around it.
Each form was printed by some plan: `OS1.1`, `O.S. 1.2`, `KPI_07`, `VP1`, `A1`; `2018_VI01`, `2027/04`; `1.a.ii`;
`1.1.1`; `01010601`; `011-005-001`; `17`, `A`. Days (`31.12.2023`), amounts (`1.250 imprese`) and counts (`20
iniziative`) are none.
"""

from __future__ import annotations

import re

# Letters count as printed: patterns of layouts are matched without regard to case, and `del 2019` is no code.
# Words before a number that are no letters of a code: numbers, laws (`L. 241`), parts of documents, offices.
_NO_WORD = r"(?!(?:n|nr|art|dl|dlgs|dm|dpr|dpcm|ue|reg|ri|r\.i|co|iso|pm|tab|fig|all|cap|pag|sez|par)\b[. ]|l\.? )"
_LETTERS = _NO_WORD + r"(?-i:[A-Z]{1,4}|(?:[A-Z]\.){2,4})"
_NUMBERS = r"\d{1,3}(?:[./-]\d{1,3}){0,5}"
# A day of this century from its tenth year on: `12.01.01` is a code.
_NO_DAY = r"(?!(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:(?:19|20)\d\d|[1-3]\d)\b)"
_NO_AMOUNT = r"(?!\d{1,3}(?:\.\d{3})+(?![\d.]))"
_SIGNED = (  # told by its own form, whatever follows
    rf"{_LETTERS}(?: |[._-] ?)?{_NUMBERS}(?:[.-]?(?-i:[a-z])(?![a-z]))?",
    r"20\d\d(?:_(?-i:[A-Z]{1,3})|[/_-])\d{1,3}",
    r"\d{1,2}\.(?-i:[a-z])(?:\.(?-i:[ivx]+))?(?![a-z])",
    rf"{_NO_DAY}{_NO_AMOUNT}\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}(?:[.-](?-i:[a-z])(?![a-z]))?",
    rf"{_NO_DAY}\d{{1,3}}(?:-\d{{1,3}}){{2,4}}",
    r"0\d{1,2}(?:[./]\d{1,3}){1,4}",  # missions and programmes, three digits each: no amount begins with a nought
    r"\d{8}",
    r"0\d(?:\d\d){1,2}",  # missions, programmes and objectives of municipalities, two digits each
)
_LETTER = r"(?-i:[A-Z])"
_BARE = (
    r"\d{1,3}(?:[ -]bis|[ -]ter)?",
    rf"{_LETTER}(?!['’]|[. ]*\d)",
)  # told by a sign behind it, or by a word before it
_END = r"(?![\w%/]|[.-](?:\d|(?-i:[a-z]|[ivx]{2,5})(?![\w'’])))"  # no part of a longer code
_SIGN = r"(?: \| |\s*[-–—:._)]+\s*|\s+)"
_CLEAR_SIGN = r"(?: \| |\s*[-–—:)]+\s*|\.\s+)"

_STRATEGIC = "(?:strategico|specifico|triennale|generale|istituzionale|di valore pubblico)"
_OPERATING = (
    "(?:operativo|gestionale|annuale|esecutivo|di (?:ente|struttura|performance|gestione|processo|miglioramento"
    "|mantenimento|sviluppo|peg|budget|settore|servizio|area|attività|(?:primo|secondo|i|ii) livello))"
)

MACROS = {
    # After a word such as `Obiettivo`: any form of code and the sign behind it.
    "{code}": "(?P<code>" + "|".join((*_SIGNED, *_BARE)) + rf"){_END}{_SIGN}",
    # Whether a code follows whose letters say that it is an operational objective's.
    "{operational}": r"(?: n(?:um)?[.°º]*)?(?: \| |[ :.–—-]+)(?-i:O\.?[OP]\.?)[. ]?\d",
    # What is said of an objective after the word: of those above, of those below, in other words of the body's own.
    "{strategic}": rf"(?: {_STRATEGIC}){{1,3}}",
    "{operating}": rf"(?: {_OPERATING})+",
    "{other}": rf"(?: (?!{_STRATEGIC})[^\W\d_]{{3,}}(?:al|iv|ar|ic|at)[eo])+",
    # In headings, folded: an adjective that says nothing of figures; of what something is, but not how it is measured.
    "{quality}": (
        r"(?!raggiunt|conseguit|realizzat|rilevat|monitorat|programmat|codic)"
        r"(?:quali-)?[^\W\d_]{3,}(?:(?:al|iv|ar|ic|at|un|elt|bil)[eoia]|iche)"
    ),
    "{of}": (
        r"(?:e )?(?:a|di|del|della|dell'|dei|degli|delle|per(?: (?:la|il|l'))?) ?"
        r"(?!calcolo|attuazione|riferimento|consuntivo|partenza|peso)[^\W\d_]{2,}(?:/[^\W\d_]+)?"
    ),
    # Letters of a code, in capitals as printed.
    "{letters}": _LETTERS,
    # A code that stands alone, as its own title until that is printed.
    "{numbered}": "(?:(?P<title>" + "|".join((*_SIGNED, _BARE[0])) + rf")|(?P<code>{_LETTER}))",
    # Before words of the field: `Codice e denominazione obiettivo specifico`.
    "{lead}": r"(?:(?:scheda(?: di)?|codice(?: e)?|cod\.|denominazione|titolo|nome)(?: dell'\s?|\s?/\s?| e | ))*",
    "{objective}": r"(?:Obiettivo|Ob(?=\.))",
    # A word of the body's own for what it numbers, none of laws, acts, parts of documents, offices, indicators.
    "{thing}": (
        r"(?!(?:tab|alleg|fig|graf|sezion|part|capitol|paragraf|indicator|legg|decret|deliber|determin|articol|circolar"
        r"|not|ordin|att|protocoll|fogli|pagin|punt|lott|settor|serviz|uffici|are|strutt|direzion)\w*\b)[^\W\d_]{4,}"
    ),
    # Words of the body's own before such a code: `Linea di attività LA1`.
    "{words}": (
        r"(?:(?!(?:tab|alleg|fig|graf|sezion|part|capitol|paragraf|sched|indicator)\w*\b)[^\W\d_]{4,}"
        r"(?: (?:di|del|della|dei|delle|per) [^\W\d_]{3,}| [^\W\d_]{4,})?(?: n[.°]*)? )?"
    ),
    # The number of a sheet, which is no code of what it names: `Scheda n. 1 - Obiettivo specifico OS1`.
    "{sheet}": r"(?:scheda n[.°]* ?\d{1,3} ?[-:.] ?)?",
    # The same before a node's title that stands in a row of its own, below its code.
    "{titled}": (
        r"(?:descrizione (?:sintetica )?(?:dell' ?|del |della )?)?"
        r"(?:(?:codice(?: e)?|cod\.|denominazione|titolo|nome)(?: dell'\s?|\s?/\s?| e | ))*"
    ),
    # Between such a word and what it names.
    "{sign}": r"(?: n(?:um)?[.°º]*)?(?: \| |[ :.–—-]+)",
    # A proper name: words with capitals, small words between them, no word that begins a title.
    "{proper}": (
        r"(?-i:[A-ZÀ-Ù][\w'’.]*(?:[ -](?:[eE] )?(?:(?:[Dd]i|DI|[Dd]el|DEL|[Dd]ella|DELLA|[Dd]ei|DEI|[Ss]ul) )?"
        r"(?!(?:Relazione|RELAZIONE|Piano|PIANO|PIAO|Cruscotto|CRUSCOTTO|Allegato|ALLEGATO)\b)[A-ZÀ-Ù][\w'’.]*)*)"
    ),
}
"""What a pattern of a layout may name instead of writing it out."""

_TITLED = [
    re.compile(rf"(?:OB\.? ?)?(?P<code>{forms}){_END}{sign}(?P<title>(?=.*[^\W\d]{{2}}).+)", re.IGNORECASE)
    for forms, sign in (("|".join(_SIGNED), _SIGN), ("|".join(_BARE), _CLEAR_SIGN))
]
# A number and a title in capitals, as objectives are numbered; a small letter follows an amount (`20 iniziative`).
_NUMBERED = re.compile(r"(?P<code>\d{1,3}) (?P<title>(?-i:[A-ZÀ-Ù])(?=.*[^\W\d]{2}).+)", re.IGNORECASE)


_SIGNED_ALONE = re.compile("|".join(_SIGNED), re.IGNORECASE)
_ALONE = re.compile("|".join((*_SIGNED, _BARE[0])), re.IGNORECASE)


def is_code(text: str) -> bool:
    """Whether a text is a code and nothing else."""
    return _ALONE.fullmatch(text) is not None


def is_signed_code(text: str) -> bool:
    """Whether a text is a code by its own form: more than a letter or a number alone."""
    return _SIGNED_ALONE.fullmatch(text) is not None


def is_lettered_code(text: str) -> bool:
    """Whether a text is a code that begins with letters, which no figure does."""
    return text[:1].isalpha() and is_signed_code(text)


def with_macros(pattern: str) -> str:
    """A layout's pattern with its macros written out."""
    for macro, form in MACROS.items():
        pattern = pattern.replace(macro, form)
    return pattern


def code_and_title(text: str) -> tuple[str | None, str]:
    """The code that a title begins with, and the title; None where it begins with none."""
    for pattern in (*_TITLED, _NUMBERED):
        if found := pattern.fullmatch(text):
            return found["code"], found["title"].strip()
    return None, text
