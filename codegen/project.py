"""What the project that the generator belongs to says about it, in its `pyproject.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ROOT: Final = Path(__file__).parent.parent
_EXTRAS: Final = ("async", "requests")
"""What is optional in every client."""
_OF_THIS_REPOSITORY: Final = ("dev", "docs")
"""Extras for work on it, which no message names."""
_PARTS: Final = re.compile(r"[\w-]+\[([\w,-]+)\]")


@dataclass(frozen=True)
class Project:
    """The settings `[tool.codegen]`."""

    spec: str
    """The description that is generated from where the command names none."""
    runtime: str
    """The package that has the hand-written modules."""
    programs: str
    """Where the programs are that type checkers read."""
    requirements: tuple[str, ...]
    """What these modules need."""
    extras: Mapping[str, tuple[str, ...]]
    """What they need for what is optional, by its name."""
    distribution: str
    """What the package is installed as."""
    own_extras: Mapping[str, tuple[str, ...]]
    """What to install for each extra of the package."""

    @property
    def source(self) -> Path:
        """The folder of the hand-written modules."""
        return _ROOT / self.runtime


def load_project() -> Project:
    """Read the settings."""
    with (_ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)
    extras: dict[str, list[str]] = settings["project"]["optional-dependencies"]
    own = settings["tool"]["codegen"]
    return Project(
        **own,
        requirements=tuple(settings["project"]["dependencies"]),
        extras={name: tuple(extras[name]) for name in _EXTRAS},
        own_extras={
            name: tuple(dict.fromkeys([own["distribution"], *_needed(name, extras)]))
            for name in extras
            if name not in _OF_THIS_REPOSITORY
        },
    )


def _needed(extra: str, extras: Mapping[str, list[str]]) -> Iterator[str]:
    """List what an extra needs; other extras that it names are followed."""
    for wanted in extras[extra]:
        parts = _PARTS.fullmatch(wanted)
        if parts is None:
            yield wanted
        else:
            for part in parts[1].split(","):
                yield from _needed(part, extras)
