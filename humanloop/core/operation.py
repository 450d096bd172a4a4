"""What an operation is: one row of the API's table, and what a single call may say besides its arguments."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import IO, TYPE_CHECKING, Annotated, Any, Generic, TypedDict, TypeVar

if TYPE_CHECKING:
    from humanloop.core.styles import Style

T = TypeVar("T")

_NAME = r"(?<![\w.\"'])(?=(?:models|types)\.)"
"""Before the name of a model or a type in an expression; few programs ever look for it."""

File = bytes | IO[bytes] | tuple[str, bytes | IO[bytes]] | tuple[str, bytes | IO[bytes], str]
"""What can be uploaded: bytes, a file open for reading them, or its name with one of these, maybe with a media type."""

Report = Callable[[int, int | None], object]
"""Is told how many records of a list are done, and how many there are in all; None if the server does not say."""


Timeout = float | tuple[float, float] | None
"""Seconds for a whole call, or a pair (connect, read), or None for no limit."""


Security = tuple[tuple[str, ...], ...]
"""Names of the keys that a call needs: the alternatives, each with all that it takes together."""


class CallOptions(TypedDict, total=False):
    """What a single call may say besides its arguments."""

    timeout: float | tuple[float, float] | None
    """Seconds for the whole call, or a pair (connect, read), or None for no limit. Default: the client's."""
    max_retries: int
    """Further tries after the first. Default: the client's."""
    headers: Mapping[str, str]
    """Headers to send besides the client's; of the same name, these win."""
    extra_query: Mapping[str, Any]
    """Query parameters that the method does not name; a list becomes its name repeated. The call's own come first."""
    idempotency_key: str
    """Names a write, so that a server that honours it does it once only. Default: a new UUID per call."""
    progress: bool | Report | None
    """For lists in pages: True shows how far the walk over all pages has got; a callable is told. Default: silence."""


class Stream:
    """How an operation streams its answer."""

    __slots__ = ("event", "flag", "items")

    def __init__(self, flag: str, items: str, event: str) -> None:
        """Describe it.

        Args:
            flag: Field of the body that asks for a stream when it is true.
            items: Field of each event that lists the partial answers.
            event: Type of what is yielded, for example `types.StreamToken`: a partial answer with these keys.
        """
        self.flag = flag
        self.items = items
        self.event = event


class Pages:
    """How a list goes on: by the number of its next page, or by a cursor that the page before names."""

    __slots__ = ("first", "items", "next", "parameter", "size", "total")

    def __init__(
        self,
        parameter: str,
        *,
        items: str,
        first: int = 0,
        size: str | None = None,
        total: str | None = None,
        next: str | None = None,
    ) -> None:
        """Describe it.

        Args:
            parameter: Query parameter that asks for a page: its number, or the cursor.
            items: Field of the answer that lists the records of this page.
            first: Number of the first page.
            size: Query parameter, and field of the answer, with the number of records that a page holds at most.
            total: Field of the answer with the number of records on all pages.
            next: Where the answer has the cursor of the next page, for example `pagination.next_cursor`; None if pages
                have numbers.
        """
        self.parameter = parameter
        self.items = items
        self.first = first
        self.size = size
        self.total = total
        self.next = next


class Content:
    """How a body is written that is not JSON."""

    __slots__ = ("fields", "files", "media_type", "styles", "types")

    def __init__(
        self,
        media_type: str,
        fields: Mapping[str, str] | None = None,
        files: Mapping[str, bool] | None = None,
        styles: Mapping[str, Style] | None = None,
        types: Mapping[str, str] | None = None,
    ) -> None:
        """Describe it.

        Args:
            media_type: `multipart/form-data` or `application/x-www-form-urlencoded`; any other is sent as it is given,
                one with `*` as what fits.
            fields: Field of the form → type; those that may be left out are `Optional[…]`.
            files: Field of the form that is a file → whether it is required. One that may be something else as well is
                among `fields` too.
            styles: Field of the form → how it is written, where that is said.
            types: Field of a form in parts → media type of its part, where that is said. Where several are, with commas
                between them, the one that the name of a file tells is sent, else the first.
        """
        self.media_type = media_type
        self.fields: Mapping[str, str] = fields or {}
        self.files = files or {}
        self.styles = styles or {}
        self.types = types or {}


