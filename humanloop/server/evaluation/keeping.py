"""What was made is stored together. What cannot be stored is an error in its place, and nothing else is lost."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from humanloop.server.store.failures import is_passing, log_failure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

NOT_STORED = "This could not be stored; the log of the server says why."

_logger = logging.getLogger(__name__)


async def keep(
    items: list[T], write: Callable[[list[T]], Awaitable[None]], write_in_its_place: Callable[[T], Awaitable[None]]
) -> None:
    """Write items, and find those that cannot be: whoever made them would make them again for ever.

    Args:
        items: The items.
        write: Writes several of them, or none.
        write_in_its_place: Writes what there is in the place of one that cannot be.

    Raises:
        Exception: The database is away, or stores not even that.
    """
    try:
        await write(items)
    except Exception as error:
        if is_passing(error):
            raise
        if len(items) > 1:
            middle = len(items) // 2
            await keep(items[:middle], write, write_in_its_place)
            await keep(items[middle:], write, write_in_its_place)
            return
        log_failure(_logger, "What was made for an evaluation cannot be stored.", error)
        await write_in_its_place(items[0])
