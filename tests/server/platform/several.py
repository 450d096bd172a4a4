"""Two servers on one database, and what is done to both at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import count, cycle
from threading import Barrier
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from tests.server.conftest import Api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.server.conftest import Reply

T = TypeVar("T")
THREADS = 8
_MOST_NAMES = 1_000_000


class Several:
    """Servers that share a database.

    Args:
        apis: A caller of each.
    """

    def __init__(self, apis: Sequence[Api]) -> None:
        self.apis = apis
        self.one = apis[0]

    def at_once(self, job: Callable[[Api], T]) -> list[T]:
        """Do the same on each of them at the same moment."""
        barrier = Barrier(len(self.apis))

        def meet(api: Api) -> T:
            barrier.wait()
            return job(api)

        with ThreadPoolExecutor(len(self.apis)) as callers:
            return list(callers.map(meet, self.apis))

    def shared_out(self, jobs: Sequence[Callable[[Api], T]]) -> list[T]:
        """Do many things, on one server and the other by turns, several at once."""
        with ThreadPoolExecutor(THREADS) as callers:
            return list(callers.map(lambda pair: pair[0](pair[1]), zip(jobs, cycle(self.apis), strict=False)))


@contextmanager
def several(database: str, number: int = 2, **settings: Any) -> Iterator[Several]:
    """Run servers on one database while the block runs."""
    chosen = {"provider_fallback": "mock", "ask_providers": False, **settings}
    with ExitStack() as stack:
        apis = [
            Api(
                stack.enter_context(
                    serve_in_thread(settings=Settings(database=database, port=0, api_key=SecretStr("k"), **chosen))
                )
            )
            for _ in range(number)
        ]
        for place, api in enumerate(apis):
            # Names that both make are different.
            api._numbers = count(place * _MOST_NAMES)
        yield Several(apis)


def statuses(replies: Sequence[Reply]) -> list[int]:
    """List the statuses of answers."""
    return sorted(reply.status for reply in replies)
