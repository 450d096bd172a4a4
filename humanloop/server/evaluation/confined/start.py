"""The script that a process for an evaluator begins with: brings in the worker, and nothing else of the package."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType

_ABOVE = ("humanloop.server.evaluation", "humanloop.server", "humanloop")


def prepare() -> None:
    """Stand in for the packages above this one, so that nothing of them is loaded."""
    folder = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib is slow to load
    for name in _ABOVE:
        folder = os.path.dirname(folder)  # noqa: PTH120 - as above
        package = sys.modules[name] = ModuleType(name)
        package.__path__ = [folder]


def main() -> None:
    """Load the worker, forget where it came from, and let it work."""
    # By its name, because only now it is found there.
    work = import_module("humanloop.server.evaluation.confined.worker").work
    for name in [name for name in sys.modules if name.startswith("humanloop")]:
        # The code may import the package itself, which is another one.
        del sys.modules[name]
    work()


if __name__ == "__main__":
    prepare()
    main()
