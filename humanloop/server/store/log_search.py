"""Lists of logs: filtered, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic_core import to_json

from humanloop.server.store.chosen_logs import NEWEST_FIRST, ChosenLogs
from humanloop.server.store.functions import octets
from humanloop.server.store.log_choices import MODEL, LogChoices, order_of
from humanloop.server.store.log_orders import has_runs, numbers_in_order
from humanloop.server.store.log_said import feedback_of_type, results_of_evaluator
from humanloop.server.store.log_totals import count_logs
from humanloop.server.store.rows import all_rows, contains
from humanloop.server.store.schema import configs, logs, projects
from humanloop.server.store.text_index import LOG_METADATA, LOG_TEXTS, may_contain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_ANY = LogChoices()
_FEW = 500
_LIVING_PROJECTS = sa.select(projects.c.id).where(projects.c.deleted_at.is_(None))


@dataclass(frozen=True)
class LogFilter:
    """Which logs of a project are wanted; None leaves a condition out.

    Args:
        session: Id of the session that they belong to.
        search: Text that the inputs or the output contain, in any case.
        metadata_search: Text that the metadata contain as JSON, in any case.
        version_status: Status of the log's config.
        start: First moment of `created_at`.
        end: First moment after the last.
        choices: What else is wanted, and in which order.
        only: Ids of the only projects that are looked at where none is named; empty means all.
    """

    session: str | None = None
    search: str | None = None
    metadata_search: str | None = None
    version_status: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    choices: LogChoices = _ANY
    only: frozenset[str] = frozenset()


_SIZED = (
    logs.c.seq,
    logs.c.id,
    logs.c.config_id,
    octets(logs.c.inputs, logs.c.messages, logs.c.metadata, logs.c.output, logs.c.error, logs.c.details),
)


def logs_page(
    connection: Connection, project: Row | None, wanted: LogFilter, offset: int, size: int
) -> tuple[list[Row], int]:
    """List a page of a project's logs, newest first if nothing else is wanted, and how many there are in all.

    Of each there is its `id`, its `config_id` and how many bytes it has, as `octets`.

    Without a project, those of a session are wanted, of whatever project that is not deleted.
    """
    if project is None:
        return _page_of_session(connection, wanted, offset, size)
    texts, sort = _texts(wanted), wanted.choices.sort
    if texts and not sort:
        conditions = [*_conditions(connection, project["id"], wanted), *texts]
        return _searched_page(connection, project, conditions, _candidates(connection, wanted), offset, size)
    chosen = choose(connection, project["id"], wanted)
    name = f"{project['id']} {wanted}"
    if chosen.are_all:
        return _sized(connection, numbers_of(connection, chosen, sort, offset, size)), project["data_count"]
    if not sort:
        numbers = chosen.numbers(connection, offset, size)
        is_last = len(numbers) < size and (numbers or not offset)
        return _sized(connection, numbers), offset + len(numbers) if is_last else count_logs(connection, name, chosen)
    total = count_logs(connection, name, chosen)
    if total <= _FEW:
        numbers = _few_in_order(connection, chosen, sort)[offset : offset + size]
    else:
        numbers = numbers_of(connection, chosen, sort, offset, size)
    return _sized(connection, numbers), total


def choose(connection: Connection, project_id: str, wanted: LogFilter) -> ChosenLogs:
    """Choose the logs of a project that fit a filter."""
    choices = wanted.choices
    said = [
        *(
            feedback_of_type(connection, project_id, kind).of_one_of(values)
            for kind, values in choices.feedback.items()
        ),
        *(results_of_evaluator(evaluator).of_one_of(values) for evaluator, values in choices.evaluators.items()),
    ]
    conditions = (
        *_session(wanted),
        *_times(wanted),
        *choices.more_conditions(),
        *(each.exists() for each in said[1:]),
        *_texts(wanted),
        *(logs.c.seq.in_(each) for each in _candidates(connection, wanted)),
    )
    sources = tuple(dict.fromkeys(choices.sources)) or None
    return ChosenLogs(
        project_id, conditions, _configs(connection, project_id, wanted), sources, said[0] if said else None
    )


def numbers_of(
    connection: Connection, chosen: ChosenLogs, sort: Sequence[tuple[str, bool]], offset: int, size: int
) -> list[int]:
    """List the numbers (`seq`) of a part of some logs, in the order of columns, else the newest first."""
    if has_runs(sort):
        return numbers_in_order(connection, chosen, sort, offset, size)
    order = (*order_of(sort), *NEWEST_FIRST) if sort else NEWEST_FIRST
    return replace(chosen, order=order).numbers(connection, offset, size)


def _few_in_order(connection: Connection, chosen: ChosenLogs, sort: Sequence[tuple[str, bool]]) -> list[int]:
    """List the numbers of logs that are too few to be looked for in an order: they are found, and sorted."""
    found = logs.c.seq.in_(chosen.numbers(connection, 0, _FEW))
    return list(connection.scalars(sa.select(logs.c.seq).where(found).order_by(*order_of(sort), *NEWEST_FIRST)))


def _page_of_session(connection: Connection, wanted: LogFilter, offset: int, size: int) -> tuple[list[Row], int]:
    conditions = [
        *_conditions(connection, None, wanted),
        *([logs.c.project_id.in_(wanted.only)] if wanted.only else []),
        logs.c.project_id.in_(_LIVING_PROJECTS),
        *_texts(wanted),
        *(logs.c.seq.in_(each) for each in _candidates(connection, wanted)),
    ]
    order = [*order_of(wanted.choices.sort), *NEWEST_FIRST]
    query = sa.select(logs.c.seq).where(*conditions).order_by(*order).offset(offset).limit(size)
    rows = _sized(connection, list(connection.scalars(query)))
    counted = sa.select(sa.func.count()).select_from(logs).where(*conditions)
    return rows, connection.scalar(counted) or 0


def _conditions(connection: Connection, project_id: str | None, wanted: LogFilter) -> list[sa.ColumnElement[bool]]:
    """Build the conditions but for those of texts and of the project."""
    return [
        *_session(wanted),
        *_times(wanted),
        *_statuses(connection, project_id, wanted),
        *wanted.choices.conditions(),
    ]


def _configs(connection: Connection, project_id: str, wanted: LogFilter) -> tuple[str, ...] | None:
    """List the configs whose logs are wanted; None if it is all of them."""
    choices = wanted.choices
    if not (choices.models or choices.configs or wanted.version_status):
        return None
    query = sa.select(configs.c.id, configs.c.status, MODEL.label("model")).where(configs.c.project_id == project_id)
    found = all_rows(connection, query.order_by(configs.c.id))
    fitting = tuple(
        row["id"]
        for row in found
        if (not choices.models or row["model"] in choices.models)
        and (not choices.configs or row["id"] in choices.configs)
        and (not wanted.version_status or row["status"] == wanted.version_status)
    )
    return None if len(fitting) == len(found) else fitting


def _sized(connection: Connection, numbers: Sequence[int]) -> list[Row]:
    """Read what a page needs to know of logs, in this order."""
    found = {row["seq"]: row for row in all_rows(connection, sa.select(*_SIZED).where(logs.c.seq.in_(numbers)))}
    return [found[number] for number in numbers]


def _searched_page(
    connection: Connection,
    project: Row,
    conditions: Sequence[sa.ColumnElement[bool]],
    candidates: Sequence[sa.Select[int]],
    offset: int,
    size: int,
) -> tuple[list[Row], int]:
    """Find and count in one go: looking into texts takes longer than all the rest."""
    project_id: sa.ColumnElement[str] = logs.c.project_id
    if candidates:
        # The plus keeps SQLite from walking the index of the project, beside which the candidates are few.
        project_id = sa.literal_column("+logs.project_id", sa.Text)
    found = (
        sa.select(logs.c.seq, logs.c.created_at)
        .where(project_id == project["id"], *(logs.c.seq.in_(each) for each in candidates), *conditions)
        .cte("found")
    )
    counted = sa.select(sa.func.count()).select_from(found).scalar_subquery()
    page = sa.select(found.c.seq, counted.label("total"))
    page = page.order_by(found.c.created_at.desc(), found.c.seq.desc()).offset(offset).limit(size)
    on_page = all_rows(connection, page)
    if not on_page:
        return [], (connection.scalar(sa.select(counted)) or 0) if offset else 0
    numbers = [row["seq"] for row in on_page]
    return _sized(connection, numbers), on_page[0]["total"]


def log_conditions(connection: Connection, project_id: str, wanted: LogFilter) -> list[sa.ColumnElement[bool]]:
    """Build the conditions of a project's logs, for queries of any form."""
    candidates = _candidates(connection, wanted)
    own: sa.ColumnElement[str] = logs.c.project_id
    if candidates:
        # The plus keeps SQLite from walking the index of the project, beside which the candidates are few.
        own = sa.literal_column("+logs.project_id", sa.Text)
    return [
        own == project_id,
        *_conditions(connection, project_id, wanted),
        *_texts(wanted),
        *(logs.c.seq.in_(each) for each in candidates),
    ]


