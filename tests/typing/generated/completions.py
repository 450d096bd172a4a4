# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `CompletionsApi` in all their forms: checked by the type checkers, never run."""

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
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.2,
                "max_tokens": 80,
                "prompt_template": "As {{persona}}, summarise this support ticket in one sentence:\n\n{{ticket}}",
            },
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
            },
            user="agent-7",
        ),
        models.CompletionResponse,
    )
    assert_type(
        client.completions.create(
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.2,
                "max_tokens": 80,
                "prompt_template": "As {{persona}}, summarise this support ticket in one sentence:\n\n{{ticket}}",
            },
        ),
        models.CompletionResponse,
    )
    assert_type(
        client.completions.create_deployed(
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
            },
            save=False,
            return_inputs=False,
            environment="production",
        ),
        models.CompletionResponse,
    )
    assert_type(client.completions.create_deployed(), models.CompletionResponse)
    assert_type(
        client.completions.create_experiment(
            experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
            user="agent-7",
        ),
        models.CompletionResponse,
    )
    assert_type(
        client.completions.create_experiment(
            experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
        ),
        models.CompletionResponse,
    )
    assert_type(
        client.completions.create_model_config(
            model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
        ),
        models.CompletionResponse,
    )
    assert_type(
        client.completions.create_model_config(
            model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
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
                "prompt_template": "As {{persona}}, summarise this support ticket in one sentence:\n\n{{ticket}}",
            },
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
            },
            user="agent-7",
        ),
        ApiResponse,
    )
    assert_type(
        client.completions.raw.create(
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.2,
                "max_tokens": 80,
                "prompt_template": "As {{persona}}, summarise this support ticket in one sentence:\n\n{{ticket}}",
            },
        ),
        ApiResponse,
    )
    assert_type(
        client.completions.raw.create_deployed(
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
            },
            save=False,
            return_inputs=False,
            environment="production",
        ),
        ApiResponse,
    )
    assert_type(client.completions.raw.create_deployed(), ApiResponse)
    assert_type(
        client.completions.raw.create_experiment(
            experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
            user="agent-7",
        ),
        ApiResponse,
    )
    assert_type(
        client.completions.raw.create_experiment(
            experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
        ),
        ApiResponse,
    )
    assert_type(
        client.completions.raw.create_model_config(
            model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
        ),
        ApiResponse,
    )
    assert_type(
        client.completions.raw.create_model_config(
            model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
        ),
        ApiResponse,
    )


