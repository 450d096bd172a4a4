"""Looking into JSON whose form nobody has promised."""

from __future__ import annotations

import json
from typing import Any

from humanloop.core.json_kinds import is_list, is_object


def as_object(value: Any) -> dict[str, Any]:
    """Answer a value that is an object; an empty one in place of anything else."""
    return value if is_object(value) else {}


def as_array(value: Any) -> list[Any]:
    """Answer a value that is a list; an empty one in place of anything else."""
    return value if is_list(value) else []


def objects_in(value: Any) -> list[dict[str, Any]]:
    """List the objects of a list; whatever else stands in it is left out."""
    return [each for each in as_array(value) if is_object(each)]


def to_text(value: Any) -> str:
    """Turn a value into text: text stays, everything else is written as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
