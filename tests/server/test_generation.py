"""Chats and completions: inline, deployed, by config."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server import serve_in_thread

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


USER = {"role": "user", "content": "Where is my parcel?"}
TOOL = {
    "name": "lookup",
    "description": "Find an order",
    "parameters": {"type": "object", "properties": {"number": {"type": "integer"}}, "required": ["number"]},
}


def test_an_inline_chat_makes_project_config_and_log(api: Api) -> None:
    name = api.name()
    body = {
        "project": name,
        "messages": [USER],
        "inputs": {"persona": "a pirate"},
        "metadata": {"a": 1},
        "user": "ann",
        "source": "app",
        "model_config": {"model": "small-1", "chat_template": [{"role": "system", "content": "You are {{persona}}."}]},
    }
    answer = api.ok("chats.create", body)
    (entry,) = answer["data"]
    assert [message["content"] for message in entry["messages"]] == ["You are a pirate.", USER["content"]]
    assert (entry["output"], entry["raw_output"], entry["finish_reason"]) == (USER["content"], USER["content"], "stop")
    assert (entry["inputs"], entry["tool_results"], entry["tool_calls"]) == ({"persona": "a pirate"}, [], None)
    assert entry["output_message"]["content"] == USER["content"]
    assert answer["usage"] == {"prompt_tokens": 8, "generation_tokens": 4, "total_tokens": 12, "reasoning_tokens": 0}
    assert (answer["metadata"], answer["user"], answer["session_id"]) == ({"a": 1}, "ann", None)
    assert answer["tool_choice"] is None
    request = answer["provider_request"]
    assert request["messages"] == [{"role": "system", "content": "You are a pirate."}, USER]
    assert (request["model"], request["user"], request["stream"]) == ("small-1", "ann", False)
    assert not request.keys() & {"n", "max_tokens", "temperature", "top_p"}

    log = api.ok("logs.get", id=entry["id"])
    assert (log["project"], log["source"], log["metadata"], log["user"]) == (name, "app", {"a": 1}, "ann")
    assert (log["inputs"], log["messages"]) == (entry["inputs"], entry["messages"])
    assert (log["output"], log["prompt_tokens"], log["output_tokens"], log["tokens"]) == (entry["output"], 8, 4, 12)
    assert (log["provider_request"], log["environment"]) == (request, None)
    assert log["provider_response"] == answer["provider_responses"][0]

    again = api.ok("chats.create", body)
    assert again["data"][0]["model_config_id"] == entry["model_config_id"]
    found = api.ok("projects.get", id=answer["project_id"])
    assert found["data_count"] == 2
    assert found["active_config"]["config"]["id"] == entry["model_config_id"]


def test_an_inline_completion_is_one_message_of_the_user(api: Api, project: Json) -> None:
    body = {
        "project_id": project["id"],
        "inputs": {"text": "llamas"},
        "model_config": {"model": "small-1", "provider": "mock", "prompt_template": "Summarise {{ text }}"},
    }
    answer = api.ok("completions.create", body)
    assert answer["provider_request"]["messages"] == [{"role": "user", "content": "Summarise llamas"}]
    assert answer["data"][0]["output"] == "Summarise llamas"
    log = api.ok("logs.get", id=answer["data"][0]["id"])
    assert (log["messages"], log["config"]["endpoint"]) == (None, "complete")


def test_without_a_project_nothing_is_stored(api: Api) -> None:
    before = api.ok("projects.list")["total"]
    answer = api.ok("chats.create", {"messages": [USER], "model_config": {"model": "m", "provider": "mock"}})
    assert answer["project_id"] is None
    # Ids would lead nowhere; clients of all releases want texts there.
    assert (answer["data"][0]["id"], answer["data"][0]["model_config_id"]) == ("", "")
    api.fail(422, "feedback.feedback", {"type": "rating", "value": "good", "data_id": answer["data"][0]["id"]})
    events = api.stream("chats.create", {"messages": [USER], "model_config": {"model": "m", "provider": "mock"}})
    assert {(event["data"][0]["id"], event["data"][0]["model_config_id"]) for event in events} == {("", "")}
    assert api.ok("projects.list")["total"] == before


@pytest.mark.parametrize("kind", ["chats", "completions"])
@pytest.mark.parametrize("field", ["project", "project_id", "session_id", "session_reference_id", "parent_id"])
def test_an_empty_name_is_refused(api: Api, project: Json, kind: str, field: str) -> None:
    """It comes of a variable that was not set; nothing would be kept, and nobody would notice."""
    before = api.ok("projects.list")["total"]
    config = {"model": "m", "provider": "mock", **({"prompt_template": "x"} if kind == "completions" else {})}
    more = {"messages": [USER]} if kind == "chats" else {}
    registered = api.ok("model_configs.register", {**config, "project_id": project["id"]})["config"]["id"]
    for key, body in (
        (f"{kind}.create", {"model_config": config}),
        (f"{kind}.create_model_config", {"model_config_id": registered}),
        (f"{kind}.create_deployed", {"project": project["name"]}),
        ("logs.log", {"project": project["name"], "output": "x"}),
    ):
        (problem,) = api.fail(422, key, {**more, **body, field: ""} if key != "logs.log" else {**body, field: ""})
        assert problem["loc"] == ["body", field], key
    assert api.ok("projects.list")["total"] == before


def test_samples_are_logs_of_their_own(api: Api, chat_body: Json) -> None:
    answer = api.ok("chats.create", {**chat_body, "num_samples": 3})
    assert [entry["index"] for entry in answer["data"]] == [0, 1, 2]
    assert len({entry["output"] for entry in answer["data"]}) == 3
    outputs = [api.ok("logs.get", id=entry["id"])["output"] for entry in answer["data"]]
    assert outputs == [entry["output"] for entry in answer["data"]]


def test_the_deployment_answers(api: Api, project: Json, chat_body: Json) -> None:
    registered = api.ok(
        "model_configs.register",
        {"project_id": project["id"], "model": "m", "provider": "mock", "prompt_template": "Hi {{name}}"},
    )
    answer = api.ok("completions.create_deployed", {"project": project["name"], "inputs": {"name": "Ann"}})
    assert answer["data"][0]["output"] == "Hi Ann"
    assert answer["data"][0]["model_config_id"] == registered["config"]["id"]
    assert api.ok("logs.get", id=answer["data"][0]["id"])["environment"] == "production"
    body = {"project": project["name"], "inputs": {"name": "Ann"}, "environment": "production"}
    api.ok("completions.create_deployed", body)


def test_chats_can_be_deployed_too(api: Api, chat_body: Json) -> None:
    config_id = api.ok("chats.create", chat_body)["data"][0]["model_config_id"]
    body = {key: chat_body[key] for key in ("project", "messages", "inputs")}
    assert api.ok("chats.create_deployed", body)["data"][0]["model_config_id"] == config_id


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"project": "a name that nobody uses"}, 404),
        ({"project_id": "pr_unknown"}, 404),
        ({}, 422),
    ],
)
def test_deployed_calls_need_a_project_that_exists(api: Api, body: Json, status: int) -> None:
    message = api.fail(status, "chats.create_deployed", {"messages": [], **body})["message"]
    assert ("The prompt is not here" in message) is (status == 404)
    assert ("`model_configs.register`" in message) is ("`humanloop import`" in message) is (status == 404)
    assert api.ok("projects.list", query={"filter": "a name that nobody uses"})["total"] == 0


def test_nothing_deployed_and_unknown_environments_are_404(api: Api, project: Json, chat_body: Json) -> None:
    body = {"project": project["name"], "messages": []}
    answers = [
        api.fail(404, "chats.create_deployed", body),
        api.fail(404, "completions.create_deployed", {"project": project["name"], "inputs": {}}),
        api.fail(404, "projects.get_active_config", id=project["id"]),
    ]
    for answer in answers:
        assert f"nothing is deployed to environment 'production' of project {project['name']!r}" in answer["message"]
        assert "`model_configs.register`" in answer["message"]
        assert "`projects.deploy_config`" in answer["message"]
        assert "`humanloop import`" in answer["message"]
    api.ok("chats.create", chat_body)
    assert "production" in api.fail(404, "chats.create_deployed", {**body, "environment": "moon"})["message"]
    assert api.ok("projects.get", id=project["id"])["data_count"] == 1


def test_a_registered_config_answers_in_its_own_project(api: Api, project: Json) -> None:
    config = {"model": "m", "provider": "mock", "chat_template": []}
    registered = api.ok("model_configs.register", {"project_id": project["id"], **config})
    body = {"model_config_id": registered["config"]["id"], "messages": [USER]}
    answer = api.ok("chats.create_model_config", body)
    assert answer["project_id"] == project["id"]
    assert answer["data"][0]["model_config_id"] == registered["config"]["id"]
    other = api.ok("projects.create", {"name": api.name()})
    elsewhere = api.ok("chats.create_model_config", {**body, "project": other["name"]})
    assert elsewhere["project_id"] == other["id"]
    assert elsewhere["data"][0]["model_config_id"] != registered["config"]["id"]


def test_a_registered_completion_config_answers(api: Api, project: Json) -> None:
    config = {"model": "m", "provider": "mock", "prompt_template": "Hi"}
    registered = api.ok("model_configs.register", {"project_id": project["id"], **config})
    answer = api.ok("completions.create_model_config", {"model_config_id": registered["config"]["id"]})
    assert answer["data"][0]["output"] == "Hi"


def test_configs_of_the_other_kind_are_refused(api: Api, project: Json) -> None:
    register = {"project_id": project["id"], "model": "m", "provider": "mock"}
    completion = api.ok("model_configs.register", {**register, "prompt_template": "Hi"})["config"]["id"]
    chat = api.ok("model_configs.register", {**register, "chat_template": [USER]})["config"]["id"]
    api.fail(422, "chats.create_model_config", {"model_config_id": completion, "messages": []})
    api.fail(422, "completions.create_model_config", {"model_config_id": chat})
    bare = api.ok("model_configs.register", {**register, "endpoint": "chat"})["config"]["id"]
    assert "chat call" in api.fail(422, "completions.create_model_config", {"model_config_id": bare})["message"]
    # Nobody said what this one is for.
    any_call = api.ok("model_configs.register", register)["config"]["id"]
    api.ok("chats.create_model_config", {"model_config_id": any_call, "messages": [USER]})
    api.ok("completions.create_model_config", {"model_config_id": any_call})


def test_an_unknown_config_is_404(api: Api) -> None:
    api.fail(404, "completions.create_model_config", {"model_config_id": "config_unknown"})


def test_missing_inputs_are_all_listed_and_leave_nothing_behind(api: Api) -> None:
    name = api.name()
    config = {"model": "m", "provider": "mock", "prompt_template": "{{b}} {{a}} {{c}}"}
    detail = api.fail(422, "completions.create", {"project": name, "inputs": {"c": "x"}, "model_config": config})
    assert detail["message"].endswith("a, b.")
    assert api.ok("projects.list", query={"filter": name})["total"] == 0


def test_a_template_of_another_language_is_refused(api: Api) -> None:
    config = {"model": "m", "provider": "mock", "prompt_template": "{% if x %}x{% endif %}"}
    for language, status in (("default", 200), ("jinja", 422)):
        body = {"model_config": {**config, "template_language": language}, "inputs": {}}
        assert api.call("completions.create", body).status == status


def test_an_effort_that_is_none_is_refused(api: Api) -> None:
    config = {"model": "gemini-2.5-flash", "provider": "google", "prompt_template": "x"}
    for effort, status in (("low", 200), (512, 200), (None, 200), ({"a": 1}, 422), (True, 422), (["low"], 422)):
        assert api.call("completions.create", {"model_config": {**config, "reasoning_effort": effort}}).status == status


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"session_id": "sesh_unknown"}, 404),
        ({"parent_id": "data_unknown"}, 404),
        ({"session_id": "a", "session_reference_id": "b"}, 422),
        ({"num_samples": 129}, 422),
        ({"num_samples": -1}, 422),
        ({"tool_choice": "perhaps"}, 422),
        ({"tool_choice": "required"}, 422),
        ({"tool_choice": {"type": "function", "function": {"name": "none such"}}}, 422),
    ],
)
def test_what_cannot_be_asked(api: Api, chat_body: Json, change: Json, status: int) -> None:
    api.fail(status, "chats.create", {**chat_body, **change})


def test_unsaved_and_unreturned_texts(api: Api, chat_body: Json) -> None:
    answer = api.ok("chats.create", {**chat_body, "save": False, "return_inputs": False, "metadata": {"m": 1}})
    (entry,) = answer["data"]
    assert (entry["inputs"], entry["output"]) == ({}, USER["content"])
    log = api.ok("logs.get", id=entry["id"])
    names = ("inputs", "messages", "output", "raw_output", "output_message", "provider_request", "provider_response")
    assert all(log[name] is None for name in names)
    assert (log["metadata"], log["config"]["model"]) == ({"m": 1}, "small-1")


def test_provider_keys_are_stored_nowhere(api: Api, chat_body: Json) -> None:
    answer = api.ok("chats.create", {**chat_body, "provider_api_keys": {"openai": "sk-secret", "cohere": None}})
    log = api.call("logs.get", id=answer["data"][0]["id"])
    assert "sk-secret" not in json.dumps(answer)
    assert b"sk-secret" not in log.data


def test_provider_errors_are_passed_on_and_logged(api: Api, project: Json, chat_body: Json) -> None:
    error = {"message": "Too busy", "code": 429, "type": "rate_limit_error"}
    chat_body["model_config"]["other"] = {"mock_error": error}
    detail = api.fail(429, "chats.create", chat_body)
    assert detail == {**error, "origin": "Mock"}
    page = api.ok("logs.list", query={"project_id": project["id"]})
    (log,) = page["records"]
    assert (log["error"], log["inputs"], log["output"]) == ("Too busy", chat_body["inputs"], None)


def test_the_loop_of_tool_calls(api: Api, chat_body: Json) -> None:
    calls = [{"name": "lookup", "arguments": {"number": 17}}, {"name": "lookup", "arguments": '{"number": 18}'}]
    chat_body["model_config"] |= {"tools": [TOOL], "other": {"mock_tool_calls": calls}}
    answer = api.ok("chats.create", chat_body)
    (entry,) = answer["data"]
    assert (entry["finish_reason"], entry["output"]) == ("tool_call", "")
    assert entry["output_message"]["content"] == ""
    assert entry["tool_calls"] == entry["output_message"]["tool_calls"]
    assert entry["tool_call"] == entry["tool_calls"][0]["function"]
    assert [json.loads(call["function"]["arguments"]) for call in entry["tool_calls"]] == [
        {"number": 17},
        {"number": 18},
    ]
    assert "tool_choice" not in answer["provider_request"]  # `auto` is what all providers do without it
    assert answer["provider_request"]["tools"][0]["function"] == TOOL
    answers = [{"role": "tool", "content": "on its way", "tool_call_id": call["id"]} for call in entry["tool_calls"]]
    messages = [*chat_body["messages"], entry["output_message"], *answers]
    (second,) = api.ok("chats.create", {**chat_body, "messages": messages})["data"]
    assert (second["finish_reason"], second["tool_calls"]) == ("stop", None)


@pytest.mark.parametrize(
    "choice",
    [
        {"tool_choice": "required"},
        {"tool_choice": {"type": "function", "function": {"name": "lookup"}}},
        {"tool_call": {"name": "lookup"}},
    ],
)
def test_a_forced_call_fits_its_schema(api: Api, chat_body: Json, choice: Json) -> None:
    chat_body["model_config"]["tools"] = [TOOL]
    (entry,) = api.ok("chats.create", {**chat_body, **choice})["data"]
    assert entry["tool_call"]["name"] == "lookup"
    assert isinstance(json.loads(entry["tool_call"]["arguments"])["number"], int)


def test_no_call_where_the_request_forbids_it(api: Api, chat_body: Json) -> None:
    chat_body["model_config"] |= {"tools": [TOOL], "other": {"mock_tool_calls": [{"name": "lookup"}]}}
    assert api.ok("chats.create", {**chat_body, "tool_choice": "none"})["data"][0]["tool_calls"] is None
    assert api.ok("chats.create", {**chat_body, "tool_call": "none"})["data"][0]["tool_calls"] is None


def test_linked_tools_that_nobody_knows_are_refused(api: Api, chat_body: Json) -> None:
    chat_body["model_config"]["tools"] = [{"id": "oc_1", "source": "organization"}]
    assert "oc_1" in api.fail(422, "chats.create", chat_body)["message"]


def test_the_request_wins_over_the_config_for_the_format_and_loses_for_the_seed(api: Api, chat_body: Json) -> None:
    chat_body["model_config"]["seed"] = 1
    body = {**chat_body, "seed": 2, "response_format": {"type": "json_object"}}
    answer = api.ok("chats.create", body)
    assert answer["provider_request"]["seed"] == 1
    assert json.loads(answer["data"][0]["output"]) == {"output": USER["content"]}


def test_images_reach_the_provider_unchanged(api: Api, chat_body: Json) -> None:
    parts = [
        {"type": "text", "text": "What is {{this}}?"},
        {"type": "image_url", "image_url": {"url": "https://example.org/a.png", "detail": "low"}},
    ]
    answer = api.ok("chats.create", {**chat_body, "messages": [{"role": "user", "content": parts}]})
    assert answer["provider_request"]["messages"][-1]["content"] == parts
    assert answer["data"][0]["output"] == "What is {{this}}?"


def test_a_child_call_joins_the_session_of_its_parent(api: Api, chat_body: Json) -> None:
    first = api.ok("chats.create", {**chat_body, "session_reference_id": api.name()})
    second = api.ok("chats.create", {**chat_body, "parent_id": first["data"][0]["id"]})
    assert second["session_id"] == first["session_id"]


def test_a_provider_without_adapter_is_refused_with_those_there_are(api_class: type[Api]) -> None:
    with serve_in_thread(provider_fallback=None) as running:
        strict = api_class(running)
        body = {"project": "p", "messages": [USER], "model_config": {"model": "m", "provider": "elsewhere"}}
        assert "'google', 'groq', 'mock', 'openai'" in strict.fail(422, "chats.create", body)["message"]
        body["model_config"]["provider"] = "ai21"
        assert "ended its API in August 2026" in strict.fail(422, "chats.create", body)["message"]
        assert strict.ok("projects.list")["total"] == 0
        body["model_config"]["provider"] = "mock"
        strict.ok("chats.create", body)