def _session(wanted: LogFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.session is not None:
        yield logs.c.session_id == wanted.session


def _times(wanted: LogFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.start is not None:
        yield logs.c.created_at >= wanted.start
    if wanted.end is not None:
        yield logs.c.created_at < wanted.end


def _statuses(connection: Connection, project_id: str | None, wanted: LogFilter) -> Iterator[sa.ColumnElement[bool]]:
    """Ask for logs of some configs, unless they are all of them: then there is nothing to ask."""
    if not wanted.version_status:
        return
    if project_id is None:
        yield logs.c.config_id.in_(sa.select(configs.c.id).where(configs.c.status == wanted.version_status))
        return
    query = sa.select(configs.c.id, configs.c.status).where(configs.c.project_id == project_id)
    status_of = {row["id"]: row["status"] for row in all_rows(connection, query)}
    chosen = [config_id for config_id, status in status_of.items() if status == wanted.version_status]
    if not chosen:
        yield sa.false()
    elif len(chosen) < len(status_of):
        yield logs.c.config_id.in_(chosen)


def _texts(wanted: LogFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.search:
        in_output = contains(logs.c.output, wanted.search)
        found.append(sa.or_(_text_contains(logs.c.inputs, _in_json(wanted.search)), in_output))
    if wanted.metadata_search:
        in_values = _text_contains(logs.c.metadata, _in_json(wanted.metadata_search))
        as_written = _text_contains(logs.c.metadata, wanted.metadata_search)
        found.append(sa.or_(in_values, as_written))
    return found


def _candidates(connection: Connection, wanted: LogFilter) -> list[sa.Select[int]]:
    """Ask the indexes of texts which logs are worth a look."""
    found: list[sa.Select[int] | None] = []
    for index, text in ((LOG_TEXTS, wanted.search), (LOG_METADATA, wanted.metadata_search)):
        if text:
            found.append(may_contain(connection, index, (text, _in_json(text))))
    return [each for each in found if each is not None]


def _in_json(text: str) -> str:
    """Write text as it stands inside of stored JSON, where quotes and line ends are escaped."""
    return to_json(text).decode()[1:-1]


def _text_contains(column: sa.Column[Any], text: str) -> sa.ColumnElement[bool]:
    return contains(sa.cast(column, sa.Text), text)
