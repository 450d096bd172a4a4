"""A model in one line."""

from __future__ import annotations

import reprlib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.display.fields import fields_of, is_model, is_models, label_of, shortened, told
from humanloop.display.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 120
"""Characters that a line has at most, or little more."""
MOST_RECORDS = 5
"""Records that the line of a list shows."""
_TEXT = 60


def line(model: Any, width: int = WIDTH) -> str:
    """Show a model in one line: its useful fields, as far as there is room.

    Args:
        model: The model.
        width: Characters that there is room for.
    """
    kind = type(model).__name__
    parts: list[str] = []
    room = width - len(kind) - 2
    fields, first = told(model), kinds().first
    for name in sorted(fields, key=lambda name: first.index(name) if name in first else len(first)):
        value = fields[name]
        text = _brief(name, value, room - len(name) - 6)
        if text is None or (parts and len(name) + len(text) + 3 > room):
            continue
        parts.append(f"{name if name.isidentifier() else repr(shortened(name, _TEXT))}={text}")
        room -= len(parts[-1]) + 2
    if len(parts) < len(fields):
        parts.append("…")
    return f"{kind}({', '.join(parts)})"


def page_line(page: Any, records: Sequence[Any]) -> str:
    """Show a page of a list in one line.

    Args:
        page: The page.
        records: Its records.
    """
    fields = fields_of(page)
    total, number = fields.get("total"), fields.get("page")
    of_all = f" of {total}" if isinstance(total, int) and total >= 0 else ""
    where = f", page {number}" if isinstance(number, int) and total != len(records) else ""
    kind = f" {type(records[0]).__name__}" if is_models(records) else ""
    return f"<{type(page).__name__}: {len(records)}{of_all}{kind} records{where}>"


def whole_text(model: Any) -> str:
    """Show a model with all of its fields, and those of the models in it; in one line, if it is nested too deeply.

    Args:
        model: The model.
    """
    try:
        return " ".join(f"{name}={_whole(value)}" for name, value in fields_of(model).items())
    except RecursionError:
        return line(model)


def _whole(value: Any) -> str:
    if is_model(value):
        return (
            f"{type(value).__name__}({', '.join(f'{name}={_whole(each)}' for name, each in fields_of(value).items())})"
        )
    if is_list(value):
        return f"[{', '.join(map(_whole, value))}]"
    if is_object(value):
        return f"{{{', '.join(f'{key!r}: {_whole(each)}' for key, each in value.items())}}}"
    return repr(value)


def rich_fields(model: Any) -> list[tuple[str, Any]]:
    """The fields that rich prints, as `__rich_repr__` answers them."""
    return list(told(model).items())


def brief(value: object, room: int) -> str:
    """Show any value in one line, in the room that there is."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _quoted(value, min(room, _TEXT))
    return shortened(_SHORT.repr(value), 2 * _TEXT)


def _quoted(text: str, limit: int) -> str:
    """Show the beginning of a text in quotes; line breaks and their like take two characters or more each."""
    shown = repr(shortened(text, limit))
    longer = len(shown) - limit - 2
    return shown if longer <= 0 else repr(shortened(text, max(limit - longer, 1)))


def list_line(records: Sequence[Any]) -> str:
    """Show a list in one line: the first records, and how many there are besides.

    Args:
        records: The records.
    """
    left = len(records) - MOST_RECORDS
    shown = ", ".join(map(repr, records[:MOST_RECORDS]))
    return f"[{shown}, … {left} more]" if left > 0 else f"[{shown}]"


def _brief(name: str, value: Any, room: int) -> str | None:
    """Show a field in one line; None if that would not help anybody."""
    if is_models(value):
        if name in kinds().inner and len(value) == 1 and room > 0:
            return f"[{line(value[0], room)}]"
        return f"[{len(value)} {type(value[0]).__name__}]"
    if is_model(value):
        if name in kinds().inner and room > 0:
            return line(value, room)
        label = label_of(value)
        return f"<{shortened(label, _TEXT)!r}>" if label else None
    return brief(value, max(room, _TEXT // 3))


class _Short(reprlib.Repr):
    """Values with few and short parts; nothing is read further than it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 2
        self.maxdict = self.maxlist = self.maxtuple = self.maxset = 3
        self.maxstring = self.maxother = _TEXT // 2
        self.maxlong = _TEXT

    def repr_instance(self, x: Any, level: int) -> str:
        """Show anything that is no plain value."""
        if is_model(x):
            return f"{type(x).__name__}(…)"
        return super().repr_instance(x, level)


_SHORT = _Short()
