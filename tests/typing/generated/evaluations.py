# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""The calls of `EvaluationsApi` in all their forms: checked by the type checkers, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, assert_type

from humanloop import ApiResponse
from humanloop import pydantic as models

if TYPE_CHECKING:
    from humanloop import Humanloop


def calls(client: Humanloop) -> None:
    assert_type(
        client.evaluations.get(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            evaluator_aggregates=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        models.EvaluationResponse,
    )
    assert_type(
        client.evaluations.get(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.EvaluationResponse,
    )
    assert_type(
        client.evaluations.list_datapoints(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            page=1,
            size=10,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        models.PaginatedDataEvaluationDatapointSnapshotResponse,
    )
    assert_type(
        client.evaluations.list_datapoints(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.PaginatedDataEvaluationDatapointSnapshotResponse,
    )
    assert_type(
        client.evaluations.list_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            evaluator_aggregates=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        List[models.EvaluationResponse],
    )
    assert_type(
        client.evaluations.list_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.EvaluationResponse],
    )
    assert_type(
        client.evaluations.create(
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            evaluator_ids=["evfn_W0bTz6hKq2YmJ8rVe5UaS"],
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            max_concurrency=3,
            hl_generated=True,
        ),
        models.EvaluationResponse,
    )
    assert_type(
        client.evaluations.create(
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            evaluator_ids=["evfn_W0bTz6hKq2YmJ8rVe5UaS"],
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.EvaluationResponse,
    )
    assert_type(
        client.evaluations.log(
            datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            log={
                "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                "inputs": {"persona": "a patient support agent"},
                "messages": [
                    {
                        "role": "system",
                        "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                    },
                    {"role": "user", "content": "How long do I have to return a book?"},
                ],
                "output": "You have 30 days from delivery to send it back.",
            },
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        models.CreateLogResponse,
    )
    assert_type(
        client.evaluations.log(
            datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            log={
                "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                "inputs": {"persona": "a patient support agent"},
                "messages": [
                    {
                        "role": "system",
                        "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                    },
                    {"role": "user", "content": "How long do I have to return a book?"},
                ],
                "output": "You have 30 days from delivery to send it back.",
            },
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.CreateLogResponse,
    )
    assert_type(
        client.evaluations.result(
            log_id="data_V8jRk5eBw3LyU0cAx6PgN",
            evaluator_id="evfn_d4XnG9oCl1FpM7sQi3HtZ",
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            result=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        models.EvaluationResultResponse,
    )
    assert_type(
        client.evaluations.result(
            log_id="data_V8jRk5eBw3LyU0cAx6PgN",
            evaluator_id="evfn_d4XnG9oCl1FpM7sQi3HtZ",
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.EvaluationResultResponse,
    )
    assert_type(
        client.evaluations.update_status(
            status="completed",
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.EvaluationResponse,
    )
    assert_type(
        client.evaluations.add_evaluators(
            evaluator_ids=["evfn_d4XnG9oCl1FpM7sQi3HtZ"],
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.EvaluationResponse,
    )
    assert_type(
        client.evaluations.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            id=["ev_sTy4Qwb8DwkNhFdnXsiVp"],
            start_date="2024-03-01",
            end_date="2024-04-01",
            size=50,
            page=0,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        models.PaginatedDataEvaluationResponse,
    )
    assert_type(
        client.evaluations.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.PaginatedDataEvaluationResponse,
    )


def raw_calls(client: Humanloop) -> None:
    assert_type(
        client.evaluations.raw.get(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            evaluator_aggregates=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.get(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.list_datapoints(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            page=1,
            size=10,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.list_datapoints(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.list_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            evaluator_aggregates=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.list_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.create(
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            evaluator_ids=["evfn_W0bTz6hKq2YmJ8rVe5UaS"],
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            max_concurrency=3,
            hl_generated=True,
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.create(
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            evaluator_ids=["evfn_W0bTz6hKq2YmJ8rVe5UaS"],
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.log(
            datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            log={
                "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                "inputs": {"persona": "a patient support agent"},
                "messages": [
                    {
                        "role": "system",
                        "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                    },
                    {"role": "user", "content": "How long do I have to return a book?"},
                ],
                "output": "You have 30 days from delivery to send it back.",
            },
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.log(
            datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            log={
                "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                "inputs": {"persona": "a patient support agent"},
                "messages": [
                    {
                        "role": "system",
                        "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                    },
                    {"role": "user", "content": "How long do I have to return a book?"},
                ],
                "output": "You have 30 days from delivery to send it back.",
            },
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.result(
            log_id="data_V8jRk5eBw3LyU0cAx6PgN",
            evaluator_id="evfn_d4XnG9oCl1FpM7sQi3HtZ",
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            result=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.result(
            log_id="data_V8jRk5eBw3LyU0cAx6PgN",
            evaluator_id="evfn_d4XnG9oCl1FpM7sQi3HtZ",
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.update_status(
            status="completed",
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.add_evaluators(
            evaluator_ids=["evfn_d4XnG9oCl1FpM7sQi3HtZ"],
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            id=["ev_sTy4Qwb8DwkNhFdnXsiVp"],
            start_date="2024-03-01",
            end_date="2024-04-01",
            size=50,
            page=0,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        client.evaluations.raw.list(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )


async def awaited_calls(client: Humanloop) -> None:
    assert_type(
        await client.evaluations.aget(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            evaluator_aggregates=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        models.EvaluationResponse,
    )
    assert_type(
        await client.evaluations.aget(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.EvaluationResponse,
    )
    assert_type(
        await client.evaluations.alist_datapoints(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            page=1,
            size=10,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        models.PaginatedDataEvaluationDatapointSnapshotResponse,
    )
    assert_type(
        await client.evaluations.alist_datapoints(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.PaginatedDataEvaluationDatapointSnapshotResponse,
    )
    assert_type(
        await client.evaluations.alist_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            evaluator_aggregates=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        List[models.EvaluationResponse],
    )
    assert_type(
        await client.evaluations.alist_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        List[models.EvaluationResponse],
    )
    assert_type(
        await client.evaluations.acreate(
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            evaluator_ids=["evfn_W0bTz6hKq2YmJ8rVe5UaS"],
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            max_concurrency=3,
            hl_generated=True,
        ),
        models.EvaluationResponse,
    )
    assert_type(
        await client.evaluations.acreate(
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            evaluator_ids=["evfn_W0bTz6hKq2YmJ8rVe5UaS"],
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.EvaluationResponse,
    )
    assert_type(
        await client.evaluations.alog(
            datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            log={
                "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                "inputs": {"persona": "a patient support agent"},
                "messages": [
                    {
                        "role": "system",
                        "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                    },
                    {"role": "user", "content": "How long do I have to return a book?"},
                ],
                "output": "You have 30 days from delivery to send it back.",
            },
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        models.CreateLogResponse,
    )
    assert_type(
        await client.evaluations.alog(
            datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            log={
                "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                "inputs": {"persona": "a patient support agent"},
                "messages": [
                    {
                        "role": "system",
                        "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                    },
                    {"role": "user", "content": "How long do I have to return a book?"},
                ],
                "output": "You have 30 days from delivery to send it back.",
            },
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.CreateLogResponse,
    )
    assert_type(
        await client.evaluations.aresult(
            log_id="data_V8jRk5eBw3LyU0cAx6PgN",
            evaluator_id="evfn_d4XnG9oCl1FpM7sQi3HtZ",
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            result=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        models.EvaluationResultResponse,
    )
    assert_type(
        await client.evaluations.aresult(
            log_id="data_V8jRk5eBw3LyU0cAx6PgN",
            evaluator_id="evfn_d4XnG9oCl1FpM7sQi3HtZ",
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.EvaluationResultResponse,
    )
    assert_type(
        await client.evaluations.aupdate_status(
            status="completed",
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.EvaluationResponse,
    )
    assert_type(
        await client.evaluations.aadd_evaluators(
            evaluator_ids=["evfn_d4XnG9oCl1FpM7sQi3HtZ"],
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        models.EvaluationResponse,
    )
    assert_type(
        await client.evaluations.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            id=["ev_sTy4Qwb8DwkNhFdnXsiVp"],
            start_date="2024-03-01",
            end_date="2024-04-01",
            size=50,
            page=0,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        models.PaginatedDataEvaluationResponse,
    )
    assert_type(
        await client.evaluations.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        models.PaginatedDataEvaluationResponse,
    )


async def awaited_raw_calls(client: Humanloop) -> None:
    assert_type(
        await client.evaluations.raw.aget(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            evaluator_aggregates=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.aget(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.alist_datapoints(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            page=1,
            size=10,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.alist_datapoints(
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.alist_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            evaluator_aggregates=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.alist_all_for_project(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.acreate(
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            evaluator_ids=["evfn_W0bTz6hKq2YmJ8rVe5UaS"],
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            max_concurrency=3,
            hl_generated=True,
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.acreate(
            config_id="config_T4hQ9sYb2mKd7RzVcW1Le",
            evaluator_ids=["evfn_W0bTz6hKq2YmJ8rVe5UaS"],
            dataset_id="evts_M5cXr2ZwQ8lDa0nHj6YtB",
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.alog(
            datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            log={
                "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                "inputs": {"persona": "a patient support agent"},
                "messages": [
                    {
                        "role": "system",
                        "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                    },
                    {"role": "user", "content": "How long do I have to return a book?"},
                ],
                "output": "You have 30 days from delivery to send it back.",
            },
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.alog(
            datapoint_id="evtc_k9PuF4gLs7EvN3xOd1CiR",
            log={
                "project_id": "pr_GWx6n0lv6xUu3HNRjY8UA",
                "config_id": "config_T4hQ9sYb2mKd7RzVcW1Le",
                "inputs": {"persona": "a patient support agent"},
                "messages": [
                    {
                        "role": "system",
                        "content": "You are a patient support agent. Answer questions about orders in at most three sentences.",
                    },
                    {"role": "user", "content": "How long do I have to return a book?"},
                ],
                "output": "You have 30 days from delivery to send it back.",
            },
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.aresult(
            log_id="data_V8jRk5eBw3LyU0cAx6PgN",
            evaluator_id="evfn_d4XnG9oCl1FpM7sQi3HtZ",
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
            result=True,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.aresult(
            log_id="data_V8jRk5eBw3LyU0cAx6PgN",
            evaluator_id="evfn_d4XnG9oCl1FpM7sQi3HtZ",
            evaluation_id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.aupdate_status(
            status="completed",
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.aadd_evaluators(
            evaluator_ids=["evfn_d4XnG9oCl1FpM7sQi3HtZ"],
            id="ev_sTy4Qwb8DwkNhFdnXsiVp",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
            id=["ev_sTy4Qwb8DwkNhFdnXsiVp"],
            start_date="2024-03-01",
            end_date="2024-04-01",
            size=50,
            page=0,
            evaluatee_id="evv_R4y9ojfljoQoaF1Llqsaj",
        ),
        ApiResponse,
    )
    assert_type(
        await client.evaluations.raw.alist(
            project_id="pr_GWx6n0lv6xUu3HNRjY8UA",
        ),
        ApiResponse,
    )
