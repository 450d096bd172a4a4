"""Keys that do not show themselves."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from humanloop.core.secret import Secret

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
