"""From characters to words, and from words to lines: the same for every source of pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter, itemgetter
from typing import TypeAlias

from extractors.pages.model import Box, Word
from extractors.text import raised, without_soft_hyphens
from wordlists.base_forms import load_list

# A gap wider than this share of the type size parts two words; the narrowest space in common fonts is about 0.2 em
# wide, kerning rarely opens more than 0.1 em.
WORD_GAP = 0.16
# A character that stands further left of the last one than this share begins a new word.
WORD_BACK = -0.5
# A gap wider than this share of the type size parts two texts: a space of a monospaced font is 0.6 em wide.
TEXT_GAP = 0.65
# Characters whose middles are closer than this share of the type size stand on one line.
SAME_LINE = 0.4

_NOTE_DIGITS = 2
_SMALLER = 0.92  # of the type size of the text around, as browsers and word processors set what is raised
_HIGHER = 0.1  # type sizes
_BEFORE_NOTES = "%€).,;:\"'’”»"

# The bold extended fonts of TeX, `CMBX10`, `SFBX1000`, and what its Times is called, `NimbusRomNo9L-Medi`.
_TEX_BOLD = re.compile(r"(?:cm|ec|sf)[a-z]*bx[a-z]*\d+$|-medi(?:ital)?$")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_HYPHENS = "-\u2010\u2011"
_HYPHEN_OR_SLASH = f"{_HYPHENS}/"
_ENDS_INSIDE = re.compile(rf"\w[{_HYPHEN_OR_SLASH}]$")
_BEGINS_INSIDE = re.compile(r"\w")
_ENDS_SMALL = re.compile(rf"[a-zà-ÿ][{_HYPHENS}]$")
_BEGINS_SMALL = re.compile(r"[a-zà-ÿ]")
_ENDS_CAPITAL = re.compile(rf"(?<![^\W\d_])[A-ZÀ-Þ]{{2,}}[{_HYPHENS}]$")
_BEGINS_CAPITAL = re.compile(r"[A-ZÀ-Þ]{2,}")
_LAST_LETTERS = re.compile(rf"([^\W\d_]+)[{_HYPHENS}]$")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")
_HABIT = 5  # lines that end within a word of small letters: a program has hyphenated the document


@dataclass(frozen=True, slots=True)
class Char:
    """One character as the page draws it, in points from the top left; `size` is the type size."""

    text: str
    box: Box
    size: float
    bold: bool


def is_note_mark(text: str, size: float, foot: float, word: str, word_size: float, word_foot: float) -> bool:
    """Whether a text behind a word is the number of a footnote or an exponent: digits, smaller than the word and above
    its foot. Sizes and feet in points from the top of the page."""
    if size > _SMALLER * word_size or not _HIGHER * word_size <= word_foot - foot < word_size:
        return False
    is_behind = word[-1:].isalnum() or word[-1:] in _BEFORE_NOTES
    return is_behind and len(text) <= _NOTE_DIGITS and text.isdecimal()


def without_ligatures(text: str) -> str:
    """The text with the letters that its ligatures stand for."""
    return text if text.isascii() else _LIGATURES.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)


def is_bold_name(font: str) -> bool:
    """Whether a font's name says that it is bold."""
    name = font.casefold()
    return any(mark in name for mark in ("bold", "black", "heavy", "semibold", "demi")) or bool(_TEX_BOLD.search(name))


def words_from_chars(chars: Iterable[Char]) -> tuple[Word, ...]:
    """The words that `chars` make, in the order in which the page draws their first character.

    Characters are taken in drawing order: a word ends at white space, at a gap, at a new line or where the next
    character stands left of the last one.
    """
    words: list[Word] = []
    run: list[Char] = []
    for char in chars:
        if char.text.isspace() or not char.text:
            _flush_run(run, words)
            continue
        if run and not _continues_word(run[-1], char):
            _flush_run(run, words)
        run.append(char)
    _flush_run(run, words)
    return tuple(words)


def _continues_word(last: Char, char: Char) -> bool:
    size = max(last.size, char.size, 1.0)
    is_level = abs(last.box.mid_y - char.box.mid_y) <= SAME_LINE * size
    if not is_level and not is_note_mark(char.text, char.size, char.box.y1, last.text, last.size, last.box.y1):
        return False
    gap = char.box.x0 - last.box.x1
    return WORD_BACK * size < gap < WORD_GAP * size


