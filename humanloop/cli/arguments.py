"""Parameters of methods as options of commands: what they take, and how their text becomes a value."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, List, Literal, NamedTuple, Union, get_args, get_origin

from humanloop.core.operation import NULL
from humanloop.core.type_names import resolved

if TYPE_CHECKING:
    from collections.abc import Callable

STANDARD_INPUT = "-"
"""What is given in the place of a text or of JSON that comes from there."""
_TEXTS = List[str]
_NUMBERS = frozenset({bool, int, float})


class _Models:
    """Stands for the models in annotations: where one is taken, its dict is taken too, and models are slow to load."""

    def __getattr__(self, name: str) -> type[None]:
        return NoneType


class Argument(NamedTuple):
    """A parameter as an option.

    Attributes:
        name: The parameter's.
        flag: The option's, for example `--project-id`.
        type: What Typer reads: text, a number, a flag, or a list of texts.
        metavar: How help names the value, where its type does not say.
        required: Whether it must be given.
        values: The values that are known, if it has some.
        is_list: Whether it is given once for each item.
        convert: Makes the value out of what Typer read.
    """

    name: str
    flag: str
    type: Any
    metavar: str | None
    required: bool
    values: tuple[str, ...]
    is_list: bool
    convert: Callable[[Any], Any]


def arguments_of(method: Callable[..., Any]) -> list[Argument]:
    """List the parameters that a method of an API takes for its operation."""
    parameters = inspect.signature(method).parameters.values()
    return [
        _argument(parameter)
        for parameter in parameters
        if parameter.name not in ("self", "validate") and parameter.kind is not parameter.VAR_KEYWORD
    ]


def _argument(parameter: inspect.Parameter) -> Argument:
    name = parameter.name
    members = _members(resolved(parameter.annotation, _Models()))
    values = tuple(str(value) for member in members if get_origin(member) is Literal for value in get_args(member))
    kinds = {member for member in members if get_origin(member) is not Literal}
    kind, metavar, convert = _form(kinds)
    return Argument(
        name,
        flag=f"--{name.strip('_').replace('_', '-')}",
        type=kind,
        metavar=metavar,
        required=parameter.default is parameter.empty,
        values=values,
        is_list=kind is _TEXTS,
        convert=convert,
    )


def _members(hint: Any) -> list[Any]:
    if get_origin(hint) is Union:
        return [member for form in get_args(hint) for member in _members(form)]
    return [] if hint is NoneType else [hint]


def _form(kinds: set[Any]) -> tuple[Any, str | None, Callable[[Any], Any]]:
    """Say how a value of these kinds is given: its type for Typer, its name, and how it is made."""
    for plain in (bool, int, float):
        if kinds == {plain}:
            return plain, None, _same
    if kinds <= {str, date, datetime}:
        return str, "TIME" if kinds & {date, datetime} else None, plain_text
    texts = {kind for kind in kinds if get_args(kind) == (str,) and get_origin(kind) in (list, Sequence)}
    if texts == kinds:
        return _TEXTS, "TEXT", _texts
    if str in kinds:
        convert = _number_or_text if kinds & _NUMBERS else _json_or_text
        return (_TEXTS, "TEXT|JSON", partial(_one_or_texts, convert)) if texts else (str, "TEXT|JSON", convert)
    return str, "JSON", from_text


def _same(value: Any) -> Any:
    return value


def _texts(values: list[str]) -> Any:
    """Make a list: the option once per text, or JSON."""
    if len(values) == 1 and (values[0][:1] == "[" or _is_file(values[0]) or values[0] == STANDARD_INPUT):
        return from_text(values[0])
    return [plain_text(value) for value in values]


def _one_or_texts(convert: Callable[[str], Any], values: list[str]) -> Any:
    """Make a value of an option that is given once, and a list of one that is given once for each text."""
    return convert(values[0]) if len(values) == 1 else [plain_text(value) for value in values]


def _json_or_text(text: str) -> Any:
    said = plain_text(text)
    begins = said.lstrip()[:1] if text == STANDARD_INPUT else said[:1]
    return _value(said) if begins in ("{", "[", '"') else said


def _number_or_text(text: str) -> Any:
    said = plain_text(text)
    try:
        return _value(said)
    except json.JSONDecodeError:
        return said


def plain_text(text: str) -> str:
    """Answer a text; with `@` and the path of a file what is in that, and with `-` what comes from standard input.

    `@@` begins a text with one `@`.

    Raises:
        ValueError: What is read is no text, or standard input is closed.
        OSError: It cannot be read.
    """
    if text == STANDARD_INPUT:
        return _piped()
    if _is_file(text):
        return _read(text)
    return text[1:] if text.startswith("@@") else text


def _is_file(text: str) -> bool:
    return text.startswith("@") and not text.startswith("@@")


def _read(text: str) -> str:
    return Path(text[1:]).expanduser().read_text(encoding="utf-8")


def _piped() -> str:
    # Python has none where it is closed.
    given: Any = sys.stdin
    if given is None:
        raise ValueError("standard input is closed")
    piped: str = given.read()
    return piped


def from_text(text: str) -> Any:
    """Make a value out of JSON, `@` and the path of a file with JSON, or `-` for JSON from standard input.

    Raises:
        ValueError: It is no JSON, or standard input is closed.
        OSError: The file cannot be read.
    """
    return _value(_piped() if text == STANDARD_INPUT else _read(text) if _is_file(text) else text)


def _value(text: str) -> Any:
    value = json.loads(text)
    return NULL if value is None else value
