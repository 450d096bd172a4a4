# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `ModelConfigsApi` in all their forms: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.model_configs.register(
            model="gpt-4",
            description="At most three sentences per answer.",
            name="Short answers",
            provider="openai",
            max_tokens=200,
            temperature=0.3,
            project="support-assistant",
            chat_template=[
                {
                    "role": "system",
                    "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                },
            ],
            endpoint="chat",
        ),
        models.ProjectConfigResponse,
    )
    assert_type(
        client.model_configs.register(
            model="gpt-4",
        ),
        models.ProjectConfigResponse,
    )
    assert_type(
        client.model_configs.get(
            id="config_J2isAjIhKtJ0RlgLKOmxg",
        ),
        models.ModelConfigResponse,
    )
    assert_type(
        client.model_configs.export(
            id="config_J2isAjIhKtJ0RlgLKOmxg",
        ),
        str,
    )
    assert_type(
        client.model_configs.serialize(
            provider="openai",
            model="gpt-4",
            temperature=0.2,
            endpoint="chat",
            chat_template=[
                {"role": "system", "content": "You answer for {{shop}} in one sentence."},
            ],
        ),
        str,
    )
    assert_type(client.model_configs.serialize(), str)
    assert_type(
        client.model_configs.deserialize(
            config="---\nmodel: gpt-4\ntemperature: 0.3\nmax_tokens: 200\nprovider: openai\nendpoint: chat\n---\n<system>\n  You are {{persona}}. Answer questions about orders in at most three sentences.\n</system>\n",
        ),
        models.ModelConfigResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.model_configs.raw.register(
            model="gpt-4",
            description="At most three sentences per answer.",
            name="Short answers",
            provider="openai",
            max_tokens=200,
            temperature=0.3,
            project="support-assistant",
            chat_template=[
                {
                    "role": "system",
                    "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                },
            ],
            endpoint="chat",
        ),
        ApiResponse,
    )
    assert_type(
        client.model_configs.raw.register(
            model="gpt-4",
        ),
        ApiResponse,
    )
    assert_type(
        client.model_configs.raw.get(
            id="config_J2isAjIhKtJ0RlgLKOmxg",
        ),
        ApiResponse,
    )
    assert_type(
        client.model_configs.raw.export(
            id="config_J2isAjIhKtJ0RlgLKOmxg",
        ),
        ApiResponse,
    )
    assert_type(
        client.model_configs.raw.serialize(
            provider="openai",
            model="gpt-4",
            temperature=0.2,
            endpoint="chat",
            chat_template=[
                {"role": "system", "content": "You answer for {{shop}} in one sentence."},
            ],
        ),
        ApiResponse,
    )
    assert_type(client.model_configs.raw.serialize(), ApiResponse)
    assert_type(
        client.model_configs.raw.deserialize(
            config="---\nmodel: gpt-4\ntemperature: 0.3\nmax_tokens: 200\nprovider: openai\nendpoint: chat\n---\n<system>\n  You are {{persona}}. Answer questions about orders in at most three sentences.\n</system>\n",
        ),
        ApiResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.model_configs.aregister(
            model="gpt-4",
            description="At most three sentences per answer.",
            name="Short answers",
            provider="openai",
            max_tokens=200,
            temperature=0.3,
            project="support-assistant",
            chat_template=[
                {
                    "role": "system",
                    "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                },
            ],
            endpoint="chat",
        ),
        models.ProjectConfigResponse,
    )
    assert_type(
        await client.model_configs.aregister(
            model="gpt-4",
        ),
        models.ProjectConfigResponse,
    )
    assert_type(
        await client.model_configs.aget(
            id="config_J2isAjIhKtJ0RlgLKOmxg",
        ),
        models.ModelConfigResponse,
    )
    assert_type(
        await client.model_configs.aexport(
            id="config_J2isAjIhKtJ0RlgLKOmxg",
        ),
        str,
    )
    assert_type(
        await client.model_configs.aserialize(
            provider="openai",
            model="gpt-4",
            temperature=0.2,
            endpoint="chat",
            chat_template=[
                {"role": "system", "content": "You answer for {{shop}} in one sentence."},
            ],
        ),
        str,
    )
    assert_type(await client.model_configs.aserialize(), str)
    assert_type(
        await client.model_configs.adeserialize(
            config="---\nmodel: gpt-4\ntemperature: 0.3\nmax_tokens: 200\nprovider: openai\nendpoint: chat\n---\n<system>\n  You are {{persona}}. Answer questions about orders in at most three sentences.\n</system>\n",
        ),
        models.ModelConfigResponse,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.model_configs.raw.aregister(
            model="gpt-4",
            description="At most three sentences per answer.",
            name="Short answers",
            provider="openai",
            max_tokens=200,
            temperature=0.3,
            project="support-assistant",
            chat_template=[
                {
                    "role": "system",
                    "content": "You are {{persona}}. Answer questions about orders in at most three sentences.",
                },
            ],
            endpoint="chat",
        ),
        ApiResponse,
    )
    assert_type(
        await client.model_configs.raw.aregister(
            model="gpt-4",
        ),
        ApiResponse,
    )
    assert_type(
        await client.model_configs.raw.aget(
            id="config_J2isAjIhKtJ0RlgLKOmxg",
        ),
        ApiResponse,
    )
    assert_type(
        await client.model_configs.raw.aexport(
            id="config_J2isAjIhKtJ0RlgLKOmxg",
        ),
        ApiResponse,
    )
    assert_type(
        await client.model_configs.raw.aserialize(
            provider="openai",
            model="gpt-4",
            temperature=0.2,
            endpoint="chat",
            chat_template=[
                {"role": "system", "content": "You answer for {{shop}} in one sentence."},
            ],
        ),
        ApiResponse,
    )
    assert_type(await client.model_configs.raw.aserialize(), ApiResponse)
    assert_type(
        await client.model_configs.raw.adeserialize(
            config="---\nmodel: gpt-4\ntemperature: 0.3\nmax_tokens: 200\nprovider: openai\nendpoint: chat\n---\n<system>\n  You are {{persona}}. Answer questions about orders in at most three sentences.\n</system>\n",
        ),
        ApiResponse,
    )
