"""A folder of their own for the records that tests log in the background, so that none of a developer's is sent."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

_VARIABLE = "HUMANLOOP_SPOOL"


@contextmanager
def own_spool() -> Generator[Path]:
    """Let records wait in a temporary folder; what is not sent at the end goes with it."""
    before = os.environ.get(_VARIABLE)
    with TemporaryDirectory(prefix="humanloop-spool-", ignore_cleanup_errors=True) as folder:
        os.environ[_VARIABLE] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                os.environ.pop(_VARIABLE, None)
            else:
                os.environ[_VARIABLE] = before
            # Loaded only if something was logged.
            sender: Any = sys.modules.get("humanloop.background.sender")
            if sender is not None:
                sender.give_up(Path(folder))
