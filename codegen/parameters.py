"""Parameters of OpenAPI become parameters of methods, with names of their own and in the order of the signature."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from codegen.contents import ContentReader
from codegen.model import Field, Parameter, Style
from codegen.type_base import Nullable
from codegen.type_expr import Binary, Choice, ListOf, MapOf, Ref, Scalar, UnionOf, inner_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codegen.contents import Body
    from codegen.spec import Node
    from codegen.type_base import TypeExpr

_KEYS: Final = frozenset(
    {
        "name",
        "in",
        "required",
        "description",
        "schema",
        "example",
        "examples",
        "deprecated",
        "style",
        "explode",
        "content",
    }
)
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
_STYLES: Final = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
_IDEMPOTENCY_KEY: Final = "Idempotency-Key"
_PRIORITY: Final = ("path", "body", "field", "form", "query", "header", "cookie")
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
            self.check_keys(node, _KEYS, "a parameter")
            source, name = node.text("in"), node.text("name")
            if lists.get((source, name)) == entry.place.path[:-1]:
                self.report(entry, f"the parameter `{name}` is there twice")
            lists[source, name] = entry.place.path[:-1]
            if source not in _FORMS:
                self.report(node.get("in"), f"unsupported place of a parameter: `{source}`")
            elif not name or (source == "header" and not _TOKEN.fullmatch(name)):
                self.report(node, f"`{name}` is no name for a parameter `in: {source}`")
            elif source == "header" and name.lower() in _TRANSPORT:
                self.pass_over(entry, f"unsupported: the header `{name}` is the transport's")
            elif source != "header" or name.lower() not in _IGNORED:
                found[source, name] = self._parameter(node, source, name)
        return list(found.values())

    def _parameter(self, node: Node, source: str, name: str) -> Parameter:
        # A path without one of its parts would be another path, unless the part has a default.
        required = node.flag("required") or source == "path"
        if source == "header" and name.lower() == _IDEMPOTENCY_KEY.lower():
            # The client makes one where the caller gives none.
            name, required = _IDEMPOTENCY_KEY, False
        media_type, media = next(iter(node.get("content")), ("", node))
        entry = self.field(name, media.get("schema"), required=required)
        required = required and not (source == "path" and entry.has_default)
        style = Style("json") if media_type else self._style(node, source, entry.type)
        if media_type and not media_type.partition(";")[0].strip().endswith("json"):
            self.pass_over(node["content"], f"unsupported: a parameter as `{media_type}`", "sent as JSON")
        entry = replace(
            entry,
            description=node.text("description") or entry.description,
            example=node["example"].value if "example" in node else entry.example,
            deprecated=entry.deprecated or node.flag("deprecated"),
            parameter=entry.parameter or node.text("x-parameter-name"),
        )
        is_added = node.flag("x-added")
        return Parameter(entry, source, required, is_shown="example" in node, is_added=is_added, style=style)

    def _style(self, node: Node, source: str, kind: TypeExpr) -> Style | None:
        """Find out how a parameter is written; None if that is how such parameters are written anyway."""
        usual, explodes = _FORMS[source]
        form = node.text("style") or usual
        if form not in _STYLES[source]:
            self.pass_over(node["style"], f"unsupported style of a parameter `in: {source}`: `{form}`")
            form = usual
        explode = node.flag("explode") if "explode" in node else form == "form"
        is_usual = (form, explode) == (usual, explodes)
        kind = self._meant(kind)
        is_single = self._is_flat(kind) and not self._is_list(kind)
        if is_single and form not in {"label", "matrix"}:
            is_usual = source != "path" or not self._needs_text(kind)
        elif source in {"path", "cookie"} or not self._is_flat(kind):
            is_usual = False
        return None if is_usual else Style(form, explode)

    def _meant(self, kind: TypeExpr, seen: frozenset[str] = frozenset()) -> TypeExpr:
        """What a type is another name of: that decides how it is written."""
        match kind:
            case Ref(schema, is_object=False) if schema not in seen:
                named = self.type_of(self.document.root["components"]["schemas"][schema])
                return self._meant(named, seen | {schema})
            case Nullable(inner):
                return self._meant(inner, seen).nullable
            case ListOf(item):
                return replace(kind, item=self._meant(item, seen))
            case UnionOf(members):
                return replace(kind, members=tuple(self._meant(member, seen) for member in members))
            case _:
                return kind

    def _needs_text(self, kind: TypeExpr) -> bool:
        """Whether the client does not take a value of this type for a part of a path as it stands."""
        if isinstance(kind, Scalar):
            return kind.name not in {"str", "int"}
        if isinstance(kind, Choice):
            return kind.base not in {"str", "int"}
        if isinstance(kind, Ref):
            return True
        return any(map(self._needs_text, inner_types(kind)))

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

    @staticmethod
    def keyed(parameters: list[Parameter]) -> list[Parameter]:
        """Tell parameters of different places that have one name in the API apart, for the client."""
        keys: dict[str, Parameter] = {}
        for parameter in sorted(parameters, key=lambda entry: _PRIORITY.index(entry.source)):
            wire, source = parameter.field.wire, parameter.source
            if wire not in keys or source in {"body", "field"}:
                keys.setdefault(wire, parameter)
                continue
            key = f"{source} {wire}"
            usual = Style("form", explode=True) if source in {"form", "cookie", "query"} else Style("simple")
            keys[key] = replace(parameter, own_key=key, style=replace(parameter.style or usual, name=wire))
        renamed = {(entry.source, entry.field.wire): entry for entry in keys.values()}
        return [renamed.get((entry.source, entry.field.wire), entry) for entry in parameters]

    def of_path(self, path: str, node: Node, parameters: list[Parameter]) -> list[Parameter]:
        """Add parameters of the path that are not described, and leave out those that it does not have."""
        names = dict.fromkeys(re.findall(r"{([^{}]*)}", path))
        told = {entry.field.wire for entry in parameters if entry.source == "path"}
        for name in (name for name in names if name not in told):
            self.pass_over(node, f"the parameter `{name}` of the path is not described", "taken for text")
        for name in sorted(told - names.keys()):
            self.pass_over(node, f"the path has no `{name}`, which is described as its parameter")
        added = [Parameter(Field(name, Scalar("str")), "path", required=True) for name in names if name not in told]
        return [*added, *(entry for entry in parameters if entry.source != "path" or entry.field.wire in names)]

    def check_parameters(self, path: str, node: Node, parameters: list[Parameter]) -> None:
        """Report parameters that cannot be told apart, and those of the path that do not fit it."""
        for name, count in Counter(parameter.key for parameter in parameters).items():
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
        if not path.startswith("/"):
            self.report(node, f"unsupported: `{path}` does not begin with a slash")
        if {*"?#"} & {*path}:
            done = "the query is sent as it stands, the fragment is not"
            self.pass_over(node, f"`{path}` has a query or a fragment", done)

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
