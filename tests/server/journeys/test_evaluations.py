"""Configs are measured: by code, from outside, by people (journeys 16 to 20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from humanloop import UnprocessableEntityError
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop import Humanloop
    from humanloop.pydantic import EvaluationResponse, EvaluatorResponse

MATCHES = """
import re

def matches(log, testcase):
    return re.sub(r"\\s+", " ", log["output"]) == testcase["target"]["output"]
"""


@dataclass(frozen=True)
class Setting:
    """A project with a config, and a dataset of three cases of which the config answers two as wanted."""

    project_id: str
    config_id: str
    dataset_id: str


@pytest.fixture
def setting(humanloop: Humanloop, new_name: Callable[[], str]) -> Setting:
    project = humanloop.projects.create(name=new_name())
    config = humanloop.model_configs.register(
        project_id=project.id, model="small-1", provider="mock", prompt_template="Write about {{topic}}."
    )
    dataset = humanloop.datasets.create(project_id=project.id, name="topics", description="What people ask for")
    cases = [("snow", "Write about snow."), ("tea", "Write about tea."), ("love", "No.")]
    humanloop.datasets.create_datapoint(
        dataset_id=dataset.id,
        body=[{"inputs": {"topic": topic}, "target": {"output": wanted}} for topic, wanted in cases],
    )
    return Setting(project.id, config.config.id, dataset.id)


def start(
    humanloop: Humanloop, setting: Setting, *evaluators: EvaluatorResponse, hl_generated: bool = True
) -> EvaluationResponse:
    return humanloop.evaluations.create(
        project_id=setting.project_id,
        config_id=setting.config_id,
        dataset_id=setting.dataset_id,
        evaluator_ids=[evaluator.id for evaluator in evaluators],
        hl_generated=hl_generated,
    )


def finished(humanloop: Humanloop, evaluation: EvaluationResponse) -> EvaluationResponse:
    return wait_for(
        lambda: humanloop.evaluations.get(id=evaluation.id, evaluator_aggregates=True),
        lambda seen: seen.status not in {"pending", "running"},
    )


def aggregates(evaluation: EvaluationResponse) -> dict[str, float | None]:
    return {each.evaluator_id: each.aggregate_value for each in evaluation.evaluator_aggregates or []}


@pytest.fixture
def matches(humanloop: Humanloop, new_name: Callable[[], str]) -> EvaluatorResponse:
    return humanloop.evaluators.create(
        name=new_name(),
        description="The answer is the wanted one",
        type="python",
        code=MATCHES,
        arguments_type="target_required",
        return_type="boolean",
    )


@pytest.fixture
def outside(humanloop: Humanloop, new_name: Callable[[], str]) -> EvaluatorResponse:
    return humanloop.evaluators.create(
        name=new_name(), description="", type="external", arguments_type="target_free", return_type="boolean"
    )


def test_16_server_run_evaluation(humanloop: Humanloop, setting: Setting, matches: EvaluatorResponse) -> None:
    raises = humanloop.evaluators.create(
        name="raises",
        description="",
        type="python",
        code="def judge(log):\n    raise LookupError('no idea')",
        arguments_type="target_free",
        return_type="number",
    )
    evaluation = start(humanloop, setting, matches, raises)
    assert evaluation.status == "pending"
    done = finished(humanloop, evaluation)
    assert done.status == "completed"
    assert aggregates(done) == {matches.id: pytest.approx(2 / 3), raises.id: None}

    page = humanloop.evaluations.list_datapoints(id=evaluation.id)
    assert (page.page, page.total) == (1, 3)
    for record in page.records:
        assert record.log is not None
        assert record.log.source_datapoint_id == record.datapoint.id
        verdicts = {result.evaluator_id: result for result in record.evaluation_results}
        assert verdicts[matches.id].value is (record.datapoint.inputs != {"topic": "love"})
        assert verdicts[raises.id].error == "LookupError: no idea (line 2)"
    logged = humanloop.logs.list(project_id=setting.project_id).records
    assert {log.id for log in logged} == {record.log.id for record in page.records if record.log}
    listed = humanloop.evaluations.list(project_id=setting.project_id).records
    assert [each.id for each in listed] == [evaluation.id]


def test_17_self_hosted_judging(humanloop: Humanloop, setting: Setting, outside: EvaluatorResponse) -> None:
    evaluation = start(humanloop, setting, outside)
    foreign = humanloop.evaluators.create(
        name="foreign", description="", type="external", arguments_type="target_free", return_type="boolean"
    )
    for number, point in enumerate(humanloop.datasets.list_datapoints(dataset_id=setting.dataset_id).records):
        answer = humanloop.complete_model_configuration(
            model_config_id=setting.config_id, inputs=point.inputs or {}, source_datapoint_id=point.id
        )
        log_id = answer.data[0].id
        stray = humanloop.log(project_id=setting.project_id, output="x")
        with pytest.raises(UnprocessableEntityError):
            humanloop.evaluations.result(log_id, outside.id, evaluation.id)
        with pytest.raises(UnprocessableEntityError):
            humanloop.evaluations.result(log_id, outside.id, evaluation.id, result=True, error="both")
        with pytest.raises(UnprocessableEntityError):
            humanloop.evaluations.result(log_id, foreign.id, evaluation.id, result=True)
        with pytest.raises(UnprocessableEntityError):
            humanloop.evaluations.result(stray.id, outside.id, evaluation.id, result=True)
        result = humanloop.evaluations.result(log_id, outside.id, evaluation.id, result=number != 1)
        assert (result.value, result.log_id) == (number != 1, log_id)

    done = humanloop.evaluations.update_status(id=evaluation.id, status="completed")
    assert done.status == "completed"
    assert aggregates(finished(humanloop, evaluation)) == {outside.id: pytest.approx(2 / 3)}
    assert humanloop.evaluations.update_status(id=evaluation.id, status="running").status == "running"
    assert humanloop.evaluations.update_status(id=evaluation.id, status="completed").status == "completed"


def test_18_externally_generated_logs(humanloop: Humanloop, setting: Setting, matches: EvaluatorResponse) -> None:
    evaluation = start(humanloop, setting, matches, hl_generated=False)
    points = humanloop.datasets.list_datapoints(dataset_id=setting.dataset_id).records

    def post(point_id: str, topic: str) -> str:
        prompt = f"Write about {topic}."
        log = {
            "project_id": setting.project_id,
            "config_id": setting.config_id,
            "messages": [{"role": "user", "content": prompt}],
            "output": prompt,
        }
        return humanloop.evaluations.log(evaluation_id=evaluation.id, datapoint_id=point_id, log=log).id

    assert evaluation.status == "pending"
    with pytest.raises(UnprocessableEntityError):
        post(points[0].id, "snow")
    humanloop.evaluations.update_status(id=evaluation.id, status="running")
    posted = {point.id: post(point.id, (point.inputs or {})["topic"]) for point in points}

    # With nothing else to wait for, the evaluation completes by itself.
    assert aggregates(finished(humanloop, evaluation)) == {matches.id: pytest.approx(2 / 3)}
    records = humanloop.evaluations.list_datapoints(id=evaluation.id).records
    assert {record.datapoint.id: record.log and record.log.id for record in records} == posted
    assert [len(record.evaluation_results) for record in records] == [1, 1, 1]


def test_19_add_an_evaluator_later(humanloop: Humanloop, setting: Setting, matches: EvaluatorResponse) -> None:
    evaluation = start(humanloop, setting, matches)
    finished(humanloop, evaluation)
    before = [
        record.log and record.log.id for record in humanloop.evaluations.list_datapoints(id=evaluation.id).records
    ]
    length = humanloop.evaluators.create(
        name="length",
        description="",
        type="python",
        code="def length(log):\n    return len(log['output'])",
        arguments_type="target_free",
        return_type="number",
    )
    again = humanloop.evaluations.add_evaluators(id=evaluation.id, evaluator_ids=[length.id])
    assert {evaluator.id for evaluator in again.evaluators} == {matches.id, length.id}
    done = finished(humanloop, evaluation)
    assert aggregates(done) == {matches.id: pytest.approx(2 / 3), length.id: pytest.approx(50 / 3)}
    records = humanloop.evaluations.list_datapoints(id=evaluation.id).records
    assert [record.log and record.log.id for record in records] == before
    assert humanloop.logs.list(project_id=setting.project_id).total == 3


def test_20_human_review(humanloop: Humanloop, setting: Setting) -> None:
    human = humanloop.evaluators.create(
        name="reviewers", description="", type="human", arguments_type="target_free", return_type="select"
    )
    evaluation = start(humanloop, setting, human)
    records = wait_for(
        lambda: humanloop.evaluations.list_datapoints(id=evaluation.id).records,
        lambda seen: all(record.log for record in seen),
    )
    for record, label in zip(records, ("good", "good", "bad"), strict=True):
        assert record.log is not None
        humanloop.feedback(type="rating", value=label, data_id=record.log.id, user="reviewer")
    waiting = humanloop.evaluations.get(id=evaluation.id)
    assert waiting.status == "running"
    done = humanloop.evaluations.update_status(id=evaluation.id, status="completed")
    assert done.status == "completed"
    (rating,) = done.feedback_aggregates or []
    assert rating.feedback_type.type == "rating"
    assert (rating.values, rating.total) == ({"good": 2, "bad": 1}, 3)
