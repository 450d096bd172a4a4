"""What an installable package says about itself: name, version, requirements, and the first call of its API."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codegen.api import Api, Tag
    from codegen.operation import Operation
    from codegen.target import Target

_VERSION: Final = re.compile(
    r"v?(\d+(?:[.-]\d+)*)(?:[.-]?(a|alpha|b|beta|rc|pre|preview)[.-]?(\d*)(?![a-z\d]))?", re.IGNORECASE
)
_STAGES: Final = {"alpha": "a", "beta": "b", "pre": "rc", "preview": "rc"}


@dataclass(frozen=True)
class About:
    """A package as a project."""

    api: Api
    target: Target
    texts: Iterable[str]
    """Its modules."""

    @property
    def name(self) -> str:
        """What it is installed as."""
        return re.sub(r"[._]+", "-", self.target.package)

    @property
    def version(self) -> str:
        """The version of its API, as Python packages have it."""
        return python_version(self.api.facts.version)

    @property
    def folder(self) -> str:
        """The folder that is installed."""
        return self.target.root.parts[0]

    @cached_property
    def requirements(self) -> tuple[str, ...]:
        """What its modules import."""
        wanted = [*self.target.requirements, *chain.from_iterable(self.target.extras.values())]
        used = {name for text in self.texts for name in _imported(text)}
        return tuple(entry for entry in wanted if _import_of(entry) in used)

    @cached_property
    def first(self) -> tuple[Tag, Operation]:
        """The operation that is easiest to call."""
        return min(
            ((tag, operation) for tag in self.api.tags for operation in tag.operations),
            key=lambda pair: (
                pair[1].deprecated,
                pair[1].http_method != "GET",
                sum(parameter.required for parameter in pair[1].parameters),
            ),
        )

    @property
    def settings(self) -> str:
        """The arguments of an example's configuration."""
        facts = self.api.facts
        if facts.security:
            return 'access_token="..."' if facts.security.word else 'api_key="..."'
        key, pair = '"..."', '("user", "password")'
        return ", ".join(f"{entry.argument}={pair if entry.word == 'Basic' else key}" for entry in facts.schemes)

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables of keys, without what they begin with."""
        facts = self.api.facts
        return ("API_KEY",) if facts.security else tuple(entry.argument.upper() for entry in facts.schemes)

    @property
    def line(self) -> str:
        """What it is, on one line without quotes."""
        return f"Client of {' '.join(self.api.title.split()) or 'an API'}.".replace("\\", "").replace('"', "'")


def python_version(text: str) -> str:
    """Make a version that Python packages may have: `v2.1-beta` becomes `2.1b0`, `2024-05-01` becomes `2024.5.1`."""
    found = _VERSION.match(text.strip())
    if found is None:
        return "0"
    number = ".".join(str(int(part)) for part in re.split("[.-]", found[1]))
    stage = (found[2] or "").lower()
    return f"{number}{_STAGES.get(stage, stage)}{found[3] or '0'}" if stage else number


def _import_of(requirement: str) -> str:
    return re.split(r"[^\w-]", requirement)[0].replace("-", "_")


def _imported(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module).partition(".")[0]
