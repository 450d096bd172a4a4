"""What descriptions may hold and is easily got wrong: generated, imported, and sent to a server that echoes."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import pytest

from codegen.parse import parse
from codegen.spec import load
from tests.codegen.echo import Echo, echo_server
from tests.codegen.packages import KINDS, NASTY, generated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CAT = {"id": "c", "kind": "cat", "claws": 4}
DOG = {"id": "d", "kind": "dog", "owner": {"name": "Ann"}}


@pytest.fixture(scope="module", params=KINDS)
def nasty(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Any]:
    with generated(NASTY, "nasty", tmp_path_factory.mktemp("nasty"), *KINDS[request.param]) as package:
        yield package


@pytest.fixture
def echo() -> Iterator[Echo]:
    with echo_server() as server:
        yield server


@pytest.fixture
def api(nasty: Any, echo: Echo) -> Iterator[Any]:
    with nasty.ApiClient(nasty.Configuration(echo.url, "key")) as api_client:
        yield nasty.OddThingsApi(api_client)


def test_facts(nasty: Any) -> None:
    configuration = nasty.Configuration(access_token="key")
    assert configuration.host == "https://north.nasty.example/v2"
    assert configuration.authorization() == {"Authorization": "Bearer key"}
    assert nasty.__version__ == "1.5"


@pytest.mark.parametrize("value", ["seven", [7], 7.5, True])
def test_a_part_of_the_path_of_another_type(api: Any, echo: Echo, nasty: Any, value: Any) -> None:
    with pytest.raises(nasty.SchemaValidationError, match="thing-id: input should be a valid integer"):
        api.get("a", value, "trace")
    assert not echo.sent


def test_path_header_cookie_and_query(api: Any, echo: Echo) -> None:
    echo.answers(200, {"class": "a"})
    thing = api.get("a/b", 7, "trace", x_trace_id="query", from_=["x", "y z"], self_=True, x_levels=2, session="s; t")
    assert thing.class_ == "a"
    assert echo.last.target == "/shelves/a%2Fb/things/7?x_trace_id=query&from=x&from=y+z&self=true"
    assert echo.last.headers["X-Trace-Id"] == "trace"
    assert echo.last.headers["X-Levels"] == "2"
    assert echo.last.headers["Cookie"] == "session=s%3B%20t"
    assert echo.last.headers["Authorization"] == "Bearer key"
    assert echo.last.headers["User-Agent"] == "nasty-python/1.5"


def test_headers_are_checked(nasty: Any, api: Any, echo: Echo) -> None:
    with pytest.raises(nasty.MissingRequiredParametersError, match="X-Trace-Id"):
        api.get("a", 1, None)
    with pytest.raises(nasty.SchemaValidationError, match=r"2 arguments do not fit:\nX-Levels: .*\nsession: "):
        api.get("a", 1, "t", x_levels="high", session=5)
    with pytest.raises(nasty.SchemaValidationError, match="X-Trace-Id: a header is ASCII text on one line"):
        api.get("a", 1, "t\r\nX-Evil: 1")
    assert echo.sent == []
    api.get("a", 1, "t", headers={"x-trace-id": "wins"})
    assert echo.last.headers["X-Trace-Id".lower()] == "wins"
    assert "X-Trace-Id" not in echo.last.headers


def test_several_answers_of_success(nasty: Any, api: Any, echo: Echo) -> None:
    echo.answers(200, {"fooBar": "a", "foo_bar": "b"})
    thing = api.get("a", 1, "t")
    assert (type(thing), thing.foo_bar, thing.foo_bar_2) == (nasty.Thing, "b", "a")
    echo.answers(202, {"until": "2024-05-01T12:00:00Z"})
    promise = api.get("a", 1, "t", validate=True)
    assert promise == nasty.Promise(until=datetime(2024, 5, 1, 12, tzinfo=UTC))
    echo.answers(204, None)
    assert api.get("a", 1, "t") is None
    assert "Deprecated" in api.get.__doc__


def test_a_body_whose_field_has_the_name_of_a_parameter_is_whole(nasty: Any, api: Any, echo: Echo) -> None:
    api.import_({"shelf_id": "in the body", "body": "x"}, "in the path", 1)
    assert echo.last.target == "/shelves/in%20the%20path/things/1"
    assert json.loads(echo.last.body) == {"shelf_id": "in the body", "body": "x"}
    model = nasty.OddThingsImportRequest(shelf_id="m")
    api.import_(odd_things_import_request=model, shelf_id="p", thing_id=1)
    assert json.loads(echo.last.body) == {"shelf_id": "m"}


def test_odd_names(nasty: Any, api: Any, echo: Echo) -> None:
    body = {"class": "a", "fooBar": "b", "foo_bar": "c", "_hidden": "d", "2fast": 5, "validate": "e", "copy": None}
    echo.answers(201, body)
    thing = api.raw_({**body, "more": [1]})
    assert json.loads(echo.last.body) == {**body, "more": [1]}
    assert (thing.class_, thing.hidden, thing.field_2fast, thing.validate_, thing.copy_) == ("a", "d", 5, "e", None)
    assert api.raw.raw_(thing).body == body
    assert json.loads(echo.last.body) == {key: value for key, value in body.items() if value is not None}
    named = nasty.Thing(class_="a", model=nasty.Model_(class_="m", none="n"))
    assert named.model_dump(exclude_none=True, by_alias=True) == {"class": "a", "model": {"class": "m", "None": "n"}}


def test_unions_are_told_apart(nasty: Any, api: Any, echo: Echo) -> None:
    echo.answers(201, {"pet": {**CAT, "friend": DOG}})
    thing = api.raw_({"pet": {"kind": "cat", "claws": 4, "friend": {"kind": "dog"}}}, validate=True)
    assert (type(thing.pet), type(thing.pet.friend)) == (nasty.Cat, nasty.Dog)
    assert thing.pet.friend.owner == nasty.DogOwner(name="Ann")
    assert (thing.pet.claws, thing.pet.secret) == (4, None)
    with pytest.raises(nasty.SchemaValidationError, match=r"pet.claws"):
        api.raw_({"pet": {"kind": "cat"}})


def test_schemas_that_hold_themselves(nasty: Any, api: Any, echo: Echo) -> None:
    tree = {"value": 1, "children": [{"value": 9}, {"by_name": {"a": {"value": None}}}]}
    echo.answers(201, {"tree": tree})
    thing = api.raw_({"tree": tree, "level": 3}, validate=True)
    assert thing.tree.children[1].by_name["a"] == nasty.Tree(value=None)
    for bad, place in ({"children": []}, "tree.children"), ({"children": [{"value": "x"}]}, "tree.children.0.value"):
        with pytest.raises(nasty.SchemaValidationError, match=f" was not sent: {place}: "):
            api.raw_({"tree": bad})


def test_dates_or_times(api: Any, echo: Echo) -> None:
    echo.answers(201, {"when": "2024-05-01"})
    assert api.raw_({"when": datetime(2024, 5, 1, tzinfo=UTC)}).when == date(2024, 5, 1)
    assert json.loads(echo.last.body) == {"when": "2024-05-01T00:00:00+00:00"}


async def test_text_and_bytes(api: Any, echo: Echo) -> None:
    echo.answers(200, "grüße".encode(), "text/plain; charset=utf-8")
    assert api.text() == "grüße"
    assert echo.last.headers["Accept"] == "text/plain"
    echo.answers(200, b"\x00\xff", "application/octet-stream")
    assert api.bytes_() == api.raw.bytes_().data == b"\x00\xff"
    assert echo.last.headers["Accept"] == "application/octet-stream"
    echo.answers(200, b"", "application/octet-stream")
    assert api.bytes_() == b""
    echo.answers(200, {"ok": 1})
    async with api.api_client:
        for given in (b"\x01\x02", io.BytesIO(b"\x01\x02"), "\x01\x02"):
            assert await api.aput_bytes(given) == {"ok": 1}
            assert (echo.last.body, echo.last.headers["Content-Type"]) == (b"\x01\x02", "application/octet-stream")


def _parts(echo: Echo) -> list[tuple[str, str | None, str, bytes]]:
    message = message_from_bytes(f"Content-Type: {echo.last.headers['Content-Type']}\r\n\r\n".encode() + echo.last.body)
    return [
        (
            str(part.get_param("name", header="content-disposition")),
            part.get_filename(),
            part.get_content_type(),
            part.get_payload(decode=True),
        )
        for part in message.get_payload()
    ]


class Torn(io.RawIOBase):
    """A file that cannot be read."""

    def read(self, size: int = -1) -> bytes:
        raise OSError("the disk is gone")


def test_files_that_are_none_or_cannot_be_read_are_refused(nasty: Any, api: Any) -> None:
    closed = io.BytesIO(b"x")
    closed.close()
    for given, said in (
        ((b"x",), "a pair of its name and one of these"),
        ((b"x", "a.csv"), "a pair of its name"),
        (("a", b"x", "text/csv", 1), "a pair of its name"),
        (closed, "the file cannot be read: I/O operation on closed file"),
        (("a.csv", closed), "the file cannot be read"),
        (Torn(), "the file cannot be read: the disk is gone"),
        (("a.csv", "text"), "bytes"),
    ):
        with pytest.raises(nasty.SchemaValidationError, match=said):
            api.upload(given)


def test_a_media_type_may_stand_behind_a_file(api: Any, echo: Echo) -> None:
    echo.answers(201, {})
    api.upload(("a.csv", b"1;2", "text/csv"))
    assert _parts(echo) == [("document", "a.csv", "text/csv", b"1;2")]


async def test_uploads(nasty: Any, api: Any, echo: Echo, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"notes\r\n")
    until = datetime(2024, 5, 1, tzinfo=UTC)
    with path.open("rb") as file:
        api.upload(file, [b"a", ("b.bin", b"b")], title="T ü", tags=["x", "y"], about={"until": until})
    assert _parts(echo) == [
        ("title", None, "text/plain", "T ü".encode()),
        ("tags", None, "text/plain", b"x"),
        ("tags", None, "text/plain", b"y"),
        ("about", None, "application/json", b'{"until":"2024-05-01T00:00:00+00:00"}'),
        ("document", "notes.txt", "application/octet-stream", b"notes\r\n"),
        ("extras", "extras", "application/octet-stream", b"a"),
        ("extras", "b.bin", "application/octet-stream", b"b"),
    ]
    with pytest.raises(nasty.MissingRequiredParametersError, match="document"):
        api.upload(None)
    with pytest.raises(nasty.SchemaValidationError, match="document: input should be bytes, or a file"):
        api.upload(io.StringIO("text"))
    with pytest.raises(nasty.SchemaValidationError, match="title"):
        api.upload(b"", title=5)
    async with api.api_client:
        await api.aupload(("d", io.BytesIO(b"d")))
    assert _parts(echo) == [("document", "d", "application/octet-stream", b"d")]


def test_forms(api: Any, echo: Echo) -> None:
    api.form(a_b="x & y", n=[1, 2])
    assert echo.last.body == b"a-b=x+%26+y&n=1&n=2"
    assert echo.last.headers["Content-Type"] == "application/x-www-form-urlencoded"
    api.form()
    assert echo.last.body == b""


def test_an_operation_without_a_tag_and_a_page_of_a_described_in_place(nasty: Any, api: Any, echo: Echo) -> None:
    echo.answers(200, {"items": [CAT], "total": 1, "pages": 1})
    page = nasty.DefaultApi(api.api_client).list_cats()
    assert isinstance(page, nasty.ListCats200Response)
    assert [cat.claws for cat in page] == [4]
    assert (len(page), page.pages_, echo.last.target) == (1, 1, "/cats")


def test_what_openapi_3_1_writes_in_another_way(tmp_path: Path) -> None:
    api, problems = parse(load(NASTY.with_name("nasty31.yaml")))
    assert problems == ()
    assert [(entry.wire, entry.received({"Thing"})) for entry in api.by_name["Thing"].fields or ()] == [
        ("kind", 'Literal["thing"] | str'),
        ("name", "str | None"),
        ("size", "int | str | None"),
        ("parent", 'Optional["models.Thing"]'),
        ("other", 'Optional["models.Thing"]'),
        ("amount", "float | int | None"),
    ]
    with generated(NASTY.with_name("nasty31.yaml"), "nasty31", tmp_path) as package, echo_server() as echo:
        echo.answers(200, {"kind": "thing", "parent": {"kind": "thing", "name": None}})
        with package.ApiClient(package.Configuration(echo.url)) as api_client:
            thing = package.ThingsApi(api_client).create_thing("thing", size="big", parent={"kind": "thing"})
        assert thing.parent.name is None
        assert json.loads(echo.last.body) == {"kind": "thing", "size": "big", "parent": {"kind": "thing"}}
        assert "Authorization" not in echo.last.headers
