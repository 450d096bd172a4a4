"""The client: where it sends, with whose key, and how long it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.errors import ClientConfigurationError
from humanloop.core.secret import Secret
from humanloop.core.settings import DefaultTimeout
from humanloop.core.settings_checks import checked_timeout
from humanloop.display.markup import dim, heading, page, pairs, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from humanloop.core.settings import BaseConfiguration


def settings_of(configuration: BaseConfiguration, options: Mapping[str, Any]) -> dict[str, str]:
    """Say what a client is set up with; of keys, the last characters and where they came from.

    Args:
        configuration: Its settings.
        options: What it does otherwise than they say, as `with_options` got it.
    """
    retries = configuration.max_retries if configuration.retries is None else configuration.retries
    settings = {
        "host": configuration.host,
        "api_key": _key(configuration),
        "timeout": _timeout(options.get("timeout", configuration.timeout)),
        "max_retries": str(options.get("max_retries", retries)),
    }
    if options.get("headers"):
        settings["headers"] = " ".join(options["headers"])
    if configuration.proxy:
        settings["proxy"] = configuration.proxy.rpartition("@")[2]
    providers = [
        name.removesuffix("_api_key")
        for name, value in vars(configuration).items()
        if name.endswith("_api_key") and isinstance(value, Secret)
    ]
    if providers:
        settings["keys for"] = ", ".join(providers)
    return settings


def _key(configuration: BaseConfiguration) -> str:
    key = configuration.api_key.get(configuration.facts.security_name)
    if configuration.refresh_api_key_hook is not None:
        source = "refreshed by a hook"
    elif key is None:
        return "none"
    else:
        source = f"from {configuration.facts.environment}_API_KEY" if key is configuration.environment_key else "given"
    return f"{Secret(key).masked()} ({source})" if key is not None else source


def _timeout(timeout: float | tuple[float, float] | None) -> str:
    try:
        checked_timeout(timeout)
    except ClientConfigurationError:
        return repr(timeout)  # it was set later; the next call refuses it
    if timeout is None:
        return "none"
    if isinstance(timeout, tuple):
        return "connect {:g} s, read {:g} s".format(*timeout)
    longer = ", longer where text is generated" if isinstance(timeout, DefaultTimeout) else ""
    return f"{timeout:g} s{longer}"


def client_line(name: str, settings: Mapping[str, str]) -> str:
    """Show a client in one line.

    Args:
        name: Of its class, with the version.
        settings: What it is set up with.
    """
    said = ", ".join(f"{setting}: {value}" for setting, value in settings.items())
    return f"<{name}, {said}>"


def client_html(name: str, settings: Mapping[str, str], tags: Iterable[str]) -> str:
    """Show a client in a notebook.

    Args:
        name: Of its class, with the version.
        settings: What it is set up with.
        tags: Its attributes with the methods of the API.
    """
    rows = [(setting, text(value)) for setting, value in settings.items()]
    return page(heading(name), pairs([*rows, ("methods", dim(", ".join(tags)))]))
