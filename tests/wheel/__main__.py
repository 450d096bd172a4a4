"""Build the wheel, install it alone in a clean environment, and import every module of it.

Modules that need an extra must say so in one clear error.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]

IMPORT_ALL = """
import importlib, pkgutil, sys
import humanloop

imported = refused = 0
for module in pkgutil.walk_packages(humanloop.__path__, "humanloop."):
    needs_extra = module.name.startswith("humanloop.server") or module.name == "humanloop.async_rest"
    try:
        importlib.import_module(module.name)
        imported += 1
    except humanloop.ClientConfigurationError as error:
        assert needs_extra and "pip install" in str(error), (module.name, error)
        refused += 1
    except ImportError as error:
        # A part of the server, whose package has already said which extra it needs.
        assert needs_extra and module.name.count(".") > 1, (module.name, error)
        refused += 1
print(f"{imported} modules imported, {refused} ask for their extra")
assert imported > 300, imported
installed = {name.split("==")[0].lower() for name in sys.argv[1].split(",")}
"""


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
        print(wheel.name, f"{wheel.stat().st_size // 1024} KB", end=": ")
        print(run(python, "-W", "error", "-c", IMPORT_ALL), end="")


if __name__ == "__main__":
    main()
