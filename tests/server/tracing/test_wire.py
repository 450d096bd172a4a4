"""What exporters of OpenTelemetry meet at the door: addresses, keys, forms, limits, answers."""

from __future__ import annotations

import base64
import gzip
import http.client
import json
import sqlite3
import time
import zlib
from contextlib import ExitStack
from hashlib import md5
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceResponse
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from tests.server.conftest import Api
from tests.server.platform.postgresql import postgresql
from tests.server.tracing.conftest import Exporter
from tests.server.tracing.forms import MODEL, request_of, span, to_protobuf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from humanloop.local_client import LocalServer

JSON = {"Content-Type": "application/json"}
PROTOBUF = {"Content-Type": "application/x-protobuf"}


@pytest.fixture
def trace(exporter: Exporter) -> str:
    return exporter.trace_id("f" * 32)


@pytest.fixture
def key(exporter: Exporter) -> dict[str, str]:
    return {"X-API-KEY": exporter.api.server.api_key or ""}


def message_of(reply: Any) -> str:
    """The message of an error, in the form that it has."""
    if reply.headers["content-type"] == "application/json":
        assert reply.json.keys() == {"code", "message"}
        return str(reply.json["message"])
    assert reply.headers["content-type"] == "application/x-protobuf"
    status = Status.FromString(reply.data)
    assert status.code
    return str(status.message)


@pytest.mark.parametrize("root", ["", "/v4/otel", "/api/public/otel"])
def test_three_roots(exporter: Exporter, trace: str, root: str) -> None:
    reply = exporter.send(request_of(span(trace, 1, attributes=MODEL)), path=f"{root}/v1/traces")
    assert (reply.status, reply.json) == (200, {})
    assert len(exporter.logs()) == 1
    assert exporter.send({"resourceLogs": []}, path=f"{root}/v1/logs").status == 200


def test_metrics_are_taken_and_dropped(exporter: Exporter, key: dict[str, str]) -> None:
    for headers in (PROTOBUF, JSON, {}):
        assert exporter.post("/v1/metrics", b"\xff\xff anything", {**key, **headers}).status == 200
    assert exporter.post("/v1/metrics", b"", {}).status == 401


def test_other_addresses_and_methods(exporter: Exporter, key: dict[str, str]) -> None:
    assert exporter.post("/api/public/ingestion", b"", key).status == 404
    assert exporter.post("/v1/profiles", b"", key).status == 404
    reply = exporter.post("/v1/traces", b"", key, method="GET")
    assert (reply.status, reply.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "header",
    [
        lambda key: {"X-API-KEY": key},
        lambda key: {"Authorization": f"Bearer {key}"},
        lambda key: {"authorization": f"bearer  {key}"},
        lambda key: {"Authorization": "Basic " + base64.b64encode(f"pk:{key}".encode()).decode()},
        lambda key: {"X-API-KEY": key, "Authorization": "Bearer other"},
    ],
)
def test_keys(exporter: Exporter, header: Callable[[str], dict[str, str]]) -> None:
    headers = {**PROTOBUF, **header(exporter.api.server.api_key or "")}
    assert exporter.post("/v1/traces", b"", headers).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-KEY": "other"},
        {"Authorization": "Bearer other"},
        {"Authorization": "Basic other"},
        {"Authorization": "Basic " + base64.b64encode(b"pk:other").decode()},
    ],
)
@pytest.mark.parametrize("form", [JSON, PROTOBUF])
def test_unknown_keys(exporter: Exporter, headers: dict[str, str], form: dict[str, str]) -> None:
    reply = exporter.post("/v1/traces", b"", {**form, **headers})
    assert reply.status == 401
    assert "key" in message_of(reply)


