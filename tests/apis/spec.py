"""openapi.yaml as the tests read it: straight from the file, not through the generator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

ROOT = Path(__file__).parents[2]

PARAMETER_NAMES = {"class": "_class"}
"""Names of the API that are called otherwise as parameters."""
FIELD_NAMES = {"class": "class_", "model_config": "model_config_"}
"""Names of the API that are called otherwise as attributes of models."""
TAG_NAMES = {"feedback": "feedback_api"}
"""Tags whose attribute of the client has another name, here because `feedback` is the call."""


class _Loader(yaml.SafeLoader):
    """YAML in which a time is text, as it is in JSON."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Parameter:
    """A parameter in the path or the query, with the example that the tests pass."""

    name: str
    place: str
    required: bool
    example: Any


@dataclass(frozen=True)
class Operation:
    """One operation as the specification describes it."""

    tag: str
    method: str
    http_method: str
    path: str
    parameters: tuple[Parameter, ...]
    body_schema: dict[str, Any] | None
    body_example: Any
    status: int
    answer_schema: dict[str, Any] | None
    answer: Any
    stream: dict[str, str] | None

    @property
    def name(self) -> str:
        return f"{self.tag}.{self.method}"

    def arguments(self) -> dict[str, Any]:
        """The examples as keyword arguments: fields of a body one by one, any other body as `body`."""
        arguments: dict[str, Any] = {}
        if isinstance(self.body_example, dict):
            arguments.update(self.body_example)
        elif self.body_schema is not None:
            arguments["body"] = self.body_example
        for parameter in self.parameters:
            assert parameter.name not in arguments, f"{self.name}: two parameters are called {parameter.name}"
            arguments[parameter.name] = parameter.example
        return {PARAMETER_NAMES.get(name, name): value for name, value in arguments.items()}

    def examples_in(self, place: str) -> list[tuple[str, str]]:
        """Names and texts of the parameters in a place; a list is its name repeated."""
        return [
            (parameter.name, _text(value))
            for parameter in self.parameters
            if parameter.place == place
            for value in (parameter.example if isinstance(parameter.example, list) else [parameter.example])
        ]

    def filled_path(self, values: dict[str, str]) -> str:
        """The path with its parameters filled in, each encoded as one segment."""
        return re.sub(r"\{(\w+)\}", lambda match: quote(values[match[1]], safe=""), self.path)

    def matches(self, http_method: str, path: str) -> bool:
        pattern = "/".join("[^/]+" if part.startswith("{") else re.escape(part) for part in self.path.split("/"))
        return http_method == self.http_method and re.fullmatch(pattern, path) is not None


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@cache
def document() -> dict[str, Any]:
    with (ROOT / "openapi.yaml").open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.load(file, Loader=_Loader)
    return loaded


def schema_name(part: dict[str, Any]) -> str | None:
    """The name of the schema that a part refers to."""
    reference: str = part.get("$ref", "")
    return reference.rpartition("/")[2] or None


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """What a part is, after its reference."""
    while "$ref" in part:
        target: Any = document()
        for step in part["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        part = target
    return part


def class_name(schema: str) -> str:
    """`PaginatedData_LogResponse_` is the class `PaginatedDataLogResponse`."""
    return "".join(word[:1].upper() + word[1:] for word in schema.split("_"))


def snake_case(name: str) -> str:
    name = re.sub(r"([^_])([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def example_of(part: dict[str, Any]) -> Any:
    """The example of a schema; where it has none, one made of its fields."""
    schema = resolved(part)
    if "example" in part or "example" in schema:
        return part.get("example", schema.get("example"))
    if "enum" in schema:
        return schema["enum"][0]
    for form in ("anyOf", "oneOf", "allOf"):
        if form in schema:
            return example_of(schema[form][0])
    if schema.get("type") == "array":
        return [example_of(schema["items"])]
    if "properties" in schema:
        required = schema.get("required", ())
        return {name: example_of(field) for name, field in schema["properties"].items() if name in required}
    return {"object": {}, "string": "text", "integer": 1, "number": 0.5, "boolean": True}.get(schema.get("type", ""))


@cache
def operations() -> dict[str, Operation]:
    """All operations by the method of the client that calls them, such as `chats.create`."""
    found = [
        _operation(http_method, path, operation, item.get("parameters", []))
        for path, item in document()["paths"].items()
        for http_method, operation in item.items()
        if http_method != "parameters"
    ]
    return {operation.name: operation for operation in found}


def operation_at(http_method: str, path: str) -> Operation | None:
    """The operation that a request asks for; a path without parameters goes before one with them."""
    matching = [operation for operation in operations().values() if operation.matches(http_method, path)]
    return min(matching, key=lambda operation: operation.path.count("{"), default=None)


def _operation(http_method: str, path: str, operation: dict[str, Any], shared: list[dict[str, Any]]) -> Operation:
    tag, _, method = operation["operationId"].partition("_")
    tag = snake_case(tag)
    body = resolved(operation["requestBody"])["content"]["application/json"] if "requestBody" in operation else None
    status = next(status for status in operation["responses"] if status.startswith("2"))
    answer = resolved(operation["responses"][status]).get("content", {}).get("application/json")
    return Operation(
        tag=TAG_NAMES.get(tag, tag),
        method=snake_case(method),
        http_method=http_method.upper(),
        path=path,
        parameters=tuple(_parameter(resolved(part)) for part in [*shared, *operation.get("parameters", [])]),
        body_schema=body and body["schema"],
        body_example=body and _media_example(body),
        status=int(status),
        answer_schema=answer and answer["schema"],
        answer=answer and _media_example(answer),
        stream=operation.get("x-stream"),
    )


def _media_example(media: dict[str, Any]) -> Any:
    return media["example"] if "example" in media else example_of(media["schema"])


def _parameter(part: dict[str, Any]) -> Parameter:
    example = part["example"] if "example" in part else example_of(part["schema"])
    # What is part of the path can be left out where it has a default.
    required = part.get("required", False) and "default" not in part["schema"]
    return Parameter(part["name"], part["in"], required, example)
