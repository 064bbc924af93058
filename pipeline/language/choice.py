"""Which language is spoken on the terminal: `--lang`, else the settings, else the environment's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from pipeline.errors import UsageError

Language = Literal["it", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
# In the order in which the system's own programs ask them (POSIX, "Environment Variables", 8.2).
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


class _Spoken:
    """The language of this process, and whether a person asked for it."""

    language: Language = "en"
    asked = False


def choose_language(asked: str | None, environment: Mapping[str, str]) -> Language:
    """The language that is asked for, else that of the environment; English where that is neither.

    Raises:
        UsageError: what is asked for is neither Italian nor English.
    """
    if asked is None:
        said = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
        return "it" if said.lower().partition("_")[0].partition(".")[0] == "it" else "en"
    for language in LANGUAGES:
        if asked == language:
            return language
    raise UsageError(f"there is no language '{asked}'", remedy=f"Give one of {', '.join(LANGUAGES)}.")


def speak(language: Language, *, asked: bool) -> None:
    """Speak this language from now on; `asked` says that it is not merely the environment's."""
    _Spoken.language, _Spoken.asked = language, asked


def speak_default() -> None:
    """Speak English, as nobody asked for anything else."""
    speak("en", asked=False)


def asked_language() -> Language | None:
    """The language that a person asked for; pages in a browser otherwise know their reader's own."""
    return _Spoken.language if _Spoken.asked else None


def say(message: str) -> str:
    """A message, which the program has in English, in the language that is spoken."""
    if _Spoken.language == "en":
        return message
    from pipeline.language.italian import to_italian  # noqa: PLC0415 - whoever speaks English need not load it

    return to_italian(message)
