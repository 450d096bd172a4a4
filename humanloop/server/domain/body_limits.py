"""What a body may hold at most: texts that the database keeps in indexes, and records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[str | int, ...]

LONGEST_KEY_TEXT = 512
"""Most characters of a name, or of another text by which things are found."""
MOST_RECORDS = 10_000
"""Most records of one request."""
LARGEST_NUMBER = 1e300
"""Largest number of what is summed up: as many as a database holds can be added without an overflow."""
# Fields with such texts, wherever they stand among fields of the API.
_KEY_TEXTS = frozenset(
    {
        "name",
        "project",
        "reference_id",
        "session_reference_id",
        "parent_reference_id",
        "user",
        "source",
        "model",
        "type",
        "environment",
    }
)
# Fields whose objects have fields of the API again. What users write into others is their own.
_INSIDE = frozenset({"config", "model_config", "feedback", "feedback_types", "log"})
# Fields with labels of feedback, each with its value.
_LABELS = frozenset({"labels", "values"})
# Fields of logs that pages and lists of sessions sum up.
_SUMMED = frozenset({"duration", "prompt_cost", "output_cost"})
_LIMITED = _KEY_TEXTS | _INSIDE | _LABELS | _SUMMED


def check_limits(body: Any) -> None:
    """Refuse a body with texts that are too long for an index, numbers that are too large, or too many records.

    Raises:
        InvalidRequestError: It has some; all places are listed.
    """
    problems = list(_problems(body, ("body",)))
    if problems:
        raise InvalidRequestError(problems)


def check_key_text(text: str, place: Place) -> None:
    """Refuse a text that is too long for an index.

    Raises:
        InvalidRequestError: It is.
    """
    if len(text) > LONGEST_KEY_TEXT:
        raise InvalidRequestError([_too_long(place)])


def check_number(value: Any, place: Place) -> None:
    """Refuse a number that is too large to be summed up; what is no number is passed over.

    Raises:
        InvalidRequestError: It is.
    """
    if is_too_large(value):
        raise InvalidRequestError([_too_large(place)])


def is_too_large(value: Any) -> bool:
    """Tell whether a value is a number that is too large to be summed up."""
    return isinstance(value, (int, float)) and abs(value) > LARGEST_NUMBER


def _problems(value: Any, place: Place) -> Iterator[tuple[Place, str, str]]:
    if is_list(value):
        if len(value) > MOST_RECORDS:
            yield place, f"it must have at most {MOST_RECORDS} records; send several requests", "too_long"
            return
        for number, item in enumerate(value):
            yield from _problems(item, (*place, number))
        if sum(map(_feedback_with, value)) > MOST_RECORDS:
            yield place, f"it must have feedback at most {MOST_RECORDS} times; send several requests", "too_long"
    elif is_object(value):
        for name, inner in value.items():
            # Nothing is limited in most fields, and they are many.
            if name in _LIMITED or is_list(inner):
                yield from _problems_of_field(name, inner, (*place, name))


def _problems_of_field(name: str, value: Any, place: Place) -> Iterator[tuple[Place, str, str]]:
    if isinstance(value, str):
        if name in _KEY_TEXTS and len(value) > LONGEST_KEY_TEXT:
            yield _too_long(place)
    elif name in _SUMMED:
        if is_too_large(value):
            yield _too_large(place)
    elif name in _LABELS and is_list(value):
        yield from _problems_of_labels(value, place)
    elif name in _INSIDE or (is_list(value) and len(value) > MOST_RECORDS):
        yield from _problems(value, place)


def _feedback_with(log: Any) -> int:
    given = log.get("feedback") if is_object(log) else None
    return len(given) if is_list(given) else 0


def _problems_of_labels(labels: list[Any], place: Place) -> Iterator[tuple[Place, str, str]]:
    for number, label in enumerate(labels):
        text = label.get("value") if is_object(label) else label
        if isinstance(text, str) and len(text) > LONGEST_KEY_TEXT:
            yield _too_long((*place, number, "value") if is_object(label) else (*place, number))


def _too_long(place: Place) -> tuple[Place, str, str]:
    return place, f"it must have at most {LONGEST_KEY_TEXT} characters", "string_too_long"


def _too_large(place: Place) -> tuple[Place, str, str]:
    return place, f"it must lie between -{LARGEST_NUMBER} and {LARGEST_NUMBER}", "value_error"
