"""A canary key is searched for in everything that is printed, logged, raised and shown."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import traceback
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import pytest

from humanloop import Configuration, Humanloop
from humanloop.core.errors import (
    ApiConnectionError,
    ApiStreamingException,
    ClientConfigurationError,
    InvalidHostConfigurationError,
    OpenApiException,
)
from tests.faults.client import CANARY, CONFIG, MESSAGES, Caller, Records, assert_no_secret, caught, exposure
from tests.faults.server import AGAIN, GOOD, Server, close, event, events, json_answer, refused


async def everything(caller: Caller) -> str:
    """Use all of the client, and collect all that it shows."""
    shown = [repr(caller.client), repr(caller.client.configuration), repr(caller.client.api_client)]
    for method in ("GET", "POST", "PATCH", "DELETE", "CHAT"):
        try:
            shown.append(repr(await caller.call(method)))
        except OpenApiException as error:
            shown.append(exposure(error))
    try:
        await caller.words()
    except OpenApiException as error:
        shown.append(exposure(error))
    response = await caller.run("logs.raw.get", "log_1")
    shown += [repr(response), repr(response.__getstate__()), repr(response.headers)]
    return "\n".join(shown)


@pytest.mark.parametrize("script", ["good", "errors", "cut", "echo"])
@pytest.mark.parametrize("debug", [False, True])
async def test_canary(script: str, debug: bool, style: str, records: Records) -> None:
    scripts: dict[str, Any] = {
        "good": GOOD,
        "errors": [json_answer({"detail": "no"}, 422), AGAIN],
        "cut": [*[json_answer({}, 500)] * 12, *GOOD],
        "echo": [json_answer({"id": "log_1"}, Set_Cookie="session=" + CANARY[:30], X_Api_Key=CANARY[:30]), AGAIN],
    }
    with Server(scripts[script]) as server:
        async with Caller(style, server.url, debug=debug, max_retries=1) as caller:
            try:
                shown = await everything(caller)
            except OpenApiException as error:
                shown = exposure(error)
    assert CANARY.encode() not in b"".join(request.body for request in server.requests)
    assert any(request.headers["x-api-key"] == CANARY for request in server.requests)
    assert_no_secret(shown)
    assert_no_secret(records.text)
    lines = [record.getMessage() for record in records.records if record.name == "humanloop"]
    assert any("; received {" in line for line in lines) == debug


async def test_debug_says_what_it_should(style: str, records: Records) -> None:
    with Server([json_answer({}, 503), *GOOD]) as server:
        async with Caller(style, server.url, debug=True) as caller:
            await caller.run("logs.list", project_id="pr_secret_query")
            await caller.call(headers={"Cookie": "my-cookie", "Authorization": "my-token", "X-Fine": "shown"})
    lines = [record.getMessage() for record in records.records if record.name == "humanloop"]
    assert len(lines) == 4  # two tries, a retry, another call
    assert lines[0].startswith("GET /logs: 503 Because in 0.0")
    assert "try 1;" in lines[0]
    assert "try 2 of 3" in lines[1]
    assert lines[2].startswith("GET /logs: 200 OK in 0.0")
    assert "try 2;" in lines[2]
    assert "'X-Fine': 'shown'" in lines[3]
    assert "'X-API-KEY': '<redacted>'" in lines[3]
    for hidden in ("my-cookie", "my-token", "pr_secret_query"):
        assert hidden not in records.text


async def test_silent_without_debug(style: str, records: Records) -> None:
    with Server() as server:
        async with Caller(style, server.url) as caller:
            await caller.call()
    assert [record for record in records.records if record.name == "humanloop"] == []


PROGRAM = """
import logging, sys
from humanloop import Humanloop
client = Humanloop(sys.argv[2], sys.argv[1], max_retries=1, openai_api_key=sys.argv[2] + "-provider")
client.logs.get("log_1")
try:
    client.chat(messages=[{"role": "user", "content": "private words"}], model_config={"model": "m"})
except Exception as error:
    print(error)
