"""Programs that use the model configs: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.model_configs.register(
            project="support-assistant",
            name="Short answers",
            description="At most three sentences per answer.",
            provider="openai",
            model="gpt-4",
            endpoint="chat",
            temperature=0.3,
            max_tokens=200,
            chat_template=[
                {"role": "system", "content": "You are {{persona}}. Answer questions about orders in at ..."}
            ],
        ),
        models.ProjectConfigResponse,
    )
    assert_type(client.model_configs.get(id="config_J2isAjIhKtJ0RlgLKOmxg"), models.ModelConfigResponse)
    assert_type(client.model_configs.export(id="config_J2isAjIhKtJ0RlgLKOmxg"), str)
    assert_type(
        client.model_configs.serialize(
            model="gpt-4",
            provider="openai",
            endpoint="chat",
            temperature=0.2,
            chat_template=[{"role": "system", "content": "You answer for {{shop}} in one sentence."}],
        ),
        str,
    )
    assert_type(
        client.model_configs.deserialize(config="--- model: gpt-4 temperature: 0.3 max_tokens: 200 provider: ..."),
        models.ModelConfigResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.model_configs.aregister(
            project="support-assistant",
            name="Short answers",
            description="At most three sentences per answer.",
            provider="openai",
            model="gpt-4",
            endpoint="chat",
            temperature=0.3,
            max_tokens=200,
            chat_template=[
                {"role": "system", "content": "You are {{persona}}. Answer questions about orders in at ..."}
            ],
        ),
        models.ProjectConfigResponse,
    )
    assert_type(await client.model_configs.aget(id="config_J2isAjIhKtJ0RlgLKOmxg"), models.ModelConfigResponse)
    assert_type(await client.model_configs.aexport(id="config_J2isAjIhKtJ0RlgLKOmxg"), str)
    assert_type(
        await client.model_configs.aserialize(
            model="gpt-4",
            provider="openai",
            endpoint="chat",
            temperature=0.2,
            chat_template=[{"role": "system", "content": "You answer for {{shop}} in one sentence."}],
        ),
        str,
    )
    assert_type(
        await client.model_configs.adeserialize(
            config="--- model: gpt-4 temperature: 0.3 max_tokens: 200 provider: ..."
        ),
        models.ModelConfigResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(client.model_configs.raw.register(model="gpt-4"), ApiResponse)
    assert_type(client.model_configs.raw.get(id="config_J2isAjIhKtJ0RlgLKOmxg"), ApiResponse)
    assert_type(client.model_configs.raw.export(id="config_J2isAjIhKtJ0RlgLKOmxg"), ApiResponse)
    assert_type(
        client.model_configs.raw.serialize(
            model="gpt-4",
            provider="openai",
            endpoint="chat",
            temperature=0.2,
            chat_template=[{"role": "system", "content": "You answer for {{shop}} in one sentence."}],
        ),
        ApiResponse,
    )
    assert_type(
        client.model_configs.raw.deserialize(config="--- model: gpt-4 temperature: 0.3 max_tokens: 200 provider: ..."),
        ApiResponse,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(await client.model_configs.raw.aregister(model="gpt-4"), ApiResponse)
    assert_type(await client.model_configs.raw.aget(id="config_J2isAjIhKtJ0RlgLKOmxg"), ApiResponse)
    assert_type(await client.model_configs.raw.aexport(id="config_J2isAjIhKtJ0RlgLKOmxg"), ApiResponse)
    assert_type(
        await client.model_configs.raw.aserialize(
            model="gpt-4",
            provider="openai",
            endpoint="chat",
            temperature=0.2,
            chat_template=[{"role": "system", "content": "You answer for {{shop}} in one sentence."}],
        ),
        ApiResponse,
    )
    assert_type(
        await client.model_configs.raw.adeserialize(
            config="--- model: gpt-4 temperature: 0.3 max_tokens: 200 provider: ..."
        ),
        ApiResponse,
    )
