"""A model is called with a config of the call's own (journeys 2, 3, 5, 11, 25 and 26)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import ApiException, Humanloop
from humanloop.core.errors import ApiStreamingException

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop.server import RunningServer

USER = {"role": "user", "content": "Where is my parcel?"}
LOOKUP = {
    "name": "lookup",
    "description": "Find a parcel",
    "parameters": {
        "type": "object",
        "properties": {"number": {"type": "integer"}},
        "required": ["number"],
    },
}
CLERK = [{"role": "system", "content": "You are {{persona}}."}]


def test_2_inline_chat_on_a_new_project_name(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    name = new_name()

    def call() -> Any:
        return humanloop.chat(
            project=name,
            model_config={
                "model": "small-1",
                "chat_template": CLERK,
                "other": {"mock_output": "  On its way.\n"},
            },
            inputs={"persona": "a clerk"},
            messages=[USER],
        )

    answer = call()
    (entry,) = answer.data
    project = humanloop.projects.get(id=answer.project_id)
    assert project.name == name
    (config,) = humanloop.projects.list_configs(id=project.id)
    assert (config.config.id, config.config.model) == (entry.model_config_id, "small-1")

    rendered = [("system", "You are a clerk."), ("user", USER["content"])]
    assert [(each.role, each.content) for each in entry.messages] == rendered
    assert (entry.output, entry.raw_output) == ("On its way.", "  On its way.\n")
    assert entry.output_message.role == "assistant"
    assert entry.output_message.content.strip() == "On its way."
    usage = answer.usage
    assert (usage.prompt_tokens, usage.generation_tokens, usage.total_tokens) == (8, 3, 11)

    log = humanloop.logs.get(id=entry.id)
    assert (log.project_id, log.config_id, log.output) == (project.id, entry.model_config_id, "On its way.")
    assert [(each.role, each.content) for each in log.messages] == rendered

    again = call()
    assert again.project_id == project.id
    assert again.data[0].id != entry.id
    assert again.data[0].model_config_id == entry.model_config_id
    logged = humanloop.logs.list(project_id=project.id).records
    assert {each.id for each in logged} == {entry.id, again.data[0].id}


def test_3_inline_completion(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    reference = new_name()
    answer = humanloop.complete(
        project_id=project.id,
        model_config={"model": "small-1", "prompt_template": "Write about {{topic}}."},
        inputs={"topic": "snow"},
        user="ann",
        session_reference_id=reference,
    )
    assert answer.project_id == project.id
    assert answer.data[0].output == "Write about snow."
    assert answer.provider_request["messages"] == [{"role": "user", "content": "Write about snow."}]
    assert (answer.user, answer.provider_request["user"]) == ("ann", "ann")
    assert answer.session_id is not None
    assert answer.session_id.startswith("sesh_")
    assert humanloop.sessions.get(id=answer.session_id).reference_id == reference
    log = humanloop.logs.get(id=answer.data[0].id)
    assert (log.user, log.session_id, log.session_reference_id) == ("ann", answer.session_id, reference)


async def test_5_streaming_with_feedback(server: RunningServer, new_name: Callable[[], str]) -> None:
    async with Humanloop(api_key=server.api_key, host=server.url) as humanloop:
        stream = await humanloop.chat_stream(
            project=new_name(),
            model_config={"model": "small-1", "other": {"mock_output": " Your parcel is\n on its way. \n"}},
            messages=[USER],
        )
        tokens = [token async for token in stream.content]

        (log_id,) = {token["id"] for token in tokens}
        assert [token["finish_reason"] for token in tokens] == [None] * (len(tokens) - 1) + ["stop"]
        assert len(tokens) > 3
        text = "".join(token["output"] for token in tokens)
        assert text == " Your parcel is\n on its way. \n"

        given = humanloop.feedback(type="rating", value="good", data_id=log_id)
        assert given.data_id == log_id
        log = humanloop.logs.get(id=log_id)
        assert (log.output, log.finish_reason) == (text.strip(), "stop")
        assert [(item.type, item.value) for item in log.feedback] == [("rating", "good")]


def test_11_tool_calling_loop(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    config = {
        "model": "small-1",
        "tools": [LOOKUP],
        "other": {
            "mock_output": "",
            "mock_tool_calls": [{"name": "lookup", "arguments": {"number": number}} for number in (17, 18)],
        },
    }
    name, parcels = new_name(), {17: "in Rome", 18: "in Oslo"}
    messages: list[Any] = [USER]
    (first,) = humanloop.chat(project=name, model_config=config, messages=messages).data
    assert first.finish_reason == "tool_call"
    calls = first.output_message.tool_calls
    assert [json.loads(call.function.arguments) for call in calls] == [{"number": 17}, {"number": 18}]
    mirrored = first.tool_call
    assert (mirrored.name, mirrored.arguments) == (calls[0].function.name, calls[0].function.arguments)

    assert first.output_message.content == ""
    messages.append(first.output_message)
    for call in calls:
        found = parcels[json.loads(call.function.arguments)["number"]]
        messages.append({"role": "tool", "content": found, "tool_call_id": call.id})
    config["other"]["mock_output"] = "One is in Rome, one in Oslo."
    (second,) = humanloop.chat(project=name, model_config=config, messages=messages).data
    assert (second.finish_reason, second.output) == ("stop", "One is in Rome, one in Oslo.")
    assert not second.output_message.tool_calls
    sent = humanloop.logs.get(id=second.id).messages
    assert [each.role for each in sent] == ["user", "assistant", "tool", "tool"]
    assert [each.tool_call_id for each in sent[2:]] == [call.id for call in calls]


def test_11_a_tool_is_forced(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    (entry,) = humanloop.chat(
        project=new_name(),
        model_config={"model": "small-1", "tools": [LOOKUP]},
        messages=[USER],
        tool_choice={"type": "function", "function": {"name": "lookup"}},
    ).data
    (call,) = entry.output_message.tool_calls
    assert call.function.name == "lookup"
    assert isinstance(json.loads(call.function.arguments)["number"], int)


def test_11_the_deployment_calls_a_tool(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    humanloop.model_configs.register(
        project_id=project.id,
        model="small-1",
        endpoint="chat",
        chat_template=CLERK,
        tools=[LOOKUP],
        other={"mock_tool_calls": [{"name": "lookup", "arguments": {"number": 17}}]},
    )
    inputs = {"persona": "a clerk"}
    (first,) = humanloop.chat_deployed(project_id=project.id, messages=[USER], inputs=inputs).data
    assert first.finish_reason == "tool_call"
    assert first.messages[0].content == "You are a clerk."
    (call,) = first.output_message.tool_calls
    answer = {"role": "tool", "content": "in Rome", "tool_call_id": call.id}
    (second,) = humanloop.chat_deployed(
        project_id=project.id, messages=[USER, first.output_message, answer], inputs=inputs
    ).data
    assert second.finish_reason == "stop"
    assert second.output


def test_25_json_and_images(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    parts = [
        {"type": "text", "text": "What is in this picture?"},
        {"type": "image_url", "image_url": {"url": "https://example.org/cat.png", "detail": "low"}},
    ]
    answer = humanloop.chat(
        project=new_name(),
        model_config={"model": "small-1", "response_format": {"type": "json_object"}},
        messages=[{"role": "user", "content": parts}],
    )
    assert isinstance(json.loads(answer.data[0].output), dict)
    assert answer.provider_request["response_format"] == {"type": "json_object"}
    assert answer.provider_request["messages"] == [{"role": "user", "content": parts}]
    (message,) = humanloop.logs.get(id=answer.data[0].id).model_dump()["messages"]
    assert message["content"] == parts


@pytest.mark.parametrize(
    "error",
    [
        {"message": "The model `none` does not exist", "type": "not_found_error", "code": 404},
        {"message": "That is more than 8192 tokens", "type": "invalid_request_error", "code": 400},
    ],
    ids=["bad model", "over-long request"],
)
async def test_26_provider_failure(server: RunningServer, new_name: Callable[[], str], error: dict[str, Any]) -> None:
    async with Humanloop(api_key=server.api_key, host=server.url) as humanloop:
        project = humanloop.projects.create(name=new_name())
        config = {"model": "none", "provider": "mock", "other": {"mock_error": error}}
        with pytest.raises(ApiException) as failed:
            humanloop.chat(project_id=project.id, model_config=config, messages=[USER])
        assert failed.value.status == error["code"]
        assert failed.value.body == {"detail": {**error, "origin": "Mock"}}

        # There is no stream, hence no token, when the error comes.
        with pytest.raises(ApiStreamingException) as refused:
            await humanloop.chat_stream(project_id=project.id, model_config=config, messages=[USER])
        assert refused.value.status == error["code"]
        assert refused.value.body == {"detail": {**error, "origin": "Mock"}}

        logs = humanloop.logs.list(project_id=project.id).records
        assert [(log.error, log.output) for log in logs] == [(error["message"], None)] * 2
