"""Packages as projects: installed, checked in an environment that has nothing else, and small."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codegen.__main__ import main
from codegen.cutting import cut, without_unused
from codegen.installable import python_version
from codegen.joining import join
from codegen.project import load_project
from tests.codegen.calling import api_of, call_all
from tests.codegen.packages import ARIZE, NASTY, imported_from
from tests.codegen.samples import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALL = """
openapi: 3.0.3
info: {title: "Small \\"things\\"", version: v2.1-beta}
servers: [{url: https://small.example}]
paths:
  /things:
    post:
      operationId: make
      tags: [Things]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {'200': {description: D., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
security: [{key: []}, {token: []}]
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, token: {type: http, scheme: bearer}}
  schemas:
    Order:
      type: object
      required: [name]
      properties: {name: {type: string}, when: {type: string, format: date-time}, '': {type: string}}
    Thing: {type: object, required: [id], properties: {id: {type: integer}}, additionalProperties: {type: string}}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of an API of one operation."""
    return _project(tmp_path_factory.mktemp("small"), SMALL, "small_things")


def _project(folder: Path, text: str, package: str) -> Path:
    (folder / "spec.yaml").write_text(text, encoding="utf-8")
    assert main([str(folder / "spec.yaml"), "--package", package, "--project", str(folder / "out")]) == 0
    return folder / "out"


def _run(command: Sequence[str | Path], cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_a_small_api_is_a_small_package(small: Path) -> None:
    modules = sorted(path.relative_to(small).as_posix() for path in (small / "small_things").rglob("*.py"))
    assert len(modules) <= 40, modules
    assert not [name for name in modules if re.search("display|pages|events|tables|requests|provider", name)]
    assert not (small / "small_things" / "requirements.txt").exists()


def test_it_is_installed_and_checked_where_nothing_else_is(small: Path, tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    environment = tmp_path / "environment"
    python = environment / "bin" / "python"
    for command in (
        ["venv", "--quiet", "--python", sys.executable, environment],
        ["pip", "install", "-q", "--python", python, small],
    ):
        found = _run([uv, *command], tmp_path)
        assert not found.returncode, found.stderr
    program = "import small_things; print(small_things.__file__, small_things.ApiClient, small_things.__version__)"
    found = _run([python, "-W", "error", "-c", program], tmp_path)
    assert str(environment) in found.stdout, found.stderr
    assert len([*environment.rglob("small_things/py.typed")]) == 1
    found = _run([sys.executable, "-m", "mypy", "--python-executable", python, "--cache-dir", tmp_path / "mypy"], small)
    assert found.stdout.startswith("Success: "), found.stdout
    found = _run([sys.executable, "-m", "pyright", "--pythonpath", python], small)
    assert found.stdout.startswith("0 errors"), found.stdout
    found = _run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], small, PYTHONPATH=str(small))
    assert "2 passed" in found.stdout, found.stdout


def test_a_name_of_null_alone_can_be_imported(tmp_path: Path) -> None:
    project = _project(tmp_path, f"{SMALL}    Nothing: {{type: 'null'}}\n", "small_things")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    found = _run(command, project, PYTHONPATH=str(project))
    assert "2 passed" in found.stdout, found.stdout


def test_what_it_says_about_itself(small: Path) -> None:
    told: dict[str, Any] = tomllib.loads((small / "pyproject.toml").read_text(encoding="utf-8"))
    project = told["project"]
    assert (project["name"], project["version"], project["description"]) == (
        *("small-things", "2.1b0", "Client of Small 'things'."),
    )
    wanted = [*load_project().requirements, '"aiohttp>=3.13.5,<4"', '"yarl>=1.17"']
    assert {*project["dependencies"]} < {entry.strip('"') for entry in wanted}
    assert any(entry.startswith("aiohttp") for entry in project["dependencies"])
    assert not any(entry.startswith("requests") for entry in project["dependencies"])
    assert "not been chosen" in (small / "LICENSE").read_text(encoding="utf-8")
    assert (small / "docs" / "apis" / "tags" / "ThingsApi.md").is_file()


def test_the_readme_has_the_first_call(small: Path) -> None:
    text = (small / "README.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert 'name="text"' in program
    compile(program, "README.md", "exec")
    for link in re.findall(r"\]\(([^)]*)\)", text):
        assert (small / link).exists()


def test_what_its_owner_has_taken_over_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = _project(tmp_path, SMALL, "small_things")
    arguments = [str(tmp_path / "spec.yaml"), "--package", "small_things", "--project", str(project)]
    assert main([*arguments, "--check"]) == 0
    (project / "LICENSE").write_text("MIT", encoding="utf-8")
    (project / "README.md").write_text("# Mine\n", encoding="utf-8")
    (project / "setup.cfg").write_text("", encoding="utf-8")
    assert main([*arguments, "--check"]) == 0
    assert main(arguments) == 0
    assert [(project / name).read_text(encoding="utf-8") for name in ("LICENSE", "README.md", "setup.cfg")] == [
        *("MIT", "# Mine\n", ""),
    ]
    path = project / "pyproject.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("hatchling", "flit"), encoding="utf-8")
    capsys.readouterr()
    assert main([*arguments, "--check"]) == 1
    assert "pyproject.toml: different" in capsys.readouterr().err


@pytest.mark.parametrize("spec", [NASTY, ARIZE], ids=["nasty", "arize"])
def test_packages_with_pages_work_without_notebooks(spec: Path, tmp_path: Path) -> None:
    assert main([str(spec), "--package", "cut", "--project", str(tmp_path)]) == 0
    texts = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.suffix in {".py", ".md"})
    assert "progress=True" not in texts
    assert "display" not in {path.stem for path in tmp_path.rglob("*")}
    with imported_from(tmp_path, "cut"):
        calls = call_all(Source(spec), api_of(spec), "cut")
    assert (calls.called > 4, calls.wrong) == (True, {})


@pytest.mark.parametrize(
    ("text", "version"),
    [
        *[
            ("1.2.3", "1.2.3"),
            ("v1", "1"),
            ("2024-05-01", "2024.5.1"),
            ("v2.1-beta", "2.1b0"),
            ("1.0.0-rc.2", "1.0.0rc2"),
        ],
        *[("latest", "0"), ("3.1.0-preview", "3.1.0rc0"), ("1.0-alpine", "1.0"), ("", "0")],
    ],
)
def test_versions(text: str, version: str) -> None:
    assert python_version(text) == version


MODULE = '''"""Doc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from a import b, c

if TYPE_CHECKING:
    from d import e

LIMIT = 5
"""What it is."""


class K:
    """Doc."""

    # Why.
    @property
    def gone(self) -> e:
        return b

    def kept(self) -> Any:
        return c
'''


def test_definitions_are_cut_with_what_only_they_need() -> None:
    text = cut(MODULE, ["LIMIT", "K.gone"], {"return c": "return (c)"})
    assert "import Any" in text
    assert "from a import c\n" in text
    assert not {"LIMIT", "What it is", "gone", "Why.", "from d", "TYPE_CHECKING"} & {*re.findall(r"\w+", text)}
    assert "return (c)" in text
    compile(text, "m.py", "exec")


@pytest.mark.parametrize(("names", "replaced"), [(["K.nothing"], {}), ([], {"nothing": ""})])
def test_what_is_not_there_cannot_be_cut(names: list[str], replaced: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"not there: .*nothing"):
        cut(MODULE, names, replaced)


def test_names_in_texts_are_used() -> None:
    text = 'from a import B, C\n\nx: list["B"] = []\n'
    assert without_unused(text) == 'from a import B\n\nx: list["B"] = []\n'


HOST = '''"""Host."""

from __future__ import annotations

from p.x.guest import give

_A = 1


def take() -> int:
    return give() + _A
'''
GUEST = (
    '"""Guest."""\n\nfrom __future__ import annotations\n\nimport os\n\n_A = 2\n\n\ndef give() -> int:\n    return _A\n'
)


def test_modules_are_joined() -> None:
    other = "def f() -> int:\n    from p.x.guest import give\n\n    return give()\n"
    joined = join(
        {"x.host": HOST, "x.guest": GUEST, "other": f'"""O."""\n\n{other}'}, "p", {"x.guest": "x.host", "no": "x.host"}
    )
    assert sorted(joined) == ["other", "x.host"]
    assert "from p.x.host import give" in joined["other"]
    names: dict[str, Any] = {}
    exec(joined["x.host"], names)
    assert (names["take"](), names["give"]()) == (3, 2)


def test_modules_with_a_name_in_common_are_not_joined() -> None:
    with pytest.raises(ValueError, match=r"both define .*take"):
        join({"a": HOST, "b": HOST}, "p", {"b": "a"})


def test_an_answer_is_received(small: Path) -> None:
    path = small.parent / "spec.yaml"
    with imported_from(small, "small_things"):
        calls = call_all(Source(path), api_of(path), "small_things")
    assert json.loads(json.dumps(calls.wrong)) == {}
