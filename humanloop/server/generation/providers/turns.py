"""Conversations in which two sides take turns: messages of one side that follow each other become one."""

from __future__ import annotations

import re
from typing import Any

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


class Turns:
    """Puts messages together.

    Args:
        parts: What the parts of a message are called.
    """

    def __init__(self, parts: str) -> None:
        self._parts = parts
        self.messages: list[dict[str, Any]] = []

    def add(self, role: str, parts: list[dict[str, Any]]) -> None:
        """Add what one side says; nothing is no message."""
        if not parts:
            return
        if self.messages and self.messages[-1]["role"] == role:
            self.messages[-1][self._parts] += parts
        else:
            self.messages.append({"role": role, self._parts: parts})


def safe_id(identifier: str, longest: int = 256) -> str:
    """Write the id of a call in the letters that all providers take."""
    return _UNSAFE.sub("_", identifier)[:longest]
