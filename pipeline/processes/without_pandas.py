"""A process without pandas: pyarrow loads it with the first list that it makes an array of, to tell lists from frames.

That takes 0.4 s and 35 MiB of a process that has no frames, as one that reads documents or gathers their rows.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder

import pyarrow as pa


class _Hiding(MetaPathFinder):
    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "pandas":
            raise ImportError(fullname)


def load_no_pandas() -> None:
    """Let pyarrow look for pandas, which it does once, when there is none; a part of the program that has frames loads
    it all the same (`pipeline.dataset.forms.frames`)."""
    if "pandas" in sys.modules:
        return
    hiding = _Hiding()
    sys.meta_path.insert(0, hiding)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(hiding)
