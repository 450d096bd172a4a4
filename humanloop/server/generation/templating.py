"""Prompt templates: `{{ name }}` is replaced by the input of that name.

One pass, by a scanner of our own: nothing is evaluated, inserted text is not looked at again, and whatever is not
exactly a marker stays as it is. A name consists of letters, digits and underscores, with at most one white-space
character on either side; `a.b` and `a[0]` reach into inputs that are objects or lists. `{{ tool(name, "text") }}`
inserts what a snippet of the server's configuration answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list
from humanloop.server.domain.template_markers import MARKER, look_up
from humanloop.server.errors import UnprocessableError
from humanloop.server.json_values import to_text

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from humanloop.server.generation.snippets import Snippets


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
        return MARKER.sub(self._replacement, text)

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
