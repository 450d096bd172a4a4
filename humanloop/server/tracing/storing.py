"""Spans and content records on their way into the store, in one transaction of the writer.

What comes twice is stored once; what belongs together is joined whichever side comes first. Everything that a trace has
in common, its session and its user, stands in its row, which also lets only one transaction at a time change a trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.log_rows import move_logs
from humanloop.server.json_values import as_object
from humanloop.server.store import logs as log_store
from humanloop.server.store import schema
from humanloop.server.store import spans as rows
from humanloop.server.store.moments import steady_now
from humanloop.server.store.rows import update
from humanloop.server.tracing.items import Item, add_second_half, gap, kept_item, stream_duration
from humanloop.server.tracing.joining import API, BARE, CLIENT, STREAM, TRANSPARENT, Forest, Node
from humanloop.server.tracing.log_writer import LogWriter
from humanloop.server.tracing.nodes import node_of_item, node_of_row, record_row, span_row
from humanloop.server.tracing.spans import Record, trace_key
from humanloop.server.tracing.traces import place_traces
from humanloop.server.tracing.translation import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import timedelta

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row
    from humanloop.server.tracing.log_writer import Rules

# Nobody puts so many spans of clients below each other; and a row that says so may be wrong.
_MOST_LEVELS = 256
# Rows of each kind that are forgotten at once, so that others hardly wait.
_FORGOTTEN_AT_ONCE = 300
_TOKENS = ("prompt_tokens", "output_tokens")
_COUNTED = (*_TOKENS, "tokens", "prompt_cost", "output_cost")


@dataclass(frozen=True)
class ApiLog:
    """A log that came by the API, in a request that was part of a trace.

    Args:
        log_id: The log.
        trace_id: The trace.
        span_id: The span that the request was made in.
        has_session: Whether the request names a session, or a parent whose session it joins.
        has_parent: Whether the request names a parent.
        has_tokens: Whether the log counts tokens.
        realm: The project in which alone it is joined with others; empty for all.
    """

    log_id: str
    trace_id: str
    span_id: str
    has_session: bool
    has_parent: bool
    has_tokens: bool
    realm: str = ""

    @property
    def trace(self) -> str:
        """What its trace is stored by."""
        return trace_key(self.trace_id, self.realm)


def store_spans(connection: Connection, items: Iterable[Item], rules: Rules) -> None:
    """Store spans and the logs that they are."""
    Intake(connection, rules).take(items)


def store_records(connection: Connection, records: Sequence[Record], rules: Rules) -> None:
    """Store records of content, and fill in the logs of their spans."""
    Intake(connection, rules).take_records(records)


def attach(connection: Connection, logs: Sequence[ApiLog], rules: Rules) -> None:
    """Hang logs of the API under the logs of the spans that their requests were made in, which may come later."""
    Intake(connection, rules).take_api_logs(logs)


def forget(connection: Connection, keep: timedelta) -> bool:
    """Forget some spans that are no logs, and content that nothing came for; tells whether there may be more."""
    return rows.forget_old_spans(connection, steady_now() - keep, _FORGOTTEN_AT_ONCE)


class Intake:
    """One transaction's work."""

    def __init__(self, connection: Connection, rules: Rules) -> None:
        self._connection = connection
        self._rules = rules
        self._moment = steady_now()
        self._logs = LogWriter(connection, rules, self._moment)
        self._stored: dict[str, Row] = {}
        self._nodes: dict[str, Node] = {}
        self._new: dict[str, Item] = {}
        # What a trace is stored by → its id.
        self._trace_ids: dict[str, str] = {}

    def take(self, items: Iterable[Item]) -> None:
        """Store spans."""
        for item in items:
            known = self._new.get(item.span.key)
            if known is None or _rank(item) > _rank(known):
                self._new[item.span.key] = item
        if not self._new:
            return
        self._trace_ids |= {item.span.trace: item.span.trace_id for item in self._new.values()}
        traces = rows.lock_traces(self._connection, self._trace_ids, self._moment)
        again = self._drop_known()
        if not self._new:
            return
        self._fill_from_records()
        paired = self._pair_streams()
        for key, item in self._new.items():
            self._nodes[key] = node_of_item(key, item, self._stored.get(key))
        self._load_around()
        self._write(traces, again, paired)

    def take_api_logs(self, logs: Sequence[ApiLog]) -> None:
        """Store where logs of the API stand."""
        self._trace_ids |= {log.trace: log.trace_id for log in logs}
        traces = rows.lock_traces(self._connection, self._trace_ids, self._moment)
        for log in logs:
            key = f"{log.trace}-{log.log_id}"
            self._nodes[key] = Node(
                key=key,
                trace_id=log.trace,
                parent=f"{log.trace}-{log.span_id}",
                role=API,
                is_model=log.has_tokens,
                started=int(self._moment.timestamp() * 1e9),
                is_log=True,
                log_id=log.log_id,
                is_new=True,
            )
            self._stored[key] = {
                "fixed_session": log.has_session,
                "fixed_parent": log.has_parent,
                "user": None,
                "project": "",
            }
        self._load_around()
        rows.insert_spans(self._connection, [self._row(node, None) for node in self._nodes.values() if node.is_new])
        self._write(traces, {}, {})

    def take_records(self, records: Sequence[Record]) -> None:
        """Store records, and fill in what their spans do not say."""
        keys = {record.key for record in records}
        rows.lock_traces(self._connection, {key.partition("-")[0] for key in keys}, self._moment)
        stored = self._living(rows.spans_by_key(self._connection, keys))
        keys -= rows.deleted_logs(self._connection, stored)
        found = [record_row(place, record, self._moment) for place, record in enumerate(records) if record.key in keys]
        rows.insert_records(self._connection, found)
        known = {row["key"]: row for row in stored if row["key"] in keys and row["role"] not in TRANSPARENT}
        contents = rows.contents_of_spans(self._connection, known)
        of_span = self._records(known)
        for key, row in known.items():
            if key not in contents:
                if row["log_id"] is not None and row["save"]:
                    self._logs.fill(row, of_span.get(key, ()))
                continue
            item = kept_item(row, contents[key], of_span.get(key, ()))
            if row["role"] == BARE and item.draft.dialect is not None:
                # Only its records say what it is: it comes in anew, with them.
                item.role = item.draft.kind
                Intake(self._connection, self._rules).take([item])
            elif row["log_id"] is not None and row["save"]:
                self._rewrite(row, item, replaces=False)

    def _drop_known(self) -> dict[str, Row]:
        """Drop spans that are stored already; answers the rows of those that replace what is stored."""
        again: dict[str, Row] = {}
        found = rows.spans_by_key(self._connection, self._new)
        living = self._living(found)
        if len(living) < len(found):
            kept = {row["key"] for row in living}
            rows.delete_spans(self._connection, [row["key"] for row in found if row["key"] not in kept])
        deleted = rows.deleted_logs(self._connection, living)
        for row in living:
            item = self._new[row["key"]]
            if row["key"] in deleted:
                del self._new[row["key"]]
            elif _rank(item) > (row["ended"], row["attributes"]) or (row["role"] == BARE and item.role != BARE):
                again[row["key"]] = row
                self._stored[row["key"]] = row
            else:
                del self._new[row["key"]]
        return again

    def _living(self, found: Sequence[Row]) -> list[Row]:
        """Leave out what is older than it is kept."""
        since = self._moment - self._rules.keep
        return [row for row in found if row["log_id"] is not None or row["created_at"] >= since]

    def _fill_from_records(self) -> None:
        of_span = self._records(key for key, item in self._new.items() if item.role not in TRANSPARENT)
        for key, records in of_span.items():
            item = self._new[key]
            item.draft = translate(item.span, records)
            if item.role == BARE and item.draft.dialect is not None:
                item.role = item.draft.kind

    def _records(self, keys: Iterable[str]) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for row in rows.records_of_spans(self._connection, keys):
            content = row["content"]
            record = Record(row["key"], row["event"], content["body"], content["attributes"], row["time"])
            found.setdefault(row["key"], []).append(record)
        return found

    def _pair_streams(self) -> dict[str, Row]:
        """Bring the two halves of streams together; answers the stored second halves that have found their first."""
        pairs = {item.pair for item in self._new.values() if item.pair is not None}
        if not pairs:
            return {}
        stored = self._living(rows.spans_by_pair(self._connection, pairs))
        taken: dict[str, Row] = {}
        for item in [each for each in self._new.values() if each.pair is not None]:
            if item.role == STREAM:
                self._give_second_half(item, stored)
            else:
                self._take_second_half(item, [row for row in stored if row["key"] not in taken], taken)
        return taken

    def _give_second_half(self, second: Item, stored: Sequence[Row]) -> None:
        """Give the second half of a stream to the nearest first half, in this request or stored."""
        here = _place(second)
        duration = stream_duration(second.span.attributes)
        new = [item for item in self._new.values() if item.pair == second.pair and item.role != STREAM]
        places: list[tuple[float, Item | Row]] = [(gap(_place(item), here, duration), item) for item in new]
        old = [row for row in stored if row["pair"] == second.pair and row["role"] != STREAM and row["log_id"]]
        places += [(gap(row, here, duration), row) for row in old]
        if not places:
            return
        first = min(places, key=lambda place: place[0])[1]
        if isinstance(first, Item):
            add_second_half(first.draft, second.draft)
            first.pair, first.is_open = None, False
        else:
            item = kept_item(first, first["content"])
            add_second_half(item.draft, second.draft)
            self._rewrite(first, item, replaces=False)
            rows.close_spans(self._connection, [first["key"]])
        second.pair = None

    def _take_second_half(self, first: Item, stored: Sequence[Row], taken: dict[str, Row]) -> None:
        """Take the nearest second half of a stream that is stored."""
        here = _place(first)
        halves = [row for row in stored if row["pair"] == first.pair and row["role"] == STREAM]
        if not halves:
            return
        second = min(halves, key=lambda row: gap(here, row, stream_duration(row["content"]["attributes"])))
        add_second_half(first.draft, kept_item(second, second["content"]).draft)
        first.pair, first.is_open = None, False
        taken[second["key"]] = second

    def _load_around(self) -> None:
        """Read the spans above the new ones, and those right below them."""
        keys = [node.key for node in self._nodes.values() if node.is_new]
        below = keys
        for _ in range(_MOST_LEVELS):
            found = self._add(rows.spans_by_parent(self._connection, below))
            # Below a span that is never a log, others hang on what stands above it.
            below = [node.key for node in found if node.role in TRANSPARENT]
            if not below:
                break
        above = {node.parent for node in self._nodes.values() if node.is_new and node.parent is not None}
        self._add(rows.spans_above(self._connection, above - self._nodes.keys()))

    def _add(self, found: Sequence[Row]) -> list[Node]:
        added: list[Node] = []
        for row in self._living(found):
            if row["key"] not in self._nodes:
                self._stored[row["key"]] = row
                self._nodes[row["key"]] = node = node_of_row(row)
                added.append(node)
        return added

    def _write(self, traces: Mapping[str, Row], again: Mapping[str, Row], paired: Mapping[str, Row]) -> None:
        before = {key: (node.is_log, node.log_below, node.model_below) for key, node in self._nodes.items()}
        forest = Forest(self._nodes)
        forest.join()
        becoming = [node for node in self._nodes.values() if node.is_log and node.log_id is None and node.role != API]
        items = self._items(becoming)
        for node in becoming:
            node.log_id = new_id("data")
        sessions, users = self._place(traces)
        self._logs.insert(becoming, items, forest, sessions, users)
        if self._new:
            replaced = [key for key in again if again[key]["log_id"] is not None]
            for key in replaced:
                self._rewrite(again[key], self._new[key], replaces=True)
            rows.delete_spans(self._connection, [*again])
            rows.insert_spans(self._connection, [self._row(self._nodes[key], item) for key, item in self._new.items()])
        rows.close_spans(self._connection, [*paired])
        self._mark(before, items)
        self._hang(forest, becoming)
        self._lift_tokens(before)
        self._name_client_spans(forest)

    def _items(self, becoming: Sequence[Node]) -> dict[str, Item]:
        """Find the spans that become logs: those of the request, and those that were kept until now."""
        kept = [node.key for node in becoming if node.key not in self._new]
        contents = rows.contents_of_spans(self._connection, kept)
        items = {node.key: self._new[node.key] for node in becoming if node.key in self._new}
        return items | {key: kept_item(self._stored[key], content) for key, content in contents.items()}

    def _place(self, traces: Mapping[str, Row]) -> tuple[dict[str, str], dict[str, str | None]]:
        with_logs = {
            node.trace_id
            for node in self._nodes.values()
            if node.is_log and not self._stored.get(node.key, {}).get("fixed_session")
        }
        return place_traces(self._connection, traces, self._new.values(), with_logs, self._trace_ids, self._moment)

    def _row(self, node: Node, item: Item | None) -> dict[str, Any]:
        return span_row(node, item, self._stored.get(node.key), self._moment)

    def _rewrite(self, row: Row, item: Item, *, replaces: bool) -> None:
        node = self._nodes.get(row["key"])
        is_outer = row["model_below"] if node is None else node.model_below
        self._logs.rewrite(row, item, is_outer=is_outer, replaces=replaces)

    def _mark(self, before: Mapping[str, tuple[bool, bool, bool]], items: Mapping[str, Item]) -> None:
        """Note what has changed of the stored spans."""
        changed: list[dict[str, Any]] = []
        for key, node in self._nodes.items():
            if key in self._new or (node.is_new and node.role != API):
                continue
            was_log, log_below, model_below = before[key]
            if (node.is_log, node.log_below, node.model_below) == (was_log, log_below, model_below):
                continue
            row: dict[str, Any] = {"marked": key, "has_log": node.log_below, "has_model": node.model_below}
            if key in items:
                row |= {"log": node.log_id, "kept": None}
            changed.append(row)
        rows.mark_spans(self._connection, changed)

    def _hang(self, forest: Forest, becoming: Sequence[Node]) -> None:
        """Hang stored logs under those that have come."""
        new = {node.key for node in becoming}
        moved: list[dict[str, Any]] = []
        for node in self._nodes.values():
            stored = self._stored.get(node.key)
            if node.log_id is None or node.key in new or (stored or {}).get("fixed_parent"):
                continue
            way = forest.way_to_log(node)
            if node.is_new or forest.is_cut(node) or any(above.is_new or above.key in new for above in way):
                parent = way[-1].log_id if way and way[-1].is_log else None
                moved.append({"child": node.log_id, "parent": parent})
        rows.set_parents(self._connection, moved)
        sessions = [
            node for node in self._nodes.values() if node.role == API and node.is_new and node.log_id is not None
        ]
        for node in sessions:
            if not self._stored[node.key]["fixed_session"]:
                self._join_session(node)

    def _join_session(self, node: Node) -> None:
        trace = rows.find_trace(self._connection, node.trace_id)
        if trace is not None and trace["session_id"] is not None and node.log_id is not None:
            move_logs(self._connection, [node.log_id], trace["session_id"], disappearing=None)

    def _lift_tokens(self, before: Mapping[str, tuple[bool, bool, bool]]) -> None:
        """Take the tokens from stored logs that have others below them now that count the same tokens."""
        outer = [
            node.log_id
            for key, node in self._nodes.items()
            if node.is_model and node.model_below and not before[key][2] and key not in self._new
            if node.log_id is not None
        ]
        for log in log_store.whole_logs_by_id(self._connection, outer):
            details = {name: value for name, value in log["details"].items() if name not in _COUNTED}
            counts = {name: log["details"][name] for name in _TOKENS if name in log["details"]}
            otel = as_object(details.get("otel"))
            usage = {**counts, **as_object(otel.get("usage"))}
            # As a log is written whose parts came before it: without counts there is nothing to say.
            details["otel"] = {**otel, "usage": usage} if usage else otel
            update(self._connection, schema.logs, log["id"], details=details)

    def _name_client_spans(self, forest: Forest) -> None:
        """Tell logs of the API which span of the client stands for them."""
        named: dict[str, Node] = {}
        for node in self._nodes.values():
            above = forest.parent(node) if node.role == API and node.log_id is not None else None
            if above is not None and above.role == CLIENT and (above.is_new or node.is_new):
                named[node.log_id or ""] = above
        for log in log_store.whole_logs_by_id(self._connection, named):
            span = named[log["id"]]
            if "otel" not in (log["metadata"] or {}):
                parent = None if span.parent is None else span.parent.partition("-")[2]
                ids = {
                    "trace_id": self._trace_ids[span.trace_id],
                    "span_id": span.key.partition("-")[2],
                    "parent_span_id": parent,
                }
                update(self._connection, schema.logs, log["id"], details={**log["details"], "otel": ids})


def _rank(item: Item) -> tuple[int, int]:
    """Of the same span twice, the one that ends later is kept, then the fuller one."""
    return item.span.ended, len(item.span.attributes)


def _place(item: Item) -> dict[str, Any]:
    return {"trace_id": item.span.trace, "started": item.span.started, "ended": item.span.ended}
