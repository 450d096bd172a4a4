# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Records of single model or tool calls, made by the generation operations or sent in by the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional, Union, Unpack, overload

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation, Pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.core.operation import CallOptions

LIST: Operation[models.PaginatedDataLogResponse] = Operation(
    "GET",
    "/logs",
    status=200,
    query={
        "project_id": "Optional[str]",
        "search": "Optional[str]",
        "metadata_search": "Optional[str]",
        "version_status": "Optional[types.VersionStatus]",
        "start_date": "Optional[Union[date, datetime, str]]",
        "end_date": "Optional[Union[date, datetime, str]]",
        "size": "Optional[int]",
        "page": "Optional[int]",
        "session_id": "Optional[str]",
    },
    returns="models.PaginatedDataLogResponse",
    pages=Pages("page", items="records", size="size", total="total"),
    name="logs.list",
)
LOG: Operation[Union[List[models.CreateLogResponse], models.CreateLogResponse]] = Operation(
    "POST",
    "/logs",
    status=200,
    body="Union[List[types.LogRequest], types.LogRequest]",
    returns="Union[List[models.CreateLogResponse], models.CreateLogResponse]",
    name="logs.log",
)
DELETE: Operation[None] = Operation(
    "DELETE", "/logs", status=204, query={"id": "Optional[List[str]]"}, name="logs.delete"
)
UPDATE_BY_REF: Operation[models.LogResponse] = Operation(
    "PATCH",
    "/logs",
    status=200,
    query={"reference_id": "str"},
    body="types.UpdateLogRequest",
    returns="models.LogResponse",
    name="logs.update_by_ref",
)
GET: Operation[models.LogResponse] = Operation(
    "GET", "/logs/{id}", status=200, returns="models.LogResponse", name="logs.get"
)
UPDATE: Operation[models.LogResponse] = Operation(
    "PATCH", "/logs/{id}", status=200, body="types.UpdateLogRequest", returns="models.LogResponse", name="logs.update"
)


