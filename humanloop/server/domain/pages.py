"""Pages of long lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Page:
    """Which page of a list is asked for.

    Args:
        number: As the caller counts.
        size: Records on a page.
        first: Number of the first page: 0, or 1 in some lists.
    """

    number: int
    size: int
    first: int = 0

    @property
    def offset(self) -> int:
        """Records before this page."""
        return (self.number - self.first) * self.size

    def answer(self, records: Sequence[Any], total: int) -> dict[str, Any]:
        """Build the answer: the records, and where they stand in the whole list."""
        return {"records": list(records), "page": self.number, "size": self.size, "total": total}
