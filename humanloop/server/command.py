"""The name of the server's command, which needs no extra to be known."""

from __future__ import annotations

SERVE = "serve"
"""Name of the command."""
SERVE_HELP = "Serve the API until Ctrl-C."
"""What it does."""
