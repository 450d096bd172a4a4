"""`python -m humanloop.server.store.migrations MESSAGE`: write the revision that leads to the tables as they are.

With `--initial`, the first revision is written anew, and replaces all others: only before the first release.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from alembic.command import revision, upgrade
from alembic.script import ScriptDirectory

from humanloop.server.store import migrations
from humanloop.server.store.engine import build_engine

_VERSIONS = Path(__file__).parent / "versions"


def main() -> None:
    """Write a revision, and lay it out."""
    parser = argparse.ArgumentParser(prog="python -m humanloop.server.store.migrations", description=__doc__)
    parser.add_argument("message", help="what the revision changes")
    parser.add_argument("--initial", action="store_true", help="write the first revision anew")
    asked = parser.parse_args()
    if asked.initial:
        for path in _VERSIONS.glob("*.py"):
            path.unlink()
    number = f"{len(list(_VERSIONS.glob('*.py'))) + 1:04}"
    engine = build_engine("sqlite://", writes=True, pool_size=1)
    with engine.begin() as connection:
        config = migrations.alembic_config(connection)
        if not asked.initial:
            upgrade(config, "head")
        revision(config, asked.message, autogenerate=True, rev_id=number)
        written = ScriptDirectory.from_config(config).get_revision(number)
    engine.dispose()
    _lay_out(Path(written.path))
    sys.stdout.write(f"Wrote {written.path}; now set HEAD of {migrations.__name__} to {number!r}.\n")


def _lay_out(path: Path) -> None:
    """Take out the remarks of the generator, and format the rest."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    for command in (["check", "--quiet", "--fix", "--select=I,F401"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *command, str(path)], check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    main()
