"""What a call can raise."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import re
from typing import Any

import pytest
from urllib3 import HTTPHeaderDict

from humanloop.core import errors
from humanloop.core.errors import (
    ERRORS,
    AnyOfValidationError,
    ApiAttributeError,
    ApiConnectionError,
    ApiException,
    ApiKeyError,
    ApiResponseError,
    ApiStreamingException,
    ApiStreamingTimeoutError,
    ApiTimeoutError,
    ApiTypeError,
    ApiValueError,
    AuthenticationError,
    BadRequestError,
    ClientConfigurationError,
    ConflictError,
    InternalServerError,
    InvalidHostConfigurationError,
    MissingRequiredParametersError,
    MissingRequiredPropertiesError,
    NotFoundError,
    OpenApiException,
    PermissionDeniedError,
    RateLimitError,
    SchemaValidationError,
    UnprocessableEntityError,
)
from humanloop.core.response import ApiResponse


def answer(status: int, body: Any, reason: str = "Reason", **headers: str) -> ApiResponse:
    return ApiResponse(
        status=status,
        reason=reason,
        headers=HTTPHeaderDict({name.replace("_", "-"): value for name, value in headers.items()}),
        round_trip_time=0.25,
        response=None,
        data=body if isinstance(body, bytes) else json.dumps(body).encode(),
    )


def message(body: Any) -> str:
    return str(ApiException.of(answer(422, body), "POST /v4/logs")).removeprefix("422 Reason on POST /v4/logs")


PLACE: list[str | int] = ["inputs", 0, "x"]

# Every class, made with the constructor arguments of 0.7.15 where it has any.
MADE: list[OpenApiException] = [
    OpenApiException("a", 1),
    ClientConfigurationError("no key"),
    InvalidHostConfigurationError("ftp://h", "bad scheme"),
    InvalidHostConfigurationError(host="ftp://h", reason="bad scheme"),
    ApiTypeError("wrong"),
    ApiTypeError("wrong", invalid_value=5, path_to_item=PLACE, valid_classes=(str, int), key_type=True),
    ApiTypeError("wrong", 5, PLACE, (str,), False),  # noqa: FBT003 - by position, as 0.7.15 allowed
    MissingRequiredPropertiesError("missing"),
    MissingRequiredParametersError(TypeError("missing 1 required argument: 'project'")),
    MissingRequiredParametersError(error=TypeError("missing")),
    ApiValueError("bad"),
    ApiValueError("bad", path_to_item=PLACE),
    ApiAttributeError("none such", path_to_item=PLACE),
    ApiKeyError("none such", path_to_item=PLACE),
    ApiKeyError("none such"),
    SchemaValidationError([ApiTypeError("wrong", path_to_item=PLACE), ApiValueError("bad")]),
    AnyOfValidationError([ApiTypeError("wrong"), ApiValueError("bad", PLACE)]),
    ApiException(),
    ApiException(404, "Not Found"),
    ApiException(status=404, reason="Not Found", api_response=answer(404, {"detail": "gone"}, X_Request_Id="r")),
    ApiStreamingException(),
    ApiStreamingException(500, "Failed", "text"),
    ApiStreamingTimeoutError(200, "no answer from h within 1 s"),
    ApiStreamingException(status=500, reason="Failed", body={"a": [1]}, headers={"A": "b"}, round_trip_time=0.5),
    ApiResponseError(200, "OK", answer(200, b"<html>"), "GET /v4/logs"),
    ApiConnectionError("refused"),
    ApiConnectionError("refused", "GET /v4/logs", sent=False, permanent=True, round_trip_time=1.5),
    ApiTimeoutError("no answer within 5 s", "GET /v4/logs", round_trip_time=5.0),
    *(ApiException.of(answer(status, {"detail": "x"}), "GET /v4/logs") for status in [*ERRORS, 500, 418]),
]


def classes(kind: type[OpenApiException] = OpenApiException) -> set[type[OpenApiException]]:
    own = {kind}.union(*(classes(below) for below in kind.__subclasses__()))
    # What only the background raises stands with its options, and comes with them alone.
    return {item for item in own if item.__module__ == errors.__name__}


def test_the_examples_leave_no_class_out() -> None:
    assert {type(error) for error in MADE} == classes()


def same(one: Any, other: Any) -> bool:
    if isinstance(one, BaseException):
        return type(one) is type(other) and same(one.args, other.args) and same(vars(one), vars(other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(item, other[key]) for key, item in one.items())
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@pytest.mark.parametrize("error", MADE, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
def test_every_error_survives_copying_and_pickling(error: OpenApiException, again: Any) -> None:
    made = again(error)
    assert made is not error
    assert same(made, error)
    assert str(made) == str(error)
    with pytest.raises(type(error)):
        raise made


@pytest.mark.parametrize(
    ("kind", "bases"),
    [
        (OpenApiException, {Exception}),
        (ClientConfigurationError, {OpenApiException}),
        (InvalidHostConfigurationError, {ClientConfigurationError}),
        (ApiTypeError, {OpenApiException, TypeError}),
        (MissingRequiredPropertiesError, {ApiTypeError, TypeError}),
        (MissingRequiredParametersError, {ApiTypeError, TypeError}),
        (ApiValueError, {OpenApiException, ValueError}),
        (ApiAttributeError, {OpenApiException, AttributeError}),
        (ApiKeyError, {OpenApiException, KeyError}),
        (SchemaValidationError, {OpenApiException, ValueError}),
        (AnyOfValidationError, {OpenApiException, ValueError}),
        (ApiException, {OpenApiException}),
        (BadRequestError, {ApiException}),
        (AuthenticationError, {ApiException}),
        (PermissionDeniedError, {ApiException}),
        (NotFoundError, {ApiException}),
        (ConflictError, {ApiException}),
        (UnprocessableEntityError, {ApiException}),
        (RateLimitError, {ApiException}),
        (InternalServerError, {ApiException}),
        (ApiResponseError, {ApiException}),
        (ApiConnectionError, {ApiException}),
        (ApiTimeoutError, {ApiConnectionError, TimeoutError}),
        (ApiStreamingException, {OpenApiException}),
        (ApiStreamingTimeoutError, {ApiStreamingException, TimeoutError}),
    ],
)
def test_the_tree(kind: type[Exception], bases: set[type[Exception]]) -> None:
    assert all(issubclass(kind, base) for base in bases)
    if kind is ApiStreamingException:
        assert not issubclass(kind, ApiException)


def test_the_tree_in_the_docstring_is_the_real_one() -> None:
    drawn = set(re.findall(r"── (\w+)", inspect.getdoc(errors) or ""))
    assert drawn == {kind.__name__ for kind in classes()} - {"OpenApiException"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (401, AuthenticationError),
        (402, ApiException),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (408, ApiException),
        (409, ConflictError),
        (418, ApiException),
        (422, UnprocessableEntityError),
        (429, RateLimitError),
        (500, InternalServerError),
        (501, InternalServerError),
        (503, InternalServerError),
        (599, InternalServerError),
        (301, ApiException),
        (304, ApiException),
    ],
)
def test_the_status_decides_the_class(status: int, kind: type[ApiException]) -> None:
    error = ApiException.of(answer(status, {"detail": "x"}), "GET /v4/logs")
    assert type(error) is kind
    assert error.status == status


def test_an_error_carries_the_answer() -> None:
    error = ApiException.of(answer(404, {"detail": "gone"}, "Not Found", X_Request_Id="req_1"), "GET /v4/logs/x")
    assert (error.status, error.reason, error.body) == (404, "Not Found", {"detail": "gone"})
    assert (error.headers["x-request-id"], error.request_id) == ("req_1", "req_1")
    assert (error.round_trip_time, error.attempts) == (0.25, 1)
    assert str(error) == "404 Not Found on GET /v4/logs/x: gone"


def test_an_error_without_an_answer_has_the_same_attributes() -> None:
    error = ApiConnectionError("refused", "GET /v4/logs", sent=False)
    assert (error.status, error.reason, error.body, dict(error.headers)) == (0, "refused", None, {})
    assert (error.request_id, error.round_trip_time, error.sent, error.permanent) == (None, 0.0, False, False)
    assert str(error) == "refused on GET /v4/logs"
    assert ApiConnectionError("refused").sent


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"detail": "It does not exist."}, ": It does not exist."),
        ({"detail": {"type": "not_found", "message": "It does not exist."}}, ": It does not exist."),
        (
            {"detail": [{"loc": ["body", "inputs", 0], "msg": "field required", "type": "value_error.missing"}]},
            ": body.inputs.0: field required",
        ),
        (
            {"detail": [{"loc": ["query", "size"], "msg": "too large"}, {"loc": ["body"], "msg": "too small"}]},
            ": query.size: too large; body: too small",
        ),
        ({"detail": [{"loc": [], "msg": "no place"}, {"msg": "none given"}]}, ": no place; none given"),
        ({"detail": [{"loc": 5, "msg": "a place that is none"}]}, ": a place that is none"),
        ({"detail": [{"loc": "body", "msg": "a place that is none"}]}, ": a place that is none"),
        ({"detail": []}, ""),
        ({"detail": None}, ""),
        ({"detail": {"message": 5}}, ": {'message': 5}"),
        ({"detail": ["text"]}, ": ['text']"),
        ({"error": "x"}, ": {'error': 'x'}"),
        ({"detail": "POST /v4/logs: it does not exist"}, ": it does not exist"),
        (["x"], ": ['x']"),
        ("x", ": x"),
        (None, ""),
        (b"", ""),
        (b"upstream timed out", ": upstream timed out"),
        (b"\x1f\x8b\xff binary", ""),
    ],
)
def test_the_message_says_what_the_body_says(body: Any, shown: str) -> None:
    assert message(body) == shown


@pytest.mark.parametrize("body", [{"detail": "x" * 50_000}, b"<html>" + b"x" * 50_000, ["x" * 50_000]])
def test_a_long_body_is_shortened_in_the_message_and_kept_whole(body: Any) -> None:
    error = ApiException.of(answer(502, body), "GET /v4/logs")
    assert len(str(error)) < 1100
    assert str(error).endswith("…")
    assert len(json.dumps(error.body)) > 50_000


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (ApiException(), "the call failed"),
        (ApiException(404), "404"),
        (ApiException(0, "no answer"), "no answer"),
        (ApiException(404, "Not Found"), "404 Not Found"),
        (ApiStreamingException(), "the call failed"),
        (ApiStreamingException(500, "Failed", {"detail": "why"}), "500 Failed: why"),
        (ApiTypeError("wrong", path_to_item=PLACE), "inputs.0.x: wrong"),
        (ApiTypeError("wrong", path_to_item=[]), "wrong"),
        (ApiKeyError("none such"), "none such"),
        (ApiKeyError("none such", PLACE), "inputs.0.x: none such"),
        (MissingRequiredParametersError(TypeError("missing")), "missing"),
        (MissingRequiredParametersError("missing"), "missing"),
        (SchemaValidationError([ApiTypeError("a", None, ["x"]), ApiValueError("b", ["y", 0])]), "x: a\ny.0: b"),
        (SchemaValidationError([ApiValueError("b", ["y", 0])], call="GET /a"), "GET /a was not sent: y.0: b"),
        (AnyOfValidationError([ApiTypeError("a"), ApiValueError("b")]), "a\nb"),
        (InvalidHostConfigurationError("ftp://h", "why"), "The host 'ftp://h' cannot be used: why."),
        (InvalidHostConfigurationError("http://u:p@h", "why"), "The host '…@h' cannot be used: why."),
    ],
)
def test_messages(error: OpenApiException, shown: str) -> None:
    assert str(error) == shown


def test_arguments_are_kept_as_attributes() -> None:
    error = ApiTypeError("wrong", 5, PLACE, (str,), True)  # noqa: FBT003 - by position, as 0.7.15 allowed
    assert (error.invalid_value, error.path_to_item, error.valid_classes, error.key_type) == (5, PLACE, (str,), True)
    cause = TypeError("missing")
    assert MissingRequiredParametersError(cause).error is cause
    host = InvalidHostConfigurationError("http://u:p@h", "why")
    assert (host.host, host.reason) == ("…@h", "why")


def test_the_error_of_a_stream_that_did_not_start() -> None:
    cause = ApiException.of(
        answer(401, {"detail": "wrong key"}, "Unauthorized", A="b", X_Request_Id="req_1"), "POST /v4/chat"
    )
    cause.attempts = 3
    error = ApiStreamingException.of(cause)
    assert (error.status, error.reason, error.body) == (401, "Unauthorized", {"detail": "wrong key"})
    assert (error.headers["a"], error.round_trip_time) == ("b", 0.25)
    assert str(error) == "401 Unauthorized: wrong key"
    assert (error.request_id, error.attempts) == ("req_1", 3)


def test_old_handlers_keep_working() -> None:
    with pytest.raises(TimeoutError):
        raise ApiTimeoutError("no answer")
    with pytest.raises(TypeError):
        raise MissingRequiredParametersError("missing")
    with pytest.raises(KeyError):
        raise ApiKeyError("none such")
    with pytest.raises(ApiException, match="429"):
        raise ApiException.of(answer(429, {}), "GET /v4/logs")


@pytest.mark.parametrize(
    ("detail", "advice"),
    [
        ({"message": "no", "origin": "openai"}, "That is what openai says: is it the right key of this provider?"),
        ({"message": "no", "origin": "Humanloop"}, "Is it the right API key, and the right host?"),
        ({"message": "no", "origin": None}, "Is it the right API key, and the right host?"),
        ({"message": "no"}, "Is it the right API key, and the right host?"),
    ],
)
def test_a_provider_that_refuses_its_key_is_told_from_the_server(detail: dict[str, Any], advice: str) -> None:
    error = ApiException.of(answer(401, {"detail": detail}), "POST /v4/chat")
    assert isinstance(error, AuthenticationError)
    assert str(error) == f"401 Reason on POST /v4/chat: no {advice}"


@pytest.mark.parametrize(("number", "rest"), [(10, ""), (11, "; and 1 more"), (51, "; and 41 more")])
def test_ten_places_are_shown_and_the_rest_is_counted(number: int, rest: str) -> None:
    places = [{"loc": ["body", index], "msg": "no", "type": "t"} for index in range(number)]
    shown = "; ".join(f"body.{index}: no" for index in range(10))
    assert message({"detail": places}) == f": {shown}{rest}"


def test_an_error_of_the_apis_own_host_says_what_became_of_it() -> None:
    reason = "cannot connect to api.humanloop.com (Name or service not known)"
    told = str(ApiConnectionError(reason, "GET /v4/logs"))
    assert "its service ended in September 2025; start one with `humanloop serve`" in told
    assert "docs/guides/moving.md" in told
    elsewhere = str(ApiConnectionError("cannot connect to localhost:1 (refused)", "GET /v4/logs"))
    assert "is its server running?" in elsewhere
