"""Evaluations for people: what each evaluator found, and what differs between runs on one dataset."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from humanloop.server.domain import evaluations, projects
from humanloop.server.domain.config_answers import config_name
from humanloop.server.domain.findings import Findings
from humanloop.server.errors import UnprocessableError
from humanloop.server.json_values import to_text
from humanloop.server.store import configs as config_rows
from humanloop.server.store import datasets as dataset_rows
from humanloop.server.store import evaluation_reports as rows
from humanloop.server.store import evaluation_work as work_rows
from humanloop.server.store import evaluations as evaluation_rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import logs as log_rows
from humanloop.server.store.evaluations import EvaluationFilter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

STEPS = ("better", "worse", "equal", "missing")
"""How a value stands to that of the run before."""
MOST_RUNS = 5
"""Evaluations that are compared at once."""


class Wanted(NamedTuple):
    """Rows of an evaluation: those with a value of one evaluator, or those on which it failed.

    Args:
        evaluator: Id of the evaluator; empty: all rows.
        value: The key of a part of what it found; empty: any value.
        is_failed: Whether it failed.
    """

    evaluator: str = ""
    value: str = ""
    is_failed: bool = False


def list_lines(connection: Connection, project_id: str, offset: int, size: int) -> tuple[list[dict[str, Any]], int]:
    """Answer some evaluations of a project, newest first, and how many there are in all."""
    projects.find_project(connection, project_id)
    found, total = evaluation_rows.evaluations_page(connection, project_id, EvaluationFilter(), offset, size)
    return describe(connection, found), total


def describe(connection: Connection, found: Sequence[Row]) -> list[dict[str, Any]]:
    """Name several evaluations, say how far they are, and what their evaluators found."""
    ids = [row["id"] for row in found]
    configs = config_rows.configs_by_id(connection, (row["config_id"] for row in found))
    done = rows.logs_done(connection, ids)
    findings = findings_of(connection, ids)
    lines: list[dict[str, Any]] = []
    for row in found:
        snapshot, config = row["dataset_snapshot"], config_name(configs[row["config_id"]])
        made = f"{row['created_at']:%Y-%m-%d %H:%M}"
        lines.append(
            {
                **row,
                "title": row["name"] or f"{config} · {snapshot['name']} · {made}",
                "config": config,
                "dataset": snapshot["name"],
                "total": snapshot["datapoint_count"],
                "done": done.get(row["id"], 0),
                "findings": findings[row["id"]],
            }
        )
    return lines


def list_of_dataset(connection: Connection, dataset_id: str, size: int) -> list[dict[str, Any]]:
    """List the newest evaluations that used a dataset."""
    return describe(connection, evaluation_rows.evaluations_of_dataset(connection, dataset_id, size))


def findings_of(connection: Connection, evaluation_ids: Sequence[str]) -> dict[str, dict[str, Findings]]:
    """Answer what each evaluator found in several evaluations: evaluation → evaluator → findings."""
    found: dict[str, dict[str, Findings]] = {evaluation_id: {} for evaluation_id in evaluation_ids}
    for evaluator in evaluator_rows.evaluators_of_evaluations(connection, evaluation_ids):
        is_boolean = evaluator["return_type"] == "boolean"
        found[evaluator["evaluation_id"]][evaluator["id"]] = Findings(evaluator["name"], is_boolean)
    for row in rows.values_of_evaluations(connection, evaluation_ids):
        findings = found[row["evaluation_id"]].get(row["evaluator_id"])
        if findings is None:
            continue
        if row["error"] is not None:
            findings.failed.add(row["datapoint_id"])
        if row["number"] is not None or row["value"] is not None:
            value = to_text(row["value"]) if row["number"] is None else row["number"]
            findings.values[row["datapoint_id"]] = value
    return found


def progress(connection: Connection, evaluation_id: str) -> dict[str, Any]:
    """Say how far an evaluation is."""
    row = evaluations.find_evaluation(connection, evaluation_id)
    done = rows.logs_done(connection, [evaluation_id]).get(evaluation_id, 0)
    return {"status": row["status"], "done": done, "total": row["dataset_snapshot"]["datapoint_count"]}


def report(connection: Connection, evaluation_id: str, wanted: Wanted, offset: int, size: int) -> dict[str, Any]:
    """Answer an evaluation with some of its wanted datapoints, each with its `number` in the dataset.

    Returns:
        What `describe` answers; `records`, the datapoints; and `count`, how many are wanted in all.
    """
    row = evaluations.find_evaluation(connection, evaluation_id)
    line = describe(connection, [row])[0]
    frozen = (row["dataset_id"], row["dataset_version"])
    if wanted.evaluator:
        findings: Findings = line["findings"].get(wanted.evaluator, Findings("", is_boolean=False))
        chosen = findings.failed if wanted.is_failed else findings.rows_with(wanted.value)
        everything = dataset_rows.frozen_page(connection, *frozen, 0, line["total"])
        places = [(each["seq"], place) for place, each in enumerate(everything, 1) if each["id"] in chosen]
        count, places = len(places), places[offset : offset + size]
    else:
        page = dataset_rows.frozen_page(connection, *frozen, offset, size)
        count, places = line["total"], [(each["seq"], place) for place, each in enumerate(page, offset + 1)]
    answers = evaluations.datapoint_answers(connection, [number for number, _ in places], evaluation_id=evaluation_id)
    records = [{**answer, "number": place} for answer, (_, place) in zip(answers, places, strict=True)]
    return {**line, "records": records, "count": count}


def compare(connection: Connection, evaluation_ids: Sequence[str]) -> dict[str, Any]:
    """Compare evaluations of one dataset; the first is what the others are held against.

    Returns:
        `runs`; `evaluators`: id → name, of those that all runs have; `sentences`: for each further run and evaluator,
        how many rows are better, worse, equal, missing; `rows`: of each datapoint the values, and how it differs.

    Raises:
        UnprocessableError: There are fewer than two runs or more than five, or they are of several datasets.
    """
    wanted = list(dict.fromkeys(evaluation_ids))
    if not 2 <= len(wanted) <= MOST_RUNS:
        raise UnprocessableError(f"Tick two to {MOST_RUNS} evaluations of one dataset to compare them.")
    found = [evaluations.find_evaluation(connection, each) for each in wanted]
    if len({row["dataset_id"] for row in found}) > 1:
        raise UnprocessableError("These evaluations are of several datasets: tick some of one dataset to compare them.")
    runs = describe(connection, found)
    findings: list[dict[str, Findings]] = [run["findings"] for run in runs]
    evaluators = {key: each.name for key, each in findings[0].items() if all(key in other for other in findings)}
    values: dict[str, dict[tuple[str, str], Row]] = {}
    for row in rows.values_of_evaluations(connection, wanted):
        values.setdefault(row["datapoint_id"], {})[row["evaluation_id"], row["evaluator_id"]] = row
    lines: list[dict[str, Any]] = [
        {"datapoint": datapoint, "values": each, **_change(each, wanted, evaluators)}
        for datapoint, each in values.items()
    ]
    sentences = [
        {
            "run": run,
            "evaluator": name,
            "key": f"{run['id']}:{evaluator}",
            **dict.fromkeys(STEPS, 0),
            **Counter(line["steps"][run["id"], evaluator] for line in lines),
        }
        for run in runs[1:]
        for evaluator, name in evaluators.items()
    ]
    return {"runs": runs, "evaluators": evaluators, "sentences": sentences, "rows": lines}


def with_texts(connection: Connection, runs: Sequence[Row], lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add the inputs and outputs to some rows of a comparison."""
    frozen = (runs[0]["dataset_id"], runs[0]["dataset_version"])
    datapoints = dataset_rows.frozen_by_id(connection, *frozen, [line["datapoint"] for line in lines])
    of_run = {
        run["id"]: work_rows.logs_of_evaluation(connection, run["id"], [line["datapoint"] for line in lines])
        for run in runs
    }
    ids = {log_id for each in of_run.values() for log_id in each.values()}
    logs = {log["id"]: log for log in log_rows.whole_logs_by_id(connection, ids)}
    return [
        {
            **line,
            "inputs": datapoints.get(line["datapoint"], {}).get("inputs"),
            "target": datapoints.get(line["datapoint"], {}).get("target"),
            "logs": {run["id"]: logs.get(of_run[run["id"]].get(line["datapoint"], "")) for run in runs},
        }
        for line in lines
    ]


