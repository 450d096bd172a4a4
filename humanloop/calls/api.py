"""How a method of an API becomes a call."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from humanloop.core.errors import ApiAttributeError, ApiTypeError, UnprocessableEntityError
from humanloop.core.lazy import instead
from humanloop.core.loading import LOADING
from humanloop.core.operation import CallOptions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from types import FunctionType
    from typing import Concatenate, ParamSpec

    from humanloop.calls.api_client import ApiClient
    from humanloop.core.operation import Operation
    from humanloop.core.response import ApiResponse, AsyncGeneratorResponse, StreamResponse
    from humanloop.response.pages import Source

    P = ParamSpec("P")

T = TypeVar("T")

_COROUTINE = 0x80
"""`inspect.CO_COROUTINE`, the mark of asynchronous functions; the import of this package spares that module."""


class Api:
    """Base of the APIs: their methods name an operation and their arguments, and leave the rest to the client."""

    def __init__(self, api_client: ApiClient) -> None:
        self.api_client = api_client

    def __init_subclass__(cls) -> None:
        for name, member in vars(cls).items():
            if not name.startswith("_") and _needs_arguments(member):
                setattr(cls, name, _explained(member))

    if not TYPE_CHECKING:
        # Type checkers would otherwise take every attribute for one that exists.
        def __getattr__(self, name: str) -> Any:
            """Say what to write instead of a name that is not there."""
            kind = type(self)
            missing = f"{kind.__name__!r} object has no attribute {name!r}"
            if name.startswith("_") or name in dir(kind):
                raise AttributeError(missing)
            known = [each for each in dir(kind) if not each.startswith("_")]
            raise ApiAttributeError(missing + instead(self._HINTED or kind.__name__, name, known))

    _HINTED: ClassVar[str] = ""
    """What hints call it, where that is not the name of its tag."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self.api_client.configuration.host}>"

    def _send(self, operation: Operation[T], arguments: Mapping[str, Any], validate: bool, options: CallOptions) -> T:
        response = self.api_client.call(operation, arguments, options)
        return self._answer(operation, response, validate)  # type: ignore[no-any-return]  # Any, for `RawApi`

    async def _asend(
        self, operation: Operation[T], arguments: Mapping[str, Any], validate: bool, options: CallOptions
    ) -> T:
        response = await self.api_client.acall(operation, arguments, options)
        return self._answer(operation, response, validate)  # type: ignore[no-any-return]  # Any, for `RawApi`

    def _list(self, operation: Operation[T], arguments: Mapping[str, Any], validate: bool, options: CallOptions) -> T:
        try:
            answer = self._send(operation, arguments, validate, options)
        except UnprocessableEntityError as error:
            smaller = self._smaller(operation, arguments, validate, options, error)
            if smaller is None:
                raise
            page, source = smaller.ask()
            return source.of(page)  # type: ignore[no-any-return]  # as it was
        return self._source(operation, arguments, validate, options).of(answer)  # type: ignore[no-any-return]  # as it was

    async def _alist(
        self, operation: Operation[T], arguments: Mapping[str, Any], validate: bool, options: CallOptions
    ) -> T:
        try:
            answer = await self._asend(operation, arguments, validate, options)
        except UnprocessableEntityError as error:
            smaller = self._smaller(operation, arguments, validate, options, error, is_awaited=True)
            if smaller is None:
                raise
            page, source = await smaller.aask()
            return source.of(page)  # type: ignore[no-any-return]  # as it was
        source = self._source(operation, arguments, validate, options, is_awaited=True)
        return source.of(answer)  # type: ignore[no-any-return]  # as it was

    def _smaller(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        validate: bool,
        options: CallOptions,
        error: UnprocessableEntityError,
        *,
        is_awaited: bool = False,
    ) -> Source | None:
        """Where a list may begin instead, if its first page is too large for the server.

        Who asks for a page by its number goes from page to page alone, and counts on the size.
        """
        if operation.pages is None or arguments.get(operation.pages.parameter) is not None:
            return None
        return self._source(operation, arguments, validate, options, is_awaited=is_awaited).smaller(error)

    def _source(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        validate: bool,
        options: CallOptions,
        *,
        is_awaited: bool = False,
    ) -> Source:
        # Imported here: it brings pydantic along.
        with LOADING:
            from humanloop.response.pages import Source  # noqa: PLC0415

        # Each page is a call of its own, which one idempotency key would make the same call.
        options = {**options}
        options.pop("idempotency_key", None)
        return Source(
            operation.pages,
            arguments,
            lambda given: self._send(operation, given, validate, options),
            lambda given: self._asend(operation, given, validate, options),
            is_awaited=is_awaited,
            progress=options.get("progress") or False,
            call=f"{operation.method} {operation.path}",
        )

    def _stream(
        self, operation: Operation[Any], arguments: Mapping[str, Any], options: CallOptions
    ) -> StreamResponse[Any]:
        return self.api_client.stream(operation, arguments, options)

    async def _astream(
        self, operation: Operation[Any], arguments: Mapping[str, Any], options: CallOptions
    ) -> AsyncGeneratorResponse[Any]:
        return await self.api_client.astream(operation, arguments, options)

    def _answer(self, operation: Operation[Any], response: ApiResponse, validate: bool) -> Any:
        return self.api_client.model(operation, response, validate=validate)


