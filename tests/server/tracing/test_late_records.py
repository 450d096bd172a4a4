"""Records of content fill in what a span does not say, whichever of the two comes first."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from tests.server.tracing.forms import MODEL, records_of, request_of, span, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.tracing.conftest import Exporter

ASKED = '[{"role": "user", "parts": [{"type": "text", "content": "Hum?"}]}]'
ANSWERED = '[{"role": "assistant", "parts": [{"type": "text", "content": "Hum."}], "finish_reason": "tool_calls"}]'
TOOLS = '[{"type": "function", "name": "hum", "parameters": {"type": "object"}}]'
WHOLE = {
    "gen_ai.input.messages": ASKED,
    "gen_ai.output.messages": ANSWERED,
    "gen_ai.system_instructions": '[{"type": "text", "content": "Be brief."}]',
    "gen_ai.tool.definitions": TOOLS,
}
BOTH = {name: WHOLE[name] for name in ("gen_ai.input.messages", "gen_ai.output.messages")}
AGENT = {"gen_ai.operation.name": "invoke_agent", "gen_ai.provider.name": "openai", "gen_ai.agent.name": "hummer"}


def sent_in_every_order(exporter: Exporter, spans: list[dict[str, Any]], records: list[Any]) -> Iterator[Any]:
    """Send spans and records in each order, twice; answers the log of the first span."""
    documents = [request_of(*spans), *map(records_of, records)]
    for number, order in enumerate(permutations(documents)):
        trace = exporter.trace_id(f"{number:032x}")
        for document in (*order, *order):
            exporter.ok(json.loads(json.dumps(document).replace("f" * 32, trace)))
        (log,) = [
            log
            for log in exporter.logs()
            if (log["metadata"]["otel"]["trace_id"], log["metadata"]["otel"]["span_id"]) == (trace, f"{1:016x}")
        ]
        yield log


def record(event: str, *, body: Any = None, attributes: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "timeUnixNano": "1795000000000000000",
        "traceId": "f" * 32,
        "spanId": f"{1:016x}",
        "eventName": event,
        **({} if body is None else {"body": value_of(body)}),
        "attributes": [{"key": key, "value": value_of(value)} for key, value in (attributes or {}).items()],
    }


DETAILS = record("gen_ai.client.inference.operation.details", attributes=WHOLE)


def contents(log: Any) -> list[Any]:
    return [(message["role"], message["content"]) for message in log["messages"]]


def test_tools_and_instructions_that_only_the_record_names(exporter: Exporter) -> None:
    spans = [span("f" * 32, 1, attributes={**MODEL, **BOTH})]
    for log in sent_in_every_order(exporter, spans, [DETAILS]):
        assert contents(log) == [("system", "Be brief."), ("user", "Hum?")]
        assert (log["output"], log["finish_reason"], log["prompt_tokens"]) == ("Hum.", "tool_call", 12)
        assert [tool["name"] for tool in log["config"]["tools"]] == ["hum"]


@pytest.mark.parametrize("attributes", [AGENT, {}, MODEL], ids=["agent", "bare", "model"])
def test_records_one_by_one(exporter: Exporter, attributes: dict[str, Any]) -> None:
    # The call below makes a log of the bare one.
    spans = [span("f" * 32, 1, attributes=attributes), span("f" * 32, 2, 1, attributes=MODEL)]
    said = [
        {**record("gen_ai.system.message", body={"content": "Be brief."}), "timeUnixNano": "1794000000000000000"},
        record("gen_ai.user.message", body={"content": "Hum?"}),
        record("gen_ai.choice", body={"index": 0, "finish_reason": "stop", "message": {"content": "Hum."}}),
    ]
    for log in sent_in_every_order(exporter, spans, said):
        assert contents(log) == [("system", "Be brief."), ("user", "Hum?")]
        assert (log["output"], log["finish_reason"]) == ("Hum.", "stop")
        assert log["config"]["type"] == ("model" if attributes == MODEL else "generic")


def test_openlit_names_its_tools_in_records_only(exporter: Exporter) -> None:
    for each in ("openlit--tool--1", "openlit--tool--2.logs"):
        exporter.ok(exporter.payload(each))
    logs = [log for log in exporter.logs() if log["config"]["type"] == "model"]
    assert [[tool["name"] for tool in log["config"]["tools"]] for log in logs] == [["get_weather"]] * 2
    counted = exporter.api.ok("projects.list_configs", id=exporter.project_id())
    assert sorted(config["num_datapoints"] for config in counted) == [0, 2]


def test_what_was_corrected_or_is_not_to_be_saved_is_not_filled(exporter: Exporter) -> None:
    trace = exporter.trace_id("f" * 32)
    exporter.ok(request_of(span(trace, 1, attributes=AGENT)))
    (log,) = exporter.logs()
    exporter.api.ok("logs.update", {"output": "Mine."}, id=log["id"])
    exporter.ok(request_of(span(trace, 2, attributes=AGENT)), **{"x-humanloop-save": "false"})
    for number in (1, 2):
        late = {**DETAILS, "traceId": trace, "spanId": f"{number:016x}"}
        exporter.ok(records_of(late))
    found = exporter.by_span()
    assert (found[f"{1:016x}"]["output"], len(found[f"{1:016x}"]["messages"])) == ("Mine.", 2)
    assert (found[f"{2:016x}"]["output"], found[f"{2:016x}"]["messages"]) == (None, None)
