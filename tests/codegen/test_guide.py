"""What the guide says, held against the generator: its commands, its program, and each feature that it lists."""

from __future__ import annotations

import ast
import re
import shlex
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from codegen.__main__ import main
from codegen.configured import configured
from codegen.facts import read_facts
from codegen.files import load_whole
from codegen.forgiving import parse_forgivingly
from codegen.notes import LEFT_OUT
from codegen.parse import parse
from codegen.settings_file import read_settings
from codegen.spec import SpecError, loads
from codegen.types_of import TypeReader
from examples.arize.local_server import KEY, local_server
from tests.codegen.features import ANSWER, NOTED, REFUSED, SUPPORTED
from tests.codegen.packages import ARIZE, CRUEL, NASTY, ROOT, generated

if TYPE_CHECKING:
    from pathlib import Path

GUIDE = ROOT.joinpath("docs", "guides", "generator.md").read_text(encoding="utf-8")


def test_the_program_of_the_guide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    section = GUIDE.partition("## What you get\n")[2].partition("\n## ")[0]
    program = dedent("\n".join(line for line in section.splitlines() if line.startswith("    ") or not line.strip()))
    with generated(ARIZE, "arize_experiments", tmp_path), local_server() as server:
        capsys.readouterr()
        exec(compile(program, "generator.md", "exec"), {"host": server.url, "token": KEY})
    assert re.fullmatch(
        r"experiment_1 \d{4}-.*\n404 there is no experiment nothing\n", capsys.readouterr().out, re.DOTALL
    )


def test_the_commands_of_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = re.findall(r"python -m codegen (.*? --out /tmp/client(?: --check)?)", GUIDE)
    assert len(commands) == 2
    monkeypatch.chdir(ROOT)
    for command in commands:
        assert main(shlex.split(command.replace("/tmp/client", str(tmp_path)))) == 0
    wanted = (tmp_path / "arize_experiments" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert {re.split("[<>=]", line)[0] for line in wanted if not line.startswith("#")} == {
        *("certifi", "pydantic", "python-dateutil", "typing-extensions", "urllib3")
    }


def test_the_generator_needs_what_the_guide_installs() -> None:
    found: set[str] = set()
    for path in (ROOT / "codegen").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(str(node.module).partition(".")[0])
    assert found - sys.stdlib_module_names - {"codegen"} == {"jinja2", "yaml"}
    assert "pip install jinja2 pyyaml ruff\n" in GUIDE


def test_the_extension_of_the_guide() -> None:
    (text,) = re.findall(r"```yaml\n(x-client:.*?)```", GUIDE, re.DOTALL)
    schemes = "components: {securitySchemes: {bearerAuth: {type: http, scheme: bearer}}}\n"
    reader = TypeReader(loads(f"info: {{version: 1}}\n{schemes}{text}", "guide.yaml"))
    facts = read_facts(reader)
    assert reader.problems == []
    assert (facts.package, facts.environment) == ("my_api", "MY_API")
    assert facts.has_full_names
    assert facts.has_whole_bodies


def _block(language: str, start: str) -> str:
    """The block of the guide that starts so."""
    (text,) = re.findall(rf"```{language}\n({re.escape(start)}.*?)```", GUIDE, re.DOTALL)
    return str(text)


NOTED_DOCUMENT = """\
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /orders:
    post:
      operationId: add_order
      callbacks: {}
      responses: {"204": {description: It is there.}}
  /files:
    put:
      operationId: put_file
      parameters:
        - {name: no name, in: header, schema: {type: integer}}
      responses: {"204": {description: It is there.}}
    get:
      operationId: list_files
      responses: {"204": {description: It is there.}}
"""


def test_the_notes_of_the_guide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "openapi.yaml").write_text(NOTED_DOCUMENT, encoding="utf-8")
    arguments = [str(tmp_path / "openapi.yaml"), "--package", "p", "--out", str(tmp_path)]
    assert main([*arguments, "--strict"]) == 1
    assert not (tmp_path / "p").exists()
    capsys.readouterr()
    assert main(arguments) == 0
    assert capsys.readouterr().err == _block("", "openapi.yaml:")


