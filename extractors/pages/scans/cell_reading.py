"""The words of one region: signs by their shape, the rest by tesseract, figures twice.

Two readings of a picture at two sizes seldom make the same mistake: what they agree on is sure, what they do not is
in doubt. Names are read once, which a figure's cell is not worth.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import cv2

from extractors.pages.scans.ink_checks import has_more_pieces, stands_uneven, with_slashes
from extractors.pages.scans.pictures import Picture, as_picture
from extractors.pages.scans.recognition import Recogniser, SeenWord
from extractors.pages.scans.regions import PictureRegion
from extractors.pages.scans.signs import take_signs

_SURE: Final = 0.6  # under this confidence of tesseract's a word that is read once is in doubt
_AGREED: Final = 0.3  # and one that two readings agree on
_LONGEST: Final = 60  # characters of a cell that is read twice; a longer one is a name or a sentence
_LARGER: Final = 1.5  # how much larger the picture is when it is read again
_NO_SPACE: Final = 0.2  # type sizes between the ink of two characters of one word; a space is 0.25 and more
_LEAST_INK: Final = 20  # pixels; less is left of a sign that was taken out
_EITHER: Final = re.compile(r"O|[\d.,]*\d[OolIS]%?|[OolIS]\d[\d.,]*%?")
_DOLLAR: Final = re.compile(r"^\$(?=\d)")
_FIGURE: Final = re.compile(r"[\d%<>=≥≤]")


class ReadWord(NamedTuple):
    """A word as it was read, and why it is in doubt, empty where it is not."""

    word: SeenWord
    doubt: str


def read_region(region: PictureRegion, recogniser: Recogniser) -> list[ReadWord]:
    """The words of the region; ink that nothing is read in is a word without text, in doubt."""
    rest, signs = take_signs(region)
    told = [ReadWord(sign, "") for sign in signs]
    if cv2.countNonZero(rest.ink) < _LEAST_INK:
        return told
    if not region.closed:
        return _with_signs(told, [_read_once(word) for word in recogniser.anywhere(rest.picture)])
    words = recogniser.block(rest.picture) or recogniser.line(rest.picture)
    if not words:
        return told or [ReadWord(_unread_word(region), "nothing was read in ink")]
    words = with_slashes(_with_numerals(words), rest.ink)
    text = "".join(word.text for word in words)
    if len(text) > _LONGEST:
        return _with_signs(told, [_read_once(word) for word in words])
    lost = has_more_pieces(words, rest.ink)
    if not (lost or signs or _FIGURE.search(text) or min(word.sure for word in words) < _SURE):
        return _with_signs(told, [_read_once(word) for word in words])
    again = [_reduced(word) for word in _with_numerals(recogniser.block(_enlarge_picture(rest.picture)))]
    again = with_slashes(again, rest.ink)
    if lost and not has_more_pieces(again, rest.ink) and again:
        words, lost = again, False
    read = _read_twice(words, again)
    return _with_signs(told, [_check_word(one, rest, lost) for one in read])


def _check_word(read: ReadWord, region: PictureRegion, lost: bool) -> ReadWord:
    """The word with the doubt that its ink gives it; `lost` tells that its cell has more ink than was read."""
    if stands_uneven(read.word, region.ink):
        return read._replace(doubt=read.doubt or "a letter among digits")
    return read._replace(doubt=read.doubt or "a character was left out") if lost else read


def _with_signs(signs: Sequence[ReadWord], words: Sequence[ReadWord]) -> list[ReadWord]:
    """The words and the signs before them; a sign without a space before its figure is one word with it."""
    found = list(words)
    for sign in signs:
        index = next((i for i, read in enumerate(found) if _begins_behind(read.word, sign.word)), None)
        if index is None:
            found.append(sign)
        else:
            word = found[index].word
            joined = word._replace(text=sign.word.text + word.text, x0=sign.word.x0)
            found[index] = found[index]._replace(word=joined)
    found = [_without_dollar(read) for read in found]
    return [read._replace(doubt=read.doubt or "a letter or a digit") if _is_either(read) else read for read in found]


def _without_dollar(read: ReadWord) -> ReadWord:
    """The word with an `S` for a dollar sign, which no Italian plan prints before a digit (`S3.1.2-a`), in doubt."""
    text = _DOLLAR.sub("S", read.word.text)
    if text == read.word.text:
        return read
    return ReadWord(read.word._replace(text=text), read.doubt or "a letter or a sign")


def _is_either(read: ReadWord) -> bool:
    """Whether the word is a letter that may be a digit, or has one among digits."""
    return _EITHER.fullmatch(read.word.text) is not None


def _begins_behind(word: SeenWord, sign: SeenWord) -> bool:
    """Whether the word stands right behind the sign."""
    gap = word.x0 - sign.x1
    return abs(word.baseline - sign.baseline) < word.size / 2 and -word.size / 4 < gap < _NO_SPACE * word.size


def _with_numerals(words: Sequence[SeenWord]) -> list[SeenWord]:
    """The words with Roman numerals put right: rules are taken out, so that a bar alone is an `I`, and no text ends
    with the article `Il`, which is `II` then (`AREA II`)."""
    last = len(words) - 1
    texts = ["I" if w.text == "|" else "II" if w.text == "Il" and i == last else w.text for i, w in enumerate(words)]
    return [word._replace(text=text) for word, text in zip(words, texts, strict=True)]


def _read_once(word: SeenWord) -> ReadWord:
    return ReadWord(word, "low confidence" if word.sure < _SURE else "")


def _read_twice(words: Sequence[SeenWord], second: Sequence[SeenWord]) -> list[ReadWord]:
    """The words of the surer reading, in doubt where the two differ."""
    if _join_words(words) == _join_words(second):
        sure = [max(one, _least_confidence(second)) for one in (word.sure for word in words)]
        return [
            ReadWord(word._replace(sure=best), "low confidence" if best < _AGREED else "")
            for word, best in zip(words, sure, strict=True)
        ]
    kept, other = (words, second) if _least_confidence(words) >= _least_confidence(second) else (second, words)
    texts = {word.text for word in other}
    differing = [ReadWord(word, "" if word.text in texts else "two readings differ") for word in kept]
    if any(read.doubt for read in differing):
        return differing
    return [read._replace(doubt="two readings differ") for read in differing]  # the other one reads more


def _reduced(word: SeenWord) -> SeenWord:
    """A word of the enlarged picture as it stands in the other one."""
    x0, x1, baseline, size = (length / _LARGER for length in word[1:5])
    return SeenWord(word.text, x0, x1, baseline, size, word.sure)


def _join_words(words: Sequence[SeenWord]) -> str:
    return "".join(word.text for word in words)


def _least_confidence(words: Sequence[SeenWord]) -> float:
    return min((word.sure for word in words), default=0.0)


def _enlarge_picture(picture: Picture) -> Picture:
    return as_picture(cv2.resize(picture, None, fx=_LARGER, fy=_LARGER, interpolation=cv2.INTER_CUBIC))


def _unread_word(region: PictureRegion) -> SeenWord:
    left, top, width, height = cv2.boundingRect(region.ink)
    return SeenWord("", left, left + width, top + height, height, 0.0)
