"""What the commands of the server are called and do: known where the extra `server` is missing too."""

from __future__ import annotations

SERVE = "serve"
"""Name of the command."""
SERVE_HELP = "Serve the API until Ctrl-C."
"""What it does."""
WEB = "web"
"""Name of the command that signs a browser in."""
WEB_HELP = "Print a link that signs a browser in to the pages of the server."
"""What it does."""
