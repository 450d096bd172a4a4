# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Shelves of books."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional, Union, Unpack

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation, Pages, Stream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from humanloop.core.operation import CallOptions
    from humanloop.core.response import AsyncGeneratorResponse, StreamResponse
    from shop import models, types

SEARCH: Operation[models.Found] = Operation(
    "GET",
    "/books",
    status=200,
    query={"page": "Optional[int]"},
    headers={"X-Language": "Optional[str]"},
    returns="models.Found",
    pages=Pages("page", items="books", total="total", first=1),
    security=(),
    name="book_shelves.search",
    package="shop",
)
LIST: Operation[List[models.Shelf]] = Operation(
    "GET",
    "/shelves",
    status=200,
    query={"page": "Optional[int]", "since": "Optional[Union[date, str]]"},
    returns="List[models.Shelf]",
    security=(),
    name="book_shelves.list",
    package="shop",
)
CREATE: Operation[models.Shelf] = Operation(
    "POST",
    "/shelves",
    status=201,
    body="types.Shelf",
    returns="models.Shelf",
    timeout=60,
    stream=Stream("stream", "books", "types.Book"),
    name="book_shelves.create",
    package="shop",
)
DELETE: Operation[None] = Operation(
    "DELETE", "/shelves/{id}", status=204, security=(), name="book_shelves.delete", package="shop"
)


class BookShelvesApi(Api):
    """Shelves of books."""

    @made_once
    def raw(self) -> BookShelvesApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return BookShelvesApiRaw(self.api_client)

    def search(
        self: Api,
        page: Optional[int] = None,
        x_language: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.Found:
        """Search all shelves.

        `GET /books`

        Args:
            page: Page to show. Default: `1`.
            x_language: What it is written in.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            One page of books. Iterating over it asks for further pages as it gets there; `progress=True` shows how far
            that is.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._list(SEARCH, {"page": page, "X-Language": x_language}, validate, options)

    async def asearch(
        self: Api,
        page: Optional[int] = None,
        x_language: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.Found:
        """`search`, awaited: same arguments, answer and errors."""
        return await self._alist(SEARCH, {"page": page, "X-Language": x_language}, validate, options)

    def list(
        self: Api,
        page: Optional[int] = None,
        since: Optional[Union[date, str]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.Shelf]:
        """List all shelves.

        `GET /shelves`

        Args:
            page: Page to show. Default: `0`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The shelves.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(LIST, {"page": page, "since": since}, validate, options)

    async def alist(
        self: Api,
        page: Optional[int] = None,
        since: Optional[Union[date, str]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.Shelf]:
        """`list`, awaited: same arguments, answer and errors."""
        return await self._asend(LIST, {"page": page, "since": since}, validate, options)

    def create(
        self: Api,
        name: str,
        _class: Optional[str] = None,
        books: Optional[Sequence[types.Book]] = None,
        neighbour: Optional[Union[types.Shelf, models.Shelf]] = None,
        stream: Optional[bool] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.Shelf:
        """Put up a shelf.

        It may hold books already:

        - novels
        - stories

        For an answer piece by piece call `stream` or `astream` instead; `stream=True` is refused here.

        `POST /shelves`

        Args:
            name: What is written on it. At most 20 characters.
            neighbour: Where books stand.
            stream: Default: `False`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The new shelf.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            CREATE,
            {"name": name, "class": _class, "books": books, "neighbour": neighbour, "stream": stream},
            validate,
            options,
        )

    async def acreate(
        self: Api,
        name: str,
        _class: Optional[str] = None,
        books: Optional[Sequence[types.Book]] = None,
        neighbour: Optional[Union[types.Shelf, models.Shelf]] = None,
        stream: Optional[bool] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.Shelf:
        """`create`, awaited: same arguments, answer and errors."""
        return await self._asend(
            CREATE,
            {"name": name, "class": _class, "books": books, "neighbour": neighbour, "stream": stream},
            validate,
            options,
        )

    def stream(
        self: Api,
        name: str,
        _class: Optional[str] = None,
        books: Optional[Sequence[types.Book]] = None,
        neighbour: Optional[Union[types.Shelf, models.Shelf]] = None,
        **options: Unpack[CallOptions],
    ) -> StreamResponse[types.Book]:
        """`create`, answering piece by piece: iterate over what it returns, inside `with`."""
        return self._stream(CREATE, {"name": name, "class": _class, "books": books, "neighbour": neighbour}, options)

    async def astream(
        self: Api,
        name: str,
        _class: Optional[str] = None,
        books: Optional[Sequence[types.Book]] = None,
        neighbour: Optional[Union[types.Shelf, models.Shelf]] = None,
        **options: Unpack[CallOptions],
    ) -> AsyncGeneratorResponse[types.Book]:
        """`stream`, awaited: iterate over what it returns with `async for`."""
        return await self._astream(
            CREATE, {"name": name, "class": _class, "books": books, "neighbour": neighbour}, options
        )

    def delete(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> None:
        """Take a shelf down.

        Deprecated: new code should not call this.

        `DELETE /shelves/{id}`

        Args:
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            Nothing.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(DELETE, {"id": id}, validate, options)

    async def adelete(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> None:
        """`delete`, awaited: same arguments, answer and errors."""
        return await self._asend(DELETE, {"id": id}, validate, options)


class BookShelvesApiRaw(RawApi):
    """`BookShelvesApi`, but every method answers with an `ApiResponse`."""

    search = raw(BookShelvesApi.search)
    asearch = raw_async(BookShelvesApi.asearch)
    list = raw(BookShelvesApi.list)
    alist = raw_async(BookShelvesApi.alist)
    create = raw(BookShelvesApi.create)
    acreate = raw_async(BookShelvesApi.acreate)
    delete = raw(BookShelvesApi.delete)
    adelete = raw_async(BookShelvesApi.adelete)
