"""The tags that group operations, and the API that they make, as the templates see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from codegen import naming
from codegen.facts import Facts
from codegen.text import summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codegen.model import Schema
    from codegen.notes import Note
    from codegen.operation import Operation


@dataclass(frozen=True)
class Tag:
    """A group of operations: one class."""

    name: str
    description: str
    operations: tuple[Operation, ...]

    @property
    def class_name(self) -> str:
        """The class of its operations."""
        return naming.tag_class(self.name)

    @property
    def key(self) -> str:
        """What its operations' keys begin with."""
        return naming.tag_name(self.name)

    @property
    def module(self) -> str:
        """The module of its class."""
        return f"{self.key}_api"

    @property
    def attribute(self) -> str:
        """Where the client has it: an operation of the same name is offered on the client itself."""
        taken = any(operation.method == self.key for operation in self.operations)
        return self.module if taken else self.key

    @property
    def text(self) -> tuple[str, str]:
        """First line and rest of its docstring."""
        return summary(self.description, "", indent=4)

    @property
    def expressions(self) -> tuple[str, ...]:
        """All type expressions that its module holds."""
        return tuple(text for operation in self.operations for text in operation.expressions)

    @property
    def parts(self) -> tuple[str, ...]:
        """The classes that its operations are described with, besides `Operation`."""
        uses = {
            "Content": any(operation.media_type for operation in self.operations),
            "Pages": any(operation.pages for operation in self.operations),
            "Stream": self.streams,
        }
        return tuple(name for name, is_used in uses.items() if is_used)

    @property
    def has_styles(self) -> bool:
        """Whether some parameter of its operations has a style."""
        return any(operation.has_styles for operation in self.operations)

    @property
    def streams(self) -> bool:
        """Whether some operation streams."""
        return any(operation.stream for operation in self.operations)


@dataclass(frozen=True)
class Api:
    """A whole API."""

    title: str
    tags: tuple[Tag, ...]
    schemas: tuple[Schema, ...]
    aliases: tuple[Schema, ...] = ()
    facts: Facts = field(default_factory=Facts)
    notes: tuple[Note, ...] = ()
    """What in its description does not become code as it stands."""
    described: int = 0
    """How many operations are described; those that are left out are among them."""

    @cached_property
    def names(self) -> tuple[Schema, ...]:
        """All schemas and aliases, in the order of their classes."""
        return tuple(sorted((*self.schemas, *self.aliases), key=lambda schema: schema.class_name))

    @cached_property
    def by_name(self) -> Mapping[str, Schema]:
        """The schemas by their name in the spec."""
        return {schema.name: schema for schema in self.schemas}
