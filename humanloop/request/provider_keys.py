"""The keys of model providers: the client's fill what a call leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.spelling import meant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from humanloop.core.settings import BaseConfiguration
    from humanloop.request.arguments import Problem


def fill_provider_keys(given: Any, configuration: BaseConfiguration) -> Any:
    """Add the client's provider keys to those of a call, on a copy; the call's own keys win.

    Args:
        given: The call's keys: a mapping, a model, or None.
        configuration: Holds the client's keys.

    Returns:
        All keys, or what was given if the client has none to add.
    """
    keys = {
        provider: key
        for provider in configuration.facts.providers
        if (key := getattr(configuration, f"{provider}_api_key")) is not None
    }
    if not keys:
        return given
    if given is not None:
        own = given.model_dump(by_alias=True, exclude_none=True) if hasattr(given, "model_dump") else given
        if not hasattr(own, "items"):
            return given  # not keys at all: the check of the arguments says so
        keys.update({provider: key for provider, key in own.items() if key is not None})
    return keys


def hide_names(problems: list[Problem], argument: str, providers: Sequence[str]) -> None:
    """Take names that are like no provider's out of the places of problems: they may be keys, the two swapped.

    Args:
        problems: What does not fit.
        argument: The argument that holds the keys.
        providers: The providers.
    """
    for index, problem in enumerate(problems):
        names = problem.place[1:] if problem.place[:1] == (argument,) else ()
        if names and meant(str(names[0]), providers) is None:
            problems[index] = problem._replace(place=(argument,))
