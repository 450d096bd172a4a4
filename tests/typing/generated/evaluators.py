# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `EvaluatorsApi` in all their forms: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(client.evaluators.list(), List[models.EvaluatorResponse])
    assert_type(
        client.evaluators.create(
            description="True if the answer contains every string in the target's must_mention.",
            name="Mentions required facts",
            arguments_type="target_required",
            return_type="boolean",
            type="python",
            code='def evaluate(log, testcase):\n    wanted = testcase["target"]["must_mention"]\n    return all(text in log["output"] for text in wanted)\n',
        ),
        models.EvaluatorResponse,
    )
    assert_type(
        client.evaluators.create(
            description="True if the answer contains every string in the target's must_mention.",
            name="Mentions required facts",
            arguments_type="target_required",
            return_type="boolean",
            type="python",
        ),
        models.EvaluatorResponse,
    )
    assert_type(
        client.evaluators.get(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        models.EvaluatorResponse,
    )
    client.evaluators.delete(
        id="evfn_zz63FfkCzJr4i0B3JrTAw",
    )
    assert_type(
        client.evaluators.update(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
            name="Mentions required facts (any case)",
            code='def evaluate(log, testcase):\n    wanted = testcase["target"]["must_mention"]\n    output = log["output"].lower()\n    return all(text.lower() in output for text in wanted)\n',
        ),
        models.EvaluatorResponse,
    )
    assert_type(
        client.evaluators.update(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        models.EvaluatorResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(client.evaluators.raw.list(), ApiResponse)
    assert_type(
        client.evaluators.raw.create(
            description="True if the answer contains every string in the target's must_mention.",
            name="Mentions required facts",
            arguments_type="target_required",
            return_type="boolean",
            type="python",
            code='def evaluate(log, testcase):\n    wanted = testcase["target"]["must_mention"]\n    return all(text in log["output"] for text in wanted)\n',
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluators.raw.create(
            description="True if the answer contains every string in the target's must_mention.",
            name="Mentions required facts",
            arguments_type="target_required",
            return_type="boolean",
            type="python",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluators.raw.get(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluators.raw.delete(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluators.raw.update(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
            name="Mentions required facts (any case)",
            code='def evaluate(log, testcase):\n    wanted = testcase["target"]["must_mention"]\n    output = log["output"].lower()\n    return all(text.lower() in output for text in wanted)\n',
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluators.raw.update(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        ApiResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(await client.evaluators.alist(), List[models.EvaluatorResponse])
    assert_type(
        await client.evaluators.acreate(
            description="True if the answer contains every string in the target's must_mention.",
            name="Mentions required facts",
            arguments_type="target_required",
            return_type="boolean",
            type="python",
            code='def evaluate(log, testcase):\n    wanted = testcase["target"]["must_mention"]\n    return all(text in log["output"] for text in wanted)\n',
        ),
        models.EvaluatorResponse,
    )
    assert_type(
        await client.evaluators.acreate(
            description="True if the answer contains every string in the target's must_mention.",
            name="Mentions required facts",
            arguments_type="target_required",
            return_type="boolean",
            type="python",
        ),
        models.EvaluatorResponse,
    )
    assert_type(
        await client.evaluators.aget(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        models.EvaluatorResponse,
    )
    await client.evaluators.adelete(
        id="evfn_zz63FfkCzJr4i0B3JrTAw",
    )
    assert_type(
        await client.evaluators.aupdate(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
            name="Mentions required facts (any case)",
            code='def evaluate(log, testcase):\n    wanted = testcase["target"]["must_mention"]\n    output = log["output"].lower()\n    return all(text.lower() in output for text in wanted)\n',
        ),
        models.EvaluatorResponse,
    )
    assert_type(
        await client.evaluators.aupdate(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        models.EvaluatorResponse,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(await client.evaluators.raw.alist(), ApiResponse)
    assert_type(
        await client.evaluators.raw.acreate(
            description="True if the answer contains every string in the target's must_mention.",
            name="Mentions required facts",
            arguments_type="target_required",
            return_type="boolean",
            type="python",
            code='def evaluate(log, testcase):\n    wanted = testcase["target"]["must_mention"]\n    return all(text in log["output"] for text in wanted)\n',
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluators.raw.acreate(
            description="True if the answer contains every string in the target's must_mention.",
            name="Mentions required facts",
            arguments_type="target_required",
            return_type="boolean",
            type="python",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluators.raw.aget(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluators.raw.adelete(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluators.raw.aupdate(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
            name="Mentions required facts (any case)",
            code='def evaluate(log, testcase):\n    wanted = testcase["target"]["must_mention"]\n    output = log["output"].lower()\n    return all(text.lower() in output for text in wanted)\n',
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluators.raw.aupdate(
            id="evfn_zz63FfkCzJr4i0B3JrTAw",
        ),
        ApiResponse,
    )
