"""Several values of a discriminator for one schema: each of them leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from codegen.forgiving import parse_forgivingly
from codegen.spec import loads
from tests.codegen.echo import Echo, echo_server
from tests.codegen.features import HEAD
from tests.codegen.packages import generated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAPPING = "{propertyName: t, mapping: {a: '#/components/schemas/First', b: First, c: Second}}"
UNION = "{oneOf: [{$ref: '#/components/schemas/First'}, {$ref: '#/components/schemas/Second'}], discriminator: %s}"
MEMBERS = (
    "First: {type: object, required: [t], properties: {t: %s, v: {type: string}}}, "
    "Second: {type: object, required: [t], properties: {t: %s, v: {type: string}, w: {type: string}}}"
)
PART = "{allOf: [{$ref: '#/components/schemas/Any'}, {type: object, properties: {v: {type: string}}}]}"
SCHEMAS = {
    "enumerations": f"Any: {UNION % MAPPING}, {MEMBERS % ('{type: string, enum: [a, b]}', '{enum: [c]}')}",
    "no mapping": f"Any: {UNION % '{propertyName: t}'}, {MEMBERS % ('{enum: [a, b]}', '{enum: [c]}')}",
    "a mapping alone": f"Any: {UNION % MAPPING}, {MEMBERS % ('{type: string}', '{type: string}')}",
    "a mapping of some in another union": (
        f"Any: {UNION % '{propertyName: t}'}, {MEMBERS % ('{enum: [a, b]}', '{enum: [c]}')}, "
        f"Other: {UNION.replace('Second', 'Third') % '{propertyName: t, mapping: {a: First, d: Third}}'}, "
        "Third: {type: object, required: [t], properties: {t: {enum: [d]}}}"
    ),
    "a base": f"Any: {{type: object, required: [t], properties: {{t: {{type: string}}}}, discriminator: {MAPPING}}}, "
    f"First: {PART}, Second: {PART}",
}


def document(schemas: str) -> str:
    answer = "{description: D., content: {application/json: {schema: {$ref: '#/components/schemas/Any'}}}}"
    paths = f"paths: {{/a: {{get: {{operationId: do, tags: [A], responses: {{'200': {answer}}}}}}}}}\n"
    return f"{HEAD}{paths}components: {{schemas: {{{schemas}}}}}\n"


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    with echo_server() as server:
        yield server


@pytest.mark.parametrize("schemas", SCHEMAS.values(), ids=SCHEMAS)
def test_each_value_leads_to_its_schema(schemas: str, echo: Echo, tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(document(schemas), encoding="utf-8")
    found: list[Any] = []
    with (
        generated(spec, "told_apart", tmp_path) as package,
        package.ApiClient(package.Configuration(echo.url)) as client,
    ):
        for value in "abc":
            echo.answers(200, {"t": value, "v": "x"})
            found.append(type(package.AApi(client).do(validate=True)).__name__)
    assert found == ["First", "First", "Second"]


@pytest.mark.parametrize("schemas", SCHEMAS.values(), ids=SCHEMAS)
def test_nothing_is_lost(schemas: str) -> None:
    api, problems = parse_forgivingly(loads(document(schemas), "f.yaml"))
    assert (api.notes, problems) == ((), ())
