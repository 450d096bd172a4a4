"""Numbers, times and sizes for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.domain.log_lists import in_one_line
from humanloop.server.domain.times import to_moment
from humanloop.server.json_values import as_array, as_object, to_text
from humanloop.server.store.log_windows import MOST_COUNTED
from humanloop.server.store.schema import to_utc

if TYPE_CHECKING:
    from datetime import datetime

NOTHING = "\N{EN DASH}"
"""What stands where there is no value."""


def number(value: float | None) -> str:
    """Write a number with separators; a fraction with at most three digits."""
    if value is None:
        return NOTHING
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def count(value: int) -> str:
    """Write a number of things that are counted up to a limit."""
    return f"more than {MOST_COUNTED:,}" if value > MOST_COUNTED else f"{value:,}"


def cost(value: float | None) -> str:
    """Write US dollars; small amounts with three digits that count."""
    if value is None:
        return NOTHING
    if value == 0:
        return "$0"
    if abs(value) >= 0.01:
        return f"${value:,.2f}" if abs(value) >= 1 else f"${value:.3f}"
    shown = f"{value:.3g}"
    return f"${float(shown):.12f}".rstrip("0") if "e" in shown else f"${shown}"


def duration(seconds: float | None) -> str:
    """Write how long something took."""
    if seconds is None:
        return NOTHING
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def share(value: float | None) -> str:
    """Write a part of the whole in percent."""
    return NOTHING if value is None else f"{value * 100:.0f} %"


def moment(value: datetime | str) -> str:
    """Write a time in UTC, to the second."""
    return f"{_moment(value):%Y-%m-%d %H:%M:%S} UTC"


def iso(value: datetime | str) -> str:
    """Write a time for machines."""
    return _moment(value).isoformat()


def value_of(value: Any) -> str:
    """Write the value of feedback or of a verdict."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number(value)
    if is_list(value):
        return ", ".join(map(value_of, value))
    return NOTHING if value is None else str(value)


def fields(value: Any) -> str:
    """Write JSON in one line: of an object its fields, of messages what was said last, else JSON."""
    if is_object(value):
        return in_one_line(value)
    said = [to_text(message["content"]) for message in map(as_object, as_array(value)) if message.get("content")]
    return said[-1] if said else "" if not value else to_text(value)


def middle(text: str, most: int = 18) -> str:
    """Cut an id in its middle."""
    if len(text) <= most:
        return text
    keep = (most - 1) // 2
    return f"{text[: most - 1 - keep]}…{text[-keep:]}"


def line(text: str | None, most: int = 200) -> str:
    """Write the beginning of a text in one line."""
    one = " ".join((text or "")[: most * 4].split())
    return one if len(one) <= most and len(text or "") <= most * 4 else f"{one[:most]}…"


def _moment(value: datetime | str) -> datetime:
    return to_moment(value) if isinstance(value, str) else to_utc(value)
