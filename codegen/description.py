"""`python -m codegen.description`: write the API's description as the server serves it, as JSON and as a page.

The server sends files, so that it needs neither a parser of YAML nor a renderer.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from codegen.documentation.page import render_page
from codegen.project import load_project
from codegen.spec import load

PROJECT = load_project()
SOURCE = Path(PROJECT.spec)
FOLDER = Path(PROJECT.runtime, "server", "documentation")
TARGET = FOLDER / "openapi.json"
PAGE = FOLDER / "page.html"
_STYLE = Path(__file__).parent / "documentation" / "page.css"


def files() -> dict[Path, str]:
    """Make both forms of the description."""
    return {TARGET: describe(SOURCE), PAGE: page(SOURCE)}


def describe(source: Path) -> str:
    """Turn a description in YAML into compact JSON, one path or schema a line: it is installed with the server."""
    return _lines(_served(source), depth=3) + "\n"


def page(source: Path) -> str:
    """Render a description as a page that needs nothing else."""
    description = _served(source)
    style = _STYLE.read_text(encoding="utf-8")
    return render_page(description, style, f"{description['servers'][0]['url']}/{TARGET.name}") + "\n"


def _served(source: Path) -> dict[str, Any]:
    """Read a description; its server is whichever sends it, below the same path."""
    description: dict[str, Any] = load(source).root.value
    return {**description, "servers": [{"url": urlsplit(str(description["servers"][0]["url"])).path}]}


def _lines(value: Any, depth: int) -> str:
    if depth == 0 or not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    fields = cast("dict[str, Any]", value)
    parts = [f"{json.dumps(name, ensure_ascii=False)}:{_lines(part, depth - 1)}" for name, part in fields.items()]
    return "{\n" + ",\n".join(parts) + "\n}"


def main() -> int:
    """Write both files, or with `--check` tell which are not up to date."""
    made = files()
    if "--check" not in sys.argv[1:]:
        for path, text in made.items():
            path.write_text(text, encoding="utf-8")
        return 0
    different = [path for path, text in made.items() if path.read_text(encoding="utf-8") != text]
    sys.stderr.writelines(f"{path}: different\n" for path in different)
    if different:
        sys.stderr.write("run `python -m codegen.description`\n")
    return bool(different)


if __name__ == "__main__":
    sys.exit(main())
