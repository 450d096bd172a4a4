"""The extension `x-pages` of an operation: how the list that it answers goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from codegen import naming
from codegen.pages import Pages
from codegen.spec import SCHEMAS
from codegen.type_expr import ANY, ListOf, Ref

if TYPE_CHECKING:
    from codegen.model import Parameter
    from codegen.spec import Node
    from codegen.type_base import TypeExpr
    from codegen.types_of import TypeReader

_KEYS: Final = frozenset({"cursor", "first", "items", "next", "page", "size", "total"})


class PagesReader:
    """Reads `x-pages`, and what it leaves to the description of the operation."""

    def __init__(self, reader: TypeReader, node: Node, returns: TypeExpr, parameters: list[Parameter]) -> None:
        self._reader = reader
        self._node = node
        self._returns = returns
        self._query = {entry.field.wire: entry for entry in parameters if entry.source == "query"}

    def read(self) -> Pages | None:
        """Read it; None if there is none, or if it makes no sense, which is reported."""
        node, reader = self._node, self._reader
        if node.value is None:
            return None
        reader.check_keys(node, _KEYS, "`x-pages`")
        if not isinstance(self._returns, Ref) or not self._returns.is_object:
            reader.report(node, "`x-pages` needs an answer that is an object by name")
            return None
        answer = reader.document.at(f"{SCHEMAS}{self._returns.schema}", node.place)
        items = self._found(answer, "items")
        kind = reader.type_of(items) if items.value is not None else ANY
        if not isinstance(kind, ListOf):
            reader.report(node.get("items"), f"the field `{node.text('items')}` of the answer is no list")
            return None
        if ("page" in node) == ("cursor" in node) or ("cursor" in node) != ("next" in node):
            reader.report(node, "`x-pages` has either `page`, or `cursor` and `next`")
        if "page" in node and node.text("page") not in self._query:
            reader.report(node["page"], f"there is no query parameter `{node.text('page')}`")
        for key in ("next", "total"):
            if key in node:
                self._found(answer, key)
        return Pages(
            parameter=node.text("page") or node.text("cursor"),
            model=self._returns.schema,
            item=kind.item,
            items=naming.field_name(node.text("items")),
            first=self._first(),
            size=node.text("size"),
            total=node.text("total") and naming.field_name(node.text("total")),
            next=".".join(naming.field_name(step) for step in node.text("next").split(".") if step),
        )

    def _found(self, answer: Node, key: str) -> Node:
        """Find a field of the answer, whose path is the text of `key`."""
        node = answer
        for step in self._node.text(key).split("."):
            node = self._reader.target(node).get("properties").get(step)
        if node.value is None:
            self._reader.report(self._node.get(key), f"the answer has no field `{self._node.text(key)}`")
        return node

    def _first(self) -> int:
        """The number of the first page: what the description says, else the default of the parameter."""
        if "first" in self._node:
            return int(self._node["first"].value)
        parameter = self._query.get(self._node.text("page"))
        default = parameter.field.default if parameter else 0
        return default if isinstance(default, int) else 0
