"""Journeys in a real browser: what is pressed, and what is then there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from humanloop import Humanloop
from humanloop.server import serve_in_thread
from humanloop.version import __version__
from tests.server.polling import wait_for
from tests.server.web.browser import AXE, RULES, paths_of
from tests.server.web.world import TOOL, config, make_experiment, make_world

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from humanloop.server import RunningServer
    from tests.server.web.world import World

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WIDE = """[...document.querySelectorAll("main *")]
    .filter((each) => !each.closest(".scroll"))
    .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 5).map((each) => each.outerHTML.slice(0, 120))"""


def test_from_the_list_to_a_log_and_a_judgement(page: Page, client: Humanloop, world: World) -> None:
    page.goto(f"/app/projects/{world.project}/logs")
    page.get_by_role("searchbox", name="Text").fill("Iceland")
    page.get_by_role("button", name="Apply").click()
    rows = page.get_by_role("table", name="Logs").get_by_role("row")
    rows.nth(4).wait_for()
    assert rows.count() == 5
    rows.nth(1).get_by_role("link").click()
    page.get_by_role("heading", name="Log", exact=True).wait_for()
    assert page.get_by_role("article", name="user").inner_text().endswith("Do you ship to Iceland?")
    good = page.get_by_role("group", name="rating").get_by_role("button", name="good")
    was_pressed = good.get_attribute("aria-pressed")
    good.click()
    good = page.get_by_role("group", name="rating").get_by_role("button", name="good")
    assert good.get_attribute("aria-pressed") != was_pressed
    page.get_by_role("link", name="Next").click()
    assert "Iceland" in page.get_by_role("article", name="user").inner_text()
    page.get_by_role("link", name="List").click()
    assert page.get_by_role("searchbox", name="Text").input_value() == "Iceland"


def test_the_keyboard_is_enough(page: Page, world: World) -> None:
    page.goto(f"/app/projects/{world.project}/logs")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/logs/*")
    here = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != here and "/app/logs/" in url)
    page.keyboard.press("Escape")
    page.wait_for_url("**/logs?selected=*")
    assert page.evaluate("document.activeElement.closest('tr').id") in page.url
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()


def test_a_new_log_is_announced(page: Page, client: Humanloop) -> None:
    project = client.projects.create(name="live")
    client.log(project="live", output="first")
    page.goto(f"/app/projects/{project.id}/logs")
    client.log(project="live", output="second")
    page.get_by_role("link", name="1 new").click(timeout=10_000)
    assert page.get_by_role("row").count() == 3


# All rules in both colours and at both widths; each rule looks at colours or at widths, so two of the four are enough.
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1920, "dark")])
def test_all_pages_fit_and_are_accessible_and_inert(
    browser: Browser, served: RunningServer, world: World, width: int, scheme: str
) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core: make build/axe.stamp")
    context = browser.new_context(
        viewport={"width": width, "height": 740}, color_scheme=scheme, base_url=served.url.removesuffix("/v4")
    )
    context.add_init_script(path=AXE)
    page = context.new_page()
    problems: list[str] = []
    page.goto(served.web_link() or "")
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    for name, path in paths_of(world).items():
        page.goto(path)
        if name == "not-found":
            problems.clear()
        if page.evaluate(SIDEWAYS):
            problems.append(f"{name} scrolls sideways: {page.evaluate(WIDE)}")
        problems += [f"{name}: {found}" for found in axe(page)]
        if page.locator("footer span").inner_text() != f"Humanloop {__version__}":
            problems.append(f"{name} does not end with the version")
    context.close()
    assert "\n".join(problems) == ""


def test_names_without_blanks_fit_on_narrow_pages(browser: Browser) -> None:
    name = "Unbroken_name_" * 14
    with serve_in_thread() as running:
        paths = paths_of(_world_called(Humanloop(running.api_key, running.url), name))
        context = browser.new_context(viewport={"width": 380, "height": 740}, base_url=running.url.removesuffix("/v4"))
        page = context.new_page()
        page.goto(running.web_link() or "")
        wide: list[str] = []
        for page_name, path in paths.items():
            page.goto(path)
            if page.evaluate(SIDEWAYS):
                wide.append(f"{page_name} scrolls sideways: {page.evaluate(WIDE)}")
        context.close()
    assert "\n".join(wide) == ""


def test_what_was_said_fits_on_narrow_pages(browser: Browser) -> None:
    wide = "W" * 60
    code = f"def judge(log):\n    print({wide * 10!r})\n    return True\n"
    with serve_in_thread() as running:
        client = Humanloop(running.api_key, running.url)
        dataset = client.datasets.create(project_id=client.projects.create(name="wide").id, name="d", description="")
        client.datasets.create_datapoint(dataset.id, body=[{"inputs": {"shop": wide}}])
        version = client.model_configs.register(project="wide", **config())
        judge = client.evaluators.create(
            name=wide, description="", type="python", arguments_type="target_free", return_type="boolean", code=code
        )
        run = client.evaluations.create(
            project_id=version.project_id,
            config_id=version.config.id,
            dataset_id=dataset.id,
            evaluator_ids=[judge.id],
        )
        wait_for(lambda: client.evaluations.get(run.id).status, lambda status: status not in {"pending", "running"})
        log = client.evaluations.list_datapoints(run.id).records[0].log
        assert log is not None
        for number in range(8):
            said = {"type": "rating", "value": f"{number}{wide}", "user": f"{number}{wide}"}
            client.feedback(**said, data_id=client.log(project="wide", config_id=version.config.id, output=wide).id)
            client.feedback(**said, data_id=log.id)
        project = f"/app/projects/{version.project_id}"
        context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=running.url.removesuffix("/v4"))
        page = context.new_page()
        page.goto(running.web_link() or "")
        for path in (f"{project}/prompts/{version.config.id}", f"/app/logs/{log.id}", f"{project}/prompts"):
            page.goto(path)
            page.get_by_text("WWW").first.wait_for()
            assert not page.evaluate(SIDEWAYS), (path, page.evaluate(WIDE))
        context.close()


def _world_called(client: Humanloop, name: str) -> World:
    """A world in which everything that people name has this name."""
    world = make_world(client, name)
    first, second = (
        client.model_configs.register(
            project=name,
            **config(name=name, model=f"{name}{number}", other={name: name}, tools=[{**TOOL, "name": name}]),
        ).config.id
        for number in range(2)
    )
    client.projects.create_feedback_type(id=world.project, type=name, values=[{"value": name, "sentiment": "positive"}])
    said = {"source": name, "error": name}
    messages = [{"role": "user", "name": name, "content": name}]
    log = client.log(
        project=name,
        config_id=first,
        inputs={name: name},
        messages=messages,
        output=name,
        metadata={name: name},
        **said,
    )
    client.feedback(type=name, value=name, data_id=str(log.id), user=name)
    make_experiment(client, world)
    return replace(world, first=first, second=second, log=str(log.id))


def axe(page: Page) -> list[str]:
    found = page.evaluate(f"axe.run({{runOnly: {RULES}, resultTypes: ['violations'], preload: false, iframes: false}})")
    return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"][:2]]


def test_a_version_is_compared_deployed_and_rolled_back(page: Page, client: Humanloop) -> None:
    first = client.model_configs.register(project="journey", **config())
    client.model_configs.register(project="journey", **config(temperature=0.9))
    page.goto("/app")
    page.get_by_role("searchbox", name="Search projects").fill("journey")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="journey").click()
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Prompts").click()
    page.get_by_role("checkbox", name="Compare v1").check()
    page.get_by_role("checkbox", name="Compare v2").check()
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="v1 → v2").wait_for()
    page.get_by_role("combobox", name="Environment").select_option("production")
    page.get_by_role("button", name="Deploy").click()
    page.get_by_role("button", name="Roll back").click()
    assert page.get_by_role("list", name="History").get_by_role("listitem").count() == 3
    assert client.projects.list_deployed_configs(first.project_id)[0].model_config_id == first.config.id


def test_a_log_of_a_session_opens_beside_the_tree(page: Page, world: World) -> None:
    page.goto(f"/app/projects/{world.project}/sessions")
    page.get_by_role("table", name="Sessions").get_by_role("link").first.click()
    page.get_by_role("table", name="Logs of the session").get_by_role("link").nth(1).click()
    page.get_by_role("region", name="Chosen log").get_by_text("find_order").wait_for()


def test_the_playground_streams_into_columns_side_by_side(page: Page, world: World) -> None:
    page.goto(f"/app/playground?log={world.log}")
    page.get_by_role("link", name="Add column").click()
    first, second = page.get_by_role("group", name="Column 1"), page.get_by_role("group", name="Column 2")
    first.get_by_role("textbox", name="shop").fill("Corona")
    assert second.get_by_role("textbox", name="shop").input_value() == "Corona"
    second.get_by_role("textbox", name="Template").fill("[system]\nAnswer for {{shop}} in {{city}}.")
    second.get_by_role("textbox", name="city").fill("Turku")
    first.get_by_role("button", name="Run").click()
    second.get_by_role("textbox", name="Template").press("Control+Enter")
    for column in (first, second):
        column.get_by_role("log", name="Answer").filter(has_text=re.compile(r"\w")).wait_for()
    assert first.get_by_role("alert").is_hidden()


def test_the_playground_goes_through_the_rows_of_a_dataset(page: Page, world: World) -> None:
    page.goto(f"/app/playground?config={world.first}")
    page.get_by_role("textbox", name="Template").fill("[system]\nAnswer in short.")
    page.get_by_role("combobox", name="Dataset").select_option(world.dataset)
    page.get_by_role("combobox", name="Evaluator").select_option(label="support length")
    page.get_by_role("button", name="Show rows").click()
    page.get_by_role("button", name="Run all rows").click()
    page.get_by_text(re.compile(r"All \d+ rows are answered")).wait_for()
    # The columns are as they were edited.
    assert page.get_by_role("textbox", name="Template").input_value() == "[system]\nAnswer in short."
    rows = page.get_by_role("table", name="Rows").locator("tbody tr")
    assert rows.locator("td:last-child .badge").count() == rows.count() > 3
    page.get_by_role("columnheader", name=re.compile(r"Column 1: mean \d+")).wait_for()


def test_logs_are_judged_by_keys(page: Page, client: Humanloop) -> None:
    project = client.projects.create(name="keys")
    logs = [str(log.id) for log in client.log([{"project": "keys", "output": f"answer {index}"} for index in range(2)])]
    page.goto(f"/app/review?project={project.id}")
    page.get_by_text("2 left").wait_for()
    page.keyboard.press("1")
    page.get_by_text("1 left").wait_for()
    page.keyboard.press("s")
    page.get_by_text("Nothing is left").wait_for()
    page.keyboard.press("u")
    page.get_by_text("1 left").wait_for()
    assert page.locator('input[name="log"]').input_value() == logs[1]
    assert [[item.value for item in client.logs.get(log).feedback or []] for log in logs] == [["good"], []]


def test_a_label_without_a_button_is_typed(page: Page, client: Humanloop) -> None:
    log = client.log(project="many people", output="fine")
    people = [{"value": f"person {index}", "sentiment": "unset"} for index in range(500)]
    client.projects.create_feedback_type(id=client.logs.get(log.id).project_id, type="person", values=people)
    page.goto(f"/app/logs/{log.id}")
    group = page.get_by_role("group", name="person")
    assert group.get_by_role("button", name="person").count() == 20
    group.get_by_role("combobox", name="Another label").fill("person 480")
    group.get_by_role("button", name="Give").click()
    given = group.get_by_role("button", name="person 480", pressed=True)
    given.wait_for()
    assert [item.value for item in client.logs.get(log.id).feedback or []] == ["person 480"]
    given.click()
    given.wait_for(state="detached")
    assert client.logs.get(log.id).feedback == []


def test_an_evaluation_is_started_and_watched(page: Page, world: World) -> None:
    page.goto(f"/app/projects/{world.project}/evaluations")
    page.get_by_role("link", name="New evaluation").click()
    page.get_by_role("combobox", name="Version").select_option(world.first)
    page.get_by_role("combobox", name="Dataset").select_option(world.dataset)
    page.get_by_role("checkbox", name="support length").check()
    page.get_by_role("button", name="Start").click()
    page.get_by_text("completed").wait_for()
    page.get_by_role("region", name="support length").get_by_text("Mean").wait_for()


def test_a_file_becomes_rows(page: Page, client: Humanloop, world: World) -> None:
    dataset = client.datasets.create(project_id=world.project, name="from a file", description="")
    page.goto(f"/app/datasets/{dataset.id}")
    page.get_by_label("File").set_input_files({"name": "r.csv", "mimeType": "text/csv", "buffer": b"shop\nA\nB\nC\n"})
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Import 3 rows").click()
    page.get_by_text("Imported.").wait_for()


def test_without_scripts_pages_read_and_forms_work(
    browser: Browser, served: RunningServer, client: Humanloop, world: World
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=served.url.removesuffix("/v4"))
    page = context.new_page()
    page.goto(f"/app/projects/{world.project}/logs")
    page.get_by_label("API key").fill(served.api_key or "")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("combobox", name="Error").select_option("yes")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("table", name="Logs").get_by_role("row").nth(1).get_by_role("link").click()
    page.get_by_role("textbox", name="comment").fill("The provider was busy.")
    page.get_by_role("group", name="comment").get_by_role("button", name="Save").click()
    assert "The provider was busy." in [item.value for item in client.logs.get(world.failed).feedback or []]
    page.goto(f"/app/playground?config={world.first}")
    page.get_by_role("textbox", name="shop").fill("Lumen")
    page.get_by_role("textbox", name="Messages").fill("Hello")
    page.get_by_role("button", name="Run").click()
    assert page.get_by_role("log", name="Answer").inner_text()
    context.close()
