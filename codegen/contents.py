"""Request bodies of OpenAPI become parameters of the model; answers are read by what is here as well."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from codegen import naming
from codegen.model import ABSENT, Field, Parameter, Style
from codegen.schemas import SchemaReader, merged
from codegen.spec import SpecError
from codegen.text import sentence
from codegen.type_expr import ANY, Binary, MapOf, Ref, Scalar
from codegen.types_of import is_open

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codegen.spec import Node
    from codegen.type_base import TypeExpr

_MEDIA: Final = {"schema", "example", "examples", "encoding"}
EVENTS: Final = "text/event-stream"
"""The media type of server-sent events."""
_WHOLE_WINS: Final = "If it is given, it is sent as it is and the other fields of the body do not count."
_TEXTS: Final = ("xml", "yaml", "jsonl", "json-lines", "jsonlines", "ndjson", "javascript", "graphql", "/json-seq")
"""How the names of media types end that are text, besides those of `text/`."""
PLAIN: Final = frozenset({"", "string"})
"""The types of what is no structure; empty where nothing is said."""
_FORMS: Final = ("multipart/form-data", "application/x-www-form-urlencoded")


@dataclass(frozen=True)
class Body:
    """A request body: its type, and the parameters that make it up, either one by one or all in one."""

    type: TypeExpr | None = None
    fields: tuple[Parameter, ...] = ()
    whole: tuple[Parameter, ...] = ()
    is_open: bool = False
    """Whether it may have fields that are not described."""
    media_type: str = ""
    """How it is written, if it is not JSON."""
    part_types: Mapping[str, str] = field(default_factory=dict[str, str])
    """Media types of single parts of a form; where one may have several, separated by commas."""
    is_optional: bool = False
    """Whether a call can do without it."""
    json_type: str = ""
    """What it is called, if it is JSON by another name than `application/json`."""


class ContentReader(SchemaReader):
    """Reads what is sent, and what all contents have in common."""

    def body(self, node: Node) -> Body:
        """Read a request body."""
        node = self.resolve(node)
        if node.value is None:
            return Body()
        self.check_keys(node, {"content", "required", "description"}, "a request body")
        if not node.get("content").fields:
            self.pass_over(node, "a request body without `content`")
            return Body()
        name, media = self.media(node)
        body = replace(self._body(node, name, media), is_optional=not node.flag("required"))
        whole = self._whole_type(node, name, media)
        if is_json(name):
            return replace(body, json_type=whole if whole != "application/json" and "*" not in whole else "")
        return replace(body, media_type=whole) if body.media_type and name not in _FORMS else body

    def _whole_type(self, node: Node, name: str, media: Node) -> str:
        """The media type of a body with its parameters, as the description has it."""
        written = next((text.strip() for text, each in node.get("content") if each is media), "")
        _, mark, parameters = written.partition(";")
        whole = f"{name}{mark}{parameters}".rstrip("; ")
        charset = re.search(r";\s*charset\s*=\s*\"?([^;\"\s]+)", whole, re.IGNORECASE)
        if charset and is_json(name) and charset[1].lower() != "utf-8":
            self.pass_over(media, f"unsupported: JSON in `{charset[1]}`", "sent in UTF-8")
            return name
        return whole if whole.isascii() and whole.isprintable() else name

    def _body(self, node: Node, name: str, media: Node) -> Body:
        schema, required = media.get("schema"), node.flag("required")
        target, example = self.target(schema), self.example(media)
        if name in _FORMS:
            return self._form(node, media, example, name)
        has_json = is_json(name)
        kind = self.type_of(schema) if has_json else self.plain(name, schema)
        whole = Parameter(self._whole(node, target, kind, example, required=required), "body", required)
        if "properties" in target and has_json:
            fields = [_body_field(entry, example, required=required) for entry in self._sent(target)]
            # An object without fields is still one to send.
            return Body(kind, tuple(fields) or (whole,), (whole,), is_open=is_open(target))
        members = merged(self._sent(member) for member in map(self.target, self.members(target)))
        if not members:
            return Body(kind if has_json else None, (whole,), (whole,), media_type="" if has_json else name)
        shown = not isinstance(example, dict) and example is not ABSENT
        text = f"{sentence(whole.field.description) or 'The whole body.'} {_WHOLE_WINS}"
        entry = replace(whole.field, required=False, rename="", description=text)
        first = Parameter(entry, "body", required=False, is_shown=shown)
        fields = [_body_field(replace(entry, required=False), example, required=False) for entry in members]
        return Body(kind, (first, *fields), (whole,))

    def _sent(self, target: Node) -> tuple[Field, ...]:
        """The fields of an object that are sent; some are there in answers only."""
        return tuple(entry for entry in self.fields(target) if not entry.is_read_only)

    def _whole(self, node: Node, target: Node, kind: TypeExpr, example: Any, *, required: bool) -> Field:
        return Field(
            "body",
            kind,
            required=required,
            description=node.text("description") or target.text("description"),
            example=example,
            rename=naming.parameter_name(kind.schema) if isinstance(kind, Ref) else "",
        )

    def _form(self, node: Node, media: Node, example: Any, name: str) -> Body:
        """Read a form: each of its fields is a parameter; a form of which nothing is described is one mapping."""
        target, required = self.target(media.get("schema")), node.flag("required")
        self.has_files = True
        if "properties" in target:
            found = self._sent(target)
        else:
            forms = merged(self._sent(member) for member in map(self.target, self.members(target)))
            found = tuple(replace(entry, required=False) for entry in forms)
        self.has_files = False
        if not found:
            if self.kind(media.get("schema")) not in {"", "object"}:
                self.pass_over(target, "unsupported: a form that is no object with properties", "taken for a mapping")
            field = Field("body", MapOf(ANY), required=required, description=node.text("description"))
            return Body(fields=(Parameter(field, "body", required),), media_type=name)
        encodings = {key: self._encoding(child) for key, child in media.get("encoding")}
        parameters = [
            replace(
                _body_field(entry, example, required=required),
                source="form",
                style=encodings.get(entry.wire, ("", None))[1],
            )
            for entry in found
        ]
        if is_open(target):
            # They go through the parameter that is a whole form where nothing of one is described.
            more = Field("body", MapOf(ANY), required=False, description="Further fields of the form.")
            parameters.append(Parameter(more, "body", required=False))
        types = {key: text for key, (text, _) in encodings.items() if text and name == _FORMS[0]}
        known = {entry.wire for entry in found}
        return Body(
            fields=tuple(parameters),
            media_type=name,
            part_types={key: text for key, text in types.items() if key in known},
        )

    def _encoding(self, node: Node) -> tuple[str, Style | None]:
        """Read how a field of a form is written: the media types that its part may have, and its style."""
        self.check_keys(node, {"contentType", "style", "explode", "allowReserved"}, "an encoding")
        types = [text.strip() for text in node.text("contentType").split(",")]
        if not node.fields.keys() & {"style", "explode"}:
            return ", ".join(types), Style("json") if all(map(is_json, types)) else None
        single = types[0] if len(types) == 1 and "*" not in types[0] else ""
        style = node.text("style") or "form"
        return single, Style(style, node.flag("explode") if "explode" in node else style == "form")

    def media(self, node: Node) -> tuple[str, Node]:
        """Choose among the contents of a body or an answer: JSON, else a form, else the first."""
        contents = {name: media for name, media in node.get("content") if name != EVENTS}
        for name in sorted(contents, key=lambda name: (not is_json(name), name not in _FORMS)):
            self.check_keys(contents[name], _MEDIA, "a content")
            return self.media_type(name, contents[name]), contents[name]
        return "", node.get("nothing")

    def media_type(self, name: str, media: Node) -> str:
        """The media type of a content without its parameters; what may be anything and is structured is JSON."""
        media_type = name.partition(";")[0].strip().lower()
        is_structured = self.kind(media.get("schema")) not in PLAIN
        return "application/json" if media_type == "*/*" and is_structured else media_type

    def kind(self, schema: Node) -> str:
        """The type that a schema says it is of; `object` where it does not say, but is made of others."""
        target = self.target(schema)
        return target.text("type") or ("object" if target.fields.keys() & {"allOf", "anyOf", "oneOf", "items"} else "")

    def plain(self, media_type: str, schema: Node) -> TypeExpr:
        """The type of what is no JSON: text, or bytes."""
        if self.kind(schema) not in PLAIN:
            done = "taken for text" if is_text(media_type) else "taken for bytes"
            self.pass_over(schema, f"unsupported: `{media_type}` that is more than text or bytes", done)
        return Scalar("str") if is_text(media_type) else Binary()

    def example(self, media: Node) -> Any:
        """The example of a content."""
        if "example" in media:
            return media["example"].value
        for _, example in media.get("examples"):
            try:
                return self.document.resolve(example).get("value").value
            except SpecError as error:
                self.pass_over(example, error.problem.message)
                return ABSENT
        target = self.target(media.get("schema"))
        return target["example"].value if "example" in target else ABSENT


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON, also by another name."""
    name = media_type.partition(";")[0].strip().lower()
    return name in {"application/json", "text/json"} or name.endswith("+json")


def is_text(media_type: str) -> bool:
    """Whether a media type that is no JSON is text, and not bytes."""
    return media_type.startswith("text/") or media_type.endswith(_TEXTS)


def _body_field(entry: Field, example: Any, *, required: bool) -> Parameter:
    """Make a parameter of a field of the body; it is shown if the body's example has it."""
    shown = isinstance(example, dict) and entry.wire in example
    entry = replace(entry, example=example[entry.wire]) if shown else entry
    return Parameter(entry, "field", entry.required and required, is_shown=shown)
