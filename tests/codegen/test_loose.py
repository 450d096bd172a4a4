"""What documents say in other words becomes what the readers know; what is lost on the way is noted."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.forgiving import parse_forgivingly
from codegen.notes import AS_ANY, IGNORED
from codegen.renaming import with_names
from codegen.spec import loads
from codegen.type_base import Side
from tests.codegen.features import operation

BASE = "B: {type: object, required: [b], properties: {b: {type: string}, kind: {type: string}}}"
OTHER = "C: {type: object, properties: {c: {type: integer}}}"


def read(schemas: str, version: str = "3.1.0") -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The fields, or the type, of each schema as it is sent; and the notes."""
    text = f"{operation()}components: {{schemas: {{{schemas}}}}}\n".replace("3.0.3", version)
    api, problems = parse_forgivingly(loads(text, "f.yaml"))
    assert problems == ()
    written: dict[str, Any] = {}
    for schema in api.names:
        if schema.fields is None:
            written[schema.name] = schema.type.write(Side.FIELD)
        else:
            written[schema.name] = ", ".join(f"{entry.wire}: {entry.sent}" for entry in schema.fields)
    return written, [(note.reason, note.done) for note in api.notes]


@pytest.mark.parametrize(
    ("schema", "written"),
    [
        ("true", "Any"),
        ("{type: 'null'}", "None"),
        ("{type: [string, 'null']}", "Optional[str]"),
        ("{type: string, anyOf: [{enum: [a]}, {}]}", "Union[Literal['a'], str]"),
        ("{type: object, oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}",
         "Union[types.B, models.B, types.C, models.C]"),
        ("{allOf: [{type: string}, {minLength: 2}]}", "Annotated[str, MinLength(2)]"),
        ("{allOf: [{type: string, enum: [a, b]}, {enum: [b, c]}]}", "Union[Literal['b'], str]"),
        ("{allOf: [{type: integer}, {type: number}]}", "int"),
        ("{type: object, patternProperties: {'^x': {type: integer}}}", "Mapping[str, int]"),
        ("{allOf: [{$ref: '#/components/schemas/B'}], type: object, description: D.}", "Union[types.B, models.B]"),
    ],
)  # fmt: skip
def test_what_is_written_in_other_words(schema: str, written: str) -> None:
    found, notes = read(f"A: {schema}, {BASE}, {OTHER}")
    assert found["A"].replace('"', "'") == written
    assert notes == []


def test_what_stands_beside_an_all_of_is_a_part_of_it() -> None:
    found, _ = read(
        f"A: {{allOf: [{{$ref: '#/components/schemas/B'}}], required: [a], properties: {{a: {{}}}}}}, {BASE}"
    )
    assert found["A"] == "b: str, kind: NotRequired[str], a: Any"


def test_a_part_may_require_what_another_describes() -> None:
    found, notes = read(f"A: {{allOf: [{{$ref: '#/components/schemas/B'}}, {{required: [kind]}}]}}, {BASE}")
    assert found["A"] == "b: str, kind: str"
    assert notes == []


def test_properties_beside_a_union_belong_to_each_member() -> None:
    union = "oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]"
    found, _ = read(f"A: {{type: object, properties: {{x: {{type: string}}}}, {union}}}, {BASE}, {OTHER}")
    assert found["A"].startswith("Union[types.A1, models.A1, types.A2")
    assert found["A1"] == "x: NotRequired[str], b: str, kind: NotRequired[str]"
    assert found["A2"] == "x: NotRequired[str], c: NotRequired[int]"


def test_a_union_of_requirements_alone_is_noted() -> None:
    found, notes = read("A: {type: object, properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}")
    assert found["A"] == "a: NotRequired[Any], b: NotRequired[Any]"
    assert notes == [("the limits in `anyOf`", IGNORED)]


def test_a_required_property_that_is_not_described_may_be_anything() -> None:
    found, notes = read("A: {type: object, required: [a, x], properties: {a: {type: string}}}")
    assert found["A"] == "a: str, x: NotRequired[Any]"
    assert notes == [("the required property `x` is not described", AS_ANY)]


def test_a_schema_that_holds_itself_and_is_no_object() -> None:
    found, notes = read("A: {anyOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/A'}}]}")
    assert found["A"] == "Union[str, Sequence[Any]]"
    assert notes == [("`A` holds itself and is no object", AS_ANY)]


