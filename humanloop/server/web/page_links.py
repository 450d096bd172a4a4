"""Which page shows what an operation has answered."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from humanloop.core.json_kinds import is_list, is_object

WEB_PATH = "/app"
"""Where the pages are."""
_PLACES = {
    "data_": ("logs",),
    "pr_": ("projects",),
    "sesh_": ("sessions",),
    "evts_": ("datasets",),
    "ev_": ("evaluations",),
}
"""What the ids of things begin with that have a page, and where that is."""


def page_of(answer: Any) -> str | None:
    """Write the address below `/app` of the page that shows an answer; None if it is no single thing with a page.

    Args:
        answer: What a handler answers.
    """
    if not is_object(answer):
        return None
    parts = _parts(answer)
    return "/".join(["", *(quote(part, safe="") for part in parts)]) if parts else None


def _parts(answer: dict[str, Any]) -> tuple[str, ...]:
    identifier, project = answer.get("id"), answer.get("project_id")
    if isinstance(identifier, str):
        place = next((place for start, place in _PLACES.items() if identifier.startswith(start)), None)
        return (*place, identifier) if place else ()
    config, made = answer.get("config"), answer.get("data")
    if isinstance(project, str) and is_object(config) and isinstance(config.get("id"), str):
        return "projects", project, "prompts", config["id"]
    # A model that was asked for one answer has made one log.
    return _parts({"id": made[0].get("id")}) if is_list(made) and len(made) == 1 and is_object(made[0]) else ()
