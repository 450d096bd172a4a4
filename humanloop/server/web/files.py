"""Styles, scripts and the icon: joined when first needed, and named by their content, so that they can be kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class StaticFile:
    """A file for browsers.

    Args:
        name: Name with the digest of its content.
        content: What is in it.
        media_type: Of which type that is.
    """

    name: str
    content: bytes
    media_type: str


@cache
def static_files() -> dict[str, StaticFile]:
    """Answer the files: `style.css`, `script.js` and `icon.svg`, by these names."""
    parts = sorted(files("humanloop.server.web").joinpath("static").iterdir(), key=lambda part: part.name)
    texts = {"css": "", "js": "", "svg": ""}
    for part in parts:
        ending = part.name.rpartition(".")[2]
        text = part.read_text(encoding="utf-8")
        # Each script keeps its names to itself.
        texts[ending] += f"{{\n{text}}}\n" if ending == "js" else text
    names = {"css": "style", "js": "script", "svg": "icon"}
    return {f"{names[ending]}.{ending}": _file(names[ending], ending, text.encode()) for ending, text in texts.items()}


def file_named(name: str) -> StaticFile | None:
    """Find a file by its whole name."""
    return next((each for each in static_files().values() if each.name == name), None)


def _file(name: str, ending: str, content: bytes) -> StaticFile:
    digest = hashlib.sha256(content).hexdigest()[:16]
    return StaticFile(f"{name}.{digest}.{ending}", content, _TYPES[ending])
