"""Keys that do not show themselves."""

from __future__ import annotations

import copy
import json
import pickle
import traceback
from collections import deque
from typing import Any

import pytest

from humanloop import ClientConfigurationError, Humanloop
from humanloop.core.secret import Secret, hidden

KEY = Secret("sk-0123456789abcdefghij")


def test_it_is_ordinary_text_where_text_is_used() -> None:
    assert KEY == "sk-0123456789abcdefghij"
    assert f"Bearer {KEY}" == "Bearer sk-0123456789abcdefghij"
    assert json.loads(json.dumps({"key": KEY})) == {"key": str(KEY)}
    assert hash(KEY) == hash(str(KEY))


@pytest.mark.parametrize("shown", [repr(KEY), f"{KEY!r}", repr([KEY]), repr({"X-API-KEY": KEY}), "%r" % KEY])  # noqa: UP031 - that way, too
def test_it_does_not_show_itself_in_debugging(shown: str) -> None:
    assert "<redacted>" in shown
    assert "0123456789" not in shown


@pytest.mark.parametrize(
    "keys",
    [
        {"sk-CANARY"},
        frozenset({"sk-CANARY"}),
        ["sk-CANARY"],
        deque(["sk-CANARY"]),
        bytearray(b"sk-CANARY"),
        {"sk-CANARY": 1}.keys(),
        {"sk-CANARY": "openai"},
        {"canary" * 9: "openai"},
    ],
)
def test_no_form_of_keys_shows_them(keys: Any) -> None:
    assert "canary" not in repr(hidden(keys)).lower()
    assert type(hidden(keys)).__name__ == type(keys).__name__
    with pytest.raises(ClientConfigurationError) as caught:
        Humanloop(keys, "http://127.0.0.1:9")
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True).format()
    assert not [line for line in "".join(shown).splitlines() if "canary" in line.lower() and " keys = " not in line]


@pytest.mark.parametrize("copied", [copy.copy(KEY), copy.deepcopy(KEY), pickle.loads(pickle.dumps(KEY))])
def test_copies_keep_the_value_and_the_secrecy(copied: Secret) -> None:
    assert copied == KEY
    assert repr(copied) == "<redacted>"


@pytest.mark.parametrize(
    ("key", "masked"),
    [("", "…"), ("short", "…"), ("x" * 19, "…"), ("x" * 16 + "1234", "…1234"), ("sk-0123456789abcdefghij", "…ghij")],
)
def test_the_masked_form_helps_nobody_to_guess_a_short_key(key: str, masked: str) -> None:
    assert Secret(key).masked() == masked
