# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `DatasetsApi` in all their forms: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.datasets.list_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.DatasetResponse],
    )
    assert_type(
        client.datasets.create(
            description="Typical questions about orders, with model answers.",
            name="Order questions",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.DatasetResponse,
    )
    assert_type(client.datasets.list(), List[models.DatasetResponse])
    assert_type(
        client.datasets.get(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        models.DatasetResponse,
    )
    assert_type(
        client.datasets.delete(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        Any,
    )
    assert_type(
        client.datasets.update(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
            description="Questions about orders and returns, with model answers.",
        ),
        models.DatasetResponse,
    )
    assert_type(
        client.datasets.update(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        models.DatasetResponse,
    )
    assert_type(
        client.datasets.list_datapoints(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
            page=0,
            size=50,
        ),
        models.PaginatedDataDatapointResponse,
    )
    assert_type(
        client.datasets.list_datapoints(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        models.PaginatedDataDatapointResponse,
    )
    assert_type(
        client.datasets.create_datapoint(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
            body=[
                {
                    "inputs": {"topic": "delivery times"},
                    "messages": [{"role": "user", "content": "When will order 4711 arrive?"}],
                    "target": {"output": "It arrives on Monday.", "must_mention": ["Monday"]},
                },
                {
                    "inputs": {"topic": "returns"},
                    "messages": [{"role": "user", "content": "Can I send the lamp back?"}],
                    "target": {"output": "Yes, within 30 days.", "polite": True},
                },
            ],
        ),
        List[models.DatapointResponse],
    )
    assert_type(
        client.datasets.create_datapoint(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        List[models.DatapointResponse],
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.datasets.raw.list_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.datasets.raw.create(
            description="Typical questions about orders, with model answers.",
            name="Order questions",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(client.datasets.raw.list(), ApiResponse)
    assert_type(
        client.datasets.raw.get(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        ApiResponse,
    )
    assert_type(
        client.datasets.raw.delete(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        ApiResponse,
    )
    assert_type(
        client.datasets.raw.update(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
            description="Questions about orders and returns, with model answers.",
        ),
        ApiResponse,
    )
    assert_type(
        client.datasets.raw.update(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        ApiResponse,
    )
    assert_type(
        client.datasets.raw.list_datapoints(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
            page=0,
            size=50,
        ),
        ApiResponse,
    )
    assert_type(
        client.datasets.raw.list_datapoints(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        ApiResponse,
    )
    assert_type(
        client.datasets.raw.create_datapoint(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
            body=[
                {
                    "inputs": {"topic": "delivery times"},
                    "messages": [{"role": "user", "content": "When will order 4711 arrive?"}],
                    "target": {"output": "It arrives on Monday.", "must_mention": ["Monday"]},
                },
                {
                    "inputs": {"topic": "returns"},
                    "messages": [{"role": "user", "content": "Can I send the lamp back?"}],
                    "target": {"output": "Yes, within 30 days.", "polite": True},
                },
            ],
        ),
        ApiResponse,
    )
    assert_type(
        client.datasets.raw.create_datapoint(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        ApiResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.datasets.alist_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.DatasetResponse],
    )
    assert_type(
        await client.datasets.acreate(
            description="Typical questions about orders, with model answers.",
            name="Order questions",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.DatasetResponse,
    )
    assert_type(await client.datasets.alist(), List[models.DatasetResponse])
    assert_type(
        await client.datasets.aget(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        models.DatasetResponse,
    )
    assert_type(
        await client.datasets.adelete(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        Any,
    )
    assert_type(
        await client.datasets.aupdate(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
            description="Questions about orders and returns, with model answers.",
        ),
        models.DatasetResponse,
    )
    assert_type(
        await client.datasets.aupdate(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        models.DatasetResponse,
    )
    assert_type(
        await client.datasets.alist_datapoints(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
            page=0,
            size=50,
        ),
        models.PaginatedDataDatapointResponse,
    )
    assert_type(
        await client.datasets.alist_datapoints(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        models.PaginatedDataDatapointResponse,
    )
    assert_type(
        await client.datasets.acreate_datapoint(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
            body=[
                {
                    "inputs": {"topic": "delivery times"},
                    "messages": [{"role": "user", "content": "When will order 4711 arrive?"}],
                    "target": {"output": "It arrives on Monday.", "must_mention": ["Monday"]},
                },
                {
                    "inputs": {"topic": "returns"},
                    "messages": [{"role": "user", "content": "Can I send the lamp back?"}],
                    "target": {"output": "Yes, within 30 days.", "polite": True},
                },
            ],
        ),
        List[models.DatapointResponse],
    )
    assert_type(
        await client.datasets.acreate_datapoint(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        List[models.DatapointResponse],
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.datasets.raw.alist_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.datasets.raw.acreate(
            description="Typical questions about orders, with model answers.",
            name="Order questions",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(await client.datasets.raw.alist(), ApiResponse)
    assert_type(
        await client.datasets.raw.aget(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        ApiResponse,
    )
    assert_type(
        await client.datasets.raw.adelete(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        ApiResponse,
    )
    assert_type(
        await client.datasets.raw.aupdate(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
            description="Questions about orders and returns, with model answers.",
        ),
        ApiResponse,
    )
    assert_type(
        await client.datasets.raw.aupdate(
            id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        ApiResponse,
    )
    assert_type(
        await client.datasets.raw.alist_datapoints(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
            page=0,
            size=50,
        ),
        ApiResponse,
    )
    assert_type(
        await client.datasets.raw.alist_datapoints(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        ApiResponse,
    )
    assert_type(
        await client.datasets.raw.acreate_datapoint(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
            body=[
                {
                    "inputs": {"topic": "delivery times"},
                    "messages": [{"role": "user", "content": "When will order 4711 arrive?"}],
                    "target": {"output": "It arrives on Monday.", "must_mention": ["Monday"]},
                },
                {
                    "inputs": {"topic": "returns"},
                    "messages": [{"role": "user", "content": "Can I send the lamp back?"}],
                    "target": {"output": "Yes, within 30 days.", "polite": True},
                },
            ],
        ),
        ApiResponse,
    )
    assert_type(
        await client.datasets.raw.acreate_datapoint(
            dataset_id="evts_lSXpfKtHF4vUCsMehGAkW",
        ),
        ApiResponse,
    )
