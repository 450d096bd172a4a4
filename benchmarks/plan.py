"""The workloads: what each one runs in a fresh interpreter, and how much of the floor's cost it may take."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_ANSWER = """\
from benchmarks.floor.logs import Calls
answer = Calls({host!r}).get("data_0000")
assert answer.id == "data_0000" and answer.config.model == "gpt-4" and str(answer.updated_at)[:4] == "2024"
"""
FIRST_ANSWER_PACKAGE = """\
from humanloop import Humanloop
answer = Humanloop(api_key="key", host={host!r}).logs.get(id="data_0000")
assert answer.id == "data_0000" and answer.config.model == "gpt-4" and str(answer.updated_at)[:4] == "2024"
"""


@dataclass(frozen=True)
class Workload:
    """One row of the table.

    Attributes:
        key: Its letter in the table.
        title: What it does.
        at_most: The ratio to the floor that is asked for.
        floor: Code of the floor.
        package: Code over the public API of the package.
        rounds: How often floor and package take turns.
    """

    key: str
    title: str
    at_most: float
    floor: str
    package: str
    rounds: int = 5


def _inside(key: str, title: str, at_most: float, module: str, rounds: int = 5) -> Workload:
    """A workload that starts its own clock: the module of that name has a function for either side."""
    code = f"from benchmarks.sampling import main; main({module!r}, {{side!r}}, {{host!r}})"
    return Workload(
        key, title, at_most, code.replace("{side!r}", "'floor'"), code.replace("{side!r}", "'package'"), rounds
    )


WORKLOADS = (
    Workload(
        "a",
        "`from humanloop import Humanloop`, fresh process",
        0.40,
        "from benchmarks.floor.logs import Calls",
        "from humanloop import Humanloop",
        rounds=9,
    ),
    Workload(
        "b",
        "process start → first typed answer of `logs.get`",
        1.08,
        FIRST_ANSWER,
        FIRST_ANSWER_PACKAGE,
        rounds=15,
    ),
    _inside("c", "`logs.get` (3.4 KB), sequential, per call", 1.10, "get"),
    _inside("c3", "`chat` (2 KB answer), with argument checks, per call", 1.20, "chat"),
    _inside("d", "`log` with a 50 KB body, per call", 1.10, "log"),
    _inside("d1", "`log` of one text of 50 KB, per call", 1.10, "body_text", rounds=9),
    _inside("d2", "`log` of 2,000 short values, nested four deep, per call", 1.10, "body_values", rounds=9),
    _inside("d3", "`log` of 300 chat messages, per call", 1.10, "body_messages", rounds=9),
    _inside("e", "`logs.list`, 1,000 records (3.4 MB), typed", 1.03, "page", rounds=15),
    _inside("f", "10,000 server-sent events, asynchronous, per event", 1.30, "stream_async"),
    _inside("f2", "10,000 server-sent events, synchronous, per event", 1.30, "stream"),
    _inside("g", "32 threads on one client, 3,200 calls, per call", 1.10, "threads", rounds=9),
    _inside("h", "asynchronous, 1,000 calls, 100 in flight, per call", 1.25, "concurrent", rounds=9),
)
MEMORY = {"e": 1.05}
"""Workloads whose peak memory counts too, and the ratio that is asked for."""
CONNECTIONS = {"h": 100}
"""Workloads whose connections are counted, and how many they may open."""
