"""Overview, playground, review, evaluators, experiments and settings, as they are sent."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server import Settings, serve_in_thread
from humanloop.server.domain import overviews
from humanloop.server.domain.overviews import estimate, percentile
from humanloop.server.domain.verdict_history import by_day
from humanloop.server.provider_settings import Price
from humanloop.server.web.charts import bars, ceiling, line
from humanloop.server.web.prompt_texts import from_messages, to_messages
from tests.server.web.world import make_world

if TYPE_CHECKING:
    from pathlib import Path

    from humanloop import Humanloop
    from humanloop.server import RunningServer
    from tests.server.web.conftest import Reader
    from tests.server.web.world import World


@pytest.mark.parametrize(
    ("values", "most"), [([], 1), ([0], 1), ([3], 5), ([0.0021, None], 0.0025), ([1000], 1000), ([1001], 2000)]
)
def test_charts_end_at_round_numbers(values: list[float | None], most: float) -> None:
    assert ceiling(values) == pytest.approx(most)


def test_bars_and_lines_stand_where_their_values_are() -> None:
    assert [bar.height for bar in bars([0, 5, 10], 10)] == [0, 71, 142]
    assert len(line([1, None, 2, 3], 3)) == 2
    assert [percentile([1, 2, 3, 4], part) for part in (0.5, 0.95)] == [3, 4]
    assert percentile([], 0.5) is None


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", []),
        ("hello", [{"role": "user", "content": "hello"}]),
        ("[system]\na\n\nb\n[user]\nc", [{"role": "system", "content": "a\n\nb"}, {"role": "user", "content": "c"}]),
        ("[user]", [{"role": "user", "content": ""}]),
        ("a\n[assistant]\nb", [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]),
        ('[{"role": "tool", "tool_call_id": "1"}]', [{"role": "tool", "tool_call_id": "1"}]),
    ],
)
def test_messages_are_read_from_text(text: str, messages: list[dict[str, Any]]) -> None:
    assert to_messages(text, "user") == messages
    assert to_messages(from_messages(messages), "user") == messages


@pytest.mark.parametrize(
    ("count", "minutes", "calls"),
    [(0, None, 0), (10_000, None, 10_000), (10_001, 60, 10_001), (10_001, 20, 30_000), (10_001, 0, 36_004_000)],
)
def test_calls_beyond_those_that_are_counted_are_estimated(count: int, minutes: int | None, calls: int) -> None:
    end = datetime(2026, 1, 1, tzinfo=UTC)
    since = None if minutes is None else end - timedelta(minutes=minutes)
    assert estimate(count, end - timedelta(hours=1), end, since) == calls


def test_the_overview_says_what_is_estimated(reader: Reader, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/app/projects/{world.project}/overview?over=day"
    assert "estimated" not in reader.get(path)
    assert "scaled up" not in reader.get(path)
    monkeypatch.setattr(overviews, "MOST_COUNTED", 5)
    monkeypatch.setattr(overviews, "MOST_MEASURED", 5)
    assert "estimated" in reader.get(path)


def test_the_overview_adds_up_and_leads_to_logs(reader: Reader, client: Humanloop) -> None:
    world = make_world(client, "over time")
    page = reader.get(f"/app/projects/{world.project}/overview?over=day")
    table = re.sub(r"<[^>]+>", " ", page.partition('aria-label="Over time"')[2].partition("</table>")[0])
    # Cost and tokens are those of the logs: 24 with tokens of 162, 164, … and one with 438.
    assert " 40 " in table
    assert "p50" in table
    # Of six ratings three are good, and of twelve answers one is short.
    assert table.split()[-4:] == ["50", "%", "8", "%"]
    link = re.search(r'href="(/app/projects/[^"]+from=[^"]+)"', page.partition('aria-label="Over time"')[2])
    assert link is not None
    assert "data_" in reader.get(link.group(1).replace("&amp;", "&"))
    empty = client.projects.create(name="nothing happened")
    assert "No calls in this week" in reader.get(f"/app/projects/{empty.id}/overview")


def test_the_playground_answers_by_the_operation_of_the_api(reader: Reader, client: Humanloop, world: World) -> None:
    page = reader.get(f"/app/playground?log={world.log}")
    assert "You answer for {{shop}}" in page
    assert 'name="inputs.shop"' in page
    fields = {
        "kind": "chat",
        "model": "mock/small-1",
        "temperature": "0.5",
        "template": "[system]\nBe {{mood}}.",
        "messages": "[user]\nSay it",
        "inputs.mood": "brief",
        "tools": "",
        "other": '{"max_tokens": 20}',
        "project": "",
    }
    before = client.projects.get(world.project).data_count
    streamed = reader.post("/app/playground/run", fields)
    assert streamed.status == 200
    events = [json.loads(event.removeprefix("data: ")) for event in streamed.data.decode().strip().split("\n\n")]
    text = "".join(entry["output"] for event in events for entry in event["data"])
    assert text
    whole = reader.post("/app/playground", fields)
    assert whole.status == 200
    assert text.split()[0] in whole.data.decode()
    assert client.projects.get(world.project).data_count == before
    reader.post("/app/playground/run", {**fields, "project": "support"})
    logged = client.logs.list(project_id=world.project).records[0]
    assert (logged.source, logged.inputs) == ("playground", {"mood": "brief"})
    python = reader.post("/app/playground/python", fields).data.decode()
    assert "humanloop.chat(" in python
    compile(python, "copied", "exec")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("temperature", "warm", "is not a number"),
        ("tools", "{", "tools is not JSON"),
        ("other", "[1]", "other is not an object"),
        ("model", "", "empty"),
    ],
)
def test_what_cannot_be_read_in_the_playground_says_so(reader: Reader, field: str, value: str, message: str) -> None:
    fields = {"kind": "chat", "model": "mock/a", "template": "", field: value}
    assert message in reader.post("/app/playground/run", fields, Accept="application/json").data.decode()
    assert message in reader.post("/app/playground", fields).data.decode()


def test_a_column_answers_rows_of_a_dataset_with_verdicts(reader: Reader, client: Humanloop, world: World) -> None:
    page = reader.get(f"/app/playground?config={world.first}&dataset={world.dataset}")
    row = re.findall(r'data-datapoint="([^"]+)"', page)[0]
    judge = next(each.id for each in client.evaluators.list() if each.name == "support length")
    fields = {"kind": "chat", "model": "mock/mock", "template": "[system]\nFor {{shop}}", "messages": "Hello"}
    fields |= {"datapoint": row, "evaluator": judge}
    before = client.projects.get(world.project).data_count
    found = json.loads(reader.post("/app/playground/row", fields).data)
    assert found["verdict"] == {"name": "support length", "value": len(found["output"]), "error": None}
    assert client.projects.get(world.project).data_count == before
    # What is logged is judged as it is kept.
    found = json.loads(reader.post("/app/playground/row", {**fields, "project": "support"}).data)
    assert found["verdict"]["value"] == len(found["output"])
    newest = next(iter(client.logs.list(world.project)))
    assert (newest.source, (newest.inputs or {})["shop"]) == ("playground", "Lumen")
    # What the API refuses is an error of this row.
    found = json.loads(reader.post("/app/playground/row", {**fields, "other": '{"max_tokens": "many"}'}).data)
    assert (found["output"], found["verdict"]) == (None, None)
    assert "max_tokens" in found["error"]
    assert reader.post("/app/playground/row", {**fields, "datapoint": "evtc_x"}).status == 404


def test_a_column_becomes_a_version(reader: Reader, client: Humanloop) -> None:
    client.projects.create(name="saved from the playground")
    fields = {"kind": "chat", "model": "mock/a", "template": "Be kind.", "project": "saved from the playground"}
    saved = reader.post("/app/playground/save", fields)
    assert saved.status == 303
    assert "Be kind." in reader.get(saved.headers["location"])
    assert reader.post("/app/playground/save", fields | {"project": ""}).status == 422


def place_in(page: str) -> str:
    """Find the place of the log that a review shows."""
    found = re.search(r'name="place" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def test_the_review_shows_what_nobody_has_judged(reader: Reader, client: Humanloop) -> None:
    project = client.projects.create(name="to review")
    logs = [
        str(log.id) for log in client.log([{"project": "to review", "output": f"no {index}"} for index in range(3)])
    ]
    address = f"/app/review?project={project.id}"

    def shown(path: str) -> tuple[str, str]:
        page = reader.get(path)
        found = re.search(r'name="log" value="(\w+)"', page)
        left = re.search(r'role="status">([^<]*) left', page)
        return found.group(1) if found else "", left.group(1) if left else ""

    assert shown(address) == (logs[0], "3")
    following = reader.post(address, {"log": logs[0], "type": "rating", "value": "good"}).headers["location"]
    assert shown(following) == (logs[1], "2")
    following = reader.post(following, {"place": place_in(reader.get(following)), "do": "skip"}).headers["location"]
    assert shown(following) == (logs[2], "1")
    following = reader.post(following, {"log": logs[2], "correction": "Better so."}).headers["location"]
    assert "Nothing is left" in reader.get(following)
    following = reader.post(following, {"last": logs[2], "do": "undo"}).headers["location"]
    assert shown(following) == (logs[2], "1")
    assert [[item.value for item in client.logs.get(log).feedback or []] for log in logs] == [["good"], [], []]
    # What is skipped is taken back, too, and nothing else with it.
    place = place_in(reader.get(following))
    skipped = reader.post(following, {"place": place, "do": "skip"}).headers["location"]
    assert "Nothing is left" in reader.get(skipped)
    following = reader.post(skipped, {"last": place, "do": "undo"}).headers["location"]
    assert shown(following) == (logs[2], "1")
    assert [[item.value for item in client.logs.get(log).feedback or []] for log in logs] == [["good"], [], []]


def test_skipping_goes_on_and_on(reader: Reader, client: Humanloop) -> None:
    project = client.projects.create(name="to skip")
    logs = [str(log.id) for log in client.log([{"project": "to skip", "output": f"no {index}"} for index in range(8)])]
    address = f"/app/review?project={project.id}"
    for number, log in enumerate(logs):
        page = reader.get(address)
        assert f'name="log" value="{log}"' in page
        assert f">{len(logs) - number} left<" in page
        address = reader.post(address, {"place": place_in(page), "do": "skip"}).headers["location"]
        # It does not grow with each.
        assert address.count("skip=") <= 2
    page = reader.get(address)
    assert "0 left" in page
    again = re.search(r'but 8 that were skipped, or are older than these: <a href="([^"]+)">begin again</a>', page)
    assert again is not None
    assert f'name="log" value="{logs[0]}"' in reader.get(html.unescape(again.group(1)))
    # What comes later, comes, and what is gone brings nothing back.
    newest = str(client.log(project="to skip", output="new").id)
    assert f'name="log" value="{newest}"' in reader.get(address)
    client.logs.delete(id=[logs[-1]])
    assert f'name="log" value="{newest}"' in reader.get(address)


def test_what_arrives_behind_a_review_is_counted(reader: Reader, client: Humanloop) -> None:
    project = client.projects.create(name="late")
    client.log(project="late", output="first")
    address = f"/app/review?project={project.id}"
    place = place_in(reader.get(address))
    address = reader.post(address, {"place": place, "do": "skip"}).headers["location"]
    assert "but 1 that was skipped, or is older than these" in reader.get(address)
    late = client.log(project="late", output="late", created_at=datetime(2020, 1, 1, tzinfo=UTC))
    newest = client.log(project="late", output="newest")
    page = reader.get(address)
    assert "1 left" in page
    found = re.search(r'2 skipped, or older than these: <a href="([^"]+)">begin again</a>', page)
    assert found is not None
    page = reader.get(html.unescape(found.group(1)))
    assert f'name="log" value="{late.id}"' in page
    assert "3 left" in page
    assert "older than these" not in page
    # What has been judged meanwhile waits no longer.
    reader.post(address, {"log": str(newest.id), "type": "rating", "value": "good"})
    for log in client.logs.list(project_id=str(project.id)):
        client.feedback(type="rating", value="bad", data_id=str(log.id))
    page = reader.get(address)
    assert "No log of this project waits for a judgement." in page


@pytest.mark.parametrize("place", ["data_x", "1", "1.x", f"{10**30}.1"])
def test_a_place_that_is_none_is_said_to_be_none(reader: Reader, world: World, place: str) -> None:
    address = f"/app/review?project={world.project}"
    assert "is no place among logs" in reader.get(f"{address}&skip={place}", 400)
    answer = reader.post(address, {"place": place, "do": "skip"})
    assert (answer.status, b"is no place among logs" in answer.data) == (400, True)


def test_numbers_of_places_may_be_of_any_size(reader: Reader, world: World) -> None:
    for number in (10**30, -(10**30)):
        assert "left<" in reader.get(f"/app/review?project={world.project}&skip=1.{number}")


def test_an_evaluator_is_tried_before_it_is_kept(reader: Reader, client: Humanloop, world: World) -> None:
    path = f"/app/projects/{world.project}/evaluators"
    code = "def judge(log):\n    print('looked')\n    return 'lamp' in log['output']\n"
    fields = {"name": "mentions a lamp", "kind": "boolean", "code": code, "log": world.log}
    tried = reader.post(f"{path}/test", fields).data.decode()
    assert "It says" in tried
    assert "looked" in tried
    assert "mentions a lamp" not in [each.name for each in client.evaluators.list()]
    assert (
        "NameError" in reader.post(f"{path}/test", fields | {"code": "def judge(log):\n    return x\n"}).data.decode()
    )
    reader.post(f"{path}/new", fields)
    assert "mentions a lamp" in reader.get(path)


def test_what_evaluators_say_is_averaged_by_day() -> None:
    today = date(2026, 3, 1)
    said = [(today, 1.0), (today, 0.0), (date(2026, 2, 1), 5.0), (date(2026, 1, 1), 9.0), (date(2026, 3, 2), 9.0)]
    days = by_day(said, today)
    assert [day["day"] for day in days] == [date(2026, 1, 31) + timedelta(days=number) for number in range(30)]
    assert [day for day in days if day["count"]] == [
        {"day": date(2026, 2, 1), "mean": 5.0, "count": 1},
        {"day": today, "mean": 0.5, "count": 2},
    ]


def test_evaluators_show_what_they_found_over_time(reader: Reader, world: World) -> None:
    page = reader.get(f"/app/projects/{world.project}/evaluators")
    table = page.partition('aria-label="support length over time"')[2].partition("</table>")[0]
    assert re.search(r"<td>\d{4}-\d\d-\d\d</td><td class=\"number\">[\d.]+</td><td class=\"number\">\d+</td>", table)


def test_experiments_show_their_arms(reader: Reader, client: Humanloop, world: World) -> None:
    (experiment,) = client.experiments.list(project_id=world.project)
    page = reader.get(f"/app/projects/{world.project}/experiments")
    assert f'id="{experiment.id}"' in page
    table = re.sub(r"<[^>]+>", " ", page.partition('aria-label="Arms of tone"')[2].partition("</table>")[0])
    assert sum(int(trials) for trials in re.findall(r"yes\s+(\d+)", table)) == 16
    # All who got it liked it.
    assert re.search(r"warmer\s+yes\s+\d+\s+100 %\s+\d+ % to 100 %", table)


@pytest.mark.parametrize("tab", ["logs", "sessions", "prompts", "datasets", "evaluations", "experiments"])
def test_the_code_of_an_empty_page_fills_it(reader: Reader, served: RunningServer, client: Humanloop, tab: str) -> None:
    project = client.projects.create(name=f'{tab}, which we "quote"')
    path = f"/app/projects/{project.id}/{tab}"
    (shown,) = re.findall(r'<pre id="code"[^>]*>(.*?)</pre>', reader.get(path), re.DOTALL)
    code = html.unescape(shown)
    assert served.url in code
    program = compile(code.replace('"…", host', f"{served.api_key!r}, host"), tab, "exec")
    # Those of the others name what has to be chosen first.
    if tab not in {"evaluations", "experiments"}:
        exec(program, {})
        assert '<pre id="code"' not in reader.get(path)


def test_a_project_is_renamed_gets_labels_and_is_deleted(reader: Reader, client: Humanloop) -> None:
    project = client.projects.create(name="before")
    path = f"/app/projects/{project.id}/settings"
    reader.post(path, {"name": "after"})
    reader.post(f"{path}/feedback", {"type": "tone", "class": "select", "label": "rude", "sentiment": "negative"})
    changed = client.projects.get(project.id)
    assert changed.name == "after"
    assert "rude" in reader.get(path)
    assert "Delete the project after?" in reader.get(f"{path}/delete")
    reader.post(f"{path}/delete", {})
    assert "Not found" in reader.get(path, 404)
    assert "Not found" in reader.get(f"/app/projects/{project.id}/logs", 404)


def test_a_project_says_how_long_it_keeps_logs(reader: Reader, client: Humanloop) -> None:
    project = client.projects.create(name="kept")
    path = f"/app/projects/{project.id}/settings"
    assert "Logs are kept for ever" in reader.get(path)
    assert reader.post(f"{path}/retention", {"days": "30"}).headers["location"] == f"{path}?done=saved"
    assert "when they are 30 days old" in reader.get(path)
    for wrong in ("0", "-1", "many", "99999999"):
        assert reader.post(f"{path}/retention", {"days": wrong}).status == 422, wrong
    reader.post(f"{path}/retention", {"days": ""})
    assert "Logs are kept for ever" in reader.get(path)


def test_settings_say_what_the_server_has(reader: Reader) -> None:
    page = reader.get("/app/settings")
    assert "production" in page
    assert "SQLite" in page
    assert re.search(r"\d+ keys? (?:is|are) accepted", page)
    health = re.sub(r"<[^>]+>", " ", page.partition("h-health")[2].partition("</ul>")[0]).split()
    assert health[-6:] == ["ok", "Database", "ok", "Migrations", "ok", "Disk"]


def test_a_provider_is_tried_and_nothing_kept(reader: Reader, client: Humanloop) -> None:
    before = [project.name for project in client.projects.list()]
    answer = reader.post("/app/settings/test", {"provider": "mock", "model": "m"}).data.decode()
    assert re.search(r"It answered in \d+ ms: \S", answer)
    refused = reader.post("/app/settings/test", {"provider": "mock", "model": " "})
    assert (refused.status, b"model" in refused.data) == (422, True)
    assert [project.name for project in client.projects.list()] == before


def test_settings_name_what_is_wrong_prices_and_keys_that_are_missing(stranger: Reader, tmp_path: Path) -> None:
    prices = {"m": Price(input=2.5, output=10)}
    settings = Settings(
        port=0, database=str(tmp_path / "a.db"), authentication=False, prices=prices, disk_reserve=10**9
    )
    with serve_in_thread(settings=settings) as running:
        stranger.root = running.url.removesuffix("/v4")
        page = stranger.get("/app/settings")
        fields = {"csrf_token": stranger.token(), "provider": "openai", "model": "m"}
        answer = stranger.ask("POST", "/app/settings/test", fields)
    assert "$2.50" in page
    assert re.search(r'bad">failing</span> Disk <span class="quiet">\d+ MB are free', page)
    assert "Anthropic" in page
    assert b"OPENAI_API_KEY" in answer.data


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/app/projects/new", {"name": "{long}"}),
        ("/app/projects/{project}/settings", {"name": "{long}"}),
        ("/app/projects/{project}/settings/feedback", {"type": "{long}"}),
        ("/app/projects/{project}/settings/feedback", {"type": "issue", "label": "{long}"}),
        ("/app/projects/{project}/datasets", {"name": "{long}"}),
        ("/app/projects/{project}/evaluators/new", {"name": "{long}", "code": "def f(log):\n    return True\n"}),
    ],
)
def test_forms_take_no_longer_names_than_the_api(reader: Reader, world: World, path: str, form: dict[str, str]) -> None:
    body = {name: value.format(long="n" * 513) for name, value in form.items()}
    assert reader.post(path.format(project=world.project), body).status == 422
