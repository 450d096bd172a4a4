"""Queries over evaluations: found, listed, changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import add as add_up
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.news import tell
from humanloop.server.store.rows import all_rows, first_row
from humanloop.server.store.schema import (
    configs,
    datasets,
    evaluation_logs,
    evaluation_lost_results,
    evaluation_results,
    evaluation_sums,
    evaluations,
    projects,
)
from humanloop.server.store.servers import is_free

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_OF_LIVING_PROJECT = (evaluations.c.project_id == projects.c.id, projects.c.deleted_at.is_(None))
_UNFINISHED = ("pending", "running")
_NEWEST_FIRST = (evaluations.c.created_at.desc(), evaluations.c.seq.desc())


@dataclass(frozen=True)
class EvaluationFilter:
    """Which evaluations of a project are wanted, and in which order; what is empty leaves a condition out.

    Args:
        ids: Their ids.
        datasets: Names of their datasets.
        configs: Ids of their configs.
        statuses: Their statuses.
        evaluatee: Id of the config that every one of them has; None leaves that open.
        start: First moment of `created_at`.
        end: First moment after the last.
        sort: Columns, each `dataset`, `config`, `status` or `evaluator-` and an id, and whether it descends.
    """

    ids: Sequence[str] = ()
    datasets: Sequence[str] = ()
    configs: Sequence[str] = ()
    statuses: Sequence[str] = ()
    evaluatee: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    sort: Sequence[tuple[str, bool]] = field(default=())

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """Build the conditions."""
        found: list[sa.ColumnElement[bool]] = []
        if self.ids:
            found.append(evaluations.c.id.in_(self.ids))
        if self.datasets:
            found.append(_dataset_name().in_(self.datasets))
        if self.configs:
            found.append(evaluations.c.config_id.in_(self.configs))
        if self.evaluatee is not None:
            found.append(evaluations.c.config_id == self.evaluatee)
        if self.statuses:
            found.append(evaluations.c.status.in_(self.statuses))
        if self.start is not None:
            found.append(evaluations.c.created_at >= self.start)
        if self.end is not None:
            found.append(evaluations.c.created_at < self.end)
        return found

    def order(self) -> list[sa.ColumnElement[Any]]:
        """Build the order; what is equal in it comes newest first."""
        wanted = [(_sort_column(name), descends) for name, descends in self.sort]
        order = [(column.desc() if descends else column.asc()).nulls_last() for column, descends in wanted]
        return [*order, *_NEWEST_FIRST]


def _sort_column(name: str) -> sa.ColumnElement[Any]:
    if name == "dataset":
        return _dataset_name()
    if name == "config":
        shown = sa.func.coalesce(configs.c.name, configs.c.id)
        return sa.select(shown).where(configs.c.id == evaluations.c.config_id).scalar_subquery()
    if name == "status":
        return evaluations.c.status
    return _average(name.removeprefix("evaluator-"))


def _average(evaluator_id: str) -> sa.ColumnElement[Any]:
    """Build what an evaluator said on average, as it is answered: of logs that are kept no longer, too."""
    said, lost, sums = evaluation_results, evaluation_lost_results, evaluation_sums
    present = (evaluation_logs.c.evaluation_id == evaluations.c.id, evaluation_logs.c.log_id == said.c.log_id)
    count, add = sa.func.count, sa.func.sum
    numbers = (
        _part(count(said.c.number), said, evaluator_id, *present),
        _part(count(lost.c.number), lost, evaluator_id),
        _part(add(sums.c["count"]), sums, evaluator_id),
    )
    totals = (
        _part(add(said.c.number), said, evaluator_id, *present),
        _part(add(lost.c.number), lost, evaluator_id),
        _part(add(sums.c.total), sums, evaluator_id),
    )
    return reduce(add_up, totals) / sa.func.nullif(reduce(add_up, numbers), 0)


def _part(
    figure: sa.ColumnElement[Any], table: sa.Table, evaluator_id: str, *conditions: sa.ColumnElement[bool]
) -> sa.ColumnElement[Any]:
    """Build what a table has of an evaluator in an evaluation; 0 where that is nothing."""
    mine = (table.c.evaluation_id == evaluations.c.id, table.c.evaluator_id == evaluator_id, *conditions)
    return sa.func.coalesce(sa.select(figure).where(*mine).scalar_subquery(), 0)


def _dataset_name() -> sa.ScalarSelect[str]:
    return sa.select(datasets.c.name).where(datasets.c.id == evaluations.c.dataset_id).scalar_subquery()


def insert_evaluation(connection: Connection, row: Row) -> None:
    """Store an evaluation."""
    connection.execute(sa.insert(evaluations), dict(row))


def find_evaluation(connection: Connection, evaluation_id: str) -> Row | None:
    """Find an evaluation whose project is not deleted."""
    mine = (evaluations.c.id == evaluation_id, *_OF_LIVING_PROJECT)
    return first_row(connection, sa.select(evaluations).where(*mine))


def has_name(connection: Connection, project_id: str, name: str) -> bool:
    """Tell whether an evaluation of a project has this name."""
    mine = (evaluations.c.project_id == project_id, evaluations.c.name == name)
    return first_row(connection, sa.select(evaluations.c.seq).where(*mine)) is not None


def all_evaluations(connection: Connection, project_id: str) -> list[Row]:
    """List the evaluations of a project, newest first."""
    mine = evaluations.c.project_id == project_id
    return all_rows(connection, sa.select(evaluations).where(mine).order_by(*_NEWEST_FIRST))


def evaluations_page(
    connection: Connection, project_id: str, wanted: EvaluationFilter, offset: int, size: int
) -> tuple[list[Row], int]:
    """List a page of the evaluations of a project, and how many there are in all."""
    conditions = [evaluations.c.project_id == project_id, *wanted.conditions()]
    query = sa.select(evaluations).where(*conditions).order_by(*wanted.order())
    total = connection.scalar(sa.select(sa.func.count()).select_from(evaluations).where(*conditions))
    return all_rows(connection, query.offset(offset).limit(size)), total or 0


def evaluations_of_dataset(connection: Connection, dataset_id: str, size: int) -> list[Row]:
    """List the last evaluations that used a dataset, newest first."""
    mine = evaluations.c.dataset_id == dataset_id
    return all_rows(connection, sa.select(evaluations).where(mine).order_by(*_NEWEST_FIRST).limit(size))


def unfinished_evaluations(connection: Connection) -> list[str]:
    """List the ids of the evaluations that somebody has to work on, and no server does, oldest first."""
    is_due = sa.or_(
        evaluations.c.status == "running",
        sa.and_(evaluations.c.status == "pending", evaluations.c.hl_generated.is_(True)),
    )
    free = (is_due, is_free(connection, evaluations.c.owner), *_OF_LIVING_PROJECT)
    query = sa.select(evaluations.c.id).where(*free).order_by(evaluations.c.seq)
    # Others look at the same moment; each evaluation is one's.
    query = query.with_for_update(skip_locked=True, of=evaluations)
    return [row["id"] for row in all_rows(connection, query)]


def own_evaluation(connection: Connection, evaluation_id: str, owner: str) -> bool:
    """Let a server work on an evaluation, unless another one does; tells whether it may."""
    mine = sa.or_(evaluations.c.owner == owner, is_free(connection, evaluations.c.owner))
    query = sa.update(evaluations).where(evaluations.c.id == evaluation_id, mine).values(owner=owner)
    return connection.execute(query).rowcount > 0


def set_tries(connection: Connection, evaluation_id: str, tries: dict[str, int], owner: str) -> None:
    """Note what the owner of an evaluation is about to begin."""
    mine = (evaluations.c.id == evaluation_id, evaluations.c.owner == owner)
    connection.execute(sa.update(evaluations).where(*mine).values(tries=tries))


def disown_evaluations(connection: Connection, owner: str) -> None:
    """Let nobody work on the evaluations of a server any more, which has not failed with them."""
    connection.execute(sa.update(evaluations).where(evaluations.c.owner == owner).values(owner=None, tries=None))


def add_news(connection: Connection, evaluation_id: str) -> None:
    """Let the server that works on an evaluation know that it has to look at it."""
    query = sa.update(evaluations).where(evaluations.c.id == evaluation_id).values(news=evaluations.c.news + 1)
    connection.execute(query)
    tell(connection)


def news_of(connection: Connection, owner: str) -> dict[str, int]:
    """List the running evaluations that a server works on: id → how often others had something to say of it."""
    mine = (evaluations.c.owner == owner, evaluations.c.status.in_(_UNFINISHED))
    query = sa.select(evaluations.c.id, evaluations.c.news).where(*mine)
    return {row["id"]: row["news"] for row in all_rows(connection, query)}


def lost_of(connection: Connection, evaluation_ids: Iterable[str], owner: str) -> list[str]:
    """List those of several evaluations that have ended, or that another server works on than this one."""
    lost = sa.or_(evaluations.c.status.not_in(_UNFINISHED), evaluations.c.owner != owner)
    query = sa.select(evaluations.c.id).where(evaluations.c.id.in_(list(evaluation_ids)), lost)
    return [row["id"] for row in all_rows(connection, query)]
