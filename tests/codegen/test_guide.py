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
from codegen.facts import read_facts
from codegen.files import load_whole
from codegen.parse import parse
from codegen.spec import SpecError, loads
from codegen.types_of import TypeReader
from examples.arize.local_server import KEY, local_server
from tests.codegen.features import REFUSED, SUPPORTED
from tests.codegen.packages import ARIZE, CRUEL, NASTY, ROOT, generated

if TYPE_CHECKING:
    from pathlib import Path

GUIDE = ROOT.joinpath("docs", "guides", "generator.md").read_text(encoding="utf-8")


def test_the_program_of_the_guide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = dedent("\n".join(line for line in GUIDE.splitlines() if line.startswith("    ") or not line.strip()))
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


def test_every_extension_is_in_the_guide() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "codegen").glob("*.py")]
    read = {name for text in sources for name in re.findall(r"\"(x-[a-z-]+)\"", text)}
    # For names of earlier releases of this client only.
    read.remove("x-aliases")
    assert [name for name in read if f"`{name}: " not in GUIDE and f"\n{name}:\n" not in GUIDE] == []


def _listed(title: str) -> list[str]:
    """The features that a section of the guide lists."""
    section = " ".join(GUIDE.partition(f"## {title}\n")[2].strip().partition("\n\n")[0].split())
    groups = re.findall(r"\*\*(\w+):\*\* (.*?)\.(?= - |$)", section)
    return [f"{group}: {feature}" for group, text in groups for feature in text.split("; ")]


def test_the_lists_of_features_are_those_that_are_tried() -> None:
    assert _listed("What is supported") == [*SUPPORTED]
    assert _listed("What is refused") == [*REFUSED]


@pytest.mark.parametrize("feature", SUPPORTED)
def test_what_is_supported(feature: str) -> None:
    text = SUPPORTED[feature]
    if isinstance(text, str):
        api, problems = parse(loads(text, "f.yaml"))
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


@pytest.mark.parametrize("feature", REFUSED)
def test_what_is_refused(feature: str) -> None:
    text, path = REFUSED[feature]
    try:
        problems = [str(problem) for problem in parse(loads(text, "f.yaml"))[1]]
    except SpecError as error:
        problems = [str(error)]
    assert any(problem.startswith("f.yaml:") and path in problem.partition(": ")[0] for problem in problems), problems
