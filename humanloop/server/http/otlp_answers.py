"""What exporters of OpenTelemetry are answered: in the form of their request, errors as a `google.rpc.Status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json
from starlette.datastructures import Headers
from starlette.responses import Response

from humanloop.server.http.marks import path_below
from humanloop.server.http.responses import plain_error_response, to_error_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Scope

    from humanloop.server.errors import ServerError

ROOTS = ("", "/v4/otel", "/api/public/otel")
"""Below which paths exporters find what they add themselves: `/v1/traces` and the like."""
KINDS = ("traces", "logs", "metrics")
PATHS = frozenset(f"{root}/v1/{kind}" for root in ROOTS for kind in KINDS)
PROTOBUF = frozenset({"application/x-protobuf", "application/protobuf"})
JSON = "application/json"

# Numbers of gRPC that stand for statuses of HTTP.
_CODES = {400: 3, 401: 16, 403: 7, 404: 5, 405: 12, 408: 4, 413: 8, 415: 3, 421: 5, 422: 3, 429: 8, 503: 14}
_UNKNOWN = 2
_INTERNAL = 13


def media_type(scope: Scope) -> str:
    """Answer the type of a request's body, without parameters."""
    return Headers(scope=scope).get("Content-Type", "").partition(";")[0].strip().lower()


def success(kind: str, media: str, rejected: int, message: str) -> Response:
    """Answer that a request was taken, or how much of it was not.

    Args:
        kind: `traces`, `logs` or `metrics`.
        media: Type of the request.
        rejected: Spans or records that were not taken.
        message: Why.
    """
    if media in PROTOBUF:
        partial = _field(1, rejected) + _field(2, message)
        return Response(_field(1, partial) if rejected else b"", 200, media_type=media)
    name = {"traces": "rejectedSpans", "logs": "rejectedLogRecords", "metrics": "rejectedDataPoints"}[kind]
    # Numbers of 64 bits are texts in the JSON of protobuf.
    content = {"partialSuccess": {name: str(rejected), "errorMessage": message}} if rejected else {}
    return Response(to_json(content), 200, media_type=JSON)


def failure(media: str, status: int, message: str, headers: Mapping[str, str]) -> Response:
    """Answer that a request was not taken; of another type than protobuf, in JSON."""
    code = _CODES.get(status, _INTERNAL if status >= 500 else _UNKNOWN)
    if media in PROTOBUF:
        return Response(_field(1, code) + _field(2, message), status, dict(headers), media_type=media)
    return Response(to_json({"code": code, "message": message}), status, dict(headers), media_type=JSON)


def error_response(scope: Scope, error: ServerError) -> Response:
    """Build the response of an error in the form that whoever asks can read."""
    if path_below(scope) in PATHS:
        return failure(media_type(scope), error.code, error.message, error.headers)
    return to_error_response(error)


def failed_response(scope: Scope, message: str) -> Response:
    """Build the response of a failure of the server itself, in the form that whoever asks can read."""
    if path_below(scope) in PATHS:
        # One 500 loses an exporter's batch; this is one that it sends again.
        return failure(media_type(scope), 503, message, {"Retry-After": "5"})
    return plain_error_response(500, message)


def _field(number: int, value: Any) -> bytes:
    """Write a field of protobuf: a number, a text or a message; one that is empty is left out."""
    if not value:
        return b""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    written = bytearray()
    while value >= 0x80:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])
