"""`build`: valid examples of every answer."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from humanloop import ApiTypeError
from humanloop import pydantic as models
from humanloop.response.model import Model
from humanloop.testing import build

MODELS = {
    name: model
    for name in models.__all__
    for model in [getattr(models, name)]
    if isinstance(model, type) and issubclass(model, Model)
}


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_model_has_a_valid_example(model: type[Model]) -> None:
    made = build(model)
    assert type(made) is model
    assert model.model_validate_json(made.model_dump_json(), strict=True) == made
    assert not made.model_extra


def test_ids_look_like_the_apis() -> None:
    project = build(models.ProjectResponse)
    assert (project.id, project.users[0].id) == ("pr_example", "usr_example")


def test_text_that_was_generated_is_the_same_everywhere() -> None:
    answer = build(models.ChatResponse, output="Hello", project_id="pr_1")
    (sample,) = answer.data
    assert (sample.output, sample.raw_output, sample.output_message.content) == ("Hello", "Hello", "Hello")
    assert answer.project_id == "pr_1"


def test_parts_are_completed() -> None:
    page = build(models.PaginatedDataLogResponse, records=[{"output": "one"}, {"output": "two", "id": "data_2"}])
    assert [(log.id, log.output) for log in page.records] == [("data_example", "one"), ("data_2", "two")]
    assert page.total == 2
    run = build(models.EvaluationResponse, dataset={"name": "questions"})
    assert (run.dataset.name, run.dataset.id) == ("questions", "evts_example")


def test_parts_may_be_models() -> None:
    log = build(models.LogResponse, output="one")
    assert build(models.PaginatedDataLogResponse, records=[log]).records == [log]


def test_names_of_the_api_are_taken() -> None:
    by_alias = {"model_config": {"model": "gpt-4"}}
    request = build(models.ChatRequest, **by_alias)
    assert request.model_config_ == build(models.ChatRequest, model_config_={"model": "gpt-4"}).model_config_


def test_a_field_that_is_not_there() -> None:
    with pytest.raises(ApiTypeError, match=r"ProjectResponse has no field nmae; it has id, name, "):
        build(models.ProjectResponse, nmae="demo")


def test_a_value_that_does_not_fit() -> None:
    with pytest.raises(ValidationError, match="data_count"):
        build(models.ProjectResponse, data_count="many")