def test_the_settings_of_the_guide(tmp_path: Path) -> None:
    settings = tmp_path / "codegen.toml"
    settings.write_text(_block("toml", "# Operations by route"), encoding="utf-8")
    document = configured(load_whole(ARIZE), read_settings(settings))
    api, problems = parse(document)
    assert problems == ()
    named = {tag.name: [operation.id for operation in tag.operations] for tag in api.tags}
    assert named == {"Experiments": ["experiments_create", "experiments_get"], "Trials": ["trials_list"]}
    assert "Trial" in api.by_name
    assert (api.facts.environment, api.facts.has_enum_classes) == ("ACME", True)
    (operation,) = (each for tag in api.tags for each in tag.operations if tag.name == "Trials")
    assert (operation.timeout, operation.parameters[0].name, bool(operation.pages)) == (30, "dataset", True)


def test_the_options_of_the_guide(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    known = {*re.findall(r"--[a-z]+", capsys.readouterr().out)}
    own = GUIDE.partition("## Moving from other generators")
    moving = [cells[-1] for cells in _rows("Moving from other generators")]
    commands = [own[0], *moving]
    named = {option for text in commands for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)}
    assert named <= known
    assert {"--project", "--config", "--runtime", "--strict", "--check", "--out", "--package"} <= named


def test_every_extension_is_in_the_guide() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "codegen").glob("*.py")]
    read = {name for text in sources for name in re.findall(r"\"(x-[a-z-]+)\"", text)}
    # For names of earlier releases of this client only.
    read.remove("x-aliases")
    assert [name for name in read if f"`{name}: " not in GUIDE and f"\n{name}:\n" not in GUIDE] == []


ROWS = {
    **dict.fromkeys(SUPPORTED, "supported"),
    **{feature: f"noted: {done}" for feature, (done, _, _) in NOTED.items()},
    **dict.fromkeys(REFUSED, "refused"),
}
"""What the guide says of each feature."""


def _rows(title: str) -> list[list[str]]:
    """The table of a section of the guide, without its head."""
    section = GUIDE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def test_the_table_has_what_is_tried_and_says_what_becomes_of_it() -> None:
    told = {f"{part}: {feature}": said for part, feature, said in _rows("What becomes of what a document has")}
    assert told == {feature: re.sub(r"called `\w+`", "called otherwise", said) for feature, said in ROWS.items()}


@pytest.mark.parametrize("feature", SUPPORTED)
def test_what_is_supported(feature: str) -> None:
    text = SUPPORTED[feature]
    if isinstance(text, str):
        for read in (parse, parse_forgivingly):
            api, problems = read(loads(text, "f.yaml"))
            assert (problems, len(api.tags)) == ((), 1)
        return
    # It is exercised on a server, in the tests of these packages.
    name, mark = text
    path = {
        "cruel": CRUEL,
        "nasty": NASTY,
        "nasty31": NASTY.with_name("nasty31.yaml"),
        "arize": ARIZE,
        "split": NASTY.with_name("split") / "openapi.yaml",
    }[name]
    assert mark in path.read_text(encoding="utf-8")
    assert parse(load_whole(path))[1] == ()


def _strict(text: str) -> list[str]:
    """What a strict reader says of a document."""
    try:
        return [str(problem) for problem in parse(loads(text, "f.yaml"))[1]]
    except SpecError as error:
        return [str(error)]


@pytest.mark.parametrize("feature", NOTED)
def test_what_is_noted(feature: str) -> None:
    done, text, path = NOTED[feature]
    good = f"paths:\n  /good:\n    get: {{operationId: good, tags: [B], {ANSWER}}}\n"
    api, problems = parse_forgivingly(loads(text.replace("paths:\n", good, 1), "f.yaml"))
    assert (problems, [note.done for note in api.notes]) == ((), [done])
    assert str(api.notes[0].place).partition(" ")[2].startswith(path)
    assert ("A" in [tag.name for tag in api.tags]) == (done != LEFT_OUT)
    assert any(problem.startswith("f.yaml:") and path in problem.partition(": ")[0] for problem in _strict(text))


@pytest.mark.parametrize("feature", REFUSED)
def test_what_is_refused(feature: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, message = REFUSED[feature]
    (tmp_path / "f.yaml").write_text(text, encoding="utf-8")
    assert main([str(tmp_path / "f.yaml"), "--package", "p", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith(message)
    assert not (tmp_path / "p").exists()
