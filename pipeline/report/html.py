"""How the program's own pages are made from templates: escaped, and with nothing missing in silence."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def make_environment(package: str) -> Environment:
    """The environment of the templates of a package."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
