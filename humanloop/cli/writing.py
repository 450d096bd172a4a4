"""Where the output goes, and what happens where it cannot go there."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn

from humanloop.core.errors import OpenApiException

if TYPE_CHECKING:
    from collections.abc import Generator

_FAILED = 1


@contextmanager
def complete_output() -> Generator[None]:
    """Leave with one line, and status 1, where the output of the block cannot be written to its end.

    It may be closed, or full, or in an encoding that does not have the characters.
    """
    # Python has none where it is closed.
    output: Any = sys.stdout
    if output is None:
        _leave("it is closed")
    try:
        try:
            yield
        finally:
            # Here, not when the interpreter ends: there it would be too late for a status.
            output.flush()
    except OpenApiException:
        # A call that took too long is a TimeoutError, and that an OSError.
        raise
    except UnicodeEncodeError as error:
        characters = error.object[error.start : error.start + 1]
        _leave(f"its encoding, {error.encoding}, has no {characters!a}: set PYTHONIOENCODING=utf-8")
    except OSError as error:
        _leave(error.strerror or str(error))


def is_encodable(text: str) -> bool:
    """Say whether the output has all characters of a text."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _leave(why: str) -> NoReturn:
    with suppress(OSError, ValueError, AttributeError):
        # What is still waiting to be written must not fail once more when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"Error: The output cannot be written: {why}\n")
    sys.exit(_FAILED)
