"""The clients that teams still run: what they send and what they expect, point by point, as bytes on the wire."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.response.reading import to_model
from tests.server.platform.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.server import RunningServer
    from tests.server.conftest import Api

    Json = dict[str, Any]


@pytest.fixture
def wire(server: RunningServer) -> Iterator[Wire]:
    with Wire(server) as connection:
        yield connection


def ask(wire: Wire, line: str, body: Any = None, *headers: str) -> Any:
    data = b"" if body is None else json.dumps(body).encode()
    answer = wire.ask(line, "Content-Type: application/json", *headers, body=data)
    assert answer.status < 300, answer.body
    return answer.json


# 1. Unknown keys in a body are ignored.


def test_path_arguments_may_be_in_the_body_too(wire: Wire, api: Api, project: Json) -> None:
    log = ask(wire, "POST /v4/logs", {"project": project["name"], "output": "a", "projectId": "x", "referenceId": "y"})
    path = f"/v4/logs/{log['id']}"
    assert ask(wire, f"PATCH {path}", {"id": log["id"], "projectId": "x", "output": "b"})["output"] == "b"
    answer = ask(wire, f"PATCH /v4/projects/{project['id']}", {"id": project["id"], "name": api.name()})
    assert answer["id"] == project["id"]


def test_provider_keys_may_be_in_any_body(wire: Wire, api: Api) -> None:
    ask(wire, "POST /v4/projects", {"name": api.name(), "provider_api_keys": {}})
    body = {"project": api.name(), "model": "m", "prompt_template": "x", "provider_api_keys": {"openai": "k"}}
    ask(wire, "POST /v4/model-configs", body)


# 2. POSTs without a body.


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Type: application/x-www-form-urlencoded", "Content-Length: 0"),
        ("Content-Length: 0",),
        (),
        ("Transfer-Encoding: chunked",),
    ],
)
def test_a_post_may_have_no_body_at_all(wire: Wire, project: Json, headers: tuple[str, ...]) -> None:
    for path in ("/v4/sessions", f"/v4/projects/{project['id']}/export"):
        wire.send(wire.head(f"POST {path}", *headers) + (b"0\r\n\r\n" if "chunked" in str(headers) else b""))
        answer = wire.receive()
        assert answer.status in {200, 201}, answer.body


# 3. Config identity.

CONFIG = {
    "model": "m",
    "provider": "openai",
    "temperature": 1,
    "max_tokens": -1,
    "endpoint": "chat",
    "chat_template": [{"role": "system", "content": "You are {{persona}}."}],
    "tools": [{"name": "search", "description": "d", "parameters": {"type": "object", "properties": {}}}],
}


@pytest.mark.parametrize(
    "change",
    [
        {"temperature": 1.0},
        {"top_p": 1.0, "presence_penalty": 0.0},
        {"stop": None, "seed": None, "response_format": None, "other": None},
        {"chat_template": [{"role": "system", "content": "You are {{persona}}.", "name": None, "tool_calls": None}]},
        {"experiment": None, "name": None, "provider_api_keys": {}},
    ],
)
def test_nulls_and_kinds_of_numbers_make_no_new_config(wire: Wire, api: Api, change: Json) -> None:
    name = api.name()
    first = ask(wire, "POST /v4/model-configs", {**CONFIG, "project": name})
    again = ask(wire, "POST /v4/model-configs", {**CONFIG, **change, "project": name})
    assert again["config"]["id"] == first["config"]["id"]


def test_what_was_answered_can_be_registered_again(wire: Wire, api: Api) -> None:
    name = api.name()
    first = ask(wire, "POST /v4/model-configs", {**CONFIG, "project": name})["config"]
    again = ask(wire, "POST /v4/model-configs", {**first, "project": name})["config"]
    assert again["id"] == first["id"]
    written = ask(wire, "POST /v4/model-configs/serialize", CONFIG)
    read = ask(wire, "POST /v4/model-configs/deserialize", {"config": written})
    assert ask(wire, "POST /v4/model-configs", {**read, "project": name})["config"]["id"] == first["id"]


# 4. What may be left out.


def test_an_evaluator_without_a_type_is_python(wire: Wire, api: Api) -> None:
    body = {
        "name": api.name(),
        "description": "d",
        "code": "def check(log):\n    return True\n",
        "arguments_type": "target_free",
        "return_type": "boolean",
    }
    assert ask(wire, "POST /v4/evaluators", body)["type"] == "python"


@pytest.mark.parametrize("config", [{}, {"config": None}, {"config": {"model": "m"}}])
def test_a_log_may_come_with_half_a_config_or_none(wire: Wire, project: Json, config: Json) -> None:
    log = ask(wire, "POST /v4/logs", {"project": project["name"], "output": "x", **config})
    assert ask(wire, f"GET /v4/logs/{log['id']}")["config"]["type"]


# 5. Required fields are always sent.


def test_answers_have_every_field_that_the_models_require(wire: Wire, api: Api, chat_body: Json) -> None:
    log_id = api.ok("chats.create", chat_body)["data"][0]["id"]
    answer = wire.ask(f"GET /v4/logs/{log_id}")
    to_model("models.LogResponse", answer.body, validate=True)


# 6. Deleting a dataset.


def test_a_deleted_dataset_is_a_200_with_null(wire: Wire, project: Json) -> None:
    path = f"/v4/projects/{project['id']}/datasets"
    dataset = ask(wire, f"POST {path}", {"name": "d", "description": "d"})
    answer = wire.ask(f"DELETE /v4/datasets/{dataset['id']}")
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"null", "application/json")


# 7. Streams.


def test_events_are_ascii_and_end_with_a_blank_line(wire: Wire, chat_body: Json) -> None:
    config = {**chat_body["model_config"], "other": {"mock_output": "Grüße, data: 日本 data: x"}}
    body = json.dumps({**chat_body, "model_config": config, "stream": True}).encode()
    answer = wire.ask("POST /v4/chat", body=body)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.body.isascii()
    assert answer.body.endswith(b"\n\n")
    events = answer.body.split(b"\n\n")[:-1]
    assert all(event.count(b"data: ") == 1 and event.startswith(b"data: ") for event in events)
    entries = [json.loads(event[6:])["data"][0] for event in events]
    assert all("output" in entry and "id" in entry for entry in entries)
    assert "".join(entry["output"] for entry in entries) == "Grüße, data: 日本 data: x"


# 8. Errors.


@pytest.mark.parametrize(
    ("line", "body", "status"),
    [
        ("POST /v4/chat-deployed", {"project": "no such project", "messages": [], "stream": True}, 404),
        ("POST /v4/chat", {"stream": True}, 422),
        ("GET /v4/projects/pr_none", None, 404),
        ("PUT /v4/projects", None, 405),
    ],
)
def test_errors_are_json_with_a_detail(wire: Wire, line: str, body: Any, status: int) -> None:
    data = b"" if body is None else json.dumps(body).encode()
    answer = wire.ask(line, body=data)
    assert answer.status == status
    if isinstance(answer.detail, list):
        assert all(isinstance(item["loc"], list) and item["msg"] and item["type"] for item in answer.detail)
    else:
        assert {"type", "message", "code", "origin"} == answer.detail.keys()


# 9. Pagers.


def test_pages_count_in_integers_and_have_an_end(wire: Wire, project: Json) -> None:
    for _ in range(3):
        ask(wire, "POST /v4/logs", {"project": project["name"], "output": "x"})
    sizes = []
    for page in range(3):
        answer = ask(wire, f"GET /v4/logs?project_id={project['id']}&page={page}&size=2")
        assert [type(answer[name]) for name in ("page", "size", "total")] == [int, int, int]
        assert (answer["page"], answer["size"], answer["total"]) == (page, 2, 3)
        sizes.append(len(answer["records"]))
    assert sizes == [2, 1, 0]


# 10. Encodings.


@pytest.mark.parametrize("reference", ["a+b%2Fc", "a%20b%2Fc", "a+b/c", "a%20b/c"])
def test_spaces_and_slashes_in_a_query_may_be_written_either_way(wire: Wire, api: Api, reference: str) -> None:
    ask(wire, "POST /v4/logs", {"project": api.name(), "reference_id": "a b/c", "output": "x"})
    assert ask(wire, f"PATCH /v4/logs?reference_id={reference}", {"output": "y"})["reference_id"] == "a b/c"


@pytest.mark.parametrize(
    "written", ["2024-05-06T07:08:09.250Z", "2024-05-06T07:08:09.250000+00:00", "2024-05-06T09:08:09.25+02:00"]
)
def test_times_may_be_written_either_way(wire: Wire, project: Json, written: str) -> None:
    log = ask(wire, "POST /v4/logs", {"project": project["name"], "output": "x", "created_at": written})
    assert ask(wire, f"GET /v4/logs/{log['id']}")["created_at"].startswith("2024-05-06T07:08:09.25")


def test_a_delete_may_have_a_list_as_its_body(wire: Wire, project: Json) -> None:
    dataset = ask(wire, f"POST /v4/projects/{project['id']}/datasets", {"name": "d", "description": "d"})
    made = ask(wire, f"POST /v4/datasets/{dataset['id']}/datapoints", [{"inputs": {"q": "x"}, "target": {"a": "y"}}])
    data = json.dumps([each["id"] for each in made]).encode()
    answer = wire.ask("DELETE /v4/datapoints", "Content-Type: application/json", body=data)
    assert answer.status in {200, 204}, answer.body
    assert wire.ask(f"GET /v4/datapoints/{made[0]['id']}").status == 404


def test_a_client_that_takes_gzip_gets_something_it_can_read(wire: Wire) -> None:
    answer = wire.ask("GET /v4/projects", "Accept-Encoding: gzip, deflate")
    assert answer.headers.get("content-encoding") is None
    assert answer.json["page"] == 0


def test_a_large_body_may_wait_to_be_asked_for(wire: Wire, api: Api) -> None:
    body = json.dumps({"project": api.name(), "output": "x" * 100_000}).encode()
    wire.send(wire.head("POST /v4/logs", f"Content-Length: {len(body)}", "Expect: 100-continue"))
    assert [wire.file.readline(), wire.file.readline()] == [b"HTTP/1.1 100 Continue\r\n", b"\r\n"]
    wire.send(body)
    assert wire.receive().status == 200


def test_a_body_may_come_in_chunks(wire: Wire, api: Api) -> None:
    body = json.dumps({"name": api.name()}).encode()
    chunks = b"".join(b"%x\r\n%b\r\n" % (1, body[index : index + 1]) for index in range(len(body)))
    wire.send(wire.head("POST /v4/projects", "Transfer-Encoding: chunked") + chunks + b"0\r\n\r\n")
    assert wire.receive().status == 201


def test_http_1_0_is_answered_and_closed(wire: Wire) -> None:
    wire.send(f"GET /v4/projects HTTP/1.0\r\nHost: {wire.host}\r\nX-API-KEY: {wire.key}\r\n\r\n".encode())
    assert wire.receive().status == 200
    assert wire.is_closed()
