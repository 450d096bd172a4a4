# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Runs that generate or collect logs for every datapoint of a dataset and judge them with evaluators."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional, Union, Unpack

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation, Pages
from humanloop.core.secret import hidden

if TYPE_CHECKING:
    from datetime import date

    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.core.operation import CallOptions

GET: Operation[models.EvaluationResponse] = Operation(
    "GET",
    "/evaluations/{id}",
    status=200,
    query={"evaluator_aggregates": "Optional[bool]", "evaluatee_id": "Optional[str]"},
    returns="models.EvaluationResponse",
    name="evaluations.get",
)
LIST_DATAPOINTS: Operation[models.PaginatedDataEvaluationDatapointSnapshotResponse] = Operation(
    "GET",
    "/evaluations/{id}/datapoints",
    status=200,
    query={"page": "Optional[int]", "size": "Optional[int]", "evaluatee_id": "Optional[str]"},
    returns="models.PaginatedDataEvaluationDatapointSnapshotResponse",
    pages=Pages("page", items="records", size="size", total="total", first=1),
    name="evaluations.list_datapoints",
)
LIST_ALL_FOR_PROJECT: Operation[List[models.EvaluationResponse]] = Operation(
    "GET",
    "/projects/{project_id}/evaluations",
    status=200,
    query={"evaluator_aggregates": "Optional[bool]", "evaluatee_id": "Optional[str]"},
    returns="List[models.EvaluationResponse]",
    name="evaluations.list_all_for_project",
)
CREATE: Operation[models.EvaluationResponse] = Operation(
    "POST",
    "/projects/{project_id}/evaluations",
    status=201,
    body="types.CreateEvaluationRequest",
    returns="models.EvaluationResponse",
    provider_keys="provider_api_keys",
    timeout=600,
    name="evaluations.create",
)
LOG: Operation[models.CreateLogResponse] = Operation(
    "POST",
    "/evaluations/{evaluation_id}/log",
    status=201,
    query={"evaluatee_id": "Optional[str]"},
    body="types.CreateEvaluationLogRequest",
    returns="models.CreateLogResponse",
    timeout=600,
    name="evaluations.log",
)
RESULT: Operation[models.EvaluationResultResponse] = Operation(
    "POST",
    "/evaluations/{evaluation_id}/result",
    status=201,
    query={"evaluatee_id": "Optional[str]"},
    body="types.CreateEvaluationResultLogRequest",
    returns="models.EvaluationResultResponse",
    timeout=600,
    name="evaluations.result",
)
UPDATE_STATUS: Operation[models.EvaluationResponse] = Operation(
    "PATCH",
    "/evaluations/{id}/status",
    status=200,
    body="types.UpdateEvaluationStatusRequest",
    returns="models.EvaluationResponse",
    name="evaluations.update_status",
)
ADD_EVALUATORS: Operation[models.EvaluationResponse] = Operation(
    "PATCH",
    "/evaluations/{id}/evaluators",
    status=200,
    body="types.AddEvaluatorsRequest",
    returns="models.EvaluationResponse",
    timeout=600,
    name="evaluations.add_evaluators",
)
LIST: Operation[models.PaginatedDataEvaluationResponse] = Operation(
    "GET",
    "/evaluations",
    status=200,
    query={
        "project_id": "str",
        "id": "Optional[List[str]]",
        "start_date": "Optional[Union[date, str]]",
        "end_date": "Optional[Union[date, str]]",
        "size": "Optional[int]",
        "page": "Optional[int]",
        "evaluatee_id": "Optional[str]",
    },
    returns="models.PaginatedDataEvaluationResponse",
    pages=Pages("page", items="records", size="size", total="total"),
    name="evaluations.list",
)


