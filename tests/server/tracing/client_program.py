"""A program with a tracer provider that calls the server; prints its spans as JSON. Run by `test_client.py`."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from typing import Any

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from humanloop import Humanloop, NotFoundError

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)

CHAT: dict[str, Any] = {
    "project": "spans of the client",
    "messages": [{"role": "user", "content": "a secret question"}],
    "model_config": {"provider": "mock", "model": "small-1"},
}


def shown(span: Any) -> dict[str, Any]:
    return {
        "name": span.name,
        "kind": span.kind.name,
        "scope": span.instrumentation_scope.name,
        "status": span.status.status_code.name,
        "attributes": dict(span.attributes),
        "trace_id": f"{span.context.trace_id:032x}",
        "span_id": f"{span.context.span_id:016x}",
        "parent_span_id": None if span.parent is None else f"{span.parent.span_id:016x}",
        "events": [event.name for event in span.events],
    }


async def awaited(client: Humanloop) -> None:
    await client.projects.alist(size=1)
    stream = await client.chat_stream(**CHAT)
    async for _ in stream.content:
        pass
    await client.aclose()


def main(host: str, key: str, broken: str) -> None:
    client = Humanloop(key, host)
    with trace.get_tracer("my.app").start_as_current_span("workflow"):
        answer = client.chat(**CHAT)
    client.projects.list(size=1)
    with suppress(NotFoundError):
        client.logs.get(id="data_unknown")
    with client.chats.stream(**CHAT) as stream:
        for _ in stream:
            pass
    with client.chats.stream(**CHAT) as stream:
        next(iter(stream))
    asyncio.run(awaited(client))
    before = len(exporter.get_finished_spans())
    Humanloop(key, host, tracing=False).projects.list(size=1)
    assert len(exporter.get_finished_spans()) == before
    with suppress(Exception):
        Humanloop(key, broken, max_retries=2).projects.list(size=1)
    client.close()
    found = [shown(span) for span in exporter.get_finished_spans()]
    sys.stdout.write(json.dumps({"spans": found, "log": answer.data[0].id}))


main(*sys.argv[1:])