class RawApi(Api):
    """Base of the raw APIs: the same methods, stopping before the model."""

    def _list(self, operation: Operation[T], arguments: Mapping[str, Any], validate: bool, options: CallOptions) -> T:
        return self._send(operation, arguments, validate, _without_progress(options))

    async def _alist(
        self, operation: Operation[T], arguments: Mapping[str, Any], validate: bool, options: CallOptions
    ) -> T:
        return await self._asend(operation, arguments, validate, _without_progress(options))

    def _answer(self, operation: Operation[Any], response: ApiResponse, validate: bool) -> ApiResponse:
        if validate:
            self.api_client.model(operation, response, validate=True)
        return response


def _without_progress(options: CallOptions) -> CallOptions:
    if options.get("progress"):
        raise ApiTypeError("`progress` is for walks over all pages, and a raw answer is one page: leave it out")
    return options


def _needs_arguments(method: object) -> bool:
    """Say whether a member of a class is a method that cannot be called without arguments."""
    code = getattr(method, "__code__", None)
    return code is not None and code.co_argcount > 1 + len(getattr(method, "__defaults__", None) or ())


def _explained(method: FunctionType) -> Callable[..., Any]:
    """Make a method name the misspelt arguments where required ones are missing.

    Any further name is one of the options of a call, so that other slips are seen when the call is made; without an
    argument that is required Python refuses before that, and says what is missing and not what was wrong.
    """
    # The names are let go in the end: this frame stands in each traceback, and they may hold keys.
    if method.__code__.co_flags & _COROUTINE:

        @wraps(method)
        async def awaited(self: Any, *args: Any, **named: Any) -> Any:
            try:
                return await method(self, *args, **named)
            except TypeError as error:
                _explain(error, method, frozenset(named))
                raise
            finally:
                del args, named

        return awaited

    @wraps(method)
    def call(self: Any, *args: Any, **named: Any) -> Any:
        try:
            return method(self, *args, **named)
        except TypeError as error:
            _explain(error, method, frozenset(named))
            raise
        finally:
            del args, named

    return call


def _explain(error: TypeError, method: FunctionType, named: frozenset[str]) -> None:
    """Raise a better error, if the method was not entered and was given names that nothing has."""
    entered = error.__traceback__ is not None and error.__traceback__.tb_next is not None
    known = [*method.__code__.co_varnames[1 : method.__code__.co_argcount], *CallOptions.__annotations__]
    unknown = sorted(named - set(known))
    if entered or not unknown:
        return
    said = "; ".join(f"unknown argument: {each}{instead(method.__qualname__, f'({each})', known)}" for each in unknown)
    raise ApiTypeError(f"{error}; {said}") from None


def raw(method: Callable[Concatenate[Any, P], Any]) -> Callable[Concatenate[Any, P], ApiResponse]:
    """Declare the raw twin of a method: the same function, typed by what it answers in a `RawApi`."""
    return method


def raw_async(
    method: Callable[Concatenate[Any, P], Awaitable[Any]],
) -> Callable[Concatenate[Any, P], Awaitable[ApiResponse]]:
    """Declare the raw twin of an asynchronous method."""
    return method
