"""The command `humanloop`, which says in one line what is missing where its extra is not installed."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    try:
        # Imported here: without the extra there is no command line, and this is the place to say so.
        from humanloop.server.cli import main as run  # noqa: PLC0415
    except ModuleNotFoundError as error:
        sys.exit(f'The command needs the extra `server` ({error.name} is missing): pip install "humanloop[server]"')
    run()
