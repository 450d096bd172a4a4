"""Bodies of forms, as browsers and others send them."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, unquote_plus, urlencode

import pytest

from humanloop.server.errors import BadRequestError
from humanloop.server.web.form_bodies import MOST_FIELDS, decoded, parse_form
from tests.server.web.conftest import HTTP

if TYPE_CHECKING:
    from humanloop.server import RunningServer
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


@pytest.mark.parametrize("length", [3, 100_000])
def test_a_form_is_read_by_fields_and_files(length: int) -> None:
    value = "é\r\n" * length
    fields, files = asyncio.run(parse_form(URL_ENCODED, urlencode({"a": ["1", value], "b": ""}, doseq=True).encode()))
    assert (fields, files) == ({"a": ["1", value.replace("\r\n", "\n")], "b": [""]}, {})
    part = '--x\r\nContent-Disposition: form-data; name="a"{}\r\n\r\n{}\r\n'
    body = part.format("", value) + part.format('; filename="f"', value) + "--x--\r\n"
    fields, files = asyncio.run(parse_form("multipart/form-data; boundary=x", body.encode()))
    assert (fields, files) == ({"a": [value.replace("\r\n", "\n")]}, {"a": value.encode()})


def test_a_form_has_so_many_fields_and_no_more() -> None:
    most = b"a=1&" * (MOST_FIELDS - 1) + b"a=1"
    assert len(asyncio.run(parse_form(URL_ENCODED, most))[0]["a"]) == MOST_FIELDS
    with pytest.raises(BadRequestError, match="at most 20000 fields"):
        asyncio.run(parse_form(URL_ENCODED, most + b"&"))


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
