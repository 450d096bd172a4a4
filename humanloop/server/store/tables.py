"""The tables that every call needs; those of datasets and evaluations are in `evaluation_tables`.

Counters live beside what they count, so that no read has to count rows.

Text ids are those of the API. `seq` columns give the order of arrival, which random ids cannot.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from humanloop.server.store.columns import Moment, json_column
from humanloop.server.store.metadata import Sequence, created_column, id_column, metadata, updated_column

organisations = Table("organisations", metadata, id_column(), created_column())

api_keys = Table("api_keys", metadata, Column("digest", String(64), primary_key=True), created_column())

environments = Table(
    "environments",
    metadata,
    id_column(),
    Column("name", String(255), nullable=False, unique=True),
    Column("tag", String(16), nullable=False),
    created_column(),
)

projects = Table(
    "projects",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    Column("directory_id", String(64)),
    Column("config_type", String(16)),
    json_column("positive_labels"),
    Column("data_count", Integer, nullable=False, default=0),
    Column("sessions_count", Integer, nullable=False, default=0),
    # Whether evaluators judge its new logs.
    Column("is_monitored", sa.Boolean, nullable=False, server_default=sa.false()),
    created_column(),
    updated_column(),
    Column("deleted_at", Moment),
)
# A deleted project frees its name, so the name is unique only among those that are left.
Index(
    "uq_projects_name_alive",
    projects.c.name,
    unique=True,
    sqlite_where=projects.c.deleted_at.is_(None),
    postgresql_where=projects.c.deleted_at.is_(None),
)
Index("ix_projects_created_at", projects.c.created_at)

configs = Table(
    "configs",
    metadata,
    id_column(),
    Column[str]("project_id", ForeignKey("projects.id"), nullable=False),
    Column("type", String(16), nullable=False),
    Column("identity", String(64), nullable=False),
    Column("name", Text),
    Column("description", Text),
    Column("status", String(16), nullable=False),
    json_column("content", nullable=False),
    Column("num_datapoints", Integer, nullable=False, default=0),
    created_column(),
    updated_column(),
    Column("last_used", Moment, nullable=False),
    UniqueConstraint("project_id", "identity"),
)
Index(None, configs.c.project_id, configs.c.created_at)
Index(None, configs.c.identity)

deployments = Table(
    "deployments",
    metadata,
    Column[str]("project_id", ForeignKey("projects.id"), primary_key=True),
    Column[str]("environment_id", ForeignKey("environments.id"), primary_key=True),
    # What is deployed: a config, or an experiment that draws one for each call.
    Column[str]("config_id", ForeignKey("configs.id")),
    Column[str]("experiment_id", ForeignKey("experiments.id")),
    updated_column(),
)
Index(None, deployments.c.experiment_id)

sessions = Table(
    "sessions",
    metadata,
    id_column(),
    Column("reference_id", Text, unique=True),
    Column("datapoints_count", Integer, nullable=False, default=0),
    created_column(),
    updated_column(),
)

session_projects = Table(
    "session_projects",
    metadata,
    Column[str]("session_id", ForeignKey("sessions.id"), primary_key=True),
    Column[str]("project_id", ForeignKey("projects.id"), primary_key=True),
    Column("data_count", Integer, nullable=False),
    created_column(),
)
Index(None, session_projects.c.project_id, session_projects.c.created_at)

logs = Table(
    "logs",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column[str]("project_id", ForeignKey("projects.id"), nullable=False),
    Column[str]("config_id", ForeignKey("configs.id"), nullable=False),
    Column[str]("session_id", ForeignKey("sessions.id")),
    # Not a foreign key: a parent may be deleted, and its children keep saying where they came from.
    Column("parent_id", String(64)),
    Column("reference_id", Text),
    Column("source_datapoint_id", Text),
    Column("environment", Text),
    Column("source", Text),
    Column("user", Text),
    json_column("inputs"),
    json_column("messages"),
    json_column("metadata"),
    Column("output", Text),
    Column("error", Text),
    Column("duration", Float),
    # How far the evaluators are that monitor the project.
    Column("observability_status", String(16), nullable=False, server_default="completed"),
    # What is only ever shown, never searched: tokens, costs, provider payloads and the like.
    json_column("details", nullable=False),
    created_column(),
    updated_column(),
)
Index(None, logs.c.project_id, logs.c.created_at, logs.c.seq)
Index(None, logs.c.session_id, logs.c.created_at, logs.c.seq)
Index(None, logs.c.reference_id, logs.c.seq)
# Written out, not bound: only then can SQLite see that a query with the same condition may use the index.
UNOBSERVED = logs.c.observability_status.in_([sa.literal_column("'pending'"), sa.literal_column("'running'")])
"""The condition of logs that the evaluators of their project are not done with."""
Index("ix_logs_unobserved", logs.c.seq, sqlite_where=UNOBSERVED, postgresql_where=UNOBSERVED)

feedback_types = Table(
    "feedback_types",
    metadata,
    Column("id", Sequence, primary_key=True),
    Column[str]("project_id", ForeignKey("projects.id"), nullable=False),
    Column("type", Text, nullable=False),
    Column("class", String(16), nullable=False),
    UniqueConstraint("project_id", "type"),
)

feedback_labels = Table(
    "feedback_labels",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column[int]("feedback_type_id", ForeignKey("feedback_types.id"), nullable=False),
    Column("value", Text, nullable=False),
    Column("sentiment", String(16), nullable=False),
    UniqueConstraint("feedback_type_id", "value"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column[str]("log_id", ForeignKey("logs.id", ondelete="CASCADE"), nullable=False),
    Column[int]("feedback_type_id", ForeignKey("feedback_types.id"), nullable=False),
    Column("type", Text, nullable=False),
    json_column("value", nullable=False),
    Column("user", Text),
    # False once a newer value of the same user took its place: the history is kept, not shown.
    Column("current", sa.Boolean, nullable=False),
    created_column(),
)
Index(None, feedback.c.log_id, feedback.c.seq)

# Spans of OpenTelemetry: what tells them from each other, and what hangs together with what comes later.
spans = Table(
    "spans",
    metadata,
    # `<trace_id>-<span_id>`; of a log that came by the API, `<trace_id>-<id of the log>`.
    Column("key", String(128), primary_key=True),
    Column("trace_id", String(32), nullable=False),
    # The key of its parent, which may come later or never.
    Column("parent", String(128)),
    # Name of the project that its log is to be in.
    Column("project", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("is_model", sa.Boolean, nullable=False),
    Column("log_below", sa.Boolean, nullable=False),
    Column("model_below", sa.Boolean, nullable=False),
    Column("started", BigInteger, nullable=False),
    Column("ended", BigInteger, nullable=False),
    # How many attributes it has: of the same span twice, the fuller one is kept.
    Column("attributes", Integer, nullable=False),
    Column("session", Text),
    Column("user", Text),
    Column("fixed_session", sa.Boolean, nullable=False),
    Column("fixed_parent", sa.Boolean, nullable=False),
    Column("save", sa.Boolean, nullable=False),
    # Not a foreign key: a deleted log stays deleted when its span is sent again.
    Column("log_id", String(64)),
    # What the two halves of a stream have in common.
    Column("pair", String(64)),
    # The span itself, as long as something may still come for it.
    json_column("content"),
    created_column(),
)
Index(None, spans.c.trace_id)
Index(None, spans.c.parent)
_PAIRED = spans.c.pair.is_not(None)
Index(None, spans.c.pair, sqlite_where=_PAIRED, postgresql_where=_PAIRED)
_KEPT = spans.c.content.is_not(None)
Index("ix_spans_kept", spans.c.created_at, sqlite_where=_KEPT, postgresql_where=_KEPT)

traces = Table(
    "traces",
    metadata,
    Column("trace_id", String(32), primary_key=True),
    # The emitter's id of a session, with start and key of the span that named it.
    Column("session", Text),
    Column("session_started", BigInteger),
    Column("session_span", String(128)),
    # Where its logs are.
    Column("session_id", String(64)),
    # Users that its spans name; two are enough to know that there is not one.
    json_column("users", nullable=False),
    created_column(),
)

span_records = Table(
    "span_records",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("key", String(128), nullable=False),
    Column("event", Text, nullable=False),
    Column("time", BigInteger, nullable=False),
    # Its place among those that came with it.
    Column("place", Integer, nullable=False),
    json_column("content", nullable=False),
    created_column(),
)
Index(None, span_records.c.key)
Index(None, span_records.c.created_at)
