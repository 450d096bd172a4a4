"""Where the command `humanloop` begins; it says in one line what is missing where its extra is not installed."""

from __future__ import annotations

import sys

from humanloop.cli.serving import server_command
from humanloop.server.command import SERVE


def main() -> None:
    """Run the command line. To serve, its extra is not needed."""
    if sys.argv[1:2] == [SERVE]:
        server_command().main()
        return
    try:
        # Imported here: without the extra there is no command line, and this is the place to say so.
        from humanloop.cli.app import run  # noqa: PLC0415
    except ModuleNotFoundError as error:
        sys.exit(f'The command line needs the extra `cli` ({error.name} is missing): pip install "humanloop[cli]"')
    run()
