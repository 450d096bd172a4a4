"""What a request names: the things of its path, its query and its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.server.web.visit import Visit

# What parameters and fields are called that hold the id of something, where that is not its kind.
_KINDS = {
    "a": "config",
    "b": "config",
    "version": "config",
    "last": "log",
    "selected": "log",
    "skip": "log",
    "row": "datapoint",
    "run": "evaluation",
}


def named_by(visit: Visit) -> Iterator[tuple[str, str]]:
    """List kinds and ids of what a request names; where there is no id, the value is nothing's."""
    for name, value in visit.path.items():
        yield _KINDS.get(name, name), value
    for fields in (visit.query, visit.form):
        for name, values in fields.items():
            for value in values:
                yield _KINDS.get(name, name), value
