"""Request bodies and answers of OpenAPI become parameters and responses of the model."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from codegen import naming
from codegen.model import ABSENT, Field, Parameter, Response, Stream, Style
from codegen.schemas import SchemaReader, merged
from codegen.spec import SpecError
from codegen.text import sentence
from codegen.type_base import Nullable
from codegen.type_expr import ANY, NONE, Binary, MapOf, Ref, Scalar, UnionOf
from codegen.types_of import is_open

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codegen.spec import Node
    from codegen.type_base import TypeExpr

_MEDIA: Final = {"schema", "example", "examples", "encoding"}
_EVENTS: Final = "text/event-stream"
_WHOLE_WINS: Final = "If it is given, it is sent as it is and the other fields of the body do not count."
_TEXTS: Final = ("xml", "yaml", "jsonl", "json-lines", "jsonlines", "ndjson", "javascript", "graphql", "/json-seq")
"""How the names of media types end that are text, besides those of `text/`."""
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
    """Reads what is sent and what is answered."""

    def body(self, node: Node) -> Body:
        """Read a request body."""
        node = self.resolve(node)
        if node.value is None:
            return Body()
        self.check_keys(node, {"content", "required", "description"}, "a request body")
        if not node.get("content").fields:
            self.pass_over(node, "a request body without `content`")
            return Body()
        name, media = self._media(node)
        json_type = name if _is_json(name) and name != "application/json" and "*" not in name else ""
        return replace(self._body(node, name, media), is_optional=not node.flag("required"), json_type=json_type)

    def _body(self, node: Node, name: str, media: Node) -> Body:
        schema, required = media.get("schema"), node.flag("required")
        target, example = self.target(schema), self._example(media)
        if name in _FORMS:
            return self._form(node, media, example, name)
        is_json = _is_json(name)
        kind = self.type_of(schema) if is_json else self._plain(name, schema)
        whole = Parameter(self._whole(node, target, kind, example, required=required), "body", required)
        if "properties" in target and is_json:
            fields = [_body_field(entry, example, required=required) for entry in self._sent(target)]
            # An object without fields is still one to send.
            return Body(kind, tuple(fields) or (whole,), (whole,), is_open=is_open(target))
        members = merged(self._sent(member) for member in map(self.target, self.members(target)))
        if not members:
            return Body(kind if is_json else None, (whole,), (whole,), media_type="" if is_json else name)
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
            if self._kind(media.get("schema")) not in {"", "object"}:
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
        self.check_keys(node, {"contentType", "style", "explode", "allowReserved", "headers"}, "an encoding")
        types = [text.strip() for text in node.text("contentType").split(",")]
        if not node.fields.keys() & {"style", "explode"}:
            return ", ".join(types), Style("json") if all(map(_is_json, types)) else None
        single = types[0] if len(types) == 1 and "*" not in types[0] else ""
        style = node.text("style") or "form"
        return single, Style(style, node.flag("explode") if "explode" in node else style == "form")

    def _media(self, node: Node) -> tuple[str, Node]:
        """Choose among the contents of a body or an answer: JSON, else a form, else the first."""
        contents = {name: media for name, media in node.get("content") if name != _EVENTS}
        for name in sorted(contents, key=lambda name: (not _is_json(name), name not in _FORMS)):
            self.check_keys(contents[name], _MEDIA, "a content")
            media_type = name.partition(";")[0].strip().lower()
            if media_type == "*/*" and self._kind(contents[name].get("schema")) not in {"", "string"}:
                media_type = "application/json"
            return media_type, contents[name]
        return "", node.get("nothing")

    def _kind(self, schema: Node) -> str:
        """The type that a schema says it is of; `object` where it does not say, but is made of others."""
        target = self.target(schema)
        return target.text("type") or ("object" if target.fields.keys() & {"allOf", "anyOf", "oneOf", "items"} else "")

    def _plain(self, media_type: str, schema: Node) -> TypeExpr:
        """The type of what is no JSON: text, or bytes."""
        is_text = media_type.startswith("text/") or media_type.endswith(_TEXTS)
        if self._kind(schema) not in {"", "string"}:
            done = "taken for text" if is_text else "taken for bytes"
            self.pass_over(schema, f"unsupported: `{media_type}` that is more than text or bytes", done)
        return Scalar("str") if is_text else Binary()

    def _example(self, media: Node) -> Any:
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

    def response(self, status: str, node: Node, operation: Node) -> Response:
        """Read one of the answers of an operation."""
        node = self.resolve(node)
        self.check_keys(node, {"description", "content", "headers"}, "an answer")
        name, media = self._media(node)
        if not name and _EVENTS in node.get("content") and "x-stream" not in operation:
            # Read as a whole, a stream of events is a text.
            return Response(status, node.text("description"), Scalar("str"), media_types=(_EVENTS,))
        kind = self.type_of(media["schema"]) if "schema" in media else None
        return Response(
            status,
            description=node.text("description"),
            type=kind if not name or _is_json(name) else self._plain(name, media.get("schema")),
            headers=tuple(name for name, _ in node.get("headers")),
            example=self._example(media),
            has_content=bool(node.get("content").fields),
            media_types=tuple(other for other, _ in node.get("content") if other == "*/*" or _is_like(other, name)),
        )

    def returned(self, node: Node, responses: tuple[Response, ...]) -> TypeExpr:
        """Find out what a call returns: what the answers of success have, whichever it is."""
        successes = [response for response in responses if response.is_success]
        successes = successes or [response for response in responses if response.status == "default"]
        if not successes:
            return self._redirected(node, responses)
        has_content = any(response.has_content for response in successes)
        kinds = list(
            dict.fromkeys(
                NONE if entry.status == "204" or (has_content and not entry.has_content) else entry.type or ANY
                for entry in successes
            )
        )
        if len(kinds) < 2 or ANY in kinds:
            return kinds[0] if len(kinds) == 1 else ANY
        others = tuple(kind for kind in kinds if kind != NONE)
        union = others[0] if len(others) == 1 else UnionOf(others)
        return union.nullable if NONE in kinds else union

    def _redirected(self, node: Node, responses: tuple[Response, ...]) -> TypeExpr:
        """What a call returns of which no answer of success is described: what is behind a redirect, or anything."""
        if any(response.status.startswith("3") for response in responses):
            return Binary().nullable
        self.pass_over(node.get("responses"), "an operation needs an answer of 2xx", "anything may be answered")
        return ANY

    @staticmethod
    def is_mixed(responses: tuple[Response, ...], returns: TypeExpr) -> bool:
        """Whether some answers of success are JSON and some are text or bytes."""
        inner = returns.inner if isinstance(returns, Nullable) else returns
        plain = [each for each in responses if each.is_success and not all(map(_is_json, each.media_types))]
        return isinstance(inner, UnionOf) and bool(plain)

    def events_of(self, node: Node, body: Body) -> Stream | None:
        """Read the stream of events that an operation answers without saying more about it."""
        contents = [self.resolve(entry).get("content") for _, entry in node.get("responses")]
        found = next((content[_EVENTS] for content in contents if _EVENTS in content), None)
        if found is None:
            return None
        schema = found.get("schema") if "schema" in found else found.get("itemSchema")
        kind = self.type_of(schema) if schema.value is not None else ANY
        flags = [each for each in body.fields if each.field.wire == "stream" and each.source == "field"]
        return Stream("stream" if flags else "", "", kind)


def _is_json(media_type: str) -> bool:
    name = media_type.partition(";")[0].strip().lower()
    return name in {"application/json", "text/json"} or name.endswith("+json")


def _is_like(media_type: str, chosen: str) -> bool:
    """Whether an answer of this media type can be read as one of the media type that was chosen."""
    return media_type != _EVENTS and _is_json(media_type) == _is_json(chosen)


def _body_field(entry: Field, example: Any, *, required: bool) -> Parameter:
    """Make a parameter of a field of the body; it is shown if the body's example has it."""
    shown = isinstance(example, dict) and entry.wire in example
    entry = replace(entry, example=example[entry.wire]) if shown else entry
    return Parameter(entry, "field", entry.required and required, is_shown=shown)
