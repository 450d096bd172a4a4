"""Programs that use the completions: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from humanloop import ApiResponse, AsyncGeneratorResponse, StreamResponse
from humanloop import pydantic as models
from humanloop import type as types

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.completions.create(
            project="ticket-summary",
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.2,
                "max_tokens": 80,
                "prompt_template": "As {{persona}}, summarise this support ticket in one ...",
            },
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for ...",
            },
            user="agent-7",
        ),
        models.CompletionResponse,
    )
    assert_type(
        client.completions.create_deployed(
            project="ticket-summary",
            environment="production",
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for ...",
            },
            save=False,
            return_inputs=False,
        ),
        models.CompletionResponse,
    )
    assert_type(
        client.completions.create_experiment(
            project="ticket-summary",
            experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
            user="agent-7",
        ),
        models.CompletionResponse,
    )
    assert_type(
        client.completions.create_model_config(
            project="ticket-summary",
            model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
        ),
        models.CompletionResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.completions.acreate(
            project="ticket-summary",
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.2,
                "max_tokens": 80,
                "prompt_template": "As {{persona}}, summarise this support ticket in one ...",
            },
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for ...",
            },
            user="agent-7",
        ),
        models.CompletionResponse,
    )
    assert_type(
        await client.completions.acreate_deployed(
            project="ticket-summary",
            environment="production",
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for ...",
            },
            save=False,
            return_inputs=False,
        ),
        models.CompletionResponse,
    )
    assert_type(
        await client.completions.acreate_experiment(
            project="ticket-summary",
            experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
            user="agent-7",
        ),
        models.CompletionResponse,
    )
    assert_type(
        await client.completions.acreate_model_config(
            project="ticket-summary",
            model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
        ),
        models.CompletionResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.completions.raw.create(
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.2,
                "max_tokens": 80,
                "prompt_template": "As {{persona}}, summarise this support ticket in one ...",
            }
        ),
        ApiResponse,
    )
    assert_type(client.completions.raw.create_deployed(), ApiResponse)
    assert_type(client.completions.raw.create_experiment(experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD"), ApiResponse)
    assert_type(client.completions.raw.create_model_config(model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN"), ApiResponse)


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.completions.raw.acreate(
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.2,
                "max_tokens": 80,
                "prompt_template": "As {{persona}}, summarise this support ticket in one ...",
            }
        ),
        ApiResponse,
    )
    assert_type(await client.completions.raw.acreate_deployed(), ApiResponse)
    assert_type(await client.completions.raw.acreate_experiment(experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD"), ApiResponse)
    assert_type(
        await client.completions.raw.acreate_model_config(model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN"), ApiResponse
    )


def streams(client: Humanloop) -> None:
    with client.completions.stream(
        model_config={
            "provider": "openai",
            "model": "gpt-4",
            "temperature": 0.2,
            "max_tokens": 80,
            "prompt_template": "As {{persona}}, summarise this support ticket in one ...",
        }
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.completions.stream_deployed() as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.completions.stream_experiment(experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD") as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.completions.stream_model_config(model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN") as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)


async def awaited_streams(client: Humanloop) -> None:
    response = await client.completions.astream(
        model_config={
            "provider": "openai",
            "model": "gpt-4",
            "temperature": 0.2,
            "max_tokens": 80,
            "prompt_template": "As {{persona}}, summarise this support ticket in one ...",
        }
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.completions.astream_deployed()
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.completions.astream_experiment(experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD")
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.completions.astream_model_config(model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN")
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
