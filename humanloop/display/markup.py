"""HTML that is safe: what is no markup already is escaped, always.

Styles are written into the elements, and their colours are half transparent: the page around them may be light or
dark, may strip style sheets, and runs no script of ours.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from humanloop.core.halves import whole
from humanloop.spec.facts import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LINE = "rgba(128,128,128,.35)"
SHADE = "rgba(128,128,128,.13)"
DIM = "opacity:.65"
MONO = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.92em"
WRAP = "white-space:pre-wrap;overflow-wrap:break-word"
_CELL = f"text-align:left;vertical-align:top;padding:.25em .7em;border:0;border-bottom:1px solid {LINE}"
_TABLE = "border-collapse:collapse;border:0;margin:.2em 0;font-size:inherit;table-layout:auto"


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def escaped(text: str) -> Html:
    """Make markup of any text: what it shows is the text itself."""
    if isinstance(text, Html):
        return text
    return Html(escape(whole(text), quote=True))


def element(tag: str, *content: str, style: str = "") -> Html:
    """Make an element.

    Args:
        tag: Its name.
        content: What it holds; text that is no `Html` is escaped.
        style: Its style.
    """
    start = f'<{tag} style="{style}">' if style else f"<{tag}>"
    return Html(f"{start}{joined(content)}</{tag}>")


def joined(parts: Iterable[str]) -> Html:
    """Put parts one after the other."""
    return Html("".join(map(escaped, parts)))


def anchor(address: str, name: str) -> Html:
    """Make a link that opens beside the notebook."""
    return Html(f'<a href="{escaped(address)}" target="_blank" rel="noopener noreferrer">{escaped(name)}</a>')


def page(*content: str) -> Html:
    """Make the outermost element. Its classes keep notebooks from taking dollar signs for formulas."""
    start = f'<div class="{PACKAGE} tex2jax_ignore mathjax_ignore" style="font-size:13px;line-height:1.45">'
    return Html(f"{start}{joined(content)}</div>")


def text(value: str, style: str = "") -> Html:
    """Make a piece of text that keeps its line breaks, and whose direction is its own."""
    start = f'<div dir="auto" style="{WRAP};max-width:60em;{style}">'
    return Html(f"{start}{escaped(value)}</div>")


def dim(value: str) -> Html:
    """Make a remark."""
    return element("span", value, style=DIM)


def heading(title: str, remark: str = "") -> Html:
    """Say what is shown below."""
    parts = [element("b", title), *([" ", dim(remark)] if remark else [])]
    return element("div", *parts, style="margin:.2em 0")


def pairs(rows: Iterable[tuple[str, str]]) -> Html:
    """Make a table of two columns: names and values."""
    name = f"{_CELL};{MONO};white-space:nowrap;{DIM}"
    return element(
        "table",
        element(
            "tbody",
            *(
                element("tr", element("td", key, style=name), element("td", value, style=_CELL), style=_ROW)
                for key, value in rows
            ),
        ),
        style=_TABLE,
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    """Make a table.

    Args:
        columns: Names of its columns.
        rows: Cells, as many as there are columns.
    """
    head = element("tr", *(element("th", column, style=_HEAD) for column in columns), style=_ROW)
    body = (element("tr", *(element("td", cell, style=_CELL) for cell in row), style=_ROW) for row in rows)
    made = element("table", element("thead", head), element("tbody", *body), style=_TABLE)
    return element("div", made, style="overflow-x:auto")


def details(summary: str, content: str, *, is_open: bool = False) -> Html:
    """Make a part that opens and shuts when it is clicked."""
    inside = joined([element("summary", summary, style="cursor:pointer"), content])
    return Html(f"<details{' open' * is_open}>{inside}</details>")


def indented(depth: int, label: str) -> Html:
    """Show the name of a record as deep as it is in a tree."""
    mark = element("span", "└ ", style=f"{DIM};{MONO}") if depth else Html()
    return element("div", mark, label or dim("·"), style=f"display:flex;padding-left:{min(depth, 12) * 1.1:.1f}em")


# Notebooks shade every second row, and right-align cells.
_ROW = "background:none;text-align:left"
_HEAD = f"{_CELL};font-weight:600;white-space:nowrap"
