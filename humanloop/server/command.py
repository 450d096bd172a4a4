"""What `humanloop serve` is called and does: known where the extra `server` is missing too."""

from __future__ import annotations

SERVE = "serve"
"""Name of the command."""
SERVE_HELP = "Serve the API until Ctrl-C."
"""What it does."""
