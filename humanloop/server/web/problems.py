"""What went wrong, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.errors import InvalidRequestError

if TYPE_CHECKING:
    from humanloop.server.errors import ServerError


def words_of(error: ServerError) -> str:
    """Say what is wrong, and where: problems with fields of a form name them already."""
    if not isinstance(error, InvalidRequestError):
        return error.message
    return "; ".join(
        message if place[0] == "form" or len(place) < 2 else f"{'.'.join(map(str, place[1:]))}: {message}"
        for place, message, _ in error.problems
    )
