"""Whole programs as 0.7.15 documents them: first steps, asynchronous, raw and streamed calls, and their errors."""

from __future__ import annotations

import asyncio
import gc
import warnings
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import ApiException, Humanloop
from tests.apis import spec
from tests.apis.echo_server import API_KEY, Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.apis.echo_server import EchoServer

TEMPLATE = [{"role": "system", "content": "Answer as {{persona}} would, in one sentence."}]
PIRATE: dict[str, Any] = {
    "project": "first-steps",
    "messages": [{"role": "user", "content": "What is an event loop?"}],
    "model_config": {"model": "gpt-3.5-turbo", "max_tokens": -1, "temperature": 0.7, "chat_template": TEMPLATE},
    "inputs": {"persona": "a pirate"},
}
SUMMARY: dict[str, Any] = {
    "project": "first-steps",
    "inputs": {"text": "Llamas hum when they are content."},
    "model_config": {
        "model": "gpt-3.5-turbo",
        "max_tokens": -1,
        "temperature": 0.7,
        "prompt_template": "In five words:\n\n{{text}}\n",
    },
}
UNPROCESSABLE = HTTPStatus(422).phrase
"""Another one from Python 3.13 on."""
INVALID = {"detail": [{"loc": ["body", "project"], "msg": "field required", "type": "value_error.missing"}]}


@pytest.fixture
def humanloop(echo: EchoServer) -> Iterator[Humanloop]:
    echo.take_all()
    with Humanloop(
        api_key=API_KEY, host=echo.host, openai_api_key="of openai", anthropic_api_key="of anthropic"
    ) as client:
        yield client


def test_first_steps(humanloop: Humanloop, echo: EchoServer) -> None:
    chat = humanloop.chat(**PIRATE, stream=False)
    completion = humanloop.complete(**SUMMARY, stream=False)
    feedback = humanloop.feedback(type="rating", value="good", data_id=chat.data[0].id, user="user@example.com")
    config: Any = {**SUMMARY["model_config"], "type": "model"}
    log = humanloop.log(
        project="first-steps",
        inputs=SUMMARY["inputs"],
        output=completion.data[0].output,
        source="sdk",
        config=config,
    )

    sent = [request.json for request in echo.take_all()]
    keys = {"openai": "of openai", "anthropic": "of anthropic"}
    assert sent[0] == {**PIRATE, "stream": False, "provider_api_keys": keys}
    assert sent[1] == {**SUMMARY, "stream": False, "provider_api_keys": keys}
    assert sent[2] == {"type": "rating", "value": "good", "data_id": chat.data[0].id, "user": "user@example.com"}
    assert sent[3]["config"]["type"] == "model"
    assert "provider_api_keys" not in sent[3]
    assert chat.project_id
    assert not isinstance(feedback, list)
    assert feedback.id
    assert not isinstance(log, list)
    assert log.id
    assert chat.data[0].output in str(chat), "an answer can be printed"


def test_errors_say_what_the_server_said(humanloop: Humanloop, echo: EchoServer) -> None:
    with (
        echo.answering(Answer(422, INVALID, headers={"X-Request-Id": "req_42"})),
        pytest.raises(ApiException) as caught,
    ):
        humanloop.chat(**PIRATE)

    error = caught.value
    assert error.body["detail"] == INVALID["detail"]
    assert error.headers["content-type"] == error.headers["Content-Type"] == "application/json"
    assert (error.status, error.reason) == (422, UNPROCESSABLE)
    assert error.round_trip_time > 0
    assert str(error) == f"422 {UNPROCESSABLE} on POST /v4/chat: body.project: field required"
    assert "of openai" not in repr(error)


def test_errors_are_the_same_for_all_calls_of_the_first_steps(humanloop: Humanloop, echo: EchoServer) -> None:
    calls: list[tuple[Any, dict[str, Any]]] = [
        (humanloop.complete, SUMMARY),
        (humanloop.feedback, {"type": "rating", "value": "good", "data_id": "data_1"}),
        (humanloop.log, {"project": "first-steps", "output": "…"}),
    ]
    with echo.answering(Answer(404, {"detail": {"type": "not_found_error", "message": "gone", "code": 404}})):
        for method, arguments in calls:
            with pytest.raises(ApiException, match="gone") as caught:
                method(**arguments)
            assert caught.value.status == 404
            assert caught.value.body["detail"]["code"] == 404


def test_asynchronous(humanloop: Humanloop, echo: EchoServer) -> None:
    async def main() -> str:
        async with humanloop:
            completion = await humanloop.acomplete(**SUMMARY, stream=False)
            with echo.answering(Answer(422, INVALID)), pytest.raises(ApiException) as caught:
                await humanloop.acomplete(**SUMMARY)
            assert caught.value.body["detail"] == INVALID["detail"]
            assert (caught.value.status, caught.value.reason) == (422, UNPROCESSABLE)
            assert caught.value.round_trip_time > 0
            return completion.data[0].output

    output = asyncio.run(main())

    assert output == spec.operations()["completions.create"].answer["data"][0]["output"]
    assert echo.take_all()[0].json["inputs"] == SUMMARY["inputs"]


def test_raw(humanloop: Humanloop) -> None:
    documented = spec.operations()["chats.create"].answer

    response = humanloop.chats.raw.create(**PIRATE)

    for key in ("data", "provider_responses", "project_id", "num_samples", "usage", "session_id"):
        assert response.body[key] == documented[key]
    assert response.body["data"][0]["output"] == documented["data"][0]["output"]
    assert response.headers["content-type"] == "application/json"
    assert response.status == 200
    assert response.round_trip_time > 0
    assert response.response.status == 200, "urllib3's own response"


