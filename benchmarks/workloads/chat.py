"""`chat`, one call after the other; the package checks the arguments, the floor does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.checks import check_chats
from benchmarks.documents import chat_arguments
from benchmarks.sampling import Sample, sample

if TYPE_CHECKING:
    from benchmarks.calls import ChatCalls

CALLS = "chats"
_CALLS = 50


def measure(chats: ChatCalls) -> Sample:
    arguments = chat_arguments()
    return sample(
        lambda: [chats.create(arguments) for _ in range(_CALLS)], check_chats, units=_CALLS, batches=15, warm_up=3
    )
