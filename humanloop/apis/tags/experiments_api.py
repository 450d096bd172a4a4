# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""A/B tests that spread calls over several model configs of a project and compare them by end-user feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional, Union, Unpack

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.core.operation import CallOptions

LIST: Operation[List[models.ExperimentResponse]] = Operation(
    "GET",
    "/projects/{project_id}/experiments",
    status=200,
    returns="List[models.ExperimentResponse]",
    name="experiments.list",
)
CREATE: Operation[models.ExperimentResponse] = Operation(
    "POST",
    "/projects/{project_id}/experiments",
    status=200,
    body="types.CreateExperimentRequest",
    returns="models.ExperimentResponse",
    name="experiments.create",
)
DELETE: Operation[None] = Operation("DELETE", "/experiments/{experiment_id}", status=204, name="experiments.delete")
UPDATE: Operation[models.ExperimentResponse] = Operation(
    "PATCH",
    "/experiments/{experiment_id}",
    status=200,
    body="types.UpdateExperimentRequest",
    returns="models.ExperimentResponse",
    name="experiments.update",
)
SAMPLE: Operation[models.GetModelConfigResponse] = Operation(
    "GET",
    "/experiments/{experiment_id}/model-config",
    status=200,
    returns="models.GetModelConfigResponse",
    name="experiments.sample",
)


