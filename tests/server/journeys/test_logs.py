"""What happened elsewhere is recorded, and put in order (journeys 8, 9 and 10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from humanloop import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop import Humanloop

USER = {"role": "user", "content": "Where is my parcel?"}


def test_8_upload_history(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    began = datetime(2023, 5, 1, 12, 0, tzinfo=UTC)

    def past(day: int) -> dict[str, Any]:
        return {
            "project_id": project.id,
            "inputs": {"topic": f"topic {day}"},
            "output": f"text {day}",
            "config": {"model": "small-1", "prompt_template": "Write about {{topic}}.", "temperature": 0.5},
            "source": "sdk",
            "created_at": began + timedelta(days=day),
            "feedback": {"type": "rating", "value": "good"},
        }

    ids = [humanloop.log(**past(day)).id for day in range(2)]
    assert humanloop.projects.list_configs(id=project.id)[0].num_datapoints == 2
    listed = humanloop.log(body=[past(day) for day in range(2, 5)])
    assert isinstance(listed, list)
    ids += [each.id for each in listed]

    assert len(set(ids)) == 5
    for day, log_id in enumerate(ids):
        stored = humanloop.logs.get(id=log_id)
        assert (stored.inputs, stored.output) == ({"topic": f"topic {day}"}, f"text {day}")
        assert (stored.created_at, stored.source) == (began + timedelta(days=day), "sdk")
        assert stored.config.type == "model"
        assert [(item.type, item.value) for item in stored.feedback] == [("rating", "good")]

    (config,) = humanloop.projects.list_configs(id=project.id)
    assert (config.config.model, config.config.temperature, config.num_datapoints) == ("small-1", 0.5, 5)
    assert humanloop.projects.get(id=project.id).data_count == 5


def test_9_chain_calls_into_a_session(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    reference = str(uuid4())
    ask, search, answer = new_name(), new_name(), new_name()
    first = humanloop.chat(
        project=ask,
        model_config={"model": "small-1", "chat_template": [{"role": "system", "content": "You are {{persona}}."}]},
        inputs={"persona": "a clerk"},
        messages=[USER],
        session_reference_id=reference,
    )
    second = humanloop.log(
        project=search,
        config={
            "type": "tool",
            "name": "search",
            "description": "Find a parcel",
            "source_code": "def search(query):\n    return 'in Rome'",
        },
        inputs={"query": "parcel"},
        output="in Rome",
        session_reference_id=reference,
    )
    third = humanloop.complete(
        project=answer,
        model_config={"model": "small-1", "prompt_template": "It is {{place}}."},
        inputs={"place": "in Rome"},
        session_reference_id=reference,
    )
    assert first.session_id == second.session_id == third.session_id

    made = [humanloop.projects.get(id=each.project_id) for each in (first, second, third)]
    assert [project.name for project in made] == [ask, search, answer]
    assert made[1].config_type == "tool"

    page = humanloop.sessions.list(project_id=made[0].id)
    (listed,) = page.records
    assert listed.id == first.session_id
    session = humanloop.sessions.get(id=listed.id)
    assert session == listed.model_copy(update={"logs": session.logs})
    assert (session.reference_id, session.datapoints_count) == (reference, 3)
    assert (session.first_inputs, session.last_output) == ({"persona": "a clerk"}, "It is in Rome.")
    assert [project.id for project in session.projects] == [project.id for project in made]


def test_10_nested_trace_with_deferred_output(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    name, reference = new_name(), str(uuid4())
    config = {"type": "tool", "name": "agent"}
    parent = humanloop.log(
        project=name, config=config, inputs={"q": "?"}, session_reference_id=str(uuid4()), reference_id=reference
    )
    assert humanloop.logs.get(id=parent.id).output is None
    for step in ("search", "answer"):
        child = humanloop.log(project=name, config=config, output=step, parent_reference_id=reference)
        stored = humanloop.logs.get(id=child.id)
        assert parent.id.startswith("data_")
        assert (stored.parent_id, stored.session_id) == (parent.id, parent.session_id)

    humanloop.logs.update_by_ref(reference_id=reference, output="It is in Rome.")
    assert humanloop.logs.get(id=parent.id).output == "It is in Rome."
    humanloop.logs.update_by_ref(reference_id=reference, duration=1.5, error="The last step timed out")
    patched = humanloop.logs.get(id=parent.id)
    assert (patched.output, patched.duration, patched.error) == ("It is in Rome.", 1.5, "The last step timed out")

    unborn = str(uuid4())
    with pytest.raises(NotFoundError):
        humanloop.log(
            body=[
                {"project": name, "config": config, "output": "parent", "reference_id": unborn},
                {"project": name, "config": config, "output": "child", "parent_reference_id": unborn},
            ]
        )
    assert humanloop.logs.list(project_id=parent.project_id).total == 3
