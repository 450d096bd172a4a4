"""Taking keys out of what providers say: some repeat what they were sent, also encoded."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote

HIDDEN = "(key)"
"""What stands in the place of a key."""

_SHORTEST = 8


class Scrubber:
    """Takes a key out of texts.

    Args:
        key: The key; a very short one could be any part of a text, and stays.
    """

    def __init__(self, key: str) -> None:
        self._forms = _forms(key) if len(key) >= _SHORTEST else []
        self._bytes = [form.encode() for form in self._forms]

    def text(self, text: str) -> str:
        """Take it out of a text."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, HIDDEN)
        return text

    def data(self, data: bytes) -> bytes:
        """Take it out of bytes."""
        for form in self._bytes:
            if form in data:
                data = data.replace(form, HIDDEN.encode())
        return data


def _forms(key: str) -> list[str]:
    """List the ways in which a key can be written, the longest first."""
    forms = {key, quote(key, safe=""), key.encode().hex(), key.replace("\\", "\\\\").replace('"', '\\"')}
    for before in range(3):
        # What stands before it in the text that was encoded moves it by so many bytes.
        for encode in (b64encode, urlsafe_b64encode):
            encoded = encode(b"\0" * before + key.encode()).decode().rstrip("=")
            # The first characters and the last one also hold bits of what stands around it.
            forms.add(encoded[(0, 2, 3)[before] : len(encoded) - 1])
    return sorted((form for form in forms if len(form) >= _SHORTEST), key=len, reverse=True)
