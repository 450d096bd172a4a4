"""`Humanloop(http=requests.Session())`: calls through a session of the program's own."""

from __future__ import annotations

import contextlib
import copy
import gzip
import json
import pickle
import socket
import threading
import time
import traceback
from typing import TYPE_CHECKING, Any

import pytest
import requests
import responses
from requests.adapters import HTTPAdapter

from humanloop import (
    ApiConnectionError,
    ApiResponseError,
    ApiStreamingException,
    ApiTimeoutError,
    ClientConfigurationError,
    Humanloop,
    NotFoundError,
)
from humanloop.pydantic import ProjectResponse
from humanloop.testing import build, server
from tests.apis.echo_server import API_KEY, Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.apis.echo_server import EchoServer

URL = "https://api.humanloop.com/v4"
MESSAGES = [{"role": "user", "content": "hello"}]
CONFIG = {"model": "gpt-4"}
PROJECT = build(ProjectResponse, name="demo").model_dump(mode="json")


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as made:
        yield made


@pytest.fixture
def client(echo: EchoServer, session: requests.Session) -> Humanloop:
    echo.take_all()
    return Humanloop(API_KEY, echo.host, http=session)


def test_the_same_is_sent_as_without_a_session(client: Humanloop, echo: EchoServer) -> None:
    plain = Humanloop(API_KEY, echo.host)
    for each in (plain, client):
        each.logs.list("pr_1/é ?", search="ä b&c")
        each.chat(messages=MESSAGES, model_config=CONFIG)
        each.projects.delete("pr_1")
        each.chats.stream(messages=MESSAGES, model_config=CONFIG).close()
    sent = [request.sent() for request in echo.take_all()]
    for method, target, headers, body in sent:
        headers.pop("connection", None)
        assert method
        assert target
        assert body is not None
    assert sent[:4] == sent[4:]
    plain.close()


def test_the_session_takes_part_and_stays_as_it_is(
    client: Humanloop, echo: EchoServer, session: requests.Session
) -> None:
    session.headers.update({"X-Team": "blue", "User-Agent": "mine", "X-API-KEY": "mine", "Accept-Encoding": "br"})
    session.auth = ("user", "password")
    before = dict(session.headers)
    client.projects.get("pr_1")
    headers = echo.take().headers
    assert (headers["x-team"], headers["x-api-key"], headers["accept-encoding"]) == ("blue", API_KEY, "gzip")
    assert headers["authorization"].startswith("Basic ")
    assert headers["user-agent"].startswith("humanloop-python/")
    assert dict(session.headers) == before
    assert API_KEY not in repr(vars(session))


