"""What clients of earlier releases leave out of a body, although the API has come to require it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object

if TYPE_CHECKING:
    from collections.abc import Callable


def fill_in(body: Any, type_expression: str) -> Any:
    """Fill in what a body lacks, before it is checked.

    Args:
        body: The body as it came.
        type_expression: The type that it is to be of.
    """
    complete = _COMPLETE.get(type_expression)
    return body if complete is None or not is_object(body) else complete(body)


def _evaluator(body: dict[str, Any]) -> dict[str, Any]:
    """Once every evaluator was one in Python, and then there were those that ask a model."""
    if body.get("type") is not None:
        return body
    asks_model = body.get("model_config") is not None and body.get("code") is None
    return {**body, "type": "llm" if asks_model else "python"}


_COMPLETE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"types.CreateEvaluatorRequest": _evaluator}