def streams(client: Humanloop) -> None:
    with client.completions.stream(
        model_config={
            "provider": "openai",
            "model": "gpt-4",
            "temperature": 0.2,
            "max_tokens": 80,
            "prompt_template": "As {{persona}}, summarise this support ticket in one sentence:\n\n{{ticket}}",
        },
        project="ticket-summary",
        inputs={
            "persona": "a patient support agent",
            "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
        },
        user="agent-7",
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.completions.stream_deployed(
        project="ticket-summary",
        inputs={
            "persona": "a patient support agent",
            "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
        },
        save=False,
        return_inputs=False,
        environment="production",
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.completions.stream_experiment(
        experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
        project="ticket-summary",
        inputs={
            "persona": "a patient support agent",
            "ticket": "The customer cannot log in since the last update.",
        },
        user="agent-7",
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)
    with client.completions.stream_model_config(
        model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
        project="ticket-summary",
        inputs={
            "persona": "a patient support agent",
            "ticket": "The customer cannot log in since the last update.",
        },
    ) as stream:
        assert_type(stream, StreamResponse[types.StreamToken])
        for token in stream:
            assert_type(token, types.StreamToken)


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.completions.acreate(
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.2,
                "max_tokens": 80,
                "prompt_template": "As {{persona}}, summarise this support ticket in one sentence:\n\n{{ticket}}",
            },
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
            },
            user="agent-7",
        ),
        models.CompletionResponse,
    )
    assert_type(
        await client.completions.acreate(
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.2,
                "max_tokens": 80,
                "prompt_template": "As {{persona}}, summarise this support ticket in one sentence:\n\n{{ticket}}",
            },
        ),
        models.CompletionResponse,
    )
    assert_type(
        await client.completions.acreate_deployed(
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
            },
            save=False,
            return_inputs=False,
            environment="production",
        ),
        models.CompletionResponse,
    )
    assert_type(await client.completions.acreate_deployed(), models.CompletionResponse)
    assert_type(
        await client.completions.acreate_experiment(
            experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
            user="agent-7",
        ),
        models.CompletionResponse,
    )
    assert_type(
        await client.completions.acreate_experiment(
            experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
        ),
        models.CompletionResponse,
    )
    assert_type(
        await client.completions.acreate_model_config(
            model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
        ),
        models.CompletionResponse,
    )
    assert_type(
        await client.completions.acreate_model_config(
            model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
        ),
        models.CompletionResponse,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.completions.raw.acreate(
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.2,
                "max_tokens": 80,
                "prompt_template": "As {{persona}}, summarise this support ticket in one sentence:\n\n{{ticket}}",
            },
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
            },
            user="agent-7",
        ),
        ApiResponse,
    )
    assert_type(
        await client.completions.raw.acreate(
            model_config={
                "provider": "openai",
                "model": "gpt-4",
                "temperature": 0.2,
                "max_tokens": 80,
                "prompt_template": "As {{persona}}, summarise this support ticket in one sentence:\n\n{{ticket}}",
            },
        ),
        ApiResponse,
    )
    assert_type(
        await client.completions.raw.acreate_deployed(
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
            },
            save=False,
            return_inputs=False,
            environment="production",
        ),
        ApiResponse,
    )
    assert_type(await client.completions.raw.acreate_deployed(), ApiResponse)
    assert_type(
        await client.completions.raw.acreate_experiment(
            experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
            user="agent-7",
        ),
        ApiResponse,
    )
    assert_type(
        await client.completions.raw.acreate_experiment(
            experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
        ),
        ApiResponse,
    )
    assert_type(
        await client.completions.raw.acreate_model_config(
            model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
            project="ticket-summary",
            inputs={
                "persona": "a patient support agent",
                "ticket": "The customer cannot log in since the last update.",
            },
        ),
        ApiResponse,
    )
    assert_type(
        await client.completions.raw.acreate_model_config(
            model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
        ),
        ApiResponse,
    )


async def awaited_streams(client: Humanloop) -> None:
    response = await client.completions.astream(
        model_config={
            "provider": "openai",
            "model": "gpt-4",
            "temperature": 0.2,
            "max_tokens": 80,
            "prompt_template": "As {{persona}}, summarise this support ticket in one sentence:\n\n{{ticket}}",
        },
        project="ticket-summary",
        inputs={
            "persona": "a patient support agent",
            "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
        },
        user="agent-7",
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.completions.astream_deployed(
        project="ticket-summary",
        inputs={
            "persona": "a patient support agent",
            "ticket": "Order 1042 arrived with a torn cover. The customer asks for a replacement.",
        },
        save=False,
        return_inputs=False,
        environment="production",
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.completions.astream_experiment(
        experiment_id="exp_H6vCs0aRi2WnE8kLx4ZqD",
        project="ticket-summary",
        inputs={
            "persona": "a patient support agent",
            "ticket": "The customer cannot log in since the last update.",
        },
        user="agent-7",
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
    response = await client.completions.astream_model_config(
        model_config_id="config_Zr5wE7kMv1HxC9lPb3OuN",
        project="ticket-summary",
        inputs={
            "persona": "a patient support agent",
            "ticket": "The customer cannot log in since the last update.",
        },
    )
    assert_type(response, AsyncGeneratorResponse[types.StreamToken])
    async for token in response.content:
        assert_type(token, types.StreamToken)
