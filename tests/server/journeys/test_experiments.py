"""Which of two prompts do people like better (journeys 13 and 14)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from humanloop import NotFoundError, UnprocessableEntityError

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop import Humanloop
    from humanloop.pydantic import ExperimentConfigResponse

USER = {"role": "user", "content": "Hello"}
GOOD = {"type": "rating", "value": "good"}


def two_configs(humanloop: Humanloop, project_id: str) -> list[str]:
    """Register two chat configs; answers their ids."""
    return [
        humanloop.model_configs.register(
            project_id=project_id, model="small-1", provider="mock", endpoint="chat", other={"mock_output": says}
        ).config.id
        for says in ("short", "long")
    ]


def results(humanloop: Humanloop, project_id: str) -> dict[str, ExperimentConfigResponse]:
    """Read how the configs of the only experiment have done."""
    (experiment,) = humanloop.experiments.list(project_id=project_id)
    return {config.id: config for config in experiment.configs}


def test_13_an_experiment_on_deployed_calls(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    short, long = two_configs(humanloop, project.id)
    experiment = humanloop.experiments.create(
        project_id=project.id, name="length", config_ids=[short, long], positive_labels=[GOOD], set_active=True
    )
    assert experiment.status == "Initialized"
    found = humanloop.projects.get(id=project.id)
    assert (found.active_experiment.id, found.active_config) == (experiment.id, None)
    assert results(humanloop, project.id)[short].mean is None

    # People like the short answers, and never the long ones.
    drawn: Counter[str] = Counter()
    answers = [humanloop.chat_deployed(project_id=project.id, messages=[USER]).data[0] for _ in range(24)]
    for answer in answers:
        drawn[answer.model_config_id] += 1
        humanloop.feedback(type="rating", value="good" if answer.output == "short" else "bad", data_id=answer.id)
    assert set(drawn) == {short, long}
    assert humanloop.logs.get(id=answers[0].id).environment == "production"

    known = results(humanloop, project.id)
    assert {config_id: config.trials_count for config_id, config in known.items()} == dict(drawn)
    assert known[short].mean == pytest.approx((drawn[short] + 1) / (drawn[short] + 2))
    assert known[long].mean == pytest.approx(1 / (drawn[long] + 2))
    assert 0 < known[short].spread < 0.3
    assert humanloop.experiments.list(project_id=project.id)[0].status == "In progress"

    # The long one is taken out: it stays listed, and is not drawn any more.
    humanloop.experiments.update(experiment_id=experiment.id, config_ids_to_deregister=[long])
    assert not results(humanloop, project.id)[long].active
    several = humanloop.chat_deployed(project_id=project.id, messages=[USER], num_samples=10).data
    assert {sample.model_config_id for sample in several} == {short}

    ended = humanloop.projects.deactivate_experiment(id=project.id)
    assert (ended.active_experiment, ended.active_config) == (None, None)
    with pytest.raises(NotFoundError):
        humanloop.chat_deployed(project_id=project.id, messages=[USER])


def test_14_an_experiment_on_own_calls(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    ids = two_configs(humanloop, project.id)
    experiment = humanloop.experiments.create(
        project_id=project.id, name="length", config_ids=ids, positive_labels=[GOOD]
    )

    sample = humanloop.experiments.sample(experiment_id=experiment.id)
    assert sample.trial_id
    assert sample.config.id in ids
    log = humanloop.log(
        project_id=project.id, inputs={"name": "Ann"}, output=f"from {sample.config.model}", trial_id=sample.trial_id
    )
    stored = humanloop.logs.get(id=log.id)
    assert (stored.config_id, stored.trial_id) == (sample.config.id, sample.trial_id)

    assert results(humanloop, project.id)[sample.config.id].trials_count == 0
    humanloop.feedback(type="rating", value="good", data_id=log.id)
    judged = results(humanloop, project.id)[sample.config.id]
    assert (judged.trials_count, judged.mean) == (1, pytest.approx(2 / 3))

    # The same through the environment, once the experiment is deployed there.
    humanloop.projects.update(id=project.id, active_experiment_id=experiment.id)
    active = humanloop.projects.get_active_config(id=project.id)
    assert active.trial_id not in {None, sample.trial_id}
    assert active.experiment_id == experiment.id
    humanloop.log(project_id=project.id, output="again", trial_id=active.trial_id)

    humanloop.experiments.update(experiment_id=experiment.id, config_ids_to_deregister=ids)
    with pytest.raises(UnprocessableEntityError):
        humanloop.experiments.sample(experiment_id=experiment.id)
