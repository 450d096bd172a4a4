"""The program in the guide, run as it stands."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

import yaml

from codegen.facts import read_facts
from codegen.spec import loads
from codegen.types_of import TypeReader
from examples.arize.local_server import KEY, local_server
from tests.codegen.packages import ARIZE, ROOT, generated

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

GUIDE = ROOT.joinpath("docs", "guides", "generator.md").read_text(encoding="utf-8")


def test_the_program_of_the_guide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = dedent("\n".join(line for line in GUIDE.splitlines() if line.startswith("    ") or not line.strip()))
    with generated(ARIZE, "arize_experiments", tmp_path), local_server() as server:
        capsys.readouterr()
        exec(compile(program, "generator.md", "exec"), {"host": server.url, "token": KEY})
    assert re.fullmatch(
        r"experiment_1 \d{4}-.*\n404 there is no experiment nothing\n", capsys.readouterr().out, re.DOTALL
    )


def test_the_extension_of_the_guide() -> None:
    (text,) = re.findall(r"```yaml\n(x-client:.*?)```", GUIDE, re.DOTALL)
    schemes = "components: {securitySchemes: {bearerAuth: {type: http, scheme: bearer}}}\n"
    reader = TypeReader(loads(f"info: {{version: 1}}\n{schemes}{text}", "guide.yaml"))
    facts = read_facts(reader)
    assert reader.problems == []
    assert (facts.package, facts.environment) == ("my_api", "MY_API")
    assert facts.has_full_names
    assert facts.has_whole_bodies
    assert len(yaml.safe_load(text)["x-client"]) == 5
