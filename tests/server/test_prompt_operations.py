"""Export, serialize and deserialize: model configs as text over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]

TOOL = {"name": "find", "description": "Find it", "parameters": {"type": "object", "properties": {"q": {}}}}
CHAT = {
    "model": "small-1",
    "endpoint": "chat",
    "temperature": 0.5,
    "stop": ["a", "b"],
    "tools": [TOOL],
    "chat_template": [{"role": "system", "content": "You are {{persona}}."}],
}


@pytest.fixture
def config(api: Api, project: Json) -> Json:
    # A seed of its own: the same content in another project is another config.
    body = {"project_id": project["id"], **CHAT, "name": "n", "seed": int(api.name().split()[-1])}
    answer: Json = api.ok("model_configs.register", body)["config"]
    return answer


def test_an_export_is_a_json_string(api: Api, config: Json) -> None:
    text = api.ok("model_configs.export", id=config["id"])
    assert text.startswith("---\nmodel: small-1\ntemperature: 0.5\n")
    assert text.endswith("---\n<system>\n  You are {{persona}}.\n</system>\n")
    assert '  {"name": "find", "description": "Find it", ' in text
    assert f"\nseed: {config['seed']}\n" in text
    assert api.ok("model_configs.serialize", {**CHAT, "seed": config["seed"]}) == text


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/json,text/prompt", "application/json"),
        ("text/prompt, */*;q=0.1", "application/json"),
        ("text/prompt", "text/prompt; charset=utf-8"),
    ],
)
def test_text_is_for_those_who_take_nothing_else(api: Api, config: Json, accept: str, content_type: str) -> None:
    reply = api.call("model_configs.export", id=config["id"], headers={"Accept": accept})
    assert (reply.status, reply.headers["content-type"]) == (200, content_type)
    whole = api.ok("model_configs.export", id=config["id"])
    assert (reply.data.decode() if accept == "text/prompt" else reply.json) == whole


def test_what_cannot_be_exported(api: Api, project: Json) -> None:
    api.fail(404, "model_configs.export", id="config_unknown")
    log = api.ok("logs.log", {"project_id": project["id"], "config": {"type": "tool", "name": "t"}})
    api.fail(422, "model_configs.export", id=api.ok("logs.get", id=log["id"])["config_id"])


def test_a_text_becomes_the_config_that_it_came_from(api: Api, config: Json) -> None:
    read = api.ok("model_configs.deserialize", {"config": api.ok("model_configs.export", id=config["id"])})
    assert (read["id"], read["name"]) == (config["id"], None)
    left_out = {"name", "tools", "tool_configs"}
    assert {key: read[key] for key in read if key not in left_out} == {
        key: config[key] for key in config if key not in left_out
    }
    assert read["tools"][0]["name"] == "find"


def test_registering_what_was_read_is_no_new_config(api: Api, project: Json, config: Json) -> None:
    text = api.ok("model_configs.export", id=config["id"])
    read = api.ok("model_configs.deserialize", {"config": text})
    again = api.ok("model_configs.register", {"project_id": project["id"], **read})["config"]
    assert (again["id"], again["name"]) == (config["id"], "n")


def test_the_id_is_known_before_the_config_is_registered(api: Api, project: Json) -> None:
    text = f"---\nmodel: {api.name().replace(' ', '-')}\n---\nSay {{{{what}}}}"
    read = api.ok("model_configs.deserialize", {"config": text})
    assert read["prompt_template"] == "Say {{what}}"
    api.fail(404, "model_configs.get", id=read["id"])
    registered = api.ok("model_configs.register", {"project_id": project["id"], **read})
    assert registered["config"]["id"] == read["id"]
    # In another project it is another one, and the first one keeps its id.
    other = api.ok("model_configs.register", {"project": api.name(), **read})
    assert other["config"]["id"] != read["id"]
    assert api.ok("model_configs.deserialize", {"config": text})["id"] == read["id"]
    api.ok("projects.delete", id=project["id"])
    assert api.ok("model_configs.deserialize", {"config": text})["id"] == other["config"]["id"]


def test_a_text_that_cannot_be_read_is_422(api: Api) -> None:
    detail = api.fail(422, "model_configs.deserialize", {"config": "---\nmodel: m\nmodle: x\n---\n"})
    assert detail["type"] == "unprocessable_entity_error"
    assert "'modle'" in detail["message"]
    assert api.fail(422, "model_configs.deserialize", {})[0]["loc"] == ["body", "config"]


@pytest.mark.parametrize(
    ("body", "endpoint"),
    [
        ({"model": "m"}, "complete"),
        ({"model": "m", "prompt_template": "x"}, "complete"),
        ({"model": "m", "chat_template": []}, "chat"),
        ({"model": "m", "tools": [TOOL]}, "chat"),
        ({"model": "m", "chat_template": [], "endpoint": "complete"}, "complete"),
    ],
)
def test_the_endpoint_follows_from_what_is_given(api: Api, body: Json, endpoint: str) -> None:
    text = api.ok("model_configs.serialize", body)
    assert f"\nendpoint: {endpoint}\n" in text
    assert api.ok("model_configs.deserialize", {"config": text})["endpoint"] == endpoint


def test_a_config_without_a_model_cannot_be_serialized(api: Api) -> None:
    assert api.fail(422, "model_configs.serialize", {})[0]["loc"] == ["body", "model"]
