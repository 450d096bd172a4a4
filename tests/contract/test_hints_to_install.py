"""What messages say to install is installed, beside an index that has another package of the same name."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from humanloop.core.extras import described, install, installed, is_missing
from humanloop.spec.facts import REQUIREMENTS
from humanloop.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
VENDORS = "0.8.38"
"""The release of another vendor's package, which has the same name on PyPI."""
_NAME = re.compile(r"([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?(.*)")


def wheel(folder: Path, name: str, version: str, metadata: Iterable[str] = ()) -> None:
    """Write a wheel that holds nothing."""
    stem = f"{name.replace('-', '_')}-{version}"
    said = "\n".join(["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *metadata, ""])
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as file:
        file.writestr(f"{stem}.dist-info/METADATA", said)
        file.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{stem}.dist-info/RECORD", "")


def lowest(requirement: str) -> tuple[str, str]:
    """The name of a requirement, and the lowest version that it takes."""
    found = _NAME.fullmatch(requirement)
    assert found is not None, requirement
    least = re.search(r">=([\d.]+)", found[2])
    return found[1], "1" if least is None else least[1]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that has all requirements, and the vendor's `humanloop` but not this one."""
    folder = tmp_path_factory.mktemp("index")
    wheel(folder, "humanloop", VENDORS)
    for wanted in REQUIREMENTS.values():
        for requirement in wanted:
            name, version = lowest(requirement)
            if name != "humanloop" and not any(folder.glob(f"{name.replace('-', '_')}-*")):
                wheel(folder, name, version)
    return folder


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has this package, installed from a wheel."""
    folder = tmp_path_factory.mktemp("own")
    wheel(folder, "humanloop", __version__)
    venv.create(folder / "venv", with_pip=False)
    found = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    pip(found, folder, ["install", "humanloop"])
    return found


def pip(python: Path, index: Path, arguments: list[str]) -> str:
    command = [sys.executable, "-m", "pip", "--python", str(python), *arguments]
    options = ["--quiet", "--no-index", "--find-links", str(index), "--disable-pip-version-check"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("extra", REQUIREMENTS)
def test_the_hint_brings_what_the_extra_needs_and_leaves_this_package_alone(
    extra: str, python: Path, index: Path
) -> None:
    program, *arguments = shlex.split(install(extra))
    assert program == "pip"
    report = json.loads(pip(python, index, [*arguments, "--dry-run", "--report", "-"]))
    brought = {item["metadata"]["name"] for item in report["install"]}
    wanted = {lowest(requirement)[0] for requirement in arguments[1:]}
    assert brought == wanted - {"humanloop"}


def test_a_requirement_of_this_release_never_takes_the_other_package(index: Path, python: Path) -> None:
    with pytest.raises(AssertionError, match="No matching distribution found for humanloop>=4"):
        pip(python, index, ["install", "--upgrade", "--ignore-installed", "humanloop>=4"])


def test_the_extras_of_the_messages_are_those_of_the_project() -> None:
    assert install("cli") == 'pip install "humanloop>=4" "rich>=13.7" "typer>=0.16"'
    assert is_missing("This needs", "requests", "requests").startswith(
        "This needs the extra `requests` (requests is missing): pip install "
    )
    assert is_missing("This needs", "requests", None).startswith("This needs the extra `requests`: pip install ")
    assert {*installed()} <= {*REQUIREMENTS}
    assert int(__version__.partition(".")[0]) >= 4


def test_the_version_line_names_version_api_and_extras() -> None:
    assert re.fullmatch(
        rf"humanloop {re.escape(__version__)}, API v4, extras: .*async.*server.*", described(__version__)
    )


def test_no_other_place_says_what_to_install() -> None:
    """All hints come from `humanloop.core.extras`, so that none of them brings the other package of this name."""
    hint = re.compile(r"pip install [\"']?humanloop")
    places = [path for path in (ROOT / "humanloop").rglob("*.py") if hint.search(path.read_text(encoding="utf-8"))]
    assert places == []


def test_no_page_installs_the_other_package() -> None:
    """What an index has of this name is another package, so the first time it comes from a clone or a wheel."""
    line = re.compile(r"(?:pip install|uv add|poetry add)[^`\n]*[\s\"']humanloop\[")
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.*")]
    pages = [page for page in pages if page.is_file() and "__pycache__" not in page.parts]
    texts = {page: page.read_text(encoding="utf-8") for page in pages}
    assert any("pip install" in text for text in texts.values())
    assert {str(page): found for page, text in texts.items() if (found := line.findall(text))} == {}
