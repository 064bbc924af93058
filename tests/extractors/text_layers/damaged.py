"""PDF files whose text layer lies: the maps from glyphs to characters rewritten, the picture left as it is.

python -m tests.extractors.text_layers.damaged PLAN.pdf DAMAGED.pdf --how swapped

Only glyphs that stand for several letters (`ti`, `tt`, `tti`, `fi`, `ff`, …) are given other characters, as the
programs do whose files show such damage.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, IndirectObject, NameObject

Damage: TypeAlias = Callable[[int, str], str | None]
"""From a glyph's code and the letters it stands for to what the map says instead; None leaves it out of the map."""

_ENTRY: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_BLOCK: Final = re.compile(rb"(\d+)\s+beginbfchar\s(.*?)\sendbfchar", re.DOTALL)


def _swapped(_: int, letters: str) -> str:
    """As Ghostscript 10.00: two bytes in the wrong order, the second and third of three letters added."""
    codes = [ord(letter) for letter in letters]
    if len(codes) == 3:
        codes = [codes[0], codes[1] + codes[2]]
    return "".join(chr(code << 8) for code in codes)


DAMAGE: Final[dict[str, Damage]] = {
    "swapped": _swapped,
    "letter": lambda _, __: "O",
    "sign": lambda _, __: "&",
    "space": lambda _, __: " ",
    "nothing": lambda _, __: "",
    "unmapped": lambda _, __: None,
    "glyph-number": lambda code, _: chr(code),
    "cid": lambda code, _: f"(cid:{code})",
    "private": lambda code, _: chr(0xE000 + code),
    "replacement": lambda _, __: "\ufffd",
    "cut": lambda _, letters: {"ff": "\xfb", "fi": "\xfc", "fl": "\xfd", "ffi": "\xfe"}.get(letters, letters),
}


def damage(plan: Path, target: Path, how: str) -> None:
    """Write `plan` with its text layer damaged in the way `how`, one of `DAMAGE`, to `target`."""
    writer = PdfWriter(clone_from=PdfReader(plan))
    done: set[int] = set()
    for page in writer.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            found: Any = font.get_object()
            reference = found.raw_get("/ToUnicode") if "/ToUnicode" in found else None
            if not isinstance(reference, IndirectObject) or reference.idnum in done:
                continue
            done.add(reference.idnum)
            stream = DecodedStreamObject()
            cmap: Any = reference.get_object()
            stream.set_data(_rewritten(cmap.get_data(), DAMAGE[how]))
            added = writer._add_object(stream)
            done.add(added.idnum)
            found[NameObject("/ToUnicode")] = added
    writer.write(target)


def _rewritten(cmap: bytes, how: Damage) -> bytes:
    def block(match: re.Match[bytes]) -> bytes:
        entries = [_entry(code, target, how) for code, target in _ENTRY.findall(match[2])]
        kept = [entry for entry in entries if entry is not None]
        return b"%d beginbfchar\n%s\nendbfchar" % (len(kept), b"\n".join(kept))

    return _BLOCK.sub(block, cmap)


def _entry(code: bytes, target: bytes, how: Damage) -> bytes | None:
    letters = bytes.fromhex(target.decode("ascii")).decode("utf-16-be")
    if len(letters) > 1:
        said = how(int(code, 16), letters)
        if said is None:
            return None
        target = said.encode("utf-16-be", "surrogatepass").hex().encode("ascii")
    return b"<%s> <%s>" % (code, target)


def main() -> None:
    """Damage one plan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plan", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--how", choices=sorted(DAMAGE), required=True)
    given = parser.parse_args()
    damage(given.plan, given.target, given.how)


if __name__ == "__main__":
    main()
