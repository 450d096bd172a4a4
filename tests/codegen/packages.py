"""Generated packages, made once for each run of the tests."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codegen.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
ARIZE = ROOT / "examples" / "arize" / "openapi.yaml"
NASTY = Path(__file__).parent / "nasty.yaml"
CRUEL = Path(__file__).parent / "cruel.yaml"

KINDS = {"alone": (), "depending": ("--runtime", "humanloop")}
"""Options for a package that has the hand-written modules, and for one that depends on the package that has them."""


@contextmanager
def generated(spec: Path, package: str, folder: Path, *options: str) -> Iterator[Any]:
    """Generate a package and import it; it is forgotten afterwards."""
    assert main([str(spec), "--package", package, "--out", str(folder), *options]) == 0
    with imported_from(folder, package) as module:
        yield module


@contextmanager
def imported_from(folder: Path, package: str) -> Iterator[Any]:
    """Import a package that is in a folder; it is forgotten afterwards."""
    sys.path.insert(0, str(folder))
    try:
        yield import_module(package)
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == package]:
            del sys.modules[name]
