"""Operations as the templates see them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from codegen import naming
from codegen.overloads import overloads_of
from codegen.text import WIDTH, literal, sentence, summary
from codegen.type_base import Side, TypeExpr
from codegen.type_expr import NONE, beside_file, is_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codegen.model import Parameter, Response, Stream
    from codegen.overloads import Overload
    from codegen.pages import Pages

PROGRESS_NOTE: Final = "; `progress=True` shows how far that is"
"""What notes of pages say where a package can show it."""


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
    media_type: str = ""
    """How the body is written, if it is not JSON."""
    is_secured: bool = False
    security: tuple[tuple[str, ...], ...] | None = None
    """The keys that it needs, if these are others than the API's one: alternatives, each of names of schemes."""
    server: str = ""
    """Where its path is below, if not below the API's server."""
    media_types: Mapping[str, str] = field(default_factory=dict[str, str])
    """Media types of single parts of a form; where one may have several, separated by commas."""
    accept: str = "application/json"
    """The media types of all its answers."""
    is_mixed: bool = False
    """Whether an answer may be JSON, and text or bytes as well, or either of these."""
    texts: tuple[str, ...] = ()
    """The media types of text among answers that may be bytes, too."""
    is_body_optional: bool = False
    json_type: str = ""
    """How a JSON body is called, if not `application/json`."""
    provider_keys: str = ""
    timeout: float | None = None
    stream: Stream | None = None
    pages: Pages | None = None
    has_full_name: bool = False
    has_problems: bool = False
    """Whether errors have their bodies as models."""

    @property
    def method(self) -> str:
        """The method's name."""
        return naming.method_name(self.id, "" if self.has_full_name else self.tag)

    @property
    def methods(self) -> tuple[str, ...]:
        """The names of all its methods."""
        names = (self.method, self.stream_method) if self.stream else (self.method,)
        return (*names, *(f"a{name}" for name in names))

    @property
    def call(self) -> str:
        """What its methods call, behind the underscore and, in the awaited form, an `a`."""
        return "list" if self.pages else "send"

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

    @cached_property
    def overloads(self) -> tuple[Overload, ...]:
        """Its signatures, if what it returns depends on what it is given."""
        return overloads_of(self.parameters, self.body, self.returns)

    @property
    def success(self) -> Response | None:
        """Its successful answer, as described."""
        return next((response for response in self.responses if response.is_success), None)

    @property
    def answer_note(self) -> str:
        """What the docstring says about the answer."""
        if self.returns == NONE:
            return "Nothing."
        first = sentence(self.success.description.split("\n\n")[0]) if self.success else ""
        walk = f" Iterating over it asks for further pages as it gets there{PROGRESS_NOTE}."
        more = walk if self.pages else ""
        return f"{first or ('The first page.' if more else '')}{more}"

    @cached_property
    def row(self) -> tuple[str, ...]:
        """The arguments of its `Operation` constant."""
        arguments = {
            "status": str(self.status),
            "query": self._types("query"),
            "headers": self._types("header"),
            "cookies": self._types("cookie"),
            "body": self.body and _quoted(self.body.write(Side.WIRE)),
            "content": self.media_type and self._content_row,
            "accept": "" if self.accept == "application/json" else _quoted(self.accept),
            "returns": "" if self.returns == NONE else _quoted(self.answer),
            "provider_keys": self.provider_keys and literal(self.provider_keys),
            "timeout": "" if self.timeout is None else str(self.timeout),
            "stream": self.stream and self._stream_row(self.stream),
            "pages": self.pages and self.pages.row,
            "server": self.server and literal(self.server),
            "styles": self._styles(*_STYLED),
            "segments": self._segments,
            "is_mixed": "True" if self.is_mixed else "",
            "texts": repr(self.texts) if self.is_mixed and self.texts else "",
            "is_body_optional": "True" if self.is_body_optional else "",
            "json_type": self.json_type and literal(self.json_type),
            "problems": _dict({status: _quoted(text) for status, text in self.problems.items()}),
            "security": "" if self.security is None else repr(self.security),
        }
        given = (f"{name}={text}" for name, text in arguments.items() if text)
        return (f'"{self.http_method}"', literal(self.path), *given)

    def _types(self, source: str) -> str:
        """Write the types of all parameters of one place as a dict; empty if there are none."""
        members = [entry for entry in self.parameters if entry.source == source]
        types = {entry.key: text for entry in members if (text := _wire_type(entry))}
        if source == "query" and self.pages:
            # A server may have cursors before its description has the parameter.
            types.setdefault(self.pages.parameter, "Optional[str]")
        return _dict({name: _quoted(text) for name, text in types.items()})

    @property
    def _segments(self) -> str:
        """The types of the parameters of the path that are not just text."""
        types = {entry.key: entry.field.type.write(Side.WIRE) for entry in self.parameters if entry.source == "path"}
        return _dict({name: _quoted(text) for name, text in types.items() if text != "str"})

    def _styles(self, *sources: str) -> str:
        """Write the styles of the parameters of some places; empty if there are none."""
        members = [entry for entry in self.parameters if entry.style and entry.source in sources]
        return _dict({entry.key: entry.style.row for entry in members if entry.style})

    @property
    def has_styles(self) -> bool:
        """Whether some parameter has a style."""
        return any(entry.style for entry in self.parameters)

    @property
    def _content_row(self) -> str:
        files = [entry for entry in self.parameters if entry.source == "form" and is_file(entry.field.type)]
        texts = {
            "fields": self._types("form"),
            "files": _dict({entry.key: str(entry.is_sent) for entry in files}),
            "styles": self._styles("form"),
            "types": _dict({name: literal(text) for name, text in self.media_types.items()}),
        }
        given = [f"{name}={text}" for name, text in texts.items() if text]
        return f"Content({', '.join([literal(self.media_type), *given])})"

    @staticmethod
    def _stream_row(stream: Stream) -> str:
        texts = (stream.flag, stream.items, stream.event.write(Side.WIRE))
        return f"Stream({', '.join(map(literal, texts))})"

    @cached_property
    def problems(self) -> Mapping[str, str]:
        """The types of the bodies of errors, by status, range or `default`; empty if none of them is a model."""
        if not self.has_problems:
            return {}
        texts = {entry.status.replace("x", "X"): _problem(entry) for entry in self.responses if entry.is_error}
        if self.success is None:
            texts.pop("default", None)
        if not any("models." in text for text in texts.values()):
            return {}
        # What nothing is said of has to be told apart from what is said of all others.
        broad = [status for status in texts if not status.isdigit()]
        return {status: text for status, text in texts.items() if text != "None" or broad not in ([], [status])}

    @property
    def problem_note(self) -> str:
        """What the docstring says about the bodies of errors."""
        names = dict.fromkeys(text for text in self.problems.values() if text != "None")
        return f" Its `problem` is {' or '.join(f'`{name}`' for name in names)}." if 0 < len(names) < 4 else ""

    @property
    def stream_note(self) -> str:
        """How to stream, for the description of the method that does not."""
        flag = self.stream.flag if self.stream else ""
        if not flag:
            return f"For its events one by one call `{self.stream_method}` or `a{self.stream_method}` instead."
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


