"""The header of the `.prompt` text form: a few lines of YAML, whose structured values are JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.errors import UnprocessableError

if TYPE_CHECKING:
    from collections.abc import Mapping

# What YAML takes for a line break, or does not take at all, and JSON does not escape.
_UNSAFE = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:@-]*")
# YAML gives up on a key that is longer than 1024 characters, unless it is marked.
_LONG_KEY = 1000
# More than any body of a request can be.
_DEEPEST = 250
_LONGEST = 1_000_000
_EXTRAS = frozenset({"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:merge", "tag:yaml.org,2002:value"})


class _Loader(yaml.SafeLoader):
    """Reads what has a counterpart in JSON: no dates, no merged keys."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the base class wants an attribute of this name and form
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in _EXTRAS]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def write_header(values: Mapping[str, Any]) -> str:
    """Write the lines of a header, without the lines around it."""
    return "".join(f"{key}: {_top(value)}\n" for key, value in values.items())


def read_header(text: str) -> dict[str, Any]:
    """Read the lines of a header.

    Raises:
        UnprocessableError: They are not YAML, or not keys and values.
    """
    if len(text) > _LONGEST:
        raise UnprocessableError(f"The header cannot be read: it is longer than {_LONGEST} characters.")
    try:
        _check_form(text)
        # The loader is a safe one: it makes nothing but plain values.
        values: Any = yaml.load(text, _Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        # The line of dashes before the header is the first line of the file.
        place = "" if mark is None else f" in line {mark.line + 2}"
        raise UnprocessableError(f"The header cannot be read{place}: {error.problem}.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnprocessableError(f"The header cannot be read: {error}") from error
    if not is_object(values):
        raise UnprocessableError("The header must consist of lines such as `model: gpt-4`.")
    return values


def _check_form(text: str) -> None:
    """Refuse what a few lines can blow up to any size or depth, and values that claim a type."""
    depth = 0
    # Events come one by one, so that nothing beyond the first that is refused is looked at.
    events: Any = yaml.parse(text, _Loader)
    for event in events:
        line: int = event.start_mark.line + 2
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None) is not None:
            raise UnprocessableError(f"The header cannot be read in line {line}: references and tags are not allowed.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise UnprocessableError(f"The header cannot be read in line {line}: it is nested too deeply.")


def _top(value: Any) -> str:
    """Write the value of a line: words as they are, a list of objects with one object per line."""
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and _is_text(value) else _flow(value)
    if is_list(value) and value and all(is_object(item) for item in value):
        return "[\n  " + ",\n  ".join(_flow(item) for item in value) + "\n]"
    return _flow(value)


def _is_text(value: str) -> bool:
    """Tell whether YAML reads a word as text, and not as a number or something else."""
    try:
        return bool(yaml.load(value, _Loader) == value)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError):
        return False


def _flow(value: Any) -> str:
    """Write a value as JSON that is YAML too."""
    if isinstance(value, str):
        return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))
    if is_object(value):
        return "{" + ", ".join(f"{_key(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if is_list(value):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, float):
        # YAML wants a point in every number that has an exponent.
        digits, mark, exponent = repr(value).partition("e")
        return f"{digits if '.' in digits else digits + '.0'}{mark}{exponent}"
    return json.dumps(value)


def _key(key: str) -> str:
    text = _flow(key)
    return text if len(text) < _LONG_KEY else f"? {text} "
