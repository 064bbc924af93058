"""What a page's style sheets say of its elements: whether they are shown, bold, or on a ground of their own."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list

_ASKED: Final = ("display", "visibility", "font-weight", "background", "background-color")
_NO_GROUND: Final = ("", "transparent", "none", "white", "#fff", "#ffffff", "inherit", "initial", "unset")
_BOLD: Final = ("bold", "bolder")
_MOST_RULES: Final = 5000  # of all style sheets of a page


class Shown(NamedTuple):
    """How an element is shown; `bold` is None where it is as its parent."""

    hidden: bool = False
    bold: bool | None = None
    filled: bool = False


class HtmlStyles:
    """The style sheets of one page."""

    def __init__(self, root: Any) -> None:
        self._matcher = Matcher()
        self._given: dict[Any, dict[str, str]] = {}
        rules = 0
        for style in root.iter("style"):
            for rule in tinycss2.parse_stylesheet(style.text or "", skip_comments=True, skip_whitespace=True):
                rules += 1
                if rule.type == "qualified-rule" and rules <= _MOST_RULES:
                    self._add_rule(rule)
        if rules:
            for wrapper in ElementWrapper.from_html_root(root).iter_subtree():
                if matches := self._matcher.match(wrapper):
                    self._given[wrapper.etree_element] = _cascade_rules(matches)

    def of(self, element: Any) -> Shown:
        """How an element is shown by the sheets and its own attributes."""
        found = dict(self._given.get(element, {}))
        found |= _asked_declarations(tinycss2.parse_declaration_list(element.get("style") or ""))
        display, visibility = found.get("display", ""), found.get("visibility", "")
        hidden = display == "none" or visibility in ("hidden", "collapse") or element.get("hidden") is not None
        weight = found.get("font-weight")
        ground = found.get("background-color") or found.get("background") or element.get("bgcolor") or ""
        return Shown(hidden, None if weight is None else _is_bold(weight), ground.casefold() not in _NO_GROUND)

    def _add_rule(self, rule: Any) -> None:
        declared = _asked_declarations(tinycss2.parse_declaration_list(rule.content))
        if not declared:
            return
        try:
            selectors = compile_selector_list(rule.prelude)
        except SelectorError:  # of a kind that the library does not know; browsers leave such rules out too
            return
        for selector in selectors:
            if selector.pseudo_element is None:
                self._matcher.add_selector(selector, declared)


def _asked_declarations(declarations: Any) -> dict[str, str]:
    """The declarations that are asked for here."""
    return {
        one.lower_name: tinycss2.serialize(one.value).strip().casefold()
        for one in declarations
        if one.type == "declaration" and one.lower_name in _ASKED
    }


def _cascade_rules(matches: Any) -> dict[str, str]:
    """What the rules that match an element say together: the most specific last."""
    found: dict[str, str] = {}
    for _, _, _, declared in sorted(matches, key=lambda match: match[:2]):
        found |= declared
    return found


def _is_bold(weight: str) -> bool:
    return weight in _BOLD or (weight.isdigit() and int(weight) >= 600)
