"""What operators choose: keys, addresses, other servers, prices, other models; and what they are told."""

from __future__ import annotations

import json
import logging
import random
import sys
from typing import TYPE_CHECKING, Any

import pytest
from genai_prices import Usage, calc_price
from genai_prices.data import providers
from pydantic import SecretStr, ValidationError

from humanloop.server import Settings, StartError, cli, prices, serve_in_thread
from humanloop.server.generation.providers.registry import Providers
from humanloop.server.provider_settings import Price
from tests.server.evaluations.conftest import make_bench
from tests.server.providers.conftest import body_for, log_of, settings_for
from tests.server.providers.peer import reply
from tests.server.providers.services import KEY, SERVICES, chat_whole

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Api
    from tests.server.providers.peer import Peer

    Json = dict[str, Any]

OPENAI, ANTHROPIC, MINE = SERVICES["openai"], SERVICES["anthropic"], SERVICES["mine"]
USED = {"prompt_tokens": 1000, "completion_tokens": 100}


def counted(model_usage: Json) -> bytes:
    return reply(chat_whole("Hi") | {"usage": model_usage})


@pytest.mark.parametrize(
    ("config", "usage", "costs"),
    [
        # Dollars for a million tokens, of the list of prices: 0.25 and 2, cached 0.025.
        ({"model": "gpt-5-mini"}, USED, (0.00025, 0.0002)),
        ({"model": "gpt-5-mini"}, USED | {"prompt_tokens_details": {"cached_tokens": 200}}, (0.000205, 0.0002)),
        (
            {"model": "gpt-5-mini"},
            USED | {"completion_tokens_details": {"reasoning_tokens": 60}},
            (0.00025, 0.0002),
        ),
        # The operator's: 2 and 10, cached 0.5; the older name of `input` counts.
        ({"model": "priced"}, USED, (0.002, 0.001)),
        ({"model": "priced"}, USED | {"prompt_tokens_details": {"cached_tokens": 200}}, (0.0017, 0.001)),
        ({"model": "no such model"}, USED, (None, None)),
        ({"model": "old"}, USED, (0.00025, 0.0002)),
        ({"model": "gpt-5-mini", "provider": "mine"}, USED, (None, None)),
        ({"model": "priced", "provider": "mine"}, USED, (0.002, 0.001)),
    ],
)
def test_costs(provider: Peer, choosing: Api, config: Json, usage: Json, costs: Any) -> None:
    provider.says(counted(usage))
    body = body_for(choosing, OPENAI, {"provider": "openai", **config})
    choosing.ok("chats.create", body)
    log = log_of(choosing, body)
    assert (log["prompt_cost"], log["output_cost"]) == (
        pytest.approx(costs[0]) if costs[0] else None,
        pytest.approx(costs[1]) if costs[1] else None,
    )


@pytest.mark.parametrize("number", [1, 60])
@pytest.mark.parametrize(
    ("config", "counts", "costs"),
    [
        ({"model": "gpt-5-mini", "provider": "openai"}, {}, (0.00025, 0.0002)),
        ({"model": "gpt-5-mini"}, {"output_tokens": None}, (0.00025, None)),
        ({"model": "gpt-5-mini"}, {"output_cost": 0.5}, (None, 0.5)),
        ({"model": "gpt-5-mini"}, {"prompt_tokens": None, "output_tokens": None}, (None, None)),
        ({"model": "priced", "provider": "mine"}, {}, (0.002, 0.001)),
        # Numbers below zero say nothing, and nothing of the model.
        ({"model": "gpt-5-nano"}, {"prompt_tokens": -1}, (None, 0.00004)),
        ({"model": "gpt-5-nano", "temperature": 1}, {}, (0.00005, 0.00004)),
        ({"model": "priced"}, {"output_tokens": -1}, (0.002, None)),
        ({"model": "no such model"}, {}, (None, None)),
        ({"name": "gpt-5-mini", "type": "tool"}, {}, (None, None)),
    ],
)
def test_costs_of_posted_logs(choosing: Api, config: Json, counts: Json, costs: Any, number: int) -> None:
    given = {"project": "posted", "prompt_tokens": 1000, "output_tokens": 100, **counts}
    given = {name: value for name, value in given.items() if value is not None}
    first = choosing.ok("logs.log", [{**given, "config": config}] * number)[-1]
    config_id = choosing.ok("logs.get", id=first["id"])["config"]["id"]
    named = choosing.ok("logs.log", [{**given, "config_id": config_id}] * number)[-1]
    for log in (first, named):
        stored = choosing.ok("logs.get", id=log["id"])
        found = [stored.get("prompt_cost"), stored.get("output_cost")]
        assert found == [cost if cost is None else pytest.approx(cost) for cost in costs]


