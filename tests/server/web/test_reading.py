"""Reading in a real browser: logs beside their list, Markdown, JSON that folds, and questions before deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from humanloop import Humanloop
    from tests.server.web.world import World

MARKDOWN = """# Plan
First **bold**, then *slanted* and `code`.

- one
- two [here](javascript:alert(1))

| a | b |
|---|---|
| 1 | <img src=x onerror=alert(1)> |

```
a < b
```
> said\u202ebefore
"""
JSON = {"order": {"id": 9007199254740993, "lines": [{"sku": "lamp"}, {"sku": "shade"}]}, **dict.fromkeys("abcdefgh", 1)}


def test_a_log_opens_beside_its_list_and_esc_goes_back_to_its_row(page: Page, world: World) -> None:
    page.goto(f"/app/projects/{world.project}/logs")
    rows = page.get_by_role("table", name="Logs").locator("tbody tr")
    rows.nth(2).locator("td").last.click()
    beside = page.get_by_role("region", name="Chosen log")
    beside.wait_for()
    chosen = rows.nth(2).get_attribute("id") or ""
    assert page.url.endswith(f"?selected={chosen}")
    assert beside.get_by_role("link").first.get_attribute("href") == f"/app/logs/{chosen}"
    # The address shows the same again, and j and k go on from there.
    page.reload()
    beside.wait_for()
    page.keyboard.press("j")
    page.wait_for_url(f"**selected={rows.nth(3).get_attribute('id')}")
    page.keyboard.press("Escape")
    assert beside.count() == 0
    assert "selected" not in page.url
    assert page.evaluate("document.activeElement.closest('tr').id") == rows.nth(3).get_attribute("id")
    page.keyboard.press("o")
    beside.wait_for()
    beside.get_by_role("link", name="Close").click()
    assert beside.count() == 0
    # A log that is not there leaves the list as it is.
    page.goto(f"/app/projects/{world.project}/logs?selected=data_nothing")
    assert rows.count() > 3


def test_markdown_is_shown_on_demand_and_stays_text(page: Page, client: Humanloop) -> None:
    log = client.log(project="reading", output=MARKDOWN)
    page.goto(f"/app/logs/{log.id}")
    answer = page.get_by_role("article", name="assistant")
    assert "**bold**" in answer.inner_text()
    page.get_by_role("button", name="Markdown").click()
    assert [answer.locator(tag).inner_text() for tag in ("strong", "em", "p code", "pre", "blockquote")] == [
        *("bold", "slanted", "code", "a < b"),
        "said\u202ebefore",
    ]
    assert answer.locator("li").all_inner_texts() == ["one", "two here (javascript:alert(1))"]
    assert answer.locator("td").all_inner_texts() == ["1", "<img src=x onerror=alert(1)>"]
    assert answer.locator("a, img").count() == 0
    assert answer.locator(".markdown .mark").get_attribute("data-mark") == "U+202E"
    # The next log is read in the same way, until the reader wants the text again.
    page.reload()
    answer.locator("strong").wait_for()
    page.get_by_role("button", name="Markdown").click()
    assert "**bold**" in answer.inner_text()


def test_json_folds_and_is_searched(page: Page, client: Humanloop) -> None:
    log = client.log(project="reading", output="…", metadata=JSON)
    page.goto(f"/app/logs/{log.id}")
    part = page.get_by_role("region", name="Metadata")
    part.get_by_text("Metadata").click()
    # Numbers stay as they were written.
    part.get_by_text("9007199254740993").last.wait_for()
    part.get_by_role("searchbox", name="Search in Metadata").fill("SHADE")
    part.get_by_text("1 found").wait_for()
    assert part.locator(".leaf:visible").all_inner_texts() == ["sku: shade"]
    part.get_by_role("searchbox").fill("lines")
    part.get_by_text("2 found").wait_for()
    part.get_by_role("searchbox").fill("")
    part.get_by_text("a: 1").wait_for()


def test_deleting_asks_over_the_page(page: Page, client: Humanloop) -> None:
    project = client.projects.create(name="asked")
    client.log([{"project": "asked", "output": f"answer {index}"} for index in range(3)])
    page.goto(f"/app/projects/{project.id}/logs")
    page.get_by_role("checkbox").nth(0).check()
    page.get_by_role("button", name="Delete").click()
    asked = page.get_by_role("dialog", name="Delete 1 log?")
    asked.wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Keep"
    page.keyboard.press("Enter")
    assert asked.count() == 0
    page.get_by_role("button", name="Delete").click()
    asked.get_by_role("button", name="Delete").click()
    page.get_by_text("Deleted").wait_for()
    assert page.get_by_role("table", name="Logs").locator("tbody tr").count() == 2
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Delete this project").click()
    page.get_by_role("dialog", name="Delete the project asked?").get_by_role("button", name="Delete").click()
    page.get_by_text("Deleted.").wait_for()
    assert "asked" not in [each.name for each in client.projects.list()]
