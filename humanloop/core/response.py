"""What a call answers before it becomes a model, and what a stream is."""

from __future__ import annotations

import re
from codecs import lookup
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from humanloop.core.gzip import is_known
from humanloop.core.lazy import made_once
from humanloop.core.loading import LOADING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
    from types import TracebackType
    from typing import Self

T = TypeVar("T")

EVENT_STREAM = "text/event-stream"
"""The media type of server-sent events."""
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""What Python decodes and no header means; some of it takes for ever with a long text."""


def is_stream(status: int, headers: Mapping[str, str]) -> bool:
    """Say whether an answer is a stream of events that can be read as it comes."""
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return 200 <= status < 300 and kind == EVENT_STREAM and is_known(headers.get("Content-Encoding"))


class ApiResponse:
    """An answer as it came.

    Attributes:
        status: HTTP status code.
        reason: The status line's phrase.
        headers: The answer's headers, whatever the case of a name.
        data: The body's bytes, decompressed; empty while a stream is open.
        pieces: The body of an open stream as it comes, ending with an empty piece; None if it is read.
        problem: Why the body could not be read as it should; None if it could.
        round_trip_time: Seconds from sending to the last byte read.
        response: The HTTP library's own response (urllib3, aiohttp or requests).
        request: What was sent, where the transport says so.
    """

    request: Any = None

    def __init__(
        self,
        *,
        status: int,
        reason: str,
        headers: Mapping[str, str],
        round_trip_time: float,
        response: Any,
        data: bytes = b"",
        pieces: Any = None,
    ) -> None:
        self.status = status
        self.reason = reason
        self.headers = headers
        self.data = data
        self.pieces = pieces
        self.problem: str | None = None
        self.round_trip_time = round_trip_time
        self.response = response

    @property
    def status_code(self) -> int:
        """`status`, by the name that the library requests gives it."""
        return self.status

    @property
    def content_type(self) -> str:
        """The media type of the body, in small letters and without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def is_json(self) -> bool:
        """Whether the body is said to be one JSON document; lines of JSON are several."""
        return self.content_type in ("application/json", "text/json") or self.content_type.endswith("+json")

    @property
    def is_text(self) -> bool:
        """Whether the body is text of some kind that is meant for programs: a page for people is not."""
        return self.content_type.startswith("text/") and self.content_type != "text/html"

    def is_text_of(self, accept: str) -> bool:
        """Whether the body is text of a kind that an operation promises, such as XML or a page.

        Args:
            accept: The media types of its answers.
        """
        kind = self.content_type
        return self.is_text or (not self.is_json and bool(kind) and kind in re.split("[ ,;]+", accept.lower()))

    @made_once
    def body(self) -> Any:
        """The body: plain dict, list, str, … if it is JSON, else text; None if it is empty."""
        with LOADING:
            from humanloop.core.json import from_answer  # noqa: PLC0415 - pydantic_core is loaded on first use

        if not self.data:
            return None
        try:
            return from_answer(self.data)
        except ValueError:
            return self.text

    @property
    def text(self) -> str:
        """The body as text in the charset that its header says, else in UTF-8; what cannot be read is replaced."""
        return _decoded(self.data, self.headers.get("Content-Type", ""))

    def __getstate__(self) -> dict[str, Any]:
        # The HTTP library's response holds a connection, which cannot travel.
        return {**vars(self), "response": None, "pieces": None, "request": None}

    def __repr__(self) -> str:
        return f"<ApiResponse {self.status} {self.reason}, {len(self.data)} bytes>"


def _decoded(data: bytes, content_type: str) -> str:
    # No pattern of the module's own: most programs are answered JSON, and never look for a charset.
    said = re.search(r";\s*charset\s*=\s*[\"']?([\w.:+-]+)", content_type, re.ASCII | re.IGNORECASE)
    try:
        name = lookup(said[1]).name if said else "utf-8"
        return data.decode("utf-8" if name in _NO_CHARSETS else name, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


class ReadPieces:
    """The pieces of a stream that was read to its end before: all of it at once, and the empty one."""

    def __init__(self, data: bytes) -> None:
        self._pieces = iter((data, b"") if data else (b"",))

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece

    def close(self) -> None:
        """Stop; there is nothing to be given up."""
        self._pieces = iter(())

    async def aclose(self) -> None:
        """`close`, awaited."""
        self.close()


AsyncApiResponse = ApiResponse
"""The name that earlier releases had for the answer of an asynchronous call."""


class _Head:
    """What is known of a stream before its first piece."""

    def __init__(self, head: ApiResponse) -> None:
        self.status = head.status
        self.headers = head.headers
        self.round_trip_time = head.round_trip_time
        self.response = head.response

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status}>"


class StreamResponse(_Head, Generic[T]):
    """A stream of partial answers; iterate over it, best inside `with`, which closes it whatever happens.

    Attributes:
        content: Iterator over the partial answers.
        status: HTTP status code.
        headers: The answer's headers.
        round_trip_time: Seconds until the answer's headers.
        response: The HTTP library's own response.
    """

    def __init__(self, head: ApiResponse, content: Iterator[T], close: Callable[[], None]) -> None:
        super().__init__(head)
        self.content = content
        self._close = close

    def __iter__(self) -> Iterator[T]:
        return self.content

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop, and give the connection up; closing twice is harmless."""
        self._close()


class AsyncGeneratorResponse(_Head, Generic[T]):
    """A stream of partial answers; iterate over it or over its `content` with `async for`.

    Attributes:
        content: Asynchronous iterator over the partial answers.
        status: HTTP status code.
        headers: The answer's headers.
        round_trip_time: Seconds until the answer's headers.
        response: The HTTP library's own response.
    """

    def __init__(self, head: ApiResponse, content: AsyncIterator[T], close: Callable[[], Awaitable[None]]) -> None:
        super().__init__(head)
        self.content = content
        self._close = close

    def __aiter__(self) -> AsyncIterator[T]:
        return self.content

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop, and give the connection up; closing twice is harmless."""
        await self._close()
