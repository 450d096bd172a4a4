"""What few operations have: headers and cookies from arguments, and bodies that are no JSON: forms, uploads, bytes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from urllib3.fields import RequestField, guess_content_type
from urllib3.filepost import encode_multipart_formdata

from humanloop.core.json import to_json
from humanloop.core.json_kinds import is_list, is_object
from humanloop.core.styles import Style, header_text, styled_query, text_of
from humanloop.request.arguments import Problem, checked, to_plain
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
    # What may be a file or something else is what is given.
    uploads = {name for name in content.files if name not in content.fields or _is_file(arguments.get(name))}
    given = {name: arguments[name] for name in content.fields if name in arguments and name not in uploads}
    if check and content.fields:
        given = checked(given, _validator(operation, "form"), problems)
    values = to_plain(given, problems)
    expected = {name: required for name, required in content.files.items() if name in uploads or name not in given}
    files = list(_files(expected, arguments, problems))
    if is_object(whole):
        # Fields that are not described: which of them are files is said by what is given.
        further = {name: False for name, value in whole.items() if _is_file(value)}
        files += _files(further, whole, problems)
        values |= to_plain({name: value for name, value in whole.items() if name not in further}, problems)
    if problems:
        return None, content.media_type
    values = {name: value for name, value in values.items() if value is not None}
    if content.media_type == _MULTIPART:
        return _multipart(values, files, content)
    return styled_query(values, content.styles).encode(), _FORM


def _whole(given: Any, media_type: str, problems: list[Problem]) -> tuple[bytes | None, str]:
    """Answer a body that is sent as it is, and its media type: where several fit (`image/*`), what its name tells."""
    if given is None:
        return None, media_type
    is_text = isinstance(given, str)
    if is_text:
        given = _in_charset(given, media_type, problems)
    title, data, own = _file("body", given, problems)
    return data, own or _type_by_name("body.txt" if is_text else title, [media_type])


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


def _is_file(value: Any) -> bool:
    first = value[0] if is_list(value) and value else value
    return isinstance(first, (bytes, bytearray, tuple)) or hasattr(first, "read")


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


def _multipart(
    values: Mapping[str, Any], files: list[tuple[str, str, bytes, str]], content: Content
) -> tuple[bytes, str]:
    parts: list[RequestField] = []
    for key, value in values.items():
        if key in content.styles and key not in content.types:
            pairs = content.styles[key].pairs(key, value)
            parts += [_part(name, unquote(text), None) for name, text in pairs]
            continue
        kinds = [kind for kind in _kinds(content, key) if "*" not in kind]
        is_whole = bool(kinds) and all("json" in kind for kind in kinds)
        for item in value if is_list(value) and not is_whole else [value]:
            is_json = is_whole or _is_deep(item)
            text = to_json(item) if is_json else text_of(item)
            fitting = [kind for kind in kinds if ("json" in kind) == is_json] or kinds
            parts.append(_part(key, text, fitting[0] if fitting else "application/json" if is_json else None))
    for name, title, data, media_type in files:
        part = RequestField(name, data, filename=title)
        part.make_multipart(content_type=media_type or _type_by_name(title, _kinds(content, name)))
        parts.append(part)
    return encode_multipart_formdata(parts)


def _kinds(content: Content, key: str) -> list[str]:
    return [kind.strip() for kind in content.types.get(key, "").split(",") if kind.strip()]


def _type_by_name(title: str, kinds: list[str]) -> str:
    """Choose among the media types that a file may have: the one that its name tells, else the first."""
    guess = guess_content_type(title)
    fitting = {guess, f"{guess.partition('/')[0]}/*", "*/*"}
    told = (guess if "*" in kind else kind for kind in kinds if kind.partition(";")[0].strip().lower() in fitting)
    first = (kind for kind in kinds if "*" not in kind)
    return next(told, None) or next(first, "application/octet-stream")


def _part(name: str, data: str | bytes, media_type: str | None) -> RequestField:
    part = RequestField(name, data)
    part.make_multipart(content_type=media_type)
    return part


def _is_deep(value: Any) -> bool:
    return isinstance(value, (dict, list))
