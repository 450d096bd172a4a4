"""Type expressions, such as `List[models.LogResponse]`, as types."""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any, get_type_hints

from humanloop.core.loading import LOADING
from humanloop.core.operation import OpenObject
from humanloop.spec.facts import MODELS, TYPES

_PACKAGE = __name__.removesuffix(".core.type_names")
_MODELS = import_module(f"{_PACKAGE}.{MODELS}")
_OF_ANOTHER = r"(?<![\w.\"'])([\w.]+)\.(?=(?:models|types)\.)"
"""The name of a package that depends on this one, before what is in it; few programs ever look for it."""
_NAMES: dict[str, Any] = {
    **{name: getattr(typing, name) for name in ("Any", "Dict", "List", "Literal", "Optional", "Union")},
    "Mapping": Mapping,
    "OpenObject": OpenObject,
    "Sequence": Sequence,
    "date": date,
    "datetime": datetime,
}


def resolved(type_expression: str, models: Any = None) -> Any:
    """Make the type that an expression stands for.

    Args:
        type_expression: For example `types.Order` or `List[models.Order]`; `shop.models.Order`, if that is in a package
            that depends on this one.
        models: What `models` means, if that is not the package of models.
    """
    names = {**_NAMES, "models": _MODELS}
    if "types" in type_expression:
        names["types"] = _types()
    if ".models." in type_expression or ".types." in type_expression:
        another = re.search(_OF_ANOTHER, type_expression)
        names |= _names_of(another[1]) if another else {}
        type_expression = re.sub(_OF_ANOTHER, "", type_expression)
    if models is not None:
        names["models"] = models
    holder = type("holder", (), {"__annotations__": {"value": type_expression}})
    return get_type_hints(holder, globalns=names, include_extras=True)["value"]


@cache
def _types() -> Any:
    """What is sent; who only reads has no use for it."""
    with LOADING:
        return import_module(f"{_PACKAGE}.{TYPES}")


@cache
def _names_of(package: str) -> dict[str, Any]:
    """What `models` and `types` mean in a package that depends on this one."""
    with LOADING:
        facts = import_module(f"{package}.spec.facts")
        return {
            "models": import_module(f"{package}.{facts.MODELS}"),
            "types": import_module(f"{package}.{facts.TYPES}"),
        }
