"""Cells of CSV files, which no program takes for a formula."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from humanloop.server.json_values import to_text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> str:
    """Write a value as a cell: text as it is, numbers, times, everything else as JSON; nothing for nothing."""
    if value is None or value == []:
        return ""
    text = value.isoformat() if isinstance(value, datetime) else to_text(value)
    is_number = isinstance(value, (int, float))
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text
