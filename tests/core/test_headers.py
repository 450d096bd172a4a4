"""Headers: found whatever the case of their names, and shown without keys."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from humanloop.core.headers import Headers, is_secret, redacted
from humanloop.core.secret import Secret

HEADERS = Headers([("Content-Type", "text/plain"), ("X-A", "1"), ("x-a", "2"), ("Set-Cookie", "s3cret")])


@pytest.mark.parametrize("name", ["Content-Type", "content-type", "CONTENT-TYPE"])
def test_the_case_of_a_name_does_not_matter(name: str) -> None:
    assert HEADERS[name] == "text/plain"
    assert name in HEADERS
    assert HEADERS.get(name) == "text/plain"


def test_fields_of_one_name_are_joined_under_the_first_spelling() -> None:
    assert HEADERS["X-A"] == "1, 2"
    assert list(HEADERS) == ["Content-Type", "X-A", "Set-Cookie"]
    assert len(HEADERS) == 3
    assert dict(HEADERS) == {"Content-Type": "text/plain", "X-A": "1, 2", "Set-Cookie": "s3cret"}


def test_what_is_not_there() -> None:
    assert HEADERS.get("X-B") is None
    assert "X-B" not in HEADERS
    with pytest.raises(KeyError):
        _ = HEADERS["X-B"]
    assert dict(Headers()) == {}


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda headers: pickle.loads(pickle.dumps(headers))])
def test_headers_survive_copying_and_pickling(again: Any) -> None:
    made = again(HEADERS)
    assert type(made) is Headers
    assert made["x-a"] == "1, 2"


def test_values_that_carry_keys_are_not_shown() -> None:
    shown = repr(HEADERS)
    assert "s3cret" not in shown
    assert "text/plain" in shown
    assert redacted({"X-API-KEY": "s3cret", "X-Own": Secret("s3cret"), "X-A": "1"}) == {
        "X-API-KEY": "<redacted>",
        "X-Own": "<redacted>",
        "X-A": "1",
    }


@pytest.mark.parametrize(
    ("name", "secret"), [("X-API-KEY", True), ("authorization", True), ("Cookie", True), ("Accept", False), ("", False)]
)
def test_names_of_headers_that_carry_keys(name: str, secret: bool) -> None:
    assert is_secret(name) is secret
