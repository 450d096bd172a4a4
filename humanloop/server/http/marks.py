"""What the parts that a request passes write on it, for those further out to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Scope

OPERATION = "humanloop_operation"
"""Which operation it calls."""
CALLER = "humanloop_caller"
"""The name of its key."""
PROXIED = "humanloop_proxied"
"""Set if a proxy that is trusted has sent it on."""
NONE = "none"
"""The operation of what is none."""


def operation_id(key: str) -> str:
    """Answer what the description calls an operation.

    Args:
        key: What the table of operations calls it, such as `model_configs.get`.
    """
    tag, _, name = key.partition(".")
    first, *rest = name.split("_")
    return f"{''.join(map(str.title, tag.split('_')))}_{first}{''.join(map(str.title, rest))}"


def path_below(scope: Scope) -> str:
    """Answer the path of a request without the prefix that the server is served below."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