def _flush_run(run: list[Char], words: list[Word]) -> None:
    if not run:
        return
    note = _note_at(run)
    text = without_ligatures("".join(c.text for c in run[:note])) + raised("".join(c.text for c in run[note:]))
    bold = sum(c.bold for c in run) * 2 > len(run)
    box = Box.around_parts(run[:note])._replace(x1=max(c.box.x1 for c in run))
    words.append(Word(text, box, max(c.size for c in run), bold))
    run.clear()


def _note_at(run: Sequence[Char]) -> int:
    """How many characters of a word come before the number of a footnote at its end."""
    for note in range(max(len(run) - _NOTE_DIGITS, 1), len(run)):
        word, size = "".join(c.text for c in run[:note]), max(c.size for c in run[note:])
        foot, word_foot = max(c.box.y1 for c in run[note:]), max(c.box.y1 for c in run[:note])
        if is_note_mark("".join(c.text for c in run[note:]), size, foot, word, run[0].size, word_foot):
            return note
    return len(run)


class WordLine:
    """Words that stand on one line, from left to right, and what is asked of a line, worked out once: the `box` around
    the words, their `text` with single spaces, the largest type `size`, and whether most characters are `bold`."""

    __slots__ = ("bold", "box", "size", "text", "words")

    bold: bool
    size: float

    def __init__(self, words: tuple[Word, ...]) -> None:
        self.words = words
        if len(words) == 1:
            self.text, self.box, self.size, bold, *_ = words[0]
            self.bold = bold and self.text != ""
            return
        texts, boxes, sizes, bolds, *_ = zip(*words, strict=True)
        self.text = " ".join(texts)
        self.box = Box.around(boxes)
        self.size = max(sizes)
        self.bold = True in bolds and sum(map(len, compress(texts, bolds))) * 2 > sum(map(len, texts))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WordLine) and self.words == other.words

    def __hash__(self) -> int:
        return hash(self.words)

    def __repr__(self) -> str:
        return f"WordLine({self.words!r})"


def lines_of(words: Sequence[Word]) -> list[WordLine]:
    """Group words into lines by their vertical middle, from top to bottom; words left to right."""
    if len(words) < 2:
        return [WordLine((word,)) for word in words]
    _, y0, _, y1 = words[0].box
    for word in words:
        if word.box[1] != y0 or word.box[3] != y1:
            break
    else:  # one line, as in most cells
        return [WordLine(tuple(sorted(words, key=_LEFT)))]
    return [WordLine(tuple(row)) for row in rows_of_words(in_reading_order(map(placed_word, words)))]


PlacedWord: TypeAlias = tuple[float, float, Word]
"""A word behind its vertical middle and its left end, in points."""


def placed_word(word: Word) -> PlacedWord:
    """The word with what it is sorted by."""
    x0, y0, _, y1 = word.box
    return (y0 + y1) / 2, x0, word


def in_reading_order(placed: Iterable[PlacedWord]) -> list[PlacedWord]:
    """Words by their middles, those of one height from left to right."""
    return sorted(placed, key=_MIDDLE_AND_LEFT)


def rows_of_words(placed: Sequence[PlacedWord]) -> list[list[Word]]:
    """Words by line, each from left to right; `placed` are in reading order."""
    rows: list[list[Word]] = []
    last: list[Word] = []
    middles: float = 0.0  # the sum of those in the last row
    for middle, _, word in placed:
        if last and abs(middle - middles / len(last)) <= SAME_LINE * max(word.size, last[-1].size, 1.0):
            last.append(word)
            middles += middle
        else:
            last = [word]
            rows.append(last)
            middles = middle
    for row in rows:
        if len(row) > 1:
            row.sort(key=_LEFT)
    return rows


_MIDDLE_AND_LEFT = itemgetter(0, 1)
_LEFT = attrgetter("box.x0")


class Lexicon:
    """The words that a document prints whole: those in lines of several words, where no narrow cell broke them."""

    def __init__(self, lines: Iterable[WordLine] = ()) -> None:
        self._words: set[str] = set()
        self._printed: set[str] = set()  # not yet among the words: each is looked at once, however often it is printed
        self._hyphened = 0  # lines that end within a word of small letters
        self.add(lines)

    def add(self, lines: Iterable[WordLine]) -> None:
        """Learn the words of further lines."""
        for line in lines:
            if len(line.words) > 1:
                self._printed.update(line.text.split(" "))
            if line.text[-1:] in _HYPHENS and _ENDS_SMALL.search(line.text):
                self._hyphened += 1

    @property
    def is_hyphenated(self) -> bool:
        """Whether words of the document are hyphenated where their line ends."""
        return self._hyphened >= _HABIT

    def __contains__(self, word: str) -> bool:
        return _bare_word(word) in self._known_words()

    def has_longer(self, word: str) -> bool:
        """Whether a word of theirs begins with `word` and goes on for some letters, or a date with more digits."""
        begin = _bare_word(word)
        rests = (known.removeprefix(begin) for known in self._known_words() if known.startswith(begin))
        return any(rest.isdigit() or (rest.isalpha() and len(rest) >= _SHORT) for rest in rests)

    def _known_words(self) -> set[str]:
        if self._printed:
            self._words.update(map(_bare_word, self._printed))
            self._printed.clear()
        return self._words


