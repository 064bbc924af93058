"""Write `docs/codes.md` from the schemes: `python -m tests.normalizers.make_codes_page`."""

import inspect
from pathlib import Path

from normalizers.codes import generic, read_code
from normalizers.codes.described import load_schemes
from normalizers.codes.shape import Letter, Mark, Number, Shape, ShapeScheme, Slot

PAGE = Path(__file__).parents[2] / "docs" / "codes.md"
DESCRIBED = {name: (rules.description, rules.as_scheme(name)) for name, rules in load_schemes().items()}

EXAMPLES = {
    "massa-carrara": (
        *("1", "1.1", "1.1.1", "S1.1.1-a", "O1.1.1-a", "01.2.4-a", "O1.2.4a", "O 1.2.4-a", "O1.2.l-a", "O1.2-a"),
        "Programma 1.2.4:",
    ),
    "modena": (
        *("1", "101", "101.1", "1011.01.D1.11", "1011.0101.D1.11", "8021.0001.A1.2", "1011.01.D111", "101l.01.D1.11"),
        "1011.01.X1.11",
    ),
    "riviere-di-liguria": ("18", "18.2", "5 bis", "5 b.1", "7b.1", "12", "l8.2", "5 quinquies"),
    "maremma-tirreno": ("011", "14.", "111", "O11", "11"),
    "generic": ("OS1.2", "OP 2.1.3", "KPI07", "1.2-a", "4 bis", "Obiettivo strategico n. 3", "progetto"),
}
"""Codes of each scheme, sound, damaged and illegal: each is read with its scheme alone."""

_HEAD = """# Codes

Made from `normalizers/codes/schemes.yml` by `python -m tests.normalizers.make_codes_page`. Do not edit it by hand.

A printed code is read by `normalizers.codes.read_code`, from the command line by `cruscotto read-code TEXT`. A code
that stands as printed is read first. Failing that it is repaired (0 and O; 1, I and l; a missing dot or dash; a stray
space), and only where exactly one legal code results; each repair is recorded. A text that is no legal code, or that
could be two, has no code and keeps its `raw`.

In a form, words are numbers with so many digits as stand behind them, and letters in brackets are those that may stand
there.
"""


def _slot(slot: Slot) -> str:
    if isinstance(slot, Mark):
        return slot.text
    if isinstance(slot, Number):
        digits = str(slot.low) if slot.low == slot.high else f"{slot.low}-{slot.high}"
        return f" {slot.name}{{{digits}}} "
    if isinstance(slot, Letter):
        letters = slot.letters if len(slot.letters) < 10 else f"{slot.letters[0]}-{slot.letters[-1]}"
        return f" [{letters}] "
    return f" ({'|'.join(dict.fromkeys(slot.printed.values()))}) "


def form(shape: Shape) -> str:
    """The row of a shape's slots."""
    return " ".join("".join(_slot(slot) for slot in shape.slots).split())


def _example(raw: str, scheme: str) -> str:
    read = read_code(raw, scheme)
    code = f"`{read.code}`" if read.code else "none"
    above = " / ".join(f"`{code}`" for code in read.ancestors)
    parts = ", ".join(f"{name} `{part}`" for name, part in read.parts.items())
    notes = "; ".join([*read.repaired, *read.doubts])
    return f"| `{raw}` | {code} | {read.level or ''} | {above} | {parts} | {notes} |"


def page() -> str:
    """The whole page as text."""
    lines = [_HEAD]
    undescribed: tuple[str, ShapeScheme | None] = (inspect.cleandoc(generic.__doc__ or ""), None)
    for name, (description, scheme) in {**DESCRIBED, generic.SCHEME.name: undescribed}.items():
        lines += [f"## {name}", "", description.strip(), ""]
        if scheme is not None:
            lines += [*(f"- `{form(shape)}`{' (incomplete)' if shape.doubt else ''}" for shape in scheme.shapes), ""]
        heads = ("printed", "code", "level", "it names above it", "parts", "repairs and doubts")
        lines += [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
        lines += [*(_example(raw, name) for raw in EXAMPLES[name]), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
