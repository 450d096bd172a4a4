"""The little Markdown that descriptions use, as HTML: paragraphs, lists, emphasis, code."""

from __future__ import annotations

import re
from html import escape

_CODE = re.compile(r"`([^`]+)`")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


def to_html(text: str) -> str:
    """Turn paragraphs and lists into HTML; whatever looks like HTML in them is shown as it is written."""
    return "".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block)


def to_inline(text: str) -> str:
    """Turn one paragraph into HTML without a tag around it."""
    return _STRONG.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", escape(text.strip())))


def _block(block: str) -> str:
    lines = block.strip().splitlines()
    if all(line.startswith(("- ", "  ")) for line in lines):
        items = re.split(r"(?:^|\n)- ", block.strip())
        return f"<ul>{''.join(f'<li>{to_inline(item)}</li>' for item in items if item)}</ul>"
    return f"<p>{to_inline(block)}</p>"