def test_without_the_list_only_own_prices_count(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(prices, "find_spec", lambda _: None)
    rates = prices.Rates({"own": Price(input=1, output=2)})
    for _ in range(2):
        rates.load()
    tokens = prices.Tokens(1000, 100)
    assert rates.costs("openai", ["own"], tokens) == (0.001, 0.0002)
    assert rates.costs("openai", ["gpt-5-mini"], tokens) == (None, None)
    assert [record.message.partition("pip install")[2] for record in caplog.records] == [
        ' "humanloop>=4" "genai-prices>=0.2"'
    ]


def test_what_is_kept_of_the_list_says_what_the_list_says() -> None:
    rates, draw = prices.Rates({}), random.Random(1)
    rates.load()
    for provider in providers:
        for model in provider.models:
            for _ in range(3):
                prompt, output = draw.randrange(400_000), draw.randrange(1000)
                cached, written = draw.randrange(prompt // 2 + 1), draw.randrange(prompt // 3 + 1)
                usage = Usage(
                    input_tokens=prompt, cache_read_tokens=cached, cache_write_tokens=written, output_tokens=output
                )
                tokens = prices.Tokens(prompt, output, cached, written)
                try:
                    found = calc_price(usage, model_ref=model.id, provider_id=provider.id)
                except (LookupError, ValueError):
                    continue
                said = [float(found.input_price), float(found.output_price)]
                assert rates.listed(provider.id, [model.id], tokens) == pytest.approx(said)


@pytest.fixture(scope="module")
def choosing(provider: Peer, api_class: type[Api]) -> Any:
    settings = settings_for(
        provider,
        prices={"priced": {"prompt": 2.0, "output": 10.0, "cached": 0.5}},
        model_aliases={"old": "gpt-5-mini"},
        provider_fallback="mock",
        anthropic_version="2026-10-21",
        anthropic_max_tokens=77,
    )
    with serve_in_thread(settings=settings) as running:
        yield api_class(running)


def test_a_model_is_asked_in_place_of_another(provider: Peer, choosing: Api, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    provider.says(counted(USED))
    for _ in range(2):
        body = body_for(choosing, OPENAI, {"model": "old"})
        answer = choosing.ok("chats.create", body)
        log = log_of(choosing, body)
        assert (answer["provider_request"]["model"], log["config"]["model"]) == ("gpt-5-mini", "old")
    # It was said before, if another test has asked.
    assert sum("'gpt-5-mini'" in record.message for record in caplog.records) <= 1


def test_what_is_left_out_is_said_once_for_a_config(
    provider: Peer, choosing: Api, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    provider.says(ANTHROPIC.answer())
    for _ in range(3):
        choosing.ok("chats.create", body_for(choosing, ANTHROPIC, {"seed": 5, "presence_penalty": 1}))
    said = [record.message for record in caplog.records]
    assert [each.partition(" of ")[0] for each in said] == ["'presence_penalty'", "'seed'"]
    assert all("Anthropic" in each for each in said)
    assert provider.requests[0].headers["anthropic-version"] == "2026-10-21"
    assert provider.requests[0].json["max_tokens"] == 77


def test_the_fallback_answers_without_a_key_or_an_adapter(provider: Peer, choosing: Api) -> None:
    provider.says(OPENAI.answer("real"))
    for name in ("openai", "anthropic", "ai21", "replicate", "elsewhere"):
        body = body_for(choosing, OPENAI, {"provider": name}, provider_api_keys={})
        assert choosing.ok("chats.create", body)["data"][0]["output"] == "hello"
    body = body_for(choosing, OPENAI, {"endpoint": "edit"})
    assert choosing.ok("chats.create", body)["data"][0]["output"] == "hello"
    assert provider.requests == []
    assert choosing.ok("chats.create", body_for(choosing, OPENAI))["data"][0]["output"] == "real"


def test_a_server_that_takes_what_openais_takes(provider: Peer, api_class: type[Api]) -> None:
    described = {"url": f"{provider.url}/v1", "drop": ["seed"], "rename": {"user": "who"}, "completions": True}
    settings = settings_for(provider, compatible={"mine": described, "groq": {"url": f"{provider.url}/groq"}})
    with serve_in_thread(settings=settings) as running:
        api = api_class(running)
        provider.says(MINE.answer())
        config = {"max_tokens": 5, "seed": 1}
        api.ok("chats.create", body_for(api, MINE, config, user="u"))
        assert provider.requests[0].json == {
            "model": "m",
            "messages": [{"role": "user", "content": "hello"}],
            "who": "u",
            "max_tokens": 5,
        }
        assert "authorization" not in provider.requests[0].headers
        provider.says(reply({"choices": [{"index": 0, "text": "on", "finish_reason": "stop"}]}))
        body = {"project": "p", "model_config": {"model": "m", "provider": "mine", "prompt_template": "Go"}}
        assert api.ok("completions.create", body)["data"][0]["output"] == "on"
        assert (provider.requests[0].path, provider.requests[0].json["prompt"]) == ("/v1/completions", "Go")
        provider.says(OPENAI.answer())
        api.ok("chats.create", body_for(api, MINE, {"provider": "groq"}))
        assert provider.requests[0].path == "/groq/chat/completions"


def test_keys_of_the_environment(provider: Peer) -> None:
    urls = {"provider_urls": {}, "provider_keys": {}, "compatible": {}}
    environment = {
        "CO_API_KEY": "second-name",
        "OPENAI_API_KEY": "",
        "GOOGLE_API_KEY": " google-key ",
        "AWS_REGION": "x",
    }
    providers = Providers(settings_for(provider, **urls), environment)
    assert providers.names == ["cohere", "google", "mock"]
    environment |= {"GEMINI_API_KEY": "gemini-key", "AWS_BEARER_TOKEN_BEDROCK": "aws-key", "GROQ_API_KEY": "groq-key"}
    assert Providers(settings_for(provider, **urls), environment).names == [
        "bedrock",
        "cohere",
        "google",
        "groq",
        "mock",
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"compatible": {"openai": {"url": "http://x"}}}, "'openai', a provider of this package"),
        ({"compatible": {"mock": {"url": "http://x"}}}, "'mock', a provider of this package"),
        ({"provider_keys": {"opnai": "k"}}, "provider_keys is 'opnai', but there are only: anthropic"),
        ({"provider_urls": {"elsewhere": "http://x"}}, "provider_urls is 'elsewhere'"),
    ],
)
def test_settings_that_contradict_each_other(given: Json, said: str) -> None:
    settings = Settings(database="sqlite://", port=0, **given)
    with pytest.raises(StartError, match=said), serve_in_thread(settings=settings):
        pass


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PROVIDER_URLS", '{"openai": "127.0.0.1:9"}', "an address that begins with http"),
        ("PROVIDER_URLS", '{"openai": "http://user:secret@x"}', "without a user"),
        ("PROVIDER_URLS", '{"openai": "http://x?key=secret"}', "without a user, a query"),
        ("PROVIDER_URLS", '{"openai": "http://x:99999"}', "Port out of range"),
        ("PROVIDER_KEYS", '{"openai": "env:NO_SUCH_KEY"}', "NO_SUCH_KEY is to hold a key"),
        ("PROVIDER_KEYS", '{"openai": "secret\\nx"}', "printable ASCII"),
        ("COMPATIBLE", '{"a": {"url": "http://x", "keys": "secret"}}', "Extra inputs"),
        ("ANTHROPIC_VERSION", "newest", "pattern"),
        ("PROVIDER_CALLS", "0", "greater than or equal to 1"),
    ],
)
def test_settings_that_make_no_sense(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str) -> None:
    monkeypatch.setenv(f"HUMANLOOP_SERVER_{variable}", value)
    with pytest.raises(ValidationError, match=said) as refusal:
        Settings()
    assert "secret" not in str(refusal.value)


