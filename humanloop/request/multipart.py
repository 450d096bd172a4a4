"""Forms in parts (`multipart/form-data`): the one form of body that can hold files beside other fields."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from urllib3.fields import RequestField, guess_content_type
from urllib3.filepost import encode_multipart_formdata

from humanloop.core.json import to_json
from humanloop.core.json_kinds import is_list
from humanloop.core.styles import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from humanloop.core.operation import Content


def multipart(
    values: Mapping[str, Any],
    files: list[tuple[str, str, bytes, str]],
    content: Content,
    orders: Mapping[str, list[bool]],
) -> tuple[bytes, str]:
    """Write a form in parts.

    Args:
        values: Fields that are no files, as plain JSON values.
        files: Of each file its field, its name, what is in it, and its media type if that is given.
        content: How the fields are written.
        orders: Of each list that holds both, which of its items are files.

    Returns:
        The body and its media type.
    """
    uploads: dict[str, list[RequestField]] = {}
    for name, title, data, media_type in files:
        part = RequestField(name, data, filename=title)
        part.make_multipart(content_type=media_type or type_by_name(title, _kinds(content, name)))
        uploads.setdefault(name, []).append(part)
    parts: list[RequestField] = []
    for key, value in values.items():
        texts = list(_parts(key, value, content))
        order = orders.get(key, [])
        if len(order) == len(texts) + len(uploads.get(key, [])):  # else the texts are one part
            rest = {True: iter(uploads.pop(key, [])), False: iter(texts)}
            texts = [next(rest[is_file]) for is_file in order]
        parts += texts
    return encode_multipart_formdata([*parts, *chain.from_iterable(uploads.values())])


def _parts(key: str, value: Any, content: Content) -> Iterator[RequestField]:
    """Write a field that is no file."""
    if key in content.styles and key not in content.types:
        for name, quoted in content.styles[key].pairs(key, value):
            yield _part(name, unquote(quoted), None)
        return
    kinds = [kind for kind in _kinds(content, key) if "*" not in kind]
    is_whole = bool(kinds) and all("json" in kind for kind in kinds)
    for item in value if is_list(value) and not is_whole else [value]:
        is_json = is_whole or _is_deep(item)
        text = to_json(item) if is_json else text_of(item)
        fitting = [kind for kind in kinds if ("json" in kind) == is_json] or kinds
        yield _part(key, text, fitting[0] if fitting else "application/json" if is_json else None)


def _kinds(content: Content, key: str) -> list[str]:
    return [kind.strip() for kind in content.types.get(key, "").split(",") if kind.strip()]


def type_by_name(title: str, kinds: list[str]) -> str:
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
