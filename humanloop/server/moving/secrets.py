"""Secrets in what is imported: they are left out, and counted."""

from __future__ import annotations

from typing import Any

from humanloop.core.json_kinds import is_list, is_object

LEFT_OUT = "[left out]"
"""What stands in place of a secret."""
_KEYS = frozenset(
    {
        "authorization",
        "proxy_authorization",
        "cookie",
        "set_cookie",
        "x_api_key",
        "api_key",
        "apikey",
        "token",
        "access_token",
        "secret",
        "password",
    }
)


def without_secrets(value: Any) -> tuple[Any, int]:
    """Replace the values of keys that name secrets, at any depth; answers how many there were."""
    if is_object(value):
        found = 0
        kept: dict[str, Any] = {}
        for key, item in value.items():
            if item is not None and key.lower().replace("-", "_") in _KEYS:
                kept[key], number = LEFT_OUT, item != LEFT_OUT
            else:
                kept[key], number = without_secrets(item)
            found += number
        return (kept, found) if found else (value, 0)
    if is_list(value):
        pairs = [without_secrets(item) for item in value]
        found = sum(number for _, number in pairs)
        return ([item for item, _ in pairs], found) if found else (value, 0)
    return value, 0
