"""An OpenAPI document becomes the model; only this module and its readers know OpenAPI."""

from __future__ import annotations

import keyword
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from codegen import naming
from codegen.answers import AnswerReader
from codegen.api import Api, Tag
from codegen.circles import with_circles
from codegen.facts import own_server, read_facts
from codegen.model import Stream
from codegen.normal import METHODS, normalised
from codegen.notes import PATH_LEFT_OUT
from codegen.operation import Operation
from codegen.pages_of import PagesReader
from codegen.parameters import ParameterReader
from codegen.security import SecurityReader
from codegen.shapes import misshapen
from codegen.spec import Node, Problem, SpecError
from codegen.type_expr import NONE, Ref
from codegen.unique import with_own_method

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codegen.facts import Facts
    from codegen.model import Parameter, Schema
    from codegen.notes import Note
    from codegen.spec import Document

_LITERALLY: Final = re.compile(r"(?:^|(?<=}))[^{}]+")
_SAFE: Final = "/%:@!$&'()*+,;=~?"
NO_OPERATIONS: Final = "there are no operations in `paths`"
_VERSIONS: Final = ("3.0", "3.1")
_ROOT: Final = {"openapi", "info", "servers", "paths", "components", "tags", "security", "externalDocs"}
_COMPONENTS: Final = {
    *("schemas", "securitySchemes", "parameters", "responses", "requestBodies", "examples", "headers", "pathItems"),
}
_OPERATION: Final = {
    *("operationId", "tags", "summary", "description", "parameters", "requestBody", "responses", "deprecated"),
    *("security", "externalDocs", "servers"),
}


def parse(document: Document, *, is_strict: bool = True) -> tuple[Api, tuple[Problem, ...]]:
    """Make the model of an API, and list what in its document is not supported.

    Args:
        document: The document.
        is_strict: Whether what can be done without is a problem too, and not a note.
    """
    root = document.root
    if isinstance(root.value, dict) and not root.text("openapi").startswith(_VERSIONS):
        return Api("", (), ()), (_unreadable(root),)
    misshaped = misshapen(root, "a document") + misshapen(root.get("components"), "`components`")
    for _, item in root.get("paths"):
        misshaped += misshapen(item, "a path")
    if misshaped:
        return Api("", (), ()), tuple(misshaped)
    notes: list[Note] = []
    reader = _Parser(normalised(document, notes))
    reader.notes += notes
    api, problems = reader.parse()
    if is_strict:
        lost = (Problem(note.place, note.reason) for note in api.notes if not note.is_harmless)
        problems = tuple(dict.fromkeys([*problems, *lost]))
    return api, problems


def _unreadable(root: Node) -> Problem:
    """Say that a document is of another version, and what helps."""
    if "swagger" in root:
        help_ = "convert it to OpenAPI 3 first, for example with `npx swagger2openapi`"
        return Problem(root["swagger"].place, f"this is Swagger {root.text('swagger')}: {help_}")
    return Problem(root.get("openapi").place, f"unsupported version of OpenAPI: `{root.text('openapi')}`")


