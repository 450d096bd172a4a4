"""`humanloop serve`: the server has a command of its own, which works without the extra `cli`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from humanloop.core.extras import is_missing

if TYPE_CHECKING:
    from types import ModuleType


def server_command() -> ModuleType:
    """Import the server's command; where its extra is missing, end with a line that says so."""
    try:
        # Imported here: it is large, and needs an extra of its own.
        from humanloop.server import cli  # noqa: PLC0415
    except ModuleNotFoundError as error:
        sys.exit(is_missing("`humanloop serve` needs", "server", error.name))
    return cli
