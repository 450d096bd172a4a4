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
        return bool(self._asked(node))

    def security(self, node: Node, facts: Facts) -> tuple[tuple[str, ...], ...] | None:
        """List the keys that a call needs; None if these are the API's one."""
        self._check(node if "security" in node else self.document.root)
        asked = self._asked(node)
        known = [scheme.name for scheme in facts.schemes]
        if asked is None:
            # Nobody says which call needs which key: what there is, is sent.
            return (*((name,) for name in known), ()) if known else None
        if not known:
            return self._of_one(asked, facts)
        # A way that asks for no key that the client may have comes after those that do.
        elements = sorted(asked, key=lambda way: not way.fields.keys() & {*known})
        return tuple(dict.fromkeys(tuple(name for name, _ in way if name in known) for way in elements))

    @staticmethod
    def _of_one(asked: tuple[Node, ...], facts: Facts) -> tuple[tuple[str, ...], ...] | None:
        """What a call needs of an API that has one key; one that can be done without goes along if it is there."""
        if not facts.security:
            return None
        if not asked:
            return ()
        return None if all(way.fields for way in asked) else ((facts.security.name,), ())

    def _asked(self, node: Node) -> tuple[Node, ...] | None:
        """List the ways of calling an operation; None where nobody says anything that can be done."""
        for ways in (self._ways(node), self._ways(self.document.root)):
            if ways is not None:
                return ways
        return () if self._asks_for_keys and "security" not in node else None

    def _ways(self, node: Node) -> tuple[Node, ...] | None:
        """The ways that an object names by itself; those of which all schemes are nowhere described do not count."""
        said = node.get("security").elements
        ways = tuple(way for way in said if not way.fields or way.fields.keys() & self._described.fields.keys())
        return ways if "security" in node and (ways or not said) else None

    def _check(self, node: Node) -> None:
        """Note the schemes that are asked for and nowhere described."""
        for way in node.get("security").elements:
            for name, child in way:
                if name not in self._described:
                    self.pass_over(child, f"there is no security scheme `{name}`")

    @property
    def _described(self) -> Node:
        return self.document.root.get("components").get("securitySchemes")

    @cached_property
    def _asks_for_keys(self) -> bool:
        """Whether the document says anywhere which keys a call needs."""
        root = self.document.root
        nodes = (node for _, item in root.get("paths") for _, node in item)
        return any(self._ways(node) is not None for node in (root, *nodes))
