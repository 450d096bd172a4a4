"""Request bodies and answers of OpenAPI become parameters and responses of the model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from codegen.model import ABSENT, Field, Parameter, Response
from codegen.schemas import SchemaReader, merged
from codegen.text import sentence

if TYPE_CHECKING:
    from codegen.spec import Node
    from codegen.type_expr import TypeExpr

_MEDIA: Final = {"schema", "example", "examples"}
_EVENTS: Final = "text/event-stream"


class ContentReader(SchemaReader):
    """Reads what is sent and what is answered."""

    def body(self, node: Node) -> tuple[TypeExpr | None, list[Parameter]]:
        """Read a request body: its type, and the parameters that make it up."""
        node = self.resolve(node)
        if node.value is None:
            return None, []
        self.check_keys(node, {"content", "required", "description"}, "a request body")
        media = self._json(node)
        schema, required = media.get("schema"), node.flag("required")
        target, kind, example = self.target(schema), self.type_of(schema), self._example(media)
        if "properties" in target:
            return kind, [_body_field(entry, example, required=required) for entry in self.fields(target)]
        members = merged(self.fields(member) for member in map(self.target, self.members(target)))
        whole = Field(
            "body",
            kind,
            required=required and not members,
            description=_whole(node.text("description") or target.text("description"), has_fields=bool(members)),
            example=example,
        )
        shown = bool(members) and not isinstance(example, dict) and example is not ABSENT
        fields = [_body_field(replace(entry, required=False), example, required=False) for entry in members]
        return kind, [Parameter(whole, "body", whole.required, is_shown=shown), *fields]

    def _json(self, node: Node) -> Node:
        """The JSON among the contents of a body or an answer; empty if there is none."""
        for name, media in node.get("content"):
            if name == "application/json" or name.endswith("+json"):
                self.check_keys(media, _MEDIA, "a content")
                return media
        if node.get("content").fields:
            self.report(node["content"], f"unsupported: no JSON, but {', '.join(node['content'].fields)}")
        return node.get("nothing")

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
        media = self._json(node)
        return Response(
            status,
            description=node.text("description"),
            type=self.type_of(media["schema"]) if "schema" in media else None,
            headers=tuple(name for name, _ in node.get("headers")),
            example=self._example(media),
        )

    def success(self, node: Node, responses: tuple[Response, ...]) -> Response:
        """Find the answer of success among all answers."""
        successes = [response for response in responses if response.status.startswith("2")]
        if len(successes) == 1 and successes[0].status.isdigit():
            return successes[0]
        self.report(node.get("responses"), f"an operation needs one answer of 2xx; this one has {len(successes)}")
        return Response("200")


def _body_field(entry: Field, example: Any, *, required: bool) -> Parameter:
    """Make a parameter of a field of the body; it is shown if the body's example has it."""
    shown = isinstance(example, dict) and entry.wire in example
    entry = replace(entry, example=example[entry.wire]) if shown else entry
    return Parameter(entry, "field", entry.required and required, is_shown=shown)


def _whole(description: str, *, has_fields: bool) -> str:
    """Describe a parameter that is the whole body, whose fields may be parameters too."""
    text = sentence(description) or "The whole body."
    return (
        f"{text} If it is given, it is sent as it is and the other fields of the body do not count."
        if has_fields
        else text
    )
