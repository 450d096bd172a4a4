"""Providers that do everything but what they are asked, and callers that want more than they may."""

from __future__ import annotations

import base64
import logging
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from humanloop.server import serve_in_thread
from humanloop.server.generation.providers import exchange
from humanloop.server.generation.providers.exchange import is_public
from tests.server.providers.conftest import body_for, log_of, settings_for
from tests.server.providers.peer import events, peer, reply, stream_head
from tests.server.providers.prompts import USER
from tests.server.providers.services import KEY, SERVICES, chat_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server.conftest import Api
    from tests.server.providers.peer import Peer, Write

    Json = dict[str, Any]

OPENAI = SERVICES["openai"]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def nothing(write: Write) -> None:
    del write


def garbage(write: Write) -> None:
    write(b"220 mail.test ESMTP\r\n")


def promise(write: Write) -> None:
    write(HEAD + b"Content-Length: 1000\r\n\r\n{")


def flood(write: Write) -> None:
    write(HEAD + b"Content-Length: 1000000000\r\n\r\n")
    while True:
        write(b" " * 65536)


def nested(levels: int) -> Any:
    """Make a value that a reader takes and that is deeper than what is kept."""
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (nothing, 503, "No answer from 127.0.0.1"),
        (garbage, 503, "No answer from 127.0.0.1"),
        (promise, 500, "broke off"),
        (flood, 500, "larger than"),
        (reply(b"<html>", content_type="text/html"), 500, "no JSON object (text/html, 6 bytes)"),
        (reply(b""), 500, "no JSON object (nothing)"),
        (reply([1]), 500, "no JSON object"),
        (reply(b"[" * 100_000), 500, "no JSON object"),
        (reply({**chat_whole("a"), "extra": nested(150)}), 500, "no JSON object"),
        (reply({}), 500, "asked for 1 samples and answered 0"),
        (reply({"choices": "none"}), 500, "answered 0"),
        (reply({"error": {"message": "over", "type": "rate_limit_exceeded"}}), 429, "over"),
        (reply({"error": {"message": "over", "code": 429}}), 429, "over"),
        (reply({**chat_whole("a"), "error": {"message": "over", "code": 429}}), 429, "over"),
        (
            reply({"choices": [{**chat_whole("a")["choices"][0], "error": {"message": "over", "code": 502}}]}),
            503,
            "over",
        ),
        (reply(chat_whole("a", count=2)), 500, "answered 2"),
        (reply(b"not json", 418), 500, "not json"),
        (reply(b"", 502), 503, "HTTP status 502"),
        (reply([{"error": {"message": "in a list"}}], 400), 400, "in a list"),
        (reply({"detail": [{"msg": "field required"}]}, 422), 422, "field required"),
        (reply({"error": "in words"}, 404), 404, "in words"),
        (reply({"object": "error", "message": "outside"}, 400), 400, "outside"),
        (reply({}, 302), 500, "a redirect to another path"),
        (reply({}, 302, Location="http://["), 500, "a redirect to what is no address"),
        (reply({}, 302, Location="http://user:secret@evil.test/"), 500, "a redirect to evil.test,"),
        (reply({"error": {"message": "x" * 100_000}}, 400), 400, "x" * 4000),
    ],
)
def test_answers_that_are_none(
    asking: Api, provider: Peer, monkeypatch: pytest.MonkeyPatch, answer: Any, status: int, said: str
) -> None:
    monkeypatch.setattr(exchange, "_LARGEST_ANSWER", 1_000_000)
    provider.says(answer)
    detail = asking.fail(status, "chats.create", body_for(asking, OPENAI))
    assert said in detail["message"]
    assert len(detail["message"]) <= 4000


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("openai", {"choices": [None]}),
        ("openai", {"choices": ["Hi"]}),
        ("google", {"candidates": [None]}),
        ("anthropic", {"content": None}),
        ("anthropic", {}),
        ("cohere", {"message": None}),
        ("bedrock", {"output": {"message": None}}),
    ],
)
def test_answers_without_what_was_said(asking: Api, provider: Peer, name: str, answer: Json) -> None:
    provider.says(reply(answer))
    body = body_for(asking, SERVICES[name])
    detail = asking.fail(500, "chats.create", body)
    assert detail["message"].startswith("The provider was asked for 1 samples and answered 0.")
    assert log_of(asking, body)["error"] == detail["message"]


