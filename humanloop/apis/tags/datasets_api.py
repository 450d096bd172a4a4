# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Collections of datapoints (inputs, messages and an expected target) that evaluations run on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional, Union, Unpack

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation, Pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.core.operation import CallOptions

LIST_ALL_FOR_PROJECT: Operation[List[models.DatasetResponse]] = Operation(
    "GET",
    "/projects/{project_id}/datasets",
    status=200,
    returns="List[models.DatasetResponse]",
    name="datasets.list_all_for_project",
)
CREATE: Operation[models.DatasetResponse] = Operation(
    "POST",
    "/projects/{project_id}/datasets",
    status=201,
    body="types.CreateDatasetRequest",
    returns="models.DatasetResponse",
    name="datasets.create",
)
LIST: Operation[List[models.DatasetResponse]] = Operation(
    "GET", "/datasets", status=200, returns="List[models.DatasetResponse]", name="datasets.list"
)
GET: Operation[models.DatasetResponse] = Operation(
    "GET", "/datasets/{id}", status=200, returns="models.DatasetResponse", name="datasets.get"
)
DELETE: Operation[Any] = Operation("DELETE", "/datasets/{id}", status=200, returns="Any", name="datasets.delete")
UPDATE: Operation[models.DatasetResponse] = Operation(
    "PATCH",
    "/datasets/{id}",
    status=200,
    body="types.UpdateDatasetRequest",
    returns="models.DatasetResponse",
    name="datasets.update",
)
LIST_DATAPOINTS: Operation[models.PaginatedDataDatapointResponse] = Operation(
    "GET",
    "/datasets/{dataset_id}/datapoints",
    status=200,
    query={"page": "Optional[int]", "size": "Optional[int]"},
    returns="models.PaginatedDataDatapointResponse",
    pages=Pages("page", items="records", size="size", total="total"),
    name="datasets.list_datapoints",
)
CREATE_DATAPOINT: Operation[List[models.DatapointResponse]] = Operation(
    "POST",
    "/datasets/{dataset_id}/datapoints",
    status=201,
    body=(
        "Union[types.CreateDatapointsByLogsRequest, types.CreateDatapointRequest, List[types.CreateDatapointRequest]]"
    ),
    returns="List[models.DatapointResponse]",
    name="datasets.create_datapoint",
)


