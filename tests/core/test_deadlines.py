"""One timer for the deadlines of all calls of an event loop."""

from __future__ import annotations

import asyncio
import time

import pytest

from humanloop.transport.deadlines import Deadlines


async def _wait(deadlines: Deadlines, seconds: float, work: float = 60.0) -> float:
    """Work so long, with that limit; say how many seconds it took."""
    began = time.monotonic()
    limit = asyncio.timeout(None)
    try:
        async with limit:
            deadlines.add(limit, seconds)
            await asyncio.sleep(work)
    except TimeoutError:
        assert limit.expired()
    else:
        assert not limit.expired()
    finally:
        deadlines.drop(limit)
    return time.monotonic() - began


async def test_each_ends_when_its_own_time_has_come_whatever_the_order() -> None:
    deadlines = Deadlines(asyncio.get_running_loop())
    limits = [0.15, 0.05, 0.1, 0.05]
    took = await asyncio.gather(*(_wait(deadlines, seconds) for seconds in limits))
    for seconds, measured in zip(limits, took, strict=True):
        assert seconds <= measured + 0.001
    assert took[1] < took[2] < took[0]


async def test_what_is_done_before_is_left_alone() -> None:
    deadlines = Deadlines(asyncio.get_running_loop())
    took = await asyncio.gather(_wait(deadlines, 0.02, work=0.0), _wait(deadlines, 0.03, work=0.06))
    assert took[0] < took[1]
    # The timer that was meant for the first one did no harm, and a later one is watched again.
    assert await _wait(deadlines, 0.01) >= 0.009


async def test_all_limits_share_one_timer() -> None:
    loop = asyncio.get_running_loop()
    made: list[float] = []

    class Watched(Deadlines):
        def _look_at(self, due: float) -> None:
            made.append(due - loop.time())
            super()._look_at(due)

    deadlines = Watched(loop)
    for _ in range(100):
        await _wait(deadlines, 30.0, work=0.0)
    assert len(made) == 1


async def test_to_be_cancelled_from_outside_is_no_timeout() -> None:
    deadlines = Deadlines(asyncio.get_running_loop())
    task = asyncio.create_task(_wait(deadlines, 30.0))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