def test_redirects_and_retries_are_the_clients(
    client: Humanloop, echo: EchoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([Answer(503, headers={"Retry-After": "0"}), Answer(200, PROJECT)])
    monkeypatch.setattr(echo, "respond", lambda _: next(answers))
    assert client.projects.get("pr_1").name == "demo"
    assert len(echo.take_all()) == 2
    with echo.answering(Answer(302, headers={"Location": "http://127.0.0.1:9/elsewhere"})):
        with pytest.raises(Exception, match="302"):
            client.projects.get("pr_1")
        with pytest.raises(Exception, match="302"):
            client.projects.create(name="demo")
    assert len(echo.take_all()) == 2


def test_streams_and_errors_of_streams(client: Humanloop, echo: EchoServer) -> None:
    events = [{"data": [{"output": word}]} for word in ("Hel", "lo")]
    with echo.answering(Answer(events=events)), client.chats.stream(messages=MESSAGES, model_config=CONFIG) as stream:
        assert [piece["output"] for piece in stream] == ["Hel", "lo"]
    with echo.answering(Answer(404, {"detail": "no"})), pytest.raises(ApiStreamingException, match="404"):
        client.chats.stream(messages=MESSAGES, model_config=CONFIG)
    with echo.answering(Answer(404, {"detail": "no"})), pytest.raises(NotFoundError, match="no"):
        client.projects.get("pr_1")


def take_request(connection: socket.socket) -> None:
    """Read a request to its end: what is left unread would make the end of the connection a reset."""
    with connection.makefile("rb") as file:
        length = 0
        while (line := file.readline().strip().lower()) != b"":
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        file.read(length)


@pytest.fixture
def raw_server() -> Iterator[Any]:
    """Start a server that does to each connection what a test says."""
    listeners: list[socket.socket] = []

    def start(handle: Callable[[socket.socket], None]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def run() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    take_request(connection)
                    with contextlib.suppress(OSError):
                        handle(connection)

        threading.Thread(target=run, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/v4"

    yield start
    for listener in listeners:
        listener.close()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: "


def test_pieces_come_as_they_are_sent(raw_server: Any, session: requests.Session) -> None:
    proceed = threading.Event()

    def handle(connection: socket.socket) -> None:
        connection.sendall(
            HEAD + b'text/event-stream\r\nConnection: close\r\n\r\ndata: {"data": [{"output": "a"}]}\n\n'
        )
        assert proceed.wait(30)
        connection.sendall(b'data: {"data": [{"output": "b"}]}\n\n')

    stream = iter(Humanloop(API_KEY, raw_server(handle), http=session).chats.stream(MESSAGES, CONFIG))
    assert next(stream)["output"] == "a"
    proceed.set()
    assert [piece["output"] for piece in stream] == ["b"]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (b"", ApiConnectionError),
        (HEAD + b"application/json\r\nContent-Length: 50\r\n\r\n{}", ApiConnectionError),
        (HEAD + b"application/json\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope", ApiResponseError),
        (b"HTTP/1.1 nonsense\r\n\r\n", ApiConnectionError),
    ],
    ids=["nothing", "cut", "no gzip", "no HTTP"],
)
def test_what_breaks_is_the_clients_error(
    raw_server: Any, session: requests.Session, said: bytes, error: type[Exception]
) -> None:
    client = Humanloop(API_KEY, raw_server(lambda connection: connection.sendall(said)), http=session, max_retries=0)
    with pytest.raises(error, match="POST /v4/projects") as caught:
        client.projects.create(name="demo")
    # An answer that cannot be read says by itself that the request was sent.
    assert isinstance(caught.value, ApiResponseError) or caught.value.sent  # type: ignore[attr-defined]
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert API_KEY not in "".join(shown.format())


def test_a_large_answer_is_refused(raw_server: Any, session: requests.Session) -> None:
    body = gzip.compress(b"[" + b" " * 5_000_000 + b"]")
    head = HEAD + b"application/json\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    client = Humanloop(API_KEY, raw_server(lambda connection: connection.sendall(head + body)), http=session)
    client.configuration.max_response_bytes = 1_000_000
    with pytest.raises(ApiResponseError, match="1000000"):
        client.projects.list()


def test_refused_and_late(raw_server: Any, session: requests.Session) -> None:
    refused = Humanloop(API_KEY, "http://127.0.0.1:9/v4", http=session, max_retries=0)
    with pytest.raises(ApiConnectionError, match="Connection refused") as caught:
        refused.projects.create(name="demo")
    assert not caught.value.sent
    assert not isinstance(caught.value, ApiTimeoutError)

    slow = Humanloop(API_KEY, raw_server(lambda _: time.sleep(1)), http=session, max_retries=0)
    with pytest.raises(ApiTimeoutError, match=r"within 0\.1 s"):
        slow.projects.list(timeout=0.1)

    def drip(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"application/json\r\nConnection: close\r\n\r\n")
        for _ in range(50):
            connection.sendall(b" ")
            time.sleep(0.02)

    dripping = Humanloop(API_KEY, raw_server(drip), http=session, max_retries=0)
    started = time.monotonic()
    with pytest.raises(ApiTimeoutError):
        dripping.projects.list(timeout=0.2)
    assert time.monotonic() - started < 0.8


@responses.activate
def test_the_decorator_of_responses(session: requests.Session) -> None:
    responses.get(f"{URL}/projects/pr_1", status=500)
    responses.get(f"{URL}/projects/pr_1", json=PROJECT)
    responses.post(f"{URL}/chat", body='data: {"data": [{"output": "Hi"}]}\n\n', content_type="text/event-stream")
    client = Humanloop("test", http=session)
    assert client.projects.get("pr_1").name == "demo"
    assert [piece["output"] for piece in client.chats.stream(MESSAGES, CONFIG)] == ["Hi"]
    with pytest.raises(ApiConnectionError, match="match any registered mock"):
        client.projects.get("pr_2", max_retries=0)


def test_hooks_and_adapters(client: Humanloop, echo: EchoServer, session: requests.Session) -> None:
    seen: list[bytes] = []
    session.hooks["response"].append(lambda response, **_: seen.append(response.content))
    assert client.projects.get("pr_1").id
    assert json.loads(seen[0])["id"]

    class Elsewhere(HTTPAdapter):
        def send(self, request: Any, *given: Any, **options: Any) -> Any:
            request.url = request.url.replace("http://humanloop.invalid/v4", echo.host)
            return super().send(request, *given, **options)

    session.mount("http://humanloop.invalid", Elsewhere())
    assert Humanloop(API_KEY, "http://humanloop.invalid/v4", http=session).projects.get("pr_1").id


async def test_awaited_calls_go_their_own_way(client: Humanloop, echo: EchoServer, session: requests.Session) -> None:
    session.headers["X-Team"] = "blue"
    assert (await client.projects.aget("pr_1")).id
    assert "x-team" not in echo.take().headers
    await client.aclose()


def test_closing_leaves_the_session_open(client: Humanloop, echo: EchoServer, session: requests.Session) -> None:
    client.close()
    with pytest.raises(ClientConfigurationError, match="closed"):
        client.projects.list()
    assert session.get(f"{echo.host}/projects", headers={"X-API-KEY": "key"}).status_code == 200


def test_copies_have_a_copy_of_the_session(client: Humanloop, echo: EchoServer, session: requests.Session) -> None:
    session.headers["X-Team"] = "blue"
    client.projects.get("pr_1")
    echo.take()
    for twin in (pickle.loads(pickle.dumps(client)), copy.deepcopy(client)):
        twin.projects.get("pr_1")
        assert echo.take().headers["x-team"] == "blue"


def test_a_session_and_the_real_server(session: requests.Session) -> None:
    with server() as running:
        client = running.client(http=session)
        client.projects.create(name="demo")
        assert [project.name for project in client.projects.list()] == ["demo"]
        with client.chats.stream(messages=MESSAGES, model_config=CONFIG) as stream:
            assert "".join(piece["output"] for piece in stream) == "hello"


def test_a_proxy_that_is_not_there_is_named_without_its_password(session: requests.Session) -> None:
    session.proxies = {"http": "http://me:secret-word@127.0.0.1:9"}
    client = Humanloop(API_KEY, "http://localhost:11", http=session, max_retries=0)
    with pytest.raises(ApiConnectionError, match=r"localhost:11 through the proxy http://127\.0\.0\.1:9 ") as caught:
        client.projects.get("pr_1")
    assert "secret-word" not in str(caught.value)
    client.close()
