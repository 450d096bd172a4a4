"""Sandboxes for tests, and code for them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from humanloop.server.evaluation.sandbox import Limits, Outcome, Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MEGABYTE = 2**20


@asynccontextmanager
async def open_sandbox(
    *, seconds: float = 5, megabytes: int = 256, network: bool = False, workers: int = 2, mode: Any = "best"
) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(Limits(seconds, megabytes * MEGABYTE, network), workers, mode)
    try:
        yield sandbox
    finally:
        await sandbox.close()


async def run(body: str, *arguments: Any, head: str = "", **limits: Any) -> Outcome:
    async with open_sandbox(**limits) as sandbox:
        return await sandbox.run(code(body, head), arguments)


def code(body: str, head: str = "") -> str:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{head}\ndef judge(*arguments):\n{lines}\n"
