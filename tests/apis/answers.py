"""What an answer has to be, by its schema in openapi.yaml: the models, and every value in them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from humanloop import pydantic as models
from tests.apis import spec

if TYPE_CHECKING:
    from tests.apis.spec import Operation


def check_answer(operation: Operation, answer: Any, document: Any) -> None:
    """Assert that an answer is the promised type, and holds what the server said."""
    if operation.answer_schema is None:
        assert answer is None
    else:
        _check(operation.answer_schema, answer, document)


def _check(part: dict[str, Any], value: Any, document: Any) -> None:
    schema = spec.resolved(part)
    if value is None or document is None:
        assert value is document
    elif "anyOf" in schema or "oneOf" in schema or "allOf" in schema:
        _check_one_of(schema.get("anyOf") or schema.get("oneOf") or schema["allOf"], value, document)
    elif "properties" in schema:
        _check_model(spec.schema_name(part), schema["properties"], value, document)
    elif schema.get("type") == "array":
        assert isinstance(value, list)
        assert len(value) == len(document)
        for item, part_of_document in zip(value, document, strict=True):
            _check(schema["items"], item, part_of_document)
    elif isinstance(schema.get("additionalProperties"), dict):
        assert value.keys() == document.keys()
        for key, item in value.items():
            _check(schema["additionalProperties"], item, document[key])
    elif schema.get("format") == "date-time":
        assert value == datetime.fromisoformat(document)
    else:
        assert value == document
        assert type(value) is type(document), "a whole number stays whole"


def _check_model(name: str | None, fields: dict[str, Any], value: Any, document: Any) -> None:
    if name is not None:
        assert type(value) is getattr(models, spec.class_name(name))
    for key, item in document.items():
        attribute = getattr(value, spec.FIELD_NAMES.get(key, key))
        if key in fields:
            _check(fields[key], attribute, item)
        else:
            assert attribute == item, f"the unknown field {key} is kept"
    for key in fields.keys() - document.keys():
        assert getattr(value, spec.FIELD_NAMES.get(key, key)) is None, f"{key} was not in the answer"


def _check_one_of(forms: list[dict[str, Any]], value: Any, document: Any) -> None:
    failures: list[AssertionError] = []
    for form in forms:
        try:
            return _check(form, value, document)
        except (AssertionError, AttributeError, TypeError, ValueError) as error:
            failures.append(AssertionError(f"{spec.schema_name(form) or form.get('type')}: {error}"))
    raise AssertionError("\n".join(map(str, failures)))
