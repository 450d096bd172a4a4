"""Reads HTML as a browser would, and refuses what the package must not write."""

from __future__ import annotations

import re
from html.parser import HTMLParser

TAGS = frozenset(["b", "details", "div", "li", "span", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"])
ATTRIBUTES = {"class": r"[\w ]+", "dir": "auto", "open": "", "style": r"[\w.,:;%#() -]*"}


class Reading(HTMLParser):
    """What a reader sees; anything that is not plain structure is an AssertionError."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert re.fullmatch(ATTRIBUTES[name], value or ""), (name, value)
            assert "url" not in (value or "")
        self.styles += [value or "" for name, value in attrs if name == "style"]
        self.tags.append(tag)
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data + "\n"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read(shown: object) -> Reading:
    """Read what a notebook would show."""
    return Reading(shown._repr_html_())
