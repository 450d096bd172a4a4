"""What to write instead, where a program reads an answer as it cannot be read."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from humanloop.core.errors import ApiAttributeError, ApiTypeError
from humanloop.display.fields import told

_OF_RESPONSES = frozenset({"body", "headers", "status", "reason", "round_trip_time", "response"})
_RAW = "status, headers and plain JSON come from the same method on `.raw`"


def no_attribute(answer: Any, name: str) -> ApiAttributeError | None:
    """Make the error for an attribute that the responses of raw methods have and answers have not.

    Args:
        answer: A model, or a list of them.
        name: The attribute.

    Returns:
        The error; None if no such response has the attribute either.
    """
    if name not in _OF_RESPONSES:
        return None
    kind = type(answer).__name__
    if name != "body":
        return ApiAttributeError(f"{kind} has no `{name}`: {_RAW}")
    if isinstance(answer, list):
        return ApiAttributeError(f"the answer is the list itself: write `[0]` instead of `.body[0]`; {_RAW}")
    field = next(iter(told(answer)), "id")
    return ApiAttributeError(
        f"{kind} has no `body`, it is the answer itself: write `.{field}` instead of `.body[{field!r}]`; {_RAW}"
    )


def no_item(answer: Any, key: object) -> ApiTypeError:
    """Make the error for an answer that is read like a dict, or a page that is read like a list.

    Args:
        answer: A model, or a list of them.
        key: What stands between the brackets.
    """
    kind = type(answer).__name__
    items: str = getattr(answer, "ITEMS", "")
    if isinstance(answer, list):
        return ApiTypeError(f"the answer is a list: choose a record first, as in `[0].{key}`")
    if not isinstance(key, str):
        where = f": write `.{items}[{_index(key)}]` for this page, or walk all pages with `for`" if items else ""
        return ApiTypeError(f"{kind} takes no index{where}")
    spellings = _spellings(answer)
    if key in spellings:
        return ApiTypeError(f"{kind} is no dict: write `.{spellings[key]}` instead of `[{key!r}]`; {_RAW}")
    close = get_close_matches(key, spellings, 1)
    meant = f"; did you mean `.{spellings[close[0]]}`?" if close else ""
    return ApiTypeError(f"{kind} is no dict, and has no field {key!r}{meant}")


def _index(key: Any) -> str:
    if key.__class__ is not slice:
        return repr(key)
    return ":".join("" if bound is None else repr(bound) for bound in (key.start, key.stop))


def _spellings(model: Any) -> dict[str, str]:
    """The fields of a model: name in the API → name in Python."""
    fields: dict[str, Any] = model.__class__.model_fields
    names: dict[str, str] = {field.alias or name: name for name, field in fields.items()}
    unknown: dict[str, Any] = getattr(model, "model_extra", None) or {}
    return names | {name: name for name in unknown}
