"""Asynchronous calls by hand: one aiohttp session."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import aiohttp
from pydantic_core import to_json

from benchmarks.floor.chats import tokens
from benchmarks.floor.logs import HEADERS, JSON_HEADERS, Log

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Calls:
    """The calls, each as short as it can be."""

    def __init__(self, host: str) -> None:
        self.host = host

    @cached_property
    def session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession()

    async def get(self, log_id: str) -> Log:
        async with self.session.get(f"{self.host}/logs/{log_id}", headers=HEADERS) as response:
            response.raise_for_status()
            return Log.model_validate_json(await response.read())

    async def stream(self, arguments: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        body = to_json({**arguments, "stream": True})
        async with self.session.post(f"{self.host}/chat", data=body, headers=JSON_HEADERS) as response:
            response.raise_for_status()
            rest = b""
            async for piece in response.content.iter_any():
                *events, rest = (rest + piece).split(b"\n\n")
                for event in events:
                    for token in tokens(event):
                        yield token

    async def close(self) -> None:
        await self.session.close()