@pytest.mark.parametrize("form", [JSON, PROTOBUF])
@pytest.mark.parametrize(
    "body", [b"{", b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", b"\x0a\x05abc", b"[]", b"\xff"]
)
def test_what_cannot_be_decoded(exporter: Exporter, key: dict[str, str], form: dict[str, str], body: bytes) -> None:
    reply = exporter.post("/v1/traces", body, {**key, **form})
    assert reply.status == 400
    assert message_of(reply)


@pytest.mark.parametrize("body", [{"resourceLogs": []}, {"resource_spans": [{}]}, {"resourceSpans": {}}, 1])
def test_json_of_another_kind_is_not_taken_in_silence(exporter: Exporter, key: dict[str, str], body: Any) -> None:
    reply = exporter.post("/v1/traces", json.dumps(body).encode(), {**key, **JSON})
    assert reply.status == 400
    assert "`resourceSpans`" in message_of(reply)


def test_parts_that_are_none_are_rejected_and_others_stored(
    exporter: Exporter, trace: str, key: dict[str, str]
) -> None:
    document: dict[str, Any] = request_of(span(trace, 1, attributes=MODEL))
    groups = document["resourceSpans"]
    groups[0]["scopeSpans"][0]["spans"] += [7, {**span(trace, 2), "attributes": MODEL}]
    groups += ["x", {"scopeSpans": {}}, {"scopeSpans": [1, {"spans": "y"}, {"spans": None}]}, {"scopeSpans": None}]
    reply = exporter.send(document)
    assert reply.json["partialSuccess"] == {
        "rejectedSpans": "6",
        "errorMessage": "`spans` is not a list of objects.",
    }
    assert len(exporter.logs()) == 1
    logs = json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": [7]}, None]}], "later": 1}).encode()
    assert exporter.post("/v1/logs", logs, {**key, **JSON}).json["partialSuccess"]["rejectedLogRecords"] == "2"


@pytest.mark.parametrize("body", [{}, {"resourceSpans": None}, {"resourceSpans": [], "later": 1}])
def test_nothing_in_json_is_a_success(exporter: Exporter, key: dict[str, str], body: Any) -> None:
    assert exporter.post("/v1/traces", json.dumps(body).encode(), {**key, **JSON}).json == {}


def test_types_and_encodings(exporter: Exporter, trace: str, key: dict[str, str]) -> None:
    document = request_of(span(trace, 1, attributes=MODEL))
    data = to_protobuf(document)
    raw = zlib.compressobj(wbits=-15)
    bodies = {
        "gzip": gzip.compress(data[:50]) + gzip.compress(data[50:]),
        "deflate": zlib.compress(data),
        "identity": data,
        "GZIP": gzip.compress(data),
        " deflate": raw.compress(data) + raw.flush(),
    }
    for encoding, body in bodies.items():
        headers = {**key, "Content-Type": "application/protobuf", "Content-Encoding": encoding}
        assert exporter.post("/v1/traces", body, headers).status == 200, encoding
    text = json.dumps(document).encode()
    reply = exporter.post("/v1/traces", text, {**key, "Content-Type": "application/json; charset=utf-8"})
    assert (reply.status, reply.json) == (200, {})
    for headers in ({"Content-Type": "text/plain"}, {}, {**PROTOBUF, "Content-Encoding": "br"}):
        assert exporter.post("/v1/traces", data, {**key, **headers}).status == 415
    for encoding in ("gzip", "deflate"):
        for body in (b"no such thing", bodies[encoding][:-9]):
            reply = exporter.post("/v1/traces", body, {**key, **PROTOBUF, "Content-Encoding": encoding})
            assert reply.status == 400


def test_a_body_in_chunks(exporter: Exporter, trace: str, key: dict[str, str]) -> None:
    body = json.dumps(request_of(span(trace, 1, attributes=MODEL))).encode()
    url = urlsplit(exporter.api.server.url)
    connection = http.client.HTTPConnection(url.hostname or "", url.port)
    headers = {**key, **JSON, "x-humanloop-project": exporter.project}
    connection.request("POST", "/v1/traces", iter([body[:10], body[10:]]), headers, encode_chunked=True)
    assert connection.getresponse().status == 200
    connection.close()
    assert len(exporter.logs()) == 1


def test_an_empty_request_is_a_success(exporter: Exporter, key: dict[str, str]) -> None:
    assert exporter.post("/v1/traces", b"", {**key, **PROTOBUF}).data == b""
    assert exporter.post("/v1/traces", b"{}", {**key, **JSON}).json == {}
    exporter.ok(exporter.payload("derived--empty"))


@pytest.mark.parametrize("form", ["json", "protobuf"])
def test_spans_without_ids_are_rejected_and_others_stored(exporter: Exporter, trace: str, form: str) -> None:
    exporter.form = form
    good = span(trace, 1, attributes=MODEL)
    bad = [{**good, "spanId": ""}, {**good, "traceId": "abcd"}, {**good, "spanId": "0" * 16}]
    reply = exporter.send(request_of(*bad, good))
    assert reply.status == 200
    if form == "json":
        assert reply.json["partialSuccess"]["rejectedSpans"] == "3"
        assert "trace id" in reply.json["partialSuccess"]["errorMessage"]
    else:
        partial = ExportTraceServiceResponse.FromString(reply.data).partial_success
        assert partial.rejected_spans == 3
        assert "trace id" in partial.error_message
    assert len(exporter.logs()) == 1


def test_records_without_ids_are_rejected_if_they_hold_content(exporter: Exporter) -> None:
    records = [{"eventName": "gen_ai.user.message", "body": {"stringValue": "x"}}, {"body": {"stringValue": "a line"}}]
    document = {"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]}
    reply = exporter.send(document)
    assert reply.json["partialSuccess"]["rejectedLogRecords"] == "1"
    exporter.form = "protobuf"
    found = ExportLogsServiceResponse.FromString(exporter.send(document).data)
    assert found.partial_success.rejected_log_records == 1


def test_log_records_sent_as_traces_are_rejected(exporter: Exporter, key: dict[str, str]) -> None:
    body = to_protobuf(exporter.payload("contrib-events--chat--2.logs"))
    reply = exporter.post("/v1/traces", body, {**key, **PROTOBUF})
    assert reply.status in {200, 400}
    if reply.status == 200:
        assert ExportTraceServiceResponse.FromString(reply.data).partial_success.rejected_spans


def test_projects(exporter: Exporter, trace: str) -> None:
    name = exporter.project
    cases: list[tuple[dict[str, str], dict[str, str], str]] = [
        ({"x-humanloop-project": f"{name}%20%C3%A9"}, {"service.name": "s"}, f"{name} é"),
        ({"langsmith-project": "no"}, {"openinference.project.name": f"{name} oi", "service.name": "s"}, f"{name} oi"),
        ({"langsmith-project": f"{name} ls"}, {"service.name": "s"}, f"{name} ls"),
        ({}, {"service.name": f"{name} service"}, f"{name} service"),
    ]
    for number, (headers, resource, wanted) in enumerate(cases, 1):
        body, form = exporter.encoded(request_of(span(trace, number, attributes=MODEL), resource=resource))
        key = {"X-API-KEY": exporter.api.server.api_key or ""}
        assert exporter.post("/v1/traces", body, {**form, **key, **headers}).status == 200
        exporter.project = wanted
        assert len(exporter.logs()) == 1, wanted


def test_nothing_of_what_is_not_to_be_saved_is_stored(exporter: Exporter) -> None:
    names = ("contrib-span--nested", "traceloop-sdk--fail500", "pydanticai-v5--agent", "vercel--fail401")
    documents = [exporter.payload(name) for name in names]
    for document in documents:
        exporter.ok(document, **{"x-humanloop-save": "false"})
        exporter.ok(document, **{"x-humanloop-save": "false"})
    exporter.ok(exporter.payload("contrib-events--chat--2.logs"), **{"x-humanloop-save": "false"})
    exporter.ok(exporter.payload("contrib-events--chat--1"), **{"x-humanloop-save": "false"})
    said_in_link = {"key": "said", "value": {"stringValue": "in a link"}}
    link = {"traceId": "1" * 32, "spanId": "2" * 16, "attributes": [said_in_link]}
    exporter.ok(request_of({**span("f" * 32, 1, attributes=MODEL), "links": [link]}), **{"x-humanloop-save": "false"})
    # A bare span's own attributes are no metadata that a user has set.
    bare = span("e" * 32, 1, attributes={"prompt": "said in a bare span"})
    for each in (bare, span("e" * 32, 2, 1, attributes=MODEL)):
        exporter.ok(request_of(each), **{"x-humanloop-save": "false"})
    logs = exporter.logs()
    assert len(logs) == 18
    text = json.dumps(logs)
    assert '"2222222222222222"' in text
    for said in (
        "in a link",
        "in a bare span",
        "Oslo",
        "llama",
        "Llama",
        "sk-mock",
        "The server had an error",
        "FAIL",
        "chatcmpl",
    ):
        assert said not in text, said
    assert all(log["save"] is False for log in logs)
    assert sum(log["metadata"]["otel"]["status"] == "error" for log in logs) == 5


def test_attributes_beyond_64_kilobytes_are_left_out_and_texts_are_not(exporter: Exporter, trace: str) -> None:
    texts = {f"note.{n}": "x" * 20_000 for n in range(9)}
    message = '[{"role": "user", "content": "' + "y" * 200_000 + '"}]'
    exporter.ok(request_of(span(trace, 1, attributes={**MODEL, **texts, "gen_ai.input.messages": message, "a.b": 1})))
    [log] = exporter.logs()
    otel = log["metadata"]["otel"]
    assert len(json.dumps(otel)) <= 65_536
    assert otel["cut"] == 6
    assert otel["attributes"]["a.b"] == 1
    assert len(log["messages"][0]["content"]) == 200_000


def test_strange_times_and_texts(any_exporter: Exporter) -> None:
    trace = any_exporter.trace_id("f" * 32)
    texts = {"nul": "a\0b", "gen_ai.input.messages": '[{"role": "user", "content": "a\\u0000b \\ud83d c"}]'}
    spans = [
        {**span(trace, 1, attributes=MODEL), "startTimeUnixNano": "0", "endTimeUnixNano": "0"},
        {**span(trace, 2, attributes=MODEL), "startTimeUnixNano": str(2**63), "endTimeUnixNano": str(2**64 - 1)},
        {**span(trace, 3, attributes=MODEL), "endTimeUnixNano": "1"},
        span(trace, 4, attributes={**MODEL, **texts}, name="a\0b"),
        {**span(trace, 5, attributes={**MODEL, "gen_ai.request.temperature": 0.5}), "kind": 99},
    ]
    if any_exporter.form == "json":
        spans[3]["name"] = "half \ud83d"
    spans[4]["attributes"][-1]["value"] = {"doubleValue": "NaN"}
    any_exporter.ok(request_of(*spans))
    logs = any_exporter.by_span()
    assert len(logs) == 5
    assert logs[f"{3:016x}"]["duration"] == 0
    assert logs[f"{3:016x}"]["metadata"]["otel"]["skew"] == pytest.approx(1_795_000_000, rel=0.01)
    assert logs[f"{4:016x}"]["messages"][0]["content"] == "a\ufffdb \ufffd c"


def test_links_bytes_and_values_of_every_kind(any_exporter: Exporter) -> None:
    any_exporter.ok(any_exporter.payload("derived--structured-and-links"))
    [log] = any_exporter.logs()
    otel = log["metadata"]["otel"]
    assert otel["links"] == [{"trace_id": "a" * 32, "span_id": "00000000000000f1", "attributes": {}}] or (
        otel["links"][0]["span_id"] == "00000000000000f1"
    )
    assert otel["attributes"]["raw"] == "AAEC"
    assert log["output"] == "Llamas hum softly."


def serve(tmp_path: Path, **settings: Any) -> Any:
    chosen = {"database": str(tmp_path / "traces.db"), "api_key": SecretStr("key"), "port": 0, **settings}
    return serve_in_thread(settings=Settings(**chosen))


def test_limits(tmp_path: Path) -> None:
    with serve(tmp_path, otel_body_limit=10_000) as server:
        exporter = Exporter(Api(server))
        for body, headers in (
            (b"x" * 10_001, {}),
            (gzip.compress(b"x" * 10_000_000), {"Content-Encoding": "gzip"}),
            (zlib.compress(b"x" * 10_001), {"Content-Encoding": "deflate"}),
        ):
            reply = exporter.post("/v1/traces", body, {"X-API-KEY": "key", **PROTOBUF, **headers})
            assert reply.status == 413
            assert "10000" in message_of(reply)


def test_without_a_place_exporters_are_asked_to_come_back(tmp_path: Path) -> None:
    with serve(tmp_path, places=1) as server:
        exporter = Exporter(Api(server))
        url = urlsplit(server.url)
        busy = http.client.HTTPConnection(url.hostname or "", url.port)
        busy.putrequest("POST", "/v1/traces")
        for name, value in {"X-API-KEY": "key", "Content-Length": "10", **PROTOBUF}.items():
            busy.putheader(name, value)
        busy.endheaders()
        deadline = time.monotonic() + 10
        while (reply := exporter.post("/v1/traces", b"", {"X-API-KEY": "key", **PROTOBUF})).status == 200:
            assert time.monotonic() < deadline
        assert reply.status == 503
        assert 1 <= int(reply.headers["retry-after"]) <= 30
        assert message_of(reply)
        busy.close()


def test_a_locked_database_is_a_503_within_the_patience_of_exporters(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        exporter = Exporter(Api(server))
        document = request_of(*(span("a" * 32, n, attributes=MODEL) for n in range(1, 4)))
        locker = sqlite3.connect(tmp_path / "traces.db", isolation_level=None)
        locker.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        reply = exporter.send(document)
        assert reply.status == 503
        assert time.monotonic() - began < 8
        assert 1 <= int(reply.headers["retry-after"]) <= 30
        locker.execute("ROLLBACK")
        locker.close()
        deadline = time.monotonic() + 15
        while (reply := exporter.send(document)).status == 503:
            assert time.monotonic() < deadline
        assert reply.status == 200
        assert len(exporter.logs()) == 3


def test_bare_spans_are_kept_for_a_while(tmp_path: Path) -> None:
    with serve(tmp_path, otel_keep_seconds=0.05) as server:
        exporter = Exporter(Api(server))
        exporter.ok(request_of(span("a" * 32, 1, attributes={"session.id": "s"})))
        time.sleep(0.1)
        exporter.ok(request_of(span("a" * 32, 2, 1, attributes=MODEL)))
        assert [log["parent_id"] for log in exporter.logs()] == [None]
        exporter.ok(request_of(span("a" * 32, 1)))
        assert len(exporter.logs()) == 2


def test_all_spans_are_logs_if_the_server_is_told_so(tmp_path: Path) -> None:
    with serve(tmp_path, otel_spans="all") as server:
        exporter = Exporter(Api(server))
        exporter.ok(request_of(span("a" * 32, 1), span("a" * 32, 2, 1)))
        assert [log["config"]["type"] for log in exporter.logs()] == ["generic", "generic"]


def test_what_was_stored_is_joined_after_a_restart(tmp_path: Path) -> None:
    project = "restarted"
    for number, attributes in ((2, MODEL), (1, {"session.id": "s"})):
        with serve(tmp_path) as server:
            exporter = Exporter(Api(server), project=project)
            exporter.ok(request_of(span("b" * 32, number, number - 1 or None, attributes=attributes)))
    with serve(tmp_path, prices={"gpt-4o-mini": {"prompt": 1, "output": 2}}) as server:
        exporter = Exporter(Api(server), project=project)
        logs = exporter.by_span()
        assert logs[f"{2:016x}"]["parent_id"] == logs[f"{1:016x}"]["id"]
        assert {log["session_reference_id"] for log in logs.values()} == {"s"}
        exporter.ok(request_of(span("b" * 32, 3, 1, attributes=MODEL)))
        priced = exporter.by_span()[f"{3:016x}"]
        assert (priced["prompt_cost"], priced["output_cost"]) == (pytest.approx(12e-6), pytest.approx(14e-6))


PRICED = {"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 1000, "gen_ai.usage.output_tokens": 100}
GPT = {"gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-5-mini"}


@pytest.mark.parametrize(
    ("said", "costs"),
    [
        # Dollars for a million tokens, of the list of prices: 0.25 and 2, cached 0.025.
        (GPT, (0.00025, 0.0002)),
        (GPT | {"gen_ai.usage.cache_read.input_tokens": 200}, (0.000205, 0.0002)),
        # More parts than there is of the whole: the emitter counts them apart.
        (GPT | {"gen_ai.usage.cache_read.input_tokens": 5000}, (0.000025, 0.0002)),
        (GPT | {"gen_ai.usage.output_tokens": None}, (0.00025, None)),
        ({"gen_ai.request.model": "gpt-5-mini"}, (0.00025, 0.0002)),
        (GPT | {"gen_ai.request.model": "no such model", "gen_ai.response.model": "gpt-5-mini"}, (0.00025, 0.0002)),
        (GPT | {"gen_ai.request.model": "no such model"}, (None, None)),
        (GPT | {"gen_ai.provider.name": "mine"}, (None, None)),
        # The operator's come first: 1 and 2, cached 0.5.
        (GPT | {"gen_ai.request.model": "own"}, (0.001, 0.0002)),
        (GPT | {"gen_ai.request.model": "own", "gen_ai.usage.cache_read.input_tokens": 200}, (0.0009, 0.0002)),
    ],
)
def test_what_a_call_cost(priced: LocalServer, said: dict[str, Any], costs: tuple[float | None, float | None]) -> None:
    trace = md5(repr(said).encode(), usedforsecurity=False).hexdigest()
    exporter = Exporter(Api(priced), project=trace)
    attributes = {name: value for name, value in {**PRICED, **said}.items() if value is not None}
    exporter.ok(request_of(span(trace, 1, attributes=attributes)))
    log = exporter.by_span()[f"{1:016x}"]
    for name, cost in zip(("prompt_cost", "output_cost"), costs, strict=True):
        assert log[name] == (cost if cost is None else pytest.approx(cost))


def test_what_a_call_cost_as_the_emitter_says(priced: LocalServer) -> None:
    exporter = Exporter(Api(priced), project="said costs")
    said = {"openinference.span.kind": "LLM", "llm.provider": "openai", "llm.token_count.prompt": 1000}
    said |= {"llm.cost.prompt": 0.5, "llm.cost.completion": 0.25}
    named = {1: "gpt-5-mini", 2: "own"}
    exporter.ok(request_of(*(span("d" * 32, n, attributes=said | {"llm.model_name": m}) for n, m in named.items())))
    logs = exporter.by_span()
    costs = [(logs[f"{number:016x}"]["prompt_cost"], logs[f"{number:016x}"]["output_cost"]) for number in named]
    assert costs == [(0.5, 0.25), (0.001, None)]


@pytest.fixture(scope="module")
def priced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    prices = {"own": {"input": 1, "output": 2, "cached": 0.5}}
    with serve(tmp_path_factory.mktemp("priced"), prices=prices) as server:
        yield server


def test_what_was_said_in_a_deleted_log_is_in_no_table(tmp_path: Path) -> None:
    record = {"eventName": "gen_ai.user.message", "body": {"stringValue": "a secret"}, "timeUnixNano": "5"}
    ids = [{"traceId": "a" * 32, "spanId": f"{number:016x}"} for number in (1, 2)]
    with serve(tmp_path) as server:
        exporter = Exporter(Api(server))
        said = {**MODEL, "gen_ai.note": "a secret"}
        document = request_of(*(span("a" * 32, number, attributes=said) for number in (1, 2)))
        exporter.ok({"resourceLogs": [{"scopeLogs": [{"logRecords": [{**record, **each} for each in ids]}]}]})
        exporter.ok(document)
        exporter.api.ok("logs.delete", query={"id": [exporter.by_span()[f"{1:016x}"]["id"]]})
        with sqlite3.connect(tmp_path / "traces.db") as database:
            for table in ("logs", "spans", "span_records"):
                rows = database.execute(f"SELECT * FROM {table}").fetchall()
                holding = [row for row in rows if "a secret" in str(row)]
                assert not [row for row in holding if f"{1:016x}" in str(row)], table
            assert holding, "those of the other log stay"
        database.close()
        # Nor does what comes later bring it back.
        later = {**span("a" * 32, 1, attributes={**said, "gen_ai.more": 1}), "endTimeUnixNano": "1795000000020000000"}
        exporter.ok({"resourceLogs": [{"scopeLogs": [{"logRecords": [{**record, **ids[0], "timeUnixNano": "6"}]}]}]})
        exporter.ok(request_of(later))
        with sqlite3.connect(tmp_path / "traces.db") as database:
            for table in ("spans", "span_records"):
                rows = database.execute(f"SELECT * FROM {table}").fetchall()
                assert not [row for row in rows if "a secret" in str(row) and f"{1:016x}" in str(row)], table
        database.close()
        exporter.ok(document)
        assert list(exporter.by_span()) == [f"{2:016x}"]


def test_two_servers_join_what_each_has_taken(tmp_path: Path) -> None:
    with ExitStack() as stack:
        database = stack.enter_context(postgresql()).new_database("traces")
        one, other = (stack.enter_context(serve(tmp_path, database=database)) for _ in range(2))
        first, second = Exporter(Api(one)), Exporter(Api(other), project="two")
        first.project = "two"
        for number in range(1, 21):
            (first if number % 2 else second).ok(
                request_of(span("c" * 32, number, number - 1 or None, attributes=MODEL if number == 20 else {}))
            )
        logs = {int(span_id, 16): log for span_id, log in second.by_span().items()}
        assert len(logs) == 20
        assert all(logs[n]["parent_id"] == logs[n - 1]["id"] for n in range(2, 21))