_STYLED: Final = ("path", "query", "header", "cookie")


def _wire_type(entry: Parameter) -> str:
    """The type of a parameter that is no file; empty for one that can only be one."""
    if is_file(entry.field.type):
        other = beside_file(entry.field.type)
        return other.nullable.write(Side.WIRE) if other else ""
    text = entry.sent_type.write(Side.WIRE)
    # What is no `Optional[…]` is asked for, also where it may be anything.
    return "Optional[Any]" if text == "Any" and not entry.is_sent else text


def _problem(response: Response) -> str:
    """The type of the body of an error; `None` where that is no JSON that is described."""
    text = response.type.write(Side.ANSWER) if response.type else "None"
    return "None" if text in {"Any", "bytes"} else text


def _dict(texts: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{literal(name)}: {text}' for name, text in texts.items())}}}" if texts else ""


def _quoted(expression: str) -> str:
    """Write a type expression as text, in pieces if it is too long for a line."""
    if len(expression) < WIDTH - len('    returns="",'):
        return literal(expression)
    pieces = [""]
    for word in re.findall(r"\S+\s*", expression):
        if pieces[-1] and len(pieces[-1] + word) > WIDTH - 20:
            pieces.append("")
        pieces[-1] += word
    return f"({' '.join(map(literal, pieces))})"
