"""Schemas that name each other in a circle: when the first of them is made, the others are not there yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from codegen.api import Api


def with_circles(api: Api) -> Api:
    """Note in each schema of an API which ones are in a circle with it."""
    known = {schema.name for schema in api.names}
    circles = circles_of({schema.name: schema.names & known for schema in api.names})
    schemas, aliases = (
        tuple(replace(schema, circle=circles[schema.name]) for schema in each) for each in (api.schemas, api.aliases)
    )
    return replace(api, schemas=schemas, aliases=aliases)


def circles_of(named: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    """Find what can be reached from each name, and leads back to it; the name itself is always among that.

    Args:
        named: Name → what it names.
    """
    back: dict[str, list[str]] = {name: [] for name in named}
    for name, others in named.items():
        for other in others:
            back[other].append(name)
    seen: set[str] = set()
    left = [name for start in named for name in _walk(start, named, seen)]
    # Whoever is left last leads to all whose way back has not been gone yet: of these, it is reached by its circle.
    seen.clear()
    circles = [frozenset(_walk(start, back, seen)) for start in reversed(left)]
    return {name: circle for circle in circles for name in circle}


def _walk(start: str, ways: Mapping[str, Iterable[str]], seen: set[str]) -> Iterator[str]:
    """Go from name to name, and answer each when there is no way on from it to one that nobody has seen."""
    if start in seen:
        return
    seen.add(start)
    path = [(start, iter(ways[start]))]
    while path:
        name, others = path[-1]
        other = next((each for each in others if each not in seen), None)
        if other is None:
            path.pop()
            yield name
        else:
            seen.add(other)
            path.append((other, iter(ways[other])))
