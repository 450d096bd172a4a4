"""What belongs together is joined, in whatever order it comes, however often, and from however many at once."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any, cast

import pytest

from humanloop.server.tracing.intake import Request, Taker
from humanloop.server.tracing.log_writer import Rules
from tests.server.tracing.forms import MODEL, TOOL, one_by_one, request_of, span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.conftest import Api
    from tests.server.tracing.conftest import Exporter


@pytest.fixture
def trace(exporter: Exporter) -> str:
    return exporter.trace_id("f" * 32)


def send(exporter: Exporter, *spans: dict[str, Any], scope: str = "my.app") -> None:
    exporter.ok(request_of(*spans, scope=scope))


def tree(exporter: Exporter) -> dict[int, int | None]:
    """Number of each span that is a log → number of the span that its parent is."""
    logs = exporter.logs()
    numbers = {log["id"]: int(log["metadata"]["otel"]["span_id"], 16) for log in logs}
    return {numbers[log["id"]]: numbers.get(log["parent_id"]) for log in logs}


def log_of(exporter: Exporter, number: int) -> Any:
    return exporter.by_span()[f"{number:016x}"]


def test_spans_in_every_order_make_one_tree(api: Api, exporter: Exporter) -> None:
    kinds = [{}, {}, MODEL, TOOL, MODEL]
    parents = [None, 1, 2, 2, 4]
    trees: list[Any] = []
    for order in [*permutations(range(5))][::3]:
        each = type(exporter)(api)
        trace = each.trace_id("f" * 32)
        spans = [span(trace, n + 1, parents[n], attributes=kinds[n], start=n) for n in range(5)]
        for n in order:
            send(each, spans[n])
        trees.append((tree(each), sum(log["prompt_tokens"] or 0 for log in each.logs())))
    assert all(found == ({1: None, 2: 1, 3: 2, 4: 2, 5: 4}, 24) for found in trees)


def test_a_trace_of_more_spans_than_one_job_stores_is_one_tree(exporter: Exporter, trace: str) -> None:
    spans = [span(trace, n, n // 2 or None, attributes=MODEL, start=n) for n in range(1, 301)]
    for _ in range(2):
        send(exporter, *spans[::2], *spans[1::2])
    assert tree(exporter) == {n: n // 2 or None for n in range(1, 301)}
    # Those below count the same tokens.
    counted = {number for number, log in exporter.by_span().items() if log["prompt_tokens"] is not None}
    assert counted == {f"{n:016x}" for n in range(151, 301)}


def test_others_write_between_the_jobs_of_a_request() -> None:
    traces = [f"{n:032x}" for n in range(1, 101)]
    spans = [span(trace, n, attributes=MODEL, start=n) for n in range(1, 6) for trace in traces]
    taker = Taker(Rules({}, timedelta(days=1)), takes_all=False)
    body = json.dumps(request_of(*spans)).encode()
    taker.read(Request(body, "", is_json=True, is_logs=False, projects={}, save=True), body)
    jobs = [[item.span.trace_id for item in cast("Any", job).keywords["items"]] for job in taker.jobs()]
    assert [len(job) for job in jobs] == [250, 250]
    assert not set(jobs[0]) & set(jobs[1]), "a trace is in two jobs, though all of it came at once"


def test_a_parent_that_never_comes_leaves_a_log_at_the_top(exporter: Exporter, trace: str) -> None:
    send(exporter, span(trace, 2, 1, attributes=MODEL))
    assert tree(exporter) == {2: None}


def test_bare_spans_without_a_model_below_are_no_logs(exporter: Exporter, trace: str) -> None:
    send(exporter, span(trace, 1), span(trace, 2, 1), span(trace, 3, 1, attributes=MODEL), span(trace, 4, 3))
    assert tree(exporter) == {1: None, 3: 1}


@pytest.mark.parametrize("parents", [(1, None), (2, 1)])
def test_circles_begin_with_the_span_that_starts_first(
    api: Api, exporter: Exporter, parents: tuple[int, int | None]
) -> None:
    for order in permutations((0, 1)):
        each = type(exporter)(api)
        trace = each.trace_id("e" * 32)
        spans = [span(trace, n + 1, parents[n], attributes=MODEL, start=n) for n in (0, 1)]
        for n in order:
            send(each, spans[n])
        assert tree(each) == {1: None, 2: 1 if parents[1] == 1 else None}


def test_a_circle_of_three(exporter: Exporter, trace: str) -> None:
    for number, parent in ((1, 3), (3, 2), (2, 1)):
        send(exporter, span(trace, number, parent, attributes=MODEL, start=number))
    assert tree(exporter) == {1: None, 2: 1, 3: 2}


def test_a_parent_that_is_no_span_id_is_none(exporter: Exporter, trace: str) -> None:
    for number, parent in enumerate((trace, "0" * 16, "abc"), 1):
        send(exporter, {**span(trace, number, attributes=MODEL), "parentSpanId": parent})
    assert tree(exporter) == {1: None, 2: None, 3: None}


def test_the_session_of_the_earliest_span_moves_the_trace(api: Api, exporter: Exporter, trace: str) -> None:
    name = exporter.session
    send(exporter, span(trace, 3, 1, attributes=MODEL, start=3))
    assert log_of(exporter, 3)["session_reference_id"] == trace
    send(exporter, span(trace, 2, 1, attributes={"session.id": f"{name} b"}, start=2))
    assert log_of(exporter, 3)["session_reference_id"] == f"{name} b"
    send(exporter, span(trace, 1, attributes={"session.id": f"{name} a"}, start=1))
    send(exporter, span(trace, 4, 1, attributes={**MODEL, "session.id": f"{name} c"}, start=4))
    assert {log["session_reference_id"] for log in exporter.logs()} == {f"{name} a"}
    assert [(s["reference_id"], s["datapoints_count"]) for s in exporter.sessions()] == [(f"{name} a", 3)]


def test_traces_of_one_session_stand_together(exporter: Exporter) -> None:
    for letter in "ab":
        attributes = {**MODEL, "gen_ai.conversation.id": exporter.session}
        send(exporter, span(exporter.trace_id(letter * 32), 1, attributes=attributes))
    assert [(s["reference_id"], s["datapoints_count"]) for s in exporter.sessions()] == [(exporter.session, 2)]


@pytest.mark.parametrize("order", list(permutations((0, 1, 2))))
def test_the_one_user_of_a_trace_is_that_of_all_its_logs(exporter: Exporter, trace: str, order: Any) -> None:
    spans = [
        span(trace, 1, attributes={"user.id": "ann"}),
        span(trace, 2, 1, attributes=MODEL),
        span(trace, 3, 1, attributes={**TOOL, "user.id": "ann"}),
    ]
    for n in order:
        send(exporter, spans[n])
    assert {log["user"] for log in exporter.logs()} == {"ann"}
    send(exporter, span(trace, 4, 1, attributes={**MODEL, "user.id": "bob"}))
    assert [log_of(exporter, n)["user"] for n in (2, 3, 4)] == [None, "ann", "bob"]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_tokens_are_counted_once(exporter: Exporter, trace: str, order: Any) -> None:
    spans = {1: span(trace, 1, attributes=MODEL), 2: span(trace, 2, 1, attributes=MODEL, start=2)}
    for number in order:
        send(exporter, spans[number])
    outer, inner = log_of(exporter, 1), log_of(exporter, 2)
    assert [outer[name] for name in ("prompt_tokens", "output_tokens", "tokens")] == [None] * 3
    assert outer["metadata"]["otel"]["usage"] == {"prompt_tokens": 12, "output_tokens": 7}
    assert (inner["prompt_tokens"], inner["output_tokens"], inner["tokens"]) == (12, 7, 19)


@pytest.mark.parametrize("order", [((1, 2, 3),), ((3,), (2,), (1,)), ((1,), (2,), (3,)), ((2,), (3,), (1,))])
def test_what_counts_nothing_has_no_usage_in_any_order(exporter: Exporter, trace: str, order: Any) -> None:
    generation = {"langfuse.observation.type": "generation", "langfuse.observation.model.name": "m"}
    spans = {
        1: span(trace, 1, attributes=generation),
        2: span(trace, 2, 1, attributes={"openinference.span.kind": "AGENT"}, start=2),
        3: span(trace, 3, 2, attributes=MODEL, start=3),
    }
    for numbers in order:
        send(exporter, *(spans[number] for number in numbers))
    assert ["usage" in log_of(exporter, number)["metadata"]["otel"] for number in (1, 2, 3)] == [False] * 3


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_a_tool_that_asks_a_model_spends_tokens_of_its_own(exporter: Exporter, trace: str, order: Any) -> None:
    spans = {
        1: span(trace, 1, attributes=MODEL),
        2: span(trace, 2, 1, attributes=TOOL),
        3: span(trace, 3, 2, attributes=MODEL),
    }
    for number in order:
        send(exporter, spans[number])
    assert [log_of(exporter, n)["prompt_tokens"] for n in (1, 2, 3)] == [12, None, 12]


def test_the_same_span_from_many_at_once_is_one_log(exporter: Exporter) -> None:
    document = exporter.payload("traceloop-sdk--workflow")
    with ThreadPoolExecutor(8) as pool:
        for reply in [*pool.map(exporter.send, [document] * 16, timeout=60)]:
            assert reply.status == 200
    assert len(exporter.logs()) == 6
    assert sum(log["prompt_tokens"] or 0 for log in exporter.logs()) == 36


def test_a_span_that_ends_later_replaces_what_was_stored(api: Api, exporter: Exporter, trace: str) -> None:
    first = span(trace, 1, attributes={**MODEL, "gen_ai.output.messages": '[{"role": "assistant", "content": "No."}]'})
    later = {
        **span(trace, 1, attributes={**MODEL, "gen_ai.output.messages": '[{"role": "assistant", "content": "Yes."}]'}),
        "endTimeUnixNano": "1795000000010000000",
    }
    send(exporter, first)
    send(exporter, later)
    send(exporter, first)
    log = log_of(exporter, 1)
    assert (log["output"], log["duration"]) == ("Yes.", pytest.approx(0.009))
    api.ok("logs.update", {"output": "Perhaps."}, id=log["id"])
    send(exporter, {**first, "endTimeUnixNano": "1795000000020000000"})
    log = log_of(exporter, 1)
    assert (log["output"], log["duration"]) == ("Perhaps.", pytest.approx(0.019))
    assert log["output_message"]["content"] == "No."


def test_feedback_on_a_span_that_began_earlier_moves_with_it(api: Api, exporter: Exporter, trace: str) -> None:
    """Lists by feedback are in the order of the logs."""
    for number in (1, 2):
        send(exporter, span(trace, number, attributes=MODEL))
    logs = [log_of(exporter, number) for number in (1, 2)]
    for log in logs:
        api.ok("feedback.feedback", {"type": "rating", "value": "good", "data_id": log["id"]})
    for number, start in ((1, -1000), (2, -2000), (1, -3000)):
        # The one that ends later counts.
        end = str(1_795_000_000_000_000_000 - start * 1_000_000)
        send(exporter, {**span(trace, number, attributes=MODEL, start=start), "endTimeUnixNano": end})
        found = api.ok("logs.list", query={"project_id": logs[0]["project_id"], "feedback-rating_filter": "good"})
        times = [log["created_at"] for log in found["records"]]
        assert times == sorted(times, reverse=True)
        assert found["records"][-1]["id"] == logs[number - 1]["id"]


def test_a_deleted_log_stays_deleted(api: Api, exporter: Exporter, trace: str) -> None:
    send(exporter, span(trace, 1, attributes=MODEL))
    api.ok("logs.delete", query={"id": [log_of(exporter, 1)["id"]]})
    send(exporter, span(trace, 1, attributes=MODEL))
    send(exporter, {**span(trace, 1, attributes=MODEL), "endTimeUnixNano": "1795000000020000000"})
    assert exporter.logs() == []


def test_content_that_comes_before_or_after_its_span(api: Api, exporter: Exporter) -> None:
    names = ("contrib-events--chat--1", "contrib-events--chat--2.logs")
    for order in permutations(names):
        each = type(exporter)(api)
        for name in order:
            for part in one_by_one(each.payload(name)):
                each.ok(part)
                each.ok(part)
        [log] = each.logs()
        assert log["metadata"]["otel"]["dialect"] == "semconv_events"
        assert [message["content"] for message in log["messages"]] == [
            "You answer in one sentence.",
            "What do llamas say?",
        ]
        assert (log["output"], log["finish_reason"], log["prompt_tokens"]) == ("Llamas hum softly.", "stop", 12)


def test_content_of_the_span_wins_over_records(exporter: Exporter) -> None:
    exporter.ok(exporter.payload("openlit--chat--1"))
    exporter.ok(exporter.payload("openlit--chat--2.logs"))
    [log] = exporter.logs()
    assert len(log["messages"]) == 2
    assert log["output"] == "Llamas hum softly."


@pytest.mark.parametrize("is_reversed", [False, True])
def test_the_two_spans_of_a_stream_are_one_log(exporter: Exporter, is_reversed: bool) -> None:
    spans = [*one_by_one(exporter.payload("logfire--stream"))]
    for each in spans[::-1] if is_reversed else spans:
        exporter.ok(each)
        exporter.ok(each)
    [log] = exporter.logs()
    assert (log["output"], log["prompt_tokens"], log["output_tokens"]) == ("Llamas hum softly.", 12, 7)
    assert log["metadata"]["otel"]["span_id"] == "7d4fc6587a1c9c14"


def test_spans_that_only_announce_others_are_no_logs(exporter: Exporter, trace: str) -> None:
    send(exporter, span(trace, 1, attributes={**MODEL, "logfire.span_type": "pending_span"}))
    assert exporter.logs() == []


@pytest.mark.parametrize("order", list(permutations(("log", "client", "outer"))))
def test_a_log_of_the_api_takes_the_place_of_the_clients_span(
    api: Api, exporter: Exporter, trace: str, order: tuple[str, ...]
) -> None:
    made: list[Any] = []
    steps: dict[str, Callable[[], object]] = {
        "outer": lambda: send(exporter, span(trace, 1, attributes={"session.id": exporter.session})),
        "client": lambda: send(exporter, span(trace, 2, 1, name="humanloop.chat", attributes=MODEL), scope="humanloop"),
        "log": lambda: made.append(
            api.ok(
                "logs.log",
                {"project": exporter.project, "output": "x", "config": {"type": "model", "model": "m"}},
                headers={"traceparent": f"00-{trace}-{2:016x}-01"},
            )
        ),
    }
    for name in order:
        steps[name]()
    logs = {log["metadata"]["otel"]["span_id"]: log for log in exporter.logs()}
    assert set(logs) == {f"{1:016x}", f"{2:016x}"}
    log = logs[f"{2:016x}"]
    assert log["id"] == made[0]["id"]
    assert log["parent_id"] == logs[f"{1:016x}"]["id"]
    assert log["metadata"]["otel"] == {
        "trace_id": trace,
        "span_id": f"{2:016x}",
        "parent_span_id": f"{1:016x}",
    }
    assert {each["session_reference_id"] for each in exporter.logs()} == {exporter.session}
    assert [session["datapoints_count"] for session in exporter.sessions()] == [2]


def test_chats_and_logs_hang_under_the_span_of_their_request(
    api: Api, exporter: Exporter, trace: str, chat_body: dict[str, Any]
) -> None:
    send(exporter, span(trace, 1, attributes=MODEL))
    header = {"traceparent": f"00-{trace}-{1:016x}-01"}
    parent = log_of(exporter, 1)
    body = {**chat_body, "project": exporter.project}
    answer = api.ok("chats.create", body, headers=header)
    log = api.ok("logs.get", id=answer["data"][0]["id"])
    assert (log["parent_id"], log["session_reference_id"]) == (parent["id"], trace)
    assert answer["session_id"] == log["session_id"]
    # What the body names wins.
    other = api.ok("logs.log", {"project": exporter.project, "session_reference_id": exporter.session, "output": "y"})
    named = {"project": exporter.project, "parent_id": other["id"], "output": "z"}
    made = api.ok("logs.log", named, headers=header)
    log = api.ok("logs.get", id=made["id"])
    assert (log["parent_id"], log["session_reference_id"]) == (other["id"], exporter.session)


@pytest.mark.parametrize("header", ["", "x", f"ff-{'a' * 32}-{'b' * 16}-01", f"00-{'0' * 32}-{'b' * 16}-01"])
def test_a_bad_traceparent_is_passed_over(api: Api, exporter: Exporter, header: str) -> None:
    made = api.ok("logs.log", {"project": exporter.project, "output": "y"}, headers={"traceparent": header})
    log = api.ok("logs.get", id=made["id"])
    assert (log["parent_id"], log["session_id"], log["metadata"]) == (None, None, None)


def test_ten_thousand_spans_in_one_request(exporter: Exporter, trace: str) -> None:
    spans = [span(trace, n, n - 1 or None, attributes=MODEL if n % 10 == 0 else {}) for n in range(1, 5001)]
    body = request_of(*spans)
    # On a busy machine the writer may ask for another try, which stores nothing twice.
    while (reply := exporter.send(body)).status == 503:
        time.sleep(float(reply.headers["retry-after"]))
    assert reply.status == 200, reply.data
    assert exporter.api.ok("logs.list", query={"project_id": exporter.project_id(), "size": 1})["total"] == 5000
