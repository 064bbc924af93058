"""What YAML files declare, checked on loading."""

from __future__ import annotations

from importlib import resources
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict

try:  # libyaml, where it is there, reads nine times as fast
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]


class Declared(BaseModel):
    """A file, or a part of one, whose keys are those of its model and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def load(cls, package: str, name: str) -> Self:
        """What the file `NAME.yml` of a package declares.

        Raises pydantic's `ValidationError` where it is not what the model says.
        """
        text = resources.files(package).joinpath(f"{name}.yml").read_text(encoding="utf-8")
        return cls.model_validate(yaml.load(text, Loader=SafeLoader))
