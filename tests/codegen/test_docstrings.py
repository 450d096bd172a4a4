"""Docstrings say what the description says; where it says nothing, they are not there."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from codegen.__main__ import main
from tests.codegen.features import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SPEC = f"""{HEAD}\
paths:
  /boxes/{{box_id}}:
    put:
      operationId: put_box
      tags: [Boxes]
      parameters:
        - {{name: box_id, in: path, required: true, schema: {{type: string}}}}
        - {{name: limit, in: query, schema: {{type: integer}}, description: At most so many.}}
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Box'}}}}}}}}
      responses:
        '200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/Box'}}}}}}}}
components:
  schemas:
    Box: {{type: object, properties: {{name: {{type: string}}, size: {{type: integer, description: In cm.}}}}}}
    Kind: {{type: string, enum: [a, b]}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare")
    spec = folder / "spec.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    assert main([str(spec), "--package", "bare", "--out", str(folder)]) == 0
    return folder / "bare"


def told(path: Path) -> Iterator[str]:
    """The texts that stand in a module by themselves, but for its own docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for entry in body if isinstance(body, list) else ():
            is_text = isinstance(entry, ast.Expr) and isinstance(entry.value, ast.Constant)
            if is_text and entry is not tree.body[0]:
                yield str(entry.value.value)


@pytest.mark.parametrize("side", ["types", "models"])
def test_schemas_and_fields_without_a_description_have_no_docstring(folder: Path, side: str) -> None:
    found = {path.name: list(told(path)) for path in (folder / side).glob("*.py") if path.name != "__init__.py"}
    assert found == {"box.py": ["In cm."], "kind.py": []}


def test_a_tag_and_parameters_without_a_description_have_no_text(folder: Path) -> None:
    tree = ast.parse((folder / "apis" / "tags" / "boxes_api.py").read_text(encoding="utf-8"))
    tag = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "BoxesApi")
    assert ast.get_docstring(tag) is None
    method = next(node for node in tag.body if isinstance(node, ast.FunctionDef) and node.name == "put_box")
    lines = [line.strip() for line in (ast.get_docstring(method) or "").splitlines() if line.strip()]
    assert lines[:4] == [
        "Call `PUT /boxes/{box_id}`.",
        "Args:",
        "size: In cm.",
        "limit: At most so many.",
    ]
    # An answer of which nothing is said is not spoken of.
    assert "Returns:" not in lines
