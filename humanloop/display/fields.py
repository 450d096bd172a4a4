"""What is worth showing of an answer: its fields, the useful ones first, and no keys."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeGuard

from humanloop.core.json_kinds import is_list, is_object
from humanloop.display.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

REDACTED = "<redacted>"

_DEEPEST = 64
"""How deep objects and lists inside each other are shown at all."""
_KEYS = ("api_key", "api_keys", "api-key", "authorization")


def is_model(value: object) -> bool:
    """Say whether a value is a model; where the answer did not fit its model, there is plain JSON instead."""
    return hasattr(type(value), "model_fields")


def has_fields(value: object) -> bool:
    """Say whether a value is a model, or an object of plain JSON."""
    return is_model(value) or is_object(value)


def is_models(value: object) -> TypeGuard[list[Any]]:
    """Say whether a value is a list of models."""
    return is_list(value) and bool(value) and all(map(is_model, value))


def fields_of(model: Any) -> dict[str, Any]:
    """All fields of a model by their names in Python, also those that the server added; keys are left out.

    Plain JSON, as the command line has it, has the fields that it has.
    """
    if is_object(model):
        return without_keys(model)
    holds_keys = type(model).__name__ in kinds().key_holders
    fields: dict[str, Any] = {**vars(model), **(getattr(model, "model_extra", None) or {})}
    # Of a model that says of what type these are, pydantic keeps them among the fields as well.
    fields.pop("__pydantic_extra__", None)
    if holds_keys:
        return {name: None if value is None else REDACTED for name, value in fields.items()}
    return without_keys(fields)


def without_keys(fields: Mapping[Any, Any], depth: int = 0) -> dict[Any, Any]:
    """Copy fields, the values redacted that are keys of somebody, in plain JSON as deep as anybody looks into it."""
    return {name: _without_keys(name, value, depth) for name, value in fields.items()}


def _without_keys(name: object, value: Any, depth: int) -> Any:
    if isinstance(name, str) and value is not None and name.lower().endswith(_KEYS) and not is_model(value):
        return REDACTED
    if depth > _DEEPEST and (is_object(value) or is_list(value)):
        return "…"
    if is_object(value):
        return without_keys(value, depth + 1)
    if is_list(value) and any(is_object(item) or is_list(item) for item in value):
        return [_without_keys(None, item, depth + 1) for item in value]
    return value


def told(model: Any) -> dict[str, Any]:
    """The fields that say something that no other says, the useful ones first."""
    fields = {name: value for name, value in fields_of(model).items() if not says_nothing(value)}
    for name in kinds().repeated(fields):
        del fields[name]
    return dict(sorted(fields.items(), key=lambda field: rank(field[0])))


def rank(name: str) -> int:
    """Say where a field of this name is shown; those that tell less come last."""
    ranks = _ranks()
    return ranks.get(name, len(ranks))


def is_useful(name: str) -> bool:
    """Say whether a field of this name tells much."""
    return name in _ranks()


@cache
def _ranks() -> dict[str, int]:
    return {name: rank for rank, name in enumerate(kinds().useful)}


def says_nothing(value: object) -> bool:
    """Say whether a value is null, or an empty text, list or object."""
    return value is None or (isinstance(value, (str, list, dict)) and not value)


def label_of(value: Any) -> str:
    """What a model is called: what its API calls it, else its name, else its id, else nothing."""
    while is_model(value):
        own = kinds().label(value)
        if own:
            return own
        fields = fields_of(value)
        for name in kinds().labels:
            if isinstance(fields.get(name), str) and fields[name]:
                return str(fields[name])
        value = fields.get(kinds().labelled_by)
    return ""


def shortened(text: str, limit: int) -> str:
    """Cut a text that is longer than a limit, and say so with three dots."""
    return text if len(text) <= limit else f"{text[: max(limit - 1, 0)]}…"
