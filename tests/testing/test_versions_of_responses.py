"""`mock_api` over the releases of `responses` that the extra allows; the newest one is what all other tests use."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.apis.spec import ROOT

OLDEST = "0.25.0"
VERSIONS = (OLDEST, "0.25.8")
FOLDERS = Path(sys.prefix) / "responses"
"""What was installed once stays there, beside the rest of the environment."""


def installed(version: str) -> Path:
    """The folder with a release of the library; its dependencies are those of the environment."""
    folder = FOLDERS / version
    if not (folder / "responses").is_dir():
        options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--target", str(folder)]
        command = [sys.executable, "-m", "pip", "install", *options, f"responses=={version}"]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        if result.returncode:
            pytest.skip(f"responses {version} cannot be installed here: {result.stderr[-300:]}")
    return folder


@pytest.mark.parametrize("version", VERSIONS)
def test_all_that_is_promised_holds(version: str) -> None:
    folder = installed(version)
    code = f"import responses, pytest, sys; assert {str(folder)!r} in responses.__file__; sys.exit(pytest.main())"
    options = ["-q", "-p", "no:cacheprovider", "tests/testing/test_mock_api.py"]
    result = subprocess.run(
        [sys.executable, "-c", code, *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr


def test_the_oldest_is_what_the_extra_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (stated,) = (text for text in project["optional-dependencies"]["testing"] if text.startswith("responses"))
    found = re.match(r"responses>=([\d.]+),<1$", stated)
    assert found
    assert OLDEST.startswith(found[1])
