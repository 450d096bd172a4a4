"""Programs that use the shortcuts of the client: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_type

from humanloop import ApiResponse, AsyncGeneratorResponse, StreamResponse
from humanloop import pydantic as models
from humanloop import type as types
from humanloop.background.values import BackgroundStatus, Receipt, SetAside

if TYPE_CHECKING:
    from humanloop import Humanloop

HELLO: list[types.ChatMessageWithToolCall] = [{"role": "user", "content": "Hello"}]
CHAT: types.ModelConfigChatRequest = {"model": "gpt-4", "temperature": 0.5}
COMPLETION: types.ModelConfigCompletionRequest = {"model": "gpt-4", "prompt_template": "Summarize: {{text}}"}


def calls(client: Humanloop) -> None:
    assert_type(client.chat(messages=HELLO, model_config=CHAT), models.ChatResponse)
    assert_type(client.chat_deployed(messages=HELLO, project="p", environment="production"), models.ChatResponse)
    assert_type(client.chat_experiment(messages=HELLO, experiment_id="exp_1"), models.ChatResponse)
    assert_type(client.chat_model_config(messages=HELLO, model_config_id="config_1"), models.ChatResponse)
    assert_type(client.complete(model_config=COMPLETION, project="p"), models.CompletionResponse)
    assert_type(client.complete_deployed(project="p", inputs={"text": "…"}), models.CompletionResponse)
    assert_type(client.complete_experiment(experiment_id="exp_1"), models.CompletionResponse)
    assert_type(client.complete_model_configuration(model_config_id="config_1"), models.CompletionResponse)
    assert_type(client.feedback(type="rating", value="good", data_id="data_1"), models.FeedbackResponse)
    assert_type(client.feedback({"type": "rating", "value": "good", "data_id": "data_1"}), models.FeedbackResponse)
    assert_type(client.feedback([{"type": "rating", "data_id": "data_1"}]), list[models.FeedbackResponse])
    assert_type(client.log(project="p", output="…"), models.CreateLogResponse)
    assert_type(client.log(models.LogRequest(project="p", output="…")), models.CreateLogResponse)
    assert_type(client.log([{"project": "p", "output": "…"}], validate=True), list[models.CreateLogResponse])
    assert_type(client.get_configs("pr_1"), list[models.ProjectConfigResponse])


def background(client: Humanloop) -> None:
    receipt = client.background.log(project="p", output="…")
    assert_type(receipt, Receipt)
    assert_type(receipt.wait(1.5), bool)
    assert_type(receipt.id, str | None)
    assert_type(client.background.log([{"project": "p"}]), list[Receipt])
    assert_type(client.background.log({"project": "p"}), Receipt)
    assert_type(client.background.feedback(type="rating", value="good", data_id=receipt), Receipt)
    assert_type(client.background.feedback([{"type": "rating", "value": "good", "data_id": receipt}]), list[Receipt])
    assert_type(client.background.feedback({"type": "rating", "data_id": receipt}), Receipt)
    assert_type(client.background.flush(2), bool)
    assert_type(client.background.status(), BackgroundStatus)
    assert_type(client.background.set_aside(), list[SetAside])


async def awaited_calls(client: Humanloop) -> None:
    assert_type(await client.achat(messages=HELLO, model_config=CHAT), models.ChatResponse)
    assert_type(await client.achat_deployed(messages=HELLO, project="p"), models.ChatResponse)
    assert_type(await client.achat_experiment(messages=HELLO, experiment_id="exp_1"), models.ChatResponse)
    assert_type(await client.achat_model_config(messages=HELLO, model_config_id="config_1"), models.ChatResponse)
    assert_type(await client.acomplete(model_config=COMPLETION), models.CompletionResponse)
    assert_type(await client.acomplete_deployed(project="p"), models.CompletionResponse)
    assert_type(await client.acomplete_experiment(experiment_id="exp_1"), models.CompletionResponse)
    assert_type(await client.acomplete_model_configuration(model_config_id="config_1"), models.CompletionResponse)
    assert_type(
        await client.afeedback(body=[{"type": "rating", "value": "good", "data_id": "data_1"}]),
        list[models.FeedbackResponse],
    )
    assert_type(await client.alog(body=[{"project": "p", "output": "…"}]), list[models.CreateLogResponse])
    assert_type(await client.aget_configs("pr_1"), list[models.ProjectConfigResponse])


async def awaited_streams(client: Humanloop) -> None:
    streams = [
        await client.chat_stream(messages=HELLO, model_config=CHAT),
        await client.chat_deployed_stream(messages=HELLO, project="p"),
        await client.chat_experiment_stream(messages=HELLO, experiment_id="exp_1"),
        await client.chat_model_config_stream(messages=HELLO, model_config_id="config_1"),
        await client.complete_stream(model_config=COMPLETION),
        await client.complete_deployed_stream(project="p"),
        await client.complete_experiment_stream(experiment_id="exp_1"),
        await client.complete_model_configuration_stream(model_config_id="config_1"),
        await client.complete_model_config_stream(model_config_id="config_1"),
    ]
    assert_type(streams, list[AsyncGeneratorResponse[types.StreamToken]])
    async with streams[0] as stream:
        assert_type(stream.status, int)
        assert_type(stream.headers.get("x-request-id"), str | None)
        async for token in stream:
            assert_type(token["output"], str | None)
            assert_type(token["index"], int | None)


def streams_of_a_tag(client: Humanloop) -> None:
    with client.chats.stream(HELLO, CHAT, timeout=30) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        text = "".join(token["output"] or "" for token in stream.content)
        assert_type(text, str)


def raw_answers(client: Humanloop) -> None:
    response = client.chats.raw.create(messages=HELLO, model_config=CHAT)
    assert_type(response, ApiResponse)
    assert_type(response.status, int)
    assert_type(response.headers["content-type"], str)
    assert_type(response.body, Any)
    assert_type(response.round_trip_time, float)
    created: str = client.experiments.raw.create("name", [], "pr_1").body["id"]
    assert_type(created, str)
