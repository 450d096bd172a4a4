"""Reads beside very many logs."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.server.processes import server
from benchmarks.server.rows import add_logs, first_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READS = {
    "logs.list, first page of 50 whole logs": "≤ 20 ms",
    "logs.get": "≤ 5 ms",
    "projects.get": "≤ 20 ms",
    "logs.list, searching for a text of one log": "",
    "logs.list, searching for metadata of one log": "",
}
"""What is timed, and what is asked for."""
_TIMES = 50


def reads(database: Path, counts: list[int]) -> Iterator[tuple[int, list[float]]]:
    """Time each kind of read, with ever more logs in the project; answers medians in seconds."""
    with server(database) as running:
        project_id = first_log(running)
    for count in counts:
        add_logs(database, project_id, count)
        with server(database) as running, running.connect() as connection:
            figures: list[float] = []
            # Spread over the whole table, so that not the same few pages are read again and again.
            wanted = [2 + number * count // (_TIMES + 1) for number in range(_TIMES)]
            for paths in (
                [f"/logs?project_id={project_id}"] * _TIMES,
                [f"/logs/data_{number:021}" for number in wanted],
                [f"/projects/{project_id}"] * _TIMES,
                [f"/logs?project_id={project_id}&search=answer+{number}." for number in wanted],
                [f"/logs?project_id={project_id}&metadata_search=request%22:{number}%7D" for number in wanted],
            ):
                times: list[float] = []
                for path in paths:
                    began = time.perf_counter()
                    status, answer = connection.request("GET", path)
                    times.append(time.perf_counter() - began)
                    assert status == 200, answer
                figures.append(median(times))
            yield count, figures
