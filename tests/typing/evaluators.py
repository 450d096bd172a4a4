"""Programs that use the evaluators: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(client.evaluators.list(), list[models.EvaluatorResponse])
    assert_type(
        client.evaluators.create(
            name="Mentions required facts",
            description="True if the answer contains every string in the target's must_mention.",
            type="python",
            arguments_type="target_required",
            return_type="boolean",
            code="def evaluate(log, testcase):     wanted = ...",
        ),
        models.EvaluatorResponse,
    )
    assert_type(client.evaluators.get(id="evfn_zz63FfkCzJr4i0B3JrTAw"), models.EvaluatorResponse)
    client.evaluators.delete(id="evfn_zz63FfkCzJr4i0B3JrTAw")
    assert_type(
        client.evaluators.update(
            name="Mentions required facts (any case)",
            code="def evaluate(log, testcase):     wanted = ...",
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        models.EvaluatorResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(await client.evaluators.alist(), list[models.EvaluatorResponse])
    assert_type(
        await client.evaluators.acreate(
            name="Mentions required facts",
            description="True if the answer contains every string in the target's must_mention.",
            type="python",
            arguments_type="target_required",
            return_type="boolean",
            code="def evaluate(log, testcase):     wanted = ...",
        ),
        models.EvaluatorResponse,
    )
    assert_type(await client.evaluators.aget(id="evfn_zz63FfkCzJr4i0B3JrTAw"), models.EvaluatorResponse)
    await client.evaluators.adelete(id="evfn_zz63FfkCzJr4i0B3JrTAw")
    assert_type(
        await client.evaluators.aupdate(
            name="Mentions required facts (any case)",
            code="def evaluate(log, testcase):     wanted = ...",
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        models.EvaluatorResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(client.evaluators.raw.list(), ApiResponse)
    assert_type(
        client.evaluators.raw.create(
            name="Mentions required facts",
            description="True if the answer contains every string in the target's must_mention.",
            type="python",
            arguments_type="target_required",
            return_type="boolean",
        ),
        ApiResponse,
    )
    assert_type(client.evaluators.raw.get(id="evfn_zz63FfkCzJr4i0B3JrTAw"), ApiResponse)
    assert_type(client.evaluators.raw.delete(id="evfn_zz63FfkCzJr4i0B3JrTAw"), ApiResponse)
    assert_type(client.evaluators.raw.update(id="evfn_zz63FfkCzJr4i0B3JrTAw"), ApiResponse)


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(await client.evaluators.raw.alist(), ApiResponse)
    assert_type(
        await client.evaluators.raw.acreate(
            name="Mentions required facts",
            description="True if the answer contains every string in the target's must_mention.",
            type="python",
            arguments_type="target_required",
            return_type="boolean",
        ),
        ApiResponse,
    )
    assert_type(await client.evaluators.raw.aget(id="evfn_zz63FfkCzJr4i0B3JrTAw"), ApiResponse)
    assert_type(await client.evaluators.raw.adelete(id="evfn_zz63FfkCzJr4i0B3JrTAw"), ApiResponse)
    assert_type(await client.evaluators.raw.aupdate(id="evfn_zz63FfkCzJr4i0B3JrTAw"), ApiResponse)
