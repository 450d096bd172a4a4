# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `ChatsApi` in all their forms: checked by the type checkers, never run."""

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
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {
                        "role": "system",
                        "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                    },
                ],
            },
            project="support-assistant",
            session_reference_id="conversation-0017",
            inputs={"persona": "a patient support agent"},
            metadata={"channel": "web"},
            user="customer-58",
        ),
        models.ChatResponse,
    )
    assert_type(
        client.chats.create(
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {
                        "role": "system",
                        "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                    },
                ],
            },
        ),
        models.ChatResponse,
    )
    assert_type(
        client.chats.create_deployed(
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            session_reference_id="conversation-0017",
            inputs={"persona": "a patient support agent"},
            user="customer-58",
            environment="staging",
        ),
        models.ChatResponse,
    )
    assert_type(
        client.chats.create_deployed(
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
        ),
        models.ChatResponse,
    )
    assert_type(
        client.chats.create_experiment(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            inputs={"persona": "a patient support agent"},
            num_samples=2,
            user="customer-58",
        ),
        models.ChatResponse,
    )
    assert_type(
        client.chats.create_experiment(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
        ),
        models.ChatResponse,
    )
    assert_type(
        client.chats.create_model_config(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            inputs={"persona": "a patient support agent"},
            source_datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            num_samples=1,
        ),
        models.ChatResponse,
    )
    assert_type(
        client.chats.create_model_config(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
        ),
        models.ChatResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.chats.raw.create(
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {
                        "role": "system",
                        "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                    },
                ],
            },
            project="support-assistant",
            session_reference_id="conversation-0017",
            inputs={"persona": "a patient support agent"},
            metadata={"channel": "web"},
            user="customer-58",
        ),
        ApiResponse,
    )
    assert_type(
        client.chats.raw.create(
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {
                        "role": "system",
                        "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                    },
                ],
            },
        ),
        ApiResponse,
    )
    assert_type(
        client.chats.raw.create_deployed(
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            session_reference_id="conversation-0017",
            inputs={"persona": "a patient support agent"},
            user="customer-58",
            environment="staging",
        ),
        ApiResponse,
    )
    assert_type(
        client.chats.raw.create_deployed(
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
        ),
        ApiResponse,
    )
    assert_type(
        client.chats.raw.create_experiment(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            inputs={"persona": "a patient support agent"},
            num_samples=2,
            user="customer-58",
        ),
        ApiResponse,
    )
    assert_type(
        client.chats.raw.create_experiment(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
        ),
        ApiResponse,
    )
    assert_type(
        client.chats.raw.create_model_config(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            inputs={"persona": "a patient support agent"},
            source_datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            num_samples=1,
        ),
        ApiResponse,
    )
    assert_type(
        client.chats.raw.create_model_config(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
        ),
        ApiResponse,
    )


