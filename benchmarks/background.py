"""`python -m benchmarks.background`: what logging in the background costs and loses, beside others that do it.

Each cell is a program of its own against a collector on this machine; peers run from an environment of their own
(`--peers` makes it). Their events are small, ours are records of 3 KB. `bare` writes the same record with `json.dumps`
and `os.write`, in the same minute.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.peers import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

PEERS = {
    "posthog": "posthog==7.91.1",
    "segment": "segment-analytics-python==2.4.0",
    "langfuse": "langfuse==5.0.4",
    "opentelemetry": "opentelemetry-exporter-otlp-proto-http==1.45.2",
}
BEGIN = {
    "ours": """
from humanloop import Humanloop
humanloop = Humanloop(api_key="key", host=url + "/v4")
log_of = humanloop.background.log
more = {"project": "bench", "inputs": {"question": "y" * 500}, "messages": [{"role": "user", "content": "z" * 400}],
        "source": "bench", "duration": 1.5}
def log(n): log_of(output=f"ev-{n}-x" + "x" * 2000, **more)
""",
    "bare": """
import json, tempfile
descriptor = os.open(tempfile.mkdtemp() + "/bare", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
more = {"project": "bench", "inputs": {"question": "y" * 500}, "messages": [{"role": "user", "content": "z" * 400}],
        "source": "bench", "duration": 1.5}
def log(n): os.write(descriptor, json.dumps({"output": f"ev-{n}-x" + "x" * 2000, **more}).encode())
""",
    "posthog": """
import posthog
client = posthog.Posthog("phc_key", host=url)
def log(n): client.capture(f"ev-{n}-x", distinct_id="someone", properties={"a": 1})
""",
    "segment": """
import segment.analytics as analytics
analytics.write_key, analytics.host = "key", url
def log(n): analytics.track("someone", f"ev-{n}-x", {"a": 1})
""",
    "langfuse": """
from langfuse import Langfuse
client = Langfuse(public_key="pk-lf-key", secret_key="sk-lf-key", host=url)
def log(n): client.start_observation(name=f"ev-{n}-x", input={"a": 1}).end()
""",
    "opentelemetry": """
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=url + "/v1/traces")))
tracer = provider.get_tracer("bench")
def log(n): tracer.start_span(f"ev-{n}-x", attributes={"a": 1}).end()
""",
}
HEAD = "import json, os, resource, signal, sys, time\nurl = sys.argv[1]\n"
COST = """
first = time.perf_counter(); log(0); first = time.perf_counter() - first
taken = []
for n in range(1, 2001):
    start = time.perf_counter(); log(n); taken.append(time.perf_counter() - start)
