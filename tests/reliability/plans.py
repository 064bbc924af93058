"""Small plans in the text form, made here, that the generic layout reads."""

from __future__ import annotations

HEAD = "Piano della performance 2019-2021\n\nCamera di commercio di Prova\n\nIndicatore\tPeso\tTarget 2019\n"


def plan(rows: int, name: str = "Tempo medio") -> str:
    """A plan with a table of so many indicators."""
    return HEAD + "".join(
        f"{name} di servizio {chr(97 + n % 26) * (n // 26 + 1)}\t{n % 90 + 1}%\t>= {n + 1}%\n" for n in range(rows)
    )
