"""What is not to be stored: neither in the file of the database, nor in what is given again, nor in the search."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import urllib3
from pydantic import SecretStr

from humanloop.server import Settings, StartError, serve_in_thread
from humanloop.server.redaction import Redactor, compiled, redactor_of
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from humanloop.server import RunningServer
    from tests.server.conftest import Api

CARD = "4111111111111111"
NAME = "Jane Roe"
PATTERNS = (r"\b\d{16}\b", r"(?i)jane\s+roe")


def serving(database: Path | str = "sqlite://", **chosen: Any) -> AbstractContextManager[RunningServer]:
    settings = {"database": str(database), "port": 0, "api_key": SecretStr("k" * 20), "provider_fallback": "mock"}
    return serve_in_thread(settings=Settings(**{**settings, "redact": PATTERNS, **chosen}))


def files_of(database: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(database.parent.glob(f"{database.name}*")))


@pytest.mark.parametrize(
    ("value", "redacted"),
    [
        (f"card {CARD}, {NAME}", "card [redacted], [redacted]"),
        (int(CARD), "[redacted]"),
        (float(CARD), "[redacted].0"),
        ({CARD: [CARD, 1, None, True]}, {"[redacted]": ["[redacted]", 1, None, True]}),
        (
            {CARD: 1, "[redacted] 3": 2, "5" * 16: 3, "6" * 16: {CARD: 4, "5" * 16: 5}, "[redacted]": 6},
            {
                "[redacted]": 1,
                "[redacted] 3": 2,
                "[redacted] 2": 3,
                "[redacted] 4": {"[redacted]": 4, "[redacted] 2": 5},
                "[redacted] 5": 6,
            },
        ),
        ({"n": {"a": NAME}}, {"n": {"a": "[redacted]"}}),
        # JSON in a text stays JSON, whichever way its characters are written.
        ('{"card": 4111111111111111}', '{"card":"[redacted]"}'),
        ('["\\u0034111111111111111"]', '["[redacted]"]'),
        ('{"card": 1}', '{"card": 1}'),
        ("{" + CARD, "{[redacted]"),
        ("", ""),
        (None, None),
        (False, False),
        ("4" * 17, "4" * 17),
    ],
)
def test_values(value: Any, redacted: Any) -> None:
    assert Redactor(compiled(PATTERNS)).value(value, "inputs") == redacted


def test_a_function_sees_each_text_and_where_it_stands() -> None:
    seen: list[tuple[str, str]] = []

    def hook(text: str, place: str) -> str:
        seen.append((place, text))
        return text.replace("x", "y")

    assert Redactor(compiled(PATTERNS), hook).value({"a": [f"x {CARD}"]}, "inputs") == {"a": ["y [redacted]"]}
    assert seen == [("inputs.a", "a"), ("inputs.a.0", "x [redacted]")]
    with pytest.raises(TypeError, match="answered NoneType and no text"):
        Redactor(None, lambda text, place: None).value("x", "inputs")  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(
    ("patterns", "said"),
    [
        ([r"\d", "("], r"'\('"),
        ([r"(a)\1"], "no pattern of RE2"),
        (["(?=x)"], "no pattern of RE2"),
        (["x*"], "everywhere"),
    ],
)
def test_patterns_that_cannot_be(patterns: list[str], said: str, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=said):
        compiled(patterns)
    monkeypatch.setenv("HUMANLOOP_SERVER_REDACT", json.dumps(patterns))
    code, _, err = run("serve", "--database", "sqlite://", "--port", "0")
    assert code == 2
    assert "HUMANLOOP_SERVER_REDACT" in err
    assert repr(patterns[-1]) in err


def test_time_is_linear() -> None:
    # What takes other engines for ever.
    assert Redactor(compiled([r"(a+)+$"])).text("a" * 100_000 + "b", "inputs").endswith("b")


def test_functions_that_cannot_be() -> None:
    assert redactor_of([], None) is None
    for place in ("no_such_module:f", "json:none", "json"):
        with pytest.raises(StartError, match="cannot be found"), serving(redact_hook=place):
            pass


def fill(api: Api) -> dict[str, Any]:
    """Let the secrets come by every way."""
    text = f"{NAME} has {CARD}"
    messages = [{"role": "user", "content": text}]
    log = {
        "project": "p",
        "inputs": {CARD: text, "n": int(CARD)},
        "messages": messages,
        "output": text,
        "output_message": {"role": "assistant", "content": text},
        "raw_output": text,
        "error": text,
        "stdout": text,
        "metadata": {"who": NAME, CARD: 1},
        "provider_request": {"messages": messages},
        "provider_response": {"text": text},
        "feedback": {"type": "comment", "value": text},
    }
    made = api.ok("logs.log", log, headers={"Idempotency-Key": "a"})
    api.ok("logs.update", {"output": f"again {text}"}, id=made["id"])
    api.ok("feedback.feedback", {"type": "kind", "value": NAME, "data_id": made["id"]})
    config = {"model": "m", "provider": "openai", "chat_template": [{"role": "user", "content": "{{q}}"}]}
    chat = {"project": "p", "model_config": config, "inputs": {"q": text}, "messages": messages}
    answer = api.call("chats.create", chat, headers={"Idempotency-Key": "b"})
    assert answer.status == 200
    stream = api.stream("chats.create", chat)
    again = api.call("chats.create", chat, headers={"Idempotency-Key": "b"})
    return {"made": made, "chat": answer.json, "again": again.json, "stream": stream}


def test_nothing_of_it_is_in_the_files_and_the_caller_gets_it(api_class: type[Api], tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    with serving(database) as running:
        api = api_class(running)
        found = fill(api)
        # The mock repeats what it is asked.
        assert CARD in found["chat"]["data"][0]["output"]
        assert CARD in str(found["stream"])
        assert found["again"]["data"][0]["id"] == found["chat"]["data"][0]["id"]
        assert CARD not in str(found["again"])
        assert "[redacted]" in found["again"]["data"][0]["output"]
        log = api.ok("logs.get", id=found["made"]["id"])
        assert log["output"] == "again [redacted] has [redacted]"
        assert log["inputs"] == {"[redacted]": "[redacted] has [redacted]", "n": "[redacted]"}
        assert log["metadata"]["who"] == "[redacted]"
        assert [each["value"] for each in log["feedback"]] == ["[redacted] has [redacted]", "[redacted]"]
        project = log["project_id"]
        assert api.ok("logs.list", query={"project_id": project, "search": CARD})["total"] == 0
        assert api.ok("logs.list", query={"project_id": project, "search": "[redacted] has"})["total"] > 0
        dataset = api.ok("datasets.create", {"name": "d", "description": ""}, project_id=project)["id"]
        api.ok("datasets.create_datapoint", {"log_ids": [log["id"]]}, dataset_id=dataset)
        assert CARD.encode() not in files_of(database)
        assert NAME.encode() not in files_of(database)
    assert CARD.encode() not in files_of(database)


def test_datapoints_of_logs_that_are_older_than_the_pattern(api_class: type[Api], tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    with serving(database, redact=()) as running:
        log = api_class(running).ok("logs.log", {"project": "p", "inputs": {"q": CARD}, "output": NAME})
    with serving(database) as running:
        api = api_class(running)
        dataset = api.ok("datasets.create", {"name": "d", "description": ""}, project_id=log["project_id"])["id"]
        (point,) = api.ok("datasets.create_datapoint", {"log_ids": [log["id"]]}, dataset_id=dataset)
        assert (point["inputs"], point["target"]) == ({"q": "[redacted]"}, {"output": "[redacted]"})


def test_traces(api_class: type[Api], tmp_path: Path) -> None:
    database = tmp_path / "x.db"

    def attribute(name: str, value: str) -> dict[str, Any]:
        return {"key": name, "value": {"stringValue": value}}

    message = json.dumps([{"role": "user", "parts": [{"type": "text", "content": f"{NAME} {CARD}"}]}])
    span = {
        "traceId": "a" * 32,
        "spanId": "b" * 16,
        # Waits for its parent, and is kept as it is meanwhile.
        "parentSpanId": "c" * 16,
        "name": f"chat {NAME}",
        "kind": 3,
        "startTimeUnixNano": "1700000000000000000",
        "endTimeUnixNano": "1700000001000000000",
        "attributes": [
            attribute("gen_ai.operation.name", "chat"),
            attribute("gen_ai.request.model", "m"),
            attribute("gen_ai.input.messages", message),
            attribute("gen_ai.output.messages", message.replace("user", "assistant")),
            attribute("customer", NAME),
        ],
        "events": [{"name": "seen", "timeUnixNano": "1700000000500000000", "attributes": [attribute("who", NAME)]}],
        "links": [{"traceId": NAME, "spanId": CARD, "attributes": [attribute("who", NAME)]}],
        "status": {"code": 2, "message": f"no {CARD}"},
    }
    # No log, and kept as it is in case that one of a model comes below it.
    bare = {**span, "spanId": "d" * 16, "attributes": [attribute("customer", NAME)]}
    bare["events"] = [{"name": f"met {NAME}", "attributes": [attribute("who", NAME)]}]
    scope = {"scope": {"name": f"of {NAME}", "version": CARD}, "spans": [span, bare]}
    record = {
        "traceId": "a" * 32,
        "spanId": "e" * 16,
        "timeUnixNano": "1700000000500000000",
        "eventName": f"gen_ai.{NAME}",
        "body": {"stringValue": CARD},
        "attributes": [attribute("who", NAME)],
    }
    records = {"resourceLogs": [{"scopeLogs": [{"scope": {"name": NAME}, "logRecords": [record]}]}]}
    body = {"resourceSpans": [{"resource": {"attributes": [attribute("owner", NAME)]}, "scopeSpans": [scope]}]}
    with serving(database, redact=(r"\d{16}", "(?i)jane roe")) as running:
        api = api_class(running)
        headers = {"X-API-KEY": "k" * 20, "x-humanloop-project": "p"}
        sent = urllib3.request("POST", f"{running.url}/otel/v1/traces", json=body, headers=headers)
        assert sent.status == 200
        sent = urllib3.request("POST", f"{running.url}/otel/v1/logs", json=records, headers=headers)
        assert (sent.status, sent.json()) == (200, {})

        def look() -> list[Any]:
            found: list[Any] = api.ok("projects.list", query={"filter": "p"})["records"]
            return api.ok("logs.list", query={"project_id": found[0]["id"]})["records"] if found else []

        (log,) = wait_for(look, lambda records: len(records) == 1)
        assert log["messages"][0]["content"] == "[redacted] [redacted]"
        assert log["output"] == "[redacted] [redacted]"
        content = files_of(database)
        assert CARD.encode() not in content
        assert NAME.encode() not in content


def shorten(text: str, place: str) -> str:
    """What a team might write itself."""
    if "explode" in text:
        raise RuntimeError("no")
    return text[:5] if place == "output" else text


def test_a_function_of_ones_own(api_class: type[Api], tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    with serving(database, redact=(), redact_hook=f"{__name__}:shorten") as running:
        api = api_class(running)
        made = api.ok("logs.log", {"project": "p", "output": "a long text", "inputs": {"q": "a long text"}})
        log = api.ok("logs.get", id=made["id"])
        assert (log["output"], log["inputs"]) == ("a lon", {"q": "a long text"})
        api.fail(500, "logs.log", {"project": "p", "output": "explode"})
        assert api.ok("logs.list", query={"project_id": log["project_id"]})["total"] == 1
        with closing(sqlite3.connect(database)) as connection:
            assert connection.execute("SELECT count(*) FROM logs").fetchone() == (1,)


def test_what_is_imported(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "logs.jsonl").write_text(
        json.dumps({"project": "p", "output": f"{NAME} {CARD}", "id": "data_1"}) + "\n"
    )
    monkeypatch.setenv("HUMANLOOP_SERVER_REDACT", json.dumps(PATTERNS))
    database = tmp_path / "x.db"
    code, _, err = run("import", tmp_path / "logs.jsonl", "--database", database)
    assert (code, err) == (0, "")
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT output FROM logs").fetchall() == [("[redacted] [redacted]",)]
    assert CARD.encode() not in files_of(database)


@pytest.fixture
def labelled(tmp_path: Path, api_class: type[Api]) -> Path:
    """A database whose feedback has names in it, from before anything was redacted."""
    database = tmp_path / "labels.db"
    with serving(database, redact=()) as running:
        api = api_class(running)
        for number in range(3):
            api.ok("logs.log", {"project": "p", "output": "", "feedback": {"type": "who", "value": f"{number} {CARD}"}})
            api.ok("logs.log", {"project": "p", "output": "", "feedback": {"type": "who", "value": f"{number}"}})
    return database


def test_labels_that_are_one_when_they_are_redacted(api_class: type[Api], postgresql_url: str, tmp_path: Path) -> None:
    for database in (str(tmp_path / "x.db"), postgresql_url):
        with serving(database, redact=[r"\d{16}"]) as running:
            api = api_class(running)
            cards = [int(CARD) + number for number in range(3)]
            logs = [
                api.ok("logs.log", {"project": "p", "output": "x", "feedback": {"type": "who", "value": str(card)}})
                for card in cards
            ]
            items = [{"type": "tag", "value": [str(card) for card in cards], "data_id": logs[0]["id"], "user": "u"}]
            items += [{"type": "tag", "value": str(card), "data_id": logs[1]["id"], "user": "u"} for card in cards]
            assert [each["value"] for each in api.ok("feedback.feedback", items)][1:] == [str(card) for card in cards]
            project = api.ok("projects.get", id=logs[0]["project_id"])
            values = {each["type"]: each["values"] for each in project["feedback_types"]}
            assert values["who"] == values["tag"] == [{"value": "[redacted]", "sentiment": "unset"}]
            # What a user takes back is what is stored.
            taken = {"type": "tag", "value": str(cards[0]), "data_id": logs[1]["id"], "user": "u", "unset": True}
            assert api.ok("feedback.feedback", taken)["value"] == "[redacted]"
            assert [each["type"] for each in api.ok("logs.get", id=logs[1]["id"])["feedback"]] == ["who"]


def test_labels_of_an_export_that_are_one_when_they_are_redacted(
    labelled: Path, tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("export", tmp_path / "out", "--database", labelled)[0] == 0
    monkeypatch.setenv("HUMANLOOP_SERVER_REDACT", json.dumps([rf"\d {CARD}"]))
    database = tmp_path / "x.db"
    for kind in ("imported", "skipped"):
        code, out, err = run("import", tmp_path / "out", "--database", database, "--json")
        assert (code, err) == (0, "")
        found = json.loads(out)
        assert found["failures"] == []
        assert found["kinds"]["feedback"][kind] == 6
    with closing(sqlite3.connect(database)) as connection:
        counted = connection.execute("SELECT value, count FROM feedback_counts ORDER BY value").fetchall()
        assert counted == [("0", 1), ("1", 1), ("2", 1), ("[redacted]", 3)]
        labels = connection.execute("SELECT value FROM feedback_labels ORDER BY value").fetchall()
        assert labels.count(("[redacted]",)) == 1
    assert run("check", database)[0] == 0


def repeat(text: str, place: str) -> str:
    """Say in an error what was seen."""
    if "explodes" in text:
        raise ValueError(f"{place}: {text}")
    return text


def test_a_function_that_fails_on_a_span_does_not_say_what_it_saw(api_class: type[Api], tmp_path: Path) -> None:
    span = {
        "traceId": "a" * 32,
        "spanId": "b" * 16,
        "name": "chat",
        "startTimeUnixNano": "1700000000000000000",
        "endTimeUnixNano": "1700000001000000000",
        "attributes": [{"key": "gen_ai.output.messages", "value": {"stringValue": f"{NAME} explodes"}}],
    }
    body = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]})
    headers = {"X-API-KEY": "k" * 20, "Content-Type": "application/json"}
    with serving(tmp_path / "x.db", redact=(), redact_hook=f"{__name__}:repeat") as running:

        def send(text: str) -> tuple[int, str]:
            url = f"{running.url}/otel/v1/traces"
            answer = urllib3.request("POST", url, body=text, headers=headers, retries=False)
            return answer.status, answer.data.decode()

        status, said = send(body)
        # Nothing is wrong with what was sent, so it is not refused for ever.
        assert status == 503
        assert NAME not in said
        assert api_class(running).ok("projects.list")["records"] == []
        assert send(body[1:])[0] == 400
