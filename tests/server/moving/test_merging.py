"""Exports that are read into a server that holds something already, even what the export holds, too."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.commands import check, exporting, importing
from humanloop.server.domain.keys import new_api_key
from tests.server.moving.test_commands import rows_of, run
from tests.server.moving.test_partial_exports import evaluate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from humanloop.server import RunningServer
    from tests.server.conftest import Api

Rows = dict[str, list[dict[str, Any]]]

# What every server has, or what each has for itself.
_SHARED = frozenset({"environments", "organisations"})
_KEY = SecretStr(new_api_key())
_TOOL = {"type": "tool", "name": "weather", "description": "of today"}


def serving(database: Path | str) -> AbstractContextManager[RunningServer]:
    settings = Settings(database=str(database), port=0, api_key=_KEY, ask_providers=False, provider_fallback="mock")
    return serve_in_thread(settings=settings)


def fill(api: Api, project: str) -> None:
    """Let a project hold something of each kind; but for its name, it is the same for every project."""
    api.ok("logs.log", {"project": f"{project} generic", "output": "without a config"})
    called = api.ok("logs.log", {"project": f"{project} tools", "config": _TOOL, "output": "sunny"})["id"]
    tool = api.ok("logs.get", id=called)["config"]["id"]
    linking = {"model": "m", "prompt_template": "{{t}}", "tools": [{"id": tool, "source": "organization"}]}
    linked = api.ok("model_configs.register", {"project": project, **linking})
    plain = api.ok("model_configs.register", {"project": project, "model": "n", "prompt_template": "{{t}}"})
    members = [linked["config"]["id"], plain["config"]["id"]]
    experiment = api.ok(
        "experiments.create",
        {"name": "which", "positive_labels": [{"type": "rating", "value": "good"}], "config_ids": members},
        project_id=linked["project_id"],
    )["id"]
    trial = api.ok("experiments.sample", experiment_id=experiment)["trial_id"]
    log = api.ok("logs.log", {"project": project, "trial_id": trial, "output": "tried", "session_reference_id": "talk"})
    api.ok("feedback.feedback", {"type": "rating", "value": "good", "data_id": log["id"], "user": "ann"})
    evaluate(api, project, project, f"{project} generic")


def counted(before: Rows, after: Rows) -> dict[str, int]:
    return {name: len(after[name]) - len(before[name]) for name in after}


def meaning(rows: Rows, names: Sequence[str]) -> dict[str, Counter[Any]]:
    """Say of all rows that name configs of some projects what they name, without ids."""
    projects = {row["id"]: row["name"] for row in rows["projects"] if row["name"] in names}
    contents = {row["id"]: [projects.get(row["project_id"]), row["content"]] for row in rows["configs"]}
    configs = {
        row["id"]: (projects[row["project_id"]], row["type"], json.dumps(_without_ids(row["content"], contents)))
        for row in rows["configs"]
        if row["project_id"] in projects
    }
    return {
        name: Counter(configs[row["config_id"]] for row in found if row.get("config_id") in configs)
        for name, found in rows.items()
    }


def _without_ids(content: dict[str, Any], contents: dict[str, Any]) -> dict[str, Any]:
    """Put tools in the place of the ids that name them."""
    return {**content, "tools": [contents[tool["id"]] for tool in content.get("tools", [])]}


@pytest.fixture
def merged(tmp_path: Path, api_class: type[Api]) -> tuple[Path, Path]:
    """An export of a server, and the database of another one that holds the same under other names."""
    for name in ("x", "y"):
        with serving(tmp_path / f"{name}.db") as running:
            fill(api_class(running), name)
    assert run(exporting, tmp_path / "out", "--database", tmp_path / "x.db") == 0
    return tmp_path / "out", tmp_path / "y.db"


def test_what_two_servers_hold_is_held_twice(
    merged: tuple[Path, Path], tmp_path: Path, api_class: type[Api], capsys: pytest.CaptureFixture[str]
) -> None:
    export, here = merged
    before, brought = rows_of(here), rows_of(tmp_path / "x.db")
    capsys.readouterr()
    assert run(importing, export, "--database", here, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["failures"] == []
    assert {(each["kind"], each["field"]) for each in report["changes"]} >= {("configs", "id"), ("sessions", "id")}
    after = rows_of(here)
    # The session is one: both servers call it `talk`.
    new = {name: len(rows) for name, rows in brought.items() if name not in _SHARED}
    assert counted(before, after) == {**new, **dict.fromkeys(_SHARED, 0), "sessions": new["sessions"] - 1}
    names = [row["name"] for row in brought["projects"]]
    assert meaning(after, names) == meaning(brought, names)
    (session,) = after["sessions"]
    assert {row["session_id"] for row in after["logs"]} == {session["id"], None}
    assert run(check, "--database", here) == 0
    # Twice is once.
    assert run(importing, export, "--database", here) == 0
    assert rows_of(here) == after
    with serving(here) as running:
        api = api_class(running)
        for name in names:
            project = api.ok("projects.get", id="-", query={"name": name})
            logs = api.ok("logs.list", query={"project_id": project["id"]})
            assert (logs["total"], len(logs["records"])) == (project["data_count"], project["data_count"])


def test_what_was_made_here_meanwhile_is_the_same_as_what_was_made_there(tmp_path: Path, api_class: type[Api]) -> None:
    there, here = tmp_path / "there.db", tmp_path / "here.db"
    with serving(there) as running:
        api_class(running).ok("logs.log", {"project": "p", "output": "first"})
    run(exporting, tmp_path / "first", "--database", there)
    assert run(importing, tmp_path / "first", "--database", here) == 0
    config = {"model": "m", "prompt_template": "new"}
    for database, output in ((there, "there"), (here, "here")):
        with serving(database) as running:
            api = api_class(running)
            if database == here:
                # The id that it has there is that of another project's.
                api.ok("model_configs.register", {"project": "q", **config})
            api.ok("logs.log", {"project": "p", "config": config, "output": output, "session_reference_id": "s"})
    run(exporting, tmp_path / "second", "--database", there)
    assert run(importing, tmp_path / "second", "--database", here) == 0
    rows = rows_of(here)
    homes = {row["output"]: (row["config_id"], row["session_id"]) for row in rows["logs"]}
    assert set(homes) == {"first", "there", "here"}
    assert homes["there"] == homes["here"]
    assert run(check, "--database", here) == 0
