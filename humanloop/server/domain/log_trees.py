"""Logs as a tree: each below the log that it is a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEEPEST = 32
"""Most levels. Each is two of JSON, and readers of that take no more than 200 in all."""


def tree_of(logs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Build the tree of some logs, as they are answered: each with its `children`.

    Whose parent is not among them stands at the top. What is too deep stands beside its parent, at the last level. Logs
    that are each other's parents, which only a program that makes its own ids can bring about, stand at the top, too.

    Args:
        logs: The logs; their order is that of the children of each.
    """
    nodes: dict[str, dict[str, Any]] = {log["id"]: {"log": log, "children": []} for log in logs}
    parents = {log["id"]: log["parent_id"] for log in logs if log["parent_id"] in nodes}
    top: list[dict[str, Any]] = []
    for log_id, node in nodes.items():
        line = _line(log_id, parents)
        if line is None or len(line) == 1:
            top.append(node)
        else:
            # The log itself is the last of the line, and its parent the one before.
            nodes[line[min(len(line), DEEPEST) - 2]]["children"].append(node)
    return top


def _line(log_id: str, parents: Mapping[str, str]) -> list[str] | None:
    """List a log and all above it, the topmost first; None if they go round in a circle."""
    line = {log_id: None}
    while (parent := parents.get(log_id)) is not None:
        if parent in line:
            return None
        line[parent] = None
        log_id = parent
    return list(line)[::-1]
