# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Projects group the configs, deployments, logs and feedback types of one task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional, Union, Unpack

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation, Pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.core.operation import CallOptions

LIST: Operation[models.PaginatedDataProjectResponse] = Operation(
    "GET",
    "/projects",
    status=200,
    query={
        "page": "Optional[int]",
        "size": "Optional[int]",
        "filter": "Optional[str]",
        "user_filter": "Optional[str]",
        "sort_by": "Optional[types.ProjectSortBy]",
        "order": "Optional[types.SortOrder]",
    },
    returns="models.PaginatedDataProjectResponse",
    pages=Pages("page", items="records", size="size", total="total"),
    name="projects.list",
)
CREATE: Operation[models.ProjectResponse] = Operation(
    "POST",
    "/projects",
    status=201,
    body="types.CreateProjectRequest",
    returns="models.ProjectResponse",
    name="projects.create",
)
GET: Operation[models.ProjectResponse] = Operation(
    "GET",
    "/projects/{id}",
    status=200,
    query={"name": "Optional[str]"},
    returns="models.ProjectResponse",
    name="projects.get",
)
DELETE: Operation[None] = Operation("DELETE", "/projects/{id}", status=204, name="projects.delete")
UPDATE: Operation[models.ProjectResponse] = Operation(
    "PATCH",
    "/projects/{id}",
    status=200,
    body="types.UpdateProjectRequest",
    returns="models.ProjectResponse",
    name="projects.update",
)
LIST_CONFIGS: Operation[List[models.ProjectConfigResponse]] = Operation(
    "GET",
    "/projects/{id}/configs",
    status=200,
    query={"evaluation_aggregates": "Optional[bool]"},
    returns="List[models.ProjectConfigResponse]",
    name="projects.list_configs",
)
GET_ACTIVE_CONFIG: Operation[models.GetModelConfigResponse] = Operation(
    "GET",
    "/projects/{id}/active-config",
    status=200,
    query={"environment": "Optional[str]"},
    returns="models.GetModelConfigResponse",
    name="projects.get_active_config",
)
DEACTIVATE_CONFIG: Operation[models.ProjectResponse] = Operation(
    "DELETE",
    "/projects/{id}/active-config",
    status=200,
    query={"environment": "Optional[str]"},
    returns="models.ProjectResponse",
    name="projects.deactivate_config",
)
DEACTIVATE_EXPERIMENT: Operation[models.ProjectResponse] = Operation(
    "DELETE",
    "/projects/{id}/active-experiment",
    status=200,
    query={"environment": "Optional[str]"},
    returns="models.ProjectResponse",
    name="projects.deactivate_experiment",
)
CREATE_FEEDBACK_TYPE: Operation[models.FeedbackTypeModel] = Operation(
    "POST",
    "/projects/{id}/feedback-types",
    status=201,
    body="types.FeedbackTypeRequest",
    returns="models.FeedbackTypeModel",
    name="projects.create_feedback_type",
)
UPDATE_FEEDBACK_TYPES: Operation[models.FeedbackTypes] = Operation(
    "PATCH",
    "/projects/{id}/feedback-types",
    status=200,
    body="List[types.FeedbackTypeRequest]",
    returns="models.FeedbackTypes",
    name="projects.update_feedback_types",
)
EXPORT: Operation[models.PaginatedDataLogResponse] = Operation(
    "POST",
    "/projects/{id}/export",
    status=200,
    query={"page": "Optional[int]", "size": "Optional[int]"},
    returns="models.PaginatedDataLogResponse",
    pages=Pages("page", items="records", size="size", total="total"),
    name="projects.export",
)
LIST_DEPLOYED_CONFIGS: Operation[List[models.EnvironmentProjectConfigResponse]] = Operation(
    "GET",
    "/projects/{id}/deployed-configs",
    status=200,
    returns="List[models.EnvironmentProjectConfigResponse]",
    name="projects.list_deployed_configs",
)
DEPLOY_CONFIG: Operation[List[models.EnvironmentProjectConfigResponse]] = Operation(
    "PATCH",
    "/projects/{project_id}/deploy-config",
    status=200,
    body="types.EnvironmentProjectConfigRequest",
    returns="List[models.EnvironmentProjectConfigResponse]",
    name="projects.deploy_config",
)
DELETE_DEPLOYED_CONFIG: Operation[Any] = Operation(
    "DELETE",
    "/projects/{project_id}/deployed-config/{environment_id}",
    status=200,
    returns="Any",
    name="projects.delete_deployed_config",
)


