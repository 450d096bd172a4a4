"""Pages of lists that are counted: which one is shown, and where its neighbours are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from humanloop.server.web.visit import Visit


@dataclass(frozen=True)
class Paging:
    """A page of a list.

    Args:
        number: Which one, from 1 on.
        size: Rows on a page.
    """

    number: int
    size: int

    @classmethod
    def of(cls, visit: Visit, size: int = 50) -> Paging:
        """Read which page is wanted; what cannot be read is the first."""
        given = visit.one("page")
        return cls(max(int(given), 1) if given.isdecimal() and len(given) < 9 else 1, size)

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    def links(self, visit: Visit, total: int) -> dict[str, str | None]:
        """Write the addresses of the pages beside this one: `newer` and `older`; None where there is none."""
        has_older = self.offset + self.size < total
        return {
            "newer": visit.same(page=str(self.number - 1) if self.number > 2 else None) if self.number > 1 else None,
            "older": visit.same(page=str(self.number + 1)) if has_older else None,
        }
