# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `FeedbackApi` in all their forms: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.feedback_api.feedback(
            type="rating",
            value="good",
            data_id="data_u8jzPde0IgxLd6GncfBAe",
            user="user-17",
            created_at="2024-03-14T09:26:53Z",
        ),
        models.FeedbackResponse,
    )
    assert_type(
        client.feedback_api.feedback(
            body=[
                {
                    "type": "rating",
                    "value": "good",
                    "data_id": "data_V8jRk5eBw3LyU0cAx6PgN",
                    "user": "customer-58",
                    "created_at": "2024-05-14T09:32:10Z",
                },
            ]
        ),
        List[models.FeedbackResponse],
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.feedback_api.raw.feedback(
            type="rating",
            value="good",
            data_id="data_u8jzPde0IgxLd6GncfBAe",
            user="user-17",
            created_at="2024-03-14T09:26:53Z",
        ),
        ApiResponse,
    )
    assert_type(
        client.feedback_api.raw.feedback(
            body=[
                {
                    "type": "rating",
                    "value": "good",
                    "data_id": "data_V8jRk5eBw3LyU0cAx6PgN",
                    "user": "customer-58",
                    "created_at": "2024-05-14T09:32:10Z",
                },
            ]
        ),
        ApiResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.feedback_api.afeedback(
            type="rating",
            value="good",
            data_id="data_u8jzPde0IgxLd6GncfBAe",
            user="user-17",
            created_at="2024-03-14T09:26:53Z",
        ),
        models.FeedbackResponse,
    )
    assert_type(
        await client.feedback_api.afeedback(
            body=[
                {
                    "type": "rating",
                    "value": "good",
                    "data_id": "data_V8jRk5eBw3LyU0cAx6PgN",
                    "user": "customer-58",
                    "created_at": "2024-05-14T09:32:10Z",
                },
            ]
        ),
        List[models.FeedbackResponse],
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.feedback_api.raw.afeedback(
            type="rating",
            value="good",
            data_id="data_u8jzPde0IgxLd6GncfBAe",
            user="user-17",
            created_at="2024-03-14T09:26:53Z",
        ),
        ApiResponse,
    )
    assert_type(
        await client.feedback_api.raw.afeedback(
            body=[
                {
                    "type": "rating",
                    "value": "good",
                    "data_id": "data_V8jRk5eBw3LyU0cAx6PgN",
                    "user": "customer-58",
                    "created_at": "2024-05-14T09:32:10Z",
                },
            ]
        ),
        ApiResponse,
    )
