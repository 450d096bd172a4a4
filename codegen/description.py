"""`python -m codegen.description`: write the API's description as JSON, which the local server shows.

The server reads JSON only, so that it needs no parser of YAML.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from codegen.project import load_project
from codegen.spec import load

PROJECT = load_project()
SOURCE = Path(PROJECT.spec)
TARGET = Path(PROJECT.runtime, "server", "documentation", "openapi.json")


def describe(source: Path) -> str:
    """Turn a description in YAML into JSON, one value a line."""
    return json.dumps(load(source).root.value, ensure_ascii=False, indent=0) + "\n"


def main() -> int:
    """Write the description, or with `--check` tell whether it is up to date."""
    described = describe(SOURCE)
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(described, encoding="utf-8")
    elif TARGET.read_text(encoding="utf-8") != described:
        sys.stderr.write(f"{TARGET}: different\nrun `python -m codegen.description`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
