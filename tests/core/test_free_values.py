"""Free-form values: one look at all of them passes what JSON has, and nothing else, whatever shape they have."""

from __future__ import annotations

import collections
import math
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from humanloop.request import free_values
from humanloop.request.free_values import plain, plain_object

if TYPE_CHECKING:
    from collections.abc import Callable

ODD: list[Any] = [
    math.nan,
    -math.inf,
    b"text",
    (1, 2),
    {1},
    Decimal("1.5"),
    datetime(2024, 3, 5, tzinfo=UTC),
    object(),
    {1: "x"},
    [(1,)],
    collections.OrderedDict(a=1),
    type("Text", (str,), {})("x"),
    type("Number", (int,), {})(1),
]


def passes(value: Any, look: Callable[[Any], Any] = plain) -> bool:
    try:
        return look(value) is value
    except PydanticCustomError:
        return False


def rows(number: int, columns: int = 4) -> list[dict[str, Any]]:
    values = ["text", 1, None, 0.5]
    return [{f"column {index}": values[index % len(values)] for index in range(columns)} for _ in range(number)]


@pytest.mark.parametrize("number", [1, 12, 13, 60, 3000])
def test_objects_of_one_shape_pass(number: int) -> None:
    assert passes(rows(number))
    assert passes({"rows": rows(number)}, plain_object)


@pytest.mark.parametrize("place", [0, 1, 30, 58, 59])
@pytest.mark.parametrize("column", range(4))
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
def test_what_is_no_json_is_found_among_objects_of_one_shape(odd: Any, column: int, place: int) -> None:
    value = rows(60)
    value[place][f"column {column}"] = odd
    assert not passes(value)
    assert not passes({"rows": value}, plain_object)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
def test_what_is_no_json_is_found_where_all_objects_have_it(odd: Any) -> None:
    assert not passes([{**row, "column 1": odd} for row in rows(60)])


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("place", [0, 999])
def test_a_list_of_numbers_holds_none_that_json_does_not_have(number: float, place: int) -> None:
    numbers = [index / 7 for index in range(1000)]
    assert passes({"numbers": numbers}, plain_object)
    numbers[place] = number
    assert not passes({"numbers": numbers}, plain_object)
    assert not passes([*numbers, "text"])


def test_numbers_whose_sum_is_too_large_pass() -> None:
    assert passes([1e308] * 100)
    assert passes([1e308, 1e308, -1e308, "text"])


ATOMS = st.sampled_from(["", "x", 0, 1, True, None, 0.5, math.nan, b"", (), Decimal(1)])
SHAPES = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c", 1]), inner, max_size=3),
    max_leaves=6,
)


@given(SHAPES, SHAPES, st.integers(0, 4), st.integers(0, 4))
def test_shapes_decide_nothing(shape: Any, other: Any, before: int, after: int) -> None:
    value = [shape] * before + [other] + [shape] * after
    found: list[bool] = []
    for few in (0, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(free_values, "_FEW", few)
            found.append(passes(value))
    assert found[0] == found[1]