def test_streamed(humanloop: Humanloop, echo: EchoServer) -> None:
    async def main() -> list[Any]:
        async with humanloop:
            response = await humanloop.chat_stream(**PIRATE)
            assert response.status == 200
            assert response.headers["content-type"] == "text/event-stream"
            assert response.response is not None
            return [token async for token in response.content]

    tokens = asyncio.run(main())

    assert echo.take().json["stream"] is True
    assert "".join(token["output"] for token in tokens) == spec.operations()["chats.create"].answer["data"][0]["output"]
    assert [token["finish_reason"] for token in tokens] == [None, None, "stop"]
    assert len({token["id"] for token in tokens}) == 1


def test_experiments_as_documented_before_0_6(humanloop: Humanloop, echo: EchoServer) -> None:
    """The five methods of the experiments, through `.raw`, as code for plain dicts used them."""
    raw = humanloop.experiments.raw
    created = raw.create(
        name="Tone",
        positive_labels=[{"type": "rating", "value": "good"}],
        project_id="pr_1",
        config_ids=["config_1"],
        set_active=False,
    )
    for key in (
        "id",
        "project_id",
        "name",
        "status",
        "metric",
        "positive_labels",
        "created_at",
        "updated_at",
        "configs",
    ):
        assert created.body[key] == spec.operations()["experiments.create"].answer[key]
    updated = raw.update(
        experiment_id=created.body["id"],
        name="Tone of voice",
        positive_labels=[{"type": "rating", "value": "great"}],
        config_ids_to_register=["config_2"],
        config_ids_to_deregister=["config_1"],
    )
    assert updated.body["id"] == spec.operations()["experiments.update"].answer["id"]
    listed = raw.list(project_id="pr_1")
    assert listed.body[0]["configs"] == spec.operations()["experiments.list"].answer[0]["configs"]
    sampled = raw.sample(experiment_id=created.body["id"])
    for key in ("id", "type", "model", "trial_id", "project_id", "project_name", "experiment_id"):
        assert sampled.body.get(key) == spec.operations()["experiments.sample"].answer.get(key)
    deleted = raw.delete(experiment_id=created.body["id"])
    assert (deleted.status, deleted.body) == (204, None)
    for response in (created, updated, listed, sampled):
        assert response.status == 200
        assert response.headers["Content-Type"] == "application/json"
        assert response.round_trip_time > 0

    requests = echo.take_all()
    identifier = created.body["id"]
    assert [(request.method, request.target) for request in requests] == [
        ("POST", "/v4/projects/pr_1/experiments"),
        ("PATCH", f"/v4/experiments/{identifier}"),
        ("GET", "/v4/projects/pr_1/experiments"),
        ("GET", f"/v4/experiments/{identifier}/model-config"),
        ("DELETE", f"/v4/experiments/{identifier}"),
    ]
    assert requests[0].json == {
        "name": "Tone",
        "positive_labels": [{"type": "rating", "value": "good"}],
        "config_ids": ["config_1"],
        "set_active": False,
    }


def test_experiments_errors_through_raw(humanloop: Humanloop, echo: EchoServer) -> None:
    with echo.answering(Answer(422, INVALID)), pytest.raises(ApiException) as caught:
        humanloop.experiments.raw.create(name="Tone", positive_labels=[], project_id="pr_1")
    assert caught.value.status == 422
    assert caught.value.body["detail"] == INVALID["detail"]


def test_a_key_prefix_stands_before_the_key(echo: EchoServer) -> None:
    echo.take_all()
    for prefix in ("Bearer", {"APIKeyHeader": "Bearer"}):
        with Humanloop(api_key=API_KEY, host=echo.host, api_key_prefix=prefix) as client:
            client.evaluators.list()
        assert echo.take().headers["x-api-key"] == f"Bearer {API_KEY}"


def test_parts_of_answers_are_arguments(humanloop: Humanloop, echo: EchoServer) -> None:
    """A prompt and a datapoint, fetched, make the messages of a chat."""
    config = humanloop.model_configs.get("config_1")
    datapoint = humanloop.datapoints.get("evtc_1")
    assert config.chat_template
    assert datapoint.messages
    echo.take_all()

    humanloop.chat(
        project="first-steps",
        messages=[*config.chat_template, *datapoint.messages],
        model_config={"model": config.model},
        inputs=datapoint.inputs,
    )

    sent = echo.take().json
    template, messages = (
        spec.operations()[name].answer[key]
        for name, key in (("model_configs.get", "chat_template"), ("datapoints.get", "messages"))
    )
    assert sent["messages"] == [*template, *messages]
    assert sent["inputs"] == spec.operations()["datapoints.get"].answer["inputs"]


@pytest.mark.parametrize("form", ["plain", "awaited", "stream"])
def test_a_client_that_is_never_closed_says_nothing(echo: EchoServer, form: str) -> None:
    """As in the programs of 0.7.15, which had nothing to close."""

    async def main(client: Humanloop) -> None:
        if form == "awaited":
            await client.acomplete(**SUMMARY)
        else:
            response = await client.chat_stream(**PIRATE)
            assert [token async for token in response.content]

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        client = Humanloop(api_key=API_KEY, host=echo.host)
        if form == "plain":
            client.complete(**SUMMARY)
        else:
            asyncio.run(main(client))
        del client
        gc.collect()

    assert [str(warning.message) for warning in caught] == []