def streams(client: Humanloop) -> None:
    with client.chats.stream(
        messages=[{"role": "user", "content": "Where is my order 1042?"}],
        model_config={
            "provider": "openai",
            "model": "gpt-4",
            "temperature": 0.3,
            "max_tokens": 200,
            "chat_template": [
                {
                    "role": "system",
                    "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                },
            ],
        },
        project="support-assistant",
        session_reference_id="conversation-0017",
        inputs={"persona": "a patient support agent"},
        metadata={"channel": "web"},
        user="customer-58",
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.chats.stream_deployed(
        messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
        project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        session_reference_id="conversation-0017",
        inputs={"persona": "a patient support agent"},
        user="customer-58",
        environment="staging",
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.chats.stream_experiment(
        messages=[{"role": "user", "content": "How do I return a damaged book?"}],
        experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
        project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        inputs={"persona": "a patient support agent"},
        num_samples=2,
        user="customer-58",
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.chats.stream_model_config(
        messages=[{"role": "user", "content": "How do I return a damaged book?"}],
        model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
        project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        inputs={"persona": "a patient support agent"},
        source_datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
        num_samples=1,
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.chats.acreate(
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {
                        "role": "system",
                        "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                    },
                ],
            },
            project="support-assistant",
            session_reference_id="conversation-0017",
            inputs={"persona": "a patient support agent"},
            metadata={"channel": "web"},
            user="customer-58",
        ),
        models.ChatResponse,
    )
    assert_type(
        await client.chats.acreate(
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {
                        "role": "system",
                        "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                    },
                ],
            },
        ),
        models.ChatResponse,
    )
    assert_type(
        await client.chats.acreate_deployed(
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            session_reference_id="conversation-0017",
            inputs={"persona": "a patient support agent"},
            user="customer-58",
            environment="staging",
        ),
        models.ChatResponse,
    )
    assert_type(
        await client.chats.acreate_deployed(
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
        ),
        models.ChatResponse,
    )
    assert_type(
        await client.chats.acreate_experiment(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            inputs={"persona": "a patient support agent"},
            num_samples=2,
            user="customer-58",
        ),
        models.ChatResponse,
    )
    assert_type(
        await client.chats.acreate_experiment(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
        ),
        models.ChatResponse,
    )
    assert_type(
        await client.chats.acreate_model_config(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            inputs={"persona": "a patient support agent"},
            source_datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            num_samples=1,
        ),
        models.ChatResponse,
    )
    assert_type(
        await client.chats.acreate_model_config(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
        ),
        models.ChatResponse,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.chats.raw.acreate(
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {
                        "role": "system",
                        "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                    },
                ],
            },
            project="support-assistant",
            session_reference_id="conversation-0017",
            inputs={"persona": "a patient support agent"},
            metadata={"channel": "web"},
            user="customer-58",
        ),
        ApiResponse,
    )
    assert_type(
        await client.chats.raw.acreate(
            messages=[{"role": "user", "content": "Where is my order 1042?"}],
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.3,
                "max_tokens": 200,
                "chat_template": [
                    {
                        "role": "system",
                        "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                    },
                ],
            },
        ),
        ApiResponse,
    )
    assert_type(
        await client.chats.raw.acreate_deployed(
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            session_reference_id="conversation-0017",
            inputs={"persona": "a patient support agent"},
            user="customer-58",
            environment="staging",
        ),
        ApiResponse,
    )
    assert_type(
        await client.chats.raw.acreate_deployed(
            messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
        ),
        ApiResponse,
    )
    assert_type(
        await client.chats.raw.acreate_experiment(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            inputs={"persona": "a patient support agent"},
            num_samples=2,
            user="customer-58",
        ),
        ApiResponse,
    )
    assert_type(
        await client.chats.raw.acreate_experiment(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
        ),
        ApiResponse,
    )
    assert_type(
        await client.chats.raw.acreate_model_config(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            inputs={"persona": "a patient support agent"},
            source_datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            num_samples=1,
        ),
        ApiResponse,
    )
    assert_type(
        await client.chats.raw.acreate_model_config(
            messages=[{"role": "user", "content": "How do I return a damaged book?"}],
            model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
        ),
        ApiResponse,
    )


async def awaited_streams(client: Humanloop) -> None:
    response = await client.chats.astream(
        messages=[{"role": "user", "content": "Where is my order 1042?"}],
        model_config={
            "provider": "openai",
            "model": "gpt-4",
            "temperature": 0.3,
            "max_tokens": 200,
            "chat_template": [
                {
                    "role": "system",
                    "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                },
            ],
        },
        project="support-assistant",
        session_reference_id="conversation-0017",
        inputs={"persona": "a patient support agent"},
        metadata={"channel": "web"},
        user="customer-58",
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.chats.astream_deployed(
        messages=[{"role": "user", "content": "Can I still change my delivery address?"}],
        project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        session_reference_id="conversation-0017",
        inputs={"persona": "a patient support agent"},
        user="customer-58",
        environment="staging",
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.chats.astream_experiment(
        messages=[{"role": "user", "content": "How do I return a damaged book?"}],
        experiment_id="exp_uB3yK9dNz5QgT1fMp7XoJ",
        project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        inputs={"persona": "a patient support agent"},
        num_samples=2,
        user="customer-58",
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.chats.astream_model_config(
        messages=[{"role": "user", "content": "How do I return a damaged book?"}],
        model_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
        project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        inputs={"persona": "a patient support agent"},
        source_datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
        num_samples=1,
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
