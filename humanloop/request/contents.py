"""What few operations have: headers and cookies from arguments, and bodies that are no JSON: forms, uploads, bytes."""

from __future__ import annotations

from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from urllib3.fields import RequestField
from urllib3.filepost import encode_multipart_formdata

from humanloop.core.json import to_json, to_query
from humanloop.core.json_kinds import is_list
from humanloop.request.arguments import Problem, checked, to_plain
from humanloop.request.validators import validator_for_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import SchemaValidator

    from humanloop.core.operation import Content, Operation

_MULTIPART = "multipart/form-data"
_FORM = "application/x-www-form-urlencoded"


@cache
def _validator(operation: Operation[Any], place: str) -> SchemaValidator:
    if place == "form" and operation.content is not None:
        return validator_for_fields(operation.content.fields)
    return validator_for_fields(operation.headers if place == "header" else operation.cookies)


def header_arguments(
    operation: Operation[Any], arguments: dict[str, Any], problems: list[Problem], *, check: bool
) -> dict[str, str]:
    """Take the headers and cookies among the arguments out of them.

    Args:
        operation: What is called.
        arguments: The arguments by their names in the API.
        problems: Takes what does not fit.
        check: Whether types are checked.
    """
    headers: dict[str, str] = {}
    for place, types in (("header", operation.headers), ("cookie", operation.cookies)):
        if not types:
            continue
        given = {name: arguments.pop(name) for name in types if name in arguments}
        values = checked(given, _validator(operation, place), problems) if check else to_plain(given, problems)
        texts = {name: _text(value) for name, value in values.items()}
        if place == "cookie":
            cookies = "; ".join(f"{name}={quote(text, safe='')}" for name, text in texts.items())
            texts = {"Cookie": cookies} if cookies else {}
        for name, text in texts.items():
            if not (text.isascii() and text.isprintable()):
                problems.append(Problem((name,), "a header is ASCII text on one line"))
        headers |= texts
    return headers


def written(
    operation: Operation[Any],
    content: Content,
    arguments: Mapping[str, Any],
    problems: list[Problem],
    *,
    check: bool,
) -> tuple[bytes | None, str]:
    """Write a body that is no JSON.

    Files are read to their end: a request may have to be sent again.

    Args:
        operation: What is called.
        content: How its body is written.
        arguments: The arguments by their names in the API.
        problems: Takes what does not fit.
        check: Whether types are checked.

    Returns:
        The body and its media type.
    """
    if content.media_type not in (_MULTIPART, _FORM):
        given = arguments.get("body")
        return None if given is None else _file("body", given, problems)[1], content.media_type
    given = {name: arguments[name] for name in content.fields if name in arguments}
    values = checked(given, _validator(operation, "form"), problems) if check else to_plain(given, problems)
    values = to_plain(values, problems)
    files = list(_files(content, arguments, problems))
    if problems:
        return None, content.media_type
    return _multipart(values, files) if content.media_type == _MULTIPART else (to_query(values).encode(), _FORM)


def _files(content: Content, arguments: Mapping[str, Any], problems: list[Problem]) -> Iterator[tuple[str, str, bytes]]:
    for name, required in content.files.items():
        given = arguments.get(name)
        if given is None:
            if required:
                problems.append(Problem((name,), "field required", "missing"))
            continue
        for file in given if is_list(given) else [given]:
            yield name, *_file(name, file, problems)


def _file(name: str, given: Any, problems: list[Problem]) -> tuple[str, bytes]:
    """Answer the name of a file, and what is in it."""
    title: str | None = None
    if issubclass(given.__class__, tuple):  # not `isinstance`, which would make an unknown tuple of Any
        title, given = given
    if hasattr(given, "read"):
        path = getattr(given, "name", None)
        title = title or (PurePath(path).name if isinstance(path, str) else None)
        given = given.read()
    if isinstance(given, str) and name == "body":
        given = given.encode()
    if not isinstance(given, (bytes, bytearray)):
        kind: Any = given.__class__
        message = f"input should be bytes, or a file opened for reading bytes, not {kind.__name__}"
        problems.append(Problem((name,), message, "type_error"))
        return "", b""
    return title or name, bytes(given)


def _multipart(values: Mapping[str, Any], files: list[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    parts: list[RequestField] = []
    for name, value in values.items():
        for item in value if is_list(value) and not any(map(_is_deep, value)) else [value]:
            part = RequestField(name, to_json(item) if _is_deep(item) else _text(item))
            part.make_multipart(content_type="application/json" if _is_deep(item) else None)
            parts.append(part)
    for name, title, data in files:
        part = RequestField(name, data, filename=title)
        part.make_multipart(content_type="application/octet-stream")
        parts.append(part)
    return encode_multipart_formdata(parts)


def _is_deep(value: Any) -> bool:
    return isinstance(value, (dict, list))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
