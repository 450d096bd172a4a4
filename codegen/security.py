"""Which keys a call asks for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codegen.types_of import TypeReader

if TYPE_CHECKING:
    from codegen.facts import Facts
    from codegen.spec import Node


class SecurityReader(TypeReader):
    """Reads what operations say of keys."""

    def is_secured(self, node: Node) -> bool:
        """Whether some key is asked for."""
        return bool(self._asked(node).elements)

    def security(self, node: Node, facts: Facts) -> tuple[tuple[str, ...], ...] | None:
        """List the keys that a call needs; None if these are the API's one."""
        asked = self._asked(node)
        self._check(asked)
        known = [scheme.name for scheme in facts.schemes]
        if not self._asks_for_keys:
            # Nobody says which call needs which key: what there is, is sent.
            return (*((name,) for name in known), ()) if known else None
        if not known:
            return self._of_one(asked, facts)
        # A way that asks for no key that the client may have comes after those that do.
        elements = sorted(asked.elements, key=lambda way: not way.fields.keys() & {*known})
        ways = [tuple(name for name, _ in way if name in known) for way in elements]
        return tuple(dict.fromkeys(ways)) or ()

    @staticmethod
    def _of_one(asked: Node, facts: Facts) -> tuple[tuple[str, ...], ...] | None:
        """What a call needs of an API that has one key; one that can be done without goes along if it is there."""
        if not facts.security:
            return None
        if not asked.elements:
            return ()
        return None if all(way.fields for way in asked.elements) else ((facts.security.name,), ())

    def _asked(self, node: Node) -> Node:
        return (node if "security" in node else self.document.root).get("security")

    def _check(self, asked: Node) -> None:
        """Note the schemes that are asked for and nowhere described."""
        described = self.document.root.get("components").get("securitySchemes")
        for way in asked.elements:
            for name, child in way:
                if name not in described:
                    self.pass_over(child, f"there is no security scheme `{name}`")

    @cached_property
    def _asks_for_keys(self) -> bool:
        """Whether the document says anywhere which keys a call needs."""
        root = self.document.root
        nodes = (node for _, item in root.get("paths") for _, node in item)
        return "security" in root or any("security" in node for node in nodes)
