"""Calls in both styles, written once: a test awaits, and in the style `plain` the work is done within the await."""

from __future__ import annotations

import asyncio
import base64
import copy
import io
import logging
import pickle
import time
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Self
from urllib.parse import quote

from humanloop import Humanloop

CANARY = "hl_canary/+=:@ é".encode().hex() + "/+=?&%"
"""An API key that is searched for in everything a test can see."""
PROVIDER_CANARY = "sk-provider-canary/+%"

SECRETS = [
    form
    for key in (CANARY, PROVIDER_CANARY)
    for form in (key, quote(key, safe=""), quote(key), base64.b64encode(key.encode()).decode(), key[:20])
]

STYLES = ("plain", "awaited")

MESSAGES = [{"role": "user", "content": "hello"}]
CONFIG = {"model": "gpt-4"}


_CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "GET": ("logs.get", {"id": "log_1"}),
    "POST": ("log", {"project": "demo", "output": "hello"}),
    "PATCH": ("logs.update", {"id": "log_1", "output": "hello"}),
    "DELETE": ("projects.delete", {"id": "pr_1"}),
    "CHAT": ("chat", {"messages": MESSAGES, "model_config": CONFIG}),
}


class Caller:
    """A client and a style to call it in."""

    def __init__(self, style: str, url: str, **options: Any) -> None:
        self.style = style
        self.client = Humanloop(CANARY, url, openai_api_key=PROVIDER_CANARY, **{"timeout": 5.0, **options})

    @property
    def is_async(self) -> bool:
        return self.style == "awaited"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    async def call(self, method: str = "GET", **options: Any) -> Any:
        """Make a call by its HTTP method."""
        name, arguments = _CALLS[method]
        return await self.run(name, **arguments, **options)

    async def run(self, name: str, *positional: Any, **arguments: Any) -> Any:
        """Make a call by its name, such as `logs.get`."""
        target: Any = self.client
        *path, method = name.split(".")
        for part in path:
            target = getattr(target, part)
        if self.is_async:
            return await getattr(target, f"a{method}")(*positional, **arguments)
        return getattr(target, method)(*positional, **arguments)

    async def open(self, **options: Any) -> Any:
        """Open a stream."""
        if self.is_async:
            return await self.client.chat_stream(MESSAGES, CONFIG, **options)
        return self.client.chats.stream(MESSAGES, CONFIG, **options)

    async def words(self, **options: Any) -> list[str]:
        """Read a stream to its end."""
        found: list[str] = []
        await self.collect(found, **options)
        return found

    async def collect(self, found: list[str], **options: Any) -> None:
        """Read a stream into a list, so that a test sees what came before an error."""
        stream = await self.open(**options)
        if self.is_async:
            async for token in stream.content:
                found.append(token["output"])  # noqa: PERF401 - what came before an error must stay
        else:
            for token in stream.content:
                found.append(token["output"])  # noqa: PERF401 - what came before an error must stay


def run(scenario: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(scenario)


async def caught(work: Awaitable[Any]) -> tuple[Exception, float]:
    """The error that work ends in, and the seconds it took."""
    started = time.monotonic()
    try:
        value = await work
    except Exception as error:  # noqa: BLE001 - which one it is gets asserted
        return error, time.monotonic() - started
    raise AssertionError(f"no error, but {value!r}")


def exposure(error: BaseException) -> str:
    """Everything that an error can show: texts, attributes, tracebacks with locals, of it and of what caused it."""
    shown = io.StringIO()
    for line in traceback.TracebackException.from_exception(error, capture_locals=True).format():
        shown.write(line)
    current: BaseException | None = error
    while current is not None:
        shown.write(f"{current!s} {current!r} {vars(current)!r} {current.args!r}")
        current = current.__cause__ or current.__context__
    return shown.getvalue()


def assert_no_secret(text: str) -> None:
    for secret in SECRETS:
        assert secret not in text, f"a secret is shown: …{text[max(0, text.index(secret) - 200) :][:400]}"


def assert_copies(error: BaseException) -> None:
    """An error survives pickling and copying with what it carries."""
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin).keys() == vars(error).keys()


class Records(logging.Handler):
    """Keeps all that is logged, by any library."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
        self.lines.append(f"{record.name} {record.levelname} {record.getMessage()} {vars(record)!r}")

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


Scenario = Callable[[Caller], Awaitable[Any]]
