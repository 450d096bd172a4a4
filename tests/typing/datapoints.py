"""Programs that use the datapoints: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(client.datapoints.get(id="evtc_vj7FAc9QeWJKY40uvSwMF"), models.DatapointResponse)
    assert_type(
        client.datapoints.update(
            target={"output": "You can return it within 14 days of delivery."}, id="evtc_vj7FAc9QeWJKY40uvSwMF"
        ),
        models.DatapointResponse,
    )
    client.datapoints.delete(body=["evtc_vj7FAc9QeWJKY40uvSwMF", "evtc_LZDe1f8rESQedUStPKR0C"])


async def awaited_calls(client: Humanloop) -> None:
    assert_type(await client.datapoints.aget(id="evtc_vj7FAc9QeWJKY40uvSwMF"), models.DatapointResponse)
    assert_type(
        await client.datapoints.aupdate(
            target={"output": "You can return it within 14 days of delivery."}, id="evtc_vj7FAc9QeWJKY40uvSwMF"
        ),
        models.DatapointResponse,
    )
    await client.datapoints.adelete(body=["evtc_vj7FAc9QeWJKY40uvSwMF", "evtc_LZDe1f8rESQedUStPKR0C"])


def raw_calls(client: Humanloop) -> None:
    assert_type(client.datapoints.raw.get(id="evtc_vj7FAc9QeWJKY40uvSwMF"), ApiResponse)
    assert_type(client.datapoints.raw.update(id="evtc_vj7FAc9QeWJKY40uvSwMF"), ApiResponse)
    assert_type(
        client.datapoints.raw.delete(body=["evtc_vj7FAc9QeWJKY40uvSwMF", "evtc_LZDe1f8rESQedUStPKR0C"]), ApiResponse
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(await client.datapoints.raw.aget(id="evtc_vj7FAc9QeWJKY40uvSwMF"), ApiResponse)
    assert_type(await client.datapoints.raw.aupdate(id="evtc_vj7FAc9QeWJKY40uvSwMF"), ApiResponse)
    assert_type(
        await client.datapoints.raw.adelete(body=["evtc_vj7FAc9QeWJKY40uvSwMF", "evtc_LZDe1f8rESQedUStPKR0C"]),
        ApiResponse,
    )
