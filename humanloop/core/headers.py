"""Headers: found whatever the case of their names, and shown without keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from humanloop.core.secret import Secret, hidden
from humanloop.spec.facts import SECURITY_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

_SECRET = frozenset(
    {"authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key", SECURITY_HEADER.lower()}
)


class Headers(Mapping[str, str]):
    """Headers of an answer. Fields of the same name are joined with commas; values that carry keys are not shown."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        fields = list(fields)
        self._fields = {field[0].lower(): field for field in fields}
        if len(self._fields) < len(fields):
            self._fields = _joined(fields)

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()][1]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._fields

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._fields.values())

    def __len__(self) -> int:
        return len(self._fields)

    def __reduce__(self) -> tuple[type[Self], tuple[list[tuple[str, str]]]]:
        return type(self), (list(self._fields.values()),)

    def __repr__(self) -> str:
        return repr(redacted(self))


def _joined(fields: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    joined: dict[str, tuple[str, str]] = {}
    for name, value in fields:
        key = name.lower()
        before = joined.get(key)
        joined[key] = (name, value) if before is None else (before[0], f"{before[1]}, {value}")
    return joined


def is_secret(name: str) -> bool:
    """Say whether a header of this name carries a key."""
    return name.lower() in _SECRET


def concealed(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Copy headers that a call brings along, so that no traceback shows their keys; what is no mapping is all a key."""
    if not hasattr(headers, "items"):
        return hidden(headers)
    return {name: hidden(value) if is_secret(str(name)) else value for name, value in headers.items()}


def redacted(headers: Mapping[str, str]) -> dict[str, str]:
    """Copy headers with the values that carry keys made unreadable."""
    return {
        name: repr(value) if isinstance(value, Secret) else "<redacted>" if is_secret(name) else value
        for name, value in headers.items()
    }
