"""Where the command `humanloop` begins; it says in one line what is missing where its extra is not installed."""

from __future__ import annotations

import sys

from humanloop.cli.serving import server_command
from humanloop.cli.writing import complete_output
from humanloop.core.extras import described, is_missing
from humanloop.server.command import COMMANDS, SERVE, WEB
from humanloop.version import __version__


def main() -> None:
    """Run the command line. To serve, or to say the version, its extra is not needed."""
    if sys.argv[1:2] == [SERVE]:
        server_command().main()
        return
    if sys.argv[1:2] == [WEB]:
        server_command().web_main(sys.argv[2:])
        return
    if (own := COMMANDS.get("".join(sys.argv[1:2]))) is not None:
        server_command(own.module).main(sys.argv[2:])
        return
    if sys.argv[1:2] == ["--version"]:
        with complete_output():
            print(described(__version__))  # noqa: T201 - it is what was asked for
        sys.exit()
    try:
        # Imported here: without the extra there is no command line, and this is the place to say so.
        from humanloop.cli.app import run  # noqa: PLC0415
    except ModuleNotFoundError as error:
        sys.exit(is_missing("The command line needs", "cli", error.name))
    run()


if __name__ == "__main__":
    main()
