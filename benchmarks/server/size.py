"""What the extra `server` takes when it is installed, in an environment of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.server.processes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_NOT_OURS = ("pip", "setuptools", "_distutils_hack", "pkg_resources", "distutils-precedence")


class Size(NamedTuple):
    """Size of an environment without its tools for installing.

    Attributes:
        files: Bytes of the files that the distributions bring.
        bytecode: Bytes of what Python makes of them.
        distributions: How many distributions there are.
    """

    files: int
    bytecode: int
    distributions: int


def size_of_server(folder: Path) -> Size:
    """Install the extra into a new environment in that folder, and weigh it."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", f"{ROOT}[server]"], check=True, capture_output=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    mine = [path for path in packages.iterdir() if not path.name.startswith(_NOT_OURS)]
    files = [file for path in mine for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file()]
    bytecode = sum(file.stat().st_size for file in files if file.suffix == ".pyc")
    whole = sum(file.stat().st_size for file in files)
    return Size(whole - bytecode, bytecode, sum(path.suffix == ".dist-info" for path in mine))
