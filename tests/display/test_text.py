"""One line for consoles."""

from __future__ import annotations

import pytest

from humanloop import Humanloop
from humanloop import pydantic as models
from humanloop.response.records import Records
from tests.display.samples import TIME, log, message, page_of


def test_the_line_of_a_model_has_its_useful_fields() -> None:
    assert repr(log(1)) == (
        "LogResponse(id='data_1', output='It is 1.', config=<'config_1'>, inputs={'question': 'What is 1?'}, …)"
    )
    assert repr(models.CreateSessionResponse(id="sesh_1")) == "CreateSessionResponse(id='sesh_1')"
    assert repr(message("user", "Hi")) == "ChatMessageWithToolCall(role='user', content='Hi')"
    assert repr(models.Usage.model_construct()) == "Usage()"
    assert repr(object.__new__(models.Usage)) == "Usage()"


def test_the_line_of_an_answer_shows_what_was_answered() -> None:
    answer = models.ChatResponse.model_construct(
        data=[models.ChatDataResponse.model_construct(id="data_1", output="Paris " * 100, created_at=TIME)],
        project_id="pr_1",
    )
    assert repr(answer) == (
        "ChatResponse(data=[ChatDataResponse(id='data_1',"
        " output='Paris Paris Paris Paris Paris Paris Paris Paris Pari…', …)], …)"
    )


@pytest.mark.parametrize("output", ["x" * 10_000, "\n" * 1000, {"a": {"b": ["c" * 1000] * 1000}}, list(range(10_000))])
def test_the_line_is_short_whatever_is_in_it(output: object) -> None:
    shown = repr(log(1, output=output))
    assert len(shown) < 160
    assert "\n" not in shown


def test_the_line_of_a_page_counts() -> None:
    assert repr(page_of(log(1), log(2), total=30)) == "<PaginatedDataLogResponse: 2 of 30 LogResponse records, page 1>"
    assert repr(page_of(log(1))) == "<PaginatedDataLogResponse: 1 of 1 LogResponse records>"
    assert repr(page_of()) == "<PaginatedDataLogResponse: 0 of 0 records>"


def test_the_line_of_a_list_has_its_first_records() -> None:
    records = Records([message("user", str(number)) for number in range(1000)])
    shown = repr(records)
    assert shown.startswith("[ChatMessageWithToolCall(role='user', content='0'), ")
    assert shown.endswith("content='4'), … 995 more]")
    assert repr(records[:2]) == repr(list(records[:2]))
    assert repr(Records([])) == "[]"


@pytest.mark.parametrize("output", ["Yes.\n\n" * 100, "\"'\t" * 100, "\x00" * 100], ids=["lines", "quotes", "nulls"])
def test_the_output_has_room_whatever_is_in_it(output: str) -> None:
    answer = models.ChatResponse.model_construct(
        data=[models.ChatDataResponse.model_construct(id="data_" + "x" * 21, output=output, index=0)]
    )
    assert "', output='" in repr(answer)
    assert len(repr(answer)) < 130


def test_rich_gets_the_fields_that_say_something() -> None:
    assert dict(log(1, user=None).__rich_repr__()).keys() == {"id", "config", "inputs", "output", "created_at"}


def test_the_line_of_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Humanloop("k" * 30, "http://localhost/v4")
    assert repr(client) == (
        "<Humanloop 4.0.0, host: http://localhost/v4, api_key: …kkkk (given),"
        " timeout: 60 s, longer where text is generated, max_retries: 2>"
    )
    other = client.with_options(timeout=(1, 2.5), max_retries=0, headers={"X-Trace": "s3cret"})
    assert repr(other) == (
        "<Humanloop 4.0.0, host: http://localhost/v4, api_key: …kkkk (given),"
        " timeout: connect 1 s, read 2.5 s, max_retries: 0, headers: X-Trace>"
    )
    monkeypatch.setenv("HUMANLOOP_API_KEY", "e" * 30)
    assert "…eeee (from HUMANLOOP_API_KEY)" in repr(Humanloop(timeout=None))
    assert "timeout: none" in repr(Humanloop(timeout=None))
    assert "…kkkk (given)" in repr(Humanloop("k" * 30))
    changed = Humanloop(openai_api_key="o")
    changed.configuration.api_key = {"APIKeyHeader": "short"}
    assert "api_key: … (given)" in repr(changed)
    assert "keys for: openai" in repr(changed)


def test_str_shows_all_fields_also_of_inner_models() -> None:
    page = page_of(*(log(number, output="x" * 500) for number in range(3)))
    text = str(page)
    assert text.count("x" * 500) == 3
    assert "…" not in text
    assert "records=[LogResponse(" in text
    assert len(repr(page)) < 200


def test_str_shows_no_keys() -> None:
    keys = models.ProviderApiKeys(openai="sk-secret")
    assert "sk-secret" not in str(keys)
    assert "sk-secret" not in str(models.ChatRequest.model_construct(provider_api_keys=keys, messages=[]))