CAT = "Cat: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {meow: {type: boolean}}}]}"
DOG = "Dog: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {bark: {type: boolean}}}]}"
PETS = "oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]"


@pytest.mark.parametrize(
    ("mapping", "cat"),
    [
        ("", "Cat"),
        (", mapping: {cat: '#/components/schemas/Cat', dog: Dog}", "cat"),
        (", mapping: {dog: Dog}", "Cat"),
    ],
)
def test_a_discriminator_gives_members_their_values(mapping: str, cat: str) -> None:
    found, notes = read(f"Pet: {{{PETS}, discriminator: {{propertyName: kind{mapping}}}}}, {BASE}, {CAT}, {DOG}")
    assert (
        found["Cat"].replace('"', "'")
        == f"b: str, kind: NotRequired[Union[Literal['{cat}'], str]], meow: NotRequired[bool]"
    )
    assert notes == []


def test_a_discriminator_that_tells_nothing_apart_is_noted() -> None:
    found, notes = read(f"Pet: {{{PETS}, discriminator: {{propertyName: other}}}}, {BASE}, {CAT}, {DOG}")
    assert found["Pet"] == "Union[types.Cat, models.Cat, types.Dog, models.Dog]"
    assert notes == [("the discriminator `other`", "members are told apart by what fits")]


PET = (
    "Pet: {{type: object, required: [kind], properties: {{kind: {{type: string}}}}, "
    "discriminator: {{propertyName: kind{mapping}}}}}, "
    "Cat: {{allOf: [{{$ref: '#/components/schemas/Pet'}}, {{properties: {{lives: {{type: integer}}}}}}]}}, "
    "Lion: {{allOf: [{{$ref: '#/components/schemas/Cat'}}], properties: {{mane: {{type: boolean}}}}}}, "
    "Dog: {{allOf: [{{$ref: '#/components/schemas/Pet'}}]}}, "
    "Same: {{allOf: [{{$ref: '#/components/schemas/Pet'}}], description: D.}}, "
    "Home: {{type: object, properties: {{pet: {{$ref: '#/components/schemas/Pet'}}}}}}"
)


def test_a_base_with_a_discriminator_is_one_of_what_it_maps_and_of_what_has_its_name_as_its_value() -> None:
    mapping = ", mapping: {c: '#/components/schemas/Cat', d: Dog}"
    found, notes = read(PET.format(mapping=mapping))
    members = ", ".join(f"types.{name}, models.{name}" for name in ("Cat", "Dog", "Same", "Lion"))
    assert found == {
        "Pet": f"Union[{members}]",
        "PetBase": "kind: str",
        "Cat": 'kind: Union[Literal["c"], str], lives: NotRequired[int]',
        "Lion": 'kind: Union[Literal["Lion"], str], lives: NotRequired[int], mane: NotRequired[bool]',
        "Dog": 'kind: Union[Literal["d"], str]',
        "Same": 'kind: Union[Literal["Same"], str]',
        "Home": "pet: NotRequired[types.Pet]",
    }
    assert notes == []


def test_what_a_mapping_leaves_out_says_itself_what_it_is_called() -> None:
    base = "{allOf: [{$ref: '#/components/schemas/Pet'}]"
    text = PET.format(mapping=", mapping: {c: Cat}")
    found, notes = read(text.replace(f"Dog: {base}", f"Dog: {base}, properties: {{kind: {{const: rex}}}}"))
    assert (found["Dog"], notes) == ('kind: Union[Literal["rex"], str]', [])


@pytest.mark.parametrize(
    "text",
    [
        PET.format(mapping=", mapping: {Dog: Cat}"),
        f"Pet: {{{PETS}, discriminator: {{propertyName: kind, mapping: {{Dog: Cat}}}}}}, {BASE}, {CAT}, {DOG}",
    ],
)
def test_two_kinds_of_one_value_are_not_told_apart_by_it(text: str) -> None:
    found, notes = read(text)
    assert found["Pet"].startswith("Union[types.Cat, models.Cat, types.Dog, models.Dog")
    assert notes == [("the discriminator `kind`", "members are told apart by what fits")]


