"""Whether answers are what the stub server sent, down to the last field."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from benchmarks import documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LOG = documents.log()
_CHAT = documents.chat()
_CREATED = documents.created()


_IS_PEER = "BENCHMARKS_PEER" in os.environ
"""Another release may know fewer fields than this one, and lose the others; what it knows must be right."""


def is_same(answer: Any, document: dict[str, Any]) -> bool:
    """Say whether a model holds the fields of a document, and no others."""
    dumped: dict[str, Any] = answer.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    return dumped == document or (_IS_PEER and len(dumped) >= 3 and _is_part(dumped, document))


def _is_part(value: Any, whole: Any) -> bool:
    if value.__class__ is dict:
        return all(name in whole and _is_part(item, whole[name]) for name, item in value.items())
    if value.__class__ is list:
        return len(value) == len(whole) and all(map(_is_part, value, whole))
    return bool(value == whole)


def check_logs(answers: Iterable[Any]) -> None:
    """Check answers of `logs.get`."""
    assert all(is_same(answer, _LOG) for answer in answers), "a log is not as it was sent"


def check_page(answer: Any, size: int) -> None:
    """Check an answer of `logs.list`."""
    assert (answer.page, answer.size, answer.total) == (1, size, size), "the page is not as it was sent"
    assert len(answer.records) == size, "records are missing"
    for number, record in enumerate(answer.records):
        assert is_same(record, documents.log(number)), f"record {number} is not as it was sent"


def check_created(answers: Iterable[Any]) -> None:
    """Check answers of `log`."""
    assert all(is_same(answer, _CREATED) for answer in answers), "an answer of `log` is not as it was sent"


def check_chats(answers: Iterable[Any]) -> None:
    """Check answers of `chat`."""
    assert all(is_same(answer, _CHAT) for answer in answers), "an answer of `chat` is not as it was sent"


def check_tokens(tokens: Sequence[Any], events: int, first: int = 0) -> None:
    """Check the partial answers of a stream."""
    assert len(tokens) == events, f"{len(tokens)} of {events} events came"
    for number, token in enumerate(tokens, first):
        assert token["output"] == documents.STREAM_TEXT % number, f"event {number} is not as it was sent"
        assert token["id"] == documents.LOG_ID, f"event {number} has lost its ID"
        assert token["index"] == 0, f"event {number} has lost its index"
