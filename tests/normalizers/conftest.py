"""Names of tests made from printed texts: plain letters, so that other tools can ask for one test by its name."""

import re

_OTHER = re.compile(r"[^A-Za-z0-9.,%=-]+")


def pytest_make_parametrize_id(config: object, val: object, argname: str) -> str | None:
    return _OTHER.sub("_", val) or "empty" if isinstance(val, str) else None
