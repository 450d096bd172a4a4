"""Which records are wanted: `--only` and `--since`. What a chosen record needs comes along by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from humanloop.server.moving.records import (
    Config,
    Dataset,
    Deployment,
    Evaluation,
    Evaluator,
    Feedback,
    Log,
    Project,
    Record,
    Result,
    Said,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

WORDS = (
    "prompts",
    "tools",
    "flows",
    "agents",
    "datasets",
    "evaluators",
    "evaluations",
    "logs",
    "deployments",
    "feedback",
)
"""What `--only` can name."""
_WORDS: dict[type[object], str] = {
    Dataset: "datasets",
    Evaluator: "evaluators",
    Evaluation: "evaluations",
    Deployment: "deployments",
}

S = TypeVar("S", Feedback, Result)


@dataclass(frozen=True)
class Choice:
    """What is wanted.

    Args:
        only: Words of `WORDS`.
        since: Nothing that was made before.
    """

    only: frozenset[str] = frozenset(WORDS)
    since: datetime | None = None

    def of(self, record: Record) -> Record | None:
        """Answer a record, without what of it is not wanted; None if nothing is."""
        if isinstance(record, Log):
            return self._of_log(record)
        if isinstance(record, Said):
            said = replace(record, feedback=self._feedback(record.feedback), results=self._results(record.results))
            return said if said.feedback or said.results else None
        if isinstance(record, Config):
            return record if record.kind in self.only and self._is_late(record.created_at) else None
        if isinstance(record, Project):
            return None
        word = _WORDS.get(type(record))
        if word is None:
            # What cannot be read, or not be taken, is told if its kind is wanted.
            kind = getattr(record, "kind", "")
            return record if kind in self.only or kind not in WORDS else None
        created = None if isinstance(record, Deployment) else getattr(record, "created_at", None)
        return record if word in self.only and self._is_late(created) else None

    def _of_log(self, log: Log) -> Log | None:
        feedback, results = self._feedback(log.feedback), self._results(log.results)
        is_own = "logs" in self.only and self._is_late(log.fields.get("created_at"))
        is_evaluated = "evaluations" in self.only and log.evaluation is not None
        if not (is_own or is_evaluated or feedback or (results and "logs" in self.only)):
            return None
        if len(feedback) == len(log.feedback) and len(results) == len(log.results):
            return log
        return replace(log, feedback=feedback, results=results)

    def _feedback(self, items: Iterable[Feedback]) -> list[Feedback]:
        return self._late(items) if "feedback" in self.only else []

    def _results(self, items: Iterable[Result]) -> list[Result]:
        return self._late(items) if self.only & {"logs", "evaluations"} else []

    def _late(self, items: Iterable[S]) -> list[S]:
        return [item for item in items if self._is_late(item.created_at)]

    def _is_late(self, created_at: datetime | None) -> bool:
        return self.since is None or created_at is None or created_at >= self.since
