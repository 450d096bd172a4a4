"""What a path is, and the sources that are in it. Content decides where the name does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from humanloop.server.moving.own.writing import MANIFEST
from humanloop.server.moving.prompt_files import PROMPT_SUFFIXES, PromptFiles
from humanloop.server.moving.v4.logs import LOG_SUFFIXES, V4Logs
from humanloop.server.moving.vendor.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from humanloop.server.moving.reading import Reader
    from humanloop.server.moving.records import Record


class Source(Protocol):
    """Something that is read."""

    def incomplete(self) -> list[str]:
        """List what is not complete."""
        ...

    def missing_pages(self) -> int:
        """Count the pages that are known to be missing."""
        ...

    def size(self) -> int:
        """Tell how many bytes are read."""
        ...

    def definitions(self) -> Iterator[Record]:
        """Read everything but logs."""
        ...

    def logs(self) -> Iterator[Record]:
        """Read logs, and what was said of them."""
        ...


@dataclass(frozen=True)
class Wanted:
    """How sources are read."""

    reader: Reader
    prefix: str = ""
    all_versions: bool = True


class NoSourceError(Exception):
    """A path holds nothing that can be imported; the message names it."""


def sources_of(paths: Iterable[Path], wanted: Wanted) -> list[Source]:
    """Find the sources in some paths; of several trees of the vendor's, the one with the latest name comes first.

    Raises:
        NoSourceError: There is nothing to read in one of them.
    """
    trees: list[Path] = []
    sources: list[Source] = []
    for path in paths:
        if not path.exists():
            raise NoSourceError(f"{path}: there is no such file or folder.")
        found = _trees(path) if path.is_dir() else []
        if found:
            trees += found
        else:
            sources.append(_source(path, wanted))
    trees.sort(key=lambda each: each.name, reverse=True)
    return [*(_tree(each, wanted) for each in trees), *sources]


def is_own_export(path: Path) -> bool:
    """Tell whether a folder is an export of this server."""
    return path.is_dir() and (path / MANIFEST).is_file()


def _tree(path: Path, wanted: Wanted) -> Source:
    return Tree(path, wanted.reader.within(path), wanted.prefix, all_versions=wanted.all_versions)


def _trees(path: Path) -> list[Path]:
    if (path / "files").is_dir():
        return [path]
    return [each for each in path.iterdir() if each.is_dir() and (each / "files").is_dir()]


def _source(path: Path, wanted: Wanted) -> Source:
    if path.is_dir():
        prompts = sorted(each for each in path.rglob("*") if each.suffix in PROMPT_SUFFIXES and each.is_file())
        if prompts:
            return PromptFiles(path, prompts, wanted.reader.within(path), wanted.prefix)
        logs = sorted(each for each in path.rglob("*") if each.suffix in LOG_SUFFIXES and each.is_file())
        if logs:
            return V4Logs(logs, wanted.reader.within(path), wanted.prefix)
        raise NoSourceError(
            f"{path}: nothing to import: neither a folder `files` or {MANIFEST}, nor .prompt, .agent, .jsonl, .json "
            "or .csv files."
        )
    if path.suffix in PROMPT_SUFFIXES or (path.suffix not in LOG_SUFFIXES and _begins_with_dashes(path)):
        return PromptFiles(path.parent, [path], wanted.reader, wanted.prefix)
    return V4Logs([path], wanted.reader, wanted.prefix)


def _begins_with_dashes(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"---")
