"""What an adapter adds over the provider `mock` of the same latency: `python -m benchmarks.server.providers`.

The provider is a program of its own that waits as long as `mock` does. Both are asked in turns by one client; a call's
log is committed in either case. CPU is that of the server's process, which is this one.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from humanloop import Humanloop
from humanloop.server import Settings, serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 0.05
ROUNDS = 200
PIECES = 20
ANSWER = {
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 5},
}


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer requests on one connection."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-l")
            )
            asked = json.loads(await reader.readexactly(length))
            await asyncio.sleep(SECONDS)
            if not asked.get("stream"):
                body = json.dumps(ANSWER).encode()
                fields = f"Content-Type: application/json\r\nContent-Length: {len(body)}"
            else:
                chunks: list[Any] = [{"choices": [{"index": 0, "delta": {"content": "Hi "}}]} for _ in range(PIECES)]
                chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
                body = b"".join(f"data: {json.dumps(chunk)}\n\n".encode() for chunk in chunks) + b"data: [DONE]\n\n"
                fields = f"Content-Type: text/event-stream\r\nContent-Length: {len(body)}"
            writer.write(f"HTTP/1.1 200 OK\r\n{fields}\r\n\r\n".encode() + body)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def provide() -> None:
    """Be the provider, until the input ends."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Answer the milliseconds that a call takes, and those of the processor."""
    began, cpu = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - began) * 1000, (time.process_time() - cpu) * 1000


def main() -> None:
    """Measure, and print a table."""
    with subprocess.Popen([sys.executable, "-m", __spec__.name, "provide"], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        settings = Settings(
            database="sqlite://",
            port=0,
            api_key=SecretStr("k"),
            provider_urls={"openai": f"http://127.0.0.1:{port}/v1"},
        )
        with serve_in_thread(settings=settings) as running:
            measure(Humanloop("k", running.url, openai_api_key="sk-benchmark"))
        process.communicate()


def measure(humanloop: Humanloop) -> None:
    """Ask both providers in turns."""
    script = {"mock_latency": SECONDS, "mock_output": "Hi " * PIECES}
    configs: dict[str, Any] = {
        "mock": {"model": "m", "provider": "mock", "other": script},
        "adapter": {"model": "m", "provider": "openai"},
    }

    def whole(name: str) -> None:
        messages: Any = [{"role": "user", "content": "hello"}]
        humanloop.chat(project="p", model_config=configs[name], messages=messages)

    def first_token(name: str) -> None:
        messages: Any = [{"role": "user", "content": "hello"}]
        with humanloop.chats.stream(project="p", model_config=configs[name], messages=messages) as tokens:
            next(iter(tokens))

    print(f"{'ms':12} {'mock':>10} {'adapter':>10} {'more':>10}   CPU: mock, adapter, more (% of the provider's time)")
    for title, ask in (("whole", whole), ("first token", first_token)):
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in configs}
        for name in configs:
            for _ in range(10):
                ask(name)
        for _ in range(ROUNDS):
            for name, found in taken.items():
                found.append(timed(partial(ask, name)))
        wall = {name: statistics.median(each for each, _ in found) for name, found in taken.items()}
        cpu = {name: statistics.median(each for _, each in found) for name, found in taken.items()}
        more = cpu["adapter"] - cpu["mock"]
        print(
            f"{title:12} {wall['mock']:10.2f} {wall['adapter']:10.2f} {wall['adapter'] - wall['mock']:10.2f}   "
            f"{cpu['mock']:.2f}, {cpu['adapter']:.2f}, {more:.2f} ({more / SECONDS / 10:.1f} %)"
        )


if __name__ == "__main__":
    asyncio.run(provide()) if sys.argv[1:] == ["provide"] else main()
