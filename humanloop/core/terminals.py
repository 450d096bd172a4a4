"""Texts of anybody on a terminal: models, users and other servers wrote what answers and errors say."""

from __future__ import annotations

import re
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def harmless(text: str) -> str:
    """Replace what a terminal may take for a command, and what it cannot show; lines and tabulators stay."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