assert logging.getLogger().handlers == [], "the root logger is untouched"
assert __import__("http.client").client.HTTPConnection.debuglevel == 0
client.close()
"""


@pytest.mark.parametrize(("level", "lines"), [("debug", 4), ("info", 1), ("", 0), ("nonsense", 0), (" DEBUG\n", 4)])
def test_environment_switches_logging_on(level: str, lines: int) -> None:
    with Server([json_answer({"id": "log_1"}), json_answer({}, 429), json_answer({"detail": "no"}, 400)]) as server:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", PROGRAM, server.url, CANARY],
            env={**os.environ, "HUMANLOOP_LOG": level},
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    assert len(done.stderr.splitlines()) == lines, done.stderr
    assert_no_secret(done.stdout + done.stderr)
    assert "private words" not in done.stdout + done.stderr


def test_logger_is_left_alone() -> None:
    logger = logging.getLogger("humanloop")
    before = (logger.level, list(logger.handlers), logger.propagate)
    Humanloop(CANARY, "http://localhost", debug=True).close()
    assert (logger.level, list(logger.handlers), logger.propagate) == before
    assert logger.level == logging.NOTSET


BAD_KEYS = ["", "  ", "a\nb", "a\0b", "ké" + CANARY, "\ud800", 5, b"bytes", ["list"], {"APIKeyHeader": ""}]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_bad_keys_are_refused_and_not_shown(key: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUMANLOOP_API_KEY", raising=False)
    with pytest.raises(ClientConfigurationError) as error:
        Humanloop(key, "http://localhost")
    text = "".join(map(str, (error.value, repr(error.value), vars(error.value))))
    assert CANARY not in text


def test_key_is_stripped() -> None:
    client = Humanloop(f" {CANARY}\n", "http://localhost")
    assert client.configuration.authorization() == {"X-API-KEY": CANARY}


BAD_HOSTS = [
    "localhost",
    "ftp://a",
    "http://",
    "http://a b",
    "http://a\n",
    "http://a?b",
    "http://a#b",
    "http://me:hunter2@a",
    "http://me@a",
    "http://a:99999",
    "http://a:x",
    "http://[::1",
    "http://:80",
    "file:///etc",
    5,
]


@pytest.mark.parametrize("host", BAD_HOSTS)
def test_bad_hosts(host: Any) -> None:
    with pytest.raises(InvalidHostConfigurationError) as error:
        Humanloop(CANARY, host)
    assert "hunter2" not in f"{error.value} {vars(error.value)}"


async def test_bad_argument_shows_no_key(style: str) -> None:
    async with Caller(style, "http://localhost:9") as caller:
        for arguments in (
            {"messages": MESSAGES, "model_config": {"model": 5}},
            {"messages": [{"role": "user", "content": {1, 2}}], "model_config": CONFIG},
            {"messages": MESSAGES, "model_config": CONFIG, "inputs": {"a": float("nan")}},
            {"messages": MESSAGES, "model_config": CONFIG, "timeout": "x"},
            {"messages": MESSAGES, "model_config": CONFIG, "headers": {"A": "\n"}},
            {"messages": MESSAGES, "model_config": CONFIG, "provider_api_keys": {"openai": 5}},
        ):
            error, _ = await caught(caller.run("chat", **arguments))
            assert isinstance(error, OpenApiException | TypeError | ValueError)
            assert_no_secret(exposure(error))


async def test_provider_keys_of_the_call_win_and_are_not_changed(style: str) -> None:
    given = {"openai": "sk-of-the-call"}
    with Server() as server:
        async with Caller(style, server.url) as caller:
            await caller.run("chat", messages=MESSAGES, model_config=CONFIG, provider_api_keys=given)
            await caller.run("chat", messages=MESSAGES, model_config=CONFIG)
    assert given == {"openai": "sk-of-the-call"}
    assert server.requests[0].json["provider_api_keys"] == {"openai": "sk-of-the-call"}
    assert server.requests[1].json["provider_api_keys"] == {"openai": "sk-provider-canary/+%"}


async def test_logs_of_the_stream(style: str, records: Records) -> None:
    with Server([events(event("one")), close()]) as server:
        async with Caller(style, server.url, debug=True) as caller:
            await caller.words()
    lines = [record.getMessage() for record in records.records if record.name == "humanloop"]
    assert len(lines) == 1
    assert lines[0].startswith("POST /chat: 200 OK")


def test_http_client_of_asyncio_debug(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONASYNCIODEBUG", "1")
    with Server() as server:
        client = Humanloop(CANARY, server.url)

        async def main() -> None:
            await client.logs.aget("log_1")
            await client.aclose()

        asyncio.run(main(), debug=True)
    assert_no_secret(records.text)


def own_key() -> str:
    """A key that stands in no line of this module."""
    return "-".join(["sk", *"canary"])


@pytest.mark.parametrize("method", ["chat", "complete", "chats.stream", "chats.raw.create"])
def test_keys_of_one_call_stand_in_no_frame_of_the_client(method: str) -> None:
    with Humanloop("key", refused(), max_retries=0) as client:
        arguments: dict[str, Any] = {"model_config": CONFIG}
        if method != "complete":
            arguments["messages"] = MESSAGES
        with pytest.raises((ApiConnectionError, ApiStreamingException)) as caught:
            attrgetter(method)(client)(**arguments, provider_api_keys={"openai": own_key()})
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "provider_api_keys" in shown
    assert own_key() not in shown


@pytest.mark.parametrize("keys", [own_key(), MappingProxyType({"openai": own_key()})], ids=["text", "mapping"])
def test_keys_of_another_type_stand_in_no_frame_either(keys: Any) -> None:
    with Humanloop("key", refused(), max_retries=0) as client, pytest.raises(OpenApiException) as caught:
        client.complete(model_config=CONFIG, provider_api_keys=keys)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    # The frame of this test is the first; it holds the keys as they were given.
    del frames.stack[0]
    assert own_key() not in "".join(frames.format())


def frames_of_ours(error: BaseException) -> str:
    """What a traceback shows of the client's frames, with all that they hold."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [frame for frame in shown.stack if f"{os.sep}humanloop{os.sep}" in frame.filename]
    assert frames
    return "".join(str((frame.name, frame.locals)) for frame in frames)


