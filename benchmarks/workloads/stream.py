"""A stream of server-sent events, synchronous; its tokens are kept, or all but the last are dropped."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from benchmarks.checks import check_tokens
from benchmarks.documents import chat_arguments
from benchmarks.sampling import Sample, sample

if TYPE_CHECKING:
    from benchmarks.calls import ChatCalls

CALLS = "chats"


def measure(chats: ChatCalls, events: int = 10_000, keep: int = 1) -> Sample:
    arguments = chat_arguments()
    if keep:
        return sample(
            lambda: list(chats.stream(arguments)), lambda tokens: check_tokens(tokens, events), units=events, batches=4
        )
    streams = max(1, 1000 // events)

    def run() -> list[deque[tuple[int, Any]]]:
        return [deque(enumerate(chats.stream(arguments)), maxlen=1) for _ in range(streams)]

    def check(last: list[deque[tuple[int, Any]]]) -> None:
        for [(number, token)] in last:
            check_tokens([token], events=1, first=number)
            assert number == events - 1, f"{number + 1} of {events} events came"

    return sample(run, check, units=events * streams, batches=3)
