"""What people said of a log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from humanloop.core.json_kinds import is_list
from humanloop.display.fields import fields_of, is_model, is_models, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 60


def is_feedback(value: object) -> TypeGuard[list[Any]]:
    """Say whether a value is a list of pieces of feedback."""
    return is_models(value) and all(map(_is_one, value))


def _is_one(value: object) -> bool:
    return is_model(value) and {"type", "value", "data_id"} <= vars(value).keys()


def feedback_lines(given: Iterable[Any]) -> list[str]:
    """Write pieces of feedback, such as `rating: good`."""
    return [shortened(f"{fields['type']}: {_said(fields['value'])}", _MOST) for fields in map(fields_of, given)]


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if is_list(value) else f"{value:g}" if isinstance(value, float) else str(value)
