"""Forms that are sent wrongly come back with their page, with what was typed, and with what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from humanloop.server.web.coming_back import fill
from tests.server.web.browser import paths_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from humanloop.server import RunningServer
    from tests.server.web.conftest import Reader
    from tests.server.web.world import World

TYPED = '\nÜnd "so" <b>&amp; \'\n weiter'


@dataclass
class Wrong:
    """A form that is sent wrongly: its page, its button, what is typed and chosen, and what is said then."""

    page: str
    button: str
    notice: str
    typed: dict[str, str] = field(default_factory=dict[str, str])
    chosen: dict[str, str] = field(default_factory=dict[str, str])
    ticked: dict[str, str] = field(default_factory=dict[str, str])


WRONG = {
    "no name of a project": Wrong("/projects/new", "Create project", "“name” is empty", {"name": " "}),
    "no name at a renaming": Wrong("…/settings", "Save", "“name” is empty", {"name": "  "}),
    "no days": Wrong("…/settings", "Save", "days from 1 to 36500, or nothing.", {"days": "some"}),
    "label of a number": Wrong(
        "…/settings", "Add", "number", {"type": "stars", "label": "a <b>"}, {"class": "number", "sentiment": "positive"}
    ),
    "no name of a dataset": Wrong("…/datasets", "Create dataset", "is empty", {"name": " ", "description": "<i>"}),
    "no JSON": Wrong("/datasets/{dataset}/row", "Save", "not JSON", {"inputs": '{"a": ', "target": TYPED}),
    "no row": Wrong("/datasets/{dataset}/row", "Save", "The row is empty", {"inputs": "", "target": " "}),
    "no dataset": Wrong("…/datasets/add?log={log}", "Add to dataset", "name a new one", {"name": " "}, {"dataset": ""}),
    "no evaluator": Wrong(
        "…/evaluations/new", "Start", "Choose at least one evaluator", {"name": "<b>"}, {"version": "{second}"}
    ),
    "no name of an evaluator": Wrong(
        "…/evaluators/new", "Save", "“name” is empty", {"name": "", "code": TYPED}, {"kind": "number"}
    ),
    "no name of a key": Wrong("/settings/keys", "Create key", "“name” is empty", {"name": " "}, {"role": "read"}),
    "no end of a key": Wrong(
        "/settings/keys",
        "Create key",
        "soon",
        {"name": "ci", "expires": "soon"},
        {"role": "log", "project": "{project}"},
    ),
    "no model": Wrong("/settings", "Test call", "“model” is empty", {"model": " "}),
    "no project": Wrong("/playground", "Save as version", "Choose the project", {"template": TYPED, "model": "mock/m"}),
    "no tools": Wrong(
        "/playground?log={log}",
        "Save as version",
        "tools",
        {"tools": "[", "inputs.shop": TYPED, "messages": "[user]\nHello"},
    ),
    "no parameters": Wrong("/playground", "Run", "other", {"other": "{", "template": "{{x}}"}),
    "parameters too deep": Wrong("/playground", "Run", "nested deeper than 100", {"other": '{"a":' * 300}),
    "tools too deep": Wrong("/playground", "Run", "nested deeper than 100", {"tools": "[" * 150 + "]" * 150}),
    "no correction": Wrong("/review?project={project}", "Save", "write a correction", {"correction": "  "}),
    "no feedback": Wrong("/logs/{failed}", "Save", "nothing to save", {"value": " "}),
    "no such id": Wrong("…/prompts", "", "Nothing has the id", {"id": "data_<b>"}),
    "no time": Wrong("…/logs", "Apply", "is not a time", {"from": "yesterday", "q": 'a "lamp"'}, {"error": "yes"}),
    "one version": Wrong("…/prompts", "Compare", "Tick two versions to compare", ticked={"version": "{second}"}),
    "no version": Wrong("…/prompts", "Compare", "Tick two versions to compare"),
    "nothing to delete": Wrong("…/logs", "Delete", "Tick the logs that are to be deleted"),
    "nothing to add": Wrong("…/logs", "Add to dataset", "Tick the logs that are to be added"),
    "one evaluation": Wrong("…/evaluations", "Compare", "Tick two to 5", ticked={"run": "{run}"}),
}


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "no scripts"])
def visitor(request: pytest.FixtureRequest, browser: Browser, served: RunningServer) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param, base_url=served.url.removesuffix("/v4"))
    page = context.new_page()
    page.goto(served.web_link() or "")
    yield page
    context.close()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_form_comes_back_with_what_was_typed(visitor: Page, world: World, name: str) -> None:
    wrong, ids = WRONG[name], {**vars(world), "run": world.runs[0]}
    visitor.goto("/app" + wrong.page.replace("…", "/projects/{project}").format_map(ids))
    heading = visitor.locator("h1").inner_text()
    texts = {f'[name="{each}"]': value for each, value in wrong.typed.items()}
    choices = {f'[name="{each}"]': value.format_map(ids) for each, value in wrong.chosen.items()}
    boxes = [f'[name="{each}"][value="{value.format_map(ids)}"]' for each, value in wrong.ticked.items()]
    form = visitor.locator("form")
    for field_of_form in (*texts, *choices, *boxes):
        form = form.filter(has=visitor.locator(field_of_form))
    if wrong.button:
        button = visitor.get_by_role("button", name=wrong.button, exact=True)
        form = form.filter(has=button)
    form = form.first
    for summary in form.locator("details:not([open]) > summary").all():
        summary.click()
    for field_of_form, text in texts.items():
        form.locator(field_of_form).fill(text)
    for field_of_form, value in choices.items():
        form.locator(field_of_form).select_option(value)
    for box in boxes:
        form.locator(box).check()
    if wrong.button:
        form.get_by_role("button", name=wrong.button, exact=True).click()
    else:
        form.locator("input").press("Enter")
    visitor.get_by_role("alert").filter(has_text=wrong.notice).first.wait_for(timeout=5000)
    assert visitor.locator("h1").inner_text() == heading
    for field_of_form, value in {**texts, **choices}.items():
        assert form.locator(field_of_form).input_value() == value
    for box in boxes:
        assert form.locator(box).is_checked()


def test_links_and_forms_lead_from_a_page_that_came_back_to_where_they_led(reader: Reader, world: World) -> None:
    for name, path in paths_of(world).items():
        page = reader.ask("GET", path).data.decode()
        if name != "sign-in":
            assert not re.findall(r'<form(?![^>]*action="/)[^>]*>', page), path
        assert not re.findall(r'href="\?[^"]*"', page), path
    here = f"/app/projects/{world.project}/settings?done=saved"
    page = reader.post(f"/app/projects/{world.project}/settings/feedback", {"here": here, "type": ""})
    assert page.status == 422
    assert b"Saved." not in page.data
    assert b"/settings/feedback?" not in page.data


@pytest.mark.parametrize("here", ["https://example.com/app", "//example.com/app", "/docs", "/application", "/app/me"])
def test_a_form_without_a_page_answers_with_a_page_of_its_own(reader: Reader, world: World, here: str) -> None:
    page = reader.post(f"/app/projects/{world.project}/settings/feedback", {"here": here, "type": ""})
    assert page.status == 422
    assert b"<h1>Not possible</h1>" in page.data
    assert b"example.com" not in page.data


def test_a_form_that_is_too_large_comes_back_by_the_page_that_the_browser_names(reader: Reader, world: World) -> None:
    dataset = f"/app/datasets/{world.dataset}"
    answer = reader.post(f"{dataset}/preview", {"file": "x" * 32_000_001}, Referer=f"{reader.root}{dataset}?page=1")
    assert answer.status == 413
    assert re.search(rb'role="alert"[^>]*>The body has more than', answer.data)
    assert b"support questions</h1>" in answer.data


def test_scripts_are_told_and_get_no_page(reader: Reader) -> None:
    answer = reader.post("/app/projects/new", {"here": "/app/projects/new", "name": ""}, Accept="application/json")
    assert (answer.status, answer.headers["content-type"]) == (422, "application/json")


def test_only_the_form_that_was_sent_is_filled() -> None:
    page = (
        '<form action="/a"><input name="x" value="of a list"></form>'
        '<form method="post" action="/a"><input type="hidden" name="of" value="1"><input name="x" value="old"></form>'
        '<form method="post" action="/a"><input type="hidden" name="of" value="2"><input name="x" value="old" required>'
        '<input type="password" name="p"><input type="checkbox" name="c" value="1" checked><button name="x" value="b">'
        '</button><select name="s"><option selected>one</option><option value="2">two</option></select></form>'
    )
    filled = fill(page, "POST", "/a", {"of": ["2"], "x": ['"new"'], "p": ["secret"], "s": ["2"]})
    assert filled == page.replace(
        '<input name="x" value="old" required>', '<input name="x" required value="&quot;new&quot;">'
    ).replace('value="1" checked>', 'value="1">').replace("<option selected>", "<option>").replace(
        '<option value="2">', '<option value="2" selected>'
    )
    assert fill(page, "POST", "/b", {"x": ["new"]}) == page
