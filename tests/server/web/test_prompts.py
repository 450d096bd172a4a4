"""Versions: compared, deployed, rolled back; and the projects that they are in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.domain.config_differences import compare_lines, difference
from tests.server.web.world import config

if TYPE_CHECKING:
    from humanloop import Humanloop
    from tests.server.web.conftest import Reader
    from tests.server.web.world import World


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ("", "", []),
        ("a", "a", [" a"]),
        ("a b c", "a x c", [" a", "-b", "+x", " c"]),
        ("", "a", ["+a"]),
        ("a", "", ["-a"]),
    ],
)
def test_lines_are_compared(older: str, newer: str, expected: list[str]) -> None:
    assert [mark + line for mark, line in compare_lines(older.split(), newer.split())] == expected


def test_what_was_said_most_of_a_version_is_shown(reader: Reader, client: Humanloop) -> None:
    log = client.log(project="much said", output="x", config={"type": "model", **config()})
    client.feedback(
        [
            {"type": "issue", "value": [f"label {index}" for index in range(500 if user == "ana" else 2)], "user": user}
            | {"data_id": log.id}
            for user in ("ana", "bo")
        ]
    )
    found = client.logs.get(log.id)
    prompts = f"/app/projects/{found.project_id}/prompts"
    for path, shown in ((prompts, 4), (f"{prompts}/{found.config.id}", 20)):
        page = reader.get(path)
        assert len(page) < 100_000
        said = re.findall(r'<a class="badge"[^>]*>([^<]+)</a>', page)
        assert (said[:2], said[-1]) == (["2 label 0", "2 label 1"], f"{500 - shown} more")
        assert len(said) == shown + 1


def test_configs_are_compared() -> None:
    older: dict[str, Any] = {"model": "a", "temperature": 1, "prompt_template": "x\ny", "tools": [], "stop": None}
    newer = {"model": "a", "temperature": 0.5, "prompt_template": "x\nz", "tools": [{"name": "t"}], "seed": 3}
    found = difference(older, newer)
    assert found["template"] == [(" ", "x"), ("-", "y"), ("+", "z")]
    assert found["parameters"] == [("temperature", 1, 0.5), ("seed", None, 3)]
    assert ("+", '  "name": "t"') in found["tools"]


@pytest.fixture
def versions(client: Humanloop, request: pytest.FixtureRequest) -> tuple[str, str, str]:
    """A project with two versions, the first of which is live: its id, and theirs."""
    name = request.node.name
    first = client.model_configs.register(project=name, **config())
    second = client.model_configs.register(project=name, **config(temperature=0.9))
    return str(first.project_id), str(first.config.id), str(second.config.id)


def live(client: Humanloop, project: str) -> Any:
    return client.projects.list_deployed_configs(project)[0].model_config_id


def history(reader: Reader, project: str) -> list[str]:
    page = reader.get(f"/app/projects/{project}/prompts").partition('aria-label="History"')[2]
    return [re.sub(r"<[^>]*>", "", item) for item in re.findall(r"<li>(.*?)<br>", page)]


def test_a_version_is_deployed_and_rolled_back_and_both_are_history(
    reader: Reader, client: Humanloop, versions: tuple[str, str, str]
) -> None:
    project, first, second = versions
    assert live(client, project) == first
    path = f"/app/projects/{project}/prompts"
    deployed = reader.post(f"{path}/deploy", {"version": second, "environment": "production"})
    assert deployed.status == 303
    answer = deployed.headers["location"]
    assert answer.startswith(f"{path}/compare?a={first}&b={second}")
    page = reader.get(answer)
    assert "Roll back" in page
    assert "<del>" in page
    assert live(client, project) == second
    reader.post(f"{path}/roll-back", {"environment": "production"})
    assert live(client, project) == first
    assert [item.split()[1] for item in history(reader, project)] == ["v1", "v2", "v1"]


def test_what_the_api_deploys_and_clears_is_history_too(
    reader: Reader, client: Humanloop, versions: tuple[str, str, str]
) -> None:
    project, _, second = versions
    environment = client.projects.list_deployed_configs(project)[0].environment_id
    client.projects.deploy_config(project, config_id=second)
    client.projects.delete_deployed_config(project, environment)
    assert [item.split()[1] for item in history(reader, project)] == ["cleared", "v2", "v1"]
    reader.post(f"/app/projects/{project}/prompts/roll-back", {"environment": "production"})
    assert live(client, project) == second


def test_rolling_the_first_deployment_back_says_that_nothing_is_there(
    reader: Reader, client: Humanloop, versions: tuple[str, str, str]
) -> None:
    project, first, _ = versions
    path = f"/app/projects/{project}/prompts"
    address = reader.post(f"{path}/roll-back", {"environment": "production"}).headers["location"]
    page = reader.get(address)
    assert "Nothing is deployed there now." in page
    assert "Cleared production by mistake?" in page
    address = reader.post(f"{path}/roll-back", {"environment": "production"}).headers["location"]
    assert "Deployed." in reader.get(address)
    assert live(client, project) == first


def test_a_version_of_another_project_is_not_deployed(
    reader: Reader, world: World, versions: tuple[str, str, str]
) -> None:
    fields = {"version": versions[1], "environment": "production"}
    assert reader.post(f"/app/projects/{world.project}/prompts/deploy", fields).status == 422


def test_two_versions_are_chosen_in_any_order(reader: Reader, world: World) -> None:
    path = f"/app/projects/{world.project}/prompts"
    for pair in ((world.first, world.second), (world.second, world.first)):
        answer = reader.ask("GET", f"{path}/choose?version={pair[0]}&version={pair[1]}")
        assert answer.headers["location"] == f"{path}/compare?a={world.second}&b={world.first}"
    assert "Tick two versions" in reader.get(f"{path}/choose?version={world.first}", 422)
    page = reader.get(f"{path}/compare?a={world.first}&b={world.second}")
    assert "<del><bdi>Be short.</bdi></del>" in page
    assert "<ins><bdi>Be short and warm.</bdi></ins>" in page
    assert page.count("Never promise a date of delivery.") == 1


def test_long_parameters_are_shown_whole(reader: Reader, client: Humanloop) -> None:
    long = "x" * 300
    made = [client.model_configs.register(project="long", **config(other={"a": f"{long}{end}"})) for end in "bc"]
    path = f"/app/projects/{made[0].project_id}/prompts"
    assert f"{long}b" in reader.get(f"{path}/{made[0].config.id}")
    compared = reader.get(f"{path}/compare?a={made[0].config.id}&b={made[1].config.id}")
    assert f"{long}b" in compared
    assert f"{long}c" in compared


def test_a_version_says_what_it_is(reader: Reader, world: World) -> None:
    page = reader.get(f"/app/projects/{world.project}/prompts/{world.first}")
    assert "Never promise a date" in page
    assert "humanloop.chat(" in page
    assert "Not found" in reader.get(f"/app/projects/{world.project}/prompts/nothing", 404)


def test_projects_are_listed_searched_and_made(reader: Reader, client: Humanloop, world: World) -> None:
    page = reader.get("/app?q=support")
    assert f"/app/projects/{world.project}/logs" in page
    assert "production: warmer" in page
    assert "No project has this" in reader.get("/app?q=nothing-of-the-kind")
    made = reader.post("/app/projects/new", {"name": "made here"})
    assert made.status == 303
    assert client.projects.get(made.headers["location"].split("/")[3]).name == "made here"
    assert b"already" in reader.post("/app/projects/new", {"name": "made here"}).data
    assert reader.post("/app/projects/new", {"name": " "}).status == 422
