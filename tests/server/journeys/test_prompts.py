"""A prompt is registered, and kept as a file (journeys 1 and 22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop import Humanloop


def test_1_first_prompt(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    assert [each.type for each in project.feedback_types] == ["rating", "action", "issue", "correction", "comment"]
    assert project.active_config is None

    registered = humanloop.model_configs.register(
        project_id=project.id, model="small-1", prompt_template="Write a poem about {{topic}}.", temperature=0.8
    )
    assert registered.project_id == project.id
    assert registered.config.type == "model"
    assert registered.config.temperature == 0.8

    active = humanloop.projects.get(id=project.id).active_config
    assert active is not None
    assert active.config.id == registered.config.id


def test_22_a_prompt_as_a_file(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    registered = humanloop.model_configs.register(
        project_id=project.id,
        model="small-1",
        endpoint="chat",
        temperature=0.2,
        chat_template=[{"role": "system", "content": "You answer for {{shop}}.\n\nBe brief."}],
    )
    text = humanloop.model_configs.export(id=registered.config.id)
    assert "<system>\n  You answer for {{shop}}.\n\n  Be brief.\n</system>\n" in text

    # The unchanged file is the same config, whether it is looked at or registered.
    read = humanloop.model_configs.deserialize(config=text)
    assert read.id == registered.config.id
    rest = {
        key: value
        for key, value in read.model_dump().items()
        if key not in {"id", "type", "tools", "tool_configs"} and value is not None
    }
    assert humanloop.model_configs.register(project_id=project.id, **rest).config.id == registered.config.id
    assert humanloop.model_configs.serialize(**{key: rest[key] for key in rest if key != "name"}) == text

    # The edited one is another.
    edited = humanloop.model_configs.deserialize(config=text.replace("Be brief.", "Be very brief."))
    assert edited.id != registered.config.id
    rest["chat_template"] = [{"role": "system", "content": "You answer for {{shop}}.\n\nBe very brief."}]
    assert humanloop.model_configs.register(project_id=project.id, **rest).config.id == edited.id
    assert len(humanloop.projects.list_configs(id=project.id)) == 2
