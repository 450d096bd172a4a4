"""From HTTP to a `Call`: parameters get their types, bodies are checked against what the client would send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.arguments import body_validator, problems_of, query_validator
from humanloop.serialization import from_json
from humanloop.server.calls import Call
from humanloop.server.errors import BadRequestError, InvalidRequestError

if TYPE_CHECKING:
    from starlette.requests import Request

    from humanloop.operation import Operation
    from humanloop.server.service import Service

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


async def read_call(request: Request, operation: Operation[Any], service: Service) -> Call:
    """Read and check a request.

    Raises:
        BadRequestError: The body is not JSON.
        InvalidRequestError: The body or the query does not fit the operation; unknown keys are passed over.
    """
    query = _read_query(request, operation)
    body = None if operation.body is None else _read_body(await request.body(), operation.body)
    return Call(service, request.path_params, query, body)


def _read_query(request: Request, operation: Operation[Any]) -> dict[str, Any]:
    given = request.query_params
    query: dict[str, Any] = {}
    for name, type_expression in operation.query.items():
        if name in given:
            texts = given.getlist(name)
            query[name] = texts if "List[" in type_expression else _typed(texts[-1], type_expression)
    problems = problems_of(query, query_validator(operation)) if operation.query else []
    if problems:
        raise InvalidRequestError([(("query", *place), message, kind) for place, message, kind in problems])
    return query


def _typed(text: str, type_expression: str) -> Any:
    """Give a parameter its type; what does not look like it stays text, which the check then refuses."""
    if "bool" in type_expression:
        return _BOOLEANS.get(text.lower(), text)
    if "int" in type_expression:
        try:
            return int(text)
        except ValueError:
            return text
    return text


def _read_body(raw: bytes, type_expression: str) -> Any:
    if not raw.strip():
        raise InvalidRequestError([(("body",), "field required", "missing")])
    try:
        body = from_json(raw)
    except ValueError as error:
        raise BadRequestError(f"The body is not JSON: {error}.") from error
    problems = problems_of(body, body_validator(type_expression))
    if problems:
        raise InvalidRequestError([(("body", *place), message, kind) for place, message, kind in problems])
    return body
