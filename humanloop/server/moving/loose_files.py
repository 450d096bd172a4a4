"""Files that stand by themselves: nothing beside them says whether they are all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class LooseFiles:
    """Some files.

    Args:
        paths: The files.
        prefix: Stands before the names of projects.
    """

    def __init__(self, paths: Sequence[Path], prefix: str) -> None:
        self._paths = paths
        self._prefix = prefix

    def incomplete(self) -> list[str]:
        """List what is not complete: nothing says so."""
        return []

    def missing_pages(self) -> int:
        """Count missing pages: nothing says which there were."""
        return 0

    def size(self) -> int:
        """Add up the bytes of the files."""
        return sum(path.stat().st_size for path in self._paths)
