"""What a client is set up with besides host, key and limits: keys of providers, settings of earlier releases."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.spec import Node
    from codegen.types_of import TypeReader

_PLACE: Final = "provider-keys"
"""Stands among the settings of earlier releases where the keys of providers come."""


@dataclass(frozen=True)
class Setting:
    """One argument of the configuration, and the attribute that keeps it."""

    name: str
    text: str = ""
    """What its argument is for; empty if it has none."""
    type: str = "str | None"
    default: str = "None"
    kept: str = ""
    """What the attribute holds, as an expression; empty if that is another argument's."""
    stands_for: str = ""
    """The argument that this is another name of."""
    provider: str = ""
    """The provider of models whose key it is."""
    module: str = ""
    """The module of the package that its type is from, if that is a class of the package."""
    is_added: bool = False
    """Whether earlier releases did not have it: it is given by its name only."""

    @property
    def signature(self) -> str:
        """It as a parameter."""
        return f"{self.name}: {self.type} = {self.default}"

    @property
    def class_name(self) -> str:
        """The class of its type."""
        return self.type.partition(" ")[0]


def provider_settings(reader: TypeReader, node: Node) -> tuple[Setting, ...]:
    """Read the keys of third parties: a list of their names, or the name of a schema that has them as properties."""
    keys = node.get(_PLACE)
    if not isinstance(keys.value, str):
        return tuple(_provider(str(child.value), "") for child in keys.elements if is_name(reader, child))
    schema = reader.document.schemas.get(keys.value)
    if schema.value is None:
        reader.report(keys, f"there is no schema `{keys.value}`")
    return tuple(
        _provider(name, child.text("description"), is_added=child.flag("x-added"))
        for name, child in schema.get("properties")
    )


def _provider(name: str, text: str, *, is_added: bool = False) -> Setting:
    key = f"{name}_api_key"
    text = text or f"Key for the provider `{name}`, sent with the calls that use it."
    return Setting(key, text, kept=f"provider_secret({key})", provider=name, is_added=is_added)


def earlier_settings(node: Node, providers: tuple[Setting, ...]) -> Iterator[Setting]:
    """Read the settings of earlier releases in the order of their arguments, the keys of providers among them."""
    for name, child in node.get("earlier-settings"):
        if name == _PLACE:
            yield from (setting for setting in providers if not setting.is_added)
            continue
        alias = child.text("alias-of")
        yield Setting(
            name,
            child.text("description"),
            child.text("type") or Setting.type,
            child.text("default") or Setting.default,
            "" if alias else child.text("kept") or name,
            alias,
        )


def own_settings(reader: TypeReader, node: Node) -> Iterator[Setting]:
    """Read the settings that this client has besides those of every client."""
    for name, child in node.get("settings"):
        if is_name(reader, child, name):
            text, module = child.text("description"), child.text("module")
            kind, default = child.text("type") or Setting.type, child.text("default") or Setting.default
            yield Setting(name, text, kind, default, name, module=module)


def is_name(reader: TypeReader, node: Node, name: str = "") -> bool:
    """Say whether a value, or the name that it has, is a name in Python; what is none is reported."""
    name = name or str(node.value)
    if name.isidentifier() and not keyword.iskeyword(name):
        return True
    reader.report(node, f"`{name}` is no name that Python could use")
    return False
