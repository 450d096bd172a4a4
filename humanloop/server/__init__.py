"""A self-hosted server of the API: `humanloop serve`, or `create_app` for any ASGI server (extra `server`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.errors import ClientConfigurationError
from humanloop.core.extras import is_missing
from humanloop.core.lazy import lazy_names

if TYPE_CHECKING:
    from humanloop.server.app import create_app
    from humanloop.server.running import RunningServer, StartError, serve_in_thread
    from humanloop.server.settings import Settings

__all__ = ["RunningServer", "Settings", "StartError", "create_app", "serve_in_thread"]

_MODULES = {
    "RunningServer": "running",
    "Settings": "settings",
    "StartError": "running",
    "create_app": "app",
    "serve_in_thread": "running",
}
_named, __dir__ = lazy_names(__name__, _MODULES)


def __getattr__(name: str) -> Any:
    try:
        return _named(name)
    except ModuleNotFoundError as error:
        raise ClientConfigurationError(is_missing("The server needs", "server", error.name)) from error
