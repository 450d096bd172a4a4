"""Lists of logs beside very many of them, by requests on one connection: what a page of 20 takes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.server.filling import START, STEP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.server.filling import Filled
    from benchmarks.server.processes import Running

_TIMES = 7
_SIZE = 20
_RATED = "feedback-rating_filter"


@dataclass(frozen=True)
class Listed:
    """How long a list took.

    Args:
        name: Which list.
        seconds: Median of several times; most of them know the total.
        first: The first time, which counts it.
    """

    name: str
    seconds: float
    first: float


def lists(running: Running, filled: Filled, count: int) -> Iterator[Listed]:
    """Time each kind of list.

    Args:
        running: The server.
        filled: What was put into its database.
        count: How many logs that were.
    """
    with running.connect() as connection:
        for name, query in _queries(filled, count).items():
            times: list[float] = []
            for _ in range(_TIMES):
                began = time.perf_counter()
                path = f"/logs?project_id={filled.project_id}&size={_SIZE}{query}"
                status, answer = connection.request("GET", path)
                times.append(time.perf_counter() - began)
                assert status == 200, answer
            yield Listed(name, median(times), times[0])


def pages(running: Running, filled: Filled, count: int) -> Iterator[tuple[str, float]]:
    """Time pages of 100 whole logs, in the same way."""
    with running.connect() as connection:
        for name, query in (
            ("logs.list, first page of 100", ""),
            ("logs.list, second page of 100", "&page=1"),
            ("logs.list, page of 100 of one source", "&source_filter=api"),
            ("logs.list, page of 100 of some days", _days(count)),
            ("logs.get", None),
        ):
            path = f"/logs?project_id={filled.project_id}&size=100{query}"
            if query is None:
                path = f"/logs/data_{count // 2:021}"
            times: list[float] = []
            for _ in range(_TIMES):
                began = time.perf_counter()
                status, answer = connection.request("GET", path)
                times.append(time.perf_counter() - began)
                assert status == 200, answer
            yield name, median(times)


def _queries(filled: Filled, count: int) -> dict[str, str]:
    days = _days(count)
    found = f"evaluator-{filled.evaluator_id}_filter"
    return {
        "first page": "",
        "second page": "&page=1",
        "page in the middle by time": f"&page={count // _SIZE // 2}",
        "some days": days,
        "one source": "&source_filter=api",
        "two sources": "&source_filter=api&source_filter=playground",
        "a rare source": "&source_filter=batch",
        "one model": "&model_filter=model-2",
        "two models": "&model_filter=model-2&model_filter=model-3",
        "one model and one source": "&model_filter=model-3&source_filter=playground",
        "one status of configs": "&version_status=committed",
        "one value of feedback": f"&{_RATED}=bad",
        "two values of feedback": f"&{_RATED}=bad&{_RATED}=good",
        "a rare value of feedback": f"&{_RATED}=ugly",
        "one value of feedback and a source": f"&{_RATED}=bad&source_filter=api",
        "one value of an evaluator": f"&{found}=3",
        "search for a text of one log": f"&search=answer+{count // 2}.",
        "search in metadata of one log": f"&metadata_search=request%22:{count // 2}%7D",
        **{
            f"in the order of {name}, {way}": f"&sort={name}.{way}"
            for name in ("source", "model", "timestamp", "feedback-rating", "feedback-comment")
            for way in ("asc", "desc")
        },
        "one source, in the order of models": "&source_filter=api&sort=model.asc",
        "a rare source, in the order of models": "&source_filter=batch&sort=model.desc",
        "one model, in the order of sources": "&model_filter=model-2&sort=source.asc",
        "one value of feedback, in the order of models": f"&{_RATED}=bad&sort=model.asc",
        "some days, in the order of models": f"{days}&sort=model.asc",
        "one source, in the order of feedback": "&source_filter=api&sort=feedback-rating.desc",
        "in the order of models, then of sources": "&sort=model.asc&sort=source.asc",
    }


def _days(count: int) -> str:
    start, end = (START + count * part // 10 * STEP for part in (4, 5))
    return f"&start_date={_date(start)}&end_date={_date(end)}"


def _date(second: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(second))
