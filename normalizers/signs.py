"""Signs that are printed in several forms, as `signs.yml` beside this module declares them."""

from __future__ import annotations

from pydantic import field_validator

from normalizers.declared import Declared


class Signs(Declared):
    """`signs.yml`, which says what each key is for; `plain` gives the form of each printed sign."""

    plain: dict[str, str]
    names: dict[str, str]
    mojibake: dict[str, str]
    latex: tuple[tuple[str, str], ...]

    @field_validator("plain", "names", mode="before")
    @classmethod
    def _turn(cls, forms: dict[str, str]) -> dict[str, str]:
        """Each printed sign with its form, of forms with all that is printed for them."""
        return {sign: form for form, printed in forms.items() for sign in printed}


signs = Signs.load("normalizers", "signs")
