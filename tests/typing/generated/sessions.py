# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `SessionsApi` in all their forms: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.sessions.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            page=1,
            size=10,
        ),
        models.PaginatedDataSessionResponse,
    )
    assert_type(
        client.sessions.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.PaginatedDataSessionResponse,
    )
    assert_type(client.sessions.create(), models.CreateSessionResponse)
    assert_type(
        client.sessions.get(
            id="sesh_JTeKdNnFRIBXuDL7DxtpY",
        ),
        models.SessionResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.sessions.raw.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            page=1,
            size=10,
        ),
        ApiResponse,
    )
    assert_type(
        client.sessions.raw.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(client.sessions.raw.create(), ApiResponse)
    assert_type(
        client.sessions.raw.get(
            id="sesh_JTeKdNnFRIBXuDL7DxtpY",
        ),
        ApiResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.sessions.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            page=1,
            size=10,
        ),
        models.PaginatedDataSessionResponse,
    )
    assert_type(
        await client.sessions.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.PaginatedDataSessionResponse,
    )
    assert_type(await client.sessions.acreate(), models.CreateSessionResponse)
    assert_type(
        await client.sessions.aget(
            id="sesh_JTeKdNnFRIBXuDL7DxtpY",
        ),
        models.SessionResponse,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.sessions.raw.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            page=1,
            size=10,
        ),
        ApiResponse,
    )
    assert_type(
        await client.sessions.raw.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(await client.sessions.raw.acreate(), ApiResponse)
    assert_type(
        await client.sessions.raw.aget(
            id="sesh_JTeKdNnFRIBXuDL7DxtpY",
        ),
        ApiResponse,
    )
