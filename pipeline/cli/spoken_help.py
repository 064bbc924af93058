"""`--help` in the language that is spoken: the texts of commands and parameters, which the code has in English."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from copy import copy
from typing import Any, Final, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from pipeline.cli.error_output import exit_with_error_code
from pipeline.language.choice import LANGUAGES, asked_language, choose_language, say, speak, speak_default

_Command = TypeVar("_Command", bound=Any)
# What typer itself says of a command, a line each.
_HEADING: Final = re.compile(r"^(Usage|Options|Arguments|Commands)(?=:)", re.MULTILINE)
_OF_HELP: Final = "Show this message and exit."


class SpokenCommand(TyperCommand):
    """A command whose help is in the language that is spoken."""

    def get_help(self, ctx: Any) -> str:
        """The help as it is printed."""
        return _in_language(TyperCommand.get_help(_translate_command(self), ctx))


class SpokenGroup(TyperGroup):
    """A group of commands whose help is in the language that is spoken."""

    def get_help(self, ctx: Any) -> str:
        """The help as it is printed; nobody may have chosen a language yet, for `--help` comes before other options."""
        if ctx.parent is None and asked_language() is None:
            speak(choose_language(None, os.environ), asked=False)
            ctx.call_on_close(speak_default)
        shown = _translate_command(self)
        shown.commands = {name: _translate_command(command) for name, command in self.commands.items()}
        return _in_language(TyperGroup.get_help(shown, ctx))


class SpokenTyper(typer.Typer):
    """Commands whose help is in the language that is spoken."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=SpokenGroup, no_args_is_help=True, rich_markup_mode=None, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        """As `typer.Typer.command`; the command ends with the exit code of its error."""
        register = super().command(name, **{"cls": SpokenCommand, **settings})
        return lambda command: register(exit_with_error_code(command))


def speak_at_once(ctx: typer.Context, asked: str | None) -> str | None:
    """Speak the language of `--lang` before `--help` after it is answered; what is no language is seen to later."""
    for language in LANGUAGES:
        if asked == language:
            speak(language, asked=True)
            ctx.call_on_close(speak_default)
    return asked


def _translate_command(command: _Command) -> _Command:
    """The command with its texts in the language that is spoken."""
    shown = copy(command)
    shown.help, shown.epilog = say(command.help or ""), say(command.epilog or "")
    shown.params = [_translated_parameter(one) for one in command.params]
    return shown


def _translated_parameter(parameter: Any) -> Any:
    shown = copy(parameter)
    shown.help = say(parameter.help or "")
    return shown


def _in_language(text: str) -> str:
    return _HEADING.sub(lambda found: say(found[1]), text).replace(_OF_HELP, say(_OF_HELP))
