"""`python -m benchmarks.server`: what the local server can do, beside a bare FastAPI + sqlite3 in the same run."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.report import machine, table
from benchmarks.server import deaths, filling, hardness, kills, lists, pages, partitions
from benchmarks.server.evaluation import evaluate
from benchmarks.server.load import WARMING, Load, log_all, log_in_lists, log_on
from benchmarks.server.processes import floor, server
from benchmarks.server.size import size_of_server
from tests.server.platform.postgresql import postgresql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Row = list[str]

_THREADS = 8
_ROUNDS = 3
_LOGS = 4_000
_MANY_LOGS = 20_000
_LOGS_OF_TURN = 1_000
_LISTS = 9
_LIST = 1_000
_HUNDRED_THOUSAND = 100_000
_MILLION = 1_000_000
_ASKED_FOR = frozenset({"lists", "pages", "partitions"})
"""Parts that take minutes and gigabytes, and are measured only by their names."""


def main() -> None:
    """Measure what the command line asks for and print it."""
    asked = _arguments()
    began = time.perf_counter()
    print(f"{machine()}\n")
    rows: list[Row] = []
    if asked.folder:
        asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        for part in _parts(asked, Path(folder)):
            for row in part:
                rows.append(row)
                _say(" | ".join(row))
    _say("")
    print(table(["figure", "asked for", "floor", "**ours**"], rows))
    print(f"\n{time.perf_counter() - began:.0f} s: python -m benchmarks.server {' '.join(sys.argv[1:])}".rstrip())
    if asked.json:
        asked.json.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=1), encoding="utf-8")


def _parts(asked: argparse.Namespace, folder: Path) -> Iterator[Iterator[Row]]:
    parts = _parts_of_postgresql(asked) if asked.database == "postgresql" else _parts_of_sqlite(asked, folder)
    for name, part in parts.items():
        if name in asked.only or (not asked.only and name not in _ASKED_FOR):
            yield part()


def _parts_of_postgresql(asked: argparse.Namespace) -> dict[str, Callable[[], Iterator[Row]]]:
    return {
        "logs": _postgresql,
        "deaths": lambda: _deaths(asked.kills),
        "lists": lambda: _lists_of_postgresql(asked.count),
        "pages": lambda: _pages(asked.count),
        "partitions": lambda: _partitions(asked.count),
    }


def _parts_of_sqlite(asked: argparse.Namespace, folder: Path) -> dict[str, Callable[[], Iterator[Row]]]:
    return {
        "logs": lambda: _logs(folder),
        "memory": lambda: _memory(folder),
        "reads": lambda: _reads(folder, large=asked.large),
        "evaluation": lambda: _evaluation(folder),
        "kills": lambda: _kills(folder, asked.kills),
        "size": lambda: _size(folder),
        "hardness": lambda: _hardness(folder, asked.old_keys),
        "lists": lambda: _lists(str(folder / "lists.db"), asked.count),
    }


def _logs(folder: Path) -> Iterator[Row]:
    """Durable logs; the floor and the server take turns, so that both have the same machine."""
    loads: dict[str, list[Load]] = {"floor": [], "ours": []}
    starts: list[float] = []
    for turn in range(_ROUNDS):
        for name, run in (("floor", floor), ("ours", server)):
            with run(folder / f"{name}-{turn}.db") as running:
                if name == "ours":
                    starts.append(running.seconds_to_start)
                log_all(running.url, threads=_THREADS, count=200)
                loads[name].append(log_all(running.url, threads=_THREADS, count=_LOGS, first=1_000))
    bare, ours = (max(load.rate for load in loads[name]) for name in ("floor", "ours"))
    ratio = median(our.rate / base.rate for our, base in zip(loads["ours"], loads["floor"], strict=True))
    p99 = [f"{median(load.p99 for load in loads[name]) * 1000:.1f} ms" for name in ("floor", "ours")]
    yield [f"durable `POST /logs`, {_THREADS} threads", "≥ 600/s, aim 900/s", f"{bare:.0f}/s", f"**{ours:.0f}/s**"]
    yield ["the same, as a part of the floor", "≥ 0.33", "1", f"**{ratio:.2f}**"]
    yield ["p99 of the same", "≤ 40 ms", p99[0], f"**{p99[1]}**"]
    yield ["start to the first 200, new database", "≤ 2 s", "", f"**{median(starts):.2f} s**"]


def _postgresql() -> Iterator[Row]:
    """Durable logs on PostgreSQL: the floor, one server and two of them by turns.

    Two servers are measured with as many threads each as one has, and with the threads of one divided among them.
    """
    loads: dict[str, list[Load]] = {"floor": [], "one": [], "two": [], "divided": []}
    spent: dict[str, list[float]] = {"floor": [], "one": []}
    with postgresql(is_durable=True) as cluster:
        for turn in range(_ROUNDS):
            for name, run in (("floor", floor), ("one", server)):
                with run(cluster.new_database(f"{name}{turn}")) as running:
                    before = running.cpu()
                    loads[name].append(log_on([running.url], threads=_THREADS, count=_LOGS_OF_TURN))
                    spent[name].append((running.cpu() - before) / (_LOGS_OF_TURN + WARMING))
            for name, times in (("two", 2), ("divided", 1)):
                database = cluster.new_database(f"{name}{turn}")
                with server(database) as first, server(database) as second:
                    urls, threads, count = [first.url, second.url], times * _THREADS, times * _LOGS_OF_TURN
                    loads[name].append(log_on(urls, threads=threads, count=count))
        with server(cluster.new_database("lists")) as running:
            in_lists = log_in_lists(running, count=_LISTS * _LIST, size=_LIST)
        deadlocks = cluster.log().count("deadlock detected")
    bare, one, two, divided = (max(load.rate for load in loads[name]) for name in loads)
    yield [f"`POST /logs` on PostgreSQL, {_THREADS} threads", "≥ 700/s", f"{bare:.0f}/s", f"**{one:.0f}/s**"]
    for name, other, limit, what in (
        ("one", "floor", "≥ 0.4", "the same, as a part of the floor"),
        ("two", "one", "≥ 1.3", f"two servers, {_THREADS} threads each, {two:.0f}/s, as a part of one"),
        ("divided", "one", "≥ 1.3", f"two servers, {_THREADS} threads in all, {divided:.0f}/s, as a part of one"),
    ):
        ratio = median(ours.rate / base.rate for ours, base in zip(loads[name], loads[other], strict=True))
        yield [what, limit, "1", f"**{ratio:.2f}**"]
    base, ours = (f"{1 / min(spent[name]):.0f}/s" for name in ("floor", "one"))
    yield ["logs a second of processor time of the server", "", base, f"**{ours}**"]
    yield ["p99 of two servers", "≤ 60 ms", "", f"**{median(load.p99 for load in loads['two']) * 1000:.0f} ms**"]
    yield [f"lists of {_LIST:,}, one after the other", "≥ 5,000/s", "", f"**{in_lists:,.0f}/s**"]
    yield ["deadlocks in the database's log", "0", "", f"**{deadlocks}**"]


def _deaths(kills_of_each: int) -> Iterator[Row]:
    for what, count, losses in (
        ("one of two workers", 4 * kills_of_each, deaths.workers(4 * kills_of_each)),
        ("PostgreSQL", kills_of_each, deaths.databases(kills_of_each)),
        ("the primary, and its standby is promoted", 1, deaths.failover()),
    ):
        shown = f"**{losses.lost}** lost, **{losses.twice}** twice, of {losses.confirmed:,}"
        yield [f"{count} times kill -9 of {what} under load", "none lost, none twice", "", shown]
        yield ["the longest time until all are served again", "≤ 10 s", "", f"**{losses.pause:.1f} s**"]


def _lists_of_postgresql(count: int) -> Iterator[Row]:
    with postgresql(is_durable=True) as cluster:
        yield from _lists(cluster.new_database("lists"), count)


def _filled(database: str, count: int) -> filling.Filled:
    """Fill a new database."""
    with server(database) as running:
        filled = filling.prepare(running)
    filling.fill(database, filled, count)
    return filled


def _lists(database: str, count: int) -> Iterator[Row]:
    filled = _filled(database, count)
    with server(database) as running:
        for place, each in enumerate(lists.lists(running, filled, count)):
            shown = f"**{each.seconds * 1000:.1f} ms**, the first time {each.first * 1000:.0f} ms"
            yield [f"logs.list, {each.name}, {count:,} logs", "≤ 50 ms" if place else "≤ 10 ms", "", shown]


def _pages(count: int) -> Iterator[Row]:
    with postgresql(is_durable=True) as cluster:
        database = cluster.new_database("pages")
        filled = _filled(database, count)
        with server(database) as running:
            for name, seconds in lists.pages(running, filled, count):
                yield [f"{name}, {count:,} logs", "≤ 15 ms", "", f"**{seconds * 1000:.1f} ms**"]


def _partitions(count: int) -> Iterator[Row]:
    with postgresql(is_durable=True) as cluster:
        database = cluster.new_database("partitions")
        for each in partitions.compare(database, _filled(database, count), count):
            shown = f"{each.partitions * 1000:.2f} ms in {partitions.PARTITIONS} partitions"
            yield [f"{each.name}, {count:,} logs", shown, "", f"**{each.table * 1000:.2f} ms** in one table"]


def _memory(folder: Path) -> Iterator[Row]:
    with server(folder / "memory.db") as running:
        rest = running.memory()
        log_all(running.url, threads=_THREADS, count=_MANY_LOGS)
        loaded = running.memory()
    yield ["memory at rest", "≤ 120 MB", "", f"**{rest / 1e6:.0f} MB**"]
    yield [f"memory after {_MANY_LOGS:,} logs", "≤ 150 MB", "", f"**{loaded / 1e6:.0f} MB**"]


def _reads(folder: Path, *, large: bool) -> Iterator[Row]:
    counts = [_HUNDRED_THOUSAND, _MILLION] if large else [_HUNDRED_THOUSAND]
    for count, figures in pages.reads(folder / "reads.db", counts):
        for (name, limit), seconds in zip(pages.READS.items(), figures, strict=True):
            yield [f"{name}, {count:,} logs", limit, "", f"**{seconds * 1000:.1f} ms**"]


def _evaluation(folder: Path) -> Iterator[Row]:
    with server(folder / "evaluation.db") as running:
        seconds = evaluate(running)
    yield ["evaluation of 100 rows, 2 python evaluators, `mock`", "≤ 0.5 s", "", f"**{seconds:.2f} s**"]


def _kills(folder: Path, count: int) -> Iterator[Row]:
    losses = list(kills.rounds(folder / "kills.db", count))
    acknowledged, found = sum(loss.acknowledged for loss in losses), sum(loss.found for loss in losses)
    halves = sum(loss.halves for loss in losses)
    shown = f"**{found:,}** of {acknowledged:,}, {halves} halves"
    yield [f"{count} times kill -9 under full load: acknowledged and found", "all, none by half", "", shown]


def _size(folder: Path) -> Iterator[Row]:
    size = size_of_server(folder / "environment")
    shown = f"**{(size.files + size.bytecode) / 1e6:.1f} MB**, {size.bytecode / 1e6:.1f} MB of it"
    yield ["extra `server` installed, with the bytecode", "≤ 60 MB", "", shown]
    yield ["its distributions, base included", "≤ 32", "", f"**{size.distributions}**"]


def _hardness(folder: Path, old_keys: int) -> Iterator[Row]:
    for kind, longest, waits in hardness.large_requests(folder / "large.db"):
        shown = f"**{waits.p99 * 1000:.0f} ms**, at most {waits.longest * 1000:.0f} ms"
        yield [f"p99 of others' writes beside 10,000 {kind} each 2 s", "≤ 200 ms", "", shown]
        yield [f"the longest of these requests with {kind}", "≤ 20 s", "", f"**{longest:.2f} s**"]
    memory, wait = hardness.slow_readers(folder / "slow.db")
    yield ["memory with 100 slow readers of the largest page", "≤ 400 MB", "", f"**{memory / 1e6:.0f} MB**"]
    yield ["the longest small read beside them", "≤ 1 s", "", f"**{wait:.2f} s**"]
    seconds, waits = hardness.old_keys(folder / "old.db", old_keys)
    shown = f"**{waits.p99 * 1000:.0f} ms**, all gone after {seconds:.0f} s"
    yield [f"p99 of others' writes while {old_keys:,} old keys are forgotten", "≤ 100 ms", "", shown]
    verdict, first = hardness.verdicts(folder / "verdicts.db")
    yield ["a verdict of a python evaluator, warm", "≤ 5 ms more than before", "", f"**{verdict * 1000:.1f} ms**"]
    yield ["the first verdict of a new evaluator", "≤ 200 ms", "", f"**{first * 1000:.0f} ms**"]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.server", description=__doc__)
    parts = "logs,memory,reads,evaluation,kills,size,hardness,lists; of postgresql logs,deaths,lists,pages,partitions"
    parser.add_argument("--only", type=lambda names: set(names.split(",")), default=set(), metavar=parts)
    kinds = ("sqlite", "postgresql")
    parser.add_argument("--database", choices=kinds, default=kinds[0], help="what stores")
    parser.add_argument(
        "--count", type=int, default=_MILLION, metavar="N", help="logs of lists and pages (%(default)s)"
    )
    parser.add_argument("--large", action="store_true", help="reads beside 1,000,000 logs too: five minutes, 6 GB")
    parser.add_argument("--kills", type=int, default=5, metavar="N", help="how often to kill the server (%(default)s)")
    parser.add_argument("--old-keys", type=int, default=100_000, metavar="N", help="keys to forget (%(default)s)")
    parser.add_argument("--folder", type=Path, default=Path(), help="where the databases are made; on a real disk")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there")
    asked: Any = parser.parse_args()
    return asked


def _say(text: str) -> None:
    """Tell people at a terminal how far it is."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
