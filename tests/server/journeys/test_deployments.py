"""What is deployed answers (journeys 4, 7, 12, 24 and 27)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from humanloop import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop import Humanloop
    from humanloop.pydantic import ProjectConfigResponse

USER = {"role": "user", "content": "Where is my parcel?"}


def register(humanloop: Humanloop, project_id: str, says: str) -> ProjectConfigResponse:
    """Register a config whose model always says the same."""
    return humanloop.model_configs.register(
        project_id=project_id,
        model="small-1",
        provider="mock",
        endpoint="chat",
        chat_template=[{"role": "system", "content": "You are {{persona}}."}],
        other={"mock_output": says},
    )


def test_4_call_the_deployment(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    name = new_name()
    empty = humanloop.projects.create(name=name)
    with pytest.raises(NotFoundError):
        humanloop.complete_deployed(project=name, inputs={"topic": "snow"})
    assert humanloop.logs.list(project_id=empty.id).total == 0

    registered = humanloop.model_configs.register(
        project_id=empty.id, model="small-1", prompt_template="Write about {{topic}}."
    )
    answer = humanloop.complete_deployed(project=name, inputs={"topic": "snow"})
    assert answer.data[0].output == "Write about snow."
    assert answer.data[0].model_config_id == registered.config.id
    assert humanloop.logs.get(id=answer.data[0].id).environment == "production"

    chats = humanloop.projects.create(name=new_name())
    config = register(humanloop, chats.id, "On its way.")
    chat = humanloop.chat_deployed(project_id=chats.id, messages=[USER], inputs={"persona": "a clerk"})
    assert (chat.data[0].output, chat.data[0].model_config_id) == ("On its way.", config.config.id)
    assert humanloop.logs.get(id=chat.data[0].id).environment == "production"

    with pytest.raises(NotFoundError):
        humanloop.chat_deployed(project=new_name(), messages=[USER])


def test_7_own_model_and_managed_prompt(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    humanloop.model_configs.register(project_id=project.id, model="small-1", prompt_template="{{q}}", temperature=0.3)

    config = humanloop.projects.get_active_config(id=project.id).config
    assert (config.model, config.temperature) == ("small-1", 0.3)
    log = humanloop.log(
        project_id=project.id,
        messages=[USER],
        output="answered by a model of our own",
        config_id=config.id,
    )
    assert log.session_id is None
    humanloop.feedback(type="rating", value="good", data_id=log.id)

    stored = humanloop.logs.get(id=log.id)
    assert stored.config_id == config.id
    assert [(item.type, item.value) for item in stored.feedback] == [("rating", "good")]
    counted = humanloop.projects.get_active_config(id=project.id)
    assert counted.num_datapoints == 1
    assert [(each.feedback_value, each.feedback_count) for each in counted.feedback_stats] == [("good", 1)]


def test_12_environments(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    first = register(humanloop, project.id, "first")
    second = register(humanloop, project.id, "second")

    environments = {each.environment_name: each for each in humanloop.projects.list_deployed_configs(id=project.id)}
    assert set(environments) == {"production", "staging"}
    assert environments["production"].model_config_id == first.config.id
    assert environments["production"].environment_tag == "default"
    assert environments["staging"].model_config_id is None
    staging = environments["staging"].environment_id

    (deployed,) = humanloop.projects.deploy_config(
        project_id=project.id, config_id=second.config.id, environments=[{"id": staging}]
    )
    assert (deployed.environment_name, deployed.model_config_id) == ("staging", second.config.id)

    def call(environment: str | None = None) -> str:
        answer = humanloop.chat_deployed(
            project_id=project.id, messages=[USER], inputs={"persona": "a clerk"}, environment=environment
        )
        assert humanloop.logs.get(id=answer.data[0].id).environment == (environment or "production")
        return answer.data[0].output

    assert (call("staging"), call()) == ("second", "first")

    for _ in range(2):
        humanloop.projects.delete_deployed_config(project_id=project.id, environment_id=staging)
        with pytest.raises(NotFoundError):
            call("staging")

    changed = humanloop.projects.update(id=project.id, active_config_id=second.config.id)
    assert changed.active_config.config.id == second.config.id
    assert call() == "second"
    assert humanloop.projects.deactivate_config(id=project.id).active_config is None
    with pytest.raises(NotFoundError):
        call()


def test_24_sensitive_data(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    config = humanloop.model_configs.register(project_id=project.id, model="small-1", prompt_template="Tell {{secret}}")
    answer = humanloop.complete_deployed(
        project_id=project.id, inputs={"secret": "4711"}, save=False, return_inputs=False, metadata={"case": "7"}
    )
    assert answer.data[0].output == "Tell 4711"
    assert answer.data[0].inputs == {}

    stored = humanloop.logs.get(id=answer.data[0].id)
    assert (stored.config_id, stored.metadata) == (config.config.id, {"case": "7"})
    kept = (stored.inputs, stored.messages, stored.output, stored.output_message, stored.raw_output)
    assert not any(kept)
    assert not any((stored.provider_request, stored.provider_response))
    assert "4711" not in stored.model_dump_json()

    humanloop.feedback(type="rating", value="bad", data_id=stored.id)
    assert humanloop.logs.get(id=stored.id).feedback[0].value == "bad"


def test_27_cached_deployment_on_the_client(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    first = register(humanloop, project.id, "first")
    second = register(humanloop, project.id, "second")

    cached = humanloop.projects.get_active_config(id=project.id, environment="production")
    assert cached.config.id == first.config.id
    assert humanloop.projects.get_active_config(id=project.id) == cached

    humanloop.projects.deploy_config(
        project_id=project.id, config_id=second.config.id, environments=[{"id": cached.environment_id}]
    )
    fresh = humanloop.projects.get_active_config(id=project.id, environment="production")
    assert fresh.config.id == second.config.id
    assert fresh.updated_at > cached.updated_at

    log = humanloop.log(project_id=project.id, config_id=fresh.config.id, inputs={"persona": "me"}, output="local")
    assert humanloop.logs.get(id=log.id).config_id == second.config.id
