"""How answers look: one line in a console, HTML in a notebook, a hint for a slip. Nothing is asked for.

Its functions are imported when something is shown, and not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.core.lazy import lazy_names

if TYPE_CHECKING:
    from humanloop.display.client import client_html, client_line, settings_of
    from humanloop.display.completion import allow_completion
    from humanloop.display.hints import no_attribute, no_item, plain_body
    from humanloop.display.html import list_html, model_html, page_html
    from humanloop.display.reporting import telling
    from humanloop.display.text import line, list_line, page_line, rich_fields, whole_text

__all__ = [
    "allow_completion",
    "client_html",
    "client_line",
    "line",
    "list_html",
    "list_line",
    "model_html",
    "no_attribute",
    "no_item",
    "page_html",
    "page_line",
    "plain_body",
    "rich_fields",
    "settings_of",
    "telling",
    "whole_text",
]

_MODULES = {
    **dict.fromkeys(["client_html", "client_line", "settings_of"], "client"),
    "allow_completion": "completion",
    **dict.fromkeys(["no_attribute", "no_item", "plain_body"], "hints"),
    **dict.fromkeys(["list_html", "model_html", "page_html"], "html"),
    **dict.fromkeys(["line", "list_line", "page_line", "rich_fields", "whole_text"], "text"),
    "telling": "reporting",
}
__getattr__, __dir__ = lazy_names(__name__, _MODULES)
