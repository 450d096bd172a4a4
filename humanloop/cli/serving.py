"""The commands of the server are its own: they work without the extra `cli`."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from humanloop.core.extras import is_missing


def server_command(module: str = "cli") -> Any:
    """Import a command of the server; where its extra is missing, end with a line that says so.

    Args:
        module: Its module, below `humanloop.server`.
    """
    try:
        # By name, when it is asked for: it is large, and needs an extra of its own.
        return import_module(f"humanloop.server.{module}")
    except ModuleNotFoundError as error:
        sys.exit(is_missing("The commands of the server need", "server", error.name))
