"""Schemas as HTML: what a value is, in words, and the fields of objects as a table."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from codegen.documentation.prose import to_inline
from humanloop.core.json_kinds import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Schema = dict[str, Any]

_REFERENCE = "#/components/schemas/"
_WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
_FORMATS = {"date-time": "time (ISO 8601)", "date": "date (ISO 8601)"}


def anchor(name: str) -> str:
    """Name the place of a schema on the page."""
    return f"schema-{name}"


def kind_of(schema: Mapping[str, Any]) -> str:
    """Say in words what a value is; names of other schemas are links."""
    words = " or ".join(dict.fromkeys(_kinds(schema)))
    return f"{words} or null" if schema.get("nullable") else words


def fields_table(schema: Mapping[str, Any], schemas: Mapping[str, Schema]) -> str:
    """Build the table of an object's fields; empty for anything else.

    Args:
        schema: The schema, or a reference to one.
        schemas: All schemas by name.
    """
    schema = resolved(schema, schemas)
    properties: dict[str, Schema] = schema.get("properties", {})
    if not properties:
        return ""
    required = set(schema.get("required", ()))
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code>{_mark(name in required)}</td><td>{kind_of(field)}</td>"
        f"<td>{_about(field)}</td></tr>"
        for name, field in properties.items()
    )
    return f"<table><thead><tr><th>Field</th><th>Type</th><th>Meaning</th></tr></thead><tbody>{rows}</tbody></table>"


def resolved(schema: Mapping[str, Any], schemas: Mapping[str, Schema]) -> Mapping[str, Any]:
    """Follow a reference."""
    name = reference_of(schema)
    return schemas.get(name, {}) if name else schema


def reference_of(schema: Mapping[str, Any]) -> str | None:
    """Answer the name of the schema that this one refers to, if it does."""
    reference: str | None = schema.get("$ref")
    if reference is None and len(schema.get("allOf", ())) == 1:
        reference = schema["allOf"][0].get("$ref")
    return reference.removeprefix(_REFERENCE) if reference else None


def example_block(example: Any) -> str:
    """Show an example."""
    return f"<pre>{escape(json.dumps(example, indent=2, ensure_ascii=False))}</pre>"


def _kinds(schema: Mapping[str, Any]) -> Iterator[str]:
    name = reference_of(schema)
    if name is not None:
        yield f'<a href="#{anchor(name)}">{escape(name)}</a>'
        return
    parts = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, ())]
    if parts:
        for part in parts:
            yield from _kinds(part)
    elif "enum" in schema:
        yield " or ".join(f"<code>{escape(json.dumps(value))}</code>" for value in schema["enum"])
    elif schema.get("type") == "array":
        yield f"list of {kind_of(schema.get('items', {}))}"
    elif schema.get("type") == "object":
        values = schema.get("additionalProperties")
        yield f"object of {kind_of(values)}" if values and is_object(values) else "object"
    else:
        yield _FORMATS.get(schema.get("format", "")) or _WORDS.get(schema.get("type", ""), "any value")


def _mark(is_required: bool) -> str:
    return ' <span class="required">required</span>' if is_required else ""


def _about(field: Mapping[str, Any]) -> str:
    description: str = field.get("description", "")
    notes = [to_inline(description)]
    if field.get("default") is not None and "default" not in description.lower():
        notes.append(f"Default: <code>{escape(json.dumps(field['default'], ensure_ascii=False))}</code>.")
    limits = [f"{text} {field[key]}" for key, text in _LIMITS.items() if key in field]
    if limits:
        notes.append(escape(f"{', '.join(limits)}.".capitalize()))
    if field.get("deprecated"):
        notes.append("<em>Deprecated.</em>")
    return " ".join(note for note in notes if note)


_LIMITS = {
    "maxLength": "longest",
    "minLength": "shortest",
    "maximum": "at most",
    "minimum": "at least",
    "maxItems": "most items",
    "minItems": "fewest items",
}
