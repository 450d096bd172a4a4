"""From method and path to an operation. Paths are looked up part by part, so 72 of them cost no more than one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import unquote

from humanloop.server.errors import MethodNotAllowedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")


@dataclass(frozen=True)
class _Target(Generic[T]):
    value: T
    names: tuple[str, ...]


@dataclass
class _Node(Generic[T]):
    """What may follow a part of a path."""

    fixed: dict[str, _Node[T]] = field(default_factory=dict[str, Any])
    any: _Node[T] | None = None
    targets: dict[str, _Target[T]] = field(default_factory=dict[str, _Target[T]])


class Router(Generic[T]):
    """A table of values by method and path; a part of a path in braces stands for any text."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, method: str, path: str, value: T) -> None:
        """Put a value into the table.

        Args:
            method: HTTP method in capitals.
            path: Path with `{name}` for each parameter.
            value: What to find there.
        """
        node, names = self._root, list[str]()
        for part in path.strip("/").split("/"):
            if part.startswith("{"):
                names.append(part[1:-1])
                node.any = node = node.any or _Node()
            else:
                node = node.fixed.setdefault(part, _Node())
        node.targets[method] = _Target(value, tuple(names))

    def find(self, method: str, path: str) -> tuple[T, dict[str, str]]:
        """Find the value for a request; answers it with the parameters of the path.

        Args:
            method: HTTP method.
            path: Path as it was sent: an escaped slash belongs to a parameter.

        Raises:
            NotFoundError: There is nothing at this path.
            MethodNotAllowedError: There is, but not for this method.
        """
        parts = [unquote(part) for part in path.strip("/").split("/")]
        others: set[str] = set()
        for node, values in _matches(self._root, parts, ()):
            # Whoever asks for the head only gets that of the whole: the wire leaves the rest out.
            target = node.targets.get("GET" if method == "HEAD" else method)
            if target is not None:
                return target.value, dict(zip(target.names, values, strict=True))
            others |= node.targets.keys()
        if "GET" in others:
            others.add("HEAD")
        if others:
            raise MethodNotAllowedError(sorted(others))
        raise NotFoundError("There is nothing at this path.")


def _matches(
    node: _Node[T], parts: Sequence[str], values: tuple[str, ...]
) -> Iterator[tuple[_Node[T], tuple[str, ...]]]:
    """Find the nodes that a path leads to, those without parameters first."""
    if not parts:
        yield node, values
        return
    first, *rest = parts
    fixed = node.fixed.get(first)
    if fixed is not None:
        yield from _matches(fixed, rest, values)
    if node.any is not None and first:
        yield from _matches(node.any, rest, (*values, first))
