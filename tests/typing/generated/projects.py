# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `ProjectsApi` in all their forms: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.projects.list(
            page=0,
            size=10,
            filter="support",
            user_filter="example.org",
            sort_by="created_at",
            order="desc",
        ),
        models.PaginatedDataProjectResponse,
    )
    assert_type(client.projects.list(), models.PaginatedDataProjectResponse)
    assert_type(
        client.projects.create(
            name="support-assistant",
            feedback_types=[
                {
                    "type": "resolution",
                    "class": "select",
                    "values": [
                        {"value": "solved", "sentiment": "positive"},
                        {"value": "escalated", "sentiment": "negative"},
                    ],
                },
            ],
        ),
        models.ProjectResponse,
    )
    assert_type(
        client.projects.create(
            name="support-assistant",
        ),
        models.ProjectResponse,
    )
    assert_type(
        client.projects.get(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.ProjectResponse,
    )
    assert_type(client.projects.get(), models.ProjectResponse)
    client.projects.delete(
        id="pr_GWx6n0lv6xUu3HNRjY8UA",
    )
    assert_type(
        client.projects.update(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            active_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            positive_labels=[{"type": "rating", "value": "good"}],
        ),
        models.ProjectResponse,
    )
    assert_type(
        client.projects.update(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.ProjectResponse,
    )
    assert_type(
        client.projects.list_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            evaluation_aggregates=True,
        ),
        List[models.ProjectConfigResponse],
    )
    assert_type(
        client.projects.list_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.ProjectConfigResponse],
    )
    assert_type(
        client.projects.get_active_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        models.GetModelConfigResponse,
    )
    assert_type(
        client.projects.get_active_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.GetModelConfigResponse,
    )
    assert_type(
        client.projects.deactivate_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        models.ProjectResponse,
    )
    assert_type(
        client.projects.deactivate_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.ProjectResponse,
    )
    assert_type(
        client.projects.deactivate_experiment(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        models.ProjectResponse,
    )
    assert_type(
        client.projects.deactivate_experiment(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.ProjectResponse,
    )
    assert_type(
        client.projects.create_feedback_type(
            type="resolution",
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            values=[
                {"value": "solved", "sentiment": "positive"},
                {"value": "escalated", "sentiment": "negative"},
            ],
            _class="select",
        ),
        models.FeedbackTypeModel,
    )
    assert_type(
        client.projects.create_feedback_type(
            type="resolution",
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.FeedbackTypeModel,
    )
    assert_type(
        client.projects.update_feedback_types(
            body=[
                {
                    "type": "action",
                    "class": "multi_select",
                    "values": [
                        {"value": "copied", "sentiment": "positive"},
                        {"value": "discarded", "sentiment": "negative"},
                    ],
                },
                {
                    "type": "tone",
                    "class": "select",
                    "values": [
                        {"value": "friendly", "sentiment": "positive"},
                        {"value": "rude", "sentiment": "negative"},
                    ],
                },
            ],
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.FeedbackTypes,
    )
    assert_type(
        client.projects.export(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            page=0,
            size=10,
        ),
        models.PaginatedDataLogResponse,
    )
    assert_type(
        client.projects.export(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.PaginatedDataLogResponse,
    )
    assert_type(
        client.projects.list_deployed_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.EnvironmentProjectConfigResponse],
    )
    assert_type(
        client.projects.deploy_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            environments=[{"id": "env_o7TpG1mVy4JbU9eSf3KhA", "name": "staging"}],
        ),
        List[models.EnvironmentProjectConfigResponse],
    )
    assert_type(
        client.projects.deploy_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.EnvironmentProjectConfigResponse],
    )
    assert_type(
        client.projects.delete_deployed_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment_id="env_83RZJzzzzgEOzdmenCkhv",
        ),
        Any,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.projects.raw.list(
            page=0,
            size=10,
            filter="support",
            user_filter="example.org",
            sort_by="created_at",
            order="desc",
        ),
        ApiResponse,
    )
    assert_type(client.projects.raw.list(), ApiResponse)
    assert_type(
        client.projects.raw.create(
            name="support-assistant",
            feedback_types=[
                {
                    "type": "resolution",
                    "class": "select",
                    "values": [
                        {"value": "solved", "sentiment": "positive"},
                        {"value": "escalated", "sentiment": "negative"},
                    ],
                },
            ],
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.create(
            name="support-assistant",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.get(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(client.projects.raw.get(), ApiResponse)
    assert_type(
        client.projects.raw.delete(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.update(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            active_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            positive_labels=[{"type": "rating", "value": "good"}],
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.update(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.list_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            evaluation_aggregates=True,
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.list_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.get_active_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.get_active_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.deactivate_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.deactivate_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.deactivate_experiment(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.deactivate_experiment(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.create_feedback_type(
            type="resolution",
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            values=[
                {"value": "solved", "sentiment": "positive"},
                {"value": "escalated", "sentiment": "negative"},
            ],
            _class="select",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.create_feedback_type(
            type="resolution",
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.update_feedback_types(
            body=[
                {
                    "type": "action",
                    "class": "multi_select",
                    "values": [
                        {"value": "copied", "sentiment": "positive"},
                        {"value": "discarded", "sentiment": "negative"},
                    ],
                },
                {
                    "type": "tone",
                    "class": "select",
                    "values": [
                        {"value": "friendly", "sentiment": "positive"},
                        {"value": "rude", "sentiment": "negative"},
                    ],
                },
            ],
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.export(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            page=0,
            size=10,
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.export(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.list_deployed_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.deploy_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            environments=[{"id": "env_o7TpG1mVy4JbU9eSf3KhA", "name": "staging"}],
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.deploy_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.projects.raw.delete_deployed_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment_id="env_83RZJzzzzgEOzdmenCkhv",
        ),
        ApiResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.projects.alist(
            page=0,
            size=10,
            filter="support",
            user_filter="example.org",
            sort_by="created_at",
            order="desc",
        ),
        models.PaginatedDataProjectResponse,
    )
    assert_type(await client.projects.alist(), models.PaginatedDataProjectResponse)
    assert_type(
        await client.projects.acreate(
            name="support-assistant",
            feedback_types=[
                {
                    "type": "resolution",
                    "class": "select",
                    "values": [
                        {"value": "solved", "sentiment": "positive"},
                        {"value": "escalated", "sentiment": "negative"},
                    ],
                },
            ],
        ),
        models.ProjectResponse,
    )
    assert_type(
        await client.projects.acreate(
            name="support-assistant",
        ),
        models.ProjectResponse,
    )
    assert_type(
        await client.projects.aget(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.ProjectResponse,
    )
    assert_type(await client.projects.aget(), models.ProjectResponse)
    await client.projects.adelete(
        id="pr_GWx6n0lv6xUu3HNRjY8UA",
    )
    assert_type(
        await client.projects.aupdate(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            active_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            positive_labels=[{"type": "rating", "value": "good"}],
        ),
        models.ProjectResponse,
    )
    assert_type(
        await client.projects.aupdate(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.ProjectResponse,
    )
    assert_type(
        await client.projects.alist_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            evaluation_aggregates=True,
        ),
        List[models.ProjectConfigResponse],
    )
    assert_type(
        await client.projects.alist_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.ProjectConfigResponse],
    )
    assert_type(
        await client.projects.aget_active_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        models.GetModelConfigResponse,
    )
    assert_type(
        await client.projects.aget_active_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.GetModelConfigResponse,
    )
    assert_type(
        await client.projects.adeactivate_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        models.ProjectResponse,
    )
    assert_type(
        await client.projects.adeactivate_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.ProjectResponse,
    )
    assert_type(
        await client.projects.adeactivate_experiment(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        models.ProjectResponse,
    )
    assert_type(
        await client.projects.adeactivate_experiment(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.ProjectResponse,
    )
    assert_type(
        await client.projects.acreate_feedback_type(
            type="resolution",
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            values=[
                {"value": "solved", "sentiment": "positive"},
                {"value": "escalated", "sentiment": "negative"},
            ],
            _class="select",
        ),
        models.FeedbackTypeModel,
    )
    assert_type(
        await client.projects.acreate_feedback_type(
            type="resolution",
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.FeedbackTypeModel,
    )
    assert_type(
        await client.projects.aupdate_feedback_types(
            body=[
                {
                    "type": "action",
                    "class": "multi_select",
                    "values": [
                        {"value": "copied", "sentiment": "positive"},
                        {"value": "discarded", "sentiment": "negative"},
                    ],
                },
                {
                    "type": "tone",
                    "class": "select",
                    "values": [
                        {"value": "friendly", "sentiment": "positive"},
                        {"value": "rude", "sentiment": "negative"},
                    ],
                },
            ],
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.FeedbackTypes,
    )
    assert_type(
        await client.projects.aexport(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            page=0,
            size=10,
        ),
        models.PaginatedDataLogResponse,
    )
    assert_type(
        await client.projects.aexport(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.PaginatedDataLogResponse,
    )
    assert_type(
        await client.projects.alist_deployed_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.EnvironmentProjectConfigResponse],
    )
    assert_type(
        await client.projects.adeploy_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            environments=[{"id": "env_o7TpG1mVy4JbU9eSf3KhA", "name": "staging"}],
        ),
        List[models.EnvironmentProjectConfigResponse],
    )
    assert_type(
        await client.projects.adeploy_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.EnvironmentProjectConfigResponse],
    )
    assert_type(
        await client.projects.adelete_deployed_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment_id="env_83RZJzzzzgEOzdmenCkhv",
        ),
        Any,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.projects.raw.alist(
            page=0,
            size=10,
            filter="support",
            user_filter="example.org",
            sort_by="created_at",
            order="desc",
        ),
        ApiResponse,
    )
    assert_type(await client.projects.raw.alist(), ApiResponse)
    assert_type(
        await client.projects.raw.acreate(
            name="support-assistant",
            feedback_types=[
                {
                    "type": "resolution",
                    "class": "select",
                    "values": [
                        {"value": "solved", "sentiment": "positive"},
                        {"value": "escalated", "sentiment": "negative"},
                    ],
                },
            ],
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.acreate(
            name="support-assistant",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.aget(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(await client.projects.raw.aget(), ApiResponse)
    assert_type(
        await client.projects.raw.adelete(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.aupdate(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            active_config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            positive_labels=[{"type": "rating", "value": "good"}],
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.aupdate(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.alist_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            evaluation_aggregates=True,
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.alist_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.aget_active_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.aget_active_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.adeactivate_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.adeactivate_config(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.adeactivate_experiment(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment="production",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.adeactivate_experiment(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.acreate_feedback_type(
            type="resolution",
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            values=[
                {"value": "solved", "sentiment": "positive"},
                {"value": "escalated", "sentiment": "negative"},
            ],
            _class="select",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.acreate_feedback_type(
            type="resolution",
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.aupdate_feedback_types(
            body=[
                {
                    "type": "action",
                    "class": "multi_select",
                    "values": [
                        {"value": "copied", "sentiment": "positive"},
                        {"value": "discarded", "sentiment": "negative"},
                    ],
                },
                {
                    "type": "tone",
                    "class": "select",
                    "values": [
                        {"value": "friendly", "sentiment": "positive"},
                        {"value": "rude", "sentiment": "negative"},
                    ],
                },
            ],
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.aexport(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
            page=0,
            size=10,
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.aexport(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.alist_deployed_configs(
            id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.adeploy_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            environments=[{"id": "env_o7TpG1mVy4JbU9eSf3KhA", "name": "staging"}],
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.adeploy_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.projects.raw.adelete_deployed_config(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            environment_id="env_83RZJzzzzgEOzdmenCkhv",
        ),
        ApiResponse,
    )
