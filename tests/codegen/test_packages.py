"""Packages that stand alone: complete, clean of other APIs, and typed."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from codegen.__main__ import main
from codegen.project import load_project
from codegen.runtime import imported
from tests.codegen.packages import ARIZE, CRUEL, NASTY, ROOT
from tests.codegen.test_configured import SETTINGS, SPEC, generate

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = load_project()
NAME = PROJECT.runtime
IMPORT = re.compile(rf"^\s*(from|import) {NAME}\b.*$", re.MULTILINE)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages, as they are written."""
    folder = tmp_path_factory.mktemp("packages")
    assert main([str(ARIZE), "--package", "arize_experiments", "--out", str(folder)]) == 0
    assert main([str(NASTY), "--package", "nasty", "--out", str(folder)]) == 0
    assert main([str(CRUEL), "--package", "cruel", "--out", str(folder)]) == 0
    (folder / "configured").mkdir()
    assert generate(folder / "configured", SPEC, SETTINGS) == 0
    return folder


def test_a_package_has_nothing_of_another_api(out: Path) -> None:
    files = [path for path in out.rglob("*") if path.is_file()]
    assert len(files) > 100
    assert [path for path in files if NAME in path.read_text(encoding="utf-8").lower()] == []


WORDS = re.compile(
    r"chat|evaluat|datapoint|feedback|finetun|prompt|openai|anthropic|cohere|ai21|\bhl_|session_id|project|model_config_id\b"
    r"|dataset|experiment|pinned|deployed",
    re.IGNORECASE,
)


def test_what_all_clients_share_has_no_word_of_this_api(out: Path) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in (out / "nasty").rglob("*.py")}
    # What IPython calls its own tables is no word of this API.
    shared = {
        path.name: text.replace("EVALUATION_POLICIES", "")
        for path, text in texts.items()
        if text.startswith("# Copied")
    }
    assert len(shared) > 45
    assert not {"conversation.py", "evaluations.py", "own_kinds.py"} & shared.keys()
    assert [(name, found[0]) for name, text in shared.items() for found in WORDS.finditer(text)] == []


def test_the_generator_and_the_runtime_know_no_api_by_name(out: Path) -> None:
    nasty = out / "nasty"
    copied = [path.relative_to(nasty) for path in nasty.rglob("*.py") if path.read_text().startswith("# Copied")]
    sources = [*(ROOT / "codegen").rglob("*.py"), *(ROOT / "codegen").rglob("*.jinja")]
    sources += [PROJECT.source / name for name in copied]
    assert len(sources) > 90
    for path in sources:
        assert NAME not in IMPORT.sub("", path.read_text(encoding="utf-8")).lower(), path


def test_a_package_has_all_that_it_imports(out: Path) -> None:
    for package in ("arize_experiments", "nasty"):
        for path in (out / package).rglob("*.py"):
            for module in imported(path.read_text(encoding="utf-8"), package):
                target = out / package / module.replace(".", "/")
                assert target.is_dir() or target.with_suffix(".py").is_file(), (path, module)


def test_a_package_has_no_server_and_no_client_of_another_api(out: Path) -> None:
    names = {path.name for path in (out / "arize_experiments").iterdir()}
    assert {"calls", "core", "transport", "response", "py.typed", "version.py"} <= names
    assert not {"client.py", "server", "testing"} & names


def test_check_sees_a_change_of_a_copied_module(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(NASTY), "--package", "nasty", "--out", str(out), "--check"]
    assert main(arguments) == 0
    path = out / "nasty" / "calls" / "retry.py"
    text = path.read_text(encoding="utf-8")
    path.write_text("changed", encoding="utf-8")
    assert main(arguments) == 1
    assert capsys.readouterr().err.splitlines()[0] == "nasty/calls/retry.py: different"
    path.write_text(text, encoding="utf-8")


