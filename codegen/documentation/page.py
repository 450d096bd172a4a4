"""The API's description as one page: no scripts, nothing to load."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from codegen.documentation.prose import to_html, to_inline
from codegen.documentation.schemas import (
    Schema,
    anchor,
    example_block,
    fields_table,
    kind_of,
    reference_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_METHODS = ("get", "post", "put", "patch", "delete")
_JSON = "application/json"
_PREFIX = "#/components/"


@dataclass(frozen=True)
class _Operation:
    method: str
    path: str
    content: Mapping[str, Any]

    @property
    def anchor(self) -> str:
        return f"operation-{self.content['operationId']}"


def render_page(description: Mapping[str, Any], style: str, openapi_path: str) -> str:
    """Render an OpenAPI document.

    Args:
        description: The document.
        style: CSS of the page.
        openapi_path: Where the document itself can be fetched.
    """
    components: dict[str, dict[str, Any]] = description.get("components", {})
    schemas: dict[str, Schema] = components.get("schemas", {})
    by_tag = _by_tag(description)
    info, base = description["info"], description["servers"][0]["url"]
    sections = "".join(
        _tag_section(tag, by_tag[tag["name"]], base, components) for tag in description["tags"] if tag["name"] in by_tag
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(info['title'])}</title><style>{style}</style></head><body>"
        f"{_navigation(description, by_tag, schemas)}<main><header><h1>{escape(info['title'])}</h1>"
        f"<p>Version {escape(info['version'])}, served below <code>{escape(base)}</code>. "
        f'The same as OpenAPI 3: <a href="{escape(openapi_path)}">{escape(openapi_path)}</a>.</p></header>'
        f"{to_html(info.get('description', ''))}{sections}{_schemas_section(schemas)}</main></body></html>"
    )


def _by_tag(description: Mapping[str, Any]) -> dict[str, list[_Operation]]:
    found: defaultdict[str, list[_Operation]] = defaultdict(list)
    for path, methods in description["paths"].items():
        shared = methods.get("parameters", [])
        for method in _METHODS:
            if method in methods:
                content = {**methods[method], "parameters": [*shared, *methods[method].get("parameters", [])]}
                found[content["tags"][0]].append(_Operation(method, path, content))
    return dict(found)


def _navigation(
    description: Mapping[str, Any], by_tag: Mapping[str, list[_Operation]], schemas: Mapping[str, Schema]
) -> str:
    groups = "".join(
        f"<details><summary>{escape(tag['name'])}</summary><ul>"
        + "".join(
            f'<li><a href="#{operation.anchor}">{_badge(operation.method)}'
            f"<span>{to_inline(operation.content['summary'].rstrip('.'))}</span></a></li>"
            for operation in by_tag[tag["name"]]
        )
        + "</ul></details>"
        for tag in description["tags"]
        if tag["name"] in by_tag
    )
    names = "".join(f'<li><a href="#{anchor(name)}"><span>{escape(name)}</span></a></li>' for name in sorted(schemas))
    return f"<nav>{groups}<details><summary>Schemas</summary><ul>{names}</ul></details></nav>"


def _tag_section(
    tag: Mapping[str, Any], operations: list[_Operation], base: str, components: Mapping[str, Mapping[str, Any]]
) -> str:
    inside = "".join(_operation(operation, base, components) for operation in operations)
    return f"<section><h2>{escape(tag['name'])}</h2>{to_html(tag.get('description', ''))}{inside}</section>"


def _operation(operation: _Operation, base: str, components: Mapping[str, Mapping[str, Any]]) -> str:
    content = operation.content
    return (
        f'<article id="{operation.anchor}"><h3>{to_inline(content["summary"].rstrip("."))}</h3>'
        f'<p class="route">{_badge(operation.method)} <code>{escape(base + operation.path)}</code></p>'
        f"{to_html(content.get('description', ''))}{_parameters(content['parameters'], components)}"
        f"{_request(content.get('requestBody'), components)}{_responses(content['responses'], components)}</article>"
    )


def _parameters(parameters: list[Any], components: Mapping[str, Mapping[str, Any]]) -> str:
    if not parameters:
        return ""
    found = [_followed(parameter, components) for parameter in parameters]
    properties = {each["name"]: {**each["schema"], "description": _place(each)} for each in found}
    required = [each["name"] for each in found if each.get("required")]
    return f"<h4>Parameters</h4>{fields_table({'properties': properties, 'required': required}, {})}"


def _place(parameter: Mapping[str, Any]) -> str:
    return f"{parameter.get('description', '').strip()} (In the {parameter['in']}.)"


def _request(body: Mapping[str, Any] | None, components: Mapping[str, Mapping[str, Any]]) -> str:
    if not body:
        return ""
    return f"<h4>Request</h4>{to_html(body.get('description', ''))}{_content(body, components, is_open=True)}"


def _responses(responses: Mapping[str, Any], components: Mapping[str, Mapping[str, Any]]) -> str:
    shown = "".join(
        f'<div class="response"><p><code class="status">{escape(status)}</code> '
        f"{to_inline(response.get('description', ''))}</p>"
        f"{_content(response, components, is_open=False)}</div>"
        for status, response in ((status, _followed(each, components)) for status, each in responses.items())
    )
    return f"<h4>Responses</h4>{shown}"


def _content(holder: Mapping[str, Any], components: Mapping[str, Mapping[str, Any]], *, is_open: bool) -> str:
    """Show what a request or a response carries: its type, its fields, an example."""
    media = holder.get("content", {}).get(_JSON)
    if media is None:
        return ""
    schema: Schema = media.get("schema", {})
    schemas = components.get("schemas", {})
    tables = "".join(
        f"<details{' open' if is_open else ''}><summary>Fields of {escape(name)}</summary>{table}</details>"
        for name, table in ((name, fields_table(schemas[name], schemas)) for name in _names(schema))
        if table
    )
    example = ""
    if "example" in media:
        example = f"<details><summary>Example</summary>{example_block(media['example'])}</details>"
    return f"<p>JSON: {kind_of(schema)}</p>{tables}{example}"


def _names(schema: Mapping[str, Any]) -> list[str]:
    """List the schemas that a body consists of."""
    name = reference_of(schema)
    if name is not None:
        return [name]
    parts = [schema["items"]] if "items" in schema else [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return list(dict.fromkeys(name for part in parts for name in _names(part)))


def _schemas_section(schemas: Mapping[str, Schema]) -> str:
    shown = "".join(
        f'<article id="{anchor(name)}"><h3>{escape(name)}</h3>{to_html(schemas[name].get("description", ""))}'
        f"{fields_table(schemas[name], schemas) or f'<p>{kind_of(schemas[name])}</p>'}</article>"
        for name in sorted(schemas)
    )
    return f"<section><h2>Schemas</h2>{shown}</section>"


def _followed(holder: Mapping[str, Any], components: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Follow a reference to a shared parameter or response."""
    reference: str | None = holder.get("$ref")
    if reference is None:
        return holder
    kind, _, name = reference.removeprefix(_PREFIX).partition("/")
    found: Mapping[str, Any] = components[kind][name]
    return found


def _badge(method: str) -> str:
    return f'<span class="method {method}">{method.upper()}</span>'
