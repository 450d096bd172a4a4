"""How spans hang together: which of them are logs, whose parent is whose, and which tokens are counted below.

Spans come in any order, so each request brings in what it touches: its own spans, what stands above and what stands
right below them. Two marks on each span say what lies further below, so that no more has to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BARE = "bare"
CLIENT = "client"
STREAM = "stream"
TOOL = "tool"
MODEL = "model"
API = "api"
"""Role of a log that came by the API itself, below a span that its request named."""
TRANSPARENT = frozenset({CLIENT, STREAM})
"""Roles of spans that are never logs; what stands below them hangs on what stands above."""


@dataclass(slots=True)
class Node:
    """A span in its tree.

    Args:
        key: What tells it from all others.
        trace_id: What its trace is stored by.
        parent: Key of its parent, whether that is known or not.
        role: `model`, `tool`, `generic`, `bare`, `client`, `stream` or `api`.
        is_model: Whether it has tokens to count.
        started: Nanoseconds since 1970.
        is_log: Whether it is a log, or is to become one.
        log_id: Its log, if there is one.
        log_below: Whether a log stands below it.
        model_below: Whether a span with tokens stands below it, on a way without a tool.
        is_new: Whether it came with this request.
    """

    key: str
    trace_id: str
    parent: str | None
    role: str
    is_model: bool
    started: int
    is_log: bool
    log_id: str | None = None
    log_below: bool = False
    model_below: bool = False
    is_new: bool = False


class Forest:
    """The spans that a request touches.

    Args:
        nodes: By key.
    """

    def __init__(self, nodes: dict[str, Node]) -> None:
        self._nodes = nodes
        self._roots: set[str] = set()
        self._cut_cycles()

    def join(self) -> None:
        """Mark what lies below each span, and make logs of the bare ones that have a log below."""
        for node in self._nodes.values():
            if node.is_log or node.log_below:
                self._mark_logs(node)
            if node.is_model or (node.model_below and node.role != TOOL):
                self._mark_models(node)

    def parent_log(self, node: Node) -> Node | None:
        """Find the nearest log above a span; None for one at the top."""
        way = self.way_to_log(node)
        return way[-1] if way and way[-1].is_log else None

    def way_to_log(self, node: Node) -> list[Node]:
        """List the spans above a span, up to the nearest log."""
        way: list[Node] = []
        for above in self._above(node):
            way.append(above)
            if above.is_log:
                break
        return way

    def parent(self, node: Node) -> Node | None:
        """Find the parent of a span; None if it is not known, or if the span is the first one of a circle."""
        return None if node.parent is None or node.key in self._roots else self._nodes.get(node.parent)

    def is_cut(self, node: Node) -> bool:
        """Tell whether a span is the first one of a circle, and has no parent for that reason."""
        return node.key in self._roots

    def _above(self, node: Node) -> Iterator[Node]:
        above = self.parent(node)
        while above is not None:
            yield above
            above = self.parent(above)

    def _mark_logs(self, node: Node) -> None:
        for above in self._above(node):
            if above.log_below:
                return
            above.log_below = True
            if above.role == BARE:
                above.is_log = True

    def _mark_models(self, node: Node) -> None:
        for above in self._above(node):
            if above.model_below:
                return
            above.model_below = True
            if above.role == TOOL:
                return

    def _cut_cycles(self) -> None:
        """Find circles: in each, the span that starts first has no parent."""
        done: set[str] = set()
        for key in self._nodes:
            path: dict[str, None] = {}
            here: str | None = key
            while here is not None and here in self._nodes and here not in done:
                if here in path:
                    keys = [*path]
                    circle = keys[keys.index(here) :]
                    self._roots.add(min(circle, key=self._order))
                    break
                path[here] = None
                here = self._nodes[here].parent
            done |= path.keys()

    def _order(self, key: str) -> tuple[int, str]:
        return self._nodes[key].started, key


def first_session(candidates: Iterable[tuple[int, str, str]]) -> tuple[int, str, str] | None:
    """Choose among sessions of one trace, each with start and key of its span: the earliest, then the smallest key."""
    return min(candidates, default=None)
