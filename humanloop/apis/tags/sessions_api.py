# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Logs that belong together, such as the turns of a conversation or the steps of a chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Unpack

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation, Pages

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop.core.operation import CallOptions

LIST: Operation[models.PaginatedDataSessionResponse] = Operation(
    "GET",
    "/sessions",
    status=200,
    query={"project_id": "str", "page": "Optional[int]", "size": "Optional[int]"},
    returns="models.PaginatedDataSessionResponse",
    pages=Pages("page", items="records", size="size", total="total", first=1),
    name="sessions.list",
)
CREATE: Operation[models.CreateSessionResponse] = Operation(
    "POST", "/sessions", status=201, returns="models.CreateSessionResponse", name="sessions.create"
)
GET: Operation[models.SessionResponse] = Operation(
    "GET", "/sessions/{id}", status=200, returns="models.SessionResponse", name="sessions.get"
)


class SessionsApi(Api):
    """Logs that belong together, such as the turns of a conversation or the steps of a chain.

    They may be of several projects.
    """

    @made_once
    def raw(self) -> SessionsApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return SessionsApiRaw(self.api_client)

    def list(
        self: Api,
        project_id: str,
        page: Optional[int] = None,
        size: Optional[int] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataSessionResponse:
        """List the sessions of a project, page by page.

        A session is listed if at least one of its logs belongs to the project. The first page is 1.

        `GET /sessions`

        Args:
            project_id: ID of the project whose sessions to list. Starts with `pr_`.
            page: Page to return. The first page is 1; 0 is answered with 422. Default: `1`.
            size: Number of sessions per page, 1 to 1000. Default: `10`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            One page of sessions. Iterating over it asks for further pages as it gets there; `progress=True` shows how
            far that is.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._list(LIST, {"project_id": project_id, "page": page, "size": size}, validate, options)

    async def alist(
        self: Api,
        project_id: str,
        page: Optional[int] = None,
        size: Optional[int] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataSessionResponse:
        """`list`, awaited: same arguments, answer and errors."""
        return await self._alist(LIST, {"project_id": project_id, "page": page, "size": size}, validate, options)

    def create(self: Api, validate: bool = False, **options: Unpack[CallOptions]) -> models.CreateSessionResponse:
        """Create an empty session.

        Send its ID as `session_id` with later logs and generations to group them. Sessions also start by themselves on
        the first use of a new `session_reference_id`. The request has no body.

        `POST /sessions`

        Args:
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The ID of the new session.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(CREATE, {}, validate, options)

    async def acreate(
        self: Api, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.CreateSessionResponse:
        """`create`, awaited: same arguments, answer and errors."""
        return await self._asend(CREATE, {}, validate, options)

    def get(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> models.SessionResponse:
        """Fetch a session.

        `GET /sessions/{id}`

        Args:
            id: ID of the session. Starts with `sesh_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The session.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(GET, {"id": id}, validate, options)

    async def aget(
        self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.SessionResponse:
        """`get`, awaited: same arguments, answer and errors."""
        return await self._asend(GET, {"id": id}, validate, options)


class SessionsApiRaw(RawApi):
    """`SessionsApi`, but every method answers with an `ApiResponse`."""

    list = raw(SessionsApi.list)
    alist = raw_async(SessionsApi.alist)
    create = raw(SessionsApi.create)
    acreate = raw_async(SessionsApi.acreate)
    get = raw(SessionsApi.get)
    aget = raw_async(SessionsApi.aget)
