"""What the project that the generator belongs to says about it, in its `pyproject.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parent.parent


@dataclass(frozen=True)
class Project:
    """The settings `[tool.codegen]`."""

    spec: str
    """The description that is generated from where the command names none."""
    runtime: str
    """The package that has the hand-written modules."""

    @property
    def source(self) -> Path:
        """The folder of the hand-written modules."""
        return _ROOT / self.runtime


def load_project() -> Project:
    """Read the settings."""
    with (_ROOT / "pyproject.toml").open("rb") as file:
        return Project(**tomllib.load(file)["tool"]["codegen"])