class ExperimentsApi(Api):
    """A/B tests that spread calls over several model configs of a project and compare them by end-user feedback."""

    @made_once
    def raw(self) -> ExperimentsApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return ExperimentsApiRaw(self.api_client)

    def list(
        self: Api, project_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> List[models.ExperimentResponse]:
        """List the experiments of a project.

        All experiments come back at once, without paging.

        `GET /projects/{project_id}/experiments`

        Args:
            project_id: ID of the project. Starts with `pr_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The experiments of the project.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(LIST, {"project_id": project_id}, validate, options)

    async def alist(
        self: Api, project_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> List[models.ExperimentResponse]:
        """`list`, awaited: same arguments, answer and errors."""
        return await self._asend(LIST, {"project_id": project_id}, validate, options)

    def create(
        self: Api,
        name: str,
        positive_labels: Sequence[Union[types.PositiveLabel, models.PositiveLabel]],
        project_id: str,
        config_ids: Optional[List[str]] = None,
        set_active: Optional[bool] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.ExperimentResponse:
        """Create an experiment in a project.

        Configs of the project can be put in right away with `config_ids`. Feedback that matches `positive_labels`
        counts as success. With `set_active` true the experiment is also deployed to the default environment.

        `POST /projects/{project_id}/experiments`

        Args:
            name: Name of the experiment, by which configs can be added to it when they are registered.
            positive_labels: Feedback labels that count as success; configs are compared by how often they earn one.
            project_id: ID of the project. Starts with `pr_`.
            config_ids: Ids of the configs (`config_…`) to compare. More can be added later.
            set_active: Whether to deploy the experiment to the default environment at once. Default `false`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The new experiment.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            CREATE,
            {
                "name": name,
                "positive_labels": positive_labels,
                "project_id": project_id,
                "config_ids": config_ids,
                "set_active": set_active,
            },
            validate,
            options,
        )

    async def acreate(
        self: Api,
        name: str,
        positive_labels: Sequence[Union[types.PositiveLabel, models.PositiveLabel]],
        project_id: str,
        config_ids: Optional[List[str]] = None,
        set_active: Optional[bool] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.ExperimentResponse:
        """`create`, awaited: same arguments, answer and errors."""
        return await self._asend(
            CREATE,
            {
                "name": name,
                "positive_labels": positive_labels,
                "project_id": project_id,
                "config_ids": config_ids,
                "set_active": set_active,
            },
            validate,
            options,
        )

    def delete(self: Api, experiment_id: str, validate: bool = False, **options: Unpack[CallOptions]) -> None:
        """Delete an experiment.

        Deployments of the experiment are cleared. Its configs and logs stay.

        `DELETE /experiments/{experiment_id}`

        Args:
            experiment_id: ID of the experiment. Starts with `exp_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            Nothing.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(DELETE, {"experiment_id": experiment_id}, validate, options)

    async def adelete(self: Api, experiment_id: str, validate: bool = False, **options: Unpack[CallOptions]) -> None:
        """`delete`, awaited: same arguments, answer and errors."""
        return await self._asend(DELETE, {"experiment_id": experiment_id}, validate, options)

    def update(
        self: Api,
        experiment_id: str,
        name: Optional[str] = None,
        positive_labels: Optional[Sequence[Union[types.PositiveLabel, models.PositiveLabel]]] = None,
        config_ids_to_register: Optional[List[str]] = None,
        config_ids_to_deregister: Optional[List[str]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.ExperimentResponse:
        """Change an experiment, or add and remove configs.

        Fields that are left out stay as they are. A config that is taken out stays in the list as inactive and is no
        longer drawn.

        `PATCH /experiments/{experiment_id}`

        Args:
            experiment_id: ID of the experiment. Starts with `exp_`.
            name: New name of the experiment.
            positive_labels: Feedback labels that count as success; the list replaces the present one.
            config_ids_to_register: Ids of configs (`config_…`) to add as active ones.
            config_ids_to_deregister: Ids of configs (`config_…`) to deactivate; they stay listed with their results but
                are no longer drawn.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The experiment after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            UPDATE,
            {
                "experiment_id": experiment_id,
                "name": name,
                "positive_labels": positive_labels,
                "config_ids_to_register": config_ids_to_register,
                "config_ids_to_deregister": config_ids_to_deregister,
            },
            validate,
            options,
        )

    async def aupdate(
        self: Api,
        experiment_id: str,
        name: Optional[str] = None,
        positive_labels: Optional[Sequence[Union[types.PositiveLabel, models.PositiveLabel]]] = None,
        config_ids_to_register: Optional[List[str]] = None,
        config_ids_to_deregister: Optional[List[str]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.ExperimentResponse:
        """`update`, awaited: same arguments, answer and errors."""
        return await self._asend(
            UPDATE,
            {
                "experiment_id": experiment_id,
                "name": name,
                "positive_labels": positive_labels,
                "config_ids_to_register": config_ids_to_register,
                "config_ids_to_deregister": config_ids_to_deregister,
            },
            validate,
            options,
        )

    def sample(
        self: Api, experiment_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.GetModelConfigResponse:
        """Draw a model config from the active configs of an experiment.

        Use it to call the model yourself: send the `trial_id` of the answer with the log, so that the log and its
        feedback count for the config that was drawn. An experiment without active configs is a 422.

        `GET /experiments/{experiment_id}/model-config`

        Args:
            experiment_id: ID of the experiment. Starts with `exp_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The config that was drawn, with a `trial_id`.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(SAMPLE, {"experiment_id": experiment_id}, validate, options)

    async def asample(
        self: Api, experiment_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.GetModelConfigResponse:
        """`sample`, awaited: same arguments, answer and errors."""
        return await self._asend(SAMPLE, {"experiment_id": experiment_id}, validate, options)


class ExperimentsApiRaw(RawApi):
    """`ExperimentsApi`, but every method answers with an `ApiResponse`."""

    list = raw(ExperimentsApi.list)
    alist = raw_async(ExperimentsApi.alist)
    create = raw(ExperimentsApi.create)
    acreate = raw_async(ExperimentsApi.acreate)
    delete = raw(ExperimentsApi.delete)
    adelete = raw_async(ExperimentsApi.adelete)
    update = raw(ExperimentsApi.update)
    aupdate = raw_async(ExperimentsApi.aupdate)
    sample = raw(ExperimentsApi.sample)
    asample = raw_async(ExperimentsApi.asample)
