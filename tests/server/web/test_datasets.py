"""Datasets: rows by hand, from logs and from files."""

from __future__ import annotations

import base64
import html
import random
import re
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import Humanloop
from humanloop.server import Settings, serve_in_thread
from humanloop.server.domain.dataset_files import read_rows, write_csv
from humanloop.server.storable import TOO_DEEP
from humanloop.server.web.cells import cell
from humanloop.server.web.packed import packed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Browser

    from tests.server.web.conftest import Reader
    from tests.server.web.world import World


def as_it_is(row: Mapping[str, Any]) -> dict[str, Any]:
    return dict(row)


def nested(depth: int) -> str:
    return '{"x":' * depth + "1" + "}" * depth


@pytest.mark.parametrize(
    ("content", "rows", "problems"),
    [
        ("inputs.q,target.output\na,b\n", [{"inputs": {"q": "a"}, "target": {"output": "b"}}], []),
        ("q,target\n'=1,b\n,\n", [{"inputs": {"q": "=1"}, "target": {"output": "b"}}], []),
        ('q,messages\n,"[{""role"": ""user""}]"\n', [{"messages": [{"role": "user"}]}], []),
        ("q\na,b\n", [], [(2, "it has 2 cells, and there are 1 columns")]),
        (
            "q,messages\na,nonsense\nb,\n",
            [{"inputs": {"q": "b"}}],
            [(2, "messages is not JSON: expected ident at line 1 column 2")],
        ),
        ('{"inputs": {"q": 1}}\n\n{"q": 2}\n', [{"inputs": {"q": 1}}, {"inputs": {"q": 2}}], []),
        ('{"q": "a\u2028b\x85c"}\r\n{"q": 2}\r{"q": 3}', [{"inputs": {"q": q}} for q in ("a\u2028b\x85c", 2, 3)], []),
        ('[{"inputs": {"q": 1}}, 2]', [{"inputs": {"q": 1}}], [(2, "it is not an object")]),
        ('{"inputs": 3}\n', [], [(1, "inputs is not an object: 3")]),
        ('{"messages": [3]}\n', [], [(1, "messages is not a list of objects with a role")]),
        ("", [], [(1, "the file is empty")]),
        ('{"q": NaN}\n', [], [(1, "it is not JSON: expected value at line 1 column 7")]),
        ('{"a":' * 2000, [], [(1, f"it is {TOO_DEEP}")]),
        ("[" * 2000, [], [(1, f"it is {TOO_DEEP}")]),
        ("messages\n" + "[" * 2000, [], [(2, f"messages is {TOO_DEEP}")]),
    ],
)
def test_files_are_read(content: str, rows: list[Any], problems: list[tuple[int, str]]) -> None:
    assert read_rows(content.encode(), as_it_is) == (rows, problems)


def test_a_file_that_is_no_text_says_where() -> None:
    assert read_rows(b"q\na\n\xff", as_it_is) == ([], [(3, "it is not UTF-8")])


def test_what_is_written_is_read_again() -> None:
    given = [
        {"inputs": {"q": "=a", "n": "1"}, "messages": None, "target": {"output": "x\ny"}},
        {"inputs": None, "messages": [{"role": "user", "content": "hi"}], "target": None},
    ]
    rows, problems = read_rows(write_csv(given, cell).encode(), as_it_is)
    assert problems == []
    assert rows == [{name: value for name, value in row.items() if value is not None} for row in given]


@pytest.fixture
def dataset(reader: Reader, world: World, request: pytest.FixtureRequest) -> str:
    made = reader.post(f"/app/projects/{world.project}/datasets", {"name": request.node.name})
    assert made.status == 303
    return made.headers["location"].rpartition("/")[2]


def records(client: Humanloop, dataset: str) -> list[Any]:
    return list(client.datasets.list_datapoints(dataset))


def test_rows_are_added_changed_and_deleted(reader: Reader, client: Humanloop, dataset: str) -> None:
    path = f"/app/datasets/{dataset}"
    assert "No rows yet" in reader.get(path)
    reader.post(f"{path}/row", {"inputs": '{"q": "a"}', "target": "plain text"})
    row = records(client, dataset)[0]
    assert (row.inputs, row.target) == ({"q": "a"}, {"output": "plain text"})
    assert "plain text" in reader.get(f"{path}/row?row={row.id}")
    reader.post(f"{path}/row", {"row": row.id, "inputs": '{"q": "b"}', "target": '{"output": "c"}'})
    assert [(one.inputs, one.target) for one in records(client, dataset)] == [({"q": "b"}, {"output": "c"})]
    assert reader.post(f"{path}/row", {"inputs": "{"}).status == 422
    assert "Delete this row?" in reader.get(f"{path}/delete?row={row.id}")
    reader.post(f"{path}/delete-rows", {"row": row.id})
    assert records(client, dataset) == []
    reader.post(f"{path}/delete", {})
    assert "Not found" in reader.get(path, 404)


@pytest.mark.parametrize("name", ["inputs", "target", "messages"])
def test_a_row_is_kept_only_if_the_api_would_keep_it(
    reader: Reader, client: Humanloop, dataset: str, name: str
) -> None:
    path = f"/app/datasets/{dataset}"
    around = ('[{"role": "user", "tool_calls": ', "}]") if name == "messages" else ("", "")
    for depth in (100, 101, 150, 200, 245, 300, 2000):
        answer = reader.post(f"{path}/row", {name: nested(depth).join(around)})
        assert (depth, answer.status) == (depth, 422)
        assert TOO_DEEP in answer.data.decode()
    for wrong in ('{"role": "wizard"}', "3") if name == "messages" else ():
        assert reader.post(f"{path}/row", {name: f"[{wrong}]"}).status == 422
    assert records(client, dataset) == []
    if name != "messages":
        assert reader.post(f"{path}/row", {name: nested(99)}).status == 303
        row = records(client, dataset)[0].id
        assert reader.post(f"{path}/row", {"row": row, name: nested(100)}).status == 422
        reader.get(path)


