"""An OpenAPI document becomes the model; only this module and its readers know OpenAPI."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from codegen.contents import ContentReader
from codegen.model import Parameter, Stream
from codegen.operation import Api, Operation, Tag
from codegen.type_expr import ANY, NONE, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codegen.spec import Document, Node, Problem

_ROOT: Final = {"openapi", "info", "servers", "paths", "components", "tags", "security"}
_COMPONENTS: Final = {"schemas", "securitySchemes", "parameters", "responses", "requestBodies", "examples"}
_METHODS: Final = {"get", "put", "post", "delete", "patch"}
_OPERATION: Final = {
    *(
        "operationId",
        "tags",
        "summary",
        "description",
        "parameters",
        "requestBody",
        "responses",
        "deprecated",
    ),
    "security",
}
_PARAMETER: Final = {"name", "in", "required", "description", "schema", "example", "deprecated"}


def parse(document: Document) -> tuple[Api, tuple[Problem, ...]]:
    """Make the model of an API, and list what in its document is not supported."""
    return _Parser(document).parse()


class _Parser(ContentReader):
    """Reads operations, and what stands around them."""

    def parse(self) -> tuple[Api, tuple[Problem, ...]]:
        """Read the document."""
        root = self.document.root
        self.check_keys(root, _ROOT, "a document")
        self.check_keys(root.get("components"), _COMPONENTS, "`components`")
        if not root.text("openapi").startswith("3.0."):
            self.report(root.get("openapi"), f"unsupported version of OpenAPI: `{root.text('openapi')}`")
        api = Api(
            title=root.get("info").text("title"),
            tags=tuple(self._tags_of(self._operations())),
            schemas=self.schemas(),
            aliases=self.aliases(),
            security=dict(self._security()),
            host=next((server.text("url") for server in root.get("servers").elements), ""),
            key_headers=dict(self._key_headers()),
        )
        self._check_names("class name", ((schema.class_name, schema.name) for schema in api.names))
        for tag in api.tags:
            self._check_names(f"method of `{tag.name}`", ((entry.method, entry.id) for entry in tag.operations))
        return api, tuple(dict.fromkeys(self.problems))

    def _check_names(self, what: str, names: Iterable[tuple[str, str]]) -> None:
        pairs = list(names)
        for name, count in Counter(name for name, _ in pairs).items():
            if count > 1:
                origins = ", ".join(f"`{origin}`" for other, origin in pairs if other == name)
                self.report(self.document.root, f"the same {what} `{name}` comes out for {origins}")

    def _security(self) -> Iterator[tuple[str, str]]:
        for name, node in self.document.root.get("components").get("securitySchemes"):
            kind = (node.text("type"), node.text("in") or node.text("scheme").lower())
            if kind == ("apiKey", "header"):
                yield name, f"API key in the header `{node.text('name')}`"
            elif kind == ("http", "bearer"):
                yield name, "bearer token in the header `Authorization`"
            else:
                self.report(node, f"unsupported security scheme: {' '.join(kind)}")

    def _key_headers(self) -> Iterator[tuple[str, str]]:
        """The header that carries the key of each security scheme."""
        for name, node in self.document.root.get("components").get("securitySchemes"):
            yield name, node.text("name") if node.text("type") == "apiKey" else "Authorization"

    def _tags_of(self, operations: Iterable[Operation]) -> Iterator[Tag]:
        told = {node.text("name"): node.text("description") for node in self.document.root.get("tags").elements}
        grouped: dict[str, list[Operation]] = {}
        for operation in operations:
            grouped.setdefault(operation.tag, []).append(operation)
        for name, members in sorted(grouped.items()):
            yield Tag(name, told.get(name, ""), tuple(members))

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.document.root.get("paths"):
            self.check_keys(item, {*_METHODS, "parameters", "summary", "description"}, "a path")
            for method, node in item:
                if method in _METHODS:
                    yield self._operation(path, method, node, item.get("parameters").elements)

    def _operation(self, path: str, method: str, node: Node, shared: tuple[Node, ...]) -> Operation:
        self.check_keys(node, _OPERATION, "an operation")
        tags = node.texts("tags")
        if len(tags) != 1:
            self.report(node, f"an operation needs one tag; this one has {len(tags)}")
        if not node.text("operationId"):
            self.report(node, "`operationId` is missing")
        body, fields = self.body(node.get("requestBody"))
        parameters = [
            *fields,
            *(self._parameter(entry) for entry in (*shared, *node.get("parameters").elements)),
        ]
        self._check_parameters(path, node, parameters)
        responses = tuple(self.response(status, entry, node) for status, entry in node.get("responses"))
        success = self.success(node, responses)
        security = node if "security" in node else self.document.root
        timeout = node.get("x-timeout").value
        return Operation(
            id=node.text("operationId"),
            tag=tags[0] if tags else "default",
            http_method=method.upper(),
            path=path,
            status=int(success.status),
            returns=NONE if success.status == "204" else success.type or ANY,
            parameters=tuple(self._ordered(parameters, node.get("x-positional"))),
            body=body,
            responses=responses,
            summary=node.text("summary"),
            description=node.text("description"),
            deprecated=node.flag("deprecated"),
            security=tuple(name for entry in security.get("security").elements for name, _ in entry),
            provider_keys=self._body_field(node.get("x-provider-keys"), fields),
            timeout=timeout,
            stream=self._stream(node.get("x-stream"), fields),
        )

    def _parameter(self, node: Node) -> Parameter:
        node = self.resolve(node)
        self.check_keys(node, _PARAMETER, "a parameter")
        source, required = node.text("in"), node.flag("required")
        if source not in {"path", "query"}:
            self.report(node.get("in"), f"unsupported place of a parameter: `{source}`")
            source = "query"
        entry = self.field(node.text("name"), node.get("schema"), required=required)
        entry = replace(
            entry,
            description=node.text("description") or entry.description,
            example=node["example"].value if "example" in node else entry.example,
            deprecated=entry.deprecated or node.flag("deprecated"),
        )
        return Parameter(entry, source, required, is_shown="example" in node)

    def _check_parameters(self, path: str, node: Node, parameters: list[Parameter]) -> None:
        for name, count in Counter(parameter.name for parameter in parameters).items():
            if count > 1:
                self.report(node, f"unsupported: {count} parameters are called `{name}`")
        told = {parameter.field.wire for parameter in parameters if parameter.source == "path"}
        for name in told.symmetric_difference(part.partition("}")[0] for part in path.split("{")[1:]):
            self.report(node, f"`{name}` is a parameter of the path or stands in `{path}`, but not both")

    def _ordered(self, parameters: list[Parameter], positional: Node) -> Iterator[Parameter]:
        """Put parameters into the order of the signature."""
        rest = list(parameters)
        for entry in positional.elements:
            found = [parameter for parameter in rest if parameter.field.wire == entry.value]
            if not found:
                self.report(entry, f"there is no parameter `{entry.value}`")
            for parameter in found:
                rest.remove(parameter)
                yield replace(parameter, required=True)
        sources = {True: ["body", "field", "path", "query"], False: ["path", "body", "field", "query"]}
        yield from sorted(rest, key=lambda entry: (not entry.required, sources[entry.required].index(entry.source)))

    def _body_field(self, node: Node, fields: list[Parameter]) -> str:
        name = str(node.value or "")
        if name and not any(parameter.field.wire == name for parameter in fields):
            self.report(node, f"the body has no field `{name}`")
        return name

    def _stream(self, node: Node, fields: list[Parameter]) -> Stream | None:
        if node.value is None:
            return None
        self._body_field(node["flag"], fields)
        event = node.text("event")
        if event not in self.document.root.get("components").get("schemas"):
            self.report(node["event"], f"there is no schema `{event}`")
        return Stream(node.text("flag"), node.text("items"), Ref(event, is_object=True))