class ProjectsApi(Api):
    """Projects group the configs, deployments, logs and feedback types of one task."""

    @made_once
    def raw(self) -> ProjectsApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return ProjectsApiRaw(self.api_client)

    def list(
        self: Api,
        page: Optional[int] = None,
        size: Optional[int] = None,
        filter: Optional[str] = None,
        user_filter: Optional[str] = None,
        sort_by: Optional[types.ProjectSortBy] = None,
        order: Optional[types.SortOrder] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataProjectResponse:
        """List projects, page by page.

        The first page is 0.

        `GET /projects`

        Args:
            page: Page to return. The first page is 0. Default: `0`.
            size: Number of projects per page, 1 to 1000. Default: `10`.
            filter: Keep only projects whose name contains this text, in upper or lower case.
            user_filter: Keep only projects with a user whose e-mail address or full name contains this text, in upper
                or lower case.
            sort_by: Field to sort by. Default: `"created_at"`.
            order: Direction of the sort, ascending or descending. Default: `"desc"`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            One page of projects. Iterating over it asks for further pages as it gets there; `progress=True` shows how
            far that is.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._list(
            LIST,
            {
                "page": page,
                "size": size,
                "filter": filter,
                "user_filter": user_filter,
                "sort_by": sort_by,
                "order": order,
            },
            validate,
            options,
        )

    async def alist(
        self: Api,
        page: Optional[int] = None,
        size: Optional[int] = None,
        filter: Optional[str] = None,
        user_filter: Optional[str] = None,
        sort_by: Optional[types.ProjectSortBy] = None,
        order: Optional[types.SortOrder] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataProjectResponse:
        """`list`, awaited: same arguments, answer and errors."""
        return await self._alist(
            LIST,
            {
                "page": page,
                "size": size,
                "filter": filter,
                "user_filter": user_filter,
                "sort_by": sort_by,
                "order": order,
            },
            validate,
            options,
        )

    def create(
        self: Api,
        name: str,
        feedback_types: Optional[Sequence[Union[types.FeedbackTypeRequest, models.FeedbackTypeRequest]]] = None,
        directory_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.ProjectResponse:
        """Create a project.

        A name that is already taken is a 409. The built-in feedback types exist from the start; `feedback_types` adds
        to them.

        `POST /projects`

        Args:
            name: Name of the project; it must be unique in the organisation.
            feedback_types: Feedback types to set up in addition to the built-in ones, or labels to add to those.
            directory_id: Id of the directory (`dir_…`) to put the project into. Absent means the root directory.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The new project.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            CREATE, {"name": name, "feedback_types": feedback_types, "directory_id": directory_id}, validate, options
        )

    async def acreate(
        self: Api,
        name: str,
        feedback_types: Optional[Sequence[Union[types.FeedbackTypeRequest, models.FeedbackTypeRequest]]] = None,
        directory_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.ProjectResponse:
        """`create`, awaited: same arguments, answer and errors."""
        return await self._asend(
            CREATE, {"name": name, "feedback_types": feedback_types, "directory_id": directory_id}, validate, options
        )

    def get(
        self: Api,
        id: Optional[str] = None,
        validate: bool = False,
        *,
        name: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> models.ProjectResponse:
        """Fetch a project, by its ID or by its name.

        `GET /projects/{id}`

        Args:
            id: ID of the project. Starts with `pr_`. In place of it, `-` stands where `name` is given. Default: `"-"`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            name: Name of the project, as it is written, in place of its ID. An addition of this description: the hosted
                service did not have it.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The project.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(GET, {"id": "-" if id is None else id, "name": name}, validate, options)

    async def aget(
        self: Api,
        id: Optional[str] = None,
        validate: bool = False,
        *,
        name: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> models.ProjectResponse:
        """`get`, awaited: same arguments, answer and errors."""
        return await self._asend(GET, {"id": "-" if id is None else id, "name": name}, validate, options)

    def delete(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> None:
        """Delete a project.

        Its configs, deployments and logs can no longer be reached, and its name may be used again.

        `DELETE /projects/{id}`

        Args:
            id: ID of the project. Starts with `pr_`.
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

    def update(
        self: Api,
        id: str,
        name: Optional[str] = None,
        active_experiment_id: Optional[str] = None,
        active_config_id: Optional[str] = None,
        positive_labels: Optional[Sequence[Union[types.PositiveLabel, models.PositiveLabel]]] = None,
        directory_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.ProjectResponse:
        """Change a project, or set its active config or experiment.

        Fields that are left out stay as they are. `active_config_id` and `active_experiment_id` deploy to the default
        environment and exclude each other; `positive_labels` replaces the whole list. Calls that address the project by
        name fail after it is renamed. A name that is already taken is a 409.

        `PATCH /projects/{id}`

        Args:
            id: ID of the project. Starts with `pr_`.
            name: New name, unique in the organisation. Calls that address the project by its old name will no longer
                find it.
            active_experiment_id: Id of the experiment (`exp_…`) to deploy to the default environment. Not together with
                `active_config_id`.
            active_config_id: Id of the config (`config_…`) to deploy to the default environment. Not together with
                `active_experiment_id`.
            positive_labels: Feedback labels that count as success in the project's metrics; the list replaces the
                present one.
            directory_id: Id of the directory (`dir_…`) to move the project to.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The project after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            UPDATE,
            {
                "id": id,
                "name": name,
                "active_experiment_id": active_experiment_id,
                "active_config_id": active_config_id,
                "positive_labels": positive_labels,
                "directory_id": directory_id,
            },
            validate,
            options,
        )

    async def aupdate(
        self: Api,
        id: str,
        name: Optional[str] = None,
        active_experiment_id: Optional[str] = None,
        active_config_id: Optional[str] = None,
        positive_labels: Optional[Sequence[Union[types.PositiveLabel, models.PositiveLabel]]] = None,
        directory_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.ProjectResponse:
        """`update`, awaited: same arguments, answer and errors."""
        return await self._asend(
            UPDATE,
            {
                "id": id,
                "name": name,
                "active_experiment_id": active_experiment_id,
                "active_config_id": active_config_id,
                "positive_labels": positive_labels,
                "directory_id": directory_id,
            },
            validate,
            options,
        )

    def list_configs(
        self: Api,
        id: str,
        evaluation_aggregates: Optional[bool] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.ProjectConfigResponse]:
        """List the configs of a project.

        All configs come back at once, without paging.

        `GET /projects/{id}/configs`

        Args:
            id: ID of the project. Starts with `pr_`.
            evaluation_aggregates: Whether to include, for every config, the aggregated values of the evaluators that
                have judged its logs.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The configs of the project.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(LIST_CONFIGS, {"id": id, "evaluation_aggregates": evaluation_aggregates}, validate, options)

    async def alist_configs(
        self: Api,
        id: str,
        evaluation_aggregates: Optional[bool] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.ProjectConfigResponse]:
        """`list_configs`, awaited: same arguments, answer and errors."""
        return await self._asend(
            LIST_CONFIGS, {"id": id, "evaluation_aggregates": evaluation_aggregates}, validate, options
        )

    def get_active_config(
        self: Api, id: str, environment: Optional[str] = None, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.GetModelConfigResponse:
        """Fetch the config deployed in an environment of a project.

        If an experiment is deployed, one of its active configs is drawn, and the answer has a `trial_id` to send with
        the log. Without a deployment the answer is 404.

        `GET /projects/{id}/active-config`

        Args:
            id: ID of the project. Starts with `pr_`.
            environment: Name of the environment. The default environment if left out.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The deployed or drawn config, with the environment it belongs to.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(GET_ACTIVE_CONFIG, {"id": id, "environment": environment}, validate, options)

    async def aget_active_config(
        self: Api, id: str, environment: Optional[str] = None, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.GetModelConfigResponse:
        """`get_active_config`, awaited: same arguments, answer and errors."""
        return await self._asend(GET_ACTIVE_CONFIG, {"id": id, "environment": environment}, validate, options)

    def deactivate_config(
        self: Api, id: str, environment: Optional[str] = None, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.ProjectResponse:
        """Remove the config deployed in an environment of a project.

        Nothing happens if no config is deployed there.

        `DELETE /projects/{id}/active-config`

        Args:
            id: ID of the project. Starts with `pr_`.
            environment: Name of the environment. The default environment if left out.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The project after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(DEACTIVATE_CONFIG, {"id": id, "environment": environment}, validate, options)

    async def adeactivate_config(
        self: Api, id: str, environment: Optional[str] = None, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.ProjectResponse:
        """`deactivate_config`, awaited: same arguments, answer and errors."""
        return await self._asend(DEACTIVATE_CONFIG, {"id": id, "environment": environment}, validate, options)

    def deactivate_experiment(
        self: Api, id: str, environment: Optional[str] = None, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.ProjectResponse:
        """Remove the experiment deployed in an environment of a project.

        Nothing happens if no experiment is deployed there. The experiment itself stays.

        `DELETE /projects/{id}/active-experiment`

        Args:
            id: ID of the project. Starts with `pr_`.
            environment: Name of the environment. The default environment if left out.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The project after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(DEACTIVATE_EXPERIMENT, {"id": id, "environment": environment}, validate, options)

    async def adeactivate_experiment(
        self: Api, id: str, environment: Optional[str] = None, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.ProjectResponse:
        """`deactivate_experiment`, awaited: same arguments, answer and errors."""
        return await self._asend(DEACTIVATE_EXPERIMENT, {"id": id, "environment": environment}, validate, options)

    def create_feedback_type(
        self: Api,
        type: str,
        id: str,
        values: Optional[Sequence[Union[types.FeedbackLabelRequest, models.FeedbackLabelRequest]]] = None,
        _class: Optional[types.FeedbackClass] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FeedbackTypeModel:
        """Create a feedback type in a project.

        A type that the project already has is a 409.

        `POST /projects/{id}/feedback-types`

        Args:
            type: Name of the type: a built-in one or one of your own.
            id: ID of the project. Starts with `pr_`.
            values: Labels to choose from. Only for the classes `select` and `multi_select`.
            _class: Kind of value the type takes: `select` (one label), `multi_select` (several labels), `text` or
                `number`. May be left out for the built-in types, which have a fixed class.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The new feedback type.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            CREATE_FEEDBACK_TYPE, {"type": type, "id": id, "values": values, "class": _class}, validate, options
        )

    async def acreate_feedback_type(
        self: Api,
        type: str,
        id: str,
        values: Optional[Sequence[Union[types.FeedbackLabelRequest, models.FeedbackLabelRequest]]] = None,
        _class: Optional[types.FeedbackClass] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FeedbackTypeModel:
        """`create_feedback_type`, awaited: same arguments, answer and errors."""
        return await self._asend(
            CREATE_FEEDBACK_TYPE, {"type": type, "id": id, "values": values, "class": _class}, validate, options
        )

    def update_feedback_types(
        self: Api,
        body: Sequence[Union[types.FeedbackTypeRequest, models.FeedbackTypeRequest]],
        id: str,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FeedbackTypes:
        """Create or change feedback types and labels of a project.

        Types and labels that the project does not have are created, those it has are changed, and all others stay.

        `PATCH /projects/{id}/feedback-types`

        Args:
            body: The feedback types to create or change.
            id: ID of the project. Starts with `pr_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            All feedback types of the project after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(UPDATE_FEEDBACK_TYPES, {"body": body, "id": id}, validate, options)

    async def aupdate_feedback_types(
        self: Api,
        body: Sequence[Union[types.FeedbackTypeRequest, models.FeedbackTypeRequest]],
        id: str,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FeedbackTypes:
        """`update_feedback_types`, awaited: same arguments, answer and errors."""
        return await self._asend(UPDATE_FEEDBACK_TYPES, {"body": body, "id": id}, validate, options)

    def export(
        self: Api,
        id: str,
        page: Optional[int] = None,
        size: Optional[int] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataLogResponse:
        """Export the logs of a project, page by page.

        The newest log comes first and deleted logs are left out. The first page is 0. The request has no body.

        `POST /projects/{id}/export`

        Args:
            id: ID of the project. Starts with `pr_`.
            page: Page to return. The first page is 0. Default: `0`.
            size: Number of logs per page, 1 to 1000. Default: `10`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            One page of logs. Iterating over it asks for further pages as it gets there; `progress=True` shows how far
            that is.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._list(EXPORT, {"id": id, "page": page, "size": size}, validate, options)

    async def aexport(
        self: Api,
        id: str,
        page: Optional[int] = None,
        size: Optional[int] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataLogResponse:
        """`export`, awaited: same arguments, answer and errors."""
        return await self._alist(EXPORT, {"id": id, "page": page, "size": size}, validate, options)

    def list_deployed_configs(
        self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> List[models.EnvironmentProjectConfigResponse]:
        """List the environments with what a project has deployed in each.

        There is one item per environment, also for those without a deployment; this is how the IDs of environments are
        found.

        `GET /projects/{id}/deployed-configs`

        Args:
            id: ID of the project. Starts with `pr_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            One item per environment.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(LIST_DEPLOYED_CONFIGS, {"id": id}, validate, options)

    async def alist_deployed_configs(
        self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> List[models.EnvironmentProjectConfigResponse]:
        """`list_deployed_configs`, awaited: same arguments, answer and errors."""
        return await self._asend(LIST_DEPLOYED_CONFIGS, {"id": id}, validate, options)

    def deploy_config(
        self: Api,
        project_id: str,
        config_id: Optional[str] = None,
        experiment_id: Optional[str] = None,
        environments: Optional[Sequence[Union[types.EnvironmentRequest, models.EnvironmentRequest]]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.EnvironmentProjectConfigResponse]:
        """Deploy a config or an experiment of a project to environments.

        What was deployed there before is replaced. Without `environments` the default environment is used. `config_id`
        and `experiment_id` exclude each other.

        `PATCH /projects/{project_id}/deploy-config`

        Args:
            project_id: ID of the project. Starts with `pr_`.
            config_id: Id of the config to deploy (`config_…`). Give this or `experiment_id`.
            experiment_id: Id of the experiment to deploy (`exp_…`). Give this or `config_id`.
            environments: Environments to deploy to. Absent means the default environment.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The environments that were deployed to.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            DEPLOY_CONFIG,
            {
                "project_id": project_id,
                "config_id": config_id,
                "experiment_id": experiment_id,
                "environments": environments,
            },
            validate,
            options,
        )

    async def adeploy_config(
        self: Api,
        project_id: str,
        config_id: Optional[str] = None,
        experiment_id: Optional[str] = None,
        environments: Optional[Sequence[Union[types.EnvironmentRequest, models.EnvironmentRequest]]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.EnvironmentProjectConfigResponse]:
        """`deploy_config`, awaited: same arguments, answer and errors."""
        return await self._asend(
            DEPLOY_CONFIG,
            {
                "project_id": project_id,
                "config_id": config_id,
                "experiment_id": experiment_id,
                "environments": environments,
            },
            validate,
            options,
        )

    def delete_deployed_config(
        self: Api, project_id: str, environment_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> Any:
        """Remove what a project has deployed in an environment.

        Nothing happens if nothing is deployed there.

        `DELETE /projects/{project_id}/deployed-config/{environment_id}`

        Args:
            project_id: ID of the project. Starts with `pr_`.
            environment_id: ID of the environment. Starts with `env_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The deployment is removed. The body is JSON `null`.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            DELETE_DEPLOYED_CONFIG, {"project_id": project_id, "environment_id": environment_id}, validate, options
        )

    async def adelete_deployed_config(
        self: Api, project_id: str, environment_id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> Any:
        """`delete_deployed_config`, awaited: same arguments, answer and errors."""
        return await self._asend(
            DELETE_DEPLOYED_CONFIG, {"project_id": project_id, "environment_id": environment_id}, validate, options
        )


class ProjectsApiRaw(RawApi):
    """`ProjectsApi`, but every method answers with an `ApiResponse`."""

    list = raw(ProjectsApi.list)
    alist = raw_async(ProjectsApi.alist)
    create = raw(ProjectsApi.create)
    acreate = raw_async(ProjectsApi.acreate)
    get = raw(ProjectsApi.get)
    aget = raw_async(ProjectsApi.aget)
    delete = raw(ProjectsApi.delete)
    adelete = raw_async(ProjectsApi.adelete)
    update = raw(ProjectsApi.update)
    aupdate = raw_async(ProjectsApi.aupdate)
    list_configs = raw(ProjectsApi.list_configs)
    alist_configs = raw_async(ProjectsApi.alist_configs)
    get_active_config = raw(ProjectsApi.get_active_config)
    aget_active_config = raw_async(ProjectsApi.aget_active_config)
    deactivate_config = raw(ProjectsApi.deactivate_config)
    adeactivate_config = raw_async(ProjectsApi.adeactivate_config)
    deactivate_experiment = raw(ProjectsApi.deactivate_experiment)
    adeactivate_experiment = raw_async(ProjectsApi.adeactivate_experiment)
    create_feedback_type = raw(ProjectsApi.create_feedback_type)
    acreate_feedback_type = raw_async(ProjectsApi.acreate_feedback_type)
    update_feedback_types = raw(ProjectsApi.update_feedback_types)
    aupdate_feedback_types = raw_async(ProjectsApi.aupdate_feedback_types)
    export = raw(ProjectsApi.export)
    aexport = raw_async(ProjectsApi.aexport)
    list_deployed_configs = raw(ProjectsApi.list_deployed_configs)
    alist_deployed_configs = raw_async(ProjectsApi.alist_deployed_configs)
    deploy_config = raw(ProjectsApi.deploy_config)
    adeploy_config = raw_async(ProjectsApi.adeploy_config)
    delete_deployed_config = raw(ProjectsApi.delete_deployed_config)
    adelete_deployed_config = raw_async(ProjectsApi.adelete_deployed_config)