PROGRAM = """
from typing import Dict, List, Optional, Union, assert_type

from arize_experiments import ApiClient, ApiResponse, Configuration, Experiment, ExperimentRun, ExperimentRunCreate
from arize_experiments import ExperimentsApi, ExperimentsCreateRequest, ExperimentsList200Response
from nasty import Cat, DefaultApi, OddThingsApi, Promise, Thing

with ApiClient(Configuration(host="http://localhost", access_token="key")) as api_client:
    api = ExperimentsApi(api_client)
    run = {"example_id": "1", "output": "4", "latency_ms": 5}
    body = {"name": "n", "dataset_id": "d", "experiment_runs": [{"example_id": "1", "output": "4", "latency_ms": 5}]}
    made = api.experiments_create(
        {"name": "n", "dataset_id": "d", "experiment_runs": [{"example_id": "1", "output": "4", "latency_ms": 5}]}
    )
    assert_type(made, Experiment)
    runs = [ExperimentRunCreate(example_id="1", output="4", latency_ms=5)]
    api.experiments_create(ExperimentsCreateRequest(name="n", dataset_id="d", experiment_runs=runs))
    assert_type(api.experiments_list(limit=1), ExperimentsList200Response)
    for experiment in api.experiments_list("d", 1, "c"):
        assert_type(experiment, Experiment)
    assert_type(list(api.experiments_runs_list("e")), List[ExperimentRun])
    for page in api.experiments_list().pages():
        assert_type(page, ExperimentsList200Response)
    assert_type(api.raw.experiments_get("e"), ApiResponse)


async def awaited(api: ExperimentsApi, odd: OddThingsApi, cats: DefaultApi) -> None:
    async for experiment in await api.aexperiments_list():
        assert_type(experiment, Experiment)
    assert_type(await odd.aget("a", 1, "t"), Optional[Union[Thing, Promise]])
    assert_type(await odd.abytes_(), bytes)
    odd.upload(open("f", "rb"), [("n", b"")], about={"until": "2024-05-01"})
    page = await cats.alist_cats()
    assert_type([cat async for cat in page], List[Cat])
    assert_type(len(page), int)
"""


ENUMERATIONS = """
from typing import assert_type

from told import ThingsApi, models


def of_things(api: ThingsApi) -> None:
    thing = api.run(models.Kind.DONE, wanted=models.Kind.DONE)
    assert_type(thing.kind, models.Kind)
    api.run("done", level=models.Level.VALUE_0)
"""


def test_mypy_finds_nothing(out: Path) -> None:
    """All at once: mypy takes most of its time for what they share."""
    (out / "program.py").write_text(PROGRAM, encoding="utf-8")
    (out / "enumerations.py").write_text(ENUMERATIONS, encoding="utf-8")
    found = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file", str(_settings(out))),
            *("arize_experiments", "cruel", "nasty", "configured/told", "program.py", "enumerations.py"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=out,
    )
    assert found.stdout.splitlines()[-1].startswith("Success: "), found.stdout


def _settings(out: Path) -> Path:
    path = out / "mypy.ini"
    path.write_text("[mypy]\nplugins = pydantic.mypy\nwarn_unreachable = true\ncache_dir = .mypy\n", encoding="utf-8")
    return path


def test_ruff_finds_nothing(out: Path) -> None:
    settings = ROOT.joinpath("pyproject.toml").read_text(encoding="utf-8")
    for package in ("arize_experiments", "nasty"):
        (out / "pyproject.toml").write_text(
            # What the description does not describe, no docstring does.
            settings.replace(f'"{NAME}/{{', f'"{package}/{{')
            .replace("type,pydantic", "types,models")
            .replace('"D205",', '"D101", "D205", "D417",'),
            encoding="utf-8",
        )
        command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise", package]
        found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=out)
        assert found.stdout.splitlines() == ["All checks passed!"]
        command[3:] = ["format", "--check", "--no-cache", package]
        assert subprocess.run(command, capture_output=True, check=False, cwd=out).returncode == 0
