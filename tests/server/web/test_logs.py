"""The list of logs, and a log, as they are sent."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from humanloop.server.domain import log_lists
from humanloop.server.web.alike import alike
from tests.server.polling import wait_for
from tests.server.web.world import HOSTILE, make_world

if TYPE_CHECKING:
    from humanloop import Humanloop
    from tests.server.web.conftest import Reader
    from tests.server.web.world import World


@pytest.fixture(scope="module")
def untouched(client: Humanloop) -> World:
    return make_world(client, "untouched")


def ids_of(page: str) -> list[str]:
    return re.findall(r'<tr id="(data_\w+)"', page)


def test_the_list_walks_all_logs_in_both_directions(reader: Reader, client: Humanloop) -> None:
    project = client.projects.create(name="many")
    client.log([{"project": "many", "output": f"answer {index}"} for index in range(120)])
    path = f"/app/projects/{project.id}/logs"
    first = reader.get(path)
    assert "120" in first
    pages, address = [ids_of(first)], first
    while older := re.search(r'rel="next" href="([^"]+)"', address):
        address = reader.get(html.unescape(older.group(1)))
        pages.append(ids_of(address))
    assert [len(page) for page in pages] == [50, 50, 20]
    assert len({one for page in pages for one in page}) == 120
    newer = re.search(r'rel="prev" href="([^"]+)"', address)
    assert newer is not None
    assert ids_of(reader.get(html.unescape(newer.group(1)))) == pages[1]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=Iceland", 4),
        ("error=yes", 1),
        ("error=no", 27),
        ("feedback=rating:good", 3),
        ("feedback=rating:good&feedback=rating:bad", 6),
        ("source=shop", 24),
        ("span=1h", 28),
        ("to=2020-01-01", 0),
        ("evaluation=yes", 12),
        ("after=nonsense&before=1.2.3", 28),
    ],
)
def test_filters_choose(reader: Reader, untouched: World, query: str, count: int) -> None:
    assert len(ids_of(reader.get(f"/app/projects/{untouched.project}/logs?{query}"))) == count


def test_a_list_without_a_filter_is_counted_by_the_counters(
    reader: Reader, untouched: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So low that the counters' answer is another one than that of counting.
    monkeypatch.setattr(log_lists, "MOST_COUNTED", 3)
    path = f"/app/projects/{untouched.project}/logs"
    assert '<p class="quiet" id="count">4</p>' in reader.get(path)
    assert '<p class="quiet" id="count">4</p>' in reader.get(f"{path}?sort=time.asc&q=&source=")
    assert '<p class="quiet" id="count">4 ' not in reader.get(f"{path}?error=no")


def test_logs_are_sorted_by_what_is_asked_for(reader: Reader, world: World) -> None:
    path = f"/app/projects/{world.project}/logs?error=no&source=shop"
    newest, oldest = ids_of(reader.get(path)), ids_of(reader.get(f"{path}&sort=time.asc"))
    assert oldest == newest[::-1]
    assert ids_of(reader.get(f"{path}&sort=duration.asc")) == oldest


def test_a_wrong_time_says_so(reader: Reader, world: World) -> None:
    assert "not a time" in reader.get(f"/app/projects/{world.project}/logs?from=yesterday", 422)


def test_news_are_counted(reader: Reader, client: Humanloop) -> None:
    project = client.projects.create(name="news")
    client.log(project="news", output="first")
    page = reader.get(f"/app/projects/{project.id}/logs")
    address = re.search(r'data-newer="([^"]+)"', page)
    assert address is not None
    ask = address.group(1).replace("&amp;", "&")
    assert json.loads(reader.get(ask)) == {"count": 0}
    client.log(project="news", output="second")
    assert json.loads(reader.get(ask)) == {"count": 1}


def test_what_is_filtered_is_downloaded_without_formulas(reader: Reader, client: Humanloop) -> None:
    project = client.projects.create(name="cells")
    client.log(project="cells", output="=1+1")
    client.log(project="cells", output="fine", duration=-1.0)
    lines = list(csv.DictReader(io.StringIO(reader.get(f"/app/projects/{project.id}/logs.csv"))))
    assert [(line["output"], line["duration"]) for line in lines] == [("fine", "-1.0"), ("'=1+1", "")]
    kept = reader.get(f"/app/projects/{project.id}/logs.jsonl?q=fine").splitlines()
    assert [json.loads(line)["output"] for line in kept] == ["fine"]


@pytest.mark.parametrize("kind", ["tone:style", "100%", "a%3Ab:c"])
def test_links_and_filters_know_types_of_feedback_whatever_they_are_called(
    reader: Reader, client: Humanloop, kind: str
) -> None:
    name = f"feedback called {kind}"
    one, _ = client.log([{"project": name, "config": {"type": "model", "model": "m"}, "output": text} for text in "ab"])
    project = client.projects.get(client.logs.get(str(one.id)).project_id)
    settings = f"/app/projects/{project.id}/settings/feedback"
    fields = {"type": kind, "label": "fine: really", "sentiment": "positive", "class": "select"}
    assert reader.post(settings, fields).status == 303
    assert reader.post(f"/app/logs/{one.id}/feedback", {"type": kind, "value": "fine: really"}).status == 303
    links = {
        html.unescape(link)
        for page in ("prompts", "overview")
        for link in re.findall(r'href="([^"]*feedback=[^"]*)"', reader.get(f"/app/projects/{project.id}/{page}"))
    }
    assert len(links) == 2
    logs = f"/app/projects/{project.id}/logs"
    (value,) = re.findall(r'<option value="([^"]*fine: really)"', reader.get(logs))
    for address in (*links, f"{logs}?{urlencode({'feedback': html.unescape(value)})}"):
        page = reader.get(address)
        assert ids_of(page) == [str(one.id)]
        assert f'<option value="{value}" selected>' in page


def test_chosen_logs_are_deleted_after_a_question(reader: Reader, client: Humanloop) -> None:
    project = client.projects.create(name="gone")
    logs = client.log([{"project": "gone", "output": str(index)} for index in range(3)])
    chosen = [str(log.id) for log in logs][:2]
    path = f"/app/projects/{project.id}/logs"
    asked = reader.get(f"{path}/delete?log={chosen[0]}&log={chosen[1]}")
    assert "Delete 2 logs?" in asked
    assert len(ids_of(reader.get(path))) == 3
    assert reader.post(f"{path}/delete", [("log", one) for one in chosen]).status == 303
    assert len(ids_of(reader.get(path))) == 1


def test_hostile_text_is_text_and_a_page_stays_small(reader: Reader, world: World) -> None:
    page = reader.get(f"/app/logs/{world.hostile}")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'data-mark="U+202E"' in page
    assert "javascript:" not in "".join(re.findall(r'(?:href|src)="([^"]*)"', page))
    assert len(page.encode()) < 100_000
    whole = reader.ask("GET", f"/app/logs/{world.hostile}/text/output")
    assert whole.headers["content-type"] == "text/plain; charset=utf-8"
    assert whole.data.decode() == "א" + HOSTILE + "y" * 500_000


def test_a_log_with_very_much_in_it_is_a_small_page(reader: Reader, client: Humanloop) -> None:
    messages = [{"role": "user", "content": "<&>" * 20_000} for _ in range(300)]
    inputs = {f"field {index}": "<" * 30_000 for index in range(50)}
    log = client.log(project="large", messages=messages, inputs=inputs, output="<" * 10**6)
    page = reader.get(f"/app/logs/{log.id}")
    assert len(page.encode()) < 100_000
    assert "messages in between" in page
    assert len(json.loads(reader.get(f"/app/logs/{log.id}/text/messages"))) == 300


def test_a_log_of_a_project_with_very_many_labels_is_a_small_page(reader: Reader, client: Humanloop) -> None:
    name = "very many labels"
    messages = [{"role": "user", "content": "<&>" * 20_000} for _ in range(30)]
    log = client.log(project=name, messages=messages, output="<" * 10**6, config={"type": "model", "model": "m"})
    project = str(client.logs.get(log.id).project_id)
    people = [{"value": f"<{index}>@example.com", "sentiment": "unset"} for index in range(2000)]
    client.projects.create_feedback_type(id=project, type="person", values=people)
    for index in range(200):
        values = [{"value": f"<value {index}>", "sentiment": "positive"}]
        client.projects.create_feedback_type(id=project, type=f"<type {index}>", values=values)
    client.feedback(
        [{"type": "comment", "value": "<c>" * 1000, "data_id": log.id, "user": f"u{n}"} for n in range(300)]
    )
    path, page = f"/app/logs/{log.id}", reader.get(f"/app/logs/{log.id}?q={'<' * 200}")
    assert len(page.encode()) < 100_000
    assert re.search(r"The newest 25 of <a[^>]*>300</a>", page)
    assert 'aria-pressed="false" class="label positive">good</button>' in page
    # What has no button can be given and taken back all the same, and has one then.
    for kind, value in (("person", "<1999>@example.com"), ("<type 199>", "<value 199>")):
        sent = {"type": kind, "value": value, "known": "yes"}
        mistyped = reader.post(f"{path}/feedback", {**sent, "value": f"{value}, mistyped"})
        assert (mistyped.status, mistyped.data.count(b"mistyped&#39;; it has")) == (422, 1)
        assert reader.post(f"{path}/feedback", sent).status == 303
        assert value in [item.value for item in client.logs.get(log.id).feedback or []]
        assert reader.post(f"{path}/feedback", {**sent, "unset": "yes"}).status == 303
        assert value not in [item.value for item in client.logs.get(log.id).feedback or []]


def test_a_label_with_a_mistake_in_it_is_told_a_few_that_are_near(reader: Reader, client: Humanloop) -> None:
    log = client.log(project="mistyped", output="x")
    values = [{"value": f"label number {index}", "sentiment": "unset"} for index in range(1000)]
    client.projects.create_feedback_type(id=str(client.logs.get(log.id).project_id), type="tag", values=values)
    for value, said in (
        ("labl number 77", "no label &#39;labl number 77&#39;; it has label number 77, "),
        ("x" * 500, f"no label &#39;{'x' * 80}…&#39;; it has label number 0, "),
    ):
        answer = reader.post(f"/app/logs/{log.id}/feedback", {"type": "tag", "value": value, "known": "yes"})
        (told,) = re.findall(r"no label [^<]*", answer.data.decode())
        assert told.startswith(said)
        assert told.count("label number") == 5 + value.startswith("label")
        assert "and 995 more" in told


def test_what_was_said_of_a_log_is_read_whole(reader: Reader, client: Humanloop) -> None:
    word, long = "word " * 200 + "the end", "long " * 6000 + "the very end"
    log = client.log(project="said", config={"type": "model", "model": "m", "other": {"x": word}}, output="fine")
    for kind, value in (("correction", word), ("comment", long)):
        client.feedback(type=kind, value=value, data_id=log.id)
    page = reader.get(f"/app/logs/{log.id}")
    # The correction, its field, and the parameter.
    assert page.count("the end") == 3
    assert f"<bdi>{'long ' * 10}" in page
    assert "the very end" not in page
    (place,) = set(re.findall(rf'href="(/app/logs/{log.id}/text/feedback[^"]*)"', page))
    assert reader.get(place) == long


def test_what_an_evaluator_said_is_read_whole(reader: Reader, client: Humanloop, world: World) -> None:
    word = "word " * 300 + "the end"
    code = f"def judge(log):\n    print('p' * 5000 + 'last')\n    raise ValueError({word!r})\n"
    judge = client.evaluators.create(
        name="talks", description="", type="python", arguments_type="target_free", return_type="number", code=code
    )
    evaluation = client.evaluations.create(
        project_id=world.project, config_id=world.first, dataset_id=world.dataset, evaluator_ids=[judge.id]
    )
    wait_for(lambda: client.evaluations.get(evaluation.id).status, lambda status: status not in {"pending", "running"})
    log = client.evaluations.list_datapoints(evaluation.id).records[0].log
    assert log is not None
    page = reader.get(f"/app/logs/{log.id}")
    assert "the end" in page
    assert "pplast" in page


def test_images_are_served_by_what_they_are(reader: Reader, client: Humanloop, world: World) -> None:
    image = reader.ask("GET", f"/app/logs/{world.tools}/images/0")
    assert (image.status, image.headers["content-type"]) == (200, "image/png")
    assert reader.ask("GET", f"/app/logs/{world.tools}/images/1").status == 404
    page = reader.get(f"/app/logs/{world.tools}")
    assert "https://example.com/order.png" in page
    assert page.count("<img ") == 1
    drawing = {"type": "image_url", "image_url": {"url": "data:image/svg+xml;base64,PHN2Zy8+"}}
    log = client.log(project="large", messages=[{"role": "user", "content": [drawing]}], output="")
    assert "<img " not in reader.get(f"/app/logs/{log.id}")
    assert reader.ask("GET", f"/app/logs/{log.id}/images/0").status == 404


def test_feedback_is_given_and_taken_back(reader: Reader, client: Humanloop) -> None:
    log = client.log(project="judged", output="x")
    path = f"/app/logs/{log.id}/feedback"
    reader.post(path, {"type": "rating", "value": "good"})
    assert [(item.type, item.value) for item in client.logs.get(log.id).feedback or []] == [("rating", "good")]
    project = client.logs.get(log.id).project_id
    assert ids_of(reader.get(f"/app/projects/{project}/logs?feedback=rating:good")) == [log.id]
    reader.post(path, {"type": "rating", "value": "good", "unset": "yes"})
    assert client.logs.get(log.id).feedback == []
    assert ids_of(reader.get(f"/app/projects/{project}/logs?feedback=rating:good")) == []


@pytest.mark.parametrize("letter", ["a", '"', "é", "\u202e"])
def test_a_page_is_small_whatever_it_is_that_there_is_much_of(reader: Reader, client: Humanloop, letter: str) -> None:
    name = f"much of {ord(letter)}"
    many, much = [{"role": "user", "content": '"' * 20_000}] * 40, letter * 9000
    log = client.log(
        project=name,
        messages=many,
        inputs={f"{letter * 60}{index}": much for index in range(40)},
        metadata={"x": much},
        error=much,
        config={"type": "model", "model": "m", "other": {f"{letter * 60}{index}": much for index in range(40)}},
    )
    project = str(client.logs.get(log.id).project_id)
    for index in range(10):
        values = [{"value": f"{letter * (each % 15)}{each}", "sentiment": "positive"} for each in range(30)]
        client.projects.create_feedback_type(id=project, type=f"{letter * index}{index}", values=values)
        client.projects.create_feedback_type(id=project, type=f"text {index}", _class="text")
        reader.post(f"/app/logs/{log.id}/feedback", {"type": f"text {index}", "value": letter * 3000})
    client.feedback(
        [
            {"type": "comment", "value": letter * 1000, "data_id": log.id, "user": f"{letter * 50}{index}"}
            for index in range(50)
        ]
    )
    page = reader.get(f"/app/logs/{log.id}")
    assert len(page.encode()) < 100_000
    assert f"/app/logs/{log.id}/text/config" in page


@pytest.mark.parametrize("text", ["a b " * 750, "\n<two>\nlines\n", "\u202e" * 3000])
def test_what_one_wrote_stands_in_its_field(reader: Reader, client: Humanloop, text: str) -> None:
    log = client.log(project="long", output="y" * 20_000, inputs=dict.fromkeys("abc", "z" * 19_000))
    path = f"/app/logs/{log.id}"
    for kind in ("comment", "correction"):
        reader.post(f"{path}/feedback", {"type": kind, "value": text})
        # The parser of HTML leaves out the first line end.
        fields = re.findall(rf"{kind} <textarea[^>]*>\n([^<]*)</textarea>", reader.get(path))
        assert [html.unescape(field) for field in fields] == [text]
    reader.post(f"{path}/feedback", {"type": "comment", "value": "half a new one", "unset": "all"})
    assert [item.type for item in client.logs.get(log.id).feedback or []] == ["correction"]
    # One that is too long for the field is not lost unseen.
    reader.post(f"{path}/feedback", {"type": "comment", "value": text + "x" * 3000})
    page = reader.get(path)
    assert re.search(r"comment <textarea[^>]*>\n</textarea>", page)
    said = rf"Your text of {len(text) + 3000:,} characters is too long for this field: [^<]* replaces it"
    found = re.search(rf'{said}. <a href="([^"]+)">', page)
    assert found is not None
    assert reader.get(found.group(1)) == text + "x" * 3000
    assert len(page.encode()) < 100_000


def test_a_number_stands_in_its_field_as_it_was_given(reader: Reader, client: Humanloop) -> None:
    log = client.log(project="numbers", output="x")
    project = str(client.logs.get(log.id).project_id)
    client.projects.create_feedback_type(id=project, type="points", _class="number")
    reader.post(f"/app/logs/{log.id}/feedback", {"type": "points", "value": "1234.56789"})
    assert re.search(r"points <textarea[^>]*>\n1234.56789</textarea>", reader.get(f"/app/logs/{log.id}"))


def test_a_pressed_label_is_let_go_by_its_button(reader: Reader, client: Humanloop) -> None:
    log = client.log(project="pressed", output="x")
    reader.post(f"/app/logs/{log.id}/feedback", {"type": "rating", "value": "good"})
    button = re.search(r'<button name="(\w+)" value="(good)" aria-pressed="true"', reader.get(f"/app/logs/{log.id}"))
    assert button is not None
    reader.post(f"/app/logs/{log.id}/feedback", {"type": "rating", button[1]: button[2]})
    assert client.logs.get(log.id).feedback == []


def test_forms_lead_back_to_their_list_and_nowhere_else(reader: Reader, client: Humanloop) -> None:
    log = client.log(project="led back", output="x")
    path = f"/app/logs/{log.id}/feedback"
    for back, query in (
        ("?q=a+%22b%22&sort=time.asc&after=7", "?q=a+%22b%22&sort=time.asc"),
        ("?feedback=a%3Ab&feedback=c&x=y", "?feedback=a%3Ab&feedback=c"),
        ("//example.com/", ""),
        ("?q=" + "x" * 1_000_000, ""),
    ):
        given = reader.post(path, {"type": "rating", "value": "good", "back": back})
        assert (given.status, given.headers["location"]) == (303, f"/app/logs/{log.id}{query}#feedback")
    # The address of the page says the same.
    here = f"/app/logs/{log.id}?q=a&sort=time.asc&x=y"
    given = reader.post(path, {"type": "rating", "value": "good", "here": here})
    assert given.headers["location"] == f"/app/logs/{log.id}?q=a&sort=time.asc#feedback"
    list_of_logs = f"/app/projects/{client.logs.get(log.id).project_id}/logs"
    deleted = reader.post(f"{list_of_logs}/delete", {"log": log.id, "back": "?q=" + "x" * 1_000_000})
    assert deleted.headers["location"] == f"{list_of_logs}?done=deleted"
    for here, place in (("/app/logs?q=" + "x" * 1_000_000, "/app"), ("https://example.com", "/app"), ("/app?q=a",) * 2):
        assert reader.post("/app/me", {"name": "Eve", "here": here}).headers["location"] == place


def test_ids_lead_to_what_has_them(reader: Reader, world: World) -> None:
    for identifier, target in (
        (world.log, f"/app/logs/{world.log}"),
        (world.session, f"/app/sessions/{world.session}"),
        ("support-agent", "/app/logs/"),
        (world.first, f"/app/projects/{world.project}/prompts/{world.first}"),
        (world.project, f"/app/projects/{world.project}"),
    ):
        answer = reader.ask("GET", f"/app/find?id={identifier}")
        assert answer.status == 303
        assert answer.headers["location"].startswith(target)
    assert "Nothing has the id" in reader.get("/app/find?id=nothing", 404)


def test_a_person_has_a_name(reader: Reader, client: Humanloop, world: World) -> None:
    asked = "What are you called?"
    assert asked in reader.get("/app")
    assert reader.post("/app/me", {"name": "Ana", "here": "/app/logs/x"}).headers["location"] == "/app/logs/x"
    assert asked not in reader.get("/app")
    reader.post(f"/app/logs/{world.failed}/feedback", {"type": "comment", "value": "Too busy."})
    assert ("Ana", "Too busy.") in [(item.user, item.value) for item in client.logs.get(world.failed).feedback or []]


def test_each_number_leads_to_as_many_logs(reader: Reader, untouched: World) -> None:
    project = f"/app/projects/{untouched.project}"
    led = 0
    for path in ("/app?q=untouched", f"{project}/prompts", f"{project}/overview", f"{project}/sessions"):
        for address, content in re.findall(r'<a [^>]*href="([^"]*/logs\?[^"]+)"[^>]*>(.*?)</a>', reader.get(path)):
            if number := re.match(r"\d+\b(?!-)", re.sub(r"<[^>]+>", "", content)):
                page = reader.get(html.unescape(address))
                assert f'id="count">{number[0]}' in page, (path, address)
                led += 1
    assert led > 10


def test_columns_that_say_the_same_step_back() -> None:
    rows = [{"a": 1, "b": 2}, {"a": 1, "b": 3}, {"a": 1}]
    assert alike(rows, ["a", "b", "c"]) == {"a", "c"}
    assert alike(rows[:2], ["a"]) == set()
