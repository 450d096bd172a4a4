"""Run a notebook as Jupyter does, cell by cell: `python -m tests.notebook.run_notebook FILE` prints what it shows."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from IPython.core.async_helpers import get_asyncio_loop
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config


def code_cells(notebook: Path) -> list[str]:
    """The code of each cell that has any."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def run(notebook: Path) -> None:
    """Run all cells, to the first that fails."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "nocolor"
    shell: Any = InteractiveShell.instance(config=settings)
    for code in code_cells(notebook):
        result = shell.run_cell(code, store_history=False)
        if not result.success:
            sys.exit(f"{notebook.name}: this cell failed:\n\n{code}")
        shown, _ = shell.display_formatter.format(result.result)
        print(shown.get("text/html", ""))  # noqa: T201 - the test reads what a cell shows
    # IPython leaves its loop open, of which Python warns.
    its_loop: Any = get_asyncio_loop
    its_loop().close()


if __name__ == "__main__":
    run(Path(sys.argv[1]))
