"""The plan's tree as rows of `objectives`: ids, canonical codes and paths.

Rules: section "Codes and the tree" of the dataset's description.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from extractors.records.model import Node
from normalizers.codes import Code, Scheme, read_code
from normalizers.quantities.numbers import read_amount
from pipeline.dataset import issue_codes as codes
from pipeline.dataset import vocabularies as words
from pipeline.dataset.identity import Identities
from pipeline.dataset.issues import Issue, make_issue
from pipeline.dataset.text import clean_text

if TYPE_CHECKING:
    from extractors.pages.model import Place
    from pipeline.dataset.schemas.objectives import ObjectiveRow

UNDESCRIBED_SCHEME = "generic"
"""The scheme that reads the codes of a document which follows none that is described."""


@dataclass(frozen=True, slots=True)
class TreePlace:
    """Where in the tree something stands: what rows below a node take over from it.

    `code` is the code of the nearest coded node and `titles_below_code` are the titles of the nodes without
    code below that one, outermost first.
    """

    objective_id: str | None = None
    code: str | None = None
    code_path: str | None = None
    process_code: str | None = None
    owner: str | None = None
    titles_below_code: tuple[str, ...] = ()


TOP = TreePlace()
"""The place of what stands under no node."""


class ObjectiveRows:
    """The nodes of one document, with their rows and what is to report of them."""

    def __init__(self, plan: str, nodes: Sequence[Node], scheme: str | Scheme | None) -> None:
        self.rows: list[ObjectiveRow] = []
        self.issues: list[Issue] = []
        self._plan = plan
        self._scheme = scheme
        self._ids = Identities("obj")
        self._ordinals = {node.key: number for number, node in enumerate(nodes, start=1)}
        self._standings: dict[int, TreePlace] = {}
        for node in _parents_first(nodes, self.issues):
            self._add_node(node)
        self.rows.sort(key=lambda row: int(row["ordinal"]))

    def place_under(self, key: int | None) -> TreePlace:
        """The place of what stands under the node with this key.

        Raises:
            KeyError: the tree has no such node.
        """
        return TOP if key is None else self._standings[key]

    def _add_node(self, node: Node) -> None:
        above = self.place_under(node.parent)
        code = code_of(node.code_raw, self._scheme, node.place, self.issues.append)
        title, code_raw, owner = clean_text(node.title), clean_text(node.code_raw), clean_text(node.owner)
        budget = None
        if node.budget and (budget := read_amount(node.budget)) is None:
            self.issues.append(
                make_issue(codes.BUDGET_UNPARSED, f"no amount of money: {node.budget}", node.place, raw=node.budget)
            )
        canonical = code.code if code else None
        path = join_path(above.code_path, canonical)
        objective_id = self._ids.make_id(self._plan, above.objective_id, node.level, code_raw, title)
        self._standings[node.key] = TreePlace(
            objective_id=objective_id,
            code=canonical or above.code,
            code_path=path,
            process_code=code.process_code if code and canonical else above.process_code,
            owner=owner or above.owner,
            titles_below_code=() if canonical else (*above.titles_below_code, title or ""),
        )
        self.rows.append(
            {
                "objective_id": objective_id,
                "plan_id": self._plan,
                "parent_id": above.objective_id,
                "ordinal": self._ordinals[node.key],
                "level": cast(words.Level, node.level),
                "code_raw": code_raw,
                "code": canonical,
                "code_path": path,
                "process_code": code.process_code if code else None,
                "title": title,
                "owner": owner,
                "budget_eur": budget,
                "page": node.place.page,
                "line": node.place.line if node.place.page is None else None,
                "sheet": clean_text(node.place.sheet),
                "cell": node.place.cell,
            }
        )


def join_path(path: str | None, code: str | None) -> str | None:
    """The path of something with `code` that stands under `path`; the path itself where it has none."""
    if code is None:
        return path
    return code if path is None else f"{path}/{code}"


def name_of(scheme: str | Scheme | None) -> str | None:
    """The name of a scheme of codes, as `code_scheme` publishes it."""
    return scheme if scheme is None or isinstance(scheme, str) else scheme.name


def code_of(
    raw: str | None,
    scheme: str | Scheme | None,
    place: Place,
    report: Callable[[Issue], None],
    indicator: str | None = None,
) -> Code | None:
    """What a printed code means, None where none is printed; repairs and unreadable codes are reported."""
    if clean_text(raw) is None or raw is None:
        return None
    code = read_code(raw, scheme or UNDESCRIBED_SCHEME)
    if code.code is None:
        message = f"'{code.raw}' is no code of the scheme {name_of(scheme) or UNDESCRIBED_SCHEME}"
        report(make_issue(codes.CODE_UNREADABLE, message, place, raw=raw, indicator=indicator))
        return code
    for repair in code.repaired:
        message = f"'{code.raw}' read as {code.code}: {repair}"
        report(make_issue(codes.CODE_REPAIRED, message, place, raw=raw, indicator=indicator))
    for doubt in code.doubts:
        message = f"'{code.raw}' read as {code.code}: {doubt}"
        report(make_issue(codes.CODE_DOUBTFUL, message, place, raw=raw, indicator=indicator))
    return code


def _parents_first(nodes: Sequence[Node], issues: list[Issue]) -> Iterator[Node]:
    """The nodes in an order in which every parent comes before its children.

    A node whose parent is missing or stands below it becomes a root, which is reported.
    """
    left = {node.key: node for node in nodes}
    done: set[int] = set()
    while left:
        ready = [n for n in left.values() if n.parent is None or n.parent in done]
        if not ready:
            broken = next((n for n in left.values() if n.parent not in left), next(iter(left.values())))
            issues.append(
                make_issue(
                    codes.TREE_BROKEN,
                    f"the node '{clean_text(broken.title)}' has no parent that leads to a root",
                    broken.place,
                    raw=broken.title,
                )
            )
            ready = [_as_root(broken)]
        for node in ready:
            del left[node.key]
            done.add(node.key)
            yield node


def _as_root(node: Node) -> Node:
    return Node(node.key, None, node.level, node.code_raw, node.title, node.place, node.owner, node.budget)