def _change(
    values: Mapping[tuple[str, str], Row], runs: Sequence[str], evaluators: Mapping[str, str]
) -> dict[str, Any]:
    """Say how each run and evaluator stands to the first run on a datapoint, and whether one differs, or is worse."""
    steps: dict[tuple[str, str], str] = {}
    differs = False
    for evaluator in evaluators:
        first = _number(values, runs[0], evaluator)
        for run in runs[1:]:
            number = _number(values, run, evaluator)
            steps[run, evaluator] = _step(first, number)
            differs = differs or number != first
    return {"steps": steps, "differs": differs, "worse": "worse" in steps.values()}


def _step(first: float | None, number: float | None) -> str:
    if first is None or number is None:
        return "missing"
    return "equal" if number == first else "better" if number > first else "worse"


def _number(values: Mapping[tuple[str, str], Row], run: str, evaluator: str) -> float | None:
    row = values.get((run, evaluator))
    return None if row is None else row["number"]


def single(connection: Connection, evaluation_id: str) -> dict[str, Any]:
    """Answer one evaluation in the form of a comparison."""
    row = evaluations.find_evaluation(connection, evaluation_id)
    run = describe(connection, [row])[0]
    values: dict[str, dict[tuple[str, str], Row]] = {}
    for each in rows.values_of_evaluations(connection, [evaluation_id]):
        values.setdefault(each["datapoint_id"], {})[evaluation_id, each["evaluator_id"]] = each
    lines = [{"datapoint": key, "values": each, **_change(each, [evaluation_id], {})} for key, each in values.items()]
    evaluators = {key: value.name for key, value in run["findings"].items()}
    return {"runs": [run], "evaluators": evaluators, "sentences": [], "rows": lines}
