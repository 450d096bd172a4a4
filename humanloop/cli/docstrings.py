"""The docstrings of methods, as the help of commands."""

from __future__ import annotations

import re
from typing import NamedTuple

_SECTION = re.compile(r"^(Args|Returns|Raises|Yields):\n", re.MULTILINE)
_ARGUMENT = re.compile(r"^ {4}(\*{0,2}\w+): ", re.MULTILINE)
_QUOTED = re.compile(r"`([^`\n]+)`")


class Doc(NamedTuple):
    """What a docstring says.

    Attributes:
        text: Paragraphs: what is done, more about it, the route.
        arguments: Name of a parameter, with its stars → what it means.
    """

    text: str
    arguments: dict[str, str]


def read(docstring: str) -> Doc:
    """Read a docstring of a method of an API.

    Args:
        docstring: Without the indentation of its source.
    """
    text, *sections = _SECTION.split(docstring)
    named = dict(zip(sections[::2], sections[1::2], strict=True))
    _, *arguments = _ARGUMENT.split(named.get("Args", ""))
    meanings = {name: " ".join(meaning.split()) for name, meaning in zip(arguments[::2], arguments[1::2], strict=True)}
    # What is said about streaming in Python is an option here.
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if "`stream=True`" not in part]
    return Doc("\n\n".join(paragraphs).strip(), meanings)


def shown(text: str, flags: dict[str, str]) -> str:
    """Write help without the quotes of docstrings; parameters are options here.

    Args:
        text: Of a docstring.
        flags: Name of a parameter → its option.
    """
    return _QUOTED.sub(lambda match: flags.get(match[1], match[1]), text)
