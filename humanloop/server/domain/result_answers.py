"""Results of evaluators as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.store.rows import Row


def result_answer(
    row: Row, evaluator_logs: Mapping[str, Mapping[str, Any]], log: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Build the answer for a result.

    Args:
        row: The result, with the name of its evaluator.
        evaluator_logs: The logs that evaluators wrote, as they are answered, by id.
        log: The log that was judged; left out where it is answered next to the result.
    """
    evaluator_log = evaluator_logs.get(row["evaluator_log_id"] or "")
    # A python evaluator's log has a config of type `evaluator`.
    is_of_model = evaluator_log is not None and evaluator_log["config"]["type"] == "model"
    return {
        "id": row["id"],
        "evaluator_id": row["evaluator_id"],
        "evaluator_name": row["evaluator_name"],
        "evaluator_version_id": row["version_id"],
        "evaluation_id": row["evaluation_id"],
        "log_id": row["log_id"],
        "log": log,
        "version_id": None,
        "version": None,
        "value": row["value"],
        "error": row["error"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "llm_evaluator_log": evaluator_log if is_of_model else None,
        "evaluator_log": evaluator_log,
    }
