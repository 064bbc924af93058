"""What YAML files declare, checked on loading."""

from __future__ import annotations

from importlib import resources
from re import Pattern
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

try:  # libyaml, where it is there, reads nine times as fast
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

AnyOf = Annotated[Pattern[str], BeforeValidator("|".join)]
"""What fits one of the patterns of a list."""


class Declared(BaseModel):
    """A file, or a part of one, whose keys are those of its model and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def load(cls, package: str, name: str) -> Self:
        """What the file `NAME.yml` of a package declares.

        Raises pydantic's `ValidationError` where it is not what the model says.
        """
        return cls.model_validate(_read_file(package, name))

    @classmethod
    def load_each(cls, package: str, name: str) -> dict[str, Self]:
        """The same of each key of the file."""
        return {key: cls.model_validate(declared) for key, declared in _read_file(package, name).items()}


def _read_file(package: str, name: str) -> Any:
    text = resources.files(package).joinpath(f"{name}.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=SafeLoader)
