"""Build the wheel, install it alone in a clean environment, and import every module of it.

What needs an extra must say so in one clear error.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]

IMPORT_ALL = """
import importlib, pkgutil
import humanloop, humanloop.server

imported, refused = 0, []
for module in pkgutil.walk_packages(humanloop.__path__, "humanloop."):
    try:
        importlib.import_module(module.name)
        imported += 1
    except ModuleNotFoundError:
        assert module.name.startswith(
            ("humanloop.server.", "humanloop.cli.", "humanloop.testing.", "humanloop.transport.aiohttp_")
        ), module.name
        refused.append(module.name)
    except humanloop.ClientConfigurationError as error:
        extras = {"aiohttp_transport": "async", "requests_transport": "requests"}
        extra = extras.get(module.name.rpartition(".")[2], "server")
        assert f"`{extra}`" in str(error), (module.name, error)
        refused.append(module.name)
import humanloop.testing
for owner, name, extra in (
    (humanloop.server, "create_app", "server"),
    (humanloop.testing, "server", "server"),
    (humanloop.testing, "mock_api", "testing"),
):
    try:
        getattr(owner, name)
    except humanloop.ClientConfigurationError as error:
        assert f"`{extra}`" in str(error), error
    else:
        raise AssertionError(f"{name} is there without its extra")
print(f"{imported} modules imported, {len(refused)} ask for their extra")
assert imported > 400, imported
"""


LARGEST_WHEEL = 2_000_000
"""Bytes of the whole, the server included."""


def run(*command: object) -> str:
    """Run a command, and answer what it prints."""
    return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Build, install, import."""
    with tempfile.TemporaryDirectory() as folder:
        run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
        (wheel,) = Path(folder).glob("*.whl")
        environment = Path(folder, "environment")
        venv.create(environment, with_pip=True)
        python = environment / "bin" / "python"
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
        size = wheel.stat().st_size
        print(wheel.name, f"{size // 1024} KB", end=": ", flush=True)
        if size > LARGEST_WHEEL:
            raise SystemExit(f"it is larger than {LARGEST_WHEEL // 1024} KB")
        print(run(python, "-W", "error", "-c", IMPORT_ALL), end="")
        command = subprocess.run([environment / "bin" / "humanloop"], capture_output=True, text=True, check=False)
        if command.returncode == 0 or "needs the extra `cli`" not in command.stderr:
            raise SystemExit(f"`humanloop` without its extra says: {command.stderr}")


if __name__ == "__main__":
    main()
