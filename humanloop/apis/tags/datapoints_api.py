# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Read, edit and delete single datapoints of datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional, Union, Unpack

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.core.operation import CallOptions

GET: Operation[models.DatapointResponse] = Operation(
    "GET", "/datapoints/{id}", status=200, returns="models.DatapointResponse", name="datapoints.get"
)
UPDATE: Operation[models.DatapointResponse] = Operation(
    "PATCH",
    "/datapoints/{id}",
    status=200,
    body="types.UpdateDatapointRequest",
    returns="models.DatapointResponse",
    name="datapoints.update",
)
DELETE: Operation[None] = Operation("DELETE", "/datapoints", status=204, body="List[str]", name="datapoints.delete")


class DatapointsApi(Api):
    """Read, edit and delete single datapoints of datasets."""

    @made_once
    def raw(self) -> DatapointsApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return DatapointsApiRaw(self.api_client)

    def get(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> models.DatapointResponse:
        """Fetch a datapoint.

        `GET /datapoints/{id}`

        Args:
            id: ID of the datapoint. Starts with `evtc_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The datapoint.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(GET, {"id": id}, validate, options)

    async def aget(
        self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.DatapointResponse:
        """`get`, awaited: same arguments, answer and errors."""
        return await self._asend(GET, {"id": id}, validate, options)

    def update(
        self: Api,
        id: str,
        inputs: Optional[Mapping[str, Any]] = None,
        messages: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        target: Optional[Mapping[str, Union[str, int, float, bool, Mapping[str, Any], Sequence[Any]]]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.DatapointResponse:
        """Edit the inputs, messages or target of a datapoint.

        Only the fields in the body change: null clears a field, and a field that is left out stays as it is.
        Deprecated: to change the contents of a dataset, add datapoints to it with `POST
        /datasets/{dataset_id}/datapoints`.

        `PATCH /datapoints/{id}`

        Args:
            id: ID of the datapoint. Starts with `evtc_`.
            inputs: New values for the variables of the template, by name; they replace the present inputs.
            messages: New conversation; it replaces the present one.
            target: New target; it replaces the present one.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The datapoint after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            UPDATE, {"id": id, "inputs": inputs, "messages": messages, "target": target}, validate, options
        )

    async def aupdate(
        self: Api,
        id: str,
        inputs: Optional[Mapping[str, Any]] = None,
        messages: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        target: Optional[Mapping[str, Union[str, int, float, bool, Mapping[str, Any], Sequence[Any]]]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.DatapointResponse:
        """`update`, awaited: same arguments, answer and errors."""
        return await self._asend(
            UPDATE, {"id": id, "inputs": inputs, "messages": messages, "target": target}, validate, options
        )

    def delete(self: Api, body: List[str], validate: bool = False, **options: Unpack[CallOptions]) -> None:
        """Delete datapoints by their IDs.

        IDs that do not exist are ignored. Logs made from the datapoints stay, and evaluations that have frozen the
        dataset keep their copies. Deprecated without a direct replacement: create a dataset that holds only the
        datapoints you want to keep.

        `DELETE /datapoints`

        Args:
            body: IDs of the datapoints to delete. Each starts with `evtc_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            Nothing.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(DELETE, {"body": body}, validate, options)

    async def adelete(self: Api, body: List[str], validate: bool = False, **options: Unpack[CallOptions]) -> None:
        """`delete`, awaited: same arguments, answer and errors."""
        return await self._asend(DELETE, {"body": body}, validate, options)


class DatapointsApiRaw(RawApi):
    """`DatapointsApi`, but every method answers with an `ApiResponse`."""

    get = raw(DatapointsApi.get)
    aget = raw_async(DatapointsApi.aget)
    update = raw(DatapointsApi.update)
    aupdate = raw_async(DatapointsApi.aupdate)
    delete = raw(DatapointsApi.delete)
    adelete = raw_async(DatapointsApi.adelete)
