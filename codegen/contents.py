"""Request bodies and answers of OpenAPI become parameters and responses of the model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from codegen import naming
from codegen.model import ABSENT, Field, Parameter, Response
from codegen.schemas import SchemaReader, merged
from codegen.text import sentence
from codegen.type_expr import ANY, NONE, Binary, Ref, Scalar, UnionOf

if TYPE_CHECKING:
    from codegen.spec import Document, Node
    from codegen.type_base import TypeExpr

_MEDIA: Final = {"schema", "example", "examples"}
_EVENTS: Final = "text/event-stream"
_WHOLE_WINS: Final = "If it is given, it is sent as it is and the other fields of the body do not count."
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


class ContentReader(SchemaReader):
    """Reads what is sent and what is answered."""

    def __init__(self, document: Document, *, is_strict: bool = True) -> None:
        super().__init__(document, is_strict=is_strict)
        self.json_bodies: list[tuple[Node, TypeExpr]] = []

    def body(self, node: Node) -> Body:
        """Read a request body."""
        node = self.resolve(node)
        if node.value is None:
            return Body()
        self.check_keys(node, {"content", "required", "description"}, "a request body")
        if not node.get("content").fields:
            self.report(node, "a request body without `content`")
            return Body()
        name, media = self._media(node)
        schema, required = media.get("schema"), node.flag("required")
        target, example = self.target(schema), self._example(media)
        if name in _FORMS:
            return Body(fields=tuple(self._form(target, example, required=required)), media_type=name)
        is_json = _is_json(name)
        kind = self.type_of(schema) if is_json else self._plain(name, schema)
        if is_json:
            self.json_bodies.append((schema, kind))
        whole = Parameter(self._whole(node, target, kind, example, required=required), "body", required)
        if "properties" in target and is_json:
            fields = [_body_field(entry, example, required=required) for entry in self._sent(target)]
            return Body(kind, tuple(fields), (whole,), is_open=target.flag("additionalProperties"))
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

    def _form(self, target: Node, example: Any, *, required: bool) -> list[Parameter]:
        if "properties" not in target:
            self.report(target, "unsupported: a form that is no object with properties")
        return [replace(_body_field(entry, example, required=required), source="form") for entry in self._sent(target)]

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
        if self._kind(schema) not in {"", "string"}:
            self.report(schema, f"unsupported: `{media_type}` that is more than text or bytes")
        return Scalar("str") if media_type.startswith("text/") else Binary()

    def _example(self, media: Node) -> Any:
        if "example" in media:
            return media["example"].value
        for _, example in media.get("examples"):
            return self.resolve(example).get("value").value
        target = self.target(media.get("schema"))
        return target["example"].value if "example" in target else ABSENT

    def response(self, status: str, node: Node, operation: Node) -> Response:
        """Read one of the answers of an operation."""
        node = self.resolve(node)
        self.check_keys(node, {"description", "content", "headers"}, "an answer")
        if _EVENTS in node.get("content") and "x-stream" not in operation:
            self.report(node["content"][_EVENTS], "a stream of events needs `x-stream` in its operation")
        name, media = self._media(node)
        kind = self.type_of(media["schema"]) if "schema" in media else None
        if kind is not None and _is_json(name):
            self.json_bodies.append((media["schema"], kind))
        return Response(
            status,
            description=node.text("description"),
            type=kind if not name or _is_json(name) else self._plain(name, media.get("schema")),
            headers=tuple(name for name, _ in node.get("headers")),
            example=self._example(media),
            media_types=tuple(other for other, _ in node.get("content") if other == "*/*" or _is_like(other, name)),
        )

    def returned(self, node: Node, responses: tuple[Response, ...]) -> TypeExpr:
        """Find out what a call returns: what the answers of success have, whichever it is."""
        successes = [response for response in responses if response.is_success]
        if not successes:
            self.report(node.get("responses"), "an operation needs an answer of 2xx")
        kinds = list(dict.fromkeys(NONE if entry.status == "204" else entry.type or ANY for entry in successes))
        if len(kinds) < 2 or ANY in kinds:
            return kinds[0] if len(kinds) == 1 else ANY
        others = tuple(kind for kind in kinds if kind != NONE)
        plain = [response for response in successes if not all(map(_is_json, response.media_types))]
        if plain and len(others) > 1:
            self.report(node.get("responses"), "unsupported: answers of success of which some are JSON and some not")
        union = others[0] if len(others) == 1 else UnionOf(others)
        return union.nullable if NONE in kinds else union


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
