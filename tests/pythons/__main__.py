"""Run the tests on each Python that is found: `python -m tests.pythons [--newest] [arguments of pytest]`.

Each has an environment of its own below `build`. Looked for are `python3.N` on the PATH and what pyenv has installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[2]
OLDEST = 11
_NEWEST_TRIED = 20
_UV = Path(sys.executable).with_name("uv")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tests, and answer how many Pythons they failed on."""
    parser = argparse.ArgumentParser(prog="python -m tests.pythons")
    parser.add_argument("--newest", action="store_true", help="on the newest Python only")
    options, tests = parser.parse_known_args(arguments)
    found = list(interpreters())
    if options.newest:
        found = found[-1:]
    failed = [version for version, path in found if not _passes(version, path, tests)]
    print(f"tried on {', '.join(version for version, _ in found)}; failed on: {', '.join(failed) or 'none'}")
    return len(failed)


def interpreters() -> Iterator[tuple[str, Path]]:
    """Find one interpreter of each version, the oldest first."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for minor in range(OLDEST, _NEWEST_TRIED):
        name = f"python3.{minor}"
        candidates = [Path(path) for path in (shutil.which(name),) if path]
        candidates += sorted(pyenv.glob(f"versions/3.{minor}.*/bin/{name}"), reverse=True)
        for path in candidates:
            # A shim of pyenv is there for each version, and fails for those that are switched off.
            if subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
                yield f"3.{minor}", path
                break


def _passes(version: str, python: Path, tests: Sequence[str]) -> bool:
    folder = ROOT / "build" / f"python{version}"
    own = folder / "bin" / "python"
    print(f"Python {version}: {python}", flush=True)
    # With pip, which tests of what is to be installed ask.
    _run(_UV, "venv", "--quiet", "--clear", "--seed", "--python", python, folder)
    _run(_UV, "pip", "install", "--quiet", "--python", own, "--editable", f"{ROOT}[dev]")
    return subprocess.run([own, "-m", "pytest", *tests], cwd=ROOT, check=False).returncode == 0


def _run(*command: str | Path) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