MISSPELT: list[dict[str, Any]] = [
    {"provider_api_key": {"openai": "{}"}},
    {"api_key": "{}"},
    {"extra_headers": {"X-API-KEY": "{}"}},
    {"extra_headers": {"X-API-KEY": "{}"}, "headers": {"Authorization": "Bearer {}"}, "provider_api_keys": {"a": "{}"}},
    {"headers": MappingProxyType({"Authorization": "Bearer {}"}), "max_retries": -1},
    {"headers": "Authorization: {}"},
    {"headers": {"Authorization": ["{}"]}},
]


def filled(value: Any) -> Any:
    """Put the key into each text of a value."""
    if isinstance(value, dict):
        return {name: filled(each) for name, each in value.items()}
    if isinstance(value, MappingProxyType):
        return MappingProxyType(filled({**value}))
    if isinstance(value, str):
        return value.format(own_key())
    return [filled(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("arguments", MISSPELT, ids=",".join)
@pytest.mark.parametrize("method", ["chat", "achat", "chats.raw.create", "chats.stream", "logs.list", "projects.aget"])
async def test_keys_behind_misspelt_arguments_stand_in_no_frame(method: str, arguments: Any) -> None:
    asked: dict[str, Any] = {"logs.list": {"project_id": "pr_1"}, "projects.aget": {"id": "pr_1"}}
    given = asked.get(method, {"messages": MESSAGES, "model_config": CONFIG})
    if method in asked:
        arguments = {name: value for name, value in arguments.items() if name != "provider_api_keys"}
    for options in ({}, {"timeout": 5}):
        async with Humanloop("key", refused(), max_retries=0) as client:
            called = attrgetter(method)(client.with_options(**options) if options else client)
            with pytest.raises((OpenApiException, TypeError, ValueError)) as caught:
                await called(**given, **filled(arguments))
        assert own_key() not in frames_of_ours(caught.value)


def test_keys_given_to_a_client_that_is_closed_stand_in_no_frame() -> None:
    client = Humanloop("key", refused())
    client.close()
    with pytest.raises(ClientConfigurationError, match="closed") as caught:
        client.logs.get("log_1", headers={"Authorization": own_key()})
    assert own_key() not in frames_of_ours(caught.value)


def test_keys_given_to_the_background_stand_in_no_frame() -> None:
    with Humanloop("key", refused()) as client:
        for options in MISSPELT[:-2]:
            with pytest.raises((OpenApiException, TypeError)) as caught:
                client.background.log(project="p", **filled(options))
            assert own_key() not in frames_of_ours(caught.value)


SETTINGS: list[dict[str, Any]] = [
    {"api_key": "{}", "hosst": "http://127.0.0.1:9"},
    {"api_key": "{}", "host": "nonsense"},
    {"api_key": "{}\0"},
    {"api_key": "{} é"},
    {"api_key": {"APIKeyHeader": "{}", "other": ""}},
    {"api_key": ["{}"]},
    {"api_key": "{}", "api_key_prefix": "é"},
    {"api_key": "{}", "timeout": "soon"},
    {"openai_api_key": "{}", "bad": 1},
    {"openai_api_keyy": "{}"},
    {"api_key": "key", "openai_api_key": {"key": "{}"}},
    {"api_key": " ", "bedrock_api_key": "{}", "mock_api_key": "{}"},
    {"api_key": "{}", "configuration": Configuration("http://127.0.0.1:9", "key")},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=",".join)
def test_keys_of_a_client_that_could_not_be_made_stand_in_no_frame(settings: Any) -> None:
    with pytest.raises(OpenApiException) as caught:
        Humanloop(**filled(settings))
    assert own_key() not in frames_of_ours(caught.value)
    if not {"configuration", "hosst", "bad", "openai_api_keyy", "api_key_prefix"} & settings.keys():
        with pytest.raises(OpenApiException) as caught:
            Configuration(**filled({"host": "http://127.0.0.1:9", **settings}))
        assert own_key() not in frames_of_ours(caught.value)


def test_keys_of_other_kinds_stand_in_no_frame() -> None:
    with pytest.raises(ClientConfigurationError, match="must be text, not bytes") as caught:
        Humanloop(own_key().encode())  # type: ignore[arg-type]  # the slip
    assert own_key() not in frames_of_ours(caught.value)


def test_keys_that_become_bad_later_stand_in_no_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Humanloop("key", refused())
    client.configuration.api_key = {"APIKeyHeader": own_key() + "é"}
    with pytest.raises(ClientConfigurationError) as caught:
        client.logs.get("log_1")
    assert own_key() not in frames_of_ours(caught.value)
    monkeypatch.setenv("HUMANLOOP_API_KEY", own_key() + "é")
    with pytest.raises(ClientConfigurationError) as caught:
        Humanloop(host=refused())
    assert own_key() not in frames_of_ours(caught.value)


@pytest.mark.parametrize(
    "proxy", ["http://me:{}@", "http://me:{}@proxy:x", "me:{}@proxy:99999", "socks5://me:{}@proxy"]
)
def test_the_password_of_a_proxy_that_is_none_stands_in_no_frame(proxy: str) -> None:
    client = Humanloop("key", refused())
    client.configuration.proxy = proxy.format(own_key())
    with pytest.raises(ClientConfigurationError, match="proxy must be") as caught:
        client.logs.get("log_1")
    assert own_key() not in frames_of_ours(caught.value)


@pytest.mark.parametrize("awaited", [False, True])
async def test_the_password_of_a_proxy_that_is_not_there_stands_in_no_frame(awaited: bool) -> None:
    async with Humanloop("key", "http://127.0.0.1:9", max_retries=0) as client:
        client.configuration.proxy = refused().replace("//", f"//me:{own_key()}@")
        client.configuration.proxy_headers = {"Proxy-Authorization": own_key()}
        with pytest.raises(ApiConnectionError) as caught:
            await client.logs.aget("log_1") if awaited else client.logs.get("log_1")
    assert own_key() not in frames_of_ours(caught.value)


def test_options_of_a_client_that_cannot_be_stand_in_no_frame() -> None:
    client, headers = Humanloop("key", refused()), {"Authorization": own_key()}
    wrongs: list[dict[str, Any]] = [{"headers": headers, "timeout": "soon"}, {"headers": list(headers.values())}]
    for wrong in wrongs:
        with pytest.raises((OpenApiException, ValueError)) as caught:
            client.with_options(**wrong)
        assert own_key() not in frames_of_ours(caught.value)


@pytest.mark.parametrize("awaited", [False, True])
def test_keys_in_headers_of_one_call_stand_in_no_frame_of_the_client(awaited: bool) -> None:
    async def call() -> None:
        async with Humanloop("key", refused(), max_retries=0) as client:
            if awaited:
                await client.logs.aget("log_1", headers={"Authorization": own_key()})
            client.logs.get("log_1", headers={"Authorization": own_key()})

    with pytest.raises(ApiConnectionError) as caught:
        asyncio.run(call())
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "Authorization" in shown
    assert own_key() not in shown


@pytest.mark.parametrize("method", ["chats.create", "chats.acreate", "chats.raw.create"])
async def test_keys_stand_in_no_frame_of_a_call_that_was_not_made(method: str) -> None:
    async with Humanloop("key", refused(), max_retries=0) as client:
        called = attrgetter(method)(client)
        with pytest.raises(TypeError, match="did you mean `messages`") as caught:
            await called(message=MESSAGES, model_config=CONFIG, provider_api_keys={"openai": own_key()})
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert own_key() not in shown


def test_a_client_whose_constructor_failed_can_be_shown() -> None:
    with pytest.raises(ClientConfigurationError) as caught:
        Humanloop("", "http://127.0.0.1:9")
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "not set up" in shown
    made = Humanloop.__new__(Humanloop)
    assert "not set up" in repr(made)
    assert "not set up" in made._repr_html_()
    assert not hasattr(made, "configuration")
