"""What the commands of the server are called and do: known where the extra `server` is missing too."""

from __future__ import annotations

from typing import NamedTuple

SERVE = "serve"
"""Name of the command."""
SERVE_HELP = "Serve the API until Ctrl-C."
"""What it does."""
WEB = "web"
"""Name of the command that signs a browser in."""
WEB_HELP = "Print a link that signs a browser in to the pages of the server."
"""What it does."""


class Command(NamedTuple):
    """A command that works on the database, beside a running server or without one.

    Attributes:
        help: What it does.
        module: The module below `humanloop.server` whose `main` takes what is typed after the name of the command.
    """

    help: str
    module: str


COMMANDS = {
    "audit": Command("List who has made keys, deployed, deleted, imported and changed settings.", "commands.audit"),
    "backup": Command("Write a copy of the database, also while a server uses it.", "commands.backup"),
    "check": Command("Look for damage in a database, or in a copy of one.", "commands.check"),
    "export": Command("Write all that the server holds, or some projects, into a folder.", "commands.exporting"),
    "import": Command("Take in what was exported elsewhere, as often as you like.", "commands.importing"),
    "keys": Command("Make, list and revoke API keys, also while a server runs.", "commands.keys"),
    "database": Command("Change the tables to those of another release, or say which they are.", "commands.database"),
}
"""All of them, by name."""
