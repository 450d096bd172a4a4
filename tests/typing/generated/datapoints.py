# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `DatapointsApi` in all their forms: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.datapoints.get(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
        ),
        models.DatapointResponse,
    )
    assert_type(
        client.datapoints.update(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
            target={"output": "You can return it within 14 days of delivery."},
        ),
        models.DatapointResponse,
    )
    assert_type(
        client.datapoints.update(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
        ),
        models.DatapointResponse,
    )
    client.datapoints.delete(
        body=["evtc_vj7FAc9QeWJKY40uvSwMF", "evtc_LZDe1f8rESQedUStPKR0C"],
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.datapoints.raw.get(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
        ),
        ApiResponse,
    )
    assert_type(
        client.datapoints.raw.update(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
            target={"output": "You can return it within 14 days of delivery."},
        ),
        ApiResponse,
    )
    assert_type(
        client.datapoints.raw.update(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
        ),
        ApiResponse,
    )
    assert_type(
        client.datapoints.raw.delete(
            body=["evtc_vj7FAc9QeWJKY40uvSwMF", "evtc_LZDe1f8rESQedUStPKR0C"],
        ),
        ApiResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.datapoints.aget(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
        ),
        models.DatapointResponse,
    )
    assert_type(
        await client.datapoints.aupdate(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
            target={"output": "You can return it within 14 days of delivery."},
        ),
        models.DatapointResponse,
    )
    assert_type(
        await client.datapoints.aupdate(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
        ),
        models.DatapointResponse,
    )
    await client.datapoints.adelete(
        body=["evtc_vj7FAc9QeWJKY40uvSwMF", "evtc_LZDe1f8rESQedUStPKR0C"],
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.datapoints.raw.aget(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
        ),
        ApiResponse,
    )
    assert_type(
        await client.datapoints.raw.aupdate(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
            target={"output": "You can return it within 14 days of delivery."},
        ),
        ApiResponse,
    )
    assert_type(
        await client.datapoints.raw.aupdate(
            id="evtc_vj7FAc9QeWJKY40uvSwMF",
        ),
        ApiResponse,
    )
    assert_type(
        await client.datapoints.raw.adelete(
            body=["evtc_vj7FAc9QeWJKY40uvSwMF", "evtc_LZDe1f8rESQedUStPKR0C"],
        ),
        ApiResponse,
    )