taken.sort()
print(json.dumps([first, taken[1000], taken[1980]]), flush=True)
os._exit(0)
"""
ENDS = {
    "normal end": "for n in range(2000): log(n)",
    "exception": "for n in range(2000): log(n)\nraise ValueError('as planned')",
    "SIGTERM": "for n in range(2000): log(n)\nos.kill(os.getpid(), signal.SIGTERM)",
    "kill -9": "for n in range(2000): log(n)\nos.kill(os.getpid(), signal.SIGKILL)",
}
OUTAGE = """
def most(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before, started = most(), time.monotonic()
for n in range(200000): log(n)
print(most() - before, flush=True)
time.sleep(max(0, 60 - (time.monotonic() - started)))
print("over", flush=True)
sys.stdin.readline()
if "--ours" in sys.argv: humanloop.background.flush(900)
else: time.sleep(60)
print(most() - before, flush=True)
if "--ours" in sys.argv: print(humanloop.background.status().dropped, flush=True)
os._exit(0)
"""
DRAIN = "print(humanloop.background.flush(120))"


class Collector:
    """Counts the events that came, each once, by the names that stand in them."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.hangs = False
        self._answers: dict[str, bytes] = {}

    def take(self, headers: Any, data: bytes) -> bytes:
        """Note what came, and answer it."""
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        key = headers.get("Idempotency-Key", "")
        if not key or key not in self._answers:
            found = [int(number) for number in re.findall(rb"ev-(\d+)-x", data)]
            self.seen.update(found)
            self._answers[key] = json.dumps([{"id": f"data_{number}"} for number in found]).encode()
        return self._answers[key] if key else b"{}"


@contextmanager
def collecting(port: int = 0) -> Iterator[tuple[Collector, str]]:
    """Run a collector; while it hangs, it reads requests and does not answer."""
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            data = self.rfile.read(length)
            if len(data) < length:
                return  # Killed in the middle of a request.
            while collector.hangs:
                time.sleep(0.1)
            answer = collector.take(self.headers, data)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Idempotency-Status", "new")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """Programs that are killed hang up."""

    server = Server(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield collector, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def start(subject: str, code: str, url: str, python: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a program that logs through a subject."""
    return subprocess.Popen(
        [python, "-c", HEAD + BEGIN[subject] + code, url, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def run(subject: str, code: str, url: str, python: str) -> tuple[str, float]:
    """Run it to its end, two minutes at most: what it printed, and how long it took."""
    started = time.perf_counter()
    process = start(subject, code, url, python)
    try:
        output, _ = process.communicate(timeout=120)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
    return output, time.perf_counter() - started


def cost(subject: str, python: str, server: str) -> str:
    """Median and p99 of a call in microseconds, best of three, while the server is away, hangs or is well."""
    best: list[float] | None = None
    for _ in range(3):
        with collecting() as (collector, url):
            collector.hangs = server == "hangs"
            output, _ = run(subject, COST, "http://127.0.0.1:9" if server == "away" else url, python)
        measured = json.loads(output)
        best = measured if best is None or measured[1] < best[1] else best
    first, median, p99 = best or [0, 0, 0]
    return f"{median * 1e6:.0f} / {p99 * 1e6:.0f} ({first * 1e3:.0f} ms)"


def lost(subject: str, python: str, code: str) -> str:
    """How many of 2,000 events are lost; ours may be sent by the next process."""
    with collecting() as (collector, url):
        run(subject, code, url, python)
        if subject == "ours":
            run(subject, DRAIN, url, python)
        time.sleep(1)
        return str(2000 - len(collector.seen))


def hanging_end(subject: str, python: str) -> str:
    """Seconds from the last event to the end while the server hangs, and how many are lost."""
    code = "for n in range(2000): log(n)\nprint(time.time(), flush=True)"
    with collecting() as (collector, url):
        collector.hangs = True
        process = start(subject, code, url, python)
        try:
            output, _ = process.communicate(timeout=120)
            seconds = f"{time.time() - float(output):.1f}"
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            seconds = "> 115"
        collector.seen.clear()
        collector.hangs = False
        time.sleep(1)
        if subject == "ours":
            run(subject, DRAIN, url, python)
        gone = 2000 - len(collector.seen) if subject == "ours" else 2000
        return f"{seconds} s, {gone} lost"


def outage(subject: str, python: str) -> str:
    """Memory after 200,000 events in an outage of 60 s, and after what waited is sent, and how many never come."""
    with collecting() as (_, url):
        pass
    process = start(subject, OUTAGE, url, python, *(["--ours"] if subject == "ours" else []))
    assert process.stdout is not None
    queued = int(process.stdout.readline() or 0) / 1024
    process.stdout.readline()
    with collecting(int(url.rpartition(":")[2])) as (collector, _):
        try:
            output, _ = process.communicate("\n", timeout=900)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
        sent, *dropped = map(int, output.split())
        said = "".join(f", {count} dropped" for count in dropped)
        return f"+{queued:.0f} MB, +{sent / 1024:.0f} MB once sent{said}, {200000 - len(collector.seen)} lost"


def throughput() -> str:
    """The time of lists of 100 by `client.log`, as a share of the time of 5,000 calls and `flush()`.

    Eight pairs, each way first in every second one, since the server's database grows: the best time of each, since
    whatever else runs only adds to both, and the median of the pairs.
    """
    code = """
import tempfile, time
from humanloop.server import serve_in_thread
with serve_in_thread(database=tempfile.mkdtemp() + "/bench.db") as server:
    print(server.url, server.api_key, flush=True)
    sys.stdin.readline()
"""
    server = subprocess.Popen(
        [sys.executable, "-c", "import sys\n" + code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    url, key = server.stdout.readline().split()
    measure = f"""
from humanloop import Humanloop
humanloop = Humanloop(api_key={key!r}, host={url!r})
log_of = humanloop.background.log
record = dict(more, output="x" * 2000)
def direct():
    start = time.perf_counter()
    for _ in range(50): humanloop.log([record] * 100)
    return time.perf_counter() - start
def queued():
    start = time.perf_counter()
    for _ in range(5000): log_of(**record)
    assert humanloop.background.flush(120)
    return time.perf_counter() - start
direct(), queued()
pairs = []
for turn in range(8):
    ways = (direct, queued) if turn % 2 else (queued, direct)
    taken = {{way: way() for way in ways}}
    pairs.append((taken[direct], taken[queued]))
shares = sorted(one / other for one, other in pairs)
print(min(one for one, _ in pairs) / min(other for _, other in pairs), (shares[3] + shares[4]) / 2)
"""
    try:
        output, _ = run("ours", measure, url, sys.executable)
    finally:
        server.communicate("\n")
    best, median = map(float, output.split())
    return f"{best:.2f}, median of pairs {median:.2f}"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.background", description=__doc__)
    parser.add_argument("--peers", action="store_true", help="install the peers and measure them too")
    parser.add_argument("--outage", action="store_true", help="also 200,000 events while the server is away (minutes)")
    asked = parser.parse_args()
    os.environ["HUMANLOOP_SPOOL"] = tempfile.mkdtemp(prefix="humanloop-benchmark-")
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])
    pythons = {"ours": sys.executable} | ({name: environment(PEERS[name]) for name in PEERS} if asked.peers else {})
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"load before: {load:.1f}; median / p99 in µs (first call)\n")
    print("| | away | hangs | well |" + "".join(f" lost: {way} |" for way in ENDS) + " end while it hangs |")
    print("|---|" + "---|" * (4 + len(ENDS)))
    print("| bare | " + cost("bare", sys.executable, "away") + " |" * (len(ENDS) + 4))
    for name, python in pythons.items():
        cells = [cost(name, python, server) for server in ("away", "hangs", "well")]
        cells += [lost(name, python, code) for code in ENDS.values()]
        print(f"| {name} | {' | '.join([*cells, hanging_end(name, python)])} |", flush=True)
    if asked.outage:
        for name, python in pythons.items():
            print(f"\n200,000 while it is away, {name}: {outage(name, python)}", flush=True)
    print(f"\nthroughput, direct / queued: {throughput()}")


if __name__ == "__main__":
    main()
