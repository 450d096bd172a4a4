"""A server of the release before goes on while one of this release changes the tables under it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from starlette.applications import Starlette

from humanloop.server import RunningServer, serve_in_thread
from humanloop.server.settings import Settings
from tests.apis.spec import ROOT
from tests.server.conftest import Api
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Json = dict[str, Any]

_BEFORE_THE_FIRST_TAG = "755c61d"
_CODE = "from humanloop.server.cli import main; main()"


def release_before() -> str | None:
    """The newest tag of a release that this one comes from; None where there is no history to look at."""
    tagged = _git("describe", "--tags", "--match", "v*", "--abbrev=0", "HEAD~1")
    if tagged is not None:
        return tagged
    return _BEFORE_THE_FIRST_TAG if _git("cat-file", "-e", f"{_BEFORE_THE_FIRST_TAG}^{{commit}}") is not None else None


def _git(*arguments: str) -> str | None:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


@contextmanager
def older_server(folder: Path, release: str, database: str) -> Iterator[Api]:
    """Run the server of a release, with the dependencies of this one."""
    packed = subprocess.run(["git", "archive", release, "humanloop"], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        files.extractall(folder, filter="data")
    arguments = ["serve", "--database", database, "--port", "0", "--api-key", "k", "--provider-fallback", "mock"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"}
    where = [sys.executable, "-c", "import humanloop; print(humanloop.__file__)"]
    found = subprocess.run(where, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.startswith(str(folder))
    with subprocess.Popen(
        [sys.executable, "-c", _CODE, *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = next(line.split()[-1] for line in process.stdout if line.split()[:1] == ["URL"])
        try:
            yield Api(RunningServer(url, "k", Starlette()))
        finally:
            process.terminate()


def test_both_work_on_the_same_database(postgresql_url: str, tmp_path: Path) -> None:
    release = release_before()
    if release is None:
        pytest.skip("the history of the repository is not there")
    with older_server(tmp_path, release, postgresql_url) as older:
        made = use(older, "made before")
        settings = Settings(database=postgresql_url, port=0, api_key="k", provider_fallback="mock")
        with serve_in_thread(settings=settings) as running:
            newer = Api(running)
            # What the one has made the other uses, and each makes its own.
            for api, name in ((older, "made after"), (newer, "made anew")):
                api.call("logs.log", {"project": "made before", "output": "more"})
                use(api, name)
            assert newer.call("projects.get", id=made).json["data_count"] == 4
            assert totals(newer) == [4, 2, 2]
            # The older one looks at columns only, which say so some seconds later.
            wait_for(lambda: totals(older), lambda found: found == [4, 2, 2])
            assert older.call("projects.get", id=made).json["data_count"] == 4


def totals(api: Api) -> list[int]:
    """List how many logs the projects have, the oldest project first."""
    query = {"sort_by": "created_at", "order": "asc"}
    return [record["data_count"] for record in api.call("projects.list", query=query).json["records"]]


def use(api: Api, name: str) -> str:
    """Do the things that write to most tables; answers the id of the project."""
    logs = [{"project": name, "output": str(number), "session_reference_id": name} for number in range(3)]
    made = good(api, "logs.log", logs)
    good(api, "feedback.feedback", {"type": "rating", "value": "good", "data_id": made[0]["id"]})
    good(api, "logs.update", {"output": "changed"}, id=made[0]["id"])
    assert api.call("logs.delete", query={"id": [made[2]["id"]]}).status == 204
    project_id: str = made[0]["project_id"]
    dataset = good(api, "datasets.create", {"name": name, "description": ""}, project_id=project_id)["id"]
    good(api, "datasets.create_datapoint", {"inputs": {"q": "x"}, "target": {"output": "y"}}, dataset_id=dataset)
    body = {"project": name, "model": "m", "provider": "mock", "prompt_template": "Say {{q}}"}
    config = good(api, "model_configs.register", body)["config"]["id"]
    evaluation = good(
        api,
        "evaluations.create",
        {"config_id": config, "dataset_id": dataset, "evaluator_ids": [], "hl_generated": False},
        project_id=project_id,
    )
    assert evaluation["status"] == "pending"
    assert good(api, "logs.list", query={"project_id": project_id, "search": "changed"})["total"] == 1
    key = {"Idempotency-Key": name}
    assert len({api.call("sessions.create", headers=key).data for _ in range(2)}) == 1
    return project_id


def good(api: Api, key: str, body: Any = None, **rest: Any) -> Any:
    reply = api.call(key, body, **rest)
    assert reply.status in {200, 201}, (key, reply.data)
    return reply.json