BEGUN = stream_head() + events({"choices": [{"index": 0, "delta": {"content": "so far"}}]})
LAST = {"choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": "error"}]}
FAILED = {"error": {"message": "overloaded", "type": "overloaded_error"}}


@pytest.mark.parametrize(
    ("rest", "status", "said"),
    [
        (events(FAILED), 529, "overloaded"),
        (events({**FAILED, **LAST}), 529, "overloaded"),
        (events({"choices": [{**LAST["choices"][0], **FAILED}]}), 529, "overloaded"),
        (b"data: {nonsense\n\n", 500, "cannot be read"),
        (b"data: \xff\xfe\n\n", 500, "cannot be read"),
        (events({"choices": [], "extra": nested(150)}), 500, "cannot be read"),
        (b"data: " + b"x" * (17 * 2**20), 500, "cannot be read"),
        (b"", 500, "broke off before its end"),
    ],
)
def test_streams_that_go_wrong(asking: Api, provider: Peer, rest: bytes, status: int, said: str) -> None:
    provider.says(BEGUN + rest)
    body = body_for(asking, OPENAI)
    first, last = asking.stream("chats.create", body)
    assert first["data"][0]["output"] == "so far"
    assert (last["error"]["code"], said in last["error"]["message"], last["data"]) == (status, True, [])
    assert log_of(asking, body)["error"] == last["error"]["message"]
    provider.says(stream_head() + rest)
    assert said in asking.fail(status, "chats.create", body_for(asking, OPENAI, stream=True))["message"]


def test_what_is_said_together_with_an_error(asking: Api, provider: Peer) -> None:
    last = {"index": 0, "delta": {"content": ", no more"}, "finish_reason": "error"}
    provider.says(BEGUN + events({**FAILED, "choices": [last]}))
    body = body_for(asking, OPENAI)
    *pieces, end = asking.stream("chats.create", body)
    assert [event["data"][0]["output"] for event in pieces] == ["so far", ", no more"]
    log = log_of(asking, body)
    assert (log["output"], log["error"], log["finish_reason"]) == ("so far, no more", "overloaded", "error")
    assert (log["provider_response"]["error"], end["error"]["code"]) == (FAILED["error"], 529)


def test_a_stream_of_another_kind(asking: Api, provider: Peer) -> None:
    provider.says(stream_head("text/html") + b"<html>")
    detail = asking.fail(500, "chats.create", body_for(asking, OPENAI, stream=True))
    assert "answered text/html" in detail["message"]


def test_text_that_only_some_readers_take(asking: Api, provider: Peer) -> None:
    whole = b'{"choices": [{"index": 0, "message": {"content": "a\\ud83d"}, "finish_reason": "stop"}], "x": NaN}'
    provider.says(reply(whole))
    body = body_for(asking, OPENAI)
    asking.ok("chats.create", body)
    log = log_of(asking, body)
    assert (log["output"], log["provider_response"]["x"]) == ("a\ufffd", None)


@pytest.fixture
def quick(provider: Peer, api_class: type[Api]) -> Iterator[Api]:
    """A caller of a server with little patience."""
    settings = settings_for(provider, provider_seconds=0.3, provider_total_seconds=0.8, provider_calls=2)
    with serve_in_thread(settings=settings) as running:
        yield api_class(running)


