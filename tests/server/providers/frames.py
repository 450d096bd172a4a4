"""AWS's frames, written."""

from __future__ import annotations

import json
from struct import pack
from typing import Any
from zlib import crc32


def header(name: str, text: str) -> bytes:
    return bytes([len(name)]) + name.encode() + b"\x07" + pack(">H", len(text.encode())) + text.encode()


def frame(name: str, payload: Any, kind: str = "event", headers: bytes | None = None) -> bytes:
    """One frame."""
    if headers is None:
        headers = header(f":{kind}-type", name) + header(":message-type", kind) + b"\x01t\x08" + b"\0" * 8
    body = b"" if payload is None else json.dumps(payload, ensure_ascii=False).encode()
    head = pack(">II", 16 + len(headers) + len(body), len(headers))
    data = head + pack(">I", crc32(head)) + headers + body
    return data + pack(">I", crc32(data))
