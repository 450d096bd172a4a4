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
from tests.server.moving.test_commands import rows_of, run, span
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


def test_a_dry_run_says_what_an_import_of_an_export_does(
    merged: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def imported(database: Path, *more: str) -> dict[str, Any]:
        capsys.readouterr()
        assert run(importing, merged[0], "--database", database, "--json", *more) == 0
        report: dict[str, Any] = json.loads(capsys.readouterr().out)
        return {name: found for name, found in report.items() if name not in ("seconds", "dry_run")}

    # Where it comes from, beside what another server holds, and once more.
    for database in (tmp_path / "x.db", merged[1], merged[1]):
        before = rows_of(database)
        tried = imported(database, "--dry-run")
        assert rows_of(database) == before
        assert imported(database) == tried


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


def test_what_was_changed_since_stays_and_the_rest_comes_in(
    tmp_path: Path, api_class: type[Api], capsys: pytest.CaptureFixture[str]
) -> None:
    there, here = tmp_path / "there.db", tmp_path / "here.db"
    with serving(there) as running:
        api = api_class(running)
        fill(api, "p")
    run(exporting, tmp_path / "first", "--database", there)
    assert run(importing, tmp_path / "first", "--database", here) == 0
    before = rows_of(here)
    (log,) = (row for row in before["logs"] if row["output"] == "tried")
    (other,) = (row["id"] for row in before["configs"] if row["content"].get("model") == "n")
    (experiment,), (dataset,), (evaluator,) = (before[name] for name in ("experiments", "datasets", "evaluators"))
    with serving(there) as running:
        api = api_class(running)
        labels = [{"type": "rating", "value": "bad"}]
        api.ok("projects.update", {"name": "renamed", "positive_labels": labels}, id=log["project_id"])
        api.ok("projects.deploy_config", {"config_id": other}, project_id=log["project_id"])
        named = {"model": "n", "prompt_template": "{{t}}", "name": "named"}
        api.ok("model_configs.register", {"project": "renamed", **named})
        api.ok("logs.update", {"output": "changed"}, id=log["id"])
        api.ok("datasets.update", {"name": "renamed"}, id=dataset["id"])
        api.ok("evaluators.update", {"name": "renamed"}, id=evaluator["id"])
        api.ok("experiments.update", {"name": "renamed", "positive_labels": labels}, experiment_id=experiment["id"])
        api.ok("logs.log", {"project": "renamed", "output": "new", "config": named})
        api.ok("feedback.feedback", {"type": "rating", "value": "bad", "data_id": log["id"], "user": "bob"})
        traced = {"resourceSpans": [{"resource": {}, "scopeSpans": [{"scope": {}, "spans": [span(1, above=2)]}]}]}
        headers = {"X-API-KEY": running.api_key, "Content-Type": "application/json", "x-humanloop-project": "renamed"}
        assert api.http("POST", "/otel/v1/traces", body=json.dumps(traced), headers=headers).status == 200
    run(exporting, tmp_path / "second", "--database", there)
    capsys.readouterr()
    assert run(importing, tmp_path / "second", "--database", here, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["failures"] == []
    stays = {(each["kind"], each["field"]) for each in report["changes"] if each["how"] == "another here, which stays"}
    assert stays == {
        *(("projects", "name"), ("projects", "positive_labels"), ("deployments", "config_id"), ("configs", "name")),
        *(("logs", "output"), ("datasets", "name"), ("evaluators", "name")),
        *(("experiments", "name"), ("experiments", "positive_labels")),
    }
    after = rows_of(here)
    assert {row["name"] for row in after["projects"]} == {row["name"] for row in before["projects"]}
    outputs = {row["output"]: row["project_id"] for row in after["logs"]}
    assert outputs["new"] == outputs["tried"] == log["project_id"]
    assert "changed" not in outputs
    assert len(after["feedback"]) == len(before["feedback"]) + 1
    # More of a trace goes where it has gone.
    assert [row["project"] for row in after["spans"]] == ["p"]
    assert run(check, "--database", here) == 0


def test_what_is_something_else_here_is_named(
    tmp_path: Path, api_class: type[Api], capsys: pytest.CaptureFixture[str]
) -> None:
    there, here, out = tmp_path / "there.db", tmp_path / "here.db", tmp_path / "out"
    with serving(there) as running:
        api_class(running).ok("logs.log", [{"project": name, "output": name} for name in ("p", "q")])
    run(exporting, out, "--database", there)
    assert run(importing, out, "--database", here) == 0
    lines = [json.loads(line) for line in (out / "logs.jsonl").read_bytes().splitlines()]
    lines[0]["project_id"] = lines[1]["project_id"]
    (out / "logs.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    before = rows_of(here)
    capsys.readouterr()
    assert run(importing, out, "--database", here, "--json") == 1
    (failure,) = json.loads(capsys.readouterr().out)["failures"]
    assert (failure["line"], failure["reason"]) == (
        1,
        f"{lines[0]['id']} is something else here: it differs in project_id",
    )
    assert rows_of(here) == before


def test_a_project_of_the_same_name_says_how_it_gets_another(
    tmp_path: Path, api_class: type[Api], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("x", "y"):
        with serving(tmp_path / f"{name}.db") as running:
            api_class(running).ok("logs.log", {"project": "p", "output": name})
    assert run(exporting, tmp_path / "out", "--database", tmp_path / "x.db") == 0
    asking = (tmp_path / "out", "--database", tmp_path / "y.db", "--json")
    capsys.readouterr()
    assert run(importing, *asking) == 1
    failures = json.loads(capsys.readouterr().out)["failures"]
    assert "another project here is called 'p'; --project-prefix gives these other names" in str(failures)
    assert run(importing, *asking, "--project-prefix", "old/") == 0
    assert sorted(row["output"] for row in rows_of(tmp_path / "y.db")["logs"]) == ["x", "y"]
