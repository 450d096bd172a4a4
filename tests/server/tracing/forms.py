"""Forms of requests: the binary one, as the library of the field writes it, and spans one by one."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

_IDS = ("traceId", "spanId", "parentSpanId")


def to_protobuf(document: Any) -> bytes:
    message: Any = ExportLogsServiceRequest() if "resourceLogs" in document else ExportTraceServiceRequest()
    data: bytes = ParseDict(_with_base64(document), message, ignore_unknown_fields=True).SerializeToString()
    return data


def _with_base64(part: Any) -> Any:
    if isinstance(part, dict):
        return {
            key: base64.b64encode(bytes.fromhex(value)).decode() if key in _IDS else _with_base64(value)
            for key, value in part.items()
        }
    return [_with_base64(each) for each in part] if isinstance(part, list) else part


def one_by_one(document: Any) -> Iterator[Any]:
    """Split a request into one for each of its spans or records."""
    is_logs = "resourceLogs" in document
    outer, middle, inner = (
        ("resourceLogs", "scopeLogs", "logRecords") if is_logs else ("resourceSpans", "scopeSpans", "spans")
    )
    for group in document[outer]:
        for scope in group[middle]:
            for item in scope[inner]:
                yield {outer: [{**group, middle: [{**scope, inner: [item]}]}]}


def span(
    trace: str, number: int, parent: int | None = None, *, name: str = "step", start: int = 1, **more: Any
) -> dict[str, Any]:
    """A span of a trace, by small numbers."""
    attributes = more.pop("attributes", {})
    return {
        "traceId": trace,
        "spanId": f"{number:016x}",
        **({} if parent is None else {"parentSpanId": f"{parent:016x}"}),
        "name": name,
        "kind": 1,
        "startTimeUnixNano": str(1_795_000_000_000_000_000 + start * 1_000_000),
        "endTimeUnixNano": str(1_795_000_000_000_000_000 + (start + 5) * 1_000_000),
        "attributes": [{"key": key, "value": value_of(value)} for key, value in attributes.items()],
        "status": {},
        **more,
    }


def value_of(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [value_of(each) for each in value]}}
    if isinstance(value, dict):
        return {"kvlistValue": {"values": [{"key": key, "value": value_of(each)} for key, each in value.items()]}}
    return {"stringValue": value}


def request_of(*spans: dict[str, Any], scope: str = "my.app", resource: dict[str, Any] | None = None) -> dict[str, Any]:
    attributes = [{"key": key, "value": value_of(value)} for key, value in (resource or {}).items()]
    scope_spans = {"scope": {"name": scope}, "spans": list(spans)}
    return {"resourceSpans": [{"resource": {"attributes": attributes}, "scopeSpans": [scope_spans]}]}


def records_of(*records: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceLogs": [{"resource": {}, "scopeLogs": [{"scope": {"name": "my.app"}, "logRecords": list(records)}]}]
    }


MODEL = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.usage.input_tokens": 12,
    "gen_ai.usage.output_tokens": 7,
}
TOOL = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "lookup"}
