"""Which logs of a list are wanted, by what stands beside them: their config, their feedback, their results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic_core import to_json

from humanloop.server.store.schema import configs, evaluation_logs, evaluation_results, feedback, logs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FEEDBACK = "feedback-"
"""What the names of columns begin with that are types of feedback."""

MODEL: sa.ColumnElement[str] = configs.c.content["model"].as_string()
"""The model of a config."""


@dataclass(frozen=True)
class LogChoices:
    """Filters and an order; of the values of one filter one has to fit, of the filters all.

    Args:
        sources: Sources of the logs.
        models: Models of their configs.
        feedback: Type of feedback → values that count now.
        evaluators: Id of an evaluator → what it found.
        configs: Ids of their configs.
        environments: Where the logs were made.
        sessions: Ids of their sessions.
        users: Who the logs belong to.
        has_error: Whether they failed.
        has_feedback: Whether people have said something of them that counts.
        of_evaluations: Whether they belong to evaluations.
        sort: Columns, each `source`, `duration`, `model`, `timestamp` or `feedback-` and a type, and whether it
            descends.
    """

    sources: Sequence[str] = ()
    models: Sequence[str] = ()
    feedback: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "Sequence[str]"])
    evaluators: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "Sequence[str]"])
    configs: Sequence[str] = ()
    environments: Sequence[str] = ()
    sessions: Sequence[str] = ()
    users: Sequence[str] = ()
    has_error: bool | None = None
    has_feedback: bool | None = None
    of_evaluations: bool | None = None
    sort: Sequence[tuple[str, bool]] = ()

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """Build the conditions."""
        found = self.more_conditions()
        if self.sources:
            found.append(logs.c.source.in_(self.sources))
        if self.models:
            # Not one by one for each log: configs are few.
            found.append(logs.c.config_id.in_(sa.select(configs.c.id).where(MODEL.in_(self.models))))
        if self.configs:
            found.append(logs.c.config_id.in_(self.configs))
        for kind, values in self.feedback.items():
            given = (feedback.c.log_id == logs.c.id, feedback.c.type == kind, feedback.c.current.is_(True))
            found.append(sa.exists().where(*given, is_one_of(feedback.c.value, values)))
        for evaluator_id, values in self.evaluators.items():
            results = (evaluation_results.c.log_id == logs.c.id, evaluation_results.c.evaluator_id == evaluator_id)
            found.append(sa.exists().where(*results, is_one_of(evaluation_results.c.value, values)))
        return found

    def more_conditions(self) -> list[sa.ColumnElement[bool]]:
        """Build the conditions but for those of sources, configs, feedback and evaluators."""
        found: list[sa.ColumnElement[bool]] = []
        for column, wanted in (
            (logs.c.environment, self.environments),
            (logs.c.session_id, self.sessions),
            (logs.c.user, self.users),
        ):
            if wanted:
                found.append(column.in_(wanted))
        if self.has_error is not None:
            found.append(logs.c.error.is_not(None) if self.has_error else logs.c.error.is_(None))
        if self.has_feedback is not None:
            has_some = sa.exists().where(feedback.c.log_id == logs.c.id, feedback.c.current.is_(True)).correlate(logs)
            found.append(has_some if self.has_feedback else ~has_some)
        if self.of_evaluations is not None:
            belongs = sa.exists().where(evaluation_logs.c.log_id == logs.c.id)
            found.append(belongs if self.of_evaluations else ~belongs)
        return found


def order_of(sort: Sequence[tuple[str, bool]]) -> list[sa.ColumnElement[Any]]:
    """Build the order of columns that are those of `LogChoices`; what is equal in it is left open."""
    wanted = [(_sort_column(name), descends) for name, descends in sort]
    return [(column.desc() if descends else column.asc()).nulls_last() for column, descends in wanted]


def _sort_column(name: str) -> sa.ColumnElement[Any]:
    if name in {"source", "duration"}:
        return logs.c[name]
    if name == "timestamp":
        return logs.c.created_at
    if name == "model":
        return sa.select(MODEL).where(configs.c.id == logs.c.config_id).scalar_subquery()
    given = (feedback.c.log_id == logs.c.id, feedback.c.type == name.removeprefix(FEEDBACK))
    latest = sa.select(sa.cast(feedback.c.value, sa.Text)).where(*given, feedback.c.current.is_(True))
    return latest.order_by(feedback.c.seq.desc()).limit(1).scalar_subquery()


def texts_of(values: Sequence[str]) -> list[str]:
    """List how JSON may write values that came as text, unless they are items of a list."""
    return sorted({form for value in values for form in (to_json(value).decode(), *_forms_of(value))})


def is_one_of(column: sa.Column[Any], values: Sequence[str]) -> sa.ColumnElement[bool]:
    """Compare stored JSON with values that came as text: a text, a number or boolean, or one item of a list."""
    written = sa.cast(column, sa.Text)
    forms: list[sa.ColumnElement[bool]] = [written.in_(texts_of(values))]
    for value in values:
        # Of both databases, LIKE of one does not tell small from capital letters.
        without = sa.func.replace(written, to_json(value).decode(), "")
        forms.append(sa.and_(written.like("[%"), without != written))
    return sa.or_(*forms)


def _forms_of(text: str) -> set[str]:
    """Answer how JSON may write what a text says: a whole number also as `14` and as `14.0`."""
    whole, point, rest = text.partition(".")
    if not whole.removeprefix("-").isdecimal() or rest.strip("0"):
        return {text}
    return {text, whole, f"{whole}.0"} if rest or not point else {text}
