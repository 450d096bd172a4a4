"""Results that end the servers that make them: which ones they are, and how they are given up.

While nothing ends a server, nothing is noted. Who takes an evaluation over from a server that has died goes on with
care: what is begun is noted before, so that the next one knows what may have been the reason. What was begun when
another died is made alone from then on; alone, it has no others to share the blame with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.judgements import Judged, Judgement, store_judgements
from humanloop.server.domain.links import Links
from humanloop.server.domain.log_rows import log_row, store_logs
from humanloop.server.store import datasets as dataset_rows
from humanloop.server.store import evaluation_work as rows
from humanloop.server.store import evaluations as evaluation_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

RESULT_GIVEN_UP = "Given up: three servers have ended while they worked on this."
# The first one that has died has noted nothing.
_MOST_NOTED = 2


def key_of(item_id: str, evaluator_id: str = "") -> str:
    """Name a result: the log that an evaluator judges, or the datapoint that a log is generated for."""
    return f"{evaluator_id} {item_id}"


def tries_of(evaluation: Row) -> dict[str, int]:
    """Read what is noted of an evaluation."""
    noted: dict[str, int] | None = evaluation["tries"]
    return noted or {}


def begin_tries(tries: Mapping[str, int], begun: Iterable[str]) -> dict[str, int]:
    """Count results that are about to be begun, among others that were begun before."""
    return {**tries, **{key: tries.get(key, 0) + 1 for key in begun}}


def in_waves(keys: Sequence[str], tries: Mapping[str, int], at_once: int) -> list[list[int]]:
    """Share out results with care; answers their places: first those that nobody suspects, then each other one alone.

    Args:
        keys: The results.
        tries: How often some were begun when a server died.
        at_once: How many may be made at once.
    """
    free = [place for place, key in enumerate(keys) if key not in tries]
    alone = [[place] for place, key in enumerate(keys) if key in tries]
    return [free[start : start + at_once] for start in range(0, len(free), at_once)] + alone


def note_tries(connection: Connection, evaluation_id: str, tries: Mapping[str, int], owner: str) -> None:
    """Note what is about to be begun."""
    evaluation_rows.set_tries(connection, evaluation_id, dict(tries), owner)


def give_up_results(connection: Connection, evaluation: Row, config: Row, evaluators: Mapping[str, Row]) -> list[str]:
    """Let an error stand for each result that has ended three servers; answers their names.

    Args:
        connection: The database.
        evaluation: Their evaluation.
        config: Its config.
        evaluators: Those that the server runs, by id.
    """
    given_up = [key for key, tries in tries_of(evaluation).items() if tries >= _MOST_NOTED]
    pairs = [key.split(" ", 1) for key in given_up]
    _give_up_logs(connection, evaluation, config, [item_id for evaluator_id, item_id in pairs if not evaluator_id])
    judged = [
        Judged(evaluators[evaluator_id], item_id, Judgement(error=RESULT_GIVEN_UP))
        for evaluator_id, item_id in pairs
        if evaluator_id in evaluators
    ]
    store_judgements(connection, evaluation["id"], judged)
    return given_up


def _give_up_logs(connection: Connection, evaluation: Row, config: Row, datapoint_ids: Sequence[str]) -> None:
    taken = rows.logs_of_evaluation(connection, evaluation["id"], datapoint_ids)
    frozen = (evaluation["dataset_id"], evaluation["dataset_version"])
    datapoints = dataset_rows.frozen_datapoints(connection, *frozen, set(datapoint_ids) - taken.keys())
    new = [_log_of(config, datapoint) for datapoint in datapoints.values()]
    if new:
        store_logs(connection, new)
        rows.set_logs(connection, evaluation["id"], [(row["source_datapoint_id"], row["id"]) for row in new])


def _log_of(config: Row, datapoint: Row) -> dict[str, Any]:
    fields = {
        "inputs": datapoint["inputs"],
        "messages": datapoint["messages"],
        "source_datapoint_id": datapoint["id"],
        "source": "evaluation",
        "error": RESULT_GIVEN_UP,
    }
    return log_row(config["project_id"], config["id"], Links(), fields)
