"""Names that people give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping


def check_name(name: str, field: str = "name") -> None:
    """Refuse a name without any letter.

    Args:
        name: As it came.
        field: Where in the body it stands.

    Raises:
        InvalidRequestError: It is empty.
    """
    if not name.strip():
        raise InvalidRequestError([(("body", field), "a name cannot be empty", "string_too_short")])


def check_not_empty(body: Mapping[str, Any], *fields: str) -> None:
    """Refuse an empty text where something is named: mostly it comes of a variable that was not set.

    Raises:
        InvalidRequestError: A field is an empty text. Fields that are left out, or null, name nothing on purpose.
    """
    empty = [field for field in fields if body.get(field) == ""]
    if empty:
        message = "it is empty; leave it out to name nothing"
        raise InvalidRequestError([(("body", field), message, "string_too_short") for field in empty])
