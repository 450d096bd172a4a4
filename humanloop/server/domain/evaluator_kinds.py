"""The kinds of evaluators, one row each: who judges, and what that needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EvaluatorKind:
    """How evaluators of a type reach their verdict.

    Args:
        is_run_by_server: Whether the server runs them.
        is_complete_at_last: Whether an evaluation completes by itself with the last of their verdicts. People may
            always say more.
        own_field: Field of a request that evaluators of this type have to have, and no others may.
        asks_model: Whether a model judges, by a config, in a project of the evaluator's own.
        is_one_at_a_time: Whether the server lets each of them judge one log after the other.
    """

    is_run_by_server: bool = False
    is_complete_at_last: bool = True
    own_field: str | None = None
    asks_model: bool = False
    is_one_at_a_time: bool = False


KINDS = {
    # One process runs the code of an evaluator; models answer several questions at once.
    "python": EvaluatorKind(is_run_by_server=True, own_field="code", is_one_at_a_time=True),
    "llm": EvaluatorKind(is_run_by_server=True, own_field="model_config", asks_model=True),
    "human": EvaluatorKind(is_complete_at_last=False),
    "external": EvaluatorKind(),
}
"""The kind of each type, as `EvaluatorType` names them."""

BY_SERVER = tuple(name for name, kind in KINDS.items() if kind.is_run_by_server)
"""Types of evaluators that the server runs."""
COMPLETING = tuple(name for name, kind in KINDS.items() if kind.is_complete_at_last)
"""Types of evaluators whose verdicts complete an evaluation."""
