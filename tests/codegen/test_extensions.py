"""What descriptions say about the client as a whole and about lists, and what of it is refused."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from codegen.__main__ import main
from codegen.parse import parse
from codegen.spec import load, loads
from tests.codegen.packages import ARIZE, ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """
openapi: 3.0.3
info: {title: T}
paths:
  /a:
    get:
      operationId: list
      tags: [A]
      parameters: [{name: page, in: query, schema: {type: integer, default: 1}}]
      x-pages: %s
      responses:
        "200": {description: D., content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}}
components:
  schemas:
    Page:
      type: object
      properties: {records: {type: array, items: {type: string}}, total: {type: integer}, next: {type: string}}
"""


@pytest.mark.parametrize(
    ("pages", "row", "base"),
    [
        ("{page: page, items: records}", 'Pages("page", items="records", first=1)', "Page[str]"),
        (
            "{page: page, items: records, total: total, first: 0}",
            'Pages("page", items="records", total="total")',
            "CountedPage[str]",
        ),
        (
            "{cursor: after, next: next, items: records}",
            'Pages("after", items="records", next="next")',
            "Page[str]",
        ),
    ],
)
def test_pages(pages: str, row: str, base: str) -> None:
    api, problems = parse(loads(PAGE % pages, "f.yaml"))
    assert problems == ()
    found = api.tags[0].operations[0].pages
    assert found is not None
    assert (found.row, found.base(())) == (row, base)
    assert api.by_name["Page"].pages == found


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ("{page: page, items: nothing}", "the answer has no field `nothing`"),
        ("{page: page, items: total}", "the field `total` of the answer is no list"),
        ("{page: nothing, items: records}", "there is no query parameter `nothing`"),
        ("{page: page, items: records, total: nothing}", "the answer has no field `nothing`"),
        ("{cursor: c, next: next.deeper, items: records}", "the answer has no field `next.deeper`"),
        ("{items: records}", "`x-pages` has either `page`, or `cursor` and `next`"),
        ("{page: page, cursor: c, next: next, items: records}", "has either `page`, or `cursor` and `next`"),
        ("{cursor: c, items: records}", "has either `page`, or `cursor` and `next`"),
        ("{page: page, items: records, sizes: x}", "unsupported in `x-pages`: `sizes`"),
    ],
)
def test_pages_that_make_no_sense_are_reported(pages: str, message: str) -> None:
    texts = [str(problem) for problem in parse(loads(PAGE % pages, "f.yaml"))[1]]
    assert any(message in text and text.startswith("f.yaml:10 paths./a.get.x-pages") for text in texts), texts


def _facts(text: str) -> tuple[object, list[str]]:
    api, problems = parse(loads(f"openapi: 3.0.3\ninfo: {{title: T}}\npaths: {{}}\n{dedent(text)}", "f.yaml"))
    return api.facts, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x-client: {colour: red}", "f.yaml:4 x-client.colour: unsupported in `x-client`: `colour`"),
        ("x-client: {models: class}", "x-client.models: `class` is no name that Python could use"),
        ("x-client: {models: a, types: a}", "x-client.types: the packages of models and of types need different names"),
        ("x-client: {bodies: some}", "x-client.bodies: it may be `fields` or `whole`, not `some`"),
        ("x-client: {security: no}", "x-client.security: there is no security scheme `no`"),
        (
            "components: {securitySchemes: {a: {type: mutualTLS}}}",
            "f.yaml:4 components.securitySchemes.a: unsupported security scheme: mutualTLS",
        ),
        ("webhooks: {}", "f.yaml:4 webhooks: unsupported in a document: `webhooks`"),
    ],
)
def test_facts_that_are_refused(text: str, message: str) -> None:
    _, problems = _facts(text)
    assert any(message in problem for problem in problems), problems


NAMES = """
openapi: 3.0.3
info: {{title: T}}
paths:
  /a: {{get: {{operationId: {0}, tags: [A], responses: {{"200": {{description: D.}}}}}}}}
  /b: {{get: {{operationId: {1}, tags: [A], responses: {{"200": {{description: D.}}}}}}}}
components: {{schemas: {{ {2}: {{type: string}}, {3}: {{type: string}} }}}}
"""


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            ("get", "a_get", "X", "Y"),
            "/b.get: its method would be called `get`, and another operation of `A` has that name",
        ),
        (
            ("archive", "rchive", "X", "Y"),
            "/b.get: its method would be called `rchive`, and another operation of `A` has that name",
        ),
        (("a", "b", "foo-bar", "FooBar"), "components.schemas.FooBar: another schema has the class of `FooBar`"),
        (
            ("a", "b", "HTTPError", "HttpError"),
            "components.schemas.HttpError: another schema has the class of `HttpError`",
        ),
    ],
)
def test_names_that_clash_are_reported(names: tuple[str, ...], message: str) -> None:
    texts = [str(problem) for problem in parse(loads(NAMES.format(*names), "f.yaml"))[1]]
    assert any(message in text for text in texts), texts


def test_a_package_needs_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(ARIZE)]) == 1
    assert "the package needs a name: `--package NAME`" in capsys.readouterr().err


@pytest.mark.parametrize("path", [ARIZE, ROOT / "openapi.yaml", *(ROOT / "tests" / "codegen").glob("nasty*.yaml")])
def test_the_descriptions_are_valid_and_supported(path: Path) -> None:
    from openapi_spec_validator import validate

    document = load(path)
    validate(document.root.value)
    assert parse(document)[1] == ()
