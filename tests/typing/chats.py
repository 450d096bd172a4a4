"""Programs that use the chats: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from humanloop import ApiResponse, AsyncGeneratorResponse, StreamResponse
from humanloop import pydantic as models
from humanloop import type as types

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.chats.create(
            project="support-assistant",
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {"role": "system", "content": "You are {{persona}}. Answer questions about orders in at ..."}
                ],
            },
            inputs={"persona": "a patient support agent"},
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
            session_reference_id="conversation-0017",
            user="customer-58",
            metadata={"channel": "web"},
        ),
        models.ChatResponse,
    )
    assert_type(
        client.chats.create_deployed(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="staging",
            inputs={"persona": "a patient support agent"},
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
            session_reference_id="conversation-0017",
            user="customer-58",
        ),
        models.ChatResponse,
    )
    assert_type(
        client.chats.create_experiment(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
            num_samples=2,
            inputs={"persona": "a patient support agent"},
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            user="customer-58",
        ),
        models.ChatResponse,
    )
    assert_type(
        client.chats.create_model_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            inputs={"persona": "a patient support agent"},
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            source_datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            num_samples=1,
        ),
        models.ChatResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.chats.acreate(
            project="support-assistant",
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {"role": "system", "content": "You are {{persona}}. Answer questions about orders in at ..."}
                ],
            },
            inputs={"persona": "a patient support agent"},
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
            session_reference_id="conversation-0017",
            user="customer-58",
            metadata={"channel": "web"},
        ),
        models.ChatResponse,
    )
    assert_type(
        await client.chats.acreate_deployed(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="staging",
            inputs={"persona": "a patient support agent"},
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
            session_reference_id="conversation-0017",
            user="customer-58",
        ),
        models.ChatResponse,
    )
    assert_type(
        await client.chats.acreate_experiment(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
            num_samples=2,
            inputs={"persona": "a patient support agent"},
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            user="customer-58",
        ),
        models.ChatResponse,
    )
    assert_type(
        await client.chats.acreate_model_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            inputs={"persona": "a patient support agent"},
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            source_datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            num_samples=1,
        ),
        models.ChatResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.chats.raw.create(
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {"role": "system", "content": "You are {{persona}}. Answer questions about orders in at ..."}
                ],
            },
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
        ),
        ApiResponse,
    )
    assert_type(
        client.chats.raw.create_deployed(
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}]
        ),
        ApiResponse,
    )
    assert_type(
        client.chats.raw.create_experiment(
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
        ),
        ApiResponse,
    )
    assert_type(
        client.chats.raw.create_model_config(
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
        ),
        ApiResponse,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.chats.raw.acreate(
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {"role": "system", "content": "You are {{persona}}. Answer questions about orders in at ..."}
                ],
            },
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
        ),
        ApiResponse,
    )
    assert_type(
        await client.chats.raw.acreate_deployed(
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}]
        ),
        ApiResponse,
    )
    assert_type(
        await client.chats.raw.acreate_experiment(
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
        ),
        ApiResponse,
    )
    assert_type(
        await client.chats.raw.acreate_model_config(
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
        ),
        ApiResponse,
    )


def streams(client: Humanloop) -> None:
    with client.chats.stream(
        model_config={
            "provider": "openai",
            "model": "gpt-4",
            "temperature": 0.3,
            "max_tokens": 200,
            "chat_template": [
                {"role": "system", "content": "You are {{persona}}. Answer questions about orders in at ..."}
            ],
        },
        messages=[{"role": "user", "content": "Where is my order 1042?"}],
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.chats.stream_deployed(
        messages=[{"role": "user", "content": "Can I still change my delivery address?"}]
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.chats.stream_experiment(
        experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
        messages=[{"role": "user", "content": "How do I return a damaged book?"}],
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.chats.stream_model_config(
        model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
        messages=[{"role": "user", "content": "How do I return a damaged book?"}],
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)


async def awaited_streams(client: Humanloop) -> None:
    response = await client.chats.astream(
        model_config={
            "provider": "openai",
            "model": "gpt-4",
            "temperature": 0.3,
            "max_tokens": 200,
            "chat_template": [
                {"role": "system", "content": "You are {{persona}}. Answer questions about orders in at ..."}
            ],
        },
        messages=[{"role": "user", "content": "Where is my order 1042?"}],
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.chats.astream_deployed(
        messages=[{"role": "user", "content": "Can I still change my delivery address?"}]
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.chats.astream_experiment(
        experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
        messages=[{"role": "user", "content": "How do I return a damaged book?"}],
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.chats.astream_model_config(
        model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
        messages=[{"role": "user", "content": "How do I return a damaged book?"}],
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
