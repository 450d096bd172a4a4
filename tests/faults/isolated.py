"""Runs a function of a test in a Python of its own, where nothing has happened yet, and answers what it prints."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_ROOT = Path(__file__).parents[2]


def isolated(function: Callable[..., object], *arguments: Any, timeout: float = 60) -> str:
    """Run it there with these arguments; it must import all that it needs."""
    source = textwrap.dedent(inspect.getsource(function))
    program = f"{source}\nprint({function.__name__}(*{arguments!r}))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", done.stderr
    return done.stdout.strip().splitlines()[-1]
