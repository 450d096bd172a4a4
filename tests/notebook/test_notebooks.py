"""The notebooks run from their first cell to their last one, on the server that they start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = {path.stem: path for path in sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))}
SHOWN = {
    "quickstart": ["Where do I find books about llamas?", "Happy llamas hum.", "NotFoundError 404", "good"],
    "prompts_and_deployments": ["in three words.", "Greet Ada like an old friend.", "Greet Victoria like a visiting"],
    "evaluation": ["we are sorry about our mistake.", "says it    0.75", "completed"],
    "streaming": ["Which |animals |hum, |", "finish_reason", "stop"],
    "migrating": ["Is everything still here?", "messages.0.content", "out of words", "write `.data`"],
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebook(name: str, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("HUMANLOOP_")}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.notebook.run_notebook", str(NOTEBOOKS[name])],
        cwd=ROOT,
        env={**environment, "IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stderr == ""
    assert [text for text in SHOWN[name] if text not in ran.stdout] == [], ran.stdout


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebook_is_kept_without_what_it_showed(name: str) -> None:
    notebook = json.loads(NOTEBOOKS[name].read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert cell["metadata"] == {}
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}


def test_all_notebooks_are_known() -> None:
    assert set(NOTEBOOKS) == set(SHOWN)
