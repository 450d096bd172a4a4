"""The decoder of the binary form, held against the library of the field, and against what is no message at all."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from humanloop.server.tracing.otlp_messages import LOGS, TRACES
from humanloop.server.tracing.protobuf import DecodeError, decode
from humanloop.server.tracing.spans import read_records, read_traces
from tests.server.tracing.conftest import PAYLOADS
from tests.server.tracing.forms import to_protobuf

_IDS = st.binary(min_size=16, max_size=16)
_TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
_SCALARS = (
    st.builds(lambda text: {"stringValue": text}, _TEXTS)
    | st.builds(lambda flag: {"boolValue": flag}, st.booleans())
    | st.builds(lambda number: {"intValue": str(number)}, st.integers(-(2**63), 2**63 - 1))
    | st.builds(lambda number: {"doubleValue": number}, st.floats(allow_nan=False, allow_infinity=False))
    | st.just({"bytesValue": "AAEC"})
    | st.just({})
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.builds(lambda items: {"arrayValue": {"values": items}}, st.lists(inner, max_size=3))
        | st.builds(
            lambda items: {"kvlistValue": {"values": [{"key": key, "value": value} for key, value in items.items()]}},
            st.dictionaries(_TEXTS, inner, max_size=3),
        )
    ),
    max_leaves=6,
)
_ATTRIBUTES = st.builds(
    lambda items: [{"key": key, "value": value} for key, value in items.items()],
    st.dictionaries(_TEXTS, _VALUES, max_size=4),
)
_TIMES = st.integers(0, 2**64 - 1).map(str)
_SPANS = st.fixed_dictionaries(
    {
        "traceId": _IDS.map(bytes.hex),
        "spanId": _IDS.map(lambda data: data[:8].hex()),
        "parentSpanId": st.just("") | _IDS.map(lambda data: data[:8].hex()),
        "name": _TEXTS,
        "kind": st.integers(0, 5),
        "startTimeUnixNano": _TIMES,
        "endTimeUnixNano": _TIMES,
        "attributes": _ATTRIBUTES,
        "droppedAttributesCount": st.integers(0, 2**32 - 1),
        "events": st.lists(
            st.fixed_dictionaries({"name": _TEXTS, "timeUnixNano": _TIMES, "attributes": _ATTRIBUTES}), max_size=2
        ),
        "links": st.lists(
            st.fixed_dictionaries({"traceId": _IDS.map(bytes.hex), "spanId": _IDS.map(lambda d: d[:8].hex())}),
            max_size=2,
        ),
        "status": st.fixed_dictionaries({"code": st.integers(0, 2), "message": _TEXTS}),
    }
)
_DOCUMENTS = st.builds(
    lambda attributes, name, spans: {
        "resourceSpans": [
            {
                "resource": {"attributes": attributes},
                "scopeSpans": [{"scope": {"name": name, "version": "1"}, "spans": spans}],
            }
        ]
    },
    _ATTRIBUTES,
    _TEXTS,
    st.lists(_SPANS, max_size=3),
)


@settings(max_examples=150)
@given(_DOCUMENTS)
def test_both_forms_of_a_request_say_the_same(document: Any) -> None:
    data = to_protobuf(document)
    spans, rejected = read_traces(data, is_json=False)
    others, others_rejected = read_traces(json.dumps(document).encode(), is_json=True)
    assert spans == others
    assert rejected == others_rejected


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_captured_requests_say_the_same_in_both_forms(path: Any) -> None:
    text = path.read_bytes()
    read: Any = partial(read_records, realm_of=lambda _: "") if ".logs" in path.name else read_traces
    assert read(to_protobuf(json.loads(text)), is_json=False) == read(text, is_json=True)


@settings(max_examples=150)
@given(st.binary(max_size=60))
def test_what_is_no_message_is_said_to_be_none(data: bytes) -> None:
    for table in (TRACES, LOGS):
        with suppress(DecodeError):
            assert isinstance(decode(data, table), dict)


@settings(max_examples=150)
@given(st.data())
def test_what_the_library_takes_is_taken_and_the_rest_refused(data: st.DataObject) -> None:
    """A captured request with some bytes changed, or cut off."""
    whole = to_protobuf(json.loads((PAYLOADS / "contrib-none--chat--1.json").read_bytes()))
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 3))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    body = bytes(changed[: data.draw(st.integers(0, len(changed)))])
    try:
        expected = ExportTraceServiceRequest.FromString(body)
    except Exception:  # noqa: BLE001 - the library's error has no public name
        return
    spans, rejected = read_traces(body, is_json=False)
    count = sum(len(scope.spans) for group in expected.resource_spans for scope in group.scope_spans)
    assert len(spans) + rejected.count == count


@pytest.mark.parametrize(
    "body",
    [
        b"\x0a",
        b"\x0a\xff\xff\xff\xff\x0f",
        b"\x80" * 11,
        b"\x0a\x02\x0a\x7f",
        b"\x0b",
        b"\x0b\x14",
        b"\x0c",
        b"\x0f\x00",
        b"\x00\x00",
        b"\x09\x00",
    ],
)
def test_hostile_bytes(body: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(body, TRACES)


def test_groups_and_unknown_fields_are_passed_over() -> None:
    group = b"\x9b\x06\x08\x01\x9c\x06"
    assert decode(group + b"\xf8\x07\x01", TRACES) == {}


def _nested(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        inner = b"\x0a" + _size(len(data)) + data
        data = b"\x2a" + _size(len(inner)) + inner
    pair = b"\x0a\x01a\x12" + _size(len(data)) + data
    for tag in (b"\x4a", b"\x12", b"\x12", b"\x0a"):
        pair = tag + _size(len(pair)) + pair
    return pair


def _size(number: int) -> bytes:
    written = bytearray()
    while number >= 0x80:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])


def test_deep_nesting_is_refused_and_ends_soon() -> None:
    assert decode(_nested(20), TRACES)
    began = time.monotonic()
    with pytest.raises(DecodeError, match="deep"):
        decode(_nested(5000), TRACES)
    assert time.monotonic() - began < 5


def test_the_library_reads_what_the_tests_write() -> None:
    document = json.loads((PAYLOADS / "oi--chat.json").read_bytes())
    found = MessageToDict(ExportTraceServiceRequest.FromString(to_protobuf(document)))
    assert found["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["name"] == "ChatCompletion"
