"""Answers that do not quite fit: whatever a server sends in a field, the rest stays usable and nothing is lost."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from humanloop import pydantic as models
from humanloop.response.model import Model
from humanloop.response.reading import to_model
from humanloop.response.tolerance import fit

KINDS: list[Any] = [None, True, 0, -1.5, 2**53, "text", "", [], ["text", 1, None], {}, {"unknown": [1]}]
MODELS = sorted(
    name for name in models.__all__ if isinstance(kind := getattr(models, name), type) and issubclass(kind, Model)
)


def sample(hint: Any, depth: int = 0) -> Any:
    """A value that fits a type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return sample(arguments[0], depth)
    if origin in (Union, UnionType):
        members = [member for member in arguments if member is not NoneType]
        return None if len(members) < len(arguments) and depth > 1 else sample(members[0], depth)
    if origin is Literal:
        return arguments[0]
    if origin is list:
        return [sample(arguments[0], depth + 1)] if depth < 6 else []  # a tree ends somewhere
    if origin is dict:
        return {"key": sample(arguments[1], depth + 1)}
    if isinstance(hint, type) and issubclass(hint, Model):
        return sample_of(hint, depth + 1)
    scalars = {str: "x", int: 1, float: 0.5, bool: True, datetime: "2024-01-02T03:04:05Z", date: "2024-01-02"}
    return scalars.get(hint)


def sample_of(model: type[Model], depth: int = 0) -> dict[str, Any]:
    """An answer that fits a model, all of its fields given."""
    model.model_rebuild()  # of two models that name each other, one does not know its types yet
    return {field.alias or name: sample(field.annotation, depth) for name, field in model.model_fields.items()}


def as_it_came(value: Any) -> Any:
    """A part of an answer as JSON values again; times stay times."""
    if isinstance(value, Model):
        given_ = {name: getattr(value, name) for name in value.model_fields_set}
        aliases = {name: field.alias or name for name, field in type(value).model_fields.items()}
        return {aliases.get(name, name): as_it_came(item) for name, item in given_.items()}
    if isinstance(value, list):
        return [as_it_came(item) for item in value]
    if isinstance(value, dict):
        return {key: as_it_came(item) for key, item in value.items()}
    return value


def has_field(model: type[Model], key: str, value: Any) -> bool:
    """Say whether a value fits a field, by pydantic's word."""
    name = next(name for name, field in model.model_fields.items() if key in (name, field.alias))
    field = model.model_fields[name]
    hint: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    try:
        TypeAdapter(hint).validate_json(json.dumps(value), strict=True)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("name", MODELS)
def test_any_field_may_hold_anything(name: str) -> None:
    model = getattr(models, name)
    whole = sample_of(model)
    expression = f"models.{name}"
    to_model(expression, json.dumps(whole).encode(), validate=True)
    for key in whole:
        for value in KINDS:
            data = json.dumps({**whole, key: value, "field of tomorrow": {"a": [value]}}).encode()
            made = to_model(expression, data, validate=False)
            attribute = next(field for field, info in model.model_fields.items() if key in (field, info.alias))
            assert type(made) is model
            assert as_it_came(getattr(made, attribute)) == value
            assert made.model_extra == {"field of tomorrow": {"a": [value]}}
            assert made.model_fields_set == {*model.model_fields, "field of tomorrow"}
            if not has_field(model, key, value):
                with pytest.raises(ValueError):
                    to_model(expression, data, validate=True)


@pytest.mark.parametrize("name", MODELS)
def test_any_field_may_be_missing(name: str) -> None:
    model = getattr(models, name)
    made = to_model(f"models.{name}", b'{"field of tomorrow": 1}', validate=False)
    assert type(made) is model
    assert {getattr(made, field) for field in model.model_fields} <= {None}
    assert made.model_extra == {"field of tomorrow": 1}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    # Text that reads as a time would become one.
    | st.text(st.characters(exclude_categories=["Cs", "Nd"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "name", "x"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*models.LogResponse.model_fields, "cls", "self", "x", ""]), JSON))
def test_whatever_a_log_holds_is_kept(answer: dict[str, Any]) -> None:
    made = to_model("models.LogResponse", json.dumps(answer).encode(), validate=False)
    assert type(made) is models.LogResponse
    assert as_it_came(made) == answer


@pytest.mark.parametrize(
    "name",
    ["self", "cls", "_fields_set", "values", "__dict__", "__class__", "__pydantic_extra__", "model_config", "copy", ""],
)
@pytest.mark.parametrize("fits", [True, False])
def test_an_unknown_field_may_have_any_name(name: str, fits: bool) -> None:
    known = {"prompt_tokens": 1 if fits else "1", "generation_tokens": 2, "total_tokens": 3}
    made = to_model("models.Usage", json.dumps({**known, name: {"a": 1}}).encode(), validate=False)
    assert type(made) is models.Usage
    assert made.model_extra == {name: {"a": 1}}
    assert made.prompt_tokens == known["prompt_tokens"]


