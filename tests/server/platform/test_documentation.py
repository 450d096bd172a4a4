"""`/docs` and the description behind it: complete, up to date, and without anything from elsewhere."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
import urllib3

from codegen.description import SOURCE, TARGET, describe
from codegen.documentation.prose import to_html
from codegen.documentation.schemas import fields_table, kind_of
from humanloop.apis.operations import OPERATIONS

if TYPE_CHECKING:
    from humanloop.server import RunningServer

_EMPTY = {"meta", "br"}


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in _EMPTY:
            self.open.append(tag)
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"] or "")
        if "href" in values:
            self.targets.add(values["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def root(server: RunningServer) -> str:
    return server.url.removesuffix("/v4")


@pytest.fixture(scope="module")
def text(root: str) -> str:
    response = urllib3.request("GET", f"{root}/docs", retries=False)
    assert response.status == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    return response.data.decode()


def test_the_description_is_that_of_the_repository() -> None:
    assert TARGET.read_text(encoding="utf-8") == describe(SOURCE)


def test_the_description_is_served_for_this_server(root: str) -> None:
    served = json.loads(urllib3.request("GET", f"{root}/v4/openapi.json").data)
    written = json.loads(TARGET.read_text(encoding="utf-8"))
    # All that is more is marked.
    own = {
        path: {
            method: each
            for method, each in methods.items()
            if not (isinstance(each, dict) and each.get("x-humanloop-addition"))
        }
        for path, methods in served["paths"].items()
    }
    assert {**served, "paths": {path: methods for path, methods in own.items() if methods}} == {
        **written,
        "servers": [{"url": "/v4"}],
    }


def test_the_root_leads_to_the_page(root: str) -> None:
    response = urllib3.request("GET", f"{root}/", redirect=False)
    assert (response.status, response.headers["location"]) == (307, "/docs")


def test_the_page_shows_every_operation_with_request_and_response(text: str) -> None:
    for operation in OPERATIONS.values():
        assert f"<code>/v4{operation.path}</code>" in text
    assert text.count("<h4>Responses</h4>") == len(OPERATIONS)
    with_body = sum(operation.body is not None for operation in OPERATIONS.values())
    assert text.count("<h4>Request</h4>") == with_body
    assert "Fields of ChatRequest" in text
    assert "Fields of ChatResponse" in text


def test_the_page_is_whole_html_that_needs_nothing(text: str) -> None:
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert not page.tags & {"script", "link", "img", "iframe"}
    assert {target[1:] for target in page.targets if target.startswith("#")} <= set(page.ids)
    assert {target for target in page.targets if not target.startswith("#")} == {"/v4/openapi.json"}
    assert not re.search(r"https?://(?!api\.humanloop)", text.partition("<body>")[0])


def test_schemas_have_anchors(text: str) -> None:
    schemas = json.loads(TARGET.read_text(encoding="utf-8"))["components"]["schemas"]
    assert set(Page(text).ids) >= {f"schema-{name}" for name in schemas}


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("one\ntwo\n\nthree", "<p>one\ntwo</p><p>three</p>"),
        ("- a\n- b `c`", "<ul><li>a</li><li>b <code>c</code></li></ul>"),
        ("**bold** & <script>", "<p><strong>bold</strong> &amp; &lt;script&gt;</p>"),
        ("", ""),
    ],
)
def test_prose(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "nullable": True}, "text or null"),
        ({"type": "array", "items": {"type": "integer"}}, "list of whole number"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "object of number"),
        ({"type": "object", "additionalProperties": True}, "object"),
        ({"anyOf": [{"type": "string"}, {"type": "boolean"}]}, "text or true or false"),
        ({"type": "string", "enum": ["a", "<b>"]}, "<code>&quot;a&quot;</code> or <code>&quot;&lt;b&gt;&quot;</code>"),
        ({"type": "string", "format": "date-time"}, "time (ISO 8601)"),
        ({"$ref": "#/components/schemas/Log"}, '<a href="#schema-Log">Log</a>'),
        ({}, "any value"),
    ],
)
def test_kinds_of_values(schema: dict[str, Any], words: str) -> None:
    assert kind_of(schema) == words


def test_a_table_of_fields() -> None:
    schema = {
        "required": ["a"],
        "properties": {"a": {"type": "string", "maxLength": 9, "default": "x", "deprecated": True}, "b": {}},
    }
    table = fields_table(schema, {})
    assert table.count("<tr>") == 3
    assert table.count("required") == 2
    assert "Longest 9." in table
    assert "Default: <code>&quot;x&quot;</code>" in table
    assert fields_table({"type": "string"}, {}) == ""
