"""What few operations have: headers and cookies from arguments, and bodies that are no JSON: forms, uploads, bytes."""

from __future__ import annotations

import re
from functools import cache
from itertools import compress
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.core.styles import Style, header_text, styled_query
from humanloop.request.arguments import Problem, checked, to_plain
from humanloop.request.multipart import multipart, type_by_name
from humanloop.request.validators import validator_for_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import SchemaValidator

    from humanloop.core.operation import Content, Operation

_MULTIPART = "multipart/form-data"
_FORM = "application/x-www-form-urlencoded"
_COOKIE = Style("form", explode=True)
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?: *;[ -~]*)?", re.ASCII)


@cache
def _validator(operation: Operation[Any], place: str) -> SchemaValidator:
    if place == "form" and operation.content is not None:
        return validator_for_fields(operation.content.fields)
    return validator_for_fields(operation.headers if place == "header" else operation.cookies)


def name_type(headers: dict[str, str], media_type: str) -> None:
    """Add the media type of a body to headers; where the call itself says one, that counts.

    Args:
        headers: Takes it.
        media_type: The media type. That of a form in parts says where these end, and always counts.
    """
    said = next((name for name in headers if name.lower() == "content-type"), None)
    if said is not None and media_type.startswith(f"{_MULTIPART};"):
        del headers[said]
        said = None
    if said is None:
        headers["Content-Type"] = media_type


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
        values = to_plain(values, problems)
        texts = dict(_cookies(operation, values) if place == "cookie" else _headers(operation, values))
        for name, text in texts.items():
            if not (text.isascii() and text.isprintable()):
                problems.append(Problem((name,), "a header is ASCII text on one line"))
        headers |= texts
    return headers


