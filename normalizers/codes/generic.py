"""Codes of plans that nobody has described: `OS1.2`, `KPI07`, `A3`, `1.1`, `OP 2.1.3`, `OB. 3`, `1.2-a`, `4
bis`.

The least is done to them, since nothing is known of the scheme: the letters in front are set in capitals
and joined to their number, so that `OP 2.1.3` and `Op.2.1.3` are one code. One letter, or a Roman number, is
part of the numbering and keeps its point (`A.1.2`); numbers keep their zeros (`011`, `KPI07`). There is no
repair: with no rule of what is legal, nothing can be shown to be damaged.
"""

from __future__ import annotations

import itertools

from normalizers.codes.model import Code
from normalizers.codes.text import LONGEST, cut_word, levels

_ROMAN = frozenset("IVX")


class GenericScheme:
    """Reads the codes of an unknown plan, as printed."""

    name = "generic"

    def sound(self, text: str) -> tuple[Code, ...]:
        """The one code that the text is, or none."""
        body, word_level = cut_word(text)
        if levels.figure.fullmatch(body):
            return ()
        if levels.as_printed.fullmatch(body):
            return (Code(text, body, self.name, word_level, parts={"printed": body}),)
        found = levels.generic.fullmatch(body) if len(body) <= LONGEST else None
        if found is None:
            return ()
        label = (found["label"] or "").upper().replace(".", "")
        point = (found["point"] or "") if len(label) == 1 or _ROMAN.issuperset(label) else ""
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
                f"{label}{point}{numbers}{tail}{rest}",
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
