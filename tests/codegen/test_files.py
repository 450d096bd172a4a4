"""Documents of several files: what they refer to is found, named once, and told in its own file and line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codegen.__main__ import main
from codegen.files import load_whole
from codegen.forgiving import parse_forgivingly
from codegen.parse import parse
from codegen.spec import SpecError, load
from codegen.type_base import Side
from tests.codegen.features import ANSWER, HEAD
from tests.codegen.packages import ARIZE, NASTY
from tests.codegen.survey import survey

if TYPE_CHECKING:
    from codegen.api import Api

SPLIT = Path(__file__).parent / "split" / "openapi.yaml"


def written(folder: Path, files: dict[str, str]) -> Path:
    """Write a document and its files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "a.yaml"


def answering(*references: str) -> str:
    """Make a document whose operations answer what references lead to."""
    lines = [
        f"  /{number}:\n    get:\n      operationId: get{number}\n      tags: [A]\n      responses:\n"
        f"        '200': {{description: D., content: {{application/json: {{schema: {{$ref: '{text}'}}}}}}}}\n"
        for number, text in enumerate(references)
    ]
    return f"{HEAD}paths:\n{''.join(lines)}"


def answers(api: Api) -> list[str]:
    """What the operations answer."""
    return [operation.answer for tag in api.tags for operation in tag.operations]


def test_a_document_in_a_folder_of_files(tmp_path: Path) -> None:
    document = load_whole(SPLIT)
    components = document.root["components"]
    assert {name: [*components[name].fields] for name in components.fields} == {
        "schemas": ["Pet", "Cat", "Dog", "Error", "Limit", "Owner"],
        "parameters": ["Limit"],
        "responses": ["NotFound"],
    }
    assert (document.unreachable, parse(document)[1]) == ({}, ())
    row = survey(SPLIT, tmp_path, mypy=False)
    assert (row.wrong, row.notes, row.imported) == ({}, [], "yes")
    assert (row.operations, row.generated, row.right) == (4, 4, 4)


def test_parts_of_files_know_both_places() -> None:
    name = load_whole(SPLIT).root["components"]["schemas"]["Owner"]["properties"]["name"]
    assert str(name.place) == "schemas/Pet.yaml:14 components.schemas.Owner.properties.name"


@pytest.mark.parametrize("path", [ARIZE, NASTY])
def test_a_document_of_one_file_is_as_it_was(path: Path) -> None:
    assert load_whole(path) == load(path)


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("https://example.com/b.yaml#/B", "nothing is fetched from the network: save the file beside the document"),
        ("//example.com/b.yaml", "nothing is fetched from the network"),
        ("/etc/b.yaml", "a path has to be relative to the file that names it"),
        ("c.yaml#/B", "there is no file `c.yaml`"),
        ("d", "`d` is a folder: name a file in it"),
        ("b.yaml#/C", "there is no `C` in `b.yaml`"),
        ("b.yaml#B", "`#B` is no JSON pointer, which begins with `#/`"),
        ("d/broken.yaml", "d/broken.yaml:2: not YAML"),
        ("b.yaml#/Circle", "it leads back to itself"),
    ],
)
def test_a_reference_that_cannot_be_followed_costs_a_type(tmp_path: Path, reference: str, reason: str) -> None:
    files = {
        "a.yaml": answering(reference, "b.yaml#/B"),
        "b.yaml": "B: {type: integer}\nCircle: {$ref: '#/Circle'}\n",
        "d/broken.yaml": "{\n",
    }
    path = written(tmp_path, files)
    api, problems = parse_forgivingly(load_whole(path))
    assert (problems, answers(api)) == ((), ["Any", "models.B"])
    (note,) = api.notes
    assert str(note).startswith(
        f"a.yaml:9 paths./0.get.responses.200.content.application/json.schema: reference `{reference}`"
    )
    assert f"cannot be followed: {reason}" in note.reason
    ((problem,), tags) = (parse(load_whole(path))[1], api.tags)
    assert reason in problem.message
    assert tags


def test_a_section_that_is_not_there_is_an_error_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, {"a.yaml": f"{answering('#/components/schemas/A')}components: {{$ref: b.yaml}}\n"})
    with pytest.raises(
        SpecError, match=r"a\.yaml:10 components: reference `b\.yaml` cannot be followed: there is no file"
    ):
        load_whole(path)
    assert main([str(path), "--package", "p", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        "a.yaml:10 components: reference `b.yaml` cannot be followed: there is no file `b.yaml`\n"
    )


def test_a_path_that_is_not_there_costs_its_operations(tmp_path: Path) -> None:
    text = f"{HEAD}paths:\n  /a: {{$ref: gone.yaml}}\n  /b: {{get: {{operationId: b, {ANSWER}}}}}\n"
    api, problems = parse_forgivingly(load_whole(written(tmp_path, {"a.yaml": text})))
    assert (problems, [operation.id for tag in api.tags for operation in tag.operations]) == ((), ["b"])
    assert [note.done for note in api.notes] == ["the operations of the path are left out"]


def test_names_that_are_taken(tmp_path: Path) -> None:
    files = {
        "a.yaml": answering("b.yaml#/Pet", "c/b.yaml#/Pet", "c/b.yaml#/pet", "Pet.yaml", "./c/../b.yaml#/Pet"),
        "b.yaml": "Pet: {type: object, properties: {a: {type: string}}}\n",
        "c/b.yaml": "Pet: {type: object, properties: {b: {type: string}}}\npet: {type: object, properties: {c: {}}}\n",
        "Pet.yaml": "{type: object, properties: {d: {type: string}}}\n",
    }
    api, problems = parse(load_whole(written(tmp_path, files)))
    assert problems == ()
    assert answers(api) == ["models.Pet", "models.BPet", "models.BPet2", "models.PetPet", "models.Pet"]


def test_what_the_document_names_itself_keeps_its_name(tmp_path: Path) -> None:
    named = "components: {schemas: {Animal: {$ref: 'b.yaml#/Pet'}, Other: {$ref: 'b.yaml#/Pet'}}}\n"
    files = {
        "a.yaml": answering("b.yaml#/Pet", "#/components/schemas/Other", "b.yaml#/Flock") + named,
        "b.yaml": "Pet: {type: object, properties: {a: {$ref: 'a.yaml#/components/schemas/Animal'}}}\n"
        "Flock: {type: array, items: {$ref: '#/Pet'}}\n",
    }
    api, problems = parse(load_whole(written(tmp_path, files)))
    assert problems == ()
    assert answers(api) == ["models.Animal", "models.Other", "models.Flock"]
    (field,) = api.by_name["Animal"].fields or ()
    assert field.type.write(Side.MODEL) == "models.Animal"


def test_parts_without_a_name_get_one(tmp_path: Path) -> None:
    schemas = """\
components:
  schemas:
    A:
      type: object
      properties:
        x: {type: object, properties: {y: {type: array, items: {type: object, properties: {z: {type: integer}}}}}}
      $defs: {Inner: {type: object, properties: {n: {$ref: '#/components/schemas/A/properties/x/properties/y'}}}}
"""
    start = "#/components/schemas/A"
    leads = (f"{start}/$defs/Inner", f"{start}/properties/x", f"{start}/properties/x/properties/y/items")
    path = written(tmp_path, {"a.yaml": f"{answering(*leads)}{schemas}"})
    api, problems = parse_forgivingly(load_whole(path))
    assert problems == ()
    assert answers(api) == ["models.Inner", "models.X", "models.Items"]
    # What `$defs` hold is used, and nothing is lost.
    assert api.notes == ()
