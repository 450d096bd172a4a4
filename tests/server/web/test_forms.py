"""Bodies of forms, as browsers and others send them."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, unquote_plus, urlencode

import pytest

from humanloop.server.errors import BadRequestError
from humanloop.server.web.form_bodies import MOST_FIELDS, decoded, parse_form
from tests.server.web.conftest import HTTP

if TYPE_CHECKING:
    from humanloop.server import RunningServer
    from humanloop.server.web.form_bodies import Form
    from tests.server.web.conftest import Reader

URL_ENCODED = "application/x-www-form-urlencoded"
BODIES = {
    "ampersands": b"&" * 30_000_000,
    "blanks": b"name=" + b"+" * 30_000_000,
    "escapes": b"name=" + b"%22" * 8_000_000,
}


@pytest.mark.parametrize("text", ["", "a+b c", "%", "%4", "%zz", "ä%&=\n", "€" * 50_000, "%2" + "é" * 50_000])
def test_texts_are_decoded_as_they_were_encoded(text: str) -> None:
    assert decoded(quote_plus(text).encode()) == text
    assert decoded(text.encode()) == unquote_plus(text)


def test_escapes_are_not_cut() -> None:
    for before in range(65_530, 65_540):
        text = "x" * before + "€ä"
        assert decoded(quote_plus(text).encode()) == text


def read(content_type: str, body: bytes) -> Form:
    """Read a form in a thread of its own: that of the tests has the loop of the browser."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(parse_form(content_type, body))).result()


@pytest.mark.parametrize("length", [3, 100_000])
def test_a_form_is_read_by_fields_and_files(length: int) -> None:
    value = "é\r\n" * length
    fields, files = read(URL_ENCODED, urlencode({"a": ["1", value], "b": ""}, doseq=True).encode())
    assert (fields, files) == ({"a": ["1", value.replace("\r\n", "\n")], "b": [""]}, {})
    part = '--x\r\nContent-Disposition: form-data; name="a"{}\r\n\r\n{}\r\n'
    body = part.format("", value) + part.format('; filename="f"', value) + "--x--\r\n"
    fields, files = read("multipart/form-data; boundary=x", body.encode())
    assert (fields, files) == ({"a": [value.replace("\r\n", "\n")]}, {"a": value.encode()})
    # Whatever browsers and others put around the name of the encoding, and between the parts.
    content_type = 'Multipart/Form-Data; Charset="UTF-8"; boundary="a\\"b\\\\c"'
    body = body.replace("--x", '--a"b\\c')
    assert read(content_type, body.encode()) == (fields, files)


def test_a_form_has_so_many_fields_and_no_more() -> None:
    most = b"a=1&" * (MOST_FIELDS - 1) + b"a=1"
    assert len(read(URL_ENCODED, most)[0]["a"]) == MOST_FIELDS
    with pytest.raises(BadRequestError, match="at most 20000 fields"):
        read(URL_ENCODED, most + b"&")


@pytest.mark.parametrize("name", BODIES)
def test_others_are_answered_while_a_large_form_is_read(reader: Reader, served: RunningServer, name: str) -> None:
    ended = threading.Event()

    def post() -> None:
        reader.ask("POST", "/app/me", BODIES[name], **{"Content-Type": URL_ENCODED})
        ended.set()

    sender = threading.Thread(target=post)
    sender.start()
    longest = 0.0
    while not ended.is_set():
        began = time.monotonic()
        assert HTTP.request("GET", served.url.removesuffix("/v4") + "/health/live").status == 200
        longest = max(longest, time.monotonic() - began)
        time.sleep(0.02)
    sender.join()
    assert longest < 1


def part(disposition: str, value: str = "foo") -> bytes:
    return f"--x\r\nContent-Disposition: form-data{disposition}\r\n\r\n{value}\r\n".encode()


PARTS = "multipart/form-data; boundary=x"
BROKEN = {
    "no boundary": (b"abc", "multipart/form-data"),
    "a long boundary": (b"", "multipart/form-data; boundary=" + "x" * 2000),
    "a broken head": (b"--x\r\nfoo\r\n\r\n--x--", PARTS),
    "many heads": (b"--x\r\n" + b"A: b\r\n" * 100_000, PARTS),
    "no name": (part("") + b"--x--\r\n", PARTS),
    "three files": (b"".join(part(f'; name="{name}"; filename="f"') for name in "abc") + b"--x--\r\n", PARTS),
    "many fields": (part('; name="a"') * (MOST_FIELDS + 1) + b"--x--\r\n", PARTS),
    "many pairs": (b"a=1&" * MOST_FIELDS, URL_ENCODED),
    "no encoding": (part('; name="a"') + b"--x--\r\n", PARTS + "; charset=undefined"),
    "another encoding": (part('; name="a"', "+2AA-") + b"--x--\r\n", PARTS + "; charset=utf-7"),
    "an encoding of halves": (part('; name="a"', "\\ud800") + b"--x--\r\n", PARTS + "; charset=unicode_escape"),
    "another encoding of pairs": (b"a=1", URL_ENCODED + "; charset=utf-16"),
    "bytes that are no text": (part('; name="a"').replace(b"foo", b"\xff") + b"--x--\r\n", PARTS),
    "pairs that are no text": (b"a=%ff", URL_ENCODED),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("path", ["/app/me", "/app/sign-in"])
def test_what_is_no_form_is_refused_in_words(reader: Reader, path: str, name: str) -> None:
    body, content_type = BROKEN[name]
    headers = {"Content-Type": content_type, "X-CSRF-Token": reader.token(), "Referer": "http://["}
    answer = reader.ask("POST", path, body, **headers)
    # Strangers may send less.
    assert answer.status in {400, 413}
    assert b"the server failed" not in answer.data.lower()
    assert reader.ask("POST", path, body, **headers, Cookie="").status in {400, 401, 413}


@pytest.mark.parametrize("origin", ["http://[", "null", "//", "http://[::1"])
def test_origins_that_cannot_be_read_are_those_of_others(reader: Reader, origin: str) -> None:
    answer = reader.post("/app/me", {"name": "x"}, Origin=origin)
    assert (answer.status, b"comes from another site" in answer.data) == (403, True)


def test_addresses_have_so_many_parameters_and_no_more(reader: Reader) -> None:
    assert "Projects" in reader.get("/app?" + "&".join(["a=1"] * 1000))
    many = "/app?" + "&".join(["a=1"] * 1001)
    for cookie in (reader.cookie, ""):
        answer = reader.ask("GET", many, Cookie=cookie)
        assert (answer.status, b"at most 1000 parameters" in answer.data) == (400, True)
    # The page of a form cannot be shown again, but what is wrong with it can be said.
    answer = reader.post("/app/projects/new", {"here": many, "name": ""})
    assert (answer.status, b"is empty" in answer.data) == (422, True)
