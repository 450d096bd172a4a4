"""Objects that say of what type the properties are that they do not describe."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.codegen.echo import Echo, echo_server
from tests.codegen.features import HEAD
from tests.codegen.packages import generated

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEC = f"""{HEAD}\
paths:
  /box:
    post:
      operationId: put
      tags: [Boxes]
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Box'}}}}}}}}
      responses:
        '200': {{description: D., content: {{application/json: {{schema: {{$ref: '#/components/schemas/Box'}}}}}}}}
components:
  schemas:
    Box:
      type: object
      required: [name]
      properties: {{name: {{type: string}}, label: {{$ref: '#/components/schemas/Label'}}}}
      additionalProperties: {{$ref: '#/components/schemas/Box'}}
    Label:
      allOf:
        - type: object
          properties: {{text: {{type: string}}}}
          additionalProperties: {{type: array, items: {{type: integer}}}}
"""
VALUE = {"name": "a", "inner": {"name": "b"}, "label": {"text": "t", "sizes": [1, 2]}}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("further")
    spec = folder / "spec.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    with generated(spec, "further", folder) as package:
        yield package


@pytest.fixture
def echo() -> Iterator[Echo]:
    with echo_server() as echo:
        yield echo


@pytest.fixture
def api(package: Any, echo: Echo) -> Iterator[Any]:
    with package.ApiClient(package.Configuration(echo.url)) as client:
        yield package.BoxesApi(client)


def test_they_are_sent(api: Any, echo: Echo) -> None:
    echo.answers(200, VALUE)
    api.put(VALUE)
    assert json.loads(echo.last.body) == VALUE


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"name": "a", "inner": 3}, "inner: input should be a valid dictionary"),
        ({"name": "a", "inner": {"name": 3}}, r"inner\.name: input should be a valid string"),
        ({"name": "a", "label": {"sizes": ["x"]}}, r"label\.sizes\.0: input should be a valid integer"),
    ],
)
def test_they_are_checked(package: Any, api: Any, value: Any, place: str) -> None:
    with pytest.raises(package.SchemaValidationError, match=place):
        api.put(value)


@pytest.mark.parametrize("name", ["a", 3], ids=["fits", "does not fit"])
def test_they_are_received_as_models(package: Any, api: Any, echo: Echo, name: Any) -> None:
    echo.answers(200, {**VALUE, "name": name})
    box = api.put(VALUE)
    assert type(box.inner) is package.Box
    assert (box.name, box.inner.name, box.label.sizes) == (name, "b", [1, 2])
    assert "__pydantic" not in repr(box)


def test_one_that_does_not_fit_is_kept_unless_it_is_to_be_checked(package: Any, api: Any, echo: Echo) -> None:
    echo.answers(200, {"name": "a", "inner": 3})
    assert api.put(VALUE).inner == 3
    with pytest.raises(package.ApiResponseError, match="not the promised document"):
        api.put(VALUE, validate=True)


def test_a_model_is_made_without_them(package: Any) -> None:
    box = package.Box(name="a")
    assert (box.model_extra, box.model_dump(exclude_none=True)) == ({}, {"name": "a"})
