"""Models with something in every field, for tests that look at them."""

from __future__ import annotations

import types
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from humanloop import pydantic as models
from humanloop.response.model import Model

TIME = datetime(2024, 5, 1, 12, 30, tzinfo=UTC)

ALL: list[type[Model]] = [
    found for name in models.__all__ if isinstance(found := getattr(models, name), type) and issubclass(found, Model)
]


def made(model: type[Model], text: str, depth: int = 0) -> Any:
    """A model whose fields all have a value, and every text in it is the same."""
    model.model_rebuild()
    fields = {name: _value(field.annotation, text, depth + 1) for name, field in model.model_fields.items()}
    return model.model_construct(**fields, **{text: text, "added": {text: [text, {text: text}]}})


def _value(hint: Any, text: str, depth: int) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _value(arguments[0], text, depth)
    if origin in (Union, types.UnionType):
        wanted = [one for one in arguments if one is not types.NoneType]
        nested = [one for one in wanted if _is_model(one) or get_origin(one) is list]
        return _value((nested or wanted)[-1 if depth % 2 else 0], text, depth)
    if origin is Literal or hint in (str, Any):
        return text
    if origin is list:
        return [] if depth > 5 else [_value(arguments[0], text, depth + 1), _value(arguments[0], text, depth + 1)]
    if origin is dict or hint is dict:
        return {text: {text: text}, "other": [text]}
    if _is_model(hint):
        return None if depth > 5 else made(hint, text, depth + 1)
    return {datetime: TIME, date: TIME.date(), bool: True, int: 3, float: 0.5}[hint]


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)


def log(number: int, **fields: Any) -> models.LogResponse:
    given = {
        "id": f"data_{number}",
        "inputs": {"question": f"What is {number}?"},
        "output": f"It is {number}.",
        "config": models.GenericConfigResponse.model_construct(id="config_1", type="generic"),
        "evaluation_results": [],
        "created_at": TIME,
    }
    return models.LogResponse.model_construct(**(given | fields))


def result(evaluator: str, value: Any, **fields: Any) -> models.EvaluationResultResponse:
    return models.EvaluationResultResponse.model_construct(
        id="evr_1", evaluator_id=evaluator, log_id="data_1", value=value, **fields
    )


def page_of(*records: Any, total: int | None = None, page: int = 1) -> models.PaginatedDataLogResponse:
    return models.PaginatedDataLogResponse.model_construct(
        records=list(records), page=page, size=10, total=len(records) if total is None else total
    )


def message(role: str, content: Any, **fields: Any) -> models.ChatMessageWithToolCall:
    return models.ChatMessageWithToolCall.model_construct(role=role, content=content, **fields)
