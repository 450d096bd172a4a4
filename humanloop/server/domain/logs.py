"""Logs: taken in one by one or in batches, listed, patched, removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from humanloop.server.domain import audit, configs, feedback, projects
from humanloop.server.domain.config_content import MODEL_DEFAULTS, logged_content
from humanloop.server.domain.links import make_links
from humanloop.server.domain.list_choices import check_log_choices
from humanloop.server.domain.log_answers import log_answers
from humanloop.server.domain.log_rows import home_of, log_fields, remove_logs, store_logs
from humanloop.server.domain.long_pages import LongPage
from humanloop.server.domain.sessions import find_session
from humanloop.server.domain.times import now
from humanloop.server.domain.trials import find_trial
from humanloop.server.errors import InvalidRequestError, NotFoundError, UnprocessableError
from humanloop.server.prices import Tokens
from humanloop.server.store import configs as config_rows
from humanloop.server.store import logs as rows
from humanloop.server.store import schema
from humanloop.server.store.log_search import logs_page
from humanloop.server.store.memo import remembered
from humanloop.server.store.rows import NOT_READY, made_ready, update

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection, Dialect

    from humanloop.server.domain.feedback_rounds import NewFeedback
    from humanloop.server.domain.pages import Page
    from humanloop.server.domain.roles import Caller
    from humanloop.server.prices import Rates
    from humanloop.server.store.log_search import LogFilter
    from humanloop.server.store.rows import Columns, Row

Place = tuple[str | int, ...]
Hang = Callable[["Connection", Sequence["Row"], Sequence[Mapping[str, Any]]], Sequence[str | None]]
_HOME = ("project", "project_id", "trial_id", "config_id", "config")
_NO_TOKENS = Tokens(None, None)
_CHANGEABLE = ("output", "error", "duration")


@dataclass(frozen=True)
class NewLogs:
    """Logs that are to be stored, and what needs no database for it.

    Args:
        bodies: What is to be logged.
        places: Where each stands in the request, for messages.
        rows: What their rows say of the logs themselves.
        homes: What each says of its project and config.
        feedback: What has come with them.
        ready: Columns of the rows, as the database takes them.
        rates: What models cost.
    """

    bodies: Sequence[Mapping[str, Any]]
    places: Sequence[Place]
    rows: Sequence[Mapping[str, Any]]
    homes: Sequence[bytes]
    feedback: NewFeedback
    ready: Columns
    rates: Rates


def read_logs(dialect: Dialect, bodies: Sequence[Mapping[str, Any]], places: Sequence[Place], rates: Rates) -> NewLogs:
    """Do what can be done before it is the turn of the logs; the arguments are those of `NewLogs`.

    Args:
        dialect: That of the database.
        bodies: What is to be logged.
        places: Where each stands in the request.
        rates: What models cost.

    Raises:
        UnprocessableError: A time is none.
    """
    new = [log_fields({**body, "tokens": _tokens(body), **_costs(body, body.get("config"), rates)}) for body in bodies]
    homes = [to_json([body.get(field) for field in _HOME]) for body in bodies]
    given = feedback.read_items_of_logs(dialect, new, bodies, places)
    return NewLogs(bodies, places, new, homes, given, made_ready(dialect, schema.logs, new), rates)


def create_logs(
    connection: Connection, logs: NewLogs, *, strict: bool, hang: Hang | None = None
) -> list[dict[str, Any]]:
    """Store several logs, or none of them; answers their ids in order.

    Projects, configs and sessions that are named for the first time are made on the way.

    Args:
        connection: The database.
        logs: The logs.
        strict: Whether feedback of new types and labels is refused.
        hang: Puts new logs, each with what asked for it, where the trace of the request has its place for them;
            answers their sessions.

    Raises:
        NotFoundError: A project, config, session, parent or trial does not exist.
        UnprocessableError: One of them is not named, or named twice.
        InvalidRequestError: The config or the feedback does not fit.
    """
    # All rows are built before the first is stored: a parent must come from an earlier request.
    homes, links = _homes(connection, logs), make_links(connection, logs.bodies)
    new = [
        {**row, **home_of(project_id, config["id"], link)}
        for row, (project_id, config), link in zip(logs.rows, homes, links, strict=True)
    ]
    store_logs(connection, new, _with_costs(connection, logs, new, [config for _, config in homes]))
    feedback.give_with_logs(connection, new, logs.feedback, strict=strict)
    sessions = [row["session_id"] for row in new] if hang is None else hang(connection, new, logs.bodies)
    return [
        {"id": row["id"], "project_id": row["project_id"], "session_id": session_id}
        for row, session_id in zip(new, sessions, strict=True)
    ]


def get_log(connection: Connection, log_id: str) -> dict[str, Any]:
    """Answer a log."""
    return log_answers(connection, [_find(connection, log_id)])[0]


def list_logs(connection: Connection, project_id: str | None, wanted: LogFilter, page: Page) -> LongPage:
    """Answer a page of the logs of a project, or of a session, newest first.

    Raises:
        NotFoundError: There is no such project or session.
        InvalidRequestError: Neither is named, or what the list is filtered or sorted by does not exist.
    """
    if project_id is None and wanted.session is None:
        message = "field required, unless `session_id` is given"
        raise InvalidRequestError([(("query", "project_id"), message, "missing")])
    if wanted.session is not None:
        find_session(connection, wanted.session)
    project = None if project_id is None else projects.find_project(connection, project_id)
    check_log_choices(connection, project_id, wanted.choices)
    found, total = logs_page(connection, project, wanted, page.offset, page.size)
    of_configs = config_rows.octets_of_configs(connection, {row["config_id"] for row in found})
    octets = [row["octets"] + of_configs.get(row["config_id"], 0) for row in found]
    return LongPage(page, total, [row["id"] for row in found], octets, _answers)


def update_log(connection: Connection, log_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Change output, error or duration of a log; answers the log."""
    return _update(connection, _find(connection, log_id), body)