@pytest.mark.parametrize("half", ['{"x": "\\ud800"}', '{"x": NaN}', '{"x": 1e999}'])
def test_what_no_answer_can_hold_is_no_row(reader: Reader, client: Humanloop, dataset: str, half: str) -> None:
    assert reader.post(f"/app/datasets/{dataset}/row", {"inputs": half}).status in {400, 422}
    assert records(client, dataset) == []


def test_logs_become_rows(reader: Reader, client: Humanloop, world: World, dataset: str) -> None:
    path = f"/app/projects/{world.project}/datasets/add"
    assert "Add 1 log" in reader.get(f"{path}?log={world.log}")
    reader.post(path, {"log": world.log, "dataset": dataset})
    assert [row.source_project_data_id for row in records(client, dataset)] == [world.log]
    assert reader.post(path, {"log": world.log}).status == 422


def preview(reader: Reader, dataset: str, content: str) -> str:
    looked = send(reader, dataset, content)
    assert looked.status == 200
    return str(looked.data.decode())


def send(reader: Reader, dataset: str, content: str) -> Any:
    body = (
        '--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + reader.token() + "\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\n\r\n' + content + "\r\n--x--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return reader.ask("POST", f"/app/datasets/{dataset}/preview", body.encode(), **headers)


def test_a_file_is_looked_at_and_then_imported(reader: Reader, client: Humanloop, dataset: str) -> None:
    path = f"/app/datasets/{dataset}"
    page = preview(reader, dataset, "q,messages\na,\nb,nonsense\nc,\n")
    assert "Line 3: messages is not JSON" in page
    assert "Import 2 rows" in page
    assert records(client, dataset) == []
    content = re.search(r'name="content" value="([^"]*)"', page)
    assert content is not None
    # What did not fit was shown, and stays out.
    assert reader.post(f"{path}/import", {"content": html.unescape(content.group(1))}).status == 303
    assert [row.inputs for row in records(client, dataset)] == [{"q": "a"}, {"q": "c"}]
    assert reader.get(f"{path}/export").splitlines() == ["inputs.q,messages", "a,", "c,"]
    assert reader.get(f"{path}/export?as=jsonl").splitlines()[0] == '{"inputs":{"q":"a"}}'


def test_a_file_adds_only_what_the_api_would_add(reader: Reader, client: Humanloop, dataset: str) -> None:
    rows = [nested(99), nested(100), nested(300), '[{"role": "wizard"}]']
    lines = [f'{{"{"messages" if row[0] == "[" else "inputs"}": {row}}}\n' for row in rows]
    page = preview(reader, dataset, "".join(lines))
    assert page.count(TOO_DEEP) == 2
    assert "Line 4: messages.0.role: input should be" in page
    assert "Import 1 row<" in page
    path = f"/app/datasets/{dataset}/import"
    assert [reader.post(path, {"content": packed(line.encode())}).status for line in lines] == [303, 422, 422, 422]
    assert len(records(client, dataset)) == 1
    assert reader.post(path, {"content": packed(b"q\n")}).status == 422


@pytest.mark.parametrize(
    "text", ["", "é", '[{"inputs": {}}]', "AAAA", packed(b"q\na\n")[:-4], packed(b"0" * 32_000_001)]
)
def test_only_what_was_looked_at_is_imported(reader: Reader, client: Humanloop, dataset: str, text: str) -> None:
    answer = reader.post(f"/app/datasets/{dataset}/import", {"content": text})
    assert (answer.status, b"choose it again" in answer.data) == (400, True)
    assert records(client, dataset) == []


@pytest.mark.parametrize(
    ("head", "row", "count"),
    [("question", "q\n", 10_000), ("q", '"say ""hi"" é+%\r\nto\rall"\n', 4000), ("q", "{noise}\n", 120)],
    ids=["short rows", "signs", "noise"],
)
def test_what_passes_the_preview_can_be_imported(browser: Browser, head: str, row: str, count: int) -> None:
    noise = random.Random(1)
    rows = [row.replace("{noise}", base64.b64encode(noise.randbytes(580)).decode()) for _ in range(count)]
    content = f"{head}\n{''.join(rows)}".encode()
    with serve_in_thread(settings=Settings(port=0, database="sqlite://", body_limit=120_000)) as running:
        client = Humanloop(running.api_key, running.url)
        dataset = client.datasets.create(project_id=client.projects.create(name="p").id, name="d", description="")
        context = browser.new_context(base_url=running.url.removesuffix("/v4"))
        page = context.new_page()
        page.goto(running.web_link() or "")
        page.goto(f"/app/datasets/{dataset.id}")
        page.get_by_label("File").set_input_files({"name": "r.csv", "mimeType": "text/csv", "buffer": content})
        page.get_by_role("button", name="Preview").click()
        page.get_by_role("button", name=f"Import {count:,} rows").click()
        page.get_by_text("Imported.").wait_for()
        context.close()
        found = client.datasets.list_datapoints(dataset.id, size=1).records[0]
    assert found.inputs in [each["inputs"] for each in read_rows(content, as_it_is)[0]]


def test_a_file_that_could_not_be_imported_is_refused_before(reader: Reader, dataset: str) -> None:
    content = base64.b64encode(random.Random(1).randbytes(23_995_000)).decode()
    answer = send(reader, dataset, f"q\n{content}\n")
    assert (answer.status, b"part it" in answer.data) == (413, True)
