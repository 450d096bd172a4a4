"""Type expressions, such as `List[models.LogResponse]`, as types."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any, get_type_hints

from humanloop.core.operation import OpenObject
from humanloop.spec.facts import MODELS, TYPES

_PACKAGE = __name__.removesuffix(".core.type_names")
_MODELS = import_module(f"{_PACKAGE}.{MODELS}")
_NAMES: dict[str, Any] = {
    **{name: getattr(typing, name) for name in ("Any", "Dict", "List", "Literal", "Optional", "Union")},
    "Mapping": Mapping,
    "OpenObject": OpenObject,
    "Sequence": Sequence,
    "date": date,
    "datetime": datetime,
    "types": import_module(f"{_PACKAGE}.{TYPES}"),
}


def resolved(type_expression: str, models: Any = _MODELS) -> Any:
    """Make the type that an expression stands for.

    Args:
        type_expression: For example `types.Order` or `List[models.Order]`.
        models: What `models` means.
    """
    holder = type("holder", (), {"__annotations__": {"value": type_expression}})
    return get_type_hints(holder, globalns={**_NAMES, "models": models}, include_extras=True)["value"]
