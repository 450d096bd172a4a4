"""`mock_api`: queued answers for all kinds of calls, without a network."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import requests
import responses
from responses import matchers

from humanloop import ApiConnectionError, ApiTimeoutError, Humanloop, NotFoundError
from humanloop.pydantic import ChatResponse, PaginatedDataLogResponse, ProjectResponse
from humanloop.testing import build, events, mock_api
from tests.apis.echo_server import API_KEY

if TYPE_CHECKING:
    from tests.apis.echo_server import EchoServer

URL = "https://api.humanloop.com/v4"
MESSAGES = [{"role": "user", "content": "hello"}]
CONFIG = {"model": "gpt-4"}


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "echo" not in request.fixturenames:
        monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("something was sent"))


@pytest.fixture
def client() -> Humanloop:
    return Humanloop(api_key="test")


def test_answers_come_in_the_order_they_were_queued(client: Humanloop) -> None:
    with mock_api() as api:
        api.get(f"{URL}/projects/pr_1", json=build(ProjectResponse, name="one"))
        api.get(f"{URL}/projects/pr_1", json=build(ProjectResponse, name="two"))
        assert [client.projects.get("pr_1").name, client.projects.get("pr_1").name] == ["one", "two"]
        assert [call.request.url for call in api.calls] == [f"{URL}/projects/pr_1"] * 2


def test_what_was_sent_can_be_looked_at(client: Humanloop) -> None:
    with mock_api() as api:
        api.post(
            f"{URL}/chat",
            json=build(ChatResponse, output="Hi"),
            match=[matchers.json_params_matcher({"messages": MESSAGES, "model_config": CONFIG})],
        )
        assert client.chat(messages=MESSAGES, model_config=CONFIG).data[0].output == "Hi"
        request: Any = api.calls[0].request
        assert (request.method, request.path_url) == ("POST", "/v4/chat")
        assert request.headers["x-api-key"] == "test"
        assert "test" not in repr(request.headers)


def test_query_and_header_matchers(client: Humanloop) -> None:
    with mock_api() as api:
        api.get(
            f"{URL}/logs",
            json=build(PaginatedDataLogResponse, records=[{"output": "a"}]),
            match=[
                matchers.query_param_matcher({"project_id": "pr_1", "page": "0"}),
                matchers.header_matcher({"X-API-KEY": "test"}),
            ],
        )
        assert client.logs.list("pr_1", page=0).records[0].output == "a"


def test_a_call_that_matches_nothing_is_reported_and_not_tried_again(client: Humanloop) -> None:
    with mock_api(assert_all_requests_are_fired=False) as api:
        api.get(f"{URL}/projects/pr_2", json={})
        with pytest.raises(requests.ConnectionError, match=r"GET .*pr_1[\s\S]*pr_2 URL does not match"):
            client.projects.get("pr_1")
        assert len(api.calls) == 1


def test_an_answer_that_nobody_asked_for_fails() -> None:
    with pytest.raises(AssertionError, match="pr_1"), mock_api() as api:
        api.get(f"{URL}/projects/pr_1", json={})


def test_an_error_in_the_block_is_what_fails() -> None:
    api = mock_api()
    api.get(f"{URL}/projects/pr_1", json={})
    with pytest.raises(KeyError, match="mine"), api:
        raise KeyError("mine")
    with mock_api() as api:
        assert api.registered() == []


def test_errors_and_retries_are_the_clients(client: Humanloop) -> None:
    with mock_api() as api:
        api.get(f"{URL}/projects/pr_1", status=503, headers={"Retry-After": "0"})
        api.get(f"{URL}/projects/pr_1", json=build(ProjectResponse))
        api.get(f"{URL}/projects/pr_2", status=404, json={"detail": "There is no project."})
        client.projects.get("pr_1")
        with pytest.raises(NotFoundError, match=r"There is no project\."):
            client.projects.get("pr_2")
        assert [call.response.status_code for call in api.calls] == [503, 200, 404]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("failure", "error"),
    [(requests.ConnectionError("gone"), ApiConnectionError), (requests.Timeout(), ApiTimeoutError)],
)
def test_failures_of_the_network(client: Humanloop, failure: Exception, error: type[Exception]) -> None:
    with mock_api() as api:
        api.get(f"{URL}/projects/pr_1", body=failure)
        with pytest.raises(error, match="GET /v4/projects/pr_1"):
            client.projects.get("pr_1")
        assert len(api.calls) == 3


def test_callbacks(client: Humanloop) -> None:
    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        return 200, {}, build(ProjectResponse, name=request.path_url).model_dump_json()

    with mock_api() as api:
        api.add_callback("GET", f"{URL}/projects/pr_1", callback=answer, content_type="application/json")
        assert client.projects.get("pr_1").name == "/v4/projects/pr_1"


def test_streams(client: Humanloop) -> None:
    body = events({"output": "Hel"}, {"output": "lo"})
    with mock_api() as api:
        api.post(f"{URL}/chat", body=body, content_type="text/event-stream")
        with client.chats.stream(messages=MESSAGES, model_config=CONFIG) as stream:
            assert [piece["output"] for piece in stream] == ["Hel", "lo"]


async def test_awaited_calls_and_streams(client: Humanloop) -> None:
    with mock_api() as api:
        api.get(f"{URL}/projects/pr_1", json=build(ProjectResponse, name="demo"))
        api.post(f"{URL}/chat", body=events({"output": "Hello"}), content_type="text/event-stream")
        assert (await client.projects.aget("pr_1")).name == "demo"
        stream = await client.chat_stream(messages=MESSAGES, model_config=CONFIG)
        assert [piece["output"] async for piece in stream] == ["Hello"]
        with pytest.raises(requests.ConnectionError, match="match any registered mock"):
            await client.projects.aget("pr_2")


def test_as_a_decorator(client: Humanloop) -> None:
    api = mock_api()

    @api.activate
    def program() -> str:
        api.get(f"{URL}/projects/pr_1", json=build(ProjectResponse, name="demo"))
        return client.projects.get("pr_1").name

    assert program() == "demo"


def test_the_library_alone_does_too(client: Humanloop) -> None:
    with responses.RequestsMock(target="humanloop.transport.urllib3_transport.RestClient.send") as api:
        api.get(f"{URL}/projects/pr_1", status=500)
        api.get(f"{URL}/projects/pr_1", json=build(ProjectResponse, name="demo").model_dump(mode="json"))
        api.post(f"{URL}/chat", body=events({"output": "Hello"}), content_type="text/event-stream")
        assert client.projects.get("pr_1").name == "demo"
        assert [piece["output"] for piece in client.chats.stream(MESSAGES, CONFIG)] == ["Hello"]


async def test_some_calls_can_pass(echo: EchoServer) -> None:
    async with Humanloop(api_key=API_KEY, host=echo.host) as client:
        with mock_api() as api:
            api.add_passthru(echo.host)
            client.projects.get("pr_1")
            await client.projects.aget("pr_1")
    assert [request.path for request in echo.take_all()] == ["/v4/projects/pr_1"] * 2


def test_afterwards_calls_are_real(echo: EchoServer) -> None:
    with mock_api(), mock_api():
        pass
    with Humanloop(api_key=API_KEY, host=echo.host) as client:
        client.projects.get("pr_1")
    assert echo.take().path == "/v4/projects/pr_1"


def test_answers_that_are_replaced_take_models_and_times(client: Humanloop) -> None:
    with mock_api() as api:
        url, moment = f"{URL}/projects/pr_1", datetime(2024, 5, 1, 8, tzinfo=UTC)
        api.upsert("GET", url, json=build(ProjectResponse, name="one"))
        assert client.projects.get("pr_1").name == "one"
        api.upsert("GET", url, json=build(ProjectResponse, name="two"))
        assert client.projects.get("pr_1").name == "two"
        api.replace("GET", url, json={**build(ProjectResponse, name="three").model_dump(), "created_at": moment})
        answer = client.projects.get("pr_1")
        assert (answer.name, answer.created_at) == ("three", moment)


def test_events_hold_times_and_the_like() -> None:
    moment = datetime(2024, 5, 1, 8, tzinfo=UTC)
    body = events({"output": "Hi", "inputs": {"at": moment, "id": UUID(int=1), "day": moment.date()}})
    (piece,) = json.loads(body.removeprefix("data: "))["data"]
    assert piece["inputs"] == {
        "at": "2024-05-01T08:00:00Z",
        "id": "00000000-0000-0000-0000-000000000001",
        "day": "2024-05-01",
    }