class DatasetsApi(Api):
    """Collections of datapoints (inputs, messages and an expected target) that evaluations run on."""

    @made_once
    def raw(self) -> DatasetsApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return DatasetsApiRaw(self.api_client)

    def list_all_for_project(
        self: Api, project_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> List[models.DatasetResponse]:
        """List the datasets of a project.

        All datasets come back at once. Deprecated: use `GET /datasets`, which lists the datasets of the whole
        organization.

        `GET /projects/{project_id}/datasets`

        Args:
            project_id: ID of the project. Starts with `pr_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The datasets of the project.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(LIST_ALL_FOR_PROJECT, {"project_id": project_id}, validate, options)

    async def alist_all_for_project(
        self: Api, project_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> List[models.DatasetResponse]:
        """`list_all_for_project`, awaited: same arguments, answer and errors."""
        return await self._asend(LIST_ALL_FOR_PROJECT, {"project_id": project_id}, validate, options)

    def create(
        self: Api, description: str, name: str, project_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.DatasetResponse:
        """Create an empty dataset in a project.

        Names need not be unique. Fill the dataset with `POST /datasets/{dataset_id}/datapoints`.

        `POST /projects/{project_id}/datasets`

        Args:
            description: What the dataset holds. At most 255 characters.
            name: Name of the dataset. At most 255 characters.
            project_id: ID of the project. Starts with `pr_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The new dataset.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            CREATE, {"description": description, "name": name, "project_id": project_id}, validate, options
        )

    async def acreate(
        self: Api, description: str, name: str, project_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.DatasetResponse:
        """`create`, awaited: same arguments, answer and errors."""
        return await self._asend(
            CREATE, {"description": description, "name": name, "project_id": project_id}, validate, options
        )

    def list(self: Api, validate: bool = False, **options: Unpack[CallOptions]) -> List[models.DatasetResponse]:
        """List all datasets of the organization.

        All datasets come back at once, without paging.

        `GET /datasets`

        Args:
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            All datasets.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(LIST, {}, validate, options)

    async def alist(self: Api, validate: bool = False, **options: Unpack[CallOptions]) -> List[models.DatasetResponse]:
        """`list`, awaited: same arguments, answer and errors."""
        return await self._asend(LIST, {}, validate, options)

    def get(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> models.DatasetResponse:
        """Fetch a dataset.

        The answer describes the dataset; its contents are listed with `GET /datasets/{dataset_id}/datapoints`.

        `GET /datasets/{id}`

        Args:
            id: ID of the dataset. Starts with `evts_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The dataset.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(GET, {"id": id}, validate, options)

    async def aget(
        self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.DatasetResponse:
        """`get`, awaited: same arguments, answer and errors."""
        return await self._asend(GET, {"id": id}, validate, options)

    def delete(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> Any:
        """Delete a dataset with its datapoints.

        Evaluations made from the dataset keep their frozen copy.

        `DELETE /datasets/{id}`

        Args:
            id: ID of the dataset. Starts with `evts_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The dataset is deleted. The body is JSON `null`.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(DELETE, {"id": id}, validate, options)

    async def adelete(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> Any:
        """`delete`, awaited: same arguments, answer and errors."""
        return await self._asend(DELETE, {"id": id}, validate, options)

    def update(
        self: Api,
        id: str,
        description: Optional[str] = None,
        name: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.DatasetResponse:
        """Change the name or description of a dataset.

        Fields that are left out stay as they are.

        `PATCH /datasets/{id}`

        Args:
            id: ID of the dataset. Starts with `evts_`.
            description: New description. At most 255 characters.
            name: New name. At most 255 characters.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The dataset after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(UPDATE, {"id": id, "description": description, "name": name}, validate, options)

    async def aupdate(
        self: Api,
        id: str,
        description: Optional[str] = None,
        name: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.DatasetResponse:
        """`update`, awaited: same arguments, answer and errors."""
        return await self._asend(UPDATE, {"id": id, "description": description, "name": name}, validate, options)

    def list_datapoints(
        self: Api,
        dataset_id: str,
        page: Optional[int] = None,
        size: Optional[int] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataDatapointResponse:
        """List the datapoints of a dataset, page by page.

        The first page is 0.

        `GET /datasets/{dataset_id}/datapoints`

        Args:
            dataset_id: ID of the dataset. Starts with `evts_`.
            page: Page to return. The first page is 0. Default: `0`.
            size: Number of records per page, 1 to 1000. Default: `50`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            One page of datapoints. Iterating over it asks for further pages as it gets there; `progress=True` shows how
            far that is.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._list(LIST_DATAPOINTS, {"dataset_id": dataset_id, "page": page, "size": size}, validate, options)

    async def alist_datapoints(
        self: Api,
        dataset_id: str,
        page: Optional[int] = None,
        size: Optional[int] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataDatapointResponse:
        """`list_datapoints`, awaited: same arguments, answer and errors."""
        return await self._alist(
            LIST_DATAPOINTS, {"dataset_id": dataset_id, "page": page, "size": size}, validate, options
        )

    def create_datapoint(
        self: Api,
        dataset_id: str,
        body: Optional[
            Union[
                types.CreateDatapointsByLogsRequest,
                models.CreateDatapointsByLogsRequest,
                types.CreateDatapointRequest,
                models.CreateDatapointRequest,
                Sequence[Union[types.CreateDatapointRequest, models.CreateDatapointRequest]],
            ]
        ] = None,
        log_ids: Optional[List[str]] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        messages: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        target: Optional[Mapping[str, Union[str, int, float, bool, Mapping[str, Any], Sequence[Any]]]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.DatapointResponse]:
        """Add one or more datapoints to a dataset.

        The body is one datapoint, a list of datapoints, or an object with `log_ids`. A datapoint made from a log takes
        its inputs and the messages that were given beside the template, and gets the log's output as `target.output`.
        The answer is an array even for a single datapoint. If one of the logs does not exist, the answer is 404 and
        nothing is added.

        `POST /datasets/{dataset_id}/datapoints`

        Args:
            dataset_id: ID of the dataset. Starts with `evts_`.
            body: One datapoint, a list of datapoints, or the IDs of logs to make datapoints from. If it is given, it is
                sent as it is and the other fields of the body do not count.
            log_ids: Ids of the logs (`data_…`) to copy.
            inputs: Values for the variables of the template, by name, as a completion takes them.
            messages: Conversation to send after the chat template, oldest first.
            target: What a good answer is measured against, as an object of your own design; the evaluators read it.
                Datapoints made from logs keep the output under `output`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The new datapoints, in the order of the request.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            CREATE_DATAPOINT,
            {
                "dataset_id": dataset_id,
                "body": body,
                "log_ids": log_ids,
                "inputs": inputs,
                "messages": messages,
                "target": target,
            },
            validate,
            options,
        )

    async def acreate_datapoint(
        self: Api,
        dataset_id: str,
        body: Optional[
            Union[
                types.CreateDatapointsByLogsRequest,
                models.CreateDatapointsByLogsRequest,
                types.CreateDatapointRequest,
                models.CreateDatapointRequest,
                Sequence[Union[types.CreateDatapointRequest, models.CreateDatapointRequest]],
            ]
        ] = None,
        log_ids: Optional[List[str]] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        messages: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        target: Optional[Mapping[str, Union[str, int, float, bool, Mapping[str, Any], Sequence[Any]]]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.DatapointResponse]:
        """`create_datapoint`, awaited: same arguments, answer and errors."""
        return await self._asend(
            CREATE_DATAPOINT,
            {
                "dataset_id": dataset_id,
                "body": body,
                "log_ids": log_ids,
                "inputs": inputs,
                "messages": messages,
                "target": target,
            },
            validate,
            options,
        )


class DatasetsApiRaw(RawApi):
    """`DatasetsApi`, but every method answers with an `ApiResponse`."""

    list_all_for_project = raw(DatasetsApi.list_all_for_project)
    alist_all_for_project = raw_async(DatasetsApi.alist_all_for_project)
    create = raw(DatasetsApi.create)
    acreate = raw_async(DatasetsApi.acreate)
    list = raw(DatasetsApi.list)
    alist = raw_async(DatasetsApi.alist)
    get = raw(DatasetsApi.get)
    aget = raw_async(DatasetsApi.aget)
    delete = raw(DatasetsApi.delete)
    adelete = raw_async(DatasetsApi.adelete)
    update = raw(DatasetsApi.update)
    aupdate = raw_async(DatasetsApi.aupdate)
    list_datapoints = raw(DatasetsApi.list_datapoints)
    alist_datapoints = raw_async(DatasetsApi.alist_datapoints)
    create_datapoint = raw(DatasetsApi.create_datapoint)
    acreate_datapoint = raw_async(DatasetsApi.acreate_datapoint)
