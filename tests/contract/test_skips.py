"""In continuous integration no test is skipped unseen."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.apis.spec import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SKIPPED_TEST = "import pytest\ndef test(): pytest.skip('no tea')\n"
SKIPPED_MODULE = "import pytest\npytest.skip('no tea', allow_module_level=True)\n"
EXPECTED_FAILURE = "import pytest\n@pytest.mark.xfail\ndef test(): assert False\n"


@pytest.mark.parametrize(
    ("code", "ci", "codes", "said"),
    [
        (SKIPPED_TEST, "true", {1}, "no tea"),
        (SKIPPED_MODULE, "true", {2}, "no tea"),
        (EXPECTED_FAILURE, "true", {0}, "1 xfailed"),
        (SKIPPED_TEST, "", {0}, "1 skipped"),
        (SKIPPED_MODULE, "", {0, 5}, "1 skipped"),
    ],
)
def test_a_skipped_test_fails_in_ci_only(tmp_path: Path, code: str, ci: str, codes: set[int], said: str) -> None:
    (tmp_path / "test_it.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", os.devnull, tmp_path],
        env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in codes, done.stdout + done.stderr
    assert said in done.stdout
