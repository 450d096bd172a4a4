"""Programs that use the logs: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

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
    assert_type(
        client.logs.log(
            project="support-answers",
            session_reference_id="conversation-4711",
            reference_id="order-4711-answer-1",
            config={
                "type": "model",
                "model": "gpt-4",
                "provider": "openai",
                "endpoint": "chat",
                "temperature": 0.2,
                "chat_template": [{"role": "system", "content": "You answer for {{shop}} in one sentence."}],
            },
            inputs={"shop": "Lamp House"},
            messages=[
                {"role": "system", "content": "You answer for Lamp House in one sentence."},
                {"role": "user", "content": "Can I send the lamp back?"},
            ],
            output="Yes, you can return it within 30 days.",
            source="support-web",
            metadata={"page": "checkout"},
            duration=1.2,
            created_at="2024-03-14T09:26:53Z",
            feedback={"type": "rating", "value": "good", "user": "user-17"},
        ),
        models.CreateLogResponse,
    )
    client.logs.delete(id=["data_u8jzPde0IgxLd6GncfBAe", "data_pfJBd0Kh8oOOL8dKLzdoc"])
    assert_type(
        client.logs.update_by_ref(
            output="Order 1042 left our warehouse on Monday and should reach ...",
            duration=2.6,
            reference_id="order-4711-answer-1",
        ),
        models.LogResponse,
    )
    assert_type(client.logs.get(id="data_u8jzPde0IgxLd6GncfBAe"), models.LogResponse)
    assert_type(
        client.logs.update(
            output="Order 1042 left our warehouse on Monday and should reach ...",
            duration=2.6,
            id="data_u8jzPde0IgxLd6GncfBAe",
        ),
        models.LogResponse,
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
    assert_type(
        await client.logs.alog(
            project="support-answers",
            session_reference_id="conversation-4711",
            reference_id="order-4711-answer-1",
            config={
                "type": "model",
                "model": "gpt-4",
                "provider": "openai",
                "endpoint": "chat",
                "temperature": 0.2,
                "chat_template": [{"role": "system", "content": "You answer for {{shop}} in one sentence."}],
            },
            inputs={"shop": "Lamp House"},
            messages=[
                {"role": "system", "content": "You answer for Lamp House in one sentence."},
                {"role": "user", "content": "Can I send the lamp back?"},
            ],
            output="Yes, you can return it within 30 days.",
            source="support-web",
            metadata={"page": "checkout"},
            duration=1.2,
            created_at="2024-03-14T09:26:53Z",
            feedback={"type": "rating", "value": "good", "user": "user-17"},
        ),
        models.CreateLogResponse,
    )
    await client.logs.adelete(id=["data_u8jzPde0IgxLd6GncfBAe", "data_pfJBd0Kh8oOOL8dKLzdoc"])
    assert_type(
        await client.logs.aupdate_by_ref(
            output="Order 1042 left our warehouse on Monday and should reach ...",
            duration=2.6,
            reference_id="order-4711-answer-1",
        ),
        models.LogResponse,
    )
    assert_type(await client.logs.aget(id="data_u8jzPde0IgxLd6GncfBAe"), models.LogResponse)
    assert_type(
        await client.logs.aupdate(
            output="Order 1042 left our warehouse on Monday and should reach ...",
            duration=2.6,
            id="data_u8jzPde0IgxLd6GncfBAe",
        ),
        models.LogResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(client.logs.raw.list(project_id="pr_GWx6n0lv6xUu3HNRjY8UA"), ApiResponse)
    assert_type(
        client.logs.raw.log(
            project="support-answers",
            session_reference_id="conversation-4711",
            reference_id="order-4711-answer-1",
            config={
                "type": "model",
                "model": "gpt-4",
                "provider": "openai",
                "endpoint": "chat",
                "temperature": 0.2,
                "chat_template": [{"role": "system", "content": "You answer for {{shop}} in one sentence."}],
            },
            inputs={"shop": "Lamp House"},
            messages=[
                {"role": "system", "content": "You answer for Lamp House in one sentence."},
                {"role": "user", "content": "Can I send the lamp back?"},
            ],
            output="Yes, you can return it within 30 days.",
            source="support-web",
            metadata={"page": "checkout"},
            duration=1.2,
            created_at="2024-03-14T09:26:53Z",
            feedback={"type": "rating", "value": "good", "user": "user-17"},
        ),
        ApiResponse,
    )
    assert_type(client.logs.raw.delete(), ApiResponse)
    assert_type(client.logs.raw.update_by_ref(reference_id="order-4711-answer-1"), ApiResponse)
    assert_type(client.logs.raw.get(id="data_u8jzPde0IgxLd6GncfBAe"), ApiResponse)
    assert_type(client.logs.raw.update(id="data_u8jzPde0IgxLd6GncfBAe"), ApiResponse)


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(await client.logs.raw.alist(project_id="pr_GWx6n0lv6xUu3HNRjY8UA"), ApiResponse)
    assert_type(
        await client.logs.raw.alog(
            project="support-answers",
            session_reference_id="conversation-4711",
            reference_id="order-4711-answer-1",
            config={
                "type": "model",
                "model": "gpt-4",
                "provider": "openai",
                "endpoint": "chat",
                "temperature": 0.2,
                "chat_template": [{"role": "system", "content": "You answer for {{shop}} in one sentence."}],
            },
            inputs={"shop": "Lamp House"},
            messages=[
                {"role": "system", "content": "You answer for Lamp House in one sentence."},
                {"role": "user", "content": "Can I send the lamp back?"},
            ],
            output="Yes, you can return it within 30 days.",
            source="support-web",
            metadata={"page": "checkout"},
            duration=1.2,
            created_at="2024-03-14T09:26:53Z",
            feedback={"type": "rating", "value": "good", "user": "user-17"},
        ),
        ApiResponse,
    )
    assert_type(await client.logs.raw.adelete(), ApiResponse)
    assert_type(await client.logs.raw.aupdate_by_ref(reference_id="order-4711-answer-1"), ApiResponse)
    assert_type(await client.logs.raw.aget(id="data_u8jzPde0IgxLd6GncfBAe"), ApiResponse)
    assert_type(await client.logs.raw.aupdate(id="data_u8jzPde0IgxLd6GncfBAe"), ApiResponse)
