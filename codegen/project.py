"""What the project that the generator belongs to says about it, in its `pyproject.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROOT: Final = Path(__file__).parent.parent
_EXTRAS: Final = ("async", "requests")
"""What is optional in every client."""


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
    extras: Mapping[str, str]
    """What they need for what is optional, by its name, as a shell takes it."""

    @property
    def source(self) -> Path:
        """The folder of the hand-written modules."""
        return _ROOT / self.runtime


def load_project() -> Project:
    """Read the settings."""
    with (_ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)
    extras = settings["project"]["optional-dependencies"]
    return Project(
        **settings["tool"]["codegen"],
        requirements=tuple(settings["project"]["dependencies"]),
        extras={name: " ".join(f'"{wanted}"' for wanted in extras[name]) for name in _EXTRAS},
    )