def _bare_word(word: str) -> str:
    return word.strip(".,;:()\"'«»").casefold()


_SHORT = 3  # letters; the rest of a broken word may be a shorter word by chance (`REGIONAL` + `E`)
_NO_WORDS = Lexicon()


def whole_text(lines: Sequence[WordLine], inner_width: float | None = None, lexicon: Lexicon = _NO_WORDS) -> str:
    """The text of a cell from its lines, words that the cell's width broke made whole.

    `inner_width` is the room for text in points, `lexicon` the words that the document prints whole. A line that is
    one word and leaves no room for even the next character was broken inside the word (`31/03/20` + `19`): a program
    that wraps lines breaks a word only where the whole of it is wider than the cell. A line that ends with a hyphen
    or a slash is joined without a space; the hyphen stays unless small letters stand on both sides (`Produttivi-` +
    `tà`), or capitals do in a document that hyphenates (`TO-` + `SCANA`). It stays between those too where the document
    prints them with it elsewhere, or both are words and no word together (`economico-` + `finanziaria`).
    """
    if len(lines) == 1 and "\u00ad" not in lines[0].text:
        return _one_line(lines[0].text)
    text = ""
    for index, line in enumerate(lines):
        piece = without_soft_hyphens(line.text)
        if not text:
            text = piece
        elif _is_continued(lines[index - 1], line, inner_width, lexicon):
            text = text + piece
        else:
            text = with_next_line(text, piece, lexicon)
    return _one_line(text)


def with_next_line(text: str, line: str, lexicon: Lexicon = _NO_WORDS) -> str:
    """A text with its next line: behind a hyphen or slash without a space, the hyphen within a word left out."""
    if not (text[-1:] in _HYPHEN_OR_SLASH and _ENDS_INSIDE.search(text) and _BEGINS_INSIDE.match(line)):
        return f"{text} {line}"
    return (text[:-1] if _is_hyphenated(text, line, lexicon) else text) + line


def _is_hyphenated(text: str, piece: str, lexicon: Lexicon) -> bool:
    """Whether a program has put the hyphen at the end of a line, within a word; no hyphen of the text's own."""
    small = _ENDS_SMALL.search(text) and _BEGINS_SMALL.match(piece)
    capital = lexicon.is_hyphenated and _ENDS_CAPITAL.search(text) and _BEGINS_CAPITAL.match(piece)
    if not (small or capital):
        return False
    end, begin = _LAST_LETTERS.findall(text)[0], _FIRST_LETTERS.findall(piece)[0]
    if end + begin in lexicon:
        return True
    return f"{end}-{begin}" not in lexicon and (len(begin) < _SHORT or not _are_words(end, begin))


# White space is all but always single already.
def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_continued(line: WordLine, following: WordLine, inner_width: float | None, lexicon: Lexicon) -> bool:
    """Whether the word that ends `line` goes on in `following` because the cell was too narrow for it."""
    if inner_width is None or len(line.words) != 1:
        return False
    word, rest = line.words[0], following.words[0]
    per_char = rest.box.width / max(len(rest.text), 1)
    last, first = word.text[-1], rest.text[0]
    # Digits are all as wide; among letters the next one may be wider than most.
    if word.box.width + (0.9 if first.isdigit() else 1.3) * per_char <= inner_width - 0.2:
        return False
    if last.isdigit() or first.isdigit():
        return all(c.isdigit() or c in "/.,-%" for c in (last, first))
    if not (last.isalpha() and first.isalpha()) or (last.islower() and first.isupper()):
        return False
    if word.text + rest.text in lexicon:
        return True
    # What the document prints whole elsewhere was not broken here, whatever stands below it.
    is_whole = word.text in lexicon or (len(rest.text) >= _SHORT and rest.text in lexicon)
    return not (is_whole or _are_words(word.text, rest.text))


def _are_words(end: str, begin: str) -> bool:
    """Whether both are Italian words and no such word when they are joined: a line ended between them."""
    known = load_list("it")
    one, other = _bare_word(end), _bare_word(begin)
    return one in known and other in known and one + other not in known
