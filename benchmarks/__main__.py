"""`python -m benchmarks`: what this package costs beyond the wire and the parsing, as ratios to hand-written code."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from benchmarks import growth, layers
from benchmarks.peers import environment, size_of_package
from benchmarks.plan import WORKLOADS
from benchmarks.report import machine, rows_of, size_row, table
from benchmarks.runs import measure, stub_server


def main() -> None:
    """Run what the command line asks for and print it."""
    asked = _arguments()
    started = time.perf_counter()
    print(f"{machine()}\n")
    if asked.growth:
        measured: object = growth.run_all()
    elif asked.layers:
        measured = layers.run_all()
    else:
        measured = _ratios(asked.only, asked.rounds, {spec: environment(spec) for spec in asked.peer})
    print(f"\n{time.perf_counter() - started:.0f} s: python -m benchmarks {' '.join(sys.argv[1:])}".rstrip())
    if asked.json:
        asked.json.write_text(json.dumps({"machine": machine(), "measured": measured}, indent=1), encoding="utf-8")


def _ratios(only: set[str], rounds: int | None, peers: dict[str, str]) -> dict[str, object]:
    rows: list[list[str]] = []
    measured: dict[str, object] = {}
    notes: list[str] = []
    with stub_server() as host:
        for workload in WORKLOADS:
            if only and workload.key not in only:
                continue
            _say(f"{workload.key}: {workload.title}")
            result = measure(workload if rounds is None else replace(workload, rounds=rounds), peers, host)
            measured[workload.key] = result
            rows += rows_of(workload, result)
            notes += [f"{workload.key}, {name}: {why}" for name, why in result.items() if isinstance(why, str)]
    if not only or "i" in only:
        sizes = {name: size_of_package(python) for name, python in {"ours": sys.executable, **peers}.items()}
        measured["i"] = sizes
        rows.append(size_row(list(sizes.values())))
    _say("")
    print(table(["", "workload", "floor", "asked for", "**ours**", *peers], rows))
    for note in notes:
        print(f"\n— {note}")
    return measured


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", type=lambda keys: set(keys.split(",")), default=set(), metavar="c,d")
    parser.add_argument("--rounds", type=int, metavar="N", help="turns of each workload; more of them scatter less")
    parser.add_argument("--peer", action="append", default=[], metavar="SPEC", help="for example humanloop==0.7.15")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all samples there")
    parser.add_argument("--growth", action="store_true", help="how time and memory grow, instead")
    parser.add_argument("--layers", action="store_true", help="where the time of `logs.get` goes, instead")
    asked = parser.parse_args()
    unknown = asked.only - {workload.key for workload in WORKLOADS} - {"i"}
    if unknown:
        parser.error(f"there is no workload {', '.join(sorted(unknown))}")
    if asked.rounds is not None and asked.rounds < 1:
        parser.error(f"--rounds {asked.rounds}: at least one")
    return asked


def _say(text: str) -> None:
    """Tell people at a terminal how far it is."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
