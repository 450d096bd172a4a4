"""What calls cost, without a clock: modules that are loaded, schemas that are built, functions that are called.

A ceiling is what was measured and about a tenth more, for other versions of Python and of the libraries. Who breaks one
has made every call dearer: find out why before raising it.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry import trace

from benchmarks.documents import LOG_ID, chat_arguments, log_arguments
from benchmarks.runs import stub_server
from humanloop import Humanloop
from humanloop.calls import tracing
from humanloop.calls.api_client import TRACE, ApiClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

EVENTS = 1000

# Functions called, Python's and built-in ones; measured with Python 3.11: 557, 666, 668, 551, 44 and 48.
GET = 610
CHAT = 730
LOG = 730
AGET = 610
EVENT = 48
ASYNC_EVENT = 53

# What a call pays for spans that nobody asked for: one look into `sys.modules`, exactly; and where OpenTelemetry is
# imported without a tracer provider, the question to it (measured with opentelemetry-api 1.45: 11).
UNTRACED = 1
WITHOUT_PROVIDER = 16


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with stub_server() as url:
        yield f"{url}/{EVENTS}"


def fresh(code: str) -> Any:
    """Run code in a fresh interpreter and read the JSON that it prints."""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


LOADED = "import json, sys; before = set(sys.modules)\n{code}\nprint(json.dumps(sorted(set(sys.modules) - before)))"


def test_the_import_loads_neither_pydantic_nor_an_http_library() -> None:
    loaded = fresh(LOADED.format(code="from humanloop import Humanloop"))
    heavy = {"pydantic", "pydantic_core", "urllib3", "http.client", "ssl", "aiohttp", "asyncio", "dateutil", "email"}
    assert heavy.isdisjoint(loaded)
    assert len([name for name in loaded if name.startswith("humanloop")]) <= 31
    assert len(loaded) <= 61


CALL = """\
from humanloop import Humanloop
assert Humanloop(api_key="key", host={host!r}).logs.get("data_0000").output
"""


def test_a_first_call_loads_what_it_needs(host: str) -> None:
    loaded = fresh(LOADED.format(code=CALL.format(host=host)))
    needless = {"aiohttp", "asyncio", "dateutil", "urllib.request", "fastapi", "sqlalchemy", "pydantic.type_adapter"}
    assert needless.isdisjoint(loaded)
    own = [name for name in loaded if name.startswith("humanloop")]
    assert len([name for name in own if name.startswith("humanloop.pydantic")]) <= 40
    assert len([name for name in own if not name.startswith("humanloop.pydantic")]) <= 55


BUILT = """
import json
from humanloop.request.arguments import body_validator, query_validator
from humanloop.response.model import Model

def models(kind):
    return {kind}.union(*map(models, kind.__subclasses__()))

built = [kind.__name__ for kind in models(Model) - {Model} if kind.__pydantic_complete__]
print(json.dumps([built, body_validator.cache_info().currsize, query_validator.cache_info().currsize]))
"""


def test_one_core_schema_is_built_for_one_kind_of_answer(host: str) -> None:
    assert fresh(CALL.format(host=host) + BUILT) == [["LogResponse"], 0, 0]


def calls(work: Callable[[], object], counts_in: Callable[[FrameType], bool] = lambda _frame: True) -> int:
    """Count the functions, Python's and built-in, that are called; the least of several runs.

    Args:
        work: What is counted.
        counts_in: Whether a call counts; of a built-in function the frame is the caller's.
    """
    counts: list[int] = []
    for _ in range(5):
        count = 0

        def note(frame: FrameType, event: str, _argument: object) -> None:
            nonlocal count
            count += event in {"call", "c_call"} and counts_in(frame)

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            work()
        finally:
            sys.setprofile(before)
        counts.append(count)
    return min(counts)


def test_a_call_of_logs_get(host: str) -> None:
    with Humanloop(api_key="key", host=host) as humanloop:
        assert calls(lambda: humanloop.logs.get(LOG_ID)) <= GET


def test_a_call_of_chat(host: str) -> None:
    arguments = chat_arguments()
    with Humanloop(api_key="key", host=host) as humanloop:
        assert calls(lambda: humanloop.chat(**arguments)) <= CHAT


def test_a_call_of_log(host: str) -> None:
    arguments = log_arguments()
    with Humanloop(api_key="key", host=host) as humanloop:
        assert calls(lambda: humanloop.log(**arguments)) <= LOG


def in_span_hook(frame: FrameType | None) -> bool:
    """Whether a frame is that of the place where a call may become a span, or below it."""
    while frame is not None:
        if frame.f_code is ApiClient._span.__code__ or frame.f_code.co_filename == tracing.__file__:
            return True
        frame = frame.f_back
    return False


def first_event(client: Humanloop) -> None:
    with client.chats.stream(**chat_arguments()) as events:
        next(iter(events))


def test_a_call_that_is_no_span_pays_one_look(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Humanloop(api_key="key", host=host) as humanloop, Humanloop(api_key="key", host=host, tracing=False) as off:
        for client, is_imported, most in (
            (humanloop, False, UNTRACED),
            (off, True, UNTRACED),
            (humanloop, True, WITHOUT_PROVIDER),
        ):
            if is_imported:
                monkeypatch.setitem(sys.modules, TRACE, trace)
            else:
                monkeypatch.delitem(sys.modules, TRACE, raising=False)
            assert isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)
            assert 1 <= calls(partial(client.logs.get, LOG_ID), in_span_hook) <= most
            assert 1 <= calls(partial(client.chat, **chat_arguments()), in_span_hook) <= most
            assert 1 <= calls(partial(first_event, client), in_span_hook) <= most


def test_a_call_of_logs_aget(host: str) -> None:
    async def get(humanloop: Humanloop) -> None:
        await humanloop.logs.aget(LOG_ID)

    with asyncio.Runner() as runner:
        humanloop = Humanloop(api_key="key", host=host)
        assert calls(lambda: runner.run(get(humanloop))) <= AGET
        runner.run(humanloop.aclose())


def test_an_event_of_a_stream(host: str) -> None:
    arguments = chat_arguments()
    with Humanloop(api_key="key", host=host) as humanloop:
        count = calls(lambda: list(humanloop.chats.stream(**arguments)))
    assert count / EVENTS <= EVENT


def test_an_event_of_an_asynchronous_stream(host: str) -> None:
    async def read(humanloop: Humanloop) -> None:
        async for _ in await humanloop.chat_stream(**chat_arguments()):
            pass

    with asyncio.Runner() as runner:
        humanloop = Humanloop(api_key="key", host=host)
        count = calls(lambda: runner.run(read(humanloop)))
        runner.run(humanloop.aclose())
    assert count / EVENTS <= ASYNC_EVENT
