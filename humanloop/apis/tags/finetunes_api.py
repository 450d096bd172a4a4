# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Jobs that fine-tune a base model on a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional, Union, Unpack

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation
from humanloop.core.secret import hidden

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.core.operation import CallOptions

LIST_ALL_FOR_PROJECT: Operation[List[models.FinetuneResponse]] = Operation(
    "GET",
    "/projects/{project_id}/finetunes",
    status=200,
    returns="List[models.FinetuneResponse]",
    name="finetunes.list_all_for_project",
)
CREATE: Operation[models.FinetuneResponse] = Operation(
    "POST",
    "/projects/{project_id}/finetunes",
    status=200,
    body="types.FinetuneRequest",
    returns="models.FinetuneResponse",
    provider_keys="provider_api_keys",
    name="finetunes.create",
)
SUMMARY: Operation[models.FinetuneDataSummary] = Operation(
    "POST",
    "/projects/{project_id}/finetunes/summary",
    status=200,
    body="types.FinetuneRequest",
    returns="models.FinetuneDataSummary",
    provider_keys="provider_api_keys",
    name="finetunes.summary",
)
UPDATE: Operation[models.FinetuneResponse] = Operation(
    "PATCH",
    "/finetunes/{id}",
    status=200,
    query={"project_id": "str"},
    body="types.UpdateFinetuneRequest",
    returns="models.FinetuneResponse",
    name="finetunes.update",
)


class FinetunesApi(Api):
    """Jobs that fine-tune a base model on a dataset."""

    @made_once
    def raw(self) -> FinetunesApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return FinetunesApiRaw(self.api_client)

    def list_all_for_project(
        self: Api, project_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> List[models.FinetuneResponse]:
        """List the fine-tunes of a project.

        All fine-tunes come back at once, without paging.

        `GET /projects/{project_id}/finetunes`

        Args:
            project_id: ID of the project. Starts with `pr_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The fine-tunes of the project.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(LIST_ALL_FOR_PROJECT, {"project_id": project_id}, validate, options)

    async def alist_all_for_project(
        self: Api, project_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> List[models.FinetuneResponse]:
        """`list_all_for_project`, awaited: same arguments, answer and errors."""
        return await self._asend(LIST_ALL_FOR_PROJECT, {"project_id": project_id}, validate, options)

    def create(
        self: Api,
        name: str,
        dataset_id: str,
        config: Union[types.FinetuneConfig, models.FinetuneConfig],
        project_id: str,
        metadata: Optional[Mapping[str, Any]] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FinetuneResponse:
        """Start fine-tuning a base model on a dataset.

        The job runs in the background: the answer comes at once, and `status`, `model_name` and the provider fields are
        filled in as it goes on. If no provider can run the job its status becomes `failed`, with the reason in
        `provider_details`.

        `POST /projects/{project_id}/finetunes`

        Args:
            name: Display name of the fine-tune.
            dataset_id: Id of the dataset to train on (`evts_…`).
            config: Model to start from, and training settings.
            project_id: ID of the project. Starts with `pr_`.
            metadata: Free key-value data recorded with the fine-tune.
            provider_api_keys: Provider keys for the training job. A provider that is left out uses the key configured
                on the server.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The new fine-tune.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        provider_api_keys = hidden(provider_api_keys)
        return self._send(
            CREATE,
            {
                "name": name,
                "dataset_id": dataset_id,
                "config": config,
                "project_id": project_id,
                "metadata": metadata,
                "provider_api_keys": provider_api_keys,
            },
            validate,
            options,
        )

    async def acreate(
        self: Api,
        name: str,
        dataset_id: str,
        config: Union[types.FinetuneConfig, models.FinetuneConfig],
        project_id: str,
        metadata: Optional[Mapping[str, Any]] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FinetuneResponse:
        """`create`, awaited: same arguments, answer and errors."""
        provider_api_keys = hidden(provider_api_keys)
        return await self._asend(
            CREATE,
            {
                "name": name,
                "dataset_id": dataset_id,
                "config": config,
                "project_id": project_id,
                "metadata": metadata,
                "provider_api_keys": provider_api_keys,
            },
            validate,
            options,
        )

    def summary(
        self: Api,
        name: str,
        dataset_id: str,
        config: Union[types.FinetuneConfig, models.FinetuneConfig],
        project_id: str,
        metadata: Optional[Mapping[str, Any]] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FinetuneDataSummary:
        """Check the data of a fine-tune without starting it.

        Counts datapoints and tokens, estimates the cost and lists the errors found. Nothing is started or stored.

        `POST /projects/{project_id}/finetunes/summary`

        Args:
            name: Display name of the fine-tune.
            dataset_id: Id of the dataset to train on (`evts_…`).
            config: Model to start from, and training settings.
            project_id: ID of the project. Starts with `pr_`.
            metadata: Free key-value data recorded with the fine-tune.
            provider_api_keys: Provider keys for the training job. A provider that is left out uses the key configured
                on the server.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            Counts, cost and errors of the data.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        provider_api_keys = hidden(provider_api_keys)
        return self._send(
            SUMMARY,
            {
                "name": name,
                "dataset_id": dataset_id,
                "config": config,
                "project_id": project_id,
                "metadata": metadata,
                "provider_api_keys": provider_api_keys,
            },
            validate,
            options,
        )

    async def asummary(
        self: Api,
        name: str,
        dataset_id: str,
        config: Union[types.FinetuneConfig, models.FinetuneConfig],
        project_id: str,
        metadata: Optional[Mapping[str, Any]] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FinetuneDataSummary:
        """`summary`, awaited: same arguments, answer and errors."""
        provider_api_keys = hidden(provider_api_keys)
        return await self._asend(
            SUMMARY,
            {
                "name": name,
                "dataset_id": dataset_id,
                "config": config,
                "project_id": project_id,
                "metadata": metadata,
                "provider_api_keys": provider_api_keys,
            },
            validate,
            options,
        )

    def update(
        self: Api,
        id: str,
        project_id: str,
        name: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FinetuneResponse:
        """Change the name of a fine-tune.

        `PATCH /finetunes/{id}`

        Args:
            id: ID of the fine-tune. Starts with `ft_`.
            project_id: ID of the project the fine-tune belongs to. Starts with `pr_`.
            name: New display name of the fine-tune.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The fine-tune after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(UPDATE, {"id": id, "project_id": project_id, "name": name}, validate, options)

    async def aupdate(
        self: Api,
        id: str,
        project_id: str,
        name: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FinetuneResponse:
        """`update`, awaited: same arguments, answer and errors."""
        return await self._asend(UPDATE, {"id": id, "project_id": project_id, "name": name}, validate, options)


class FinetunesApiRaw(RawApi):
    """`FinetunesApi`, but every method answers with an `ApiResponse`."""

    list_all_for_project = raw(FinetunesApi.list_all_for_project)
    alist_all_for_project = raw_async(FinetunesApi.alist_all_for_project)
    create = raw(FinetunesApi.create)
    acreate = raw_async(FinetunesApi.acreate)
    summary = raw(FinetunesApi.summary)
    asummary = raw_async(FinetunesApi.asummary)
    update = raw(FinetunesApi.update)
    aupdate = raw_async(FinetunesApi.aupdate)
