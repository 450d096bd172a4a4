"""Other releases of the same public API, each installed in an environment of its own."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

_SIZE_OF_PACKAGE = """\
import importlib.util, pathlib, json
package = pathlib.Path(importlib.util.find_spec("humanloop").origin).parent
server = package / "server"
files = [
    path for path in package.rglob("*")
    if path.is_file() and path.suffix != ".pyc" and server not in path.parents
]
print(json.dumps([sum(path.stat().st_size for path in files), len(files)]))
"""


def environment(spec: str) -> str:
    """Install a peer unless it is installed already.

    Args:
        spec: As pip takes it, for example `humanloop==0.7.15`.

    Returns:
        The path of its interpreter.
    """
    folder = Path(tempfile.gettempdir()) / "humanloop-benchmarks" / re.sub(r"[^\w.=-]+", "-", spec)
    python, complete = folder / "bin" / "python", folder / "complete"
    if not complete.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", spec]
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{spec} cannot be installed:\n{done.stderr}")
        complete.touch()
    return str(python)


def size_of_package(python: str) -> tuple[int, int]:
    """Bytes and files of the package itself, as installed, without compiled copies and without the server."""
    done = subprocess.run([python, "-c", _SIZE_OF_PACKAGE], cwd="/", capture_output=True, text=True, check=True)
    size, files = (int(word) for word in re.findall(r"\d+", done.stdout))
    return size, files
