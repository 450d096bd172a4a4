"""Try the generator on a folder of documents: `python -m tests.codegen.survey DIR` prints a table.

For each document: how many operations it has and how many are generated, how many notes, whether every module of the
package is imported under `-W error`, what strict mypy says, and how many operations are called right. That means that
an echo server got the method, path, query, headers and body that the description asks for, with values made from its
schemas, and that its answer, made in the same way, passed validation.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from codegen.spec import SpecError
from tests.codegen.calling import api_of, operations_of
from tests.codegen.samples import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codegen.notes import Note

ROOT: Final = Path(__file__).parent.parent.parent
_COLUMNS: Final = ("document", "operations", "generated", "notes", "import", "mypy", "calls right", "seconds", "MB")
_IMPORT: Final = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
package = importlib.import_module(sys.argv[2])
for name in package.__all__:
    getattr(package, name)
for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
    importlib.import_module(module.name)
"""


@dataclass
class Row:
    """What came of a document."""

    name: str
    operations: int = 0
    generated: int = 0
    notes: list[Note] = field(default_factory=list)
    imported: str = "-"
    mypy: int | None = None
    right: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0
    megabytes: int = 0
    said: str = ""
    """Why nothing was generated."""
    details: list[str] = field(default_factory=list)

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as texts."""
        mypy = "-" if self.mypy is None else str(self.mypy)
        calls = f"{self.right}/{self.generated}" if self.generated else "-"
        return (
            self.name,
            str(self.operations),
            str(self.generated),
            str(len(self.notes)),
            self.imported,
            mypy,
            calls,
            f"{self.seconds:.1f}",
            str(self.megabytes),
        )


def survey(path: Path, out: Path, *, mypy: bool = True, is_project: bool = False) -> Row:
    """Try one document."""
    row = Row(path.name)
    try:
        source = Source(path)
        # Of a document of another kind, such as Swagger 2.0, nothing is to be generated.
        row.operations = len(operations_of(source)) if "openapi" in source.root else 0
    except (SpecError, KeyError, ValueError, AttributeError) as error:
        row.said = str(error)
        return row
    package = "api_" + re.sub(r"\W", "_", path.stem.lower())
    begun = time.monotonic()
    out /= package
    out.mkdir(parents=True, exist_ok=True)
    place = "--project" if is_project else "--out"
    made = _run("-c", _MEASURED, str(path), "--package", package, place, str(out))
    row.seconds = time.monotonic() - begun
    said = made.stderr.splitlines()
    row.megabytes = int(said.pop()) if said and said[-1].isdigit() else 0
    if made.returncode:
        row.said = said[-1] if said else "it fails without a word"
        row.details = said
        return row
    api = api_of(path)
    row.notes = [*api.notes]
    row.generated = sum(len(tag.operations) for tag in api.tags)
    found = _run("-W", "error", "-c", _IMPORT, str(out), package)
    row.imported = "yes" if not found.returncode else "no"
    row.details += found.stderr.splitlines()[-3:]
    if mypy:
        row.mypy, lines = _mypy(out, package)
        row.details += lines
    found = _run("-m", "tests.codegen.calling", str(path), str(out), package)
    if found.returncode:
        row.details += found.stderr.splitlines()[-3:]
        return row
    row.wrong = json.loads(found.stdout.splitlines()[-1])["wrong"]
    row.right = row.generated - len(row.wrong)
    return row


_MEASURED: Final = """
import resource, sys
from codegen.__main__ import main
code = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
sys.exit(code)
"""


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=ROOT)


def _mypy(out: Path, package: str) -> tuple[int, list[str]]:
    """Count what strict mypy says about a package."""
    settings = out / "mypy.ini"
    settings.write_text("[mypy]\nplugins = pydantic.mypy\nwarn_unreachable = true\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(settings), package]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=out)
    lines = [line for line in found.stdout.splitlines() if ": error:" in line]
    return len(lines) + bool(found.returncode and not lines), lines or found.stderr.splitlines()[-3:]


def table(rows: Sequence[Row]) -> str:
    """Lay rows out, and sum up."""
    usable = [row for row in rows if row.operations]
    total = Row(
        f"{sum(1 for row in usable if row.generated)} of {len(usable)} documents",
        sum(row.operations for row in usable),
        sum(row.generated for row in usable),
        [note for row in usable for note in row.notes],
        f"{sum(row.imported == 'yes' for row in usable)} yes",
        sum(row.mypy or 0 for row in usable),
        sum(row.right for row in usable),
        seconds=sum(row.seconds for row in usable),
        megabytes=max((row.megabytes for row in usable), default=0),
    )
    lines = [_COLUMNS, *(row.cells for row in (*rows, total))]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_COLUMNS))]
    texts = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    texts.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    part = 100 * total.generated / total.operations if total.operations else 0
    right = 100 * total.right / total.generated if total.generated else 0
    return "\n".join(
        [*texts, "", f"{part:.1f} % of all operations are generated, {right:.1f} % of these are called right."]
    )


def kinds(rows: Sequence[Row]) -> str:
    """Count notes by their kind."""
    counted = Counter(note.kind for row in rows for note in row.notes)
    return "\n".join(f"{number:6} {text}" for text, number in counted.most_common())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.codegen.survey", description="Try the generator on documents."
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder of OpenAPI documents, or one document")
    parser.add_argument("--only", default="", metavar="WORD", help="only documents whose names have this in them")
    parser.add_argument("--no-mypy", action="store_true", help="leave mypy out, which takes the most time")
    parser.add_argument("--out", type=Path, metavar="DIR", help="keep the packages there")
    parser.add_argument("--project", action="store_true", help="make projects that can be installed")
    parser.add_argument("--details", action="store_true", help="tell all that is wrong")
    options = parser.parse_args(arguments)
    paths = [options.folder] if options.folder.is_file() else sorted(options.folder.iterdir())
    paths = [path for path in paths if path.suffix in {".json", ".yaml", ".yml"} and options.only in path.name]
    with tempfile.TemporaryDirectory() as folder:
        out = options.out or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        rows: list[Row] = []
        for path in paths:
            rows.append(survey(path, out, mypy=not options.no_mypy, is_project=options.project))
            print(".", end="", file=sys.stderr, flush=True)
    print(f"\n{table(rows)}\n")
    for row in rows:
        if row.said:
            print(f"{row.name}: nothing is generated: {row.said}")
        _tell(row, details=options.details)
    print(f"\nNotes by kind:\n{kinds(rows)}")
    return 0


def _tell(row: Row, *, details: bool) -> None:
    lines: list[Any] = [*row.details, *(f"{route}: {text}" for route, found in row.wrong.items() for text in found)]
    shown = lines if details else lines[:3]
    for line in shown:
        print(f"{row.name}: {line}")
    if len(lines) > len(shown):
        print(f"{row.name}: {len(lines) - len(shown)} more with --details")


if __name__ == "__main__":
    sys.exit(main())
