"""Words that no vocabulary declares and that a general list of words shows to be mere names of things: `alunni`.

What changes a figure is a closed class of words, which `lexicon.yml` declares for each language: comparisons, changes,
parts, conditions, times, units. What is counted, measured or done is an open one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from normalizers.cleaning import fold
from normalizers.declared import AnyOf, Declared
from normalizers.vocabulary.model import italian
from wordlists.base_forms import load_list

_ACCENTED = {"a": "à", "e": "éè", "i": "ì", "o": "ò", "u": "ù"}
_TITLE = re.compile(r'(?<=[^\W\d_] )"[A-Z][^"0-9]+"')  # `4 edizioni di "FuturaMente"`
_DOTTED = re.compile(r"\b[A-Z][A-Za-z]?(?:\.[A-Za-z]{1,2})+\b")  # `pratiche R.I.`, also where all is in capitals
_LEAST = 3  # letters of the shortest word that is looked up
_LONGEST_ACRONYM = 4  # of capitals that are no misspelt word with another initial (`CILA` and `mila`)
_LOAN = re.compile(r"\w{5,}|(?=.*[jkwxy])\w{4}")  # looked up in English: shorter words may be Italian, misspelt


class LoadedWords(Declared):
    """One language in `lexicon.yml`, which says what each key is for."""

    loaded: AnyOf
    misspelt: tuple[str, ...]
    things: re.Pattern[str]
    done: re.Pattern[str]
    prefixes: re.Pattern[str]
    names: re.Pattern[str]
    inner: re.Pattern[str] = re.compile("(?!)")


_LEXICA = LoadedWords.load_each("normalizers.vocabulary", "lexicon")
_STEMS = {word[:-1] for word in italian.behind}


@functools.lru_cache(maxsize=1 << 14)
def _find_base(printed: str, language: str) -> str | None:
    """The basic form of a word, without its accent too; of a word with a capital, that of its end (`Elternabende`)."""
    low = printed.lower()
    forms = [printed, low, *(low[:-1] + accent for accent in _ACCENTED.get(low[-1], ""))]
    forms.append(_LEXICA[language].prefixes.sub("", low))
    if printed != low:
        forms += [printed[i:].capitalize() for i in range(_LEAST, len(printed) - _LEAST)]
    return next((base for form in forms if (base := load_list(language).get(form))), None)


@functools.lru_cache(maxsize=1 << 14)
def is_thing(printed: str, language: str = "it", *, done: bool = True) -> bool:
    """Whether a word, printed with accents or in Italian without, is the name of a thing or says of what kind one is.

    `done`: whether it may say what was done with a thing (`installati`), as behind a figure.
    """
    word, lexicon = fold(printed), _LEXICA[language]
    if len(word) < _LEAST:
        return False
    base = _find_base(printed, language) if may_be_name(word, language) else None
    if not may_be_name(word, language, typos=2 if base is None else 1):
        return False
    pair = f"{printed} {base or ''}"
    named = bool(lexicon.things.fullmatch(pair) or (done and lexicon.done.fullmatch(pair)))
    if base is not None:
        return named and not lexicon.loaded.fullmatch(fold(base))
    near = process.extractOne(word[:-1], _STEMS, scorer=OSA.distance, score_cutoff=1) if named else None
    if named and (near is None or word.startswith(near[0])):
        return True  # no other word, misspelt
    loan = done and language == "it" and _LOAN.fullmatch(word)  # `5000 follower`, `40 controlli antidoping`
    return bool(loan) and (is_thing(word, "en") or is_thing(lexicon.prefixes.sub("", word), "en"))


def list_names(printed: str, language: str = "it") -> set[str]:
    """The folded words of a text that are names, as their capitals or quotation marks show."""
    found = (_DOTTED.findall(printed) if "." in printed else []) + (
        [] if printed.isupper() else _LEXICA[language].names.findall(printed)
    )
    bare = {word: word.replace(".", "") for word in map(fold, found)}
    names = {word for word, own in bare.items() if may_be_name(own, language, initial=len(own) <= _LONGEST_ACRONYM)}
    return names.union(*(re.findall(r"[^\W\d_]+'?", fold(title)) for title in _TITLE.findall(printed)))


def is_inner(said: Sequence[str]) -> bool:
    """Whether the last of some Italian words behind a figure is said of a thing before it, or is what is counted."""
    base = _find_base(said[-1], "it") if said[-1] else None
    if base is None or _LEXICA["it"].inner.fullmatch(" ".join([*["", *said][-4:], base])) is None:
        return False
    return len(said) == 1 or any(is_thing(one, done=False) for one in said[:-1] if one not in italian.unfinished)


def is_single(word: str) -> bool:
    """Whether an Italian word is the name of one thing (`colonia`), not what something is for (`assistenza`)."""
    by_ending = _LEXICA["it"].things.fullmatch(f"{word} ")
    return is_thing(word, done=False) and _find_base(word, "it") == word and not by_ending


def may_be_name(word: str, language: str = "it", *, typos: int = 1, initial: bool = False) -> bool:
    """Whether a folded word neither says something of a figure nor is misspelt so, with its `initial` if asked for."""
    lexicon = _LEXICA[language]
    if lexicon.loaded.fullmatch(word):
        return False
    near = process.extractOne(word, lexicon.misspelt, scorer=OSA.distance, score_cutoff=typos)
    return near is None or (initial and near[0][0] != word[0])
