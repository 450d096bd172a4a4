"""From HTTP to values: parameters get their types, bodies are checked against what the client would send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json
from starlette.datastructures import QueryParams

from humanloop.request.arguments import problems_of
from humanloop.server.domain.body_limits import check_limits
from humanloop.server.errors import BadRequestError, InvalidRequestError
from humanloop.server.http.declared import only_declared
from humanloop.server.http.older_clients import fill_in
from humanloop.server.storable import DEEPEST, TOO_DEEP, TooDeepError, deepest_place, is_too_deep, read_json
from humanloop.server.suggestions import meant
from humanloop.server.validation import body_validator, query_validator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from humanloop.core.operation import Operation

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def parse_query(query_string: bytes, operation: Operation[Any], more: Sequence[str] = ()) -> dict[str, Any]:
    """Read and check the query of a request.

    Args:
        query_string: The query as it came.
        operation: The operation.
        more: Parameters that its description names in words only; `{…}` in one stands for any text.

    Raises:
        InvalidRequestError: It does not fit the operation, or has parameters that this does not know.
    """
    if not query_string:
        return _checked_query({}, operation) if operation.query else {}
    given = QueryParams(query_string)
    _check_names(given, [*operation.query, *more])
    query: dict[str, Any] = {}
    for name, type_expression in operation.query.items():
        if name in given:
            texts = given.getlist(name)
            query[name] = texts if "List[" in type_expression else _typed(texts[-1], type_expression)
    return _checked_query(query, operation)


def _checked_query(query: dict[str, Any], operation: Operation[Any]) -> dict[str, Any]:
    problems = problems_of(query, query_validator(operation))
    if problems:
        raise InvalidRequestError([(("query", *place), message, kind) for place, message, kind, _ in problems])
    return query


def _check_names(given: QueryParams, known: Sequence[str]) -> None:
    """Refuse parameters that do not exist: a filter that filters nothing is not seen in what comes back."""
    unknown = [name for name in given if name not in known and not any(_is_form(name, each) for each in known)]
    if unknown:
        raise InvalidRequestError(
            [
                (("query", name), f"there is no such parameter; {meant(name, known)}", "extra_forbidden")
                for name in unknown
            ]
        )


def _is_form(name: str, form: str) -> bool:
    """Tell whether a name is one of those that a form such as `feedback-{type}_filter` stands for."""
    before, brace, rest = form.partition("{")
    after = rest.partition("}")[2]
    is_longer = len(name) > len(before) + len(after)
    return bool(brace) and is_longer and name.startswith(before) and name.endswith(after)


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


def parse_body(raw: bytes, operation: Operation[Any]) -> Any:
    """Read and check the body of a request; None if the operation takes none. Unknown keys are passed over.

    Raises:
        BadRequestError: It is not JSON.
        InvalidRequestError: It is missing, does not fit the operation, or is nested too deeply to be answered again.
    """
    if operation.body is None:
        return None
    body = fill_in(only_declared(parse_json(raw), operation.body), operation.body)
    # Before the types, of which a list that is too long has too many.
    check_limits(body)
    # Few bodies have as many brackets as would be needed.
    if raw.count(b"[") + raw.count(b"{") > DEEPEST and is_too_deep(body):
        raise InvalidRequestError([(("body", *deepest_place(body)), TOO_DEEP, "too_deep")])
    check_body(body, operation.body)
    return body


def parse_json(raw: bytes) -> Any:
    """Read a body that has to be there.

    Raises:
        BadRequestError: It is not JSON.
        InvalidRequestError: It is missing, or nested too deeply to be read.
    """
    if not raw.strip():
        raise InvalidRequestError([(("body",), "field required", "missing")])
    try:
        return read_json(raw)
    except TooDeepError:
        raise InvalidRequestError([(("body",), TOO_DEEP, "too_deep")]) from None
    except ValueError as error:
        raise BadRequestError(f"The body is {error}.") from error


def check_body(body: Any, type_expression: str) -> None:
    """Check a body, which was read from JSON, against a type of what the client would send.

    Raises:
        InvalidRequestError: It does not fit.
    """
    # All that JSON lets in which it cannot let out are numbers that are too large.
    is_plain = b"Infinity" not in to_json(body)
    problems = problems_of(body, body_validator(type_expression, is_plain=is_plain))
    if problems:
        raise InvalidRequestError([(("body", *place), message, kind) for place, message, kind, _ in problems])
