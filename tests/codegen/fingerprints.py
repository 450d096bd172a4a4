"""What the generator makes of Arize's description, as digests: `python -m tests.codegen.fingerprints` writes them anew.

A change of the generator that changes them changes every package that somebody has generated: it has to be meant.
"""

from __future__ import annotations

import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Final

from codegen.__main__ import main
from tests.codegen.packages import ARIZE

KEPT: Final = Path(__file__).parent / "arize.sha256"


def fingerprints(folder: Path) -> str:
    """One line for each generated file below a folder; copies of what all clients share are none."""
    texts = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}
    generated = {name: text for name, text in texts.items() if b"Generated from " in text.partition(b"\n")[0]}
    return "".join(f"{sha256(text).hexdigest()[:16]}  {name}\n" for name, text in generated.items())


def generate(folder: Path) -> None:
    """Generate Arize's package below a folder."""
    assert main([str(ARIZE), "--package", "arize_experiments", "--out", str(folder)]) == 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        generate(Path(name))
        KEPT.write_text(fingerprints(Path(name)), encoding="utf-8")
    sys.exit()
