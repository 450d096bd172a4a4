"""`python -m codegen.description`: write the API's description as JSON, which the local server shows.

The server reads JSON only, so that it needs no parser of YAML.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

from codegen.project import load_project
from codegen.spec import load

PROJECT = load_project()
SOURCE = Path(PROJECT.spec)
TARGET = Path(PROJECT.runtime, "server", "documentation", "openapi.json")


def describe(source: Path) -> str:
    """Turn a description in YAML into compact JSON, one path or schema a line: it is installed with the server."""
    return _lines(load(source).root.value, depth=3) + "\n"


def _lines(value: Any, depth: int) -> str:
    if depth == 0 or not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    fields = cast("dict[str, Any]", value)
    parts = [f"{json.dumps(name, ensure_ascii=False)}:{_lines(part, depth - 1)}" for name, part in fields.items()]
    return "{\n" + ",\n".join(parts) + "\n}"


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
