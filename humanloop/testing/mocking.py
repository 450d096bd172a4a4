"""Answers that a test decides on, by the library `responses`: nothing is sent."""

from __future__ import annotations

import json
from contextlib import ExitStack
from copy import copy
from functools import partialmethod
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import patch

from pydantic_core import to_jsonable_python
from requests.exceptions import ConnectionError as RefusedError
from requests.exceptions import RequestException, Timeout
from requests.structures import CaseInsensitiveDict
from responses import BaseResponse, RequestsMock

from humanloop.core.errors import ApiConnectionError, ApiTimeoutError, ClientConfigurationError
from humanloop.core.json_kinds import is_list, is_object
from humanloop.response.model import Model
from humanloop.testing.spooling import own_spool
from humanloop.transport.urllib3_transport import RestClient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Self

    from humanloop.core.request import Request
    from humanloop.core.response import ApiResponse

    Send = Callable[[Any, Request], ApiResponse]

_TARGET = "humanloop.transport.urllib3_transport.RestClient.send"
_ASYNC_TARGET = "humanloop.transport.aiohttp_transport.AsyncRestClient.send"
_send = RestClient.send


class _PassedOn(Exception):
    """A request of an asynchronous call that is to be sent after all."""


class MockApi(RequestsMock):
    """`responses.RequestsMock` for calls of this client, of all kinds: plain, raw, streamed and awaited.

    All that the documentation of `responses` says holds: queued answers, matchers, callbacks, `calls`, and a report
    of what was expected when a call matches nothing. Besides, `json=` takes models of this package, and an error of
    `requests` as a `body` is what the client would see for it: no connection, or no answer in time.
    """

    def __init__(self, **options: Any) -> None:
        """Set it up; it counts inside `with`, or between `start()` and `stop()`.

        Args:
            options: As for `RequestsMock`, such as `assert_all_requests_are_fired`.
        """
        settings: dict[str, Any] = {"target": _TARGET, "real_adapter_send": _pass_on, **options}
        super().__init__(**settings)
        self._async_patch: Any = None
        self._spool = ExitStack()

    def add(self, *given: Any, **options: Any) -> BaseResponse:
        """Queue an answer, as `RequestsMock.add` does; `json` may hold models."""
        if "json" in options:
            options["json"] = _plain(options["json"])
        return super().add(*given, **options)

    def replace(self, *given: Any, **options: Any) -> BaseResponse:
        """Put another answer in the place of one, as `RequestsMock.replace` does; `json` may hold models.

        `upsert` does so too, and queues the answer where there was none.
        """
        if "json" in options:
            options["json"] = _plain(options["json"])
        return super().replace(*given, **options)

    # Those of the library are bound to its own `add`.
    delete = partialmethod(add, "DELETE")
    get = partialmethod(add, "GET")
    patch = partialmethod(add, "PATCH")
    post = partialmethod(add, "POST")
    put = partialmethod(add, "PUT")

    def unbound_on_send(self) -> Any:
        """Make what takes the place of the transport's `send`."""
        # The library says that it takes and answers what is of requests; ours have the same shape.
        answer: Any = super().unbound_on_send()
        return _translating(answer)

    def start(self) -> None:
        """Begin to answer instead of the API; beginning twice is harmless."""
        super().start()
        self._spool.close()
        self._spool.enter_context(own_spool())
        try:
            from humanloop.transport.aiohttp_transport import AsyncRestClient  # noqa: PLC0415 - needs the extra `async`
        except ClientConfigurationError:
            return  # No call can be awaited then.
        if self._async_patch is None:
            self._async_patch = patch(_ASYNC_TARGET, _awaited(self.unbound_on_send(), AsyncRestClient.send))
            self._async_patch.start()

    def stop(self, allow_assert: bool = True) -> None:
        """Give the API back.

        Args:
            allow_assert: Whether answers that nobody asked for may be complained about.
        """
        self._spool.close()
        patcher, self._async_patch = self._async_patch, None
        if patcher is not None:
            patcher.stop()
        super().stop(allow_assert=allow_assert)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            # What the block itself raised says more than an answer that nobody asked for.
            self.stop(allow_assert=kind is None)
        finally:
            self.reset()


def mock_api(*, assert_all_requests_are_fired: bool = True, **options: Any) -> MockApi:
    """Answer calls of the client with what the test says; nothing is sent.

    ```python
    with mock_api() as api:
        api.get("https://api.humanloop.com/v4/projects/pr_1", json=build(ProjectResponse, name="demo"))
        assert Humanloop(api_key="test").projects.get("pr_1").name == "demo"
    ```

    Args:
        assert_all_requests_are_fired: Whether an answer that no call asked for fails the test.
        options: Further arguments of `responses.RequestsMock`.
    """
    return MockApi(assert_all_requests_are_fired=assert_all_requests_are_fired, **options)


def events(*answers: Any) -> str:
    """Write the body of a stream, for `body=` together with `content_type="text/event-stream"`.

    Args:
        answers: What the stream yields, one after the other, for example `{"output": "Hel"}`.
    """
    return "".join(f"data: {json.dumps({'data': [_plain(answer)]})}\n\n" for answer in answers)


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.model_dump(mode="json")
    if is_list(value):
        return [_plain(item) for item in value]
    if is_object(value):
        return {name: _plain(item) for name, item in value.items()}
    # Times and the like, as a server would write them.
    return to_jsonable_python(value)


def _translating(answer: Send) -> Send:
    def send(transport: Any, request: Request) -> ApiResponse:
        seen = copy(request)
        seen.headers = cast("dict[str, str]", CaseInsensitiveDict(request.headers))
        try:
            return answer(transport, seen)
        except RequestException as error:
            if isinstance(error, RefusedError) and "doesn't match any registered mock" in str(error):
                raise  # The report of what was expected is for the author of the test, not for the program.
            kind = ApiTimeoutError if isinstance(error, Timeout) else ApiConnectionError
            raise kind(str(error) or type(error).__name__, request.call) from error

    return send


def _awaited(answer: Send, real: Callable[[Any, Request], Awaitable[ApiResponse]]) -> Any:
    async def send(transport: Any, request: Request) -> ApiResponse:
        try:
            # What builds answers is the same for both transports.
            return answer(RestClient, request)
        except _PassedOn:
            return await real(transport, request)

    return send


def _pass_on(transport: Any, request: Request, **_: Any) -> ApiResponse:
    if transport is RestClient:
        raise _PassedOn
    return _send(transport, request)
