"""Parameters of OpenAPI become parameters of methods, with names of their own and in the order of the signature."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from codegen.contents import ContentReader
from codegen.model import Parameter
from codegen.type_base import Nullable
from codegen.type_expr import Binary, ListOf, MapOf, Ref, Scalar, UnionOf, inner_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codegen.contents import Body
    from codegen.spec import Node
    from codegen.type_base import TypeExpr

_KEYS: Final = frozenset({"name", "in", "required", "description", "schema", "example", "examples", "deprecated"})
_FORMS: Final = {
    # where a parameter goes: its style, and whether it is exploded
    "path": ("simple", False),
    "query": ("form", True),
    "header": ("simple", False),
    "cookie": ("form", True),
}
_IGNORED: Final = frozenset({"accept", "authorization", "content-type"})
"""Header parameters that mean nothing, says OpenAPI: other parts of a description stand for them."""
_TRANSPORT: Final = frozenset({"connection", "content-length", "cookie", "host", "te", "transfer-encoding", "upgrade"})
_TOKEN: Final = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_ORDER: Final = {
    True: ("body", "field", "form", "path", "query", "header", "cookie"),
    False: ("path", "body", "field", "form", "query", "header", "cookie"),
}


class ParameterReader(ContentReader):
    """Reads the parameters of operations."""

    def parameters(self, nodes: Iterable[Node]) -> list[Parameter]:
        """Read parameters; those of an operation replace those of its path that have the same name and place."""
        found: dict[tuple[str, str], Parameter] = {}
        lists: dict[tuple[str, str], tuple[str, ...]] = {}
        for entry in nodes:
            node = self.resolve(entry)
            self.check_keys(node, {*_KEYS, "style", "explode"}, "a parameter")
            source, name = node.text("in"), node.text("name")
            if lists.get((source, name)) == entry.place.path[:-1]:
                self.report(entry, f"the parameter `{name}` is there twice")
            lists[source, name] = entry.place.path[:-1]
            if source not in _FORMS:
                self.report(node.get("in"), f"unsupported place of a parameter: `{source}`")
            elif not name or (source in {"header", "cookie"} and not _TOKEN.fullmatch(name)):
                self.report(node, f"`{name}` is no name for a parameter `in: {source}`")
            elif source == "header" and name.lower() in _TRANSPORT:
                self.report(node, f"unsupported: the header `{name}` is the transport's")
            elif source != "header" or name.lower() not in _IGNORED:
                self._check_form(node, *_FORMS[source])
                found[source, name] = self._parameter(node, source, name)
        return list(found.values())

    def _parameter(self, node: Node, source: str, name: str) -> Parameter:
        # A path without one of its parts would be another path, unless the part has a default.
        required = node.flag("required") or source == "path"
        entry = self.field(name, node.get("schema"), required=required)
        required = required and not (source == "path" and entry.has_default)
        if not self._is_flat(entry.type) or (source != "query" and self._is_list(entry.type)):
            self.report(node, f"unsupported: a parameter `in: {source}` that is not a simple value")
        elif source == "path" and entry.type in {Scalar("float"), Scalar("bool")}:
            self.report(node, "unsupported: a parameter `in: path` that is neither text nor a whole number")
        entry = replace(
            entry,
            description=node.text("description") or entry.description,
            example=node["example"].value if "example" in node else entry.example,
            deprecated=entry.deprecated or node.flag("deprecated"),
            parameter=entry.parameter or node.text("x-parameter-name"),
        )
        return Parameter(entry, source, required, is_shown="example" in node, is_added=node.flag("x-added"))

    def _check_form(self, node: Node, style: str, explode: bool) -> None:
        if "style" in node and node.text("style") != style:
            self.report(node["style"], f"unsupported: only `{style}` here")
        if "explode" in node and node.flag("explode") != explode:
            self.report(node["explode"], f"unsupported: only `{str(explode).lower()}` here")

    def _is_flat(self, kind: TypeExpr) -> bool:
        """Whether a type is a scalar, or a list of scalars: all that a parameter can be without a style."""
        if isinstance(kind, Ref):
            return not kind.is_object
        if isinstance(kind, MapOf | Binary):
            return False
        if isinstance(kind, ListOf):
            return self._is_flat(kind.item) and not self._is_list(kind.item)
        return all(map(self._is_flat, inner_types(kind)))

    def _is_list(self, kind: TypeExpr) -> bool:
        if isinstance(kind, Nullable | UnionOf):
            return any(map(self._is_list, inner_types(kind)))
        return isinstance(kind, ListOf)

    def chosen(self, body: Body, others: list[Parameter], *, whole: bool) -> list[Parameter]:
        """Choose the parameters that make up a body: its fields, where that leaves nothing out.

        It is one parameter if a field has the name of another parameter, or if there may be fields not described.

        Args:
            body: The body.
            others: All other parameters.
            whole: Whether a body is one parameter in any case.
        """
        taken = {"body", *(parameter.field.wire for parameter in others)}
        clashes = any(entry.source == "field" and entry.field.wire in taken for entry in body.fields)
        return list(body.whole if body.whole and (whole or clashes or body.is_open) else body.fields)

    def distinct(self, parameters: Iterable[Parameter]) -> Iterator[Parameter]:
        """Tell parameters whose names would be the same in Python apart by where they go.

        One that has its name in the API keeps it.
        """
        given = list(parameters)
        exact = {parameter.name for parameter in given if parameter.name == parameter.field.wire}
        taken: set[str] = set()
        for parameter in given:
            name = parameter.name
            if name in taken or (name in exact and name != parameter.field.wire):
                name = f"{name}_{parameter.source}"
                while name in taken | exact:
                    name += "_"
                parameter = replace(parameter, field=replace(parameter.field, parameter=name))  # noqa: PLW2901 - the same one
            taken.add(name)
            yield parameter

    def check_parameters(self, path: str, node: Node, parameters: list[Parameter]) -> None:
        """Report parameters that cannot be told apart, and those of the path that do not fit it."""
        for name, count in Counter(parameter.field.wire for parameter in parameters).items():
            if count > 1:
                self.report(node, f"unsupported: {count} parameters are called `{name}`")
        self._check_path(path, node, parameters)

    def _check_path(self, path: str, node: Node, parameters: list[Parameter]) -> None:
        told = {parameter.field.wire for parameter in parameters if parameter.source == "path"}
        for name in sorted(told.symmetric_difference(re.findall(r"{([^{}]*)}", path))):
            self.report(node, f"`{name}` is a parameter of the path or stands in `{path}`, but not both")
        for name, count in Counter(re.findall(r"{([^{}]*)}", path)).items():
            if count > 1:
                self.report(node, f"unsupported: `{name}` stands {count} times in `{path}`")
        if not path.startswith("/") or set("?#") & set(path):
            self.report(node, f"unsupported: `{path}` does not begin with a slash, or has a query or a fragment")
        for segment in path.split("/"):
            if "{" in segment and not re.fullmatch(r"{[^{}]*}", segment):
                self.report(node, f"unsupported: `{segment}`, a part of the path that is not just a parameter")

    def ordered(self, parameters: list[Parameter], positional: Node) -> Iterator[Parameter]:
        """Put parameters into the order of the signature."""
        rest = list(parameters)
        for entry in positional.elements:
            found = [parameter for parameter in rest if parameter.field.wire == entry.value]
            if not found:
                self.report(entry, f"there is no parameter `{entry.value}`")
            for parameter in found:
                rest.remove(parameter)
                yield replace(parameter, required=True)
        yield from sorted(rest, key=lambda entry: (not entry.required, _ORDER[entry.required].index(entry.source)))
