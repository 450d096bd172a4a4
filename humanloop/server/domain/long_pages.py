"""Pages whose records may be large: read in pieces, each when there is room for it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from humanloop.server.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.pages import Page

PIECE = 1_000_000
"""Bytes that are read at once, or one record that has more."""
# What a record takes besides its texts.
_FRAME = 1_000


@dataclass(frozen=True)
class LongPage:
    """A page of a list, before its records are read.

    Args:
        page: Which page.
        total: Records of the whole list.
        keys: What names the records of this page, in order.
        octets: Bytes of each.
        load: Answers records by their keys; one that is gone meanwhile is left out.
    """

    page: Page
    total: int
    keys: Sequence[Any]
    octets: Sequence[int]
    load: Callable[[Connection, Sequence[Any]], list[Any]]

    def check(self, limit: int) -> None:
        """Refuse a page that is too large; one record alone never is.

        Raises:
            InvalidRequestError: It says which size fits.
        """
        fits = fitting(self.octets, limit)
        if fits < len(self.octets):
            total = sum(self.octets) + _FRAME * len(self.octets)
            message = f"the page has {total} bytes and {limit} are possible: use size={fits}"
            raise InvalidRequestError([(("query", "size"), message, "too_long")])

    def pieces(self) -> Iterator[Sequence[Any]]:
        """Cut the keys into those that are read together."""
        return pieces(self.keys, self.octets, PIECE)

    def read(self, connection: Connection) -> dict[str, Any]:
        """Answer the page, however large it is."""
        return self.page.answer(self.load(connection, self.keys), self.total)

    def whole(self, connection: Connection) -> dict[str, Any] | None:
        """Answer the page, if it is so small that it may be read at once."""
        if len(list(self.pieces())) > 1:
            return None
        return self.read(connection)


def fitting(octets: Sequence[int], limit: int) -> int:
    """Count the first records that are not too large together; one at least.

    Args:
        octets: Bytes of each.
        limit: Most bytes.
    """
    sums = accumulate(each + _FRAME for each in octets)
    return max(1, sum(1 for each in sums if each <= limit))


def pieces(keys: Sequence[Any], octets: Sequence[int], most: int) -> Iterator[Sequence[Any]]:
    """Cut keys into runs of no more bytes than this, or of one.

    Args:
        keys: The keys.
        octets: Bytes of each.
        most: Most bytes of a run.
    """
    start = size = 0
    for index, each in enumerate(octets):
        if index > start and size + each + _FRAME > most:
            yield keys[start:index]
            start, size = index, 0
        size += each + _FRAME
    if keys[start:]:
        yield keys[start:]
