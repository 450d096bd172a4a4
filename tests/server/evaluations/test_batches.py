"""Items that gather are written together."""

from __future__ import annotations

import asyncio

import pytest

from humanloop.server.evaluation.batches import Batches


async def test_what_gathers_during_a_write_is_written_together() -> None:
    written: list[list[int]] = []

    async def write(batch: list[int]) -> None:
        await asyncio.sleep(0)
        written.append(batch)

    batches = Batches(write)
    for number in range(5):
        await batches.put(number)
    await batches.flush()
    assert sorted(number for batch in written for number in batch) == list(range(5))
    assert len(written) <= 2
    await batches.flush()


async def test_only_so_many_may_wait() -> None:
    release = asyncio.Event()

    async def write(batch: list[int]) -> None:
        await release.wait()

    batches = Batches(write, most_waiting=2)
    await batches.put(1)
    await asyncio.sleep(0)
    await batches.put(2)
    blocked = asyncio.create_task(batches.put(3))
    await asyncio.sleep(0)
    assert not blocked.done()
    release.set()
    await blocked


async def test_a_failure_is_heard_of_once_and_writing_goes_on() -> None:
    written: list[int] = []

    async def write(batch: list[int]) -> None:
        if 1 in batch:
            raise OSError("full")
        written.extend(batch)

    batches = Batches(write)
    await batches.put(1)
    with pytest.raises(OSError, match="full"):
        await batches.flush()
    await batches.put(2)
    await batches.flush()
    await batches.put(1)
    await asyncio.sleep(0)
    with pytest.raises(OSError, match="full"):
        await batches.put(3)
    assert written == [2]
