"""Rows of the API's table, and `NULL`."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

import humanloop
from humanloop.core.operation import NULL, MaxLength, MinLength, Operation, Stream


def test_null_is_falsy_and_not_none() -> None:
    assert not NULL
    assert NULL is not None
    assert repr(NULL) == "NULL"
    assert humanloop.NULL is NULL


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_null_survives_pickling_as_itself(protocol: int) -> None:
    assert pickle.loads(pickle.dumps(NULL, protocol)) is NULL


@pytest.mark.parametrize("copied", [copy.copy(NULL), copy.deepcopy(NULL), copy.deepcopy({"a": [NULL]})["a"][0]])
def test_null_is_copied_as_itself(copied: Any) -> None:
    assert copied is NULL


def test_an_operation_says_what_it_is_told_and_nothing_else() -> None:
    plain: Operation[None] = Operation("DELETE", "/logs/{id}", status=204)
    assert (plain.method, plain.path, plain.status) == ("DELETE", "/logs/{id}", 204)
    assert (plain.query, plain.body, plain.returns) == ({}, None, "None")
    assert (plain.provider_keys, plain.timeout, plain.stream) == (None, None, None)
    assert repr(plain) == "<Operation DELETE /logs/{id}>"


def test_an_operation_carries_its_stream() -> None:
    stream = Stream("stream", "data", "types.StreamToken")
    operation: Operation[Any] = Operation("POST", "/chat", status=200, stream=stream, timeout=600.0)
    assert operation.stream is stream
    assert (stream.flag, stream.items, stream.event) == ("stream", "data", "types.StreamToken")
    assert operation.timeout == 600.0


def test_limits_of_length_hold_their_value() -> None:
    assert (MaxLength(255).value, MinLength(1).value) == (255, 1)
