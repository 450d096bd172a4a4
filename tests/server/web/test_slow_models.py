"""Models that take a while: pages wait for them, and stop them when nobody waits any longer."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

import pytest

from humanloop.server.generation.providers import mock

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from humanloop import Humanloop
    from humanloop.server import RunningServer
    from tests.server.web.conftest import Reader
    from tests.server.web.world import World

SLOW = '{"other": {"mock_latency": 0.4, "mock_output": "at last"}}'
FIELDS = {"kind": "chat", "model": "mock/m", "template": "Be brief.", "messages": "Hello", "other": SLOW}


@pytest.mark.parametrize("project", ["", "support"])
def test_the_playground_waits_for_its_model(reader: Reader, world: World, client: Humanloop, project: str) -> None:
    fields = {**FIELDS, "project": project}
    streamed = reader.post("/app/playground/run", fields)
    assert (streamed.status, b"at" in streamed.data) == (200, True)
    whole = reader.post("/app/playground", fields).data.decode()
    assert re.search(r'role="log"[^>]*>[^<]*at last', re.sub(r"</?bdi>", "", whole))
    row = str(client.datasets.list_datapoints(world.dataset).records[0].id)
    answered = json.loads(reader.post("/app/playground/row", {**fields, "datapoint": row}).data)
    assert (answered["output"], answered["error"]) == ("at last", None)


def test_a_call_to_try_a_provider_waits_for_it(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mock, "_script", lambda _: {"mock_latency": 0.3})
    answer = reader.post("/app/settings/test", {"provider": "mock", "model": "m"}).data.decode()
    assert re.search(r"It answered in \d+ ms: \S", answer)


def test_the_playground_streams_what_comes_late(page: Page, world: World) -> None:
    page.goto(f"/app/playground?config={world.first}&dataset={world.dataset}")
    write_slowly(page, SLOW)
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("log", name="Answer").filter(has_text="at last").wait_for()
    page.get_by_role("button", name="Run all rows").click()
    page.get_by_text(re.compile(r"All \d+ rows are answered")).wait_for()
    rows = page.get_by_role("table", name="Rows").locator("tbody tr")
    assert rows.filter(has_text="at last").count() == rows.count() > 3


@pytest.mark.parametrize("leaves", [False, True], ids=["stop", "another page"])
def test_who_stops_or_leaves_stops_the_model(page: Page, client: Humanloop, leaves: bool) -> None:
    name = f"left {leaves}"
    project = client.projects.create(name=name)
    page.goto(f"/app/playground?project={project.id}")
    write_slowly(page, '{"other": {"mock_latency": 60}}')
    page.get_by_role("combobox", name="Project").select_option(name)
    with page.expect_request("**/playground/run"):
        page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_timeout(300)
    if leaves:
        page.goto("/app")
    else:
        page.get_by_role("button", name="Stop").click()
    end = time.monotonic() + 10
    while not (logs := client.logs.list(project_id=project.id).records):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert "left" in (logs[0].error or "")


def test_without_scripts_the_playground_waits_too(browser: Browser, served: RunningServer, world: World) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served.url.removesuffix("/v4"))
    page = context.new_page()
    page.goto(served.web_link() or "")
    page.goto(f"/app/playground?config={world.first}")
    write_slowly(page, SLOW)
    page.get_by_role("button", name="Run").click()
    page.get_by_role("log", name="Answer").filter(has_text="at last").wait_for()
    context.close()


def write_slowly(page: Page, other: str) -> None:
    """Let the first column have a model that takes its time."""
    field = page.get_by_role("textbox", name="Other parameters")
    if not field.is_visible():
        page.locator("details:not([open]) > summary").filter(has_text="arameters").first.click()
    field.fill(other)