class _Parser(ParameterReader, AnswerReader, SecurityReader):
    """Reads operations, and what stands around them."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._places: dict[str, Node] = {}
        """Where operations stand, by their routes."""

    def parse(self) -> tuple[Api, tuple[Problem, ...]]:
        """Read the document."""
        root = self.document.root
        self.check_keys(root, _ROOT, "a document")
        self.check_keys(root.get("components"), _COMPONENTS, "`components`")
        facts = read_facts(self)
        tags = tuple(self._tags_of(self._operations(facts)))
        api = Api(
            title=root.get("info").text("title"),
            tags=tags,
            schemas=self._listed(self.schemas(), tags),
            aliases=self.aliases(),
            facts=facts,
        )
        if not tags and not self.problems:
            self.report(root, NO_OPERATIONS)
        self._check_all_names(api)
        return replace(with_circles(api), notes=tuple(dict.fromkeys(self.notes))), tuple(dict.fromkeys(self.problems))

    def _check_all_names(self, api: Api) -> None:
        schemas = {
            **dict(self.document.schemas),
            **dict(self.document.root.get("x-aliases")),
        }
        self._check_names("class", ((entry.class_name, entry.name, schemas[entry.name]) for entry in api.names))
        self._check_names("module", ((entry.module, entry.name, schemas[entry.name]) for entry in api.names))
        tags = [(tag, self._places[tag.operations[0].route]) for tag in api.tags]
        self._check_names("class", ((tag.class_name, tag.name, place) for tag, place in tags))
        self._check_names("attribute", ((tag.key, tag.name, place) for tag, place in tags))
        for tag in api.tags:
            methods = (
                (name, entry.id, self._places[entry.route]) for entry in tag.operations for name in entry.methods
            )
            self._check_names(f"method of `{tag.name}`", methods)
            for entry in tag.operations:
                place = self._places[entry.route]
                self._check_names("parameter", ((one.name, one.field.wire, place) for one in entry.parameters))

    def _check_names(self, what: str, names: Iterable[tuple[str, str, Node]]) -> None:
        """Report names that are the same, or that Python does not have; each with where it comes from."""
        found: dict[str, list[str]] = {}
        for name, origin, node in names:
            found.setdefault(name, []).append(f"`{origin}`")
            reserved = what == "parameter" and name in naming.RESERVED_PARAMETERS
            if not name.isidentifier() or keyword.iskeyword(name) or reserved:
                self.report(node, f"the {what} for `{origin}` would be called `{name}`: name it otherwise")
            elif len(found[name]) > 1:
                self.report(node, f"the same {what} `{name}` comes out for {', '.join(found[name])}")

    def _listed(self, schemas: tuple[Schema, ...], tags: tuple[Tag, ...]) -> tuple[Schema, ...]:
        """Note in the schemas of pages what they are pages of."""
        found = [(entry.pages, entry.route) for tag in tags for entry in tag.operations if entry.pages]
        pages = {entry.model: entry for entry, _ in found}
        for entry, route in found:
            if (entry.items, entry.total) != (pages[entry.model].items, pages[entry.model].total):
                message = f"operations do not agree on what `{entry.model}` is a page of"
                self.report(self._places[route], message)
        return tuple(replace(schema, pages=pages.get(schema.name)) for schema in schemas)

    def _tags_of(self, operations: Iterable[Operation]) -> Iterator[Tag]:
        told = {node.text("name"): node.text("description") for node in self.document.root.get("tags").elements}
        grouped: dict[str, list[Operation]] = {}
        names: dict[str, str] = {}
        taken: dict[str, set[str]] = {}
        for operation in operations:
            # Tags whose class or module is the same in Python are one.
            keys = naming.tag_class(operation.tag), naming.tag_name(operation.tag)
            tag = next((names[key] for key in keys if key in names), operation.tag)
            names |= dict.fromkeys(keys, tag)
            made = with_own_method(operation, taken.setdefault(tag, set()))
            if made is not operation:
                has_name = all(name.isidentifier() for name in operation.methods)
                why = f"and another operation of `{tag}` has that name" if has_name else "which is no name"
                reason = f"its method would be called `{operation.method}`, {why}"
                self.pass_over(self._places[operation.route], reason, f"called `{made.method}`")
            grouped.setdefault(tag, []).append(made)
        for name, members in sorted(grouped.items()):
            yield Tag(name, told.get(name, ""), tuple(members))

    def _operations(self, facts: Facts) -> Iterator[Operation]:
        for path, described in self.document.root.get("paths"):
            item = self._path(described)
            self.check_keys(item, {*METHODS, "parameters", "summary", "description", "servers"}, "a path")
            for method, node in item:
                if method in METHODS:
                    yield self._operation(path, method, node, item.get("parameters").elements, facts)
        # What is reported from here on is no fault of the operation that was read last.
        self.reading = None

    def _path(self, node: Node) -> Node:
        """Follow the reference that a path is; without what it leads to, there are no operations."""
        try:
            return self.document.resolve(node)
        except SpecError as error:
            self.pass_over(node, error.problem.message, PATH_LEFT_OUT)
            return Node(None, node.place)

    def _operation(self, path: str, method: str, node: Node, shared: tuple[Node, ...], facts: Facts) -> Operation:
        self.reading = node.place
        self.check_keys(node, _OPERATION, "an operation")
        body = self.body(node.get("requestBody"))
        others = self.of_path(path, node, self.parameters((*shared, *node.get("parameters").elements)))
        sent = self.chosen(body, others, whole=facts.has_whole_bodies)
        parameters = self.keyed(list(self.distinct([*sent, *others])))
        self.check_parameters(path, node, parameters)
        responses = tuple(self.responses(node))
        returns = NONE if method == "head" else self.returned(node, responses)
        status = next((response.status for response in responses if response.is_success), "200")
        # A fragment is no part of what is sent; some documents tell operations of one path apart by it.
        target = _LITERALLY.sub(lambda part: quote(part[0], safe=_SAFE), path.partition("#")[0])
        self._places[f"{method.upper()} {target}"] = node
        return Operation(
            id=node.text("operationId"),
            tag=next(iter(node.texts("tags")), "Default"),
            http_method=method.upper(),
            path=target,
            status=int(status) if status.isdigit() else 200,
            returns=returns,
            parameters=tuple(self.ordered(parameters, node.get("x-positional"))),
            body=body.type,
            media_type=body.media_type,
            media_types=body.part_types,
            server=self._server(node, facts.host),
            accept=self.accept(responses),
            is_mixed=self.is_mixed(responses, returns),
            texts=self.texts(responses, returns),
            is_body_optional=body.is_optional,
            json_type=body.json_type,
            responses=responses,
            summary=node.text("summary"),
            description=node.text("description"),
            deprecated=node.flag("deprecated"),
            is_secured=self.is_secured(node),
            security=self.security(node, facts),
            provider_keys=self._body_field(node.get("x-provider-keys"), sent),
            timeout=node.get("x-timeout").value,
            stream=self._stream(node.get("x-stream"), sent) if "x-stream" in node else self.events_of(node, body),
            pages=PagesReader(self, node.get("x-pages"), returns, parameters).read(),
            has_full_name=facts.has_full_names,
            has_problems=facts.has_problems,
        )

    def _body_field(self, node: Node, fields: list[Parameter]) -> str:
        name = str(node.value or "")
        if name and not any(parameter.field.wire == name for parameter in fields):
            self.report(node, f"the body has no field `{name}` among the parameters")
        return name

    def _server(self, node: Node, host: str) -> str:
        """The URL that the path of an operation is below, if that is not the API's."""
        path = self.document.root.get("paths").get(node.place.path[1]) if len(node.place.path) > 1 else node
        servers = node.get("servers").elements or path.get("servers").elements
        return own_server(self, servers[0], host) if servers else ""

    def _stream(self, node: Node, fields: list[Parameter]) -> Stream | None:
        if node.value is None:
            return None
        self._body_field(node["flag"], fields)
        event = node.text("event")
        if event not in self.document.schemas:
            self.report(node["event"], f"there is no schema `{event}`")
        return Stream(node.text("flag"), node.text("items"), Ref(event, is_object=True))
