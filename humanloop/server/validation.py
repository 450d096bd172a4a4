"""The types that the client sends, as the server checks them.

The client leaves enumerations to the server: here they are closed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from humanloop.request.validators import validator_for, validator_for_fields
from humanloop.type.feedback_type import FeedbackType
from humanloop.type.model_providers import ModelProviders

if TYPE_CHECKING:
    from pydantic_core import SchemaValidator

    from humanloop.core.operation import Operation

# Providers may be called without this server knowing them, and projects have types of feedback of their own.
_OPEN_WORDS = frozenset(
    word for form in (ModelProviders, FeedbackType) for each in get_args(form) for word in get_args(each)
)


@cache
def body_validator(type_expression: str, *, is_plain: bool = False) -> SchemaValidator:
    """Make the validator of a body, or of a part of one; `is_plain` is that of `validator_for`."""
    return validator_for(type_expression, _OPEN_WORDS, is_plain=is_plain)


@cache
def query_validator(operation: Operation[Any]) -> SchemaValidator:
    """Make the validator of an operation's query."""
    return validator_for_fields(operation.query, _OPEN_WORDS)
