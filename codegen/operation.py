"""Operations, the tags that group them and the API that they make, as the templates see them."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from codegen import naming
from codegen.text import WIDTH, sentence, summary
from codegen.type_expr import NONE, Side, TypeExpr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codegen.model import Parameter, Response, Schema, Stream


@dataclass(frozen=True)
class Operation:
    """One operation; its parameters are in the order of the method's signature."""

    id: str
    tag: str
    http_method: str
    path: str
    status: int
    returns: TypeExpr
    parameters: tuple[Parameter, ...] = ()
    body: TypeExpr | None = None
    responses: tuple[Response, ...] = ()
    summary: str = ""
    description: str = ""
    deprecated: bool = False
    security: tuple[str, ...] = ()
    provider_keys: str = ""
    timeout: float | None = None
    stream: Stream | None = None

    @property
    def method(self) -> str:
        """The method's name."""
        return naming.method_name(self.id, self.tag)

    @property
    def constant(self) -> str:
        """The name of the constant that describes it."""
        return naming.constant_name(self.method)

    @property
    def stream_method(self) -> str:
        """The name of the method that streams."""
        return naming.stream_name(self.method)

    @property
    def route(self) -> str:
        """Method and path."""
        return f"{self.http_method} {self.path}"

    @cached_property
    def text(self) -> tuple[str, str]:
        """First line and rest of its docstring."""
        first, rest = summary(self.summary or self.description, f"Call `{self.route}`.", indent=8)
        paragraphs = [rest, self.description if self.summary else "", self._deprecation]
        return first, "\n\n".join(text for text in paragraphs if text)

    @property
    def _deprecation(self) -> str:
        told = "deprecated" in f"{self.summary} {self.description}".lower()
        return "Deprecated: new code should not call this." if self.deprecated and not told else ""

    @property
    def answer(self) -> str:
        """The type of what it returns."""
        return self.returns.write(Side.ANSWER)

    @property
    def success(self) -> Response | None:
        """Its successful answer, as described."""
        return next((response for response in self.responses if response.status == str(self.status)), None)

    @property
    def answer_note(self) -> str:
        """What the docstring says about the answer."""
        if self.returns == NONE:
            return "Nothing."
        first = sentence(self.success.description.split("\n\n")[0]) if self.success else ""
        return first or "The answer."

    @cached_property
    def row(self) -> tuple[str, ...]:
        """The arguments of its `Operation` constant."""
        query = ", ".join(
            f'"{parameter.field.wire}": {_quoted(parameter.type.write(Side.WIRE))}'
            for parameter in self.parameters
            if parameter.source == "query"
        )
        arguments = {
            "status": str(self.status),
            "query": query and f"{{{query}}}",
            "body": self.body and _quoted(self.body.write(Side.WIRE)),
            "returns": "" if self.returns == NONE else _quoted(self.answer),
            "provider_keys": self.provider_keys and f'"{self.provider_keys}"',
            "timeout": "" if self.timeout is None else str(self.timeout),
            "stream": self.stream and self._stream_row(self.stream),
        }
        given = (f"{name}={text}" for name, text in arguments.items() if text)
        return (f'"{self.http_method}"', f'"{self.path}"', *given)

    @staticmethod
    def _stream_row(stream: Stream) -> str:
        return f'Stream("{stream.flag}", "{stream.items}", "{stream.event.write(Side.WIRE)}")'

    @property
    def stream_note(self) -> str:
        """How to stream, for the description of the method that does not."""
        flag = self.stream.flag if self.stream else ""
        return (
            f"For an answer piece by piece call `{self.stream_method}` or `a{self.stream_method}` instead; "
            f"`{flag}=True` is refused here."
        )

    @property
    def stream_parameters(self) -> tuple[Parameter, ...]:
        """The parameters of the method that streams: all but the flag."""
        flag = self.stream.flag if self.stream else None
        return tuple(parameter for parameter in self.parameters if parameter.field.wire != flag)

    @property
    def event(self) -> str:
        """The type of what a stream yields."""
        return self.stream.event.write(Side.WIRE) if self.stream else ""

    @property
    def expressions(self) -> tuple[str, ...]:
        """All type expressions that its methods are annotated with."""
        return (self.answer, self.event, *(parameter.annotation for parameter in self.parameters))


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
        return summary(self.description, f"{self.name} of the API.", indent=4)

    @property
    def expressions(self) -> tuple[str, ...]:
        """All type expressions that its module holds."""
        return tuple(text for operation in self.operations for text in operation.expressions)

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
    security: Mapping[str, str] = field(default_factory=dict[str, str])
    host: str = ""
    key_headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @cached_property
    def names(self) -> tuple[Schema, ...]:
        """All schemas and aliases, in the order of their classes."""
        return tuple(sorted((*self.schemas, *self.aliases), key=lambda schema: schema.class_name))

    @cached_property
    def by_name(self) -> Mapping[str, Schema]:
        """The schemas by their name in the spec."""
        return {schema.name: schema for schema in self.schemas}


def _quoted(expression: str) -> str:
    """Write a type expression as text, in pieces if it is too long for a line."""
    if len(expression) < WIDTH - len('    returns="",'):
        return f'"{expression}"'
    pieces = textwrap.wrap(expression, WIDTH - 20, break_long_words=False, break_on_hyphens=False)
    texts = [*(f'"{piece} "' for piece in pieces[:-1]), f'"{pieces[-1]}"']
    return f"({' '.join(texts)})"
