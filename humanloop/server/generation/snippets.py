"""Snippets: named texts of the server's configuration that templates call like a tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.identifiers import new_id
from humanloop.server.errors import UnprocessableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Snippets:
    """Answers the tool calls of one request's templates, and keeps their results.

    Args:
        texts: Tool name → key → text.
    """

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = texts
        self.results: list[dict[str, Any]] = []
        """What was called: `id`, `name`, `signature` and `result` of each call."""

    def call(self, name: str, arguments: Sequence[str]) -> str:
        """Answer the text that a key stands for.

        Raises:
            UnprocessableError: There is no such tool, or it has no such key.
        """
        if name not in self._texts:
            known = ", ".join(sorted(self._texts)) or "none"
            raise UnprocessableError(
                f"The template calls the tool {name!r}, which this server does not have; it has: {known}."
            )
        key = arguments[0] if arguments else ""
        if len(arguments) != 1 or key not in self._texts[name]:
            known = ", ".join(sorted(self._texts[name]))
            raise UnprocessableError(f"The snippet tool {name!r} has no key {key!r}; it has: {known}.")
        result = self._texts[name][key]
        signature = f"{name}({key})"
        self.results.append({"id": new_id("oc"), "name": name, "signature": signature, "result": result})
        return result
