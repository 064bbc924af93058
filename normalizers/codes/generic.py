"""Codes of plans that nobody has described: `OS1.2`, `KPI07`, `A3`, `1.1`, `OP 2.1.3`, `OB. 3`, `1.2-a`, `4
bis`.

The least is done to them, since nothing is known of the scheme: the letters in front are set in capitals
and joined to their number, so that `OP 2.1.3` and `Op.2.1.3` are one code; numbers keep their zeros (`011`,
`KPI07`). There is no repair: with no rule of what is legal, nothing can be shown to be damaged.
"""

from __future__ import annotations

import itertools
import re

from normalizers.codes.model import Code
from normalizers.codes.text import LONGEST, cut_word, levels

_NUMBER = "[0-9]{1,4}"
_CODE = re.compile(
    rf"(?:(?P<label>[A-Z]{{1,5}}|(?:[A-Z]\.){{2,4}})(?:\. ?|-| )?)?"
    rf"(?P<numbers>{_NUMBER}(?:\.{_NUMBER}){{0,6}})"
    rf"(?:[ -]?(?P<again>bis|ter|quater)|(?P<joint>[.-]?)(?P<letter>[A-Z]))?"
    rf"(?P<rest>(?:\.{_NUMBER})*|(?:[.-][A-Z]{{1,5}}{_NUMBER}(?:\.{_NUMBER})*)*)",
    re.IGNORECASE,
)
# Codes of which nothing but their form is known: a letter (`Prospettiva A`), a year and a number (`2027/04`,
# `2018_VI01`), numbers, letters and Roman numerals in turn (`1.a.ii`), a label joined by an
# underscore (`KPI_07`), groups of three digits (`011-005-001`).
_AS_PRINTED = re.compile(
    r"[A-Z]|20[0-9]{2}(?:[/_]|_[A-Z]{1,3})[0-9]{1,3}|[0-9]{1,2}\.[a-z]\.[ivx]{1,4}|[A-Z]{1,5}_[0-9]{1,4}(?:\.[0-9]{1,4})*|[0-9]{5,8}"
    r"|[0-9]{3}(?:-[0-9]{3}){2,4}"
)
# Days (`31.12.2023`) and amounts (`1.250`) are figures, though a chain of numbers is a code.
_FIGURE = re.compile(r"[0-3]?[0-9][./-][01]?[0-9][./-](?:19|20)[0-9]{2}|[1-9][0-9]{0,2}(?:\.[0-9]{3})+")


class GenericScheme:
    """Reads the codes of an unknown plan, as printed."""

    name = "generic"

    def sound(self, text: str) -> tuple[Code, ...]:
        """The one code that the text is, or none."""
        body, word_level = cut_word(text)
        if _FIGURE.fullmatch(body):
            return ()
        if _AS_PRINTED.fullmatch(body):
            return (Code(text, body, self.name, word_level, parts={"printed": body}),)
        found = _CODE.fullmatch(body) if len(body) <= LONGEST else None
        if found is None:
            return ()
        label = (found["label"] or "").upper().replace(".", "")
        numbers = found["numbers"]
        tail = ""
        if found["again"]:
            tail = f"-{found['again'].lower()}"
        elif found["letter"]:
            tail = f"{found['joint']}{found['letter']}"
        rest = found["rest"].upper()
        pieces = {"label": label, "numbers": numbers, "suffix": tail.lstrip(".-"), "rest": rest.lstrip(".-")}
        chain = numbers.split(".")[: None if tail else -1]
        return (
            Code(
                text,
                f"{label}{numbers}{tail}{rest}",
                self.name,
                levels.labels.get(label, word_level),
                ancestors=() if label or rest else tuple(itertools.accumulate(chain, "{}.{}".format)),
                parts={name: piece for name, piece in pieces.items() if piece},
            ),
        )

    def repairable(self, text: str) -> tuple[Code, ...]:  # noqa: ARG002 - the scheme's interface
        """Nothing: a scheme without rules has no damaged codes."""
        return ()


SCHEME = GenericScheme()
