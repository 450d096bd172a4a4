"""Columns whose values are redacted on their way into the database, whoever writes them.

What redacts belongs to the engine (`redact_with`): a column only says that it holds what people have written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator

from humanloop.core.json_kinds import is_list, is_object

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Dialect, Engine

    from humanloop.server.redaction import Redactor

_NAME = "humanloop_redactor"


def redact_with(engine: Engine, redactor: Redactor | None) -> None:
    """Let an engine redact what it stores."""
    if redactor is not None:
        setattr(engine.dialect, _NAME, redactor)


def redacted(connection: Connection, value: Any, place: str) -> Any:
    """Redact what is stored in another form than that of these columns.

    Args:
        connection: The database.
        value: JSON.
        place: What it is.
    """
    redactor = redactor_for(connection.dialect)
    return value if redactor is None else redactor.value(value, place)


def redactor_for(dialect: Dialect) -> Redactor | None:
    """Answer what redacts for an engine."""
    found: Redactor | None = getattr(dialect, _NAME, None)
    return found


class RedactedText(TypeDecorator[str]):
    """A text that people have written.

    Args:
        place: What it is.
    """

    impl = sa.Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Redact it."""
        redactor = redactor_for(dialect)
        return value if redactor is None or value is None else redactor.text(value, self.place)


class RedactedJson(TypeDecorator[Any]):
    """JSON that people have written; Python's None is SQL's NULL.

    Args:
        place: What it is; empty if its fields say so themselves.
        fields: Which of its fields they have written, such as `body`, or `events.attributes` for a field of an object,
            or of each object in a list; all of it if none are named.
    """

    impl = sa.JSON
    cache_ok = True

    def __init__(self, place: str = "", fields: tuple[str, ...] = ()) -> None:
        super().__init__(none_as_null=True)
        self.place = place
        self.fields = fields

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Redact it."""
        redactor = redactor_for(dialect)
        if redactor is None or value is None:
            return value
        if not self.fields:
            return redactor.value(value, self.place)
        if not is_object(value):
            return value
        found = dict(value)
        for field in self.fields:
            name, _, inner = field.partition(".")
            if name in found:
                place = f"{self.place}.{name}" if self.place else name
                found[name] = _inside(redactor, found[name], inner, place)
        return found

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Compare as JSON does."""
        return self.impl_instance.coerce_compared_value(op, value)


class _JsonAsText(sa.JSON):
    """JSON of any kind. SQLite takes what a column called JSON is given for numbers where it looks like some."""


@compiles(_JsonAsText, "sqlite")
def _declare_as_text(*_: object, **__: object) -> str:
    return "TEXT"


class RedactedValue(RedactedJson):
    """As `RedactedJson`, of what may be a bare number: `14.0` and thirty digits come back as they were given."""

    impl = _JsonAsText
    cache_ok = True


def _inside(redactor: Redactor, value: Any, inner: str, place: str) -> Any:
    """Redact a value, or only a field of an object, or of each object in a list."""
    if not inner:
        return redactor.value(value, place)
    if is_object(value):
        return {**value, inner: redactor.value(value[inner], f"{place}.{inner}")} if inner in value else value
    if not is_list(value):
        return value
    return [
        {**each, inner: redactor.value(each[inner], f"{place}.{number}.{inner}")}
        if is_object(each) and inner in each
        else each
        for number, each in enumerate(value)
    ]
