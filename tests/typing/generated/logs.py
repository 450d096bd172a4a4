# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `LogsApi` in all their forms: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.logs.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            search="refund",
            metadata_search="checkout",
            version_status="committed",
            start_date="2024-03-01T00:00:00Z",
            end_date="2024-03-31",
            size=50,
            page=0,
        ),
        models.PaginatedDataLogResponse,
    )
    assert_type(client.logs.list(), models.PaginatedDataLogResponse)
    assert_type(
        client.logs.log(
            project="support-answers",
            session_reference_id="conversation-4711",
            inputs={"shop": "Lamp House"},
            source="support-web",
            metadata={"page": "checkout"},
            reference_id="order-4711-answer-1",
            messages=[
                {"role": "system", "content": "You answer for Lamp House in one sentence."},
                {"role": "user", "content": "Can I send the lamp back?"},
            ],
            output="Yes, you can return it within 30 days.",
            config={
                "type": "model",
                "model": "gpt-4",
                "provider": "openai",
                "endpoint": "chat",
                "temperature": 0.2,
                "chat_template": [
                    {"role": "system", "content": "You answer for {{shop}} in one sentence."},
                ],
            },
            feedback={"type": "rating", "value": "good", "user": "user-17"},
            created_at="2024-03-14T09:26:53Z",
            duration=1.2,
        ),
        models.CreateLogResponse,
    )
    assert_type(
        client.logs.log(
            body=[
                {
                    "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                    "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                    "inputs": {"persona": "a patient support agent"},
                    "messages": [
                        {
                            "role": "system",
                            "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                        },
                        {"role": "user", "content": "Where is my order 1042?"},
                    ],
                    "output": "Order 1042 left our warehouse on Monday and should reach you by Thursday.",
                    "source": "web-app",
                    "reference_id": "answer-0017-1",
                    "session_reference_id": "conversation-0017",
                    "created_at": "2024-05-14T09:30:00Z",
                    "duration": 1.84,
                    "prompt_tokens": 41,
                    "output_tokens": 17,
                    "feedback": {"type": "rating", "value": "good"},
                },
            ]
        ),
        List[models.CreateLogResponse],
    )
    client.logs.delete(
        id=["data_u8jzPde0IgxLd6GncfBAe", "data_pfJBd0Kh8oOOL8dKLzdoc"],
    )
    client.logs.delete()
    assert_type(
        client.logs.update_by_ref(
            reference_id="order-4711-answer-1",
            output="Order 1042 left our warehouse on Monday and should reach you by Thursday.",
            duration=2.6,
        ),
        models.LogResponse,
    )
    assert_type(
        client.logs.update_by_ref(
            reference_id="order-4711-answer-1",
        ),
        models.LogResponse,
    )
    assert_type(
        client.logs.get(
            id="data_u8jzPde0IgxLd6GncfBAe",
        ),
        models.LogResponse,
    )
    assert_type(
        client.logs.update(
            id="data_u8jzPde0IgxLd6GncfBAe",
            output="Order 1042 left our warehouse on Monday and should reach you by Thursday.",
            duration=2.6,
        ),
        models.LogResponse,
    )
    assert_type(
        client.logs.update(
            id="data_u8jzPde0IgxLd6GncfBAe",
        ),
        models.LogResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.logs.raw.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            search="refund",
            metadata_search="checkout",
            version_status="committed",
            start_date="2024-03-01T00:00:00Z",
            end_date="2024-03-31",
            size=50,
            page=0,
        ),
        ApiResponse,
    )
    assert_type(client.logs.raw.list(), ApiResponse)
    assert_type(
        client.logs.raw.log(
            project="support-answers",
            session_reference_id="conversation-4711",
            inputs={"shop": "Lamp House"},
            source="support-web",
            metadata={"page": "checkout"},
            reference_id="order-4711-answer-1",
            messages=[
                {"role": "system", "content": "You answer for Lamp House in one sentence."},
                {"role": "user", "content": "Can I send the lamp back?"},
            ],
            output="Yes, you can return it within 30 days.",
            config={
                "type": "model",
                "model": "gpt-4",
                "provider": "openai",
                "endpoint": "chat",
                "temperature": 0.2,
                "chat_template": [
                    {"role": "system", "content": "You answer for {{shop}} in one sentence."},
                ],
            },
            feedback={"type": "rating", "value": "good", "user": "user-17"},
            created_at="2024-03-14T09:26:53Z",
            duration=1.2,
        ),
        ApiResponse,
    )
    assert_type(
        client.logs.raw.log(
            body=[
                {
                    "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                    "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                    "inputs": {"persona": "a patient support agent"},
                    "messages": [
                        {
                            "role": "system",
                            "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                        },
                        {"role": "user", "content": "Where is my order 1042?"},
                    ],
                    "output": "Order 1042 left our warehouse on Monday and should reach you by Thursday.",
                    "source": "web-app",
                    "reference_id": "answer-0017-1",
                    "session_reference_id": "conversation-0017",
                    "created_at": "2024-05-14T09:30:00Z",
                    "duration": 1.84,
                    "prompt_tokens": 41,
                    "output_tokens": 17,
                    "feedback": {"type": "rating", "value": "good"},
                },
            ]
        ),
        ApiResponse,
    )
    assert_type(
        client.logs.raw.delete(
            id=["data_u8jzPde0IgxLd6GncfBAe", "data_pfJBd0Kh8oOOL8dKLzdoc"],
        ),
        ApiResponse,
    )
    assert_type(client.logs.raw.delete(), ApiResponse)
    assert_type(
        client.logs.raw.update_by_ref(
            reference_id="order-4711-answer-1",
            output="Order 1042 left our warehouse on Monday and should reach you by Thursday.",
            duration=2.6,
        ),
        ApiResponse,
    )
    assert_type(
        client.logs.raw.update_by_ref(
            reference_id="order-4711-answer-1",
        ),
        ApiResponse,
    )
    assert_type(
        client.logs.raw.get(
            id="data_u8jzPde0IgxLd6GncfBAe",
        ),
        ApiResponse,
    )
    assert_type(
        client.logs.raw.update(
            id="data_u8jzPde0IgxLd6GncfBAe",
            output="Order 1042 left our warehouse on Monday and should reach you by Thursday.",
            duration=2.6,
        ),
        ApiResponse,
    )
    assert_type(
        client.logs.raw.update(
            id="data_u8jzPde0IgxLd6GncfBAe",
        ),
        ApiResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.logs.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            search="refund",
            metadata_search="checkout",
            version_status="committed",
            start_date="2024-03-01T00:00:00Z",
            end_date="2024-03-31",
            size=50,
            page=0,
        ),
        models.PaginatedDataLogResponse,
    )
    assert_type(await client.logs.alist(), models.PaginatedDataLogResponse)
    assert_type(
        await client.logs.alog(
            project="support-answers",
            session_reference_id="conversation-4711",
            inputs={"shop": "Lamp House"},
            source="support-web",
            metadata={"page": "checkout"},
            reference_id="order-4711-answer-1",
            messages=[
                {"role": "system", "content": "You answer for Lamp House in one sentence."},
                {"role": "user", "content": "Can I send the lamp back?"},
            ],
            output="Yes, you can return it within 30 days.",
            config={
                "type": "model",
                "model": "gpt-4",
                "provider": "openai",
                "endpoint": "chat",
                "temperature": 0.2,
                "chat_template": [
                    {"role": "system", "content": "You answer for {{shop}} in one sentence."},
                ],
            },
            feedback={"type": "rating", "value": "good", "user": "user-17"},
            created_at="2024-03-14T09:26:53Z",
            duration=1.2,
        ),
        models.CreateLogResponse,
    )
    assert_type(
        await client.logs.alog(
            body=[
                {
                    "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                    "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                    "inputs": {"persona": "a patient support agent"},
                    "messages": [
                        {
                            "role": "system",
                            "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                        },
                        {"role": "user", "content": "Where is my order 1042?"},
                    ],
                    "output": "Order 1042 left our warehouse on Monday and should reach you by Thursday.",
                    "source": "web-app",
                    "reference_id": "answer-0017-1",
                    "session_reference_id": "conversation-0017",
                    "created_at": "2024-05-14T09:30:00Z",
                    "duration": 1.84,
                    "prompt_tokens": 41,
                    "output_tokens": 17,
                    "feedback": {"type": "rating", "value": "good"},
                },
            ]
        ),
        List[models.CreateLogResponse],
    )
    await client.logs.adelete(
        id=["data_u8jzPde0IgxLd6GncfBAe", "data_pfJBd0Kh8oOOL8dKLzdoc"],
    )
    await client.logs.adelete()
    assert_type(
        await client.logs.aupdate_by_ref(
            reference_id="order-4711-answer-1",
            output="Order 1042 left our warehouse on Monday and should reach you by Thursday.",
            duration=2.6,
        ),
        models.LogResponse,
    )
    assert_type(
        await client.logs.aupdate_by_ref(
            reference_id="order-4711-answer-1",
        ),
        models.LogResponse,
    )
    assert_type(
        await client.logs.aget(
            id="data_u8jzPde0IgxLd6GncfBAe",
        ),
        models.LogResponse,
    )
    assert_type(
        await client.logs.aupdate(
            id="data_u8jzPde0IgxLd6GncfBAe",
            output="Order 1042 left our warehouse on Monday and should reach you by Thursday.",
            duration=2.6,
        ),
        models.LogResponse,
    )
    assert_type(
        await client.logs.aupdate(
            id="data_u8jzPde0IgxLd6GncfBAe",
        ),
        models.LogResponse,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.logs.raw.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            search="refund",
            metadata_search="checkout",
            version_status="committed",
            start_date="2024-03-01T00:00:00Z",
            end_date="2024-03-31",
            size=50,
            page=0,
        ),
        ApiResponse,
    )
    assert_type(await client.logs.raw.alist(), ApiResponse)
    assert_type(
        await client.logs.raw.alog(
            project="support-answers",
            session_reference_id="conversation-4711",
            inputs={"shop": "Lamp House"},
            source="support-web",
            metadata={"page": "checkout"},
            reference_id="order-4711-answer-1",
            messages=[
                {"role": "system", "content": "You answer for Lamp House in one sentence."},
                {"role": "user", "content": "Can I send the lamp back?"},
            ],
            output="Yes, you can return it within 30 days.",
            config={
                "type": "model",
                "model": "gpt-4",
                "provider": "openai",
                "endpoint": "chat",
                "temperature": 0.2,
                "chat_template": [
                    {"role": "system", "content": "You answer for {{shop}} in one sentence."},
                ],
            },
            feedback={"type": "rating", "value": "good", "user": "user-17"},
            created_at="2024-03-14T09:26:53Z",
            duration=1.2,
        ),
        ApiResponse,
    )
    assert_type(
        await client.logs.raw.alog(
            body=[
                {
                    "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                    "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                    "inputs": {"persona": "a patient support agent"},
                    "messages": [
                        {
                            "role": "system",
                            "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                        },
                        {"role": "user", "content": "Where is my order 1042?"},
                    ],
                    "output": "Order 1042 left our warehouse on Monday and should reach you by Thursday.",
                    "source": "web-app",
                    "reference_id": "answer-0017-1",
                    "session_reference_id": "conversation-0017",
                    "created_at": "2024-05-14T09:30:00Z",
                    "duration": 1.84,
                    "prompt_tokens": 41,
                    "output_tokens": 17,
                    "feedback": {"type": "rating", "value": "good"},
                },
            ]
        ),
        ApiResponse,
    )
    assert_type(
        await client.logs.raw.adelete(
            id=["data_u8jzPde0IgxLd6GncfBAe", "data_pfJBd0Kh8oOOL8dKLzdoc"],
        ),
        ApiResponse,
    )
    assert_type(await client.logs.raw.adelete(), ApiResponse)
    assert_type(
        await client.logs.raw.aupdate_by_ref(
            reference_id="order-4711-answer-1",
            output="Order 1042 left our warehouse on Monday and should reach you by Thursday.",
            duration=2.6,
        ),
        ApiResponse,
    )
    assert_type(
        await client.logs.raw.aupdate_by_ref(
            reference_id="order-4711-answer-1",
        ),
        ApiResponse,
    )
    assert_type(
        await client.logs.raw.aget(
            id="data_u8jzPde0IgxLd6GncfBAe",
        ),
        ApiResponse,
    )
    assert_type(
        await client.logs.raw.aupdate(
            id="data_u8jzPde0IgxLd6GncfBAe",
            output="Order 1042 left our warehouse on Monday and should reach you by Thursday.",
            duration=2.6,
        ),
        ApiResponse,
    )
    assert_type(
        await client.logs.raw.aupdate(
            id="data_u8jzPde0IgxLd6GncfBAe",
        ),
        ApiResponse,
    )
