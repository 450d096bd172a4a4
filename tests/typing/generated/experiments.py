# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `ExperimentsApi` in all their forms: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.experiments.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.ExperimentResponse],
    )
    assert_type(
        client.experiments.create(
            name="Short or detailed answers",
            positive_labels=[{"type": "rating", "value": "good"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            config_ids=["config_T4hQ9sYb2mKd7RzVcW1Le", "config_n8JfX3pUa6oBq0GtDyS5i"],
            set_active=True,
        ),
        models.ExperimentResponse,
    )
    assert_type(
        client.experiments.create(
            name="Short or detailed answers",
            positive_labels=[{"type": "rating", "value": "good"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.ExperimentResponse,
    )
    client.experiments.delete(
        experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
    )
    assert_type(
        client.experiments.update(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
            config_ids_to_register=["config_q2AeL8jVt6YsF4cXh0RmW"],
            config_ids_to_deregister=["config_n8JfX3pUa6oBq0GtDyS5i"],
        ),
        models.ExperimentResponse,
    )
    assert_type(
        client.experiments.update(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
        ),
        models.ExperimentResponse,
    )
    assert_type(
        client.experiments.sample(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
        ),
        models.GetModelConfigResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.experiments.raw.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.experiments.raw.create(
            name="Short or detailed answers",
            positive_labels=[{"type": "rating", "value": "good"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            config_ids=["config_T4hQ9sYb2mKd7RzVcW1Le", "config_n8JfX3pUa6oBq0GtDyS5i"],
            set_active=True,
        ),
        ApiResponse,
    )
    assert_type(
        client.experiments.raw.create(
            name="Short or detailed answers",
            positive_labels=[{"type": "rating", "value": "good"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.experiments.raw.delete(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
        ),
        ApiResponse,
    )
    assert_type(
        client.experiments.raw.update(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
            config_ids_to_register=["config_q2AeL8jVt6YsF4cXh0RmW"],
            config_ids_to_deregister=["config_n8JfX3pUa6oBq0GtDyS5i"],
        ),
        ApiResponse,
    )
    assert_type(
        client.experiments.raw.update(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
        ),
        ApiResponse,
    )
    assert_type(
        client.experiments.raw.sample(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
        ),
        ApiResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.experiments.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.ExperimentResponse],
    )
    assert_type(
        await client.experiments.acreate(
            name="Short or detailed answers",
            positive_labels=[{"type": "rating", "value": "good"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            config_ids=["config_T4hQ9sYb2mKd7RzVcW1Le", "config_n8JfX3pUa6oBq0GtDyS5i"],
            set_active=True,
        ),
        models.ExperimentResponse,
    )
    assert_type(
        await client.experiments.acreate(
            name="Short or detailed answers",
            positive_labels=[{"type": "rating", "value": "good"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.ExperimentResponse,
    )
    await client.experiments.adelete(
        experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
    )
    assert_type(
        await client.experiments.aupdate(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
            config_ids_to_register=["config_q2AeL8jVt6YsF4cXh0RmW"],
            config_ids_to_deregister=["config_n8JfX3pUa6oBq0GtDyS5i"],
        ),
        models.ExperimentResponse,
    )
    assert_type(
        await client.experiments.aupdate(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
        ),
        models.ExperimentResponse,
    )
    assert_type(
        await client.experiments.asample(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
        ),
        models.GetModelConfigResponse,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.experiments.raw.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.experiments.raw.acreate(
            name="Short or detailed answers",
            positive_labels=[{"type": "rating", "value": "good"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            config_ids=["config_T4hQ9sYb2mKd7RzVcW1Le", "config_n8JfX3pUa6oBq0GtDyS5i"],
            set_active=True,
        ),
        ApiResponse,
    )
    assert_type(
        await client.experiments.raw.acreate(
            name="Short or detailed answers",
            positive_labels=[{"type": "rating", "value": "good"}],
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.experiments.raw.adelete(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
        ),
        ApiResponse,
    )
    assert_type(
        await client.experiments.raw.aupdate(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
            config_ids_to_register=["config_q2AeL8jVt6YsF4cXh0RmW"],
            config_ids_to_deregister=["config_n8JfX3pUa6oBq0GtDyS5i"],
        ),
        ApiResponse,
    )
    assert_type(
        await client.experiments.raw.aupdate(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
        ),
        ApiResponse,
    )
    assert_type(
        await client.experiments.raw.asample(
            experiment_id="exp_AIxNKu8iS2G8NPRVdD53X",
        ),
        ApiResponse,
    )
