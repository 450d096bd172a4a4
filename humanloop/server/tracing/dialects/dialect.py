"""What a dialect is: names of attributes by field, and how it writes kinds and messages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from humanloop.server.tracing.draft import Draft
    from humanloop.server.tracing.reader import Reader

Keys = dict[str, tuple[str, ...]]
"""Names of attributes by field of a `Draft` or of a model config; the first that is there wins."""


class Said(NamedTuple):
    """An event that holds content: one of the span, or a log record.

    Attributes:
        name: Name of the event.
        body: What it says.
        attributes: By name.
    """

    name: str
    body: Any
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class Dialect:
    """How one family of emitters writes spans.

    Args:
        name: What `metadata.otel.dialect` says; None for spans that are of no dialect.
        marks: Attributes that tell it from the others: names, or beginnings of names that end with a dot.
        weak_marks: The same, where no dialect has one of its own marks.
        keys: Names of attributes by field.
        kind: Tells `model`, `tool` or `generic`.
        fill: Reads messages, tools, inputs and outputs into the draft.
        metadata: Beginnings of the names of what the user has set.
        unset: Beginnings of the rest of such names that the library has set itself.
        metadata_objects: Attributes that hold such things as a JSON object.
        tags: Attributes that hold tags.
        config_objects: Attributes that hold parameters of the model as a JSON object.
    """

    name: str | None
    marks: tuple[str, ...]
    keys: Keys
    kind: Callable[[Reader], str]
    fill: Callable[[Reader, Draft], None]
    weak_marks: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    unset: tuple[str, ...] = ()
    metadata_objects: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    config_objects: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> dict[str, list[tuple[int, str]]]:
        """Name of an attribute → the fields that it may be, each with its place among those that may be that."""
        found: dict[str, list[tuple[int, str]]] = {}
        for name, keys in self.keys.items():
            for place, key in enumerate(keys):
                found.setdefault(key, []).append((place, name))
        return found
