# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Ratings, actions, corrections and comments that users give on logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional, Union, Unpack, overload

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.core.operation import CallOptions

FEEDBACK: Operation[Union[List[models.FeedbackResponse], models.FeedbackResponse]] = Operation(
    "POST",
    "/feedback",
    status=200,
    body="Union[List[types.FeedbackRequest], types.FeedbackRequest]",
    returns="Union[List[models.FeedbackResponse], models.FeedbackResponse]",
    name="feedback.feedback",
)


class FeedbackApi(Api):
    """Ratings, actions, corrections and comments that users give on logs."""

    @made_once
    def raw(self) -> FeedbackApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return FeedbackApiRaw(self.api_client)

    @overload
    def feedback(
        self: Api,
        body: Sequence[Union[types.FeedbackRequest, models.FeedbackRequest]],
        *,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.FeedbackResponse]: ...

    @overload
    def feedback(
        self: Api,
        body: Optional[Union[types.FeedbackRequest, models.FeedbackRequest]] = None,
        type: Optional[Union[types.FeedbackType, str]] = None,
        value: Optional[Union[str, bool, float, List[str]]] = None,
        data_id: Optional[str] = None,
        user: Optional[str] = None,
        created_at: Optional[Union[datetime, str]] = None,
        unset: Optional[bool] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FeedbackResponse: ...

    def feedback(
        self: Api,
        body: Optional[
            Union[
                Sequence[Union[types.FeedbackRequest, models.FeedbackRequest]],
                types.FeedbackRequest,
                models.FeedbackRequest,
            ]
        ] = None,
        type: Optional[Union[types.FeedbackType, str]] = None,
        value: Optional[Union[str, bool, float, List[str]]] = None,
        data_id: Optional[str] = None,
        user: Optional[str] = None,
        created_at: Optional[Union[datetime, str]] = None,
        unset: Optional[bool] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> Union[List[models.FeedbackResponse], models.FeedbackResponse]:
        """Give feedback on one or more logs.

        The body is one item or a list, and the answer has the same form. `unset` takes feedback back. Feedback types
        and labels that the project does not have yet are added to it. An item without `data_id` is a 422 and an unknown
        log a 404; in both cases nothing of a list is stored.

        `POST /feedback`

        Args:
            body: One feedback item or a list of items. If it is given, it is sent as it is and the other fields of the
                body do not count.
            type: What is judged: a built-in type (`rating`, `action`, `issue`, `correction`, `comment`) or the name of
                one of the project's own.
            value: The judgement: a label for the select types, text for `correction` and `comment`, a number for number
                types. Required, except when unsetting a type that holds a single value.
            data_id: Id of the log (`data_…`) that is judged; a call without it is refused.
            user: Your identifier of the person who gives the feedback.
            created_at: When the feedback was given (ISO 8601). Absent means the time at which the server receives it.
            unset: With `true` earlier feedback of this type is withdrawn. Leave `value` out for `rating`, `correction`
                and `comment`; for types with several values give the one to withdraw.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The stored feedback: an object for an object, a list for a list.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            FEEDBACK,
            {
                "body": body,
                "type": type,
                "value": value,
                "data_id": data_id,
                "user": user,
                "created_at": created_at,
                "unset": unset,
            },
            validate,
            options,
        )

    @overload
    async def afeedback(
        self: Api,
        body: Sequence[Union[types.FeedbackRequest, models.FeedbackRequest]],
        *,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> List[models.FeedbackResponse]: ...

    @overload
    async def afeedback(
        self: Api,
        body: Optional[Union[types.FeedbackRequest, models.FeedbackRequest]] = None,
        type: Optional[Union[types.FeedbackType, str]] = None,
        value: Optional[Union[str, bool, float, List[str]]] = None,
        data_id: Optional[str] = None,
        user: Optional[str] = None,
        created_at: Optional[Union[datetime, str]] = None,
        unset: Optional[bool] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.FeedbackResponse: ...

    async def afeedback(
        self: Api,
        body: Optional[
            Union[
                Sequence[Union[types.FeedbackRequest, models.FeedbackRequest]],
                types.FeedbackRequest,
                models.FeedbackRequest,
            ]
        ] = None,
        type: Optional[Union[types.FeedbackType, str]] = None,
        value: Optional[Union[str, bool, float, List[str]]] = None,
        data_id: Optional[str] = None,
        user: Optional[str] = None,
        created_at: Optional[Union[datetime, str]] = None,
        unset: Optional[bool] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> Union[List[models.FeedbackResponse], models.FeedbackResponse]:
        """`feedback`, awaited: same arguments, answer and errors."""
        return await self._asend(
            FEEDBACK,
            {
                "body": body,
                "type": type,
                "value": value,
                "data_id": data_id,
                "user": user,
                "created_at": created_at,
                "unset": unset,
            },
            validate,
            options,
        )


class FeedbackApiRaw(RawApi):
    """`FeedbackApi`, but every method answers with an `ApiResponse`."""

    feedback = raw(FeedbackApi.feedback)
    afeedback = raw_async(FeedbackApi.afeedback)
