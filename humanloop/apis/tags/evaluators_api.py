# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Functions that judge logs: Python code, a model call, a human reviewer or an external system."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional, Union, Unpack

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.core.operation import CallOptions

LIST: Operation[List[models.EvaluatorResponse]] = Operation(
    "GET", "/evaluators", status=200, returns="List[models.EvaluatorResponse]", name="evaluators.list"
)
CREATE: Operation[models.EvaluatorResponse] = Operation(
    "POST",
    "/evaluators",
    status=201,
    body="types.CreateEvaluatorRequest",
    returns="models.EvaluatorResponse",
    name="evaluators.create",
)
GET: Operation[models.EvaluatorResponse] = Operation(
    "GET", "/evaluators/{id}", status=200, returns="models.EvaluatorResponse", name="evaluators.get"
)
DELETE: Operation[None] = Operation("DELETE", "/evaluators/{id}", status=204, name="evaluators.delete")
UPDATE: Operation[models.EvaluatorResponse] = Operation(
    "PATCH",
    "/evaluators/{id}",
    status=200,
    body="types.UpdateEvaluatorRequest",
    returns="models.EvaluatorResponse",
    name="evaluators.update",
)


class EvaluatorsApi(Api):
    """Functions that judge logs: Python code, a model call, a human reviewer or an external system."""

    @made_once
    def raw(self) -> EvaluatorsApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return EvaluatorsApiRaw(self.api_client)

    def list(self: Api, validate: bool = False, **options: Unpack[CallOptions]) -> List[models.EvaluatorResponse]:
        """List all evaluators of the organization.

        All evaluators come back at once, without paging.

        `GET /evaluators`

        Args:
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            All evaluators.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(LIST, {}, validate, options)

    async def alist(
        self: Api, validate: bool = False, **options: Unpack[CallOptions]
    ) -> List[models.EvaluatorResponse]:
        """`list`, awaited: same arguments, answer and errors."""
        return await self._asend(LIST, {}, validate, options)

    def create(
        self: Api,
        description: str,
        name: str,
        arguments_type: types.EvaluatorArgumentsType,
        return_type: types.EvaluatorReturnTypeEnum,
        type: types.EvaluatorType,
        code: Optional[str] = None,
        model_config: Optional[Union[types.ModelConfigCompletionRequest, models.ModelConfigCompletionRequest]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluatorResponse:
        """Create an evaluator.

        A Python evaluator needs `code` and an LLM evaluator needs `model_config`; missing ones and code that does not
        compile are answered with 422, and the name of another evaluator with 409. Creating an LLM evaluator also
        creates a project of the same name for the logs of its model calls.

        `POST /evaluators`

        Args:
            description: What the evaluator checks. At most 255 characters.
            name: Name of the evaluator. 1 to 255 characters.
            arguments_type: Whether the evaluator judges the log alone (`target_free`) or compares it with a datapoint
                (`target_required`).
            return_type: Type of the verdict.
            type: Who judges: `python` code, an `llm` prompt, a `human`, or an `external` system that posts its results.
            code: Python source with a function that takes the log, and with `target_required` also the datapoint, and
                returns the verdict. Needed when `type` is `python`.
            model_config: Completion config whose prompt judges the log and ends with the verdict. Needed when `type` is
                `llm`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The new evaluator.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            CREATE,
            {
                "description": description,
                "name": name,
                "arguments_type": arguments_type,
                "return_type": return_type,
                "type": type,
                "code": code,
                "model_config": model_config,
            },
            validate,
            options,
        )

    async def acreate(
        self: Api,
        description: str,
        name: str,
        arguments_type: types.EvaluatorArgumentsType,
        return_type: types.EvaluatorReturnTypeEnum,
        type: types.EvaluatorType,
        code: Optional[str] = None,
        model_config: Optional[Union[types.ModelConfigCompletionRequest, models.ModelConfigCompletionRequest]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluatorResponse:
        """`create`, awaited: same arguments, answer and errors."""
        return await self._asend(
            CREATE,
            {
                "description": description,
                "name": name,
                "arguments_type": arguments_type,
                "return_type": return_type,
                "type": type,
                "code": code,
                "model_config": model_config,
            },
            validate,
            options,
        )

    def get(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> models.EvaluatorResponse:
        """Fetch an evaluator.

        `GET /evaluators/{id}`

        Args:
            id: ID of the evaluator. Starts with `evfn_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The evaluator.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(GET, {"id": id}, validate, options)

    async def aget(
        self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.EvaluatorResponse:
        """`get`, awaited: same arguments, answer and errors."""
        return await self._asend(GET, {"id": id}, validate, options)

    def delete(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> None:
        """Delete an evaluator.

        Evaluations that have used it keep it and its results.

        `DELETE /evaluators/{id}`

        Args:
            id: ID of the evaluator. Starts with `evfn_`.
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
        description: Optional[str] = None,
        name: Optional[str] = None,
        arguments_type: Optional[types.EvaluatorArgumentsType] = None,
        return_type: Optional[types.EvaluatorReturnTypeEnum] = None,
        code: Optional[str] = None,
        model_config: Optional[Union[types.ModelConfigCompletionRequest, models.ModelConfigCompletionRequest]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluatorResponse:
        """Change an evaluator.

        Fields that are left out stay as they are. The type cannot change.

        `PATCH /evaluators/{id}`

        Args:
            id: ID of the evaluator. Starts with `evfn_`.
            description: New description. At most 255 characters.
            name: New name of the evaluator, 1 to 255 characters.
            arguments_type: Whether the evaluator judges the log alone (`target_free`) or compares it with a datapoint
                (`target_required`).
            return_type: Type of the verdict.
            code: New Python source; for evaluators of type `python`.
            model_config: New completion config; for evaluators of type `llm`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The evaluator after the change.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            UPDATE,
            {
                "id": id,
                "description": description,
                "name": name,
                "arguments_type": arguments_type,
                "return_type": return_type,
                "code": code,
                "model_config": model_config,
            },
            validate,
            options,
        )

    async def aupdate(
        self: Api,
        id: str,
        description: Optional[str] = None,
        name: Optional[str] = None,
        arguments_type: Optional[types.EvaluatorArgumentsType] = None,
        return_type: Optional[types.EvaluatorReturnTypeEnum] = None,
        code: Optional[str] = None,
        model_config: Optional[Union[types.ModelConfigCompletionRequest, models.ModelConfigCompletionRequest]] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.EvaluatorResponse:
        """`update`, awaited: same arguments, answer and errors."""
        return await self._asend(
            UPDATE,
            {
                "id": id,
                "description": description,
                "name": name,
                "arguments_type": arguments_type,
                "return_type": return_type,
                "code": code,
                "model_config": model_config,
            },
            validate,
            options,
        )


class EvaluatorsApiRaw(RawApi):
    """`EvaluatorsApi`, but every method answers with an `ApiResponse`."""

    list = raw(EvaluatorsApi.list)
    alist = raw_async(EvaluatorsApi.alist)
    create = raw(EvaluatorsApi.create)
    acreate = raw_async(EvaluatorsApi.acreate)
    get = raw(EvaluatorsApi.get)
    aget = raw_async(EvaluatorsApi.aget)
    delete = raw(EvaluatorsApi.delete)
    adelete = raw_async(EvaluatorsApi.adelete)
    update = raw(EvaluatorsApi.update)
    aupdate = raw_async(EvaluatorsApi.aupdate)
