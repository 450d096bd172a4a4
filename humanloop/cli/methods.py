"""The operations of the API by tag and method, as commands name them."""

from __future__ import annotations

from importlib import import_module
from inspect import getdoc
from typing import TYPE_CHECKING, Any, NamedTuple

from humanloop.apis.operations import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop.core.operation import Operation


class Method(NamedTuple):
    """A method of an API.

    Attributes:
        tag: Name of the tag, for example `model_configs`.
        name: Name of the method.
        operation: What it calls.
        function: The method itself, of its class.
    """

    tag: str
    name: str
    operation: Operation[Any]
    function: Callable[..., Any]


def tags() -> dict[str, str]:
    """All tags, each with the first line of what is said about it."""
    names = dict.fromkeys(key.partition(".")[0] for key in OPERATIONS)
    return {name: first_line(_api(name)) for name in names}


def first_line(documented: object) -> str:
    """The first line of what is said about something."""
    return (getdoc(documented) or "").partition("\n")[0]


def methods(tag: str) -> dict[str, Method]:
    """All methods of a tag, by their names."""
    api = _api(tag)
    return {
        name: Method(tag, name, operation, getattr(api, name))
        for (owner, _, name), operation in ((key.partition("."), row) for key, row in OPERATIONS.items())
        if owner == tag
    }


def _api(tag: str) -> type:
    module = import_module(f"humanloop.apis.tags.{tag}_api")
    api: type = getattr(module, "".join(word.capitalize() for word in tag.split("_")) + "Api")
    return api
