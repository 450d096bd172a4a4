"""What to write instead, where a program reads an answer as it cannot be read."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from humanloop.core.errors import ApiAttributeError, ApiTypeError
from humanloop.core.json_kinds import is_list
from humanloop.core.notices import DeprecationWarningOnce, warn
from humanloop.display.fields import is_model, told

_OF_RESPONSES = frozenset({"headers", "status", "reason", "round_trip_time", "response"})
_RAW = "status, headers and plain JSON come from the same method on `.raw`"


def no_attribute(answer: Any, name: str) -> ApiAttributeError | None:
    """Make the error for an attribute that the responses of raw methods have and answers have not.

    Args:
        answer: An answer: a model, or a list of them.
        name: The attribute.

    Returns:
        The error; None if no such response has the attribute either.
    """
    return ApiAttributeError(f"{type(answer).__name__} has no `{name}`: {_RAW}") if name in _OF_RESPONSES else None


def plain_body(answer: Any) -> Any:
    """Answer plain JSON, which answers had as `body` before 0.6, and warn of the line that asks for it.

    Args:
        answer: A model, or a list of them.
    """
    if is_list(answer):
        instead, body = "the answer is the list itself: write `[0]` instead of `.body[0]`", [*map(_plain, answer)]
    else:
        body = _plain(answer)
        field = next(iter(told(answer)), "id")
        instead = f"the answer has its fields itself: write `.{field}` instead of `.body[{field!r}]`"
    warn(f"`body` is of releases before 0.6: {instead}; {_RAW}", DeprecationWarningOnce)
    return body


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json", by_alias=True, exclude_unset=True) if is_model(value) else value


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