class Operation(Generic[T]):
    """One row of the API's table. `T` is what the answer becomes.

    Types are written as expressions (`List[models.LogResponse]`) and resolved on first use: `types` is the package
    `type`, what is sent, and `models` is the package `pydantic`, what is received.
    """

    __slots__ = (
        "accept",
        "body",
        "content",
        "cookies",
        "has_key",
        "headers",
        "is_body_optional",
        "is_mixed",
        "json_type",
        "method",
        "name",
        "pages",
        "path",
        "problems",
        "provider_keys",
        "query",
        "returns",
        "security",
        "segments",
        "server",
        "status",
        "stream",
        "styles",
        "texts",
        "timeout",
    )

    def __init__(
        self,
        method: str,
        path: str,
        *,
        status: int,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        body: str | None = None,
        content: Content | None = None,
        accept: str = "application/json",
        returns: str = "None",
        provider_keys: str | None = None,
        timeout: float | None = None,
        stream: Stream | None = None,
        pages: Pages | None = None,
        security: Security | None = None,
        server: str = "",
        styles: Mapping[str, Style] | None = None,
        segments: Mapping[str, str] | None = None,
        is_mixed: bool = False,
        texts: tuple[str, ...] = (),
        is_body_optional: bool = False,
        json_type: str = "application/json",
        problems: Mapping[str, str] | None = None,
        name: str = "",
        package: str = "",
    ) -> None:
        """Describe an operation.

        Args:
            method: HTTP method in capitals.
            path: Path below the host, with `{name}` for each path parameter.
            status: HTTP status of success.
            query: Query parameter → type; those that may be left out are `Optional[…]`.
            headers: Header that is a parameter → type, as in `query`.
            cookies: Cookie that is a parameter → type, as in `query`.
            body: Type of the JSON body; None if the operation takes none.
            content: How the body is written, if it is not JSON.
            accept: Media types of its answers.
            returns: Type of the answer's JSON; `None` if there is none.
            provider_keys: Field of the body that carries the keys of model providers.
            timeout: Seconds that a call may take in all, where the ordinary limit would be too short.
            stream: How the answer can be streamed, if it can.
            pages: How the list that it answers goes on, if that comes in pages.
            security: Keys that it needs, if these are others than the API's one; empty for none.
            server: URL that its path is below, where that is not the API's; a path on the host where that has to be
                given.
            styles: Argument → how it is written, where that is said.
            segments: Path parameter → type, where that is not text.
            is_mixed: Whether its answers of success are of several kinds: JSON, text, bytes.
            texts: Media types of text among answers that may be bytes, too.
            is_body_optional: Whether it can be called without a body: where nothing of one is given, none is sent.
            json_type: Media type of the JSON body.
            problems: Status of an error, or a range such as `4XX`, or `default` → type of its JSON.
            name: Names of its tag and its method, for example `books.list`.
            package: The package whose models and types it names, where that is another that depends on this one.
        """
        self.method = method
        self.path = path
        self.status = status
        self.query: Mapping[str, str] = query or {}
        self.headers: Mapping[str, str] = headers or {}
        self.cookies: Mapping[str, str] = cookies or {}
        self.body = body
        self.content = content
        self.accept = accept
        self.returns = returns
        self.provider_keys = provider_keys
        self.timeout = timeout
        self.stream = stream
        self.pages = pages
        self.security = security
        self.server = server
        self.styles = styles or {}
        self.segments: Mapping[str, str] = segments or {}
        self.is_mixed = is_mixed
        self.texts = texts
        self.is_body_optional = is_body_optional
        self.json_type = json_type
        self.problems: Mapping[str, str] = problems or {}
        self.has_key = "Idempotency-Key" in self.headers
        self.name = name
        if package:
            self._name_all_of(package)

    def _name_all_of(self, package: str) -> None:
        """Put the name of a package before all that is named of it."""

        def named(text: str) -> str:
            return re.sub(_NAME, f"{package}.", text)

        self.body = self.body and named(self.body)
        self.returns = named(self.returns)
        kinds = (self.query, self.headers, self.cookies, self.problems, self.segments)
        self.query, self.headers, self.cookies, self.problems, self.segments = (
            {key: named(text) for key, text in each.items()} for each in kinds
        )
        if self.content is not None:
            self.content.fields = {key: named(text) for key, text in self.content.fields.items()}
        if self.stream is not None:
            self.stream.event = named(self.stream.event)

    def __repr__(self) -> str:
        return f"<Operation {self.method} {self.path}>"


class MaxLength:
    """The longest that a text may be, in characters."""

    __slots__ = ("value",)

    def __init__(self, value: int) -> None:
        self.value = value


class MinLength:
    """The shortest that a text may be, in characters."""

    __slots__ = ("value",)

    def __init__(self, value: int) -> None:
        self.value = value


class LooseObject:
    """Marks the spelling of an open object as a plain mapping, which type checkers let have any keys."""


OpenObject = Annotated[Mapping[str, Any], LooseObject]
"""An object with more fields than its type describes; those that are described are checked as ever."""


class _Null:
    """The type of `NULL`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NULL"

    def __reduce__(self) -> str:
        return "NULL"

    def __bool__(self) -> bool:
        return False


NULL: Any = _Null()
"""Sends an explicit null, for example to clear a field; `None` leaves the argument out."""
