"""The keys of model providers: the client's fill what a call leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from humanloop.core.settings import BaseConfiguration


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
