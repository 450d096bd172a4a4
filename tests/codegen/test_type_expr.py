"""How types are written on each side."""

from __future__ import annotations

import pytest

from codegen.imports import import_lines, names_in
from codegen.type_expr import (
    ANY,
    NONE,
    Choice,
    ListOf,
    MapOf,
    Ref,
    Scalar,
    Side,
    Temporal,
    TypeExpr,
    UnionOf,
    describe,
)

LOG = Ref("Log", is_object=True)
ROLE = Ref("Role", is_object=False)
TEXT = Scalar("str")
KIND = Choice(("model",), is_open=False)


@pytest.mark.parametrize(
    ("expression", "parameter", "wire", "answer"),
    [
        (TEXT, "str", "str", "str"),
        (LOG, "Union[types.Log, models.Log]", "types.Log", "models.Log"),
        (ROLE, "types.Role", "types.Role", "models.Role"),
        (ListOf(TEXT), "List[str]", "List[str]", "List[str]"),
        (ListOf(LOG), "Sequence[Union[types.Log, models.Log]]", "List[types.Log]", "List[models.Log]"),
        (MapOf(ANY), "Mapping[str, Any]", "Mapping[str, Any]", "Dict[str, Any]"),
        (Temporal("datetime"), "Union[datetime, str]", "Union[datetime, str]", "datetime"),
        (
            UnionOf((Temporal("date"), Temporal("datetime"))),
            "Union[date, datetime, str]",
            "Union[date, datetime, str]",
            "Union[date, datetime]",
        ),
        (Choice(("a", "b")), 'Union[Literal["a", "b"], str]', "str", 'Union[Literal["a", "b"], str]'),
        (TEXT.nullable, "Optional[str]", "Optional[str]", "Optional[str]"),
        (TEXT.nullable.nullable, "Optional[str]", "Optional[str]", "Optional[str]"),
        (ANY.nullable, "Any", "Any", "Any"),
        (NONE, "None", "None", "None"),
    ],
)
def test_write(expression: TypeExpr, parameter: str, wire: str, answer: str) -> None:
    assert expression.write(Side.PARAMETER) == parameter
    assert expression.write(Side.WIRE) == wire
    assert expression.write(Side.ANSWER) == answer


@pytest.mark.parametrize(
    ("expression", "side", "text"),
    [
        (Scalar("str", min_length=1, max_length=9), Side.FIELD, "Annotated[str, MinLength(1), MaxLength(9)]"),
        (Scalar("str", max_length=9), Side.PARAMETER, "str"),
        (KIND, Side.MODEL, 'Literal["model"]'),
        (KIND, Side.FIELD, 'Union[Literal["model"], str]'),
        (
            UnionOf((LOG, Ref("Tool", is_object=True)), discriminator="type"),
            Side.MODEL,
            'Annotated[Union[models.Log, models.Tool], Field(discriminator="type")]',
        ),
    ],
)
def test_write_only_there(expression: TypeExpr, side: Side, text: str) -> None:
    assert expression.write(side) == text


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (TEXT.nullable, "str | None"),
        (ANY.nullable, "Any"),
        (ListOf(LOG).nullable, "list[models.Log] | None"),
        (MapOf(ListOf(TEXT)), "dict[str, list[str]]"),
        (UnionOf((KIND, Scalar("float"))), 'Literal["model"] | float | int'),
        (UnionOf((TEXT, LOG)), "str | models.Log"),
        # A schema may be another name of `None`, and bars cannot stand between two of these.
        (LOG.nullable, "Optional[models.Log]"),
        (UnionOf((TEXT, LOG, Ref("Tool", is_object=True))), "Union[str, models.Log, models.Tool]"),
        # Nor beside a text.
        (Ref("Later", is_object=True).nullable, 'Optional["models.Later"]'),
        (ListOf(Ref("Later", is_object=True)).nullable, 'Optional[List["models.Later"]]'),
    ],
)
def test_attributes_are_written_in_the_fastest_forms(expression: TypeExpr, text: str) -> None:
    assert expression.write(Side.ATTRIBUTE, quote={"Later"}) == text


def test_quoted_names_are_forward_references() -> None:
    assert ListOf(LOG).write(Side.FIELD, quote={"Log"}) == 'Sequence[Union["types.Log", "models.Log"]]'


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (ListOf(LOG), "list of [Log](m/Log.md)"),
        (ListOf(UnionOf((TEXT, LOG))), "list of (`str` or [Log](m/Log.md))"),
        (UnionOf((ListOf(LOG), LOG)), "[Log](m/Log.md) or list of [Log](m/Log.md)"),
        (MapOf(ANY), "dict"),
        (MapOf(TEXT.nullable), "dict of (`str` or None)"),
        (Choice(("a", 1)), '`"a"` or `1`'),
        (ANY, "anything"),
    ],
)
def test_describe(expression: TypeExpr, text: str) -> None:
    assert describe(expression, "m/") == text


def test_imports_are_what_the_types_name() -> None:
    names = names_in(['Optional[Union["types.Log", "models.Log"]]', 'Literal["date", "Any"]', "Sequence[datetime]"])
    assert names == {"Optional", "Union", "types", "models", "Literal", "Sequence", "datetime"}
    assert import_lines(names, package="shop", runtime="core", models="pydantic") == (
        "from collections.abc import Sequence",
        "from datetime import datetime",
        "from typing import Literal, Optional, Union",
        "from shop import pydantic as models",
        "from shop import types",
    )


def test_numbers_beyond_64_bits_are_no_literals() -> None:
    assert Choice((1, 2**63), "int").write(Side.MODEL) == "int"
