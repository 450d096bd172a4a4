"""What the description says of the values of a schema, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.spec import Node

_RANGES: Final = (("minLength", "maxLength", "character"), ("minItems", "maxItems", "item"), ("minimum", "maximum", ""))
"""Keywords of the least and the greatest, and what they count."""
_OTHERS: Final = {
    "pattern": "Matches `{}`.",
    "uniqueItems": "No item twice.",
    "exclusiveMinimum": "The least value itself is excluded.",
    "exclusiveMaximum": "The greatest value itself is excluded.",
}


def limits_of(node: Node) -> tuple[str, ...]:
    """Say in a sentence each what limits the values of a schema."""
    return (*_ranges(node), *(text.format(node.text(key)) for key, text in _OTHERS.items() if node.get(key).value))


def _ranges(node: Node) -> Iterator[str]:
    for keyword, other, unit in _RANGES:
        least, most = node.text(keyword), node.text(other)
        if unit and least == "0":
            least = ""  # Everything has that many.
        if least and least == most:
            yield f"Exactly {_counted(least, unit)}."
        elif least and most:
            yield f"{least} to {_counted(most, unit)}." if unit else f"From {least} to {most}."
        elif least:
            yield f"At least {_counted(least, unit)}."
        elif most:
            yield f"At most {_counted(most, unit)}."


def _counted(number: str, unit: str) -> str:
    if not unit:
        return number
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"