class EvaluationsApi(Api):
    """Runs that generate or collect logs for every datapoint of a dataset and judge them with evaluators."""

    @made_once
    def raw(self) -> EvaluationsApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return EvaluationsApiRaw(self.api_client)

    def get(
        self: Api,
        id: str,
        evaluator_aggregates: Optional[bool] = None,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluationResponse:
        """Fetch an evaluation.

        The aggregated evaluator values are included only on request.

        `GET /evaluations/{id}`

        Args:
            id: ID of the evaluation. Starts with `ev_`.
            evaluator_aggregates: Whether to include the aggregated value of every evaluator.
            evaluatee_id: ID of the version whose logs and results are meant, where a run covers more than one version.
                Starts with `evv_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The evaluation.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            GET,
            {"id": id, "evaluator_aggregates": evaluator_aggregates, "evaluatee_id": evaluatee_id},
            validate,
            options,
        )

    async def aget(
        self: Api,
        id: str,
        evaluator_aggregates: Optional[bool] = None,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluationResponse:
        """`get`, awaited: same arguments, answer and errors."""
        return await self._asend(
            GET,
            {"id": id, "evaluator_aggregates": evaluator_aggregates, "evaluatee_id": evaluatee_id},
            validate,
            options,
        )

    def list_datapoints(
        self: Api,
        id: str,
        page: Optional[int] = None,
        size: Optional[int] = None,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataEvaluationDatapointSnapshotResponse:
        """List the datapoints of an evaluation with their logs and results.

        Each record pairs a datapoint of the frozen dataset with the log made for it (null while there is none) and the
        results of the evaluators so far. The first page is 1.

        `GET /evaluations/{id}/datapoints`

        Args:
            id: ID of the evaluation. Starts with `ev_`.
            page: Page to return. The first page is 1; 0 is answered with 422. Default: `1`.
            size: Number of datapoints per page, 1 to 1000. Default: `10`.
            evaluatee_id: ID of the version whose logs and results are meant, where a run covers more than one version.
                Starts with `evv_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            One page of datapoints, logs and results. Iterating over it asks for further pages as it gets there;
            `progress=True` shows how far that is.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._list(
            LIST_DATAPOINTS, {"id": id, "page": page, "size": size, "evaluatee_id": evaluatee_id}, validate, options
        )

    async def alist_datapoints(
        self: Api,
        id: str,
        page: Optional[int] = None,
        size: Optional[int] = None,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataEvaluationDatapointSnapshotResponse:
        """`list_datapoints`, awaited: same arguments, answer and errors."""
        return await self._alist(
            LIST_DATAPOINTS, {"id": id, "page": page, "size": size, "evaluatee_id": evaluatee_id}, validate, options
        )

    def list_all_for_project(
        self: Api,
        project_id: str,
        evaluator_aggregates: Optional[bool] = None,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.EvaluationResponse]:
        """List all evaluations of a project at once.

        Deprecated: use `GET /evaluations`, which pages and filters.

        `GET /projects/{project_id}/evaluations`

        Args:
            project_id: ID of the project. Starts with `pr_`.
            evaluator_aggregates: Whether to include the aggregated value of every evaluator.
            evaluatee_id: ID of the version whose logs and results are meant, where a run covers more than one version.
                Starts with `evv_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            All evaluations of the project.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            LIST_ALL_FOR_PROJECT,
            {"project_id": project_id, "evaluator_aggregates": evaluator_aggregates, "evaluatee_id": evaluatee_id},
            validate,
            options,
        )

    async def alist_all_for_project(
        self: Api,
        project_id: str,
        evaluator_aggregates: Optional[bool] = None,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.EvaluationResponse]:
        """`list_all_for_project`, awaited: same arguments, answer and errors."""
        return await self._asend(
            LIST_ALL_FOR_PROJECT,
            {"project_id": project_id, "evaluator_aggregates": evaluator_aggregates, "evaluatee_id": evaluatee_id},
            validate,
            options,
        )

    def create(
        self: Api,
        config_id: str,
        evaluator_ids: List[str],
        dataset_id: str,
        project_id: str,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        max_concurrency: Optional[int] = None,
        hl_generated: Optional[bool] = None,
        name: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluationResponse:
        """Start an evaluation of a config on a dataset.

        The dataset is frozen as it is now. With `hl_generated` true (the default) the server generates one log per
        datapoint and the run starts by itself; with false it stays `pending` until you set it to `running` and post the
        logs with `POST /evaluations/{evaluation_id}/log`. Python and LLM evaluators then judge each log, while results
        of external ones are posted and human ones are waited for. An unknown config, dataset or evaluator is a 404.

        `POST /projects/{project_id}/evaluations`

        Args:
            config_id: Id of the config to evaluate (`config_…`).
            evaluator_ids: Ids of the evaluators that judge (`evfn_…`).
            dataset_id: Id of the dataset to run over (`evts_…`).
            project_id: ID of the project. Starts with `pr_`.
            provider_api_keys: Provider keys for the generations and judgements of this evaluation; they are not kept
                with it. A provider that is left out uses the key configured on the server.
            max_concurrency: How many generations may run at the same time; more is faster but uses up provider rate
                limits sooner. Default 5.
            hl_generated: Whether the server generates the logs. With `false` the evaluation waits as `pending`; set it
                to `running` and post the logs yourself. Default `true`.
            name: Name of the evaluation, unique in the project. Optional.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The new evaluation, usually still `pending`.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        provider_api_keys = hidden(provider_api_keys)
        return self._send(
            CREATE,
            {
                "config_id": config_id,
                "evaluator_ids": evaluator_ids,
                "dataset_id": dataset_id,
                "project_id": project_id,
                "provider_api_keys": provider_api_keys,
                "max_concurrency": max_concurrency,
                "hl_generated": hl_generated,
                "name": name,
            },
            validate,
            options,
        )

    async def acreate(
        self: Api,
        config_id: str,
        evaluator_ids: List[str],
        dataset_id: str,
        project_id: str,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        max_concurrency: Optional[int] = None,
        hl_generated: Optional[bool] = None,
        name: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluationResponse:
        """`create`, awaited: same arguments, answer and errors."""
        provider_api_keys = hidden(provider_api_keys)
        return await self._asend(
            CREATE,
            {
                "config_id": config_id,
                "evaluator_ids": evaluator_ids,
                "dataset_id": dataset_id,
                "project_id": project_id,
                "provider_api_keys": provider_api_keys,
                "max_concurrency": max_concurrency,
                "hl_generated": hl_generated,
                "name": name,
            },
            validate,
            options,
        )

    def log(
        self: Api,
        datapoint_id: str,
        log: Union[types.LogRequest, models.LogRequest],
        evaluation_id: str,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CreateLogResponse:
        """Add a log made by the caller for one datapoint of an evaluation.

        The evaluation must be `running` and the datapoint must belong to its dataset, otherwise the answer is 422.
        Python and LLM evaluators of the run judge the log by themselves. A second log for a datapoint takes the place
        of the first in the run; the first is kept as a log.

        `POST /evaluations/{evaluation_id}/log`

        Args:
            datapoint_id: Id of the datapoint (`evtc_…`) the log was generated for; it has to be in the dataset being
                evaluated.
            log: The log: what was sent and what came out.
            evaluation_id: ID of the evaluation. Starts with `ev_`.
            evaluatee_id: ID of the version whose logs and results are meant, where a run covers more than one version.
                Starts with `evv_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            IDs of the new log, its project and its session.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            LOG,
            {"datapoint_id": datapoint_id, "log": log, "evaluation_id": evaluation_id, "evaluatee_id": evaluatee_id},
            validate,
            options,
        )

    async def alog(
        self: Api,
        datapoint_id: str,
        log: Union[types.LogRequest, models.LogRequest],
        evaluation_id: str,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CreateLogResponse:
        """`log`, awaited: same arguments, answer and errors."""
        return await self._asend(
            LOG,
            {"datapoint_id": datapoint_id, "log": log, "evaluation_id": evaluation_id, "evaluatee_id": evaluatee_id},
            validate,
            options,
        )

    def result(
        self: Api,
        log_id: str,
        evaluator_id: str,
        evaluation_id: str,
        result: Optional[Union[bool, int, float]] = None,
        error: Optional[str] = None,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluationResultResponse:
        """Add the result of an evaluator for a log of an evaluation.

        The evaluation must be `running`, the evaluator must be part of it, and the `source_datapoint_id` of the log
        must be in its dataset; otherwise the answer is 422. Give either `result` or `error`, not both. A second result
        of the evaluator for the same log replaces the first.

        `POST /evaluations/{evaluation_id}/result`

        Args:
            log_id: Id of the log that was judged (`data_…`); its `source_datapoint_id` has to be in the dataset being
                evaluated.
            evaluator_id: Id of the evaluator that judged (`evfn_…`); it has to be part of the evaluation.
            evaluation_id: ID of the evaluation. Starts with `ev_`.
            result: The verdict, of the evaluator's return type. Not together with `error`.
            error: Why no verdict could be reached. Not together with `result`.
            evaluatee_id: ID of the version whose logs and results are meant, where a run covers more than one version.
                Starts with `evv_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The stored result.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            RESULT,
            {
                "log_id": log_id,
                "evaluator_id": evaluator_id,
                "evaluation_id": evaluation_id,
                "result": result,
                "error": error,
                "evaluatee_id": evaluatee_id,
            },
            validate,
            options,
        )

    async def aresult(
        self: Api,
        log_id: str,
        evaluator_id: str,
        evaluation_id: str,
        result: Optional[Union[bool, int, float]] = None,
        error: Optional[str] = None,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluationResultResponse:
        """`result`, awaited: same arguments, answer and errors."""
        return await self._asend(
            RESULT,
            {
                "log_id": log_id,
                "evaluator_id": evaluator_id,
                "evaluation_id": evaluation_id,
                "result": result,
                "error": error,
                "evaluatee_id": evaluatee_id,
            },
            validate,
            options,
        )

    def update_status(
        self: Api, status: types.EvaluationStatus, id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.EvaluationResponse:
        """Change the status of an evaluation.

        Allowed are `pending` to `running`, `pending` or `running` to `cancelled` or `failed`, and `running` to
        `completed` and back; setting the present status again changes nothing. Everything else is a 422. Runs with
        external or human evaluators are usually completed this way; others complete by themselves.

        `PATCH /evaluations/{id}/status`

        Args:
            status: The new status. Typical steps are `pending` to `running`, `running` to `completed` and back, and to
                `cancelled` or `failed` to give up.
            id: ID of the evaluation. Starts with `ev_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The evaluation after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(UPDATE_STATUS, {"status": status, "id": id}, validate, options)

    async def aupdate_status(
        self: Api, status: types.EvaluationStatus, id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.EvaluationResponse:
        """`update_status`, awaited: same arguments, answer and errors."""
        return await self._asend(UPDATE_STATUS, {"status": status, "id": id}, validate, options)

    def add_evaluators(
        self: Api,
        evaluator_ids: List[str],
        id: str,
        evaluator_version_ids: Optional[List[str]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluationResponse:
        """Add evaluators to an existing evaluation.

        The logs of the run are judged by the new evaluators and are not generated again.

        `PATCH /evaluations/{id}/evaluators`

        Args:
            evaluator_ids: Ids of the evaluators to add (`evfn_…`).
            id: ID of the evaluation. Starts with `ev_`.
            evaluator_version_ids: Ids of particular evaluator versions to add (`evv_…`), as an alternative to
                `evaluator_ids`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The evaluation with the added evaluators.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            ADD_EVALUATORS,
            {"evaluator_ids": evaluator_ids, "id": id, "evaluator_version_ids": evaluator_version_ids},
            validate,
            options,
        )

    async def aadd_evaluators(
        self: Api,
        evaluator_ids: List[str],
        id: str,
        evaluator_version_ids: Optional[List[str]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluationResponse:
        """`add_evaluators`, awaited: same arguments, answer and errors."""
        return await self._asend(
            ADD_EVALUATORS,
            {"evaluator_ids": evaluator_ids, "id": id, "evaluator_version_ids": evaluator_version_ids},
            validate,
            options,
        )

    def list(
        self: Api,
        project_id: str,
        id: Optional[List[str]] = None,
        start_date: Optional[Union[date, str]] = None,
        end_date: Optional[Union[date, str]] = None,
        size: Optional[int] = None,
        page: Optional[int] = None,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataEvaluationResponse:
        """List the evaluations of a project, page by page.

        Besides the declared parameters, these repeatable query parameters are understood. `sort` takes `column.asc` or
        `column.desc` with the columns `dataset`, `config`, `status` and `evaluator-{evaluator_id}`; the first one given
        sorts first. `id_filter`, `dataset_filter` (names), `config_filter` and `status_filter` keep the evaluations
        that have one of the values given for every filter. The first page is 0.

        `GET /evaluations`

        Args:
            project_id: ID of the project. Starts with `pr_`.
            id: Keep only these evaluations. May be repeated. Each starts with `ev_`.
            start_date: Keep only evaluations created after this date, in UTC.
            end_date: Keep only evaluations created before this date, in UTC.
            size: Number of records per page, 1 to 1000. Default: `50`.
            page: Page to return. The first page is 0. Default: `0`.
            evaluatee_id: ID of the version whose logs and results are meant, where a run covers more than one version.
                Starts with `evv_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            One page of evaluations. Iterating over it asks for further pages as it gets there; `progress=True` shows
            how far that is.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._list(
            LIST,
            {
                "project_id": project_id,
                "id": id,
                "start_date": start_date,
                "end_date": end_date,
                "size": size,
                "page": page,
                "evaluatee_id": evaluatee_id,
            },
            validate,
            options,
        )

    async def alist(
        self: Api,
        project_id: str,
        id: Optional[List[str]] = None,
        start_date: Optional[Union[date, str]] = None,
        end_date: Optional[Union[date, str]] = None,
        size: Optional[int] = None,
        page: Optional[int] = None,
        evaluatee_id: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.PaginatedDataEvaluationResponse:
        """`list`, awaited: same arguments, answer and errors."""
        return await self._alist(
            LIST,
            {
                "project_id": project_id,
                "id": id,
                "start_date": start_date,
                "end_date": end_date,
                "size": size,
                "page": page,
                "evaluatee_id": evaluatee_id,
            },
            validate,
            options,
        )


class EvaluationsApiRaw(RawApi):
    """`EvaluationsApi`, but every method answers with an `ApiResponse`."""

    get = raw(EvaluationsApi.get)
    aget = raw_async(EvaluationsApi.aget)
    list_datapoints = raw(EvaluationsApi.list_datapoints)
    alist_datapoints = raw_async(EvaluationsApi.alist_datapoints)
    list_all_for_project = raw(EvaluationsApi.list_all_for_project)
    alist_all_for_project = raw_async(EvaluationsApi.alist_all_for_project)
    create = raw(EvaluationsApi.create)
    acreate = raw_async(EvaluationsApi.acreate)
    log = raw(EvaluationsApi.log)
    alog = raw_async(EvaluationsApi.alog)
    result = raw(EvaluationsApi.result)
    aresult = raw_async(EvaluationsApi.aresult)
    update_status = raw(EvaluationsApi.update_status)
    aupdate_status = raw_async(EvaluationsApi.aupdate_status)
    add_evaluators = raw(EvaluationsApi.add_evaluators)
    aadd_evaluators = raw_async(EvaluationsApi.aadd_evaluators)
    list = raw(EvaluationsApi.list)
    alist = raw_async(EvaluationsApi.alist)