def test_an_adapter_of_ones_own_is_found_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "my_adapters.py").write_text("raise RuntimeError('it was found')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("HUMANLOOP_SERVER_PROVIDERS", '{"mine": "my_adapters:Mine"}')
    with pytest.raises(SystemExit):
        cli.run({"database": "sqlite://", "port": 0})
    assert "it was found" in capsys.readouterr().err


def test_settings_by_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    given = {
        "ollama": {"url": "http://127.0.0.1:11434/v1/"},
        "hosted": {"url": "https://x.test/v1", "key": "env:MY_KEY"},
    }
    monkeypatch.setenv("HUMANLOOP_SERVER_COMPATIBLE", json.dumps(given))
    monkeypatch.setenv("HUMANLOOP_SERVER_PROVIDER_KEYS", '{"google": "env:MY_KEY"}')
    settings = Settings()
    assert settings.compatible["ollama"].url == "http://127.0.0.1:11434/v1"
    assert (settings.compatible["hosted"].key, settings.provider_keys["google"]) == (SecretStr(KEY), SecretStr(KEY))
    assert KEY not in repr(settings)


def test_an_evaluation_without_a_key_ends_with_an_error_for_each_result(provider: Peer, api_class: type[Api]) -> None:
    provider.says(ANTHROPIC.answer("yes"))
    with serve_in_thread(settings=settings_for(provider)) as running:
        api = api_class(running)
        bench = make_bench(api, api.ok("projects.create", {"name": "p"}))
        config = bench.register(provider="anthropic", prompt_template="Say {{word}}")
        dataset, judge = bench.words("a", "b"), bench.matches()
        made = bench.until(bench.start(dataset, judge, config_id=config["id"]), "failed")
        errors = [row["log"]["error"] for row in bench.rows(made)]
        assert [("ANTHROPIC_API_KEY" in each, "provider_api_keys.anthropic" in each) for each in errors] == [
            (True, True),
            (True, True),
        ]
        asks = {"model": "m", "provider": "anthropic", "prompt_template": "Is it? {{log_output}}"}
        made = bench.completed(dataset, bench.evaluator("llm", model_config=asks))
        results = [result for row in bench.rows(made) for result in row["evaluation_results"]]
        assert [(each["value"], "ANTHROPIC_API_KEY" in each["error"]) for each in results] == [(None, True)] * 2
        assert provider.requests == []
        made = bench.completed(dataset, judge, config_id=config["id"], provider_api_keys={"anthropic": KEY})
        assert [row["log"]["output"] for row in bench.rows(made)] == ["yes", "yes"]


def test_an_evaluation_uses_the_servers_key(provider: Peer, api_class: type[Api]) -> None:
    provider.says(ANTHROPIC.answer("true"))
    settings = settings_for(provider, provider_keys={"anthropic": "the-servers-key"})
    with serve_in_thread(settings=settings) as running:
        api = api_class(running)
        bench = make_bench(api, api.ok("projects.create", {"name": "p"}))
        asks = {"model": "m", "provider": "anthropic", "prompt_template": "Is it? {{log_output}}"}
        judge = bench.evaluator("llm", model_config=asks)
        made = bench.completed(bench.words("a"), judge)
        assert bench.rows(made)[0]["evaluation_results"][0]["value"] is True
        assert provider.requests[0].headers["x-api-key"] == "the-servers-key"


TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize("is_told", [True, False])
def test_providers_are_told_of_the_trace_if_that_is_wanted(provider: Peer, api_class: type[Api], is_told: bool) -> None:
    provider.says(reply(chat_whole("Hi")))
    with serve_in_thread(settings=settings_for(provider, trace_providers=is_told)) as running:
        api = api_class(running)
        for header in (f"00-{TRACE}-00f067aa0ba902b7-01", f"00-{TRACE}-00f067aa0ba902b7-01", "nonsense", ""):
            api.ok("chats.create", body_for(api, OPENAI), headers={"traceparent": header} if header else {})
    first, second, *others = [dict(request.headers).get("traceparent") for request in provider.requests]
    assert others == [None, None]
    if not is_told:
        assert (first, second) == (None, None)
        return
    spans = set()
    for sent in (first, second):
        version, trace, span, flags = str(sent).split("-")
        assert (version, trace, flags) == ("00", TRACE, "01")
        spans.add(span)
    # Each call is a span of its own, and none is that of the caller.
    assert len(spans - {"00f067aa0ba902b7"}) == 2
