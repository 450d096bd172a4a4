"""The logs that spans become, with their projects and configs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from humanloop.server.domain.config_content import model_content
from humanloop.server.domain.configs import ensure_config
from humanloop.server.domain.links import Links
from humanloop.server.domain.log_rows import DETAILS, log_row, recount_configs, store_logs
from humanloop.server.domain.projects import ensure_project
from humanloop.server.store import configs as config_store
from humanloop.server.store import logs as log_store
from humanloop.server.store import schema
from humanloop.server.store.log_said import move
from humanloop.server.store.rows import update
from humanloop.server.tracing.dialects.content import fill_from_events
from humanloop.server.tracing.draft import Draft
from humanloop.server.tracing.joining import BARE, MODEL
from humanloop.server.tracing.messages import text_of_message
from humanloop.server.tracing.translation import config_of, log_fields, reason_of, said_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from humanloop.server.prices import Rates
    from humanloop.server.settings import Settings
    from humanloop.server.store.rows import Row
    from humanloop.server.tracing.items import Item
    from humanloop.server.tracing.joining import Forest, Node
    from humanloop.server.tracing.spans import Record

_REPLACED = ("environment", "inputs", "messages", "metadata", "output", "error", "duration", "created_at")
_FILLED = ("inputs", "messages", "output")


@dataclass(frozen=True)
class Rules:
    """How spans are taken in.

    Args:
        rates: What models cost.
        keep: How long spans are kept that are no logs.
    """

    rates: Rates
    keep: timedelta


def rules_of(settings: Settings, rates: Rates) -> Rules:
    """Take the rules out of the server's settings."""
    return Rules(rates, timedelta(seconds=settings.otel_keep_seconds))


class LogWriter:
    """Writes logs in one transaction; it finds each project and each config once."""

    def __init__(self, connection: Connection, rules: Rules, moment: datetime) -> None:
        self._connection = connection
        self._rules = rules
        self._moment = moment
        self._projects: dict[str, Row] = {}
        self._configs: dict[tuple[str, bytes], str] = {}

    def insert(
        self,
        becoming: Sequence[Node],
        items: Mapping[str, Item],
        forest: Forest,
        sessions: Mapping[str, str],
        users: Mapping[str, str | None],
    ) -> None:
        """Insert the logs of spans that become logs.

        Args:
            becoming: The spans.
            items: What they say, by key.
            forest: What stands above them.
            sessions: The session of each trace.
            users: The user of each trace.
        """
        new: list[dict[str, Any]] = []
        for node in sorted(becoming, key=lambda each: (each.started, each.key)):
            item = items.get(node.key)
            if item is None:
                node.log_id = None
                continue
            parent = forest.parent_log(node)
            fields = self._fields(item, is_outer=node.model_below)
            fields["id"] = node.log_id
            fields["user"] = fields["user"] or users.get(node.trace_id)
            project = self._project(item.project)
            links = Links(sessions.get(node.trace_id), None if parent is None else parent.log_id)
            new.append(log_row(project["id"], self._config(project, item), links, fields))
        store_logs(self._connection, new)

    def rewrite(self, row: Row, item: Item, *, is_outer: bool, replaces: bool) -> None:
        """Write a log anew from its span, but for what was changed since by others.

        Args:
            row: The span as it was stored.
            item: The span as it is now.
            is_outer: Whether a call of a model stands below it.
            replaces: Whether it says other things than before; else it only says more.
        """
        logs = log_store.whole_logs_by_id(self._connection, [row["log_id"]])
        if not logs:
            return
        log = logs[0]
        fields = self._fields(item, is_outer=is_outer)
        project = {"id": log["project_id"], "name": item.project, "config_type": "model"}
        config_id = self._config(project, item)
        fresh = log_row(log["project_id"], config_id, Links(), fields)
        patched = set(log["details"].get("patched", ()))
        if replaces:
            details = {name: value for name, value in log["details"].items() if name not in DETAILS}
            changes = {name: fresh[name] for name in _REPLACED if name not in patched}
            changes["details"] = {**details, **fresh["details"]}
            changes["user"] = fresh["user"] or log["user"]
        else:
            # The span was read anew with all of its records, so what it says now is at least what it said.
            changes = {name: fresh[name] for name in _FILLED if fresh[name] is not None and name not in patched}
            changes["details"] = {**log["details"], **fresh["details"]}
            changes["metadata"] = fresh["metadata"]
        if config_id != log["config_id"]:
            changes["config_id"] = config_id
            recount_configs(self._connection, log["config_id"], config_id)
        if changes.get("created_at", log["created_at"]) != log["created_at"]:
            move(self._connection, log["id"], changes["created_at"])
        update(self._connection, schema.logs, log["id"], **changes, updated_at=self._moment)

    def fill(self, row: Row, records: Sequence[Record]) -> None:
        """Fill in what a log does not say and records of its span do; of what the span said nothing else was kept.

        Args:
            row: The span as it was stored.
            records: All of its records.
        """
        logs = log_store.whole_logs_by_id(self._connection, [row["log_id"]])
        config = config_store.find_config(self._connection, logs[0]["config_id"]) if logs else None
        if config is None:
            return
        log, details, content = logs[0], dict(logs[0]["details"]), config["content"]
        first = details.get("output_message") or (None if log["output"] is None else {"content": log["output"]})
        # What a bare span's log holds came from its records: it is read anew with all of them.
        is_known = row["role"] != BARE or "messages" in details.get("patched", ())
        draft = Draft(
            kind=config["type"],
            messages=log["messages"] if is_known else None,
            outputs=[] if first is None else [first],
            finish_reason=details.get("finish_reason"),
            tools=content.get("tools") or [],
        )
        fill_from_events(draft, said_in(records))
        changes: dict[str, Any] = {"messages": draft.messages}
        if first is None and draft.outputs:
            changes["output"] = text_of_message(draft.outputs[0])
            details["output_message"] = draft.outputs[0]
            details |= {"provider_response": draft.response} if draft.response else {}
        details |= {"finish_reason": reason_of(draft)} if draft.finish_reason else {}
        if draft.tools and config["type"] == "model" and not content.get("tools"):
            project = {"id": log["project_id"], "config_type": "model"}
            fuller = model_content({**content, "tools": draft.tools}, draft.endpoint)
            changes["config_id"] = ensure_config(self._connection, project, "model", fuller)["id"]
            recount_configs(self._connection, log["config_id"], changes["config_id"])
        changes = {name: value for name, value in (changes | {"details": details}).items() if value != log[name]}
        if changes:
            update(self._connection, schema.logs, log["id"], **changes, updated_at=self._moment)

    def _fields(self, item: Item, *, is_outer: bool) -> dict[str, Any]:
        return log_fields(
            item.span, item.draft, self._rules.rates, save=item.save, is_outer=is_outer, moment=self._moment
        )

    def _project(self, name: str) -> Row:
        if name not in self._projects:
            self._projects[name] = ensure_project(self._connection, {"project": name})
        return self._projects[name]

    def _config(self, project: Row, item: Item) -> str:
        draft = item.draft
        if draft.kind == MODEL:
            said = to_json([draft.config, draft.tools, draft.endpoint], inf_nan_mode="strings")
        else:
            said = to_json([draft.kind, draft.name or item.span.name if draft.kind == "tool" else None])
        known = (project["id"], said)
        if known not in self._configs:
            kind, content = config_of(draft, item.span.name)
            self._configs[known] = ensure_config(self._connection, project, kind, content)["id"]
            # The first config says what kind of project it is.
            self._projects[project["name"]] = {**project, "config_type": project["config_type"] or kind}
        return self._configs[known]
