"""The parts of a request that take arguments of every kind: query, headers that are parameters, body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.errors import ApiTypeError
from humanloop.core.headers import is_secret
from humanloop.core.json import to_json, to_query
from humanloop.core.json_kinds import is_list, is_object
from humanloop.core.secret import Secret
from humanloop.core.settings import OVERLOOK
from humanloop.core.styles import styled_query
from humanloop.request.arguments import Problem, check_segments, checked, query_validator, to_plain
from humanloop.request.contents import header_arguments, name_type, written
from humanloop.request.provider_keys import fill_provider_keys, hide_names
from humanloop.request.unknown_keys import checked_body, tell_beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.core.operation import CallOptions, Operation
    from humanloop.core.settings import BaseConfiguration


def fill(
    operation: Operation[Any],
    given: Mapping[str, Any],
    arguments: dict[str, Any],
    options: CallOptions,
    configuration: BaseConfiguration,
    problems: list[Problem],
    headers: dict[str, str],
    *,
    stream: bool,
) -> tuple[str, bytes | None]:
    """Write query and body, and add the headers that come from arguments.

    Args:
        operation: What is called.
        given: All arguments by their names in the API.
        arguments: Those that are not in the path; what is used is taken out.
        options: What the call says besides.
        configuration: The client's settings.
        problems: Takes what does not fit.
        headers: Takes the headers.
        stream: Ask for a stream.
    """
    check = configuration.client_side_validation
    if check and operation.segments:
        check_segments(operation, given, problems)
    query = _query(operation, arguments, problems, check=check)
    if operation.headers or operation.cookies:
        _add_headers(headers, header_arguments(operation, arguments, problems, check=check), options)
    body = _body(operation, arguments, configuration, problems, stream=stream)
    if operation.is_body_optional and not arguments:
        headers.pop("Content-Type", None)
    elif operation.content is not None:
        body, media_type = written(operation, operation.content, arguments, problems, check=check)
        name_type(headers, media_type)
    return query, body


def _add_headers(headers: dict[str, str], own: dict[str, str], options: CallOptions) -> None:
    """Add headers that come from arguments: they win over the client's, and what the call itself says over them."""
    said = {name.lower() for name in options.get("headers") or {}}
    spelt = {name.lower(): name for name in headers}
    for name, value in own.items():
        if name == "Cookie" and name in headers:
            headers[name] = Secret(f"{headers[name]}; {value}")
        elif name.lower() not in said:
            headers[spelt.get(name.lower(), name)] = Secret(value) if is_secret(name) else value


def more_query(operation: Operation[Any], extra: Any, query: str, problems: list[Problem]) -> str:
    """Add the query parameters that the method does not name.

    Args:
        operation: What is called.
        extra: What the call says.
        query: What its arguments make.
        problems: Takes what does not fit.
    """
    plain = to_plain(extra, problems, ("extra_query",))
    if not is_object(plain):
        problems.append(Problem(("extra_query",), "a mapping of names and values is expected"))
        return query
    pages = operation.pages
    for name, value in plain.items():
        if pages is not None and name in (pages.parameter, pages.size):
            # Each page of a walk would be asked for with it again, and be the same one.
            problems.append(Problem(("extra_query", name), "pages are asked for by it: give it as an argument"))
        if any(is_object(item) or is_list(item) for item in (value if is_list(value) else [value])):
            problems.append(Problem(("extra_query", name), "a text, number, boolean or list of them is expected"))
    return "" if problems else "&".join(filter(None, (query, to_query(plain))))


def _query(operation: Operation[Any], arguments: dict[str, Any], problems: list[Problem], *, check: bool) -> str:
    if not operation.query:
        return ""
    values = {name: arguments.pop(name) for name in operation.query if name in arguments}
    values = checked(values, query_validator(operation), problems) if check else to_plain(values, problems)
    if problems or not operation.styles:
        return "" if problems else to_query(values)
    return styled_query(values, operation.styles)


def _body(
    operation: Operation[Any],
    arguments: dict[str, Any],
    configuration: BaseConfiguration,
    problems: list[Problem],
    *,
    stream: bool,
) -> bytes | None:
    if operation.body is None:
        return None
    _ask_for_stream(operation, arguments, problems, stream=stream)
    if operation.is_body_optional and not arguments:
        return None
    return encoded(plain_body(operation, arguments, configuration, problems), problems)


def plain_body(
    operation: Operation[Any],
    arguments: dict[str, Any],
    configuration: BaseConfiguration,
    problems: list[Problem],
) -> Any:
    """Check what is to be the body, and answer it as values that JSON carries.

    Args:
        operation: What is called; it has a body.
        arguments: Its arguments by their names in the API.
        configuration: The client's settings.
        problems: Takes what does not fit.
    """
    beside = sorted(arguments.keys() - {"body"}) if "body" in arguments else []
    if operation.provider_keys:
        keys = fill_provider_keys(arguments.get(operation.provider_keys), configuration)
        if keys is not None:
            arguments[operation.provider_keys] = keys
    # Beside a whole body its fields do not count: documented calls of earlier releases give both.
    body: Any = arguments.get("body", arguments)
    if configuration.client_side_validation:
        call, unknown_keys = f"{operation.method} {operation.path}", configuration.unknown_keys
        plain = checked_body(body, operation.body or "", problems, unknown_keys, call, operation.provider_keys)
        if beside and unknown_keys != OVERLOOK:
            tell_beside(beside, problems, unknown_keys, call)
        if problems and operation.provider_keys:
            hide_names(problems, operation.provider_keys, configuration.facts.providers)
        return plain
    return to_plain(body, problems)


def encoded(body: Any, problems: list[Problem]) -> bytes | None:
    """Write a body as JSON.

    Args:
        body: As `plain_body` answers it.
        problems: Takes what does not fit; where there is any, nothing is written.
    """
    if not problems:
        try:
            return to_json(body)
        except ValueError:
            # Half of a surrogate pair in a free-form value: the quick look of `checked` takes it for text.
            to_plain(body, problems)
            if not problems:
                raise
    return None


def _ask_for_stream(
    operation: Operation[Any], arguments: dict[str, Any], problems: list[Problem], *, stream: bool
) -> None:
    if operation.stream is None or not operation.stream.flag:
        return
    flag = operation.stream.flag
    whole = arguments.get("body")
    if stream and whole is not None:
        fields = whole if is_object(whole) else to_plain(whole, problems)
        arguments["body"] = {**fields, flag: True} if is_object(fields) else fields
    elif stream:
        arguments[flag] = True
    elif arguments.get(flag):
        raise ApiTypeError(
            f"`{flag}=True` is not for this method: use its streaming twin (`stream…`, or `…_stream` to await),"
            " which answers piece by piece"
        )
