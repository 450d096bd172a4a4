"""Markdown from the spec, laid out as docstrings and as table cells."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, "Json"] | list["Json"] | str | float | bool | None
WIDTH = 120
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s+")


def sentence(text: str) -> str:
    """End a text with a full stop, unless it ends like a sentence already."""
    text = text.rstrip()
    return text if not text or text.endswith((".", "!", "?", ":", "```", "|")) else f"{text}."


def first_sentence(text: str) -> tuple[str, str]:
    """Split a text into its first sentence, on one line, and the rest."""
    paragraph, _, others = text.strip().partition("\n\n")
    if _ITEM.match(paragraph) or "\n```" in paragraph or "\n- " in paragraph:
        head, _, tail = paragraph.partition("\n")
        paragraph, others = head, f"{tail}\n\n{others}".strip("\n")
    paragraph = " ".join(paragraph.split())
    end = re.search(r"[.!?](?=\s+[A-Z`*\[])", paragraph)
    if end is None:
        return sentence(paragraph), others.strip()
    rest = paragraph[end.end() :].strip()
    return paragraph[: end.end()], f"{rest}\n\n{others}".strip()


def summary(text: str, fallback: str, *, indent: int) -> tuple[str, str]:
    """Split a text into a docstring's first line and the rest.

    Args:
        text: The text.
        fallback: The first line, if there is no text or its first sentence does not fit; empty for none.
        indent: Columns before the docstring.
    """
    first, rest = first_sentence(text)
    if not first or len(first) + indent + len('r""""""') > WIDTH:
        return fallback, text.strip()
    return first, rest


def described(text: tuple[str, str], indent: int) -> str:
    """Write a docstring of a first line and the rest; nothing, if there is neither."""
    margin = " " * indent
    parts = [part for part in (text[0], wrap(text[1], indent)) if part]
    return margin + docstring(f"\n\n{margin}".join(parts), indent) if parts else ""


def wrap(text: str, indent: int, *, hanging: int = 0) -> str:
    """Wrap Markdown; paragraphs, lists and code blocks stay what they are. The first line is not indented.

    Args:
        text: The Markdown.
        indent: Columns before every line but the first.
        hanging: Columns that the first line has less to offer, because something stands before it.
    """
    lines: list[str] = []
    for block in _blocks(text):
        lines += _wrap_block(block, WIDTH - indent, 0 if lines else hanging)
    return "\n".join(" " * indent + line if line else "" for line in lines).strip()


def docstring(text: str, indent: int = 0) -> str:
    """Put a text, whose lines are indented already, between quotes."""
    text = printable(text).strip().replace('"""', "'''")
    if text.endswith("\\"):
        text += " "  # else it would escape the quotes
    prefix = "r" if "\\" in text else ""
    if "\n" in text:
        return f'{prefix}"""{text}\n{" " * indent}"""'
    return f'{prefix}"""{text}"""' if not text.endswith('"') else f'{prefix}"""{text} """'


def cell(text: str) -> str:
    """Write a text as a cell of a Markdown table."""
    paragraphs = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text.strip())]
    return "<br>".join(paragraphs).replace("|", "\\|")


def _blocks(text: str) -> Iterator[list[str]]:
    """Split Markdown into paragraphs, list items, empty lines and code blocks."""
    block: list[str] = []
    fenced = False
    for line in text.strip().splitlines():
        fence = line.lstrip().startswith("```")
        starts = not fenced and (fence or not line.strip() or _ITEM.match(line.lstrip()) is not None)
        if block and (starts or (not fenced and not block[-1].strip())):
            yield block
            block = []
        block.append(line.rstrip())
        if fence:
            fenced = not fenced
            if not fenced:
                yield block
                block = []
    if block:
        yield block


def _wrap_block(block: list[str], width: int, used: int) -> list[str]:
    if block[0].lstrip().startswith(("```", "|")):
        return block
    first = block[0]
    margin = " " * (len(first) - len(first.lstrip()))
    bullet = _ITEM.match(first.lstrip())
    return textwrap.wrap(
        " ".join(line.strip() for line in block),
        width,
        initial_indent=" " * used or margin,
        subsequent_indent=margin + " " * (len(bullet.group()) if bullet else 0),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def literal(value: Json, *, indent: int = 0, used: int = 0, width: int = 88) -> str:
    """Write a JSON value as a Python literal, on one line if it fits.

    Args:
        value: The value.
        indent: Columns before the line it starts in.
        used: Columns already taken in that line.
        width: Columns to fill at most.
    """
    line = _one_line(value)
    if len(line) + max(indent, used) < width or not isinstance(value, dict | list) or not value:
        return line
    inner = indent + 4
    if isinstance(value, dict):
        keys = [(f"{_one_line(key)}: ", entry) for key, entry in value.items()]
        entries = [key + literal(entry, indent=inner, used=inner + len(key)) for key, entry in keys]
        opening, closing = "{}"
    else:
        entries = [literal(entry, indent=inner) for entry in value]
        opening, closing = "[]"
    lines = "".join(f"{' ' * inner}{entry},\n" for entry in entries)
    return f"{opening}\n{lines}{' ' * indent}{closing}"


def _one_line(value: Json) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_one_line(key)}: {_one_line(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_one_line(entry) for entry in value) + "]"
    if isinstance(value, str):
        quote = "'" if '"' in value and "'" not in value else '"'
        return f"{quote}{''.join(_escaped(sign, quote) for sign in value)}{quote}"
    return repr(value)


def _escaped(sign: str, quote: str) -> str:
    """Write one character of a text between quotes."""
    if sign in {quote, "\\"}:
        return f"\\{sign}"
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")


def printable(text: str) -> str:
    """Leave out what cannot stand in a source file, or would not be seen there."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
