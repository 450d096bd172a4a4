"""Model configs: register, get, and when two of them are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.domain.config_content import identity_of, logged_content, model_content, tool_content
from humanloop.server.errors import InvalidRequestError

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


TOOL = {"name": "find", "description": "Find it", "parameters": {"type": "object", "properties": {"q": {}}}}


def register(api: Api, project: Json, **fields: Any) -> Json:
    return api.ok("model_configs.register", {"project_id": project["id"], "model": "small-1", **fields})


def test_a_registered_config_is_answered_in_its_project(api: Api, project: Json) -> None:
    answer = register(api, project, prompt_template="Say {{what}}", temperature=0.8, name="first", description="d")
    assert (answer["project_id"], answer["project_name"]) == (project["id"], project["name"])
    assert answer["num_datapoints"] == 0
    assert answer["last_used"] == answer["created_at"]
    config = answer["config"]
    assert config["id"].startswith("config_")
    assert (config["type"], config["name"], config["description"]) == ("model", "first", "d")
    assert (config["provider"], config["endpoint"], config["max_tokens"]) == ("openai", "complete", -1)
    assert (config["temperature"], config["top_p"], config["prompt_template"]) == (0.8, 1, "Say {{what}}")
    assert api.ok("model_configs.get", id=config["id"]) == config


def test_the_first_config_becomes_active_and_no_other(api: Api, project: Json) -> None:
    first = register(api, project, prompt_template="a")
    register(api, project, prompt_template="b")
    found = api.ok("projects.get", id=project["id"])
    assert found["active_config"]["config"]["id"] == first["config"]["id"]
    assert found["config_type"] == "model"


def test_a_new_project_name_makes_the_project(api: Api) -> None:
    name = api.name()
    answer = api.ok("model_configs.register", {"project": name, "model": "small-1"})
    assert api.ok("projects.get", id=answer["project_id"])["name"] == name


def test_a_config_without_a_name_gets_one(api: Api, project: Json) -> None:
    assert register(api, project)["config"]["name"].startswith("small-1-")


def test_the_same_content_is_the_same_config_and_the_last_name_stays(api: Api, project: Json) -> None:
    first = register(api, project, chat_template=[{"role": "system", "content": "x"}], name="one")
    again = register(
        api,
        project,
        chat_template=[{"role": "system", "content": "x", "tool_calls": None}],
        temperature=1.0,
        top_p=None,
        name="two",
    )
    assert again["config"]["id"] == first["config"]["id"]
    assert again["config"]["name"] == "two"
    assert register(api, project, chat_template=[{"role": "system", "content": "x"}])["config"]["name"] == "two"


def test_what_is_answered_registers_as_the_same_config(api: Api, project: Json) -> None:
    first = register(api, project, tools=[TOOL], chat_template=[{"role": "user", "content": "x"}], stop=["a"], seed=3)
    again = api.ok("model_configs.register", {"project_id": project["id"], **first["config"]})
    assert again["config"]["id"] == first["config"]["id"]


def test_tools_have_ids_and_are_shown_in_both_forms(api: Api, project: Json) -> None:
    config = register(api, project, tools=[TOOL])["config"]
    tool, tool_config = config["tools"][0], config["tool_configs"][0]
    assert tool["id"] == tool_config["id"]
    assert tool["id"].startswith("config_")
    assert (tool["source"], tool_config["type"], tool_config["signature"]) == ("inline", "tool", "find(q)")


def test_linked_tools_count_by_reference_only(api: Api, project: Json) -> None:
    link = {"id": "oc_1", "source": "organization"}
    first = register(api, project, tools=[link])
    again = register(api, project, tools=[{**link, "description": "edited"}])
    assert first["config"]["id"] == again["config"]["id"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"model": "m"}, 422),
        ({"model": "m", "project_id": "pr_unknown"}, 404),
        ({"model": "m", "project": "x", "experiment": "none"}, 404),
        ({"project": "x"}, 422),
    ],
)
def test_what_cannot_be_registered(api: Api, body: Json, status: int) -> None:
    api.fail(status, "model_configs.register", body)


def test_contradicting_projects_are_refused(api: Api, project: Json) -> None:
    other = api.ok("projects.create", {"name": api.name()})
    body = {"model": "m", "project": other["name"], "project_id": project["id"]}
    assert api.fail(422, "model_configs.register", body)["type"] == "unprocessable_entity_error"


def test_an_unknown_config_is_404(api: Api) -> None:
    api.fail(404, "model_configs.get", id="config_unknown")


def test_a_config_of_another_type_is_no_model_config(api: Api, project: Json) -> None:
    body = {"project_id": project["id"], "config": {"type": "tool", "name": "find"}}
    log = api.ok("logs.log", body)
    config_id = api.ok("logs.get", id=log["id"])["config_id"]
    api.fail(422, "model_configs.get", id=config_id)


SAME = [
    ({"temperature": 1}, {"temperature": 1.0}),
    ({}, {"provider": "openai", "other": {}, "max_tokens": -1, "tools": []}),
    ({}, {"name": "x", "description": "y", "unknown": 1}),
    ({"response_format": {"type": "json_object"}}, {"response_format": {"type": "json_object", "json_schema": None}}),
    ({"tools": [TOOL]}, {"tools": [{**TOOL, "id": "config_1", "source": "inline", "strict": None}]}),
]
DIFFERENT = [
    ({"temperature": 1}, {"temperature": 0}),
    ({"seed": 1}, {"seed": 2}),
    ({"stop": "a"}, {"stop": "b"}),
    ({"tools": [TOOL]}, {"tools": [{**TOOL, "description": "other"}]}),
    ({"other": {"a": True}}, {"other": {"a": 1.5}}),
    ({"reasoning_effort": "low"}, {"reasoning_effort": "high"}),
]


def _identity(fields: Any) -> str:
    return identity_of("model", model_content({"model": "m", **fields}, "chat"))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same(one: Json, other: Json) -> None:
    assert _identity(one) == _identity(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: Json, other: Json) -> None:
    assert _identity(one) != _identity(other)


def test_the_endpoint_counts() -> None:
    content = {"model": "m"}
    assert identity_of("model", model_content(content, "chat")) != identity_of(
        "model", model_content(content, "complete")
    )


def test_the_name_of_a_tool_counts() -> None:
    assert identity_of("tool", tool_content({"name": "a"})) != identity_of("tool", tool_content({"name": "b"}))


@pytest.mark.parametrize(
    ("config", "place"),
    [({"type": "agent"}, "type"), ({"type": "model"}, "model"), ({}, "model"), ({"type": "tool"}, "name")],
)
def test_configs_that_cannot_be_logged(config: Any, place: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        logged_content(config, ("body", "config"))
    assert caught.value.detail()[0]["loc"] == ["body", "config", place]
