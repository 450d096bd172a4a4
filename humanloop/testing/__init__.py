"""For tests of programs that use the client: mocked answers, example answers, and the real server in a thread.

```python
from humanloop.testing import build, mock_api, server

with mock_api() as api:
    api.post("https://api.humanloop.com/v4/chat", json=build(ChatResponse, output="Hello"))
    ...

with server() as running:
    humanloop = running.client()
    ...
```

With pytest, the fixture `humanloop_server` is there by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.extras import is_missing
from humanloop.core.lazy import lazy_names

if TYPE_CHECKING:
    from humanloop.testing.building import build
    from humanloop.testing.mocking import MockApi, events, mock_api
    from humanloop.testing.serving import Server, server

__all__ = ["MockApi", "Server", "build", "events", "mock_api", "server"]

_EXTRAS = {"mocking": "testing", "serving": "server"}
_MODULES = {
    "MockApi": "mocking",
    "Server": "serving",
    "build": "building",
    "events": "mocking",
    "mock_api": "mocking",
    "server": "serving",
}
_named, __dir__ = lazy_names(__name__, _MODULES)


def __getattr__(name: str) -> Any:
    try:
        return _named(name)
    except ModuleNotFoundError as error:
        extra = _EXTRAS.get(_MODULES.get(name, ""))
        if extra is None:
            raise
        # Imported here: pytest loads this package with every run.
        from humanloop.core.errors import ClientConfigurationError  # noqa: PLC0415

        raise ClientConfigurationError(is_missing(f"`{name}` needs", extra, error.name)) from error
