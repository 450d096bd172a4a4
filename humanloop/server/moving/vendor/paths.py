"""Paths in the vendor's tree. Ids name files there, and ids come from outside."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Most bytes of a name that all file systems of our day take.
_LONGEST_NAME = 255
# What ends a name, on whatever system, and what follows the letter of a drive.
_ENDS = frozenset("/\\:\0")


def is_name(text: str) -> bool:
    """Tell whether an id may be the name of a file."""
    try:
        size = len(os.fsencode(text))
    except UnicodeEncodeError:
        return False
    return 0 < size <= _LONGEST_NAME and not text.startswith(".") and _ENDS.isdisjoint(text)


def check_name(field: str, text: str) -> None:
    """Refuse an id that cannot be the name of a file.

    Raises:
        ValueError: It cannot.
    """
    if not is_name(text):
        raise ValueError(f"`{field}` cannot be the name of a file")


def is_file(path: Path) -> bool:
    """Tell whether there is a file of a name, which may be more than this file system takes."""
    try:
        return path.is_file()
    except OSError:
        return False


def listed(folder: Path) -> list[Path]:
    """List what is in a folder, without hidden files."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def numbered(folder: Path) -> list[Path]:
    """List the pages of a folder in the order of their numbers."""
    found = [path for path in listed(folder) if path.suffix == ".jsonl"]
    return sorted(found, key=lambda path: (int(path.stem) if path.stem.isdigit() else 0, path.name))