def test_silence_and_slowness(quick: Api, provider: Peer) -> None:
    def silent(write: Write) -> None:
        write(HEAD)
        time.sleep(1)

    def stops(write: Write) -> None:
        write(BEGUN)
        time.sleep(1)

    def endless(write: Write) -> None:
        write(stream_head())
        while True:
            write(events({"choices": [{"index": 0, "delta": {"content": "x"}}]}))
            time.sleep(0.05)

    provider.says(silent)
    assert "within 0.3 s" in quick.fail(504, "chats.create", body_for(quick, OPENAI))["message"]
    provider.says(stops)
    body = body_for(quick, OPENAI)
    *_, last = quick.stream("chats.create", body)
    assert (last["error"]["code"], "within 0.3 s" in last["error"]["message"]) == (504, True)
    log = log_of(quick, body)
    assert (log["output"], log["provider_request"]) == ("so far", provider.requests[0].json)
    assert log["provider_response"]["choices"][0]["message"]["content"] == "so far"
    provider.says(endless)
    *pieces, last = quick.stream("chats.create", body_for(quick, OPENAI))
    assert (len(pieces) > 3, last["error"]["code"], "within 0.8 s" in last["error"]["message"]) == (True, 504, True)


def test_more_calls_than_there_is_room_for(quick: Api, provider: Peer) -> None:
    came, go = threading.Semaphore(0), threading.Event()

    def waits(write: Write) -> None:
        came.release()
        go.wait(30)
        write(OPENAI.answer())

    provider.says(waits)
    threads = [threading.Thread(target=quick.call, args=("chats.create", body_for(quick, OPENAI))) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert all(came.acquire(timeout=30) for _ in threads)
    answer = quick.call("chats.create", body_for(quick, OPENAI))
    assert (answer.status, answer.headers["retry-after"], answer.detail["origin"]) == (503, "1", "Humanloop")
    # Another provider has room of its own.
    go.set()
    for thread in threads:
        thread.join()
    provider.says(OPENAI.answer())
    quick.ok("chats.create", body_for(quick, OPENAI))
    detail = quick.fail(422, "chats.create", body_for(quick, SERVICES["anthropic"], num_samples=3))
    assert "3 samples need as many calls" in detail["message"]


def test_when_one_sample_fails_the_others_are_given_up(asking: Api, provider: Peer) -> None:
    anthropic = SERVICES["anthropic"]
    began, left = threading.Event(), threading.Event()

    def endless(write: Write) -> None:
        began.set()
        try:
            write(anthropic.streamed("a", ends=False))
            while True:
                write(anthropic.stream("a", ends=False))
                time.sleep(0.01)
        finally:
            left.set()

    def fails(write: Write) -> None:
        began.wait(30)
        write(reply(anthropic.error("no"), 429))

    provider.says(endless, fails)
    answer = asking.call("chats.create", body_for(asking, anthropic, num_samples=2, stream=True))
    # As an answer or as an event, whichever came first.
    assert b'"message":"no","code":429' in answer.data
    assert left.wait(30)


@pytest.mark.parametrize("stream", [False, True])
def test_keys_are_seen_nowhere(
    provider: Peer, api_class: type[Api], tmp_path: Path, caplog: pytest.LogCaptureFixture, stream: bool
) -> None:
    """Whatever a provider repeats, also encoded, goes neither to the caller nor to the disk nor to the log."""
    caplog.set_level(logging.DEBUG)
    forms = [KEY, quote(KEY, safe=""), base64.b64encode(f"Bearer {KEY}".encode()).decode(), KEY.encode().hex()]
    text = "the key: " + " ".join(forms)
    settings = settings_for(provider, database=str(tmp_path / "x.db"))
    seen = b""
    with serve_in_thread(settings=settings) as running:
        api = api_class(running)
        for service in SERVICES.values():
            answers = [service.streamed(text)] if stream else [service.answer(text)]
            for answer in (*answers, reply(service.error(text), 401), reply(text.encode(), 500), garbage):
                provider.says(answer)
                reply_ = api.call("chats.create", body_for(api, service, stream=stream))
                seen += reply_.data
                assert b"(key)" in reply_.data or answer is garbage
        stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    core = base64.b64encode(f"Bearer {KEY}".encode()).decode()[12:-4]
    for form in (KEY, quote(KEY, safe=""), KEY.encode().hex(), core):
        assert form.encode() not in seen
        assert form.encode() not in stored
        assert form not in caplog.text


ENDPOINTS = (
    *("http://a.openai.azure.com", "https://a.openai.azure.com.evil.test", "https://openai.azure.com@evil.test"),
    *("https://evil.test/a.openai.azure.com", "https://127.0.0.1", "https://[::1]", "https://localhost"),
    *("https://a.openai.azure.com:8443", "https://evil.test#.openai.azure.com", "https://evil.test?.openai.azure.com"),
    *(
        "ftp://a.openai.azure.com",
        "a.openai.azure.com",
        "https://",
        "https://a.openai.azure.com\\@evil.test",
        "https://[",
    ),
    *("https://169.254.169.254", "https://user:pass@a.openai.azure.com", "https://evil.test%2F.openai.azure.com", "x"),
)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_endpoints_that_a_caller_may_not_name(asking: Api, provider: Peer, endpoint: str) -> None:
    provider.says(b"")
    keys = {"openai_azure": KEY, "openai_azure_endpoint": endpoint}
    body = body_for(asking, SERVICES["openai_azure"], provider_api_keys=keys)
    detail = asking.fail(422, "chats.create", body)
    assert ("openai_azure_endpoint" in detail["message"], provider.requests) == (True, [])


def test_an_endpoint_at_a_private_address(asking: Api, provider: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(_self: Any, host: str, port: int = 0, family: Any = None) -> Any:
        found = [{"hostname": host, "host": "10.0.0.1", "port": port, "family": family, "proto": 0, "flags": 0}]
        del _self
        return found

    provider.says(b"")
    monkeypatch.setattr(exchange.ThreadedResolver, "resolve", resolve)
    keys = {"openai_azure": KEY, "openai_azure_endpoint": "https://resource.openai.azure.com/"}
    detail = asking.fail(422, "chats.create", body_for(asking, SERVICES["openai_azure"], provider_api_keys=keys))
    assert "private address" in detail["message"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *((each, True) for each in ("20.1.2.3", "2603:1030::1")),
        *(
            (each, False)
            for each in ("10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0", "100.64.0.1")
        ),
        *((each, False) for each in ("::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "2002:a00:1::", "224.0.0.1")),
        ("no address", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_the_servers_key_goes_to_no_endpoint_of_a_caller(provider: Peer, api_class: type[Api]) -> None:
    azure = SERVICES["openai_azure"]
    with peer() as other:
        other.says(azure.answer())
        provider.says(azure.answer())
        settings = settings_for(
            provider,
            provider_keys={"openai_azure": "the-servers-own-key"},
            azure_hosts=[other.url.removeprefix("http://")],
        )
        with serve_in_thread(settings=settings) as running:
            api = api_class(running)
            endpoint = {"openai_azure_endpoint": other.url + "/"}
            detail = api.fail(401, "chats.create", body_for(api, azure, provider_api_keys=endpoint))
            assert "not sent there" in detail["message"]
            assert other.requests == []
            # Its own key goes there, and wins over the operator's endpoint.
            api.ok("chats.create", body_for(api, azure, provider_api_keys=endpoint | {"openai_azure": "callers-key"}))
            assert (other.requests[0].path, other.requests[0].headers["api-key"]) == (azure.path, "callers-key")
            assert provider.requests == []
            api.ok("chats.create", body_for(api, azure, provider_api_keys={}))
            assert provider.requests[0].headers["api-key"] == "the-servers-own-key"


PROGRAM = """
import sys
from humanloop.server import Settings, serve_in_thread

with serve_in_thread(settings=Settings(database="sqlite://", port=0)):
    print(*sys.modules)
"""


def test_nothing_of_adapters_is_imported_before_a_provider_is_asked_for() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "humanloop.server.generation.providers.registry" in loaded
    for name in ("openai", "anthropic", "google", "cohere", "bedrock", "adapter", "exchange", "form"):
        assert f"humanloop.server.generation.providers.{name}" not in loaded
    assert not [name for name in loaded if name.startswith(("aiohttp", "genai_prices", "botocore"))]


def test_a_conversation_of_none(asking: Api, provider: Peer) -> None:
    provider.says(OPENAI.answer())
    asking.ok("chats.create", body_for(asking, OPENAI, messages=[USER, {**USER, "name": None}]))
    assert provider.requests[0].json["messages"] == [USER, USER]
