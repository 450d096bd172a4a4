"""A field is read and written by its name in the API, whatever its name in Python is and whatever others are called."""

from __future__ import annotations

import json
from typing import Any, List, Literal, Optional, Union

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from humanloop import pydantic as models
from humanloop.response.model import Model
from humanloop.response.reading import to_model
from humanloop.response.tolerance import fit

NAMES = ["@type", "type", "banType", "ban_type", "_id", "id", "other"]


class Odd(Model):
    type_2: Optional[str] = Field(default=None, alias="@type")
    type: Optional[str] = None
    ban_type_2: Optional[str] = Field(default=None, alias="banType")
    ban_type: Optional[str] = None
    id_2: Optional[str] = Field(default=None, alias="_id")
    id: Optional[str] = None


class Swapped(Model):
    """Each field's name in Python is another field's name in the API."""

    type: Optional[str] = Field(default=None, alias="@type")
    type_: Optional[str] = Field(default=None, alias="type")
    ban_type: Optional[str] = Field(default=None, alias="banType")
    ban_type_: Optional[str] = Field(default=None, alias="ban_type")
    id: Optional[str] = Field(default=None, alias="_id")
    id_: Optional[str] = Field(default=None, alias="id")


class Cat(Model):
    kind: Literal["cat"]
    name: Optional[str] = None


class Dog(Model):
    kind: Literal["dog"]
    owner: Optional[str] = None


@pytest.fixture(autouse=True, scope="module")
def known() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Odd, Swapped):
            patch.setattr(models, kind.__name__, kind, raising=False)
        yield


@given(
    name=st.sampled_from(["Odd", "Swapped"]),
    answer=st.dictionaries(st.sampled_from(NAMES), st.one_of(st.text(max_size=3), st.none())),
    misfit=st.booleans(),
)
def test_what_comes_in_is_what_is_dumped(name: str, answer: dict[str, Any], misfit: bool) -> None:
    if misfit:
        answer = {**answer, "@type": 5}
    data = json.dumps(answer).encode()
    made = to_model(f"models.{name}", data, validate=False)
    assert made.model_dump(by_alias=True, exclude_unset=True) == answer
    assert json.loads(made.model_dump_json(by_alias=True, exclude_unset=True)) == answer
    if not misfit:
        assert to_model(f"models.{name}", data, validate=True) == made
        assert fit(getattr(models, name), answer) == made


def test_one_key_fills_one_field() -> None:
    made = to_model("models.Swapped", b'{"type": "T"}', validate=True)
    assert (made.type, made.type_) == (None, "T")
    assert Swapped(type="x").type == "x", "programs go on to make models by the names in Python"


class LooseCat(Model):
    kind: Optional[Literal["cat"]] = None
    name: Optional[str] = None


class LooseDog(Model):
    kind: Optional[Literal["dog"]] = None
    owner: Optional[str] = None


@pytest.mark.parametrize("hint", [List[Union[Cat, Dog]], List[Union[LooseCat, LooseDog]]])
@pytest.mark.parametrize("kind", ["bird", "", "Cat"])
def test_an_object_of_a_kind_that_is_not_known_is_kept_as_it_came(kind: str, hint: Any) -> None:
    made: Any = fit(hint, [{"kind": kind, "wings": 2}, {"kind": "cat", "name": 5}])
    bird, cat = made
    assert type(bird) is Model
    assert (bird.kind, bird.wings) == (kind, 2)
    assert bird.model_dump() == {"kind": kind, "wings": 2}
    assert type(cat) in (Cat, LooseCat)
    assert cat.model_dump() == {"kind": "cat", "name": 5}


def test_without_its_kind_an_object_is_what_it_is_most_like() -> None:
    assert type(fit(Union[Cat, Dog], {"owner": "Ann"})) is Dog
    assert type(fit(Union[LooseCat, LooseDog], {"owner": "Ann"})) is LooseDog
    assert type(fit(Union[LooseCat, LooseDog], {"kind": "dog", "name": 5})) is LooseDog
    assert type(fit(Union[LooseCat, LooseDog], {"kind": None, "owner": "Ann", "x": 1})) in (LooseDog, Model)
