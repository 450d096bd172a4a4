# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `FinetunesApi` in all their forms: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.finetunes.list_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.FinetuneResponse],
    )
    assert_type(
        client.finetunes.create(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            metadata={"owner": "support-team"},
        ),
        models.FinetuneResponse,
    )
    assert_type(
        client.finetunes.create(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.FinetuneResponse,
    )
    assert_type(
        client.finetunes.summary(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            metadata={"owner": "support-team"},
        ),
        models.FinetuneDataSummary,
    )
    assert_type(
        client.finetunes.summary(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.FinetuneDataSummary,
    )
    assert_type(
        client.finetunes.update(
            id="ft_MdgaKjIg8xNbe3nNyjOq9",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            name="Support tone, round one",
        ),
        models.FinetuneResponse,
    )
    assert_type(
        client.finetunes.update(
            id="ft_MdgaKjIg8xNbe3nNyjOq9",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.FinetuneResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.finetunes.raw.list_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.finetunes.raw.create(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            metadata={"owner": "support-team"},
        ),
        ApiResponse,
    )
    assert_type(
        client.finetunes.raw.create(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.finetunes.raw.summary(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            metadata={"owner": "support-team"},
        ),
        ApiResponse,
    )
    assert_type(
        client.finetunes.raw.summary(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.finetunes.raw.update(
            id="ft_MdgaKjIg8xNbe3nNyjOq9",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            name="Support tone, round one",
        ),
        ApiResponse,
    )
    assert_type(
        client.finetunes.raw.update(
            id="ft_MdgaKjIg8xNbe3nNyjOq9",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.finetunes.alist_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.FinetuneResponse],
    )
    assert_type(
        await client.finetunes.acreate(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            metadata={"owner": "support-team"},
        ),
        models.FinetuneResponse,
    )
    assert_type(
        await client.finetunes.acreate(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.FinetuneResponse,
    )
    assert_type(
        await client.finetunes.asummary(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            metadata={"owner": "support-team"},
        ),
        models.FinetuneDataSummary,
    )
    assert_type(
        await client.finetunes.asummary(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.FinetuneDataSummary,
    )
    assert_type(
        await client.finetunes.aupdate(
            id="ft_MdgaKjIg8xNbe3nNyjOq9",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            name="Support tone, round one",
        ),
        models.FinetuneResponse,
    )
    assert_type(
        await client.finetunes.aupdate(
            id="ft_MdgaKjIg8xNbe3nNyjOq9",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.FinetuneResponse,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.finetunes.raw.alist_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.finetunes.raw.acreate(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            metadata={"owner": "support-team"},
        ),
        ApiResponse,
    )
    assert_type(
        await client.finetunes.raw.acreate(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.finetunes.raw.asummary(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            metadata={"owner": "support-team"},
        ),
        ApiResponse,
    )
    assert_type(
        await client.finetunes.raw.asummary(
            name="Support tone, first round",
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            config={
                "provider": "openai",
                "base_model": "gpt-3.5-turbo",
                "parameters": {"n_epochs": 3},
            },
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.finetunes.raw.aupdate(
            id="ft_MdgaKjIg8xNbe3nNyjOq9",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            name="Support tone, round one",
        ),
        ApiResponse,
    )
    assert_type(
        await client.finetunes.raw.aupdate(
            id="ft_MdgaKjIg8xNbe3nNyjOq9",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
