"""What OpenAPI 3.1 writes in another way, as OpenAPI 3.0 writes it."""

from __future__ import annotations

from codegen.spec import Node
from codegen.walk import listed, true


def from_3_1(node: Node) -> Node:
    """Write one schema of OpenAPI 3.1 as one of 3.0."""
    fields = dict(node.fields)
    if "$ref" in fields and len(fields) > 1:
        # Beside a reference, 3.1 allows what 3.0 has to wrap.
        reference = node.having({"$ref": fields.pop("$ref")})
        return node.having({"allOf": listed(node, [reference]), **fields})
    if fields.keys() & {"type", "anyOf", "oneOf", "const"}:
        _rewrite_keywords(node, fields)
        _rewrite_kinds(node, fields)
    return _without_null(node.having(fields) if fields != node.fields else node)


def _rewrite_keywords(node: Node, fields: dict[str, Node]) -> None:
    if "const" in fields:
        fields["enum"] = listed(node, [fields.pop("const")])
    if "examples" in fields:
        for example in fields.pop("examples").elements[:1]:
            fields.setdefault("example", example)
    for key, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if type(node.get(key).value) in {int, float}:
            fields |= {limit: node[key], key: true(node)}
    encoding = fields.pop("contentEncoding", None)
    media_type = fields.pop("contentMediaType", None)
    if encoding:
        fields["format"] = Node("byte", node.place)
    elif media_type and not str(media_type.value).endswith("json"):
        # Bytes as they are; JSON in a text is a text.
        fields["format"] = Node("binary", node.place)


def _rewrite_kinds(node: Node, fields: dict[str, Node]) -> None:
    kinds = node.get("type").elements
    others = [kind for kind in kinds if kind.value != "null"]
    if len(others) < len(kinds):
        fields["nullable"] = true(node)
    if len(others) == 1:
        fields["type"] = others[0]
    elif kinds:
        fields.pop("type")
        fields["anyOf"] = listed(node, [node.having({"type": kind}) for kind in others])


def _without_null(node: Node) -> Node:
    """Say `nullable` where a union has null for a member."""
    for key in ("anyOf", "oneOf"):
        members = node.get(key).elements
        others = [member for member in members if member.get("type").value != "null"]
        if len(others) < len(members):
            fields = {name: child for name, child in node.fields.items() if name != key}
            fields["allOf" if len(others) == 1 else key] = listed(node, others)
            return node.having({**fields, "nullable": true(node)})
    return node