def update_log_by_reference(connection: Connection, reference_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Change the latest log that carries a reference; answers the log.

    Raises:
        NotFoundError: No log carries it.
    """
    row = rows.find_log_by_reference(connection, reference_id)
    if row is None:
        raise NotFoundError(f"There is no log with the reference id {reference_id!r}.")
    return _update(connection, row, body)


def delete_logs(connection: Connection, log_ids: Iterable[str], by: Caller) -> list[str]:
    """Remove logs; ids that are not known to the caller are passed over.

    Returns:
        The evaluations that have lost some.
    """
    found = {
        log_id: row
        for log_id, row in rows.logs_by_id(connection, log_ids).items()
        if not by.projects or row["project_id"] in by.projects
    }
    for project_id, count in Counter(row["project_id"] for row in found.values()).items():
        audit.record(connection, by.name, "log.delete", project_id, {"rows": count})
    return remove_logs(connection, found)


def _homes(connection: Connection, logs: NewLogs) -> list[tuple[str, Row]]:
    """Find or make the project and the config of each log; those that say the same are looked for once."""
    known: dict[bytes, tuple[str, Row]] = {}
    named: dict[str, bytes] = {}
    homes: list[tuple[str, Row]] = []
    for key, body, place in zip(logs.homes, logs.bodies, logs.places, strict=True):
        home = known.get(key)
        # A name that is given replaces the one that an earlier log has given to the same config.
        if home is None or named.get(home[1]["id"], key) != key:
            home = known[key] = remembered(connection, ("home", key), partial(_home, connection, body, place))
            if body.get("config"):
                named[home[1]["id"]] = key
        homes.append(home)
    return homes


def _home(connection: Connection, body: Mapping[str, Any], place: Place) -> tuple[str, Row]:
    project = projects.ensure_project(connection, body)
    return project["id"], _config(connection, project, body, place)


def _config(connection: Connection, project: Row, body: Mapping[str, Any], place: Place) -> Row:
    """Find or register the config of a log: that of its trial, or the one it names, or the project's generic one."""
    if body.get("trial_id"):
        return _config_of_trial(connection, project, body)
    if body.get("config_id"):
        found = configs.find_config(connection, body["config_id"])
        return configs.config_in_project(connection, found, project)
    given = body.get("config")
    if not given:
        return configs.ensure_config(connection, project, "generic", {})
    config_type, content = logged_content(given, (*place, "config"))
    # The name of a tool is part of what it is; that of a model config is only what it is called.
    name = given.get("name") if config_type == "model" else None
    return configs.ensure_config(connection, project, config_type, content, name, given.get("description"))


def _config_of_trial(connection: Connection, project: Row, body: Mapping[str, Any]) -> Row:
    found = configs.own_config(connection, project, find_trial(connection, body["trial_id"])["config_id"])
    if body.get("config_id") not in (None, found["id"]):
        raise UnprocessableError(f"The trial {body['trial_id']} is one of {found['id']}, not of {body['config_id']}.")
    return found


def _tokens(body: Mapping[str, Any]) -> int | None:
    counts = [body[key] for key in ("prompt_tokens", "output_tokens") if body.get(key) is not None]
    return sum(counts) if counts else None


def _with_costs(
    connection: Connection, logs: NewLogs, new: Sequence[dict[str, Any]], configs_of: Sequence[Row]
) -> Columns:
    """Add what calls cost whose config is one that was there before; answers the columns that are ready."""
    ready = logs.ready
    for row, body, config in zip(new, logs.bodies, configs_of, strict=True):
        costs = {} if body.get("config") else _costs(body, config["content"], logs.rates)
        if any(cost is not None for cost in costs.values()):
            row["details"] = {**row["details"], **costs}
            ready = NOT_READY
    return made_ready(connection.dialect, schema.logs, new) if logs.ready and not ready else ready


def _costs(body: Mapping[str, Any], config: Mapping[str, Any] | None, rates: Rates) -> dict[str, float | None]:
    """Answer what a call cost that does not say it itself."""
    tokens = Tokens(body.get("prompt_tokens"), body.get("output_tokens"))
    model = None if config is None or config.get("type", "model") != "model" else config.get("model")
    is_said = body.get("prompt_cost") is not None or body.get("output_cost") is not None
    if is_said or tokens == _NO_TOKENS or not isinstance(model, str):
        return {}
    rates.load()
    costs = rates.costs((config or {}).get("provider") or MODEL_DEFAULTS["provider"], [model], tokens)
    return {"prompt_cost": costs.prompt, "output_cost": costs.output}


def _answers(connection: Connection, log_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Answer logs in this order."""
    place = {log_id: number for number, log_id in enumerate(log_ids)}
    found = sorted(rows.whole_logs_by_id(connection, log_ids), key=lambda row: place[row["id"]])
    return log_answers(connection, found)


def _find(connection: Connection, log_id: str) -> Row:
    row = rows.find_log(connection, log_id)
    if row is None:
        raise NotFoundError.of("log", log_id)
    return row


def _update(connection: Connection, row: Row, body: Mapping[str, Any]) -> dict[str, Any]:
    changes = {key: body[key] for key in _CHANGEABLE if key in body}
    if row["details"].get("save") is False:
        # The caller asked that no texts be kept; that holds for later ones too.
        changes.pop("output", None)
    if changes:
        if "otel" in (row["metadata"] or {}):
            # What was changed by hand stays, also if its span is sent once more.
            patched = {*row["details"].get("patched", ()), *changes}
            changes["details"] = {**row["details"], "patched": sorted(patched)}
        changes["updated_at"] = now()
        update(connection, schema.logs, row["id"], **changes)
    return log_answers(connection, [{**row, **changes}])[0]