def test_one_bad_item_does_not_cost_the_others() -> None:
    data = b"""{"page": 0, "size": 10, "total": "many", "records": [
        {"id": "data_1", "created_at": "2024-01-02T03:04:05Z", "prompt_tokens": 5, "config": {"type": "model"}},
        "not a log", null, {"id": 7}]}"""
    page: Any = to_model("models.PaginatedDataLogResponse", data, validate=False)
    assert page.total == "many"
    first, second, third, last = page.records
    assert (type(first), first.prompt_tokens) == (models.LogResponse, 5)
    assert first.created_at == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert type(first.config) is models.ModelConfigResponse
    assert (second, third) == ("not a log", None)
    assert (type(last), last.id) == (models.LogResponse, 7)


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("model", models.ModelConfigResponse),
        ("tool", models.ToolConfigResponse),
        ("evaluator", models.EvaluatorConfigResponse),
        ("agent", models.AgentConfigResponse),
        ("generic", models.GenericConfigResponse),
    ],
)
@pytest.mark.parametrize("where", ["itself", "in a list", "in a field", "in a list of a field"])
def test_the_type_decides_even_if_other_fields_do_not_fit(kind: str, model: type[Model], where: str) -> None:
    # `model` and `temperature` are keys of model configs: the more keys a model knows, the less that counts.
    config = {"type": kind, "id": "config_1", "name": 5, "model": "m", "temperature": 0.5, "unknown": 1}
    if where == "itself":
        made: Any = to_model("models.ConfigResponse", json.dumps(config).encode(), validate=False)
    elif where == "in a list":
        made = to_model("List[models.ConfigResponse]", json.dumps([config]).encode(), validate=False)[0]
    elif where == "in a field":
        made = to_model("models.LogResponse", json.dumps({"config": config}).encode(), validate=False).config
    else:
        page = {"records": [{"config": config}]}
        made = to_model("models.PaginatedDataLogResponse", json.dumps(page).encode(), validate=False).records[0].config
    assert (type(made), made.type, made.id, made.name) == (model, kind, "config_1", 5)
    assert as_it_came(made) == config


def test_a_type_of_tomorrow_is_kept_with_all_its_fields() -> None:
    config = {"type": "a type of tomorrow", "id": "config_1", "weight": 5}
    made = to_model("models.LogResponse", json.dumps({"config": config}).encode(), validate=False).config
    assert (made.type, made.id, made.weight) == ("a type of tomorrow", "config_1", 5)
    with pytest.raises(ValueError):
        to_model("models.ConfigResponse", json.dumps(config).encode(), validate=True)


def test_a_value_of_tomorrow_fits_an_open_enumeration() -> None:
    data = json.dumps({**sample_of(models.ChatMessageWithToolCall), "role": "a role of tomorrow"}).encode()
    assert to_model("models.ChatMessageWithToolCall", data, validate=True).role == "a role of tomorrow"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-01-02T03:04:05Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2024-01-02T03:04:05.123456789Z", datetime(2024, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)),
        ("2024-01-02T05:04:05+02:00", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("20240102T030405Z", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2024-01-02", datetime(2024, 1, 2)),  # noqa: DTZ001 - the server named no zone
    ],
)
def test_forms_of_time(text: str, time: datetime) -> None:
    data = json.dumps({"created_at": text}).encode()
    assert to_model("models.LogResponse", data, validate=False).created_at == time


@pytest.mark.parametrize("value", ["", "soon", "0000-00-00", "9999-12-31T24:00:00", 1700000000, 1.5, True, None, []])
def test_what_is_no_time_is_kept(value: Any) -> None:
    data = json.dumps({"created_at": value}).encode()
    assert to_model("models.LogResponse", data, validate=False).created_at == value


@pytest.mark.parametrize(
    ("hint", "value", "fitted"),
    [
        (dict[str, int], {"a": 1, "b": "2"}, {"a": 1, "b": "2"}),
        (dict[str, datetime], {"a": "2024-01-02T00:00:00Z"}, {"a": datetime(2024, 1, 2, tzinfo=UTC)}),
        (list[datetime | None], [None, "soon"], [None, "soon"]),
        (list[list[int]], [[1], "x", ["y"]], [[1], "x", ["y"]]),
        (int | str, 1.5, 1.5),
        (bool | float | list[str] | str, ["a", 1], ["a", 1]),
        (Any, {"a": [None]}, {"a": [None]}),
    ],
)
def test_parts_that_fit_are_made_and_the_others_kept(hint: Any, value: Any, fitted: Any) -> None:
    assert fit(hint, value) == fitted


@pytest.mark.parametrize("outer", ["EvaluationResultResponse", "LogResponse"])
def test_models_that_name_each_other_are_made_whichever_is_imported_first(outer: str) -> None:
    # In a process of its own: what matters is that nothing has been imported yet.
    program = """
import json, sys
from humanloop.response.reading import to_model
log = {"id": 1, "evaluation_results": [{"id": 2, "log": {"id": 3, "evaluation_results": [{"id": 4}]}}]}
result = {"id": 0, "log": log}
made = to_model("models." + sys.argv[1], json.dumps(log if "Log" in sys.argv[1] else result).encode(), validate=False)
log = made if "Log" in sys.argv[1] else made.log
inner = log.evaluation_results[0].log
print(type(log).__name__, type(inner).__name__, type(inner.evaluation_results[0]).__name__)
"""
    done = subprocess.run([sys.executable, "-c", program, outer], capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == (["LogResponse", "LogResponse", "EvaluationResultResponse"], "")


def test_a_value_that_is_given_is_not_changed() -> None:
    value = {"records": [{"id": 5, "config": {"type": "model"}}], "page": "0"}
    before = copy.deepcopy(value)
    fit(models.PaginatedDataLogResponse, value)
    assert value == before


def test_what_was_kept_survives_copying_and_pickling() -> None:
    made = to_model("models.LogResponse", b'{"id": 5, "config": {"type": "tool", "name": 7}, "x": [1]}', validate=False)
    for copied in (copy.deepcopy(made), pickle.loads(pickle.dumps(made)), made.model_copy(deep=True)):
        assert copied == made
        assert type(copied.config) is models.ToolConfigResponse
        assert as_it_came(copied) == {"id": 5, "config": {"type": "tool", "name": 7}, "x": [1]}
