"""What keys of each role, and of some projects, see and may do on the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from humanloop.server.app import service_of
from humanloop.server.domain.key_records import revoke_key
from humanloop.server.domain.sight import KINDS
from humanloop.server.web.pages import ROWS
from humanloop.server.web.rows import Change, Raw
from tests.server.team.conftest import BY, make_key, reload_keys
from tests.server.web.browser import paths_of
from tests.server.web.conftest import Reader
from tests.server.web.world import World, make_world

if TYPE_CHECKING:
    from humanloop import Humanloop
    from humanloop.server import RunningServer

_FOR_CHANGES = frozenset(
    ["project-new", "evaluator-new", "evaluation-new", "dataset-row", "datasets-add", "project-delete", "keys"]
)


def enter(served: RunningServer, name: str, role: str, *projects: str) -> Reader:
    """Sign in by a new key."""
    key = make_key(served, name, role=role, projects=projects)
    made = Reader(served.url.removesuffix("/v4"))
    made.cookie = made.ask("POST", "/app/sign-in", {"api_key": key}).headers.get("set-cookie", "").partition(";")[0]
    return made


@pytest.fixture(scope="module")
def own(client: Humanloop) -> World:
    return make_world(client, "own")


@pytest.fixture(scope="module")
def of_one(served: RunningServer, own: World) -> Reader:
    return enter(served, "of one", "write", own.project)


def test_a_reader_sees_every_page_and_no_form_but_that_of_leaving(served: RunningServer, world: World) -> None:
    reader = enter(served, "a reader", "read")
    for name, path in paths_of(world).items():
        page = reader.ask("GET", path)
        if name in _FOR_CHANGES:
            assert page.status == 403, name
        elif name != "sign-in":
            forms = re.findall(r'<form method="post"[^>]*action="([^"]*)"', page.data.decode())
            assert (page.status, forms) == (404 if name == "not-found" else 200, ["/app/sign-out"]), name
    assert "This key may only read" in reader.post(f"/app/logs/{world.log}/feedback", {"type": "rating"}).data.decode()


def test_what_a_session_has_of_other_projects_is_not_seen(of_one: Reader, client: Humanloop, own: World) -> None:
    other = client.projects.create(name="not shown")
    session = "of two projects"
    for project, asked in ((other.id, "Secret question"), (own.project, "Open question")):
        client.log(
            project_id=project,
            session_reference_id=session,
            messages=[{"role": "user", "content": asked}],
            output=asked.replace("question", "answer"),
        )
    page = of_one.get(f"/app/projects/{own.project}/sessions")
    assert "Open question" in page
    assert "Secret" not in page


def test_every_change_is_refused_for_readers(served: RunningServer) -> None:
    reader = enter(served, "another reader", "read")
    paths = [row.path for row in ROWS if isinstance(row, Change) or (isinstance(row, Raw) and row.method == "POST")]
    assert len(paths) > 20
    token = reader.token()
    for path in paths:
        address = "/app" + re.sub(r"\{\w+\}", "x", path)
        assert reader.ask("POST", address, {"csrf_token": token}).status == 403, path


def test_a_key_for_logging_sees_no_pages(served: RunningServer) -> None:
    reader = enter(served, "logger", "log")
    assert reader.cookie == ""


def test_other_projects_are_not_there(of_one: Reader, world: World, own: World) -> None:
    statuses = {"project-new": 403, "keys": 403, "not-found": 404}
    for name, path in paths_of(own).items():
        assert of_one.ask("GET", path).status == statuses.get(name, 200), name
    shared = {"sign-in", "projects", "project-new", "settings", "keys"}
    for name, path in paths_of(world).items():
        if name not in shared:
            assert of_one.ask("GET", path).status == 404, name
    for page in ("/app", "/app/playground", "/app/review"):
        found = of_one.get(page)
        assert "own" in found
        # Evaluators belong to all projects.
        assert ">support<" not in found
        assert "support questions" not in found
    for wanted in (world.project, world.log, world.dataset, "trace-of-support-20013"):
        assert of_one.ask("GET", f"/app/find?id={wanted}").status == 404, wanted
    assert of_one.ask("GET", f"/app/find?id={own.log}").status == 303


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/app/projects/{own.project}/logs/delete", {"log": "{world.log}"}),
        ("/app/projects/{own.project}/prompts/deploy", {"version": "{world.first}", "environment": "production"}),
        ("/app/projects/{own.project}/evaluations/new", {"version": "{own.first}", "dataset": "{world.dataset}"}),
        ("/app/projects/{own.project}/datasets/add", {"log": "{own.log}", "dataset": "{world.dataset}"}),
        ("/app/playground/run", {"project": "support", "model": "mock/m"}),
        ("/app/playground/run", {"project": "a new one", "model": "mock/m"}),
        ("/app/playground/row", {"datapoint": "{row}", "model": "mock/m"}),
        ("/app/review", {"log": "{world.log}", "value": "good"}),
        ("/app/datasets/{own.dataset}/row", {"row": "{row}", "inputs": "{{}}"}),
    ],
)
def test_what_forms_name_of_other_projects_is_not_there(
    of_one: Reader, client: Humanloop, world: World, own: World, path: str, fields: dict[str, str]
) -> None:
    row = next(iter(client.datasets.list_datapoints(world.dataset, page=1, size=1))).id
    values = {"world": world, "own": own, "row": row}
    sent = {name: value.format(**values) for name, value in fields.items()}
    answer = of_one.post(path.format(**values), sent)
    assert answer.status == 404, answer.data


def test_a_key_of_some_projects_makes_nothing_for_all(of_one: Reader, own: World) -> None:
    assert of_one.post("/app/projects/new", {"name": "mine"}).status == 403
    path = f"/app/projects/{own.project}/evaluators"
    assert "New evaluator" not in of_one.get(path)
    fields = {"name": "x", "kind": "boolean", "code": "def judge(log):\n    return True\n"}
    assert of_one.post(f"{path}/new", fields).status == 403


def test_each_parameter_of_a_path_is_known_to_the_guard() -> None:
    named = {name for row in ROWS for name in re.findall(r"\{(\w+)\}", row.path)}
    assert named - KINDS.keys() == {"place", "number"}


def test_a_revoked_key_ends_its_sessions(served: RunningServer) -> None:
    reader = enter(served, "short", "read")
    reader.get("/app")
    service_of(served.app).store.writer.submit(lambda connection: revoke_key(connection, BY, "short")).result()
    reload_keys(served)
    assert reader.ask("GET", "/app").headers["location"].startswith("/app/sign-in")