@pytest.mark.parametrize(
    "text",
    [
        PET.format(mapping=", mapping: {c: Cat, d: Dgo}"),
        f"Pet: {{{PETS}, discriminator: {{propertyName: kind, mapping: {{d: Dgo}}}}}}, {BASE}, {CAT}, {DOG}",
    ],
)
def test_a_value_of_what_is_not_there_is_noted(text: str) -> None:
    found, notes = read(text)
    assert 'Literal["Dog"]' in found["Dog"]
    assert notes == [("the value `d` stands for `Dgo`, which is not there", IGNORED)]


def test_without_a_mapping_a_base_is_itself_or_what_is_derived_from_it() -> None:
    found, notes = read(PET.format(mapping="").replace("Same:", "Puppy:"))
    members = ", ".join(f"types.{name}, models.{name}" for name in ("Cat", "Dog", "Puppy", "Lion", "PetBase"))
    assert found["Pet"] == f"Union[{members}]"
    kinds = {name: found[name].partition(",")[0] for name in ("PetBase", "Cat", "Lion", "Dog", "Puppy")}
    assert kinds == {name: f'kind: Union[Literal["{name.removesuffix("Base")}"]' for name in kinds}
    assert notes == []


LION = "Lion: {allOf: [{$ref: '#/components/schemas/Cat'}, {properties: {mane: {type: boolean}}}]}"
CATS = "oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Lion'}]"


@pytest.mark.parametrize(
    "schemas",
    [PET.format(mapping=""), f"Pet: {{{CATS}, discriminator: {{propertyName: kind}}}}, {BASE}, {CAT}, {LION}"],
)
def test_a_kind_with_another_name_has_the_value_that_the_api_knows(schemas: str) -> None:
    document = loads(f"{operation()}components: {{schemas: {{{schemas}}}}}\n", "f.yaml")
    api, _ = parse_forgivingly(with_names(document, {"Cat": "Kitty"}))
    kinds = {each.name: entry.sent for each in api.names for entry in each.fields or () if entry.wire == "kind"}
    assert ('Literal["Cat"]' in kinds["Kitty"], 'Literal["Lion"]' in kinds["Lion"]) == (True, True)


def test_a_kind_that_says_itself_what_it_is_called_is_called_so() -> None:
    base = "{allOf: [{$ref: '#/components/schemas/Pet'}]"
    pets = PET.format(mapping="").replace(f"Dog: {base}", f"Dog: {base}, properties: {{kind: {{const: rex}}}}")
    found, notes = read(pets)
    assert found["Dog"] == 'kind: Union[Literal["rex"], str]'
    assert (found["Pet"].count("types."), notes) == (5, [])


def test_a_mapping_that_contradicts_what_a_kind_says_is_noted() -> None:
    cat = "Cat: {type: object, required: [kind], properties: {kind: {const: tabby}}}, "
    dog = "Dog: {type: object, required: [kind], properties: {kind: {const: dog}}}, "
    union = "Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], "
    found, notes = read(
        f"{cat}{dog}{union}discriminator: {{propertyName: kind, mapping: {{cat: '#/components/schemas/Cat'}}}}}}"
    )
    assert found["Pet"] == "Union[types.Cat, models.Cat, types.Dog, models.Dog]"
    assert notes == [("`#/components/schemas/Cat` says that its `kind` is `tabby`", IGNORED)]


def test_a_discriminator_of_an_object_that_nothing_is_derived_from_is_noted() -> None:
    found, notes = read("A: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}")
    assert found == {"A": "kind: NotRequired[str]"}
    assert notes == [("the discriminator `kind`", IGNORED)]


@pytest.mark.parametrize(
    ("values", "written", "noted"),
    [
        ("[null, x, 1, 1.5, true]", "Any", True),
        ("[true, 1]", "Any", True),
        ("[1, 2.5]", "float", False),
        ("[1.5]", "float", False),
        ("[1, 2]", "Union[Literal[1, 2], int]", False),
        ("[null, true]", "Optional[Union[Literal[True], bool]]", False),
    ],
)
def test_an_enumeration_without_a_type_is_of_that_of_its_values(values: str, written: str, noted: bool) -> None:
    found, notes = read(f"A: {{enum: {values}}}")
    reason = "an enumeration of values that are not all texts, all numbers or all booleans"
    assert (found["A"], notes) == (written, [(reason, AS_ANY)] if noted else [])
