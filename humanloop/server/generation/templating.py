"""Prompt templates: `{{ name }}` is replaced by the input of that name.

One pass, by a scanner of our own: nothing is evaluated, inserted text is not looked at again, and whatever is not
exactly a marker stays as it is. A name consists of letters, digits and underscores, with at most one white-space
character on either side; `a.b` and `a[0]` reach into inputs that are objects or lists. `{{ tool(name, "text") }}`
inserts what a snippet of the server's configuration answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.errors import UnprocessableError
from humanloop.server.json_values import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.generation.snippets import Snippets

_MARKER = re.compile(
    r"""
    \{\{\s?
    (?: (?P<name> [A-Za-z0-9_.\[\]]+ )
      | (?P<tool> [A-Za-z0-9_-]+ ) \( (?P<arguments> [A-Za-z0-9_\-,\ "]* ) \)
    )
    \s?\}\}
    """,
    re.VERBOSE,
)
_STEP = re.compile(r"\.?([A-Za-z0-9_]+)|\[([0-9]+)\]")


class Template:
    """Renders the texts of one request, and remembers what was missing.

    Args:
        inputs: Name → value.
        snippets: What tool calls in templates can answer.
    """

    def __init__(self, inputs: Mapping[str, Any], snippets: Snippets) -> None:
        self._inputs = inputs
        self._snippets = snippets
        self._missing: set[str] = set()

    def render(self, text: str) -> str:
        """Replace the markers of a text. Those without an input are remembered for `check`."""
        return _MARKER.sub(self._replacement, text)

    def render_content(self, content: Any) -> Any:
        """Render a message's content: text, or a list of parts of which only the text is a template."""
        if isinstance(content, str):
            return self.render(content)
        if is_list(content):
            return [
                {**part, "text": self.render(part["text"])} if part.get("type") == "text" else part for part in content
            ]
        return content

    def check(self) -> None:
        """Refuse to go on when inputs were missing.

        Raises:
            UnprocessableError: It lists all of them, sorted.
        """
        if self._missing:
            names = ", ".join(sorted(self._missing))
            raise UnprocessableError(f"The template needs inputs that were not given: {names}.")

    def _replacement(self, marker: re.Match[str]) -> str:
        # What is missing stays as it is: `check` refuses the whole, so nobody will see it.
        if marker["name"]:
            text = self._value(marker["name"])
            return marker[0] if text is None else text
        arguments = [self._argument(part.strip()) for part in marker["arguments"].split(",") if part.strip()]
        given = [argument for argument in arguments if argument is not None]
        return self._snippets.call(marker["tool"], given) if given == arguments else marker[0]

    def _value(self, name: str) -> str | None:
        found = look_up(self._inputs, name)
        if found is None:
            self._missing.add(name)
            return None
        return to_text(found)

    def _argument(self, text: str) -> str | None:
        """Read an argument of a call: the name of an input, or text in double quotes."""
        is_literal = len(text) > 1 and text[0] == text[-1] == '"'
        return text[1:-1] if is_literal else self._value(text)


def names_in(text: str) -> list[str]:
    """List the inputs that a template names, each once."""
    names: dict[str, None] = {}
    for marker in _MARKER.finditer(text):
        given = [marker["name"]] if marker["name"] else marker["arguments"].split(",")
        names.update(dict.fromkeys(name.strip() for name in given if name.strip() and '"' not in name))
    return list(names)


def look_up(inputs: Mapping[str, Any], name: str) -> Any:
    """Find an input by its whole name, else by the path that the name spells; None if there is none."""
    if name in inputs:
        return inputs[name]
    value: Any = None if name.startswith(".") else inputs
    position = 0
    while position < len(name) and value is not None:
        step = _STEP.match(name, position)
        if step is None:
            return None
        value = _item(value, step[1], step[2])
        position = step.end()
    return value


def _item(value: Any, key: str | None, index: str | None) -> Any:
    if is_object(value):
        return value.get(key or index or "")
    if is_list(value) and (index or key or "").isdecimal():
        place = int(index or key or "")
        return value[place] if place < len(value) else None
    return None
