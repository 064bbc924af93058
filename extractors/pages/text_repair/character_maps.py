"""Maps from the codes of a font's glyphs to characters, as a PDF holds them (ToUnicode, ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

_BLOCK: Final = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_TOKEN: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MOST: Final = 1 << 16  # codes of a font; a range of more is broken or malicious
_ENTRIES: Final = 100  # of one block, which is what the format allows


def read_map(data: bytes) -> dict[int, str]:
    """The characters that a ToUnicode map gives for each code; half of a surrogate pair is U+FFFD."""
    found: dict[int, str] = {}
    for kind, content in _BLOCK.findall(data):
        tokens = (_read_token(match) for match in _TOKEN.finditer(content))
        found.update(_read_characters(tokens) if kind == b"bfchar" else _read_ranges(tokens))
    return found


def written_map(characters: Mapping[int, str], code_bytes: int) -> bytes:
    """The ToUnicode map that gives these `characters`, of a font whose codes are `code_bytes` long."""
    digits = 2 * code_bytes
    entries = [f"<{code:0{digits}x}> <{_hex_of(text)}>" for code, text in sorted(characters.items()) if text]
    blocks = [entries[i : i + _ENTRIES] for i in range(0, len(entries), _ENTRIES)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def",
        f"1 begincodespacerange <{'00' * code_bytes}> <{'ff' * code_bytes}> endcodespacerange",
        *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
        "endcmap end end",
    ]
    return "\n".join(lines).encode("ascii")


def _read_token(match: re.Match[bytes]) -> bytes | str:
    if match[2] or match[3]:
        return "[" if match[2] else "]"
    digits = b"".join(match[1].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _read_characters(tokens: Iterator[bytes | str]) -> Iterator[tuple[int, str]]:
    for code, target in zip(tokens, tokens, strict=False):
        if isinstance(code, bytes) and isinstance(target, bytes):
            yield int.from_bytes(code), _target_text(target)


def _read_ranges(tokens: Iterator[bytes | str]) -> Iterator[tuple[int, str]]:
    for first, last in zip(tokens, tokens, strict=False):
        if not isinstance(first, bytes) or not isinstance(last, bytes):
            return
        codes = range(int.from_bytes(first), min(int.from_bytes(last), int.from_bytes(first) + _MOST) + 1)
        target = next(tokens, "]")
        if target == "[":
            for code, one in zip(codes, iter(tokens.__next__, "]"), strict=False):
                if isinstance(one, bytes):
                    yield code, _target_text(one)
            continue
        if isinstance(target, bytes) and target:
            start = int.from_bytes(target)
            for code in codes:
                yield code, _target_text((start + code - codes.start).to_bytes(len(target) + 1)[1:])


def _target_text(target: bytes) -> str:
    if len(target) > 1 and len(target) % 2:
        return "\ufffd"  # no characters of two bytes each: what it means cannot be told
    text = target.decode("utf-16-be", "surrogatepass") if len(target) > 1 else target.decode("latin-1")
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def _hex_of(text: str) -> str:
    return text.encode("utf-16-be").hex()