class LogsApi(Api):
    """Records of single model or tool calls, made by the generation operations or sent in by the caller."""

    @made_once
    def raw(self) -> LogsApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return LogsApiRaw(self.api_client)

    def list(
        self: Api,
        project_id: Optional[str] = None,
        search: Optional[str] = None,
        metadata_search: Optional[str] = None,
        version_status: Optional[types.VersionStatus] = None,
        start_date: Optional[Union[date, datetime, str]] = None,
        end_date: Optional[Union[date, datetime, str]] = None,
        size: Optional[int] = None,
        page: Optional[int] = None,
        validate: bool = False,
        *,
        session_id: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataLogResponse:
        """List the logs of a project, page by page.

        Logs come newest first unless `sort` says otherwise. Besides the declared parameters, these repeatable query
        parameters are understood. `sort` takes `column.asc` or `column.desc` with the columns `source`, `model`,
        `timestamp` and `feedback-{type}`; the first one given sorts first. `source_filter`, `model_filter`,
        `feedback-{type}_filter` (latest feedback) and `evaluator-{evaluator_id}_filter` keep the logs that have one of
        the values given for every filter. The first page is 0.

        `GET /logs`

        Args:
            project_id: ID of the project. Starts with `pr_`. It may be left out if `session_id` is given.
            search: Keep only logs whose inputs or output contain this text, in upper or lower case.
            metadata_search: Keep only logs whose metadata, written as JSON, contains this text, in upper or lower case.
            version_status: Keep only logs whose config has this status.
            start_date: Keep only logs created on or after this date or time. A time without a zone is read as UTC.
            end_date: Keep only logs created up to this date or time. A date includes that whole day; a time without a
                zone is read as UTC.
            size: Number of records per page, 1 to 1000. Default: `50`.
            page: Page to return. The first page is 0. Default: `0`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            session_id: Keep only logs of this session, of all its projects if `project_id` is left out. Starts with
                `sesh_`. An addition of this description: the hosted service did not have it.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            One page of logs. Iterating over it asks for further pages as it gets there; `progress=True` shows how far
            that is.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._list(
            LIST,
            {
                "project_id": project_id,
                "search": search,
                "metadata_search": metadata_search,
                "version_status": version_status,
                "start_date": start_date,
                "end_date": end_date,
                "size": size,
                "page": page,
                "session_id": session_id,
            },
            validate,
            options,
        )

    async def alist(
        self: Api,
        project_id: Optional[str] = None,
        search: Optional[str] = None,
        metadata_search: Optional[str] = None,
        version_status: Optional[types.VersionStatus] = None,
        start_date: Optional[Union[date, datetime, str]] = None,
        end_date: Optional[Union[date, datetime, str]] = None,
        size: Optional[int] = None,
        page: Optional[int] = None,
        validate: bool = False,
        *,
        session_id: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataLogResponse:
        """`list`, awaited: same arguments, answer and errors."""
        return await self._alist(
            LIST,
            {
                "project_id": project_id,
                "search": search,
                "metadata_search": metadata_search,
                "version_status": version_status,
                "start_date": start_date,
                "end_date": end_date,
                "size": size,
                "page": page,
                "session_id": session_id,
            },
            validate,
            options,
        )

    @overload
    def log(
        self: Api,
        body: Sequence[Union[types.LogRequest, models.LogRequest]],
        *,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.CreateLogResponse]: ...

    @overload
    def log(
        self: Api,
        body: Optional[Union[types.LogRequest, models.LogRequest]] = None,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        reference_id: Optional[str] = None,
        trial_id: Optional[str] = None,
        messages: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        output: Optional[str] = None,
        config_id: Optional[str] = None,
        config: Optional[
            Union[
                types.ModelConfigRequest, models.ModelConfigRequest, types.ToolConfigRequest, models.ToolConfigRequest
            ]
        ] = None,
        environment: Optional[str] = None,
        feedback: Optional[
            Union[types.Feedback, models.Feedback, Sequence[Union[types.Feedback, models.Feedback]]]
        ] = None,
        created_at: Optional[Union[datetime, str]] = None,
        error: Optional[str] = None,
        duration: Optional[float] = None,
        output_message: Optional[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]] = None,
        prompt_tokens: Optional[int] = None,
        output_tokens: Optional[int] = None,
        provider_request: Optional[Mapping[str, Any]] = None,
        provider_response: Optional[Mapping[str, Any]] = None,
        judgment: Optional[Union[bool, float, List[str], str]] = None,
        prompt_cost: Optional[float] = None,
        output_cost: Optional[float] = None,
        stdout: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CreateLogResponse: ...

    def log(
        self: Api,
        body: Optional[
            Union[Sequence[Union[types.LogRequest, models.LogRequest]], types.LogRequest, models.LogRequest]
        ] = None,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        reference_id: Optional[str] = None,
        trial_id: Optional[str] = None,
        messages: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        output: Optional[str] = None,
        config_id: Optional[str] = None,
        config: Optional[
            Union[
                types.ModelConfigRequest, models.ModelConfigRequest, types.ToolConfigRequest, models.ToolConfigRequest
            ]
        ] = None,
        environment: Optional[str] = None,
        feedback: Optional[
            Union[types.Feedback, models.Feedback, Sequence[Union[types.Feedback, models.Feedback]]]
        ] = None,
        created_at: Optional[Union[datetime, str]] = None,
        error: Optional[str] = None,
        duration: Optional[float] = None,
        output_message: Optional[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]] = None,
        prompt_tokens: Optional[int] = None,
        output_tokens: Optional[int] = None,
        provider_request: Optional[Mapping[str, Any]] = None,
        provider_response: Optional[Mapping[str, Any]] = None,
        judgment: Optional[Union[bool, float, List[str], str]] = None,
        prompt_cost: Optional[float] = None,
        output_cost: Optional[float] = None,
        stdout: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> Union[List[models.CreateLogResponse], models.CreateLogResponse]:
        """Log one or more events to a project.

        The body is one log or a list, and the answer has the same form; a list is stored as a whole or not at all. A
        project named in `project` is created if it does not exist, a new `session_reference_id` starts a session, and a
        given `config` becomes a version of the project unless an identical one is there already. Feedback can be sent
        along. Without `project` and `project_id` the answer is 422.

        `POST /logs`

        Args:
            body: One log or a list of logs. If it is given, it is sent as it is and the other fields of the body do not
                count.
            project: Name of the project the log goes to; it is created if it does not exist. Give this or `project_id`.
            project_id: Id of the project the log goes to (`pr_…`). Give this or `project`.
            session_id: Id of an existing session (`sesh_…`) to put the log into. Use this or `session_reference_id`,
                not both; without either the log belongs to no session unless its parent has one.
            session_reference_id: Your own key for the session. The first use of a new key opens a session, later uses
                join it. Use this or `session_id`, not both.
            parent_id: Id of the log (`data_…`) under which this one is nested in the session's tree. Use this or
                `parent_reference_id`, not both.
            parent_reference_id: The `reference_id` given to the parent log in an earlier request, as an alternative to
                `parent_id`. It cannot point at another item of the same batch.
            inputs: Values that were put into the template or given to the tool, by name. Default `{}`.
            source: Free text telling which application or component made the call, for example `sdk` or `web-app`; only
                recorded.
            metadata: Free key-value data recorded with the log; it has no influence on the generation.
            save: Whether contents are stored. With `false` the log keeps its id, config and metadata but no inputs,
                messages, outputs or raw provider traffic. Default `true`.
            source_datapoint_id: Id of the dataset datapoint (`evtc_…`) from which the inputs and messages were taken.
                It lets results of an evaluation be attached to the log.
            reference_id: Your own key for the log. Later calls can use it as `parent_reference_id`, or to update the
                log.
            trial_id: Id of the experiment trial under which the output was produced, as returned with a sampled config.
                It determines the config, so that none need be given.
            messages: All messages that were sent to the model, the filled template included.
            output: Text the model or tool produced. Leave it out when logging an error, or when it will be added to the
                log later.
            config_id: Id of the config (`config_…`) that produced the output. Give this or `config`.
            config: The config that produced the output, written out; it is stored as a version of the project unless
                the project already has the same one. Give this or `config_id`.
            environment: Name of the environment in which the event took place, for example `production`; only recorded.
            feedback: One or more feedback items to attach to the new log at once; they need no `data_id`.
            created_at: When the event took place (ISO 8601). Absent means the time at which the server receives it.
            error: Error message, if the event failed.
            duration: How long the event took, in seconds.
            output_message: The assistant message the chat model produced, with its tool calls if there were any.
            prompt_tokens: Number of tokens in the prompt.
            output_tokens: Number of tokens in the output.
            provider_request: The request as it was sent to the provider.
            provider_response: The answer as it came from the provider.
            judgment: Verdict, when the log is that of an evaluator: a boolean, a number, a label or a list of labels.
            prompt_cost: Cost of the prompt tokens, in US dollars.
            output_cost: Cost of the output tokens, in US dollars.
            stdout: What the tool or evaluator printed while it ran.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            IDs of the log, its project and its session: an object for an object, a list for a list.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            LOG,
            {
                "body": body,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "reference_id": reference_id,
                "trial_id": trial_id,
                "messages": messages,
                "output": output,
                "config_id": config_id,
                "config": config,
                "environment": environment,
                "feedback": feedback,
                "created_at": created_at,
                "error": error,
                "duration": duration,
                "output_message": output_message,
                "prompt_tokens": prompt_tokens,
                "output_tokens": output_tokens,
                "provider_request": provider_request,
                "provider_response": provider_response,
                "judgment": judgment,
                "prompt_cost": prompt_cost,
                "output_cost": output_cost,
                "stdout": stdout,
            },
            validate,
            options,
        )

    @overload
    async def alog(
        self: Api,
        body: Sequence[Union[types.LogRequest, models.LogRequest]],
        *,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.CreateLogResponse]: ...

    @overload
    async def alog(
        self: Api,
        body: Optional[Union[types.LogRequest, models.LogRequest]] = None,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        reference_id: Optional[str] = None,
        trial_id: Optional[str] = None,
        messages: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        output: Optional[str] = None,
        config_id: Optional[str] = None,
        config: Optional[
            Union[
                types.ModelConfigRequest, models.ModelConfigRequest, types.ToolConfigRequest, models.ToolConfigRequest
            ]
        ] = None,
        environment: Optional[str] = None,
        feedback: Optional[
            Union[types.Feedback, models.Feedback, Sequence[Union[types.Feedback, models.Feedback]]]
        ] = None,
        created_at: Optional[Union[datetime, str]] = None,
        error: Optional[str] = None,
        duration: Optional[float] = None,
        output_message: Optional[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]] = None,
        prompt_tokens: Optional[int] = None,
        output_tokens: Optional[int] = None,
        provider_request: Optional[Mapping[str, Any]] = None,
        provider_response: Optional[Mapping[str, Any]] = None,
        judgment: Optional[Union[bool, float, List[str], str]] = None,
        prompt_cost: Optional[float] = None,
        output_cost: Optional[float] = None,
        stdout: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CreateLogResponse: ...

    async def alog(
        self: Api,
        body: Optional[
            Union[Sequence[Union[types.LogRequest, models.LogRequest]], types.LogRequest, models.LogRequest]
        ] = None,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        reference_id: Optional[str] = None,
        trial_id: Optional[str] = None,
        messages: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        output: Optional[str] = None,
        config_id: Optional[str] = None,
        config: Optional[
            Union[
                types.ModelConfigRequest, models.ModelConfigRequest, types.ToolConfigRequest, models.ToolConfigRequest
            ]
        ] = None,
        environment: Optional[str] = None,
        feedback: Optional[
            Union[types.Feedback, models.Feedback, Sequence[Union[types.Feedback, models.Feedback]]]
        ] = None,
        created_at: Optional[Union[datetime, str]] = None,
        error: Optional[str] = None,
        duration: Optional[float] = None,
        output_message: Optional[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]] = None,
        prompt_tokens: Optional[int] = None,
        output_tokens: Optional[int] = None,
        provider_request: Optional[Mapping[str, Any]] = None,
        provider_response: Optional[Mapping[str, Any]] = None,
        judgment: Optional[Union[bool, float, List[str], str]] = None,
        prompt_cost: Optional[float] = None,
        output_cost: Optional[float] = None,
        stdout: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> Union[List[models.CreateLogResponse], models.CreateLogResponse]:
        """`log`, awaited: same arguments, answer and errors."""
        return await self._asend(
            LOG,
            {
                "body": body,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "reference_id": reference_id,
                "trial_id": trial_id,
                "messages": messages,
                "output": output,
                "config_id": config_id,
                "config": config,
                "environment": environment,
                "feedback": feedback,
                "created_at": created_at,
                "error": error,
                "duration": duration,
                "output_message": output_message,
                "prompt_tokens": prompt_tokens,
                "output_tokens": output_tokens,
                "provider_request": provider_request,
                "provider_response": provider_response,
                "judgment": judgment,
                "prompt_cost": prompt_cost,
                "output_cost": output_cost,
                "stdout": stdout,
            },
            validate,
            options,
        )

    def delete(
        self: Api, id: Optional[List[str]] = None, validate: bool = False, **options: Unpack[CallOptions]
    ) -> None:
        """Delete logs by their IDs.

        IDs that do not exist are ignored. A request without any `id` is a 422.

        `DELETE /logs`

        Args:
            id: ID of a log to delete. Repeat it for several logs. Starts with `data_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            Nothing.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(DELETE, {"id": id}, validate, options)

    async def adelete(
        self: Api, id: Optional[List[str]] = None, validate: bool = False, **options: Unpack[CallOptions]
    ) -> None:
        """`delete`, awaited: same arguments, answer and errors."""
        return await self._asend(DELETE, {"id": id}, validate, options)

    def update_by_ref(
        self: Api,
        reference_id: str,
        output: Optional[str] = None,
        error: Optional[str] = None,
        duration: Optional[float] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.LogResponse:
        """Change the output, error or duration of a log found by its reference.

        If several logs have the reference, the newest one is changed. Fields that are left out stay as they are. An
        unknown reference is a 404.

        `PATCH /logs`

        Args:
            reference_id: The caller's own reference, given as `reference_id` when the log was made.
            output: The output to record.
            error: Error message to record, if the event failed.
            duration: How long the event took, in seconds.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The log after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            UPDATE_BY_REF,
            {"reference_id": reference_id, "output": output, "error": error, "duration": duration},
            validate,
            options,
        )

    async def aupdate_by_ref(
        self: Api,
        reference_id: str,
        output: Optional[str] = None,
        error: Optional[str] = None,
        duration: Optional[float] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.LogResponse:
        """`update_by_ref`, awaited: same arguments, answer and errors."""
        return await self._asend(
            UPDATE_BY_REF,
            {"reference_id": reference_id, "output": output, "error": error, "duration": duration},
            validate,
            options,
        )

    def get(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> models.LogResponse:
        """Fetch a log.

        `GET /logs/{id}`

        Args:
            id: ID of the log. Starts with `data_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The log.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(GET, {"id": id}, validate, options)

    async def aget(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> models.LogResponse:
        """`get`, awaited: same arguments, answer and errors."""
        return await self._asend(GET, {"id": id}, validate, options)

    def update(
        self: Api,
        id: str,
        output: Optional[str] = None,
        error: Optional[str] = None,
        duration: Optional[float] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.LogResponse:
        """Change the output, error or duration of a log.

        Fields that are left out stay as they are; all other fields of a log are fixed. Use it to fill in a log that was
        made before its output was known.

        `PATCH /logs/{id}`

        Args:
            id: ID of the log. Starts with `data_`.
            output: The output to record.
            error: Error message to record, if the event failed.
            duration: How long the event took, in seconds.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The log after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(UPDATE, {"id": id, "output": output, "error": error, "duration": duration}, validate, options)

    async def aupdate(
        self: Api,
        id: str,
        output: Optional[str] = None,
        error: Optional[str] = None,
        duration: Optional[float] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.LogResponse:
        """`update`, awaited: same arguments, answer and errors."""
        return await self._asend(
            UPDATE, {"id": id, "output": output, "error": error, "duration": duration}, validate, options
        )


class LogsApiRaw(RawApi):
    """`LogsApi`, but every method answers with an `ApiResponse`."""

    list = raw(LogsApi.list)
    alist = raw_async(LogsApi.alist)
    log = raw(LogsApi.log)
    alog = raw_async(LogsApi.alog)
    delete = raw(LogsApi.delete)
    adelete = raw_async(LogsApi.adelete)
    update_by_ref = raw(LogsApi.update_by_ref)
    aupdate_by_ref = raw_async(LogsApi.aupdate_by_ref)
    get = raw(LogsApi.get)
    aget = raw_async(LogsApi.aget)
    update = raw(LogsApi.update)
    aupdate = raw_async(LogsApi.aupdate)
