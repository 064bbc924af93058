"""Write `docs/codes.md` from the schemes: `python -m tests.normalizers.make_codes_page`."""

import inspect
import re
from pathlib import Path

from normalizers.codes import generic, read_code
from normalizers.codes.described import SchemeRules, SlotRules

PAGE = Path(__file__).parents[2] / "docs" / "codes.md"

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


def _slot(name: str, rules: SlotRules) -> str:
    if rules.digits is not None:
        digits = "-".join(map(str, sorted(set(rules.digits))))
        return f" {name}{{{digits}}} "
    if rules.letters is not None:
        letters = rules.letters if len(rules.letters) < 10 else f"{rules.letters[0]}-{rules.letters[-1]}"
        return f" [{letters}] "
    return f" ({'|'.join(dict.fromkeys((rules.latin or {}).values()))}) "


def form(printed: str, slots: dict[str, SlotRules]) -> str:
    """A form with what its slots hold."""
    return " ".join(re.sub(r"\{(\w+)\}", lambda slot: _slot(slot[1], slots[slot[1]]), printed).split())


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
    schemes: dict[str, SchemeRules | None] = {
        **SchemeRules.load_each("normalizers.codes", "schemes"),
        generic.SCHEME.name: None,
    }
    for name, rules in schemes.items():
        description = rules.description if rules is not None else inspect.cleandoc(generic.__doc__ or "")
        lines += [f"## {name}", "", description.strip(), ""]
        if rules is not None:
            forms = ((form(told.form, rules.slots), told.doubt) for told in rules.forms)
            lines += [*(f"- `{shown}`{' (incomplete)' if doubt else ''}" for shown, doubt in forms), ""]
        heads = ("printed", "code", "level", "it names above it", "parts", "repairs and doubts")
        lines += [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
        lines += [*(_example(raw, name) for raw in EXAMPLES[name]), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
