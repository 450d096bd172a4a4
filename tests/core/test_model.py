"""The base of all models of answers."""

from __future__ import annotations

import copy
import inspect
import json
import math
import pickle
import warnings
from typing import TYPE_CHECKING, Any, Optional

import pytest
from pydantic import Field, ValidationError
from pydantic_core import PydanticSerializationError

from humanloop import pydantic as models
from humanloop.response.model import Model

if TYPE_CHECKING:
    from collections.abc import Callable


class Sample(Model):
    id: str
    model_config_: Optional[dict[str, Any]] = Field(default=None, alias="model_config")
    model_config_id: Optional[str] = None
    model_name: Optional[str] = None


def test_unknown_fields_are_kept_and_read_like_others() -> None:
    made = Sample.model_validate({"id": "a", "new": {"b": 1}})
    assert made.new == {"b": 1}  # type: ignore[attr-defined]
    assert made.model_extra == {"new": {"b": 1}}
    assert made.model_dump(exclude_unset=True) == {"id": "a", "new": {"b": 1}}


def test_an_attribute_that_is_nowhere_is_an_attribute_error() -> None:
    made = Sample(id="a")
    for name in ("nowhere", "nowhere_", "id__", "_", "__nowhere__"):
        with pytest.raises(AttributeError):
            getattr(made, name)
        assert not hasattr(made, name)


@pytest.mark.parametrize("given", [{"model_config": {"a": 1}}, {"model_config_": {"a": 1}}])
def test_a_model_is_made_by_the_names_of_the_api_or_of_python(given: dict[str, Any]) -> None:
    made = Sample(id="a", **given)
    assert made.model_config_ == {"a": 1}
    assert made.model_dump(exclude_unset=True) == {"id": "a", "model_config": {"a": 1}}
    assert made.model_dump_json(exclude_unset=True) == '{"id":"a","model_config":{"a":1}}'


def test_the_spelling_of_0_7_15_can_be_read() -> None:
    made = Sample(id="a", model_config_id="config_1", model_name="m")
    for spelt, value in {"model_config_id_": "config_1", "model_name_": "m", "id_": "a"}.items():
        assert getattr(made, spelt) == value
    assert "model_config_id_" not in made.model_dump()


def test_the_settings_of_the_class_are_not_mistaken_for_a_field() -> None:
    made = Sample.model_validate({"id": "a", "model_config": {"a": 1}})
    assert made.model_config_ == {"a": 1}
    assert Sample.model_config["extra"] == "allow"
    assert made.model_config is Sample.model_config


def test_a_model_is_strict_about_nothing_but_types() -> None:
    with pytest.raises(ValidationError, match="id"):
        Sample.model_validate({"model_name": "m"})
    made = Sample(id="a")
    made.id = "b"
    made.new = 1  # type: ignore[attr-defined]
    assert made.model_dump(exclude_none=True) == {"id": "b", "new": 1}


def test_a_model_is_equal_to_its_copies() -> None:
    made = models.ChatMessageWithToolCall.model_validate({"role": "user", "content": "hi", "new": [1]})
    copies: list[Any] = [copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made)), made.model_copy()]
    for copied in copies:
        assert copied == made
        assert copied.new == [1]
    assert made != models.ChatMessageWithToolCall(role="user", content="hi")


def test_a_model_shows_its_fields() -> None:
    made = Sample.model_validate({"id": "a", "new": 1})
    assert repr(made) == "Sample(id='a', new=1)"
    assert str(made) == "id='a' model_config_=None model_config_id=None model_name=None new=1"


def test_half_of_a_surrogate_pair_is_written_as_the_replacement_character() -> None:
    made = Sample(id="cut \ud83d", new={"a\ude00": ["\ud83d\ude00", math.nan, 1]})
    plain = Sample(id="cut \ufffd", new={"a\ufffd": ["\U0001f600", math.nan, 1]})
    assert made.model_dump_json() == plain.model_dump_json()
    options: dict[str, Any] = {"indent": 2, "exclude_none": True, "by_alias": True}
    assert made.model_dump_json(**options) == plain.model_dump_json(**options)
    assert made.model_dump()["id"] == Sample(id="cut \ud83d").model_dump(mode="json")["id"] == "cut \ud83d"
    assert "a\ufffd" in made.model_dump(mode="json")["new"]
    with pytest.raises(PydanticSerializationError, match="object"):
        Sample(id="a", new=object()).model_dump_json()


@pytest.mark.parametrize(
    ("around", "text"),
    [
        (lambda deep: [deep], "deep=[[["),
        (lambda deep: {"a": deep}, "deep={'a': {'a': "),
        (lambda deep: Sample(id="b", deep=deep), "Sample(id='a', deep=<'b'>)"),
    ],
)
def test_a_model_that_is_nested_deeply_is_shown_as_far_as_anybody_looks(
    around: Callable[[Any], Any], text: str
) -> None:
    deep: Any = "end"
    for _ in range(3000):
        deep = around(deep)
    made = Sample(id="a", deep=deep)
    assert text in str(made)
    assert len(str(made)) < 1000
    assert repr(made).startswith("Sample(id='a', deep=")
    assert len(repr(made)) < 100
    assert made._repr_html_()


def test_field_names_that_python_or_pydantic_reserve() -> None:
    feedback = models.FeedbackTypeRequest.model_validate({"type": "t", "class": "text"})
    assert feedback.class_ == "text"
    assert feedback.model_dump(exclude_none=True) == {"type": "t", "class": "text"}
    evaluator = models.UpdateEvaluatorRequest.model_validate({"model_config": {"model": "m", "prompt_template": "p"}})
    assert evaluator.model_config_ is not None
    assert evaluator.model_config_.model == "m"
    assert evaluator.model_dump(exclude_unset=True) == {"model_config": {"model": "m", "prompt_template": "p"}}


def test_dumping_does_not_warn_of_what_does_not_fit() -> None:
    made = Sample.model_construct(id=5, model_config_={"a": 1}, new=[])
    plain: dict[str, Any] = {"id": 5, "model_config": {"a": 1}, "new": []}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert made.model_dump(exclude_none=True) == plain
        assert json.loads(made.model_dump_json(exclude_none=True)) == plain
        assert made.model_dump(by_alias=False, exclude_none=True)["model_config_"] == {"a": 1}
    with pytest.warns(UserWarning, match="Expected `str`"):
        made.model_dump(warnings=True)
    assert "exclude_none" in inspect.signature(Sample.model_dump).parameters
