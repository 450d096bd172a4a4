"""The span of a stream ends however the stream ends."""

from __future__ import annotations

import gc
import sys
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from humanloop.core.response import ApiResponse
from tests.faults.client import Caller
from tests.faults.server import AGAIN, Server, event, events


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """The spans that have ended, of a program that has set a provider; that of this process stays as it is."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    own = {"get_tracer_provider": lambda: provider, "get_tracer": provider.get_tracer}
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", SimpleNamespace(**{**vars(trace), **own}))
    return exporter


async def _nothing(stream: Any) -> None:
    """Drop it unread."""


async def _iterator(stream: Any) -> None:
    """Drop an iterator of it unread."""
    aiter(stream) if hasattr(stream, "__aiter__") else iter(stream)


async def _close(stream: Any) -> None:
    if hasattr(stream, "aclose"):
        await stream.aclose()
    else:
        stream.close()


async def _read(stream: Any) -> None:
    if hasattr(stream, "aclose"):
        async for _ in stream:
            pass
    else:
        for _ in stream:
            pass


@pytest.mark.parametrize("end", [_nothing, _iterator, _close, _read])
async def test_the_span_of_a_stream_ends_with_it(end: Any, style: str, ended: InMemorySpanExporter) -> None:
    with Server([events(event()), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            stream = await caller.open()
            assert not ended.get_finished_spans()
            await end(stream)
            del stream
            gc.collect()
            assert [span.name for span in ended.get_finished_spans()] == ["humanloop.chat"]


class _Broken:
    """The body of a stream that cannot even be closed."""

    def close(self) -> None:
        raise ConnectionResetError


async def test_the_span_of_a_stream_ends_where_closing_fails(
    ended: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = ApiResponse(status=200, reason="", headers={}, round_trip_time=0, response=None, pieces=_Broken())
    async with Caller("plain", "http://127.0.0.1:9") as caller:
        monkeypatch.setattr(caller.client.api_client.connections.rest, "send", Mock(return_value=head))
        with pytest.raises(ConnectionResetError):
            (await caller.open()).close()
        assert len(ended.get_finished_spans()) == 1
