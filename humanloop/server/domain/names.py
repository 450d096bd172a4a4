"""Names that people give."""

from __future__ import annotations

from humanloop.server.errors import InvalidRequestError


def check_name(name: str) -> None:
    """Refuse a name without any letter.

    Raises:
        InvalidRequestError: It is empty.
    """
    if not name.strip():
        raise InvalidRequestError([(("body", "name"), "a name cannot be empty", "string_too_short")])