def _headers(operation: Operation[Any], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        style = operation.styles.get(key)
        if value is not None:
            yield (style and style.name) or key, style.header(value) if style else header_text(value)


def _cookies(operation: Operation[Any], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    given = {key: value for key, value in values.items() if value is not None}
    pairs = [pair for key, value in given.items() for pair in operation.styles.get(key, _COOKIE).pairs(key, value)]
    if pairs:
        yield "Cookie", "; ".join(f"{name}={text}" for name, text in pairs)


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
    whole = None if "body" in content.fields or "body" in content.files else arguments.get("body")
    if content.media_type not in (_MULTIPART, _FORM) or isinstance(whole, (str, bytes)):
        return _whole(whole, content.media_type, problems)
    uploads, given, orders = _apart(
        {name: arguments.get(name) for name in content.files},
        {name: arguments[name] for name in content.fields if name in arguments},
    )
    before = len(problems)
    if check and content.fields:
        given = checked(given, _validator(operation, "form"), problems)
    values = to_plain(given, problems)
    problems[before:] = [_in_whole_list(problem, orders) for problem in problems[before:]]
    required = {name: content.files[name] for name in uploads}
    files = list(_files(required, uploads, problems))
    if is_object(whole):  # fields that are not described
        uploads, given, more = _apart(whole, whole)
        files += _files(dict.fromkeys(uploads, False), uploads, problems)
        values |= to_plain(given, problems)
        orders |= more
    if content.media_type == _FORM:
        message = "a form of this media type has no files: input should be a text"
        problems += [Problem((name,), message, "type_error") for name in dict.fromkeys(file[0] for file in files)]
    if problems:
        return None, content.media_type
    values = {name: value for name, value in values.items() if value is not None}
    if content.media_type == _MULTIPART:
        return multipart(values, files, content, orders)
    return styled_query(values, content.styles).encode(), _FORM


def _whole(given: Any, media_type: str, problems: list[Problem]) -> tuple[bytes | None, str]:
    """Answer a body that is sent as it is, and its media type: where several fit (`image/*`), what its name tells."""
    if given is None:
        return None, media_type
    is_text = isinstance(given, str)
    if is_text:
        given = _in_charset(given, media_type, problems)
    title, data, own = _file("body", given, problems)
    return data, own or type_by_name("body.txt" if is_text else title, [media_type])


def _in_charset(text: str, media_type: str, problems: list[Problem]) -> bytes:
    """Write a text in the charset that its media type names, else in UTF-8."""
    said = re.search(r";\s*charset\s*=\s*\"?([\w.:+-]+)", media_type, re.ASCII | re.IGNORECASE)
    try:
        try:
            return text.encode(said[1] if said else "utf-8")
        except LookupError:
            return text.encode()
    except UnicodeError:  # some charsets raise it itself
        problems.append(Problem(("body",), f"it cannot be written as `{media_type}`"))
        return b""


def _apart(
    possible: Mapping[str, Any], fields: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], dict[str, list[bool]]]:
    """Tell the files in a form from its other fields: what may be either, each item of a list, is what is given.

    Args:
        possible: The fields that may be files.
        fields: Those that may be something else.

    Returns:
        The fields with files, also those that are missing; the others; and of each list that holds both, which of its
        items are files.
    """
    files, others = dict(possible), dict(fields)
    orders: dict[str, list[bool]] = {}
    for name in files.keys() & others.keys():
        value = others[name]
        items = value if is_list(value) else [value]
        are_files = [_is_file(item) for item in items]
        if not any(are_files):
            del files[name]
        elif all(are_files):
            del others[name]
        else:
            orders[name] = are_files
            files[name] = list(compress(items, are_files))
            others[name] = [item for item, is_file in zip(items, are_files, strict=True) if not is_file]
    return files, others, orders


def _in_whole_list(problem: Problem, orders: Mapping[str, list[bool]]) -> Problem:
    """Name the place of a problem in the list that was given, where that holds files too."""
    name, index = (*problem.place, None, None)[:2]
    if name not in orders or not isinstance(index, int):
        return problem
    places = [place for place, is_file in enumerate(orders[str(name)]) if not is_file]
    return problem._replace(place=(str(name), places[index], *problem.place[2:]))


def _is_file(value: Any) -> bool:
    return isinstance(value, (bytes, bytearray, tuple)) or hasattr(value, "read")


def _files(
    fields: Mapping[str, bool], arguments: Mapping[str, Any], problems: list[Problem]
) -> Iterator[tuple[str, str, bytes, str]]:
    for name, required in fields.items():
        given = arguments.get(name)
        if given is None:
            if required:
                problems.append(Problem((name,), "field required", "missing"))
            continue
        for file in given if is_list(given) else [given]:
            yield name, *_file(name, file, problems)


def _file(name: str, given: Any, problems: list[Problem]) -> tuple[str, bytes, str]:
    """Answer the name of a file, what is in it, and its media type if that is given."""
    title: str | None = None
    media_type = ""
    if issubclass(given.__class__, tuple):  # not `isinstance`, which would make an unknown tuple of Any
        if len(given) not in (2, 3) or not isinstance(given[0], str):
            message = (
                "a file is bytes, an open file, or a pair of its name and one of these, then its media type if wanted"
            )
            problems.append(Problem((name,), message, "type_error"))
            return "", b"", ""
        title, given, media_type = (*given, "")[:3]
        if media_type and not (isinstance(media_type, str) and _MEDIA_TYPE.fullmatch(media_type)):
            problems.append(Problem((name,), "the media type of a file is a text such as `text/csv`", "type_error"))
            return "", b"", ""
    if hasattr(given, "read"):
        path = getattr(given, "name", None)
        title = title or (PurePath(path).name if isinstance(path, str) else None)
        try:
            given = given.read()
        except Exception as error:  # noqa: BLE001 - whatever a file of the program raises
            problems.append(Problem((name,), f"the file cannot be read: {error or type(error).__name__}"))
            return "", b"", ""
    if isinstance(given, str) and name == "body":
        given = given.encode()
    if not isinstance(given, (bytes, bytearray)):
        kind: Any = given.__class__
        message = f"input should be bytes, or a file opened for reading bytes, not {kind.__name__}"
        problems.append(Problem((name,), message, "type_error"))
        return "", b"", ""
    return title or name, bytes(given), media_type or ""
