"""Spans of no dialect: what a program calls its own steps, and what frameworks tell of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.tracing.dialects.conventions import BASE
from humanloop.server.tracing.dialects.dialect import Dialect

if TYPE_CHECKING:
    from humanloop.server.tracing.draft import Draft
    from humanloop.server.tracing.reader import Reader


def _kind(reader: Reader) -> str:
    del reader
    return "generic"


def _fill(reader: Reader, draft: Draft) -> None:
    # Names without a dot are the program's own: they can be searched as metadata that a user has set.
    draft.metadata |= {name: value for name, value in reader.rest().items() if "." not in name}


DIALECT = Dialect(name=None, marks=(), keys=BASE, kind=_kind, fill=_fill)
