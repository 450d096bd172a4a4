"""Where the command `humanloop` begins; it says in one line what is missing where its extra is not installed."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    try:
        # Imported here: without the extra there is no command line, and this is the place to say so.
        from humanloop.cli.app import run  # noqa: PLC0415
    except ModuleNotFoundError as error:
        sys.exit(f'The command line needs the extra `cli` ({error.name} is missing): pip install "humanloop[cli]"')
    run()
