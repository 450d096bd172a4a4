"""All tables of the store, and the types of their columns.

Text ids are those of the API. `seq` columns give the order of arrival, which random ids cannot. Counters live beside
what they count, so that no read has to count rows. Column types mean the same on SQLite and PostgreSQL.

After a change to the tables, write its migration: `python -m humanloop.server.store.migrations "what changes"`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

from humanloop.server.errors import UnprocessableError
from humanloop.server.store.redacted import RedactedJson, RedactedText, RedactedValue, redactor_for

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

TURNS = sa.Sequence("humanloop_turns", metadata=metadata)
"""Numbers the turns in which one server of several writes alone, on PostgreSQL."""
# Bytes. Indexes of PostgreSQL take 2704, other columns included; requests are held to 512 characters.
_LONGEST_KEY = 2048
_LONGEST_ID = 64
_SHOWN = 40

# SQLite only numbers rows by itself when the column is declared INTEGER.
Sequence = BigInteger().with_variant(Integer, "sqlite")
"""Type of a number that tells the order of arrival."""


class Moment(TypeDecorator[datetime]):
    """A point in time. SQLite has no time zones, so every value is kept in UTC and comes back aware."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any time into UTC, without the zone where the database cannot hold one."""
        if value is None:
            return None
        moment = to_utc(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give a stored time its zone back."""
        del dialect
        return None if value is None else to_utc(value)


class Key(TypeDecorator[str]):
    """A text by which something is found. PostgreSQL refuses longer ones in its own way, and SQLite none at all."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse what is too long."""
        del dialect
        return _within(value, _LONGEST_KEY)


class Label(Key):
    """A text by which something is found, and which people have written."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Redact it, and refuse what is too long."""
        redactor = redactor_for(dialect)
        text = value if redactor is None or value is None else redactor.text(value, "feedback")
        return super().process_bind_param(text, dialect)


class DirectoryId(TypeDecorator[str]):
    """The id of a directory, which comes from outside."""

    impl = String(_LONGEST_ID)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse what is too long."""
        del dialect
        return _within(value, _LONGEST_ID)


def _within(value: str | None, most: int) -> str | None:
    """Refuse a text that has more bytes than this.

    Raises:
        UnprocessableError: It has.
    """
    # No character takes more than four bytes.
    if value is not None and len(value) * 4 > most and (size := len(value.encode())) > most:
        message = f"{value[:_SHOWN]!r}… has {size} bytes, but at most {most} can be kept of a name, reference or label."
        raise UnprocessableError(message)
    return value


def to_utc(value: datetime) -> datetime:
    """The same moment in UTC; a time without a zone is taken to be UTC already."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def json_column(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    """A column of objects or lists as JSON, in which Python's None is SQL's NULL, so that `IS NULL` works."""
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=nullable)


def id_column() -> Column[str]:
    """Build the column of the API's id, as the primary key."""
    return Column("id", String(64), primary_key=True)


def created_column() -> Column[datetime]:
    """Build the column of the time of creation."""
    return Column("created_at", Moment, nullable=False)


def updated_column() -> Column[datetime]:
    """Build the column of the time of the last change."""
    return Column("updated_at", Moment, nullable=False)


def place_columns() -> tuple[Column[int], Column[datetime]]:
    """Build the columns of the place that a log has among others, for what was said of it.

    They are null where a server of an earlier release has written, until one of this release fills them in.
    """
    return Column("log_seq", Sequence), Column("log_created_at", Moment)


SAID_INDEXES = frozenset({"ix_feedback_said", "ix_evaluation_results_said"})
"""Indexes of values in the order of logs. `log_said` makes them."""

# What every call needs: who calls, where, and the logs that come of it.

organisations = Table("organisations", metadata, id_column(), created_column())

api_keys = Table(
    "api_keys",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(16), nullable=False),
    # Ids of the only ones that it sees; empty if it sees all.
    json_column("projects", nullable=False),
    # How the key begins; null for those that were made before that was kept.
    Column("prefix", String(16)),
    Column("last_used_at", Moment),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    created_column(),
)

# Who did what. Nothing refers to anything: it outlives what it tells of.
audit = Table(
    "audit",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    json_column("detail", nullable=False),
)
Index(None, audit.c.at)

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
    Column("name", Key, nullable=False),
    Column("directory_id", DirectoryId),
    Column("config_type", String(16)),
    json_column("positive_labels"),
    Column("data_count", Integer, nullable=False, default=0),
    Column("sessions_count", Integer, nullable=False, default=0),
    # Whether evaluators judge its new logs.
    Column("is_monitored", sa.Boolean, nullable=False, server_default=sa.false()),
    created_column(),
    updated_column(),
    # For how many days logs are kept; null leaves it to the server.
    Column("keep_logs_days", Integer),
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

# Each deployment, and each removal, which has neither config nor experiment.
deployment_history = Table(
    "deployment_history",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column[str]("project_id", ForeignKey("projects.id"), nullable=False),
    Column[str]("environment_id", ForeignKey("environments.id"), nullable=False),
    Column[str]("config_id", ForeignKey("configs.id")),
    Column[str]("experiment_id", ForeignKey("experiments.id")),
    # Who did it on a page; null for the API.
    Column("user", Text),
    created_column(),
)
Index(None, deployment_history.c.project_id, deployment_history.c.seq)

sessions = Table(
    "sessions",
    metadata,
    id_column(),
    Column("reference_id", Key, unique=True),
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

# What of the details of logs people or models have written.
_WRITTEN = (
    *("output_message", "raw_output", "provider_request", "provider_response", "stdout", "tools", "tool_choice"),
    *("judgment", "otel"),
)

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
    Column("reference_id", Key),
    Column("source_datapoint_id", Text),
    Column("environment", Text),
    Column("source", Key),
    Column("user", Text),
    Column("inputs", RedactedJson("inputs")),
    Column("messages", RedactedJson("messages")),
    Column("metadata", RedactedJson("metadata")),
    Column("output", RedactedText("output")),
    Column("error", RedactedText("error")),
    Column("duration", Float),
    # How far the evaluators are that monitor the project.
    Column("observability_status", String(16), nullable=False, server_default="completed"),
    # When it came here, which may be long after it was created; of logs of early releases it is not known.
    Column("arrived_at", Moment, default=lambda: datetime.now(UTC)),
    # Which server lets them judge it just now.
    Column("observer", String(64)),
    # What is only ever shown, never searched: tokens, costs, provider payloads and the like.
    Column("details", RedactedJson(fields=_WRITTEN), nullable=False),
    created_column(),
    updated_column(),
)
Index(None, logs.c.project_id, logs.c.created_at, logs.c.seq)
Index(None, logs.c.config_id, logs.c.created_at, logs.c.seq)
Index(None, logs.c.project_id, logs.c.source, logs.c.created_at, logs.c.seq)
Index(
    "ix_logs_config_and_source", *(logs.c[name] for name in ("project_id", "config_id", "source", "created_at", "seq"))
)
Index(None, logs.c.project_id, logs.c.duration, logs.c.created_at, logs.c.seq)
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
    Column("type", Key, nullable=False),
    Column("class", String(16), nullable=False),
    UniqueConstraint("project_id", "type"),
)

feedback_labels = Table(
    "feedback_labels",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column[int]("feedback_type_id", ForeignKey("feedback_types.id"), nullable=False),
    Column("value", Label, nullable=False),
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
    Column("value", RedactedValue("feedback"), nullable=False),
    Column("user", Text),
    # False once a newer value of the same user took its place: the history is kept, not shown.
    Column("current", sa.Boolean, nullable=False),
    created_column(),
    *place_columns(),
)
Index(None, feedback.c.log_id, feedback.c.seq)
Index(None, feedback.c.feedback_type_id, feedback.c.log_id)
UNPLACED_FEEDBACK = feedback.c.log_seq.is_(None)
"""The condition of feedback that does not know the place of its log yet."""
Index("ix_feedback_unplaced", feedback.c.seq, sqlite_where=UNPLACED_FEEDBACK, postgresql_where=UNPLACED_FEEDBACK)

# Datasets, evaluators and evaluations. Datapoints are never changed in place: every change of a dataset makes a new
# version of it, and a row says in which versions it counts. So an evaluation freezes its dataset by remembering a
# number.

datasets = Table(
    "datasets",
    metadata,
    id_column(),
    Column[str]("project_id", ForeignKey("projects.id"), nullable=False),
    Column("name", String(255), nullable=False),
    Column("description", String(255)),
    Column("version", Integer, nullable=False),
    Column("version_id", String(64), nullable=False),
    Column("datapoint_count", Integer, nullable=False),
    created_column(),
    updated_column(),
    Column("deleted_at", Moment),
)
Index(None, datasets.c.project_id, datasets.c.created_at)

datapoints = Table(
    "datapoints",
    metadata,
    Column("seq", Sequence, primary_key=True),
    # Not unique: every state of a datapoint is a row.
    Column("id", String(64), nullable=False),
    Column[str]("dataset_id", ForeignKey("datasets.id"), nullable=False),
    # Later states keep it: a datapoint does not move when it is changed.
    Column("position", Sequence, nullable=False),
    Column("added_version", Integer, nullable=False),
    # The first version without this row; null as long as it is the present state.
    Column("removed_version", Integer),
    json_column("inputs"),
    json_column("messages"),
    json_column("target"),
    # Not a foreign key: the log may be deleted.
    Column("source_log_id", String(64)),
    created_column(),
    updated_column(),
)
Index(
    "uq_datapoints_id_present",
    datapoints.c.id,
    unique=True,
    sqlite_where=datapoints.c.removed_version.is_(None),
    postgresql_where=datapoints.c.removed_version.is_(None),
)
Index(None, datapoints.c.dataset_id, datapoints.c.position)

evaluators = Table(
    "evaluators",
    metadata,
    id_column(),
    Column("name", String(255), nullable=False),
    Column("description", String(255), nullable=False),
    Column("type", String(16), nullable=False),
    # The present one of its versions. Not a foreign key: each of the two would have to be stored first.
    Column("version_id", String(64), nullable=False),
    Column[str]("logging_project_id", ForeignKey("projects.id")),
    created_column(),
    updated_column(),
    Column("deleted_at", Moment),
)

evaluator_versions = Table(
    "evaluator_versions",
    metadata,
    id_column(),
    Column[str]("evaluator_id", ForeignKey("evaluators.id"), nullable=False),
    Column("arguments_type", String(16), nullable=False),
    Column("return_type", String(16), nullable=False),
    Column("code", Text),
    Column[str]("config_id", ForeignKey("configs.id")),
    created_column(),
)

evaluations = Table(
    "evaluations",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column[str]("project_id", ForeignKey("projects.id"), nullable=False),
    Column[str]("config_id", ForeignKey("configs.id"), nullable=False),
    Column[str]("dataset_id", ForeignKey("datasets.id"), nullable=False),
    Column("dataset_version", Integer, nullable=False),
    # The dataset as it was answered when it was frozen.
    json_column("dataset_snapshot", nullable=False),
    Column("dataset_version_id", String(64), nullable=False),
    Column("name", Key),
    Column("status", String(16), nullable=False),
    Column("hl_generated", sa.Boolean, nullable=False),
    Column("max_concurrency", Integer, nullable=False),
    # Whether somebody has set it back to running: then it does not complete by itself any more.
    Column("is_reopened", sa.Boolean, nullable=False),
    created_column(),
    updated_column(),
    # Logs that it had and that were deleted, and none came in their places.
    Column("deleted_logs", Integer, nullable=False, default=0, server_default="0"),
    # Starts of a server in a row that took it up and ended before there was anything new.
    Column("fruitless_starts", Integer, nullable=False, default=0, server_default="0"),
    # Which server works on it; one that is not among `servers` has ended.
    Column("owner", String(64)),
    # Grows whenever another server has something to say to the owner.
    Column("news", Integer, nullable=False, default=0, server_default="0"),
    # After a server has ended: what is being made, each with how often it was begun since (`domain/evaluation_tries`).
    json_column("tries"),
    UniqueConstraint("project_id", "name"),
)
Index(None, evaluations.c.project_id, evaluations.c.created_at, evaluations.c.seq)
Index(None, evaluations.c.status)

evaluation_evaluators = Table(
    "evaluation_evaluators",
    metadata,
    Column[str]("evaluation_id", ForeignKey("evaluations.id"), primary_key=True),
    Column[str]("evaluator_id", ForeignKey("evaluators.id"), primary_key=True),
    Column[str]("version_id", ForeignKey("evaluator_versions.id"), nullable=False),
    Column("position", Integer, nullable=False),
)

# What evaluators said of logs that are kept no longer, where nobody has noted of which.
evaluation_sums = Table(
    "evaluation_sums",
    metadata,
    Column[str]("evaluation_id", ForeignKey("evaluations.id"), primary_key=True),
    Column[str]("evaluator_id", ForeignKey("evaluators.id"), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("total", Float, nullable=False),
)

evaluation_logs = Table(
    "evaluation_logs",
    metadata,
    Column[str]("evaluation_id", ForeignKey("evaluations.id"), primary_key=True),
    Column("datapoint_id", String(64), primary_key=True),
    Column[str]("log_id", ForeignKey("logs.id", ondelete="CASCADE"), nullable=False),
)
Index(None, evaluation_logs.c.log_id)

# The datapoints whose logs were deleted, until others come; where an earlier release has counted, it has noted none.
evaluation_lost_logs = Table(
    "evaluation_lost_logs",
    metadata,
    Column[str]("evaluation_id", ForeignKey("evaluations.id"), primary_key=True),
    Column("datapoint_id", String(64), primary_key=True),
)

# What evaluators said of those of them that were kept long enough.
evaluation_lost_results = Table(
    "evaluation_lost_results",
    metadata,
    Column[str]("evaluation_id", ForeignKey("evaluations.id"), primary_key=True),
    Column("datapoint_id", String(64), primary_key=True),
    Column[str]("evaluator_id", ForeignKey("evaluators.id"), primary_key=True),
    Column("number", Float, nullable=False),
)

evaluation_results = Table(
    "evaluation_results",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    # Null for a result of monitoring.
    Column[str]("evaluation_id", ForeignKey("evaluations.id")),
    Column[str]("evaluator_id", ForeignKey("evaluators.id"), nullable=False),
    Column[str]("version_id", ForeignKey("evaluator_versions.id"), nullable=False),
    Column[str]("log_id", ForeignKey("logs.id", ondelete="CASCADE"), nullable=False),
    # That of the log, so that the results of a config are found without its logs.
    Column[str]("config_id", ForeignKey("configs.id"), nullable=False),
    Column("value", RedactedValue("value")),
    # The value of booleans and numbers, for the database to compute with.
    Column("number", Float),
    Column("error", RedactedText("error")),
    Column("evaluator_log_id", String(64)),
    created_column(),
    updated_column(),
    *place_columns(),
    UniqueConstraint("evaluation_id", "evaluator_id", "log_id"),
)
Index(None, evaluation_results.c.log_id, evaluation_results.c.seq)
Index(None, evaluation_results.c.config_id, evaluation_results.c.evaluator_id)
UNPLACED_RESULTS = evaluation_results.c.log_seq.is_(None)
"""The same of results."""
Index(
    "ix_evaluation_results_unplaced",
    evaluation_results.c.seq,
    sqlite_where=UNPLACED_RESULTS,
    postgresql_where=UNPLACED_RESULTS,
)

monitors = Table(
    "monitors",
    metadata,
    # Names, because neither the project nor the evaluator has to exist yet.
    Column("project_name", Key, primary_key=True),
    Column("evaluator_name", Key, primary_key=True),
)

# What is measured and compared: counted feedback, experiments, and fine-tunes.

# How often each label is given to the logs of a config, taking only what counts now.
feedback_counts = Table(
    "feedback_counts",
    metadata,
    Column[str]("config_id", ForeignKey("configs.id"), primary_key=True),
    Column[int]("feedback_type_id", ForeignKey("feedback_types.id"), primary_key=True),
    Column("value", Label, primary_key=True),
    Column("count", Integer, nullable=False),
)

experiments = Table(
    "experiments",
    metadata,
    id_column(),
    Column[str]("project_id", ForeignKey("projects.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("status", String(16), nullable=False),
    json_column("positive_labels", nullable=False),
    Column("metric_id", String(64), nullable=False),
    created_column(),
    updated_column(),
    Column("deleted_at", Moment),
)
Index(None, experiments.c.project_id, experiments.c.created_at)

experiment_configs = Table(
    "experiment_configs",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column[str]("experiment_id", ForeignKey("experiments.id"), nullable=False),
    Column[str]("config_id", ForeignKey("configs.id"), nullable=False),
    Column("active", sa.Boolean, nullable=False),
    # Logs that have feedback, and those of them whose feedback is a success.
    Column("judged_count", Integer, nullable=False, default=0),
    Column("success_count", Integer, nullable=False, default=0),
    created_column(),
    updated_column(),
    UniqueConstraint("experiment_id", "config_id"),
)

trials = Table(
    "trials",
    metadata,
    id_column(),
    Column[str]("experiment_id", ForeignKey("experiments.id"), nullable=False),
    Column[str]("config_id", ForeignKey("configs.id"), nullable=False),
    created_column(),
)

trial_logs = Table(
    "trial_logs",
    metadata,
    Column[str]("log_id", ForeignKey("logs.id", ondelete="CASCADE"), primary_key=True),
    Column[str]("trial_id", ForeignKey("trials.id"), nullable=False),
    Column[str]("experiment_id", ForeignKey("experiments.id"), nullable=False),
    Column[str]("config_id", ForeignKey("configs.id"), nullable=False),
    # Whether the feedback on the log is a success; null until there is any.
    Column("success", sa.Boolean),
)
Index(None, trial_logs.c.experiment_id)

finetunes = Table(
    "finetunes",
    metadata,
    id_column(),
    Column[str]("project_id", ForeignKey("projects.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("model_name", Text),
    Column("provider_id", Text),
    json_column("provider_details"),
    json_column("data_summary"),
    json_column("metadata"),
    json_column("config", nullable=False),
    # The dataset as it was when the job was made: what a model is trained on does not change afterwards.
    json_column("dataset", nullable=False),
    created_column(),
    updated_column(),
)
Index(None, finetunes.c.project_id, finetunes.c.created_at)

# Tables of the server itself, which no operation shows.

# Writes that were done under a key, with what was answered: who asks again gets that answer once more.
idempotent_writes = Table(
    "idempotent_writes",
    metadata,
    # A digest of caller and key, which is one column to look up and never too long.
    Column("id", String(64), primary_key=True),
    # A digest of method, path, query and body.
    Column("request", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    created_column(),
)
Index(None, idempotent_writes.c.created_at)

# The servers that work on the database, each as long as it says so again and again.
servers = Table(
    "servers",
    metadata,
    id_column(),
    Column("expires_at", Moment, nullable=False),
)

# What became of what was imported: its id elsewhere, its id here, and what there is no other place for.
imported = Table(
    "imported",
    metadata,
    Column("old_id", Key, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("id", String(64), nullable=False),
    Column("rest", RedactedJson("rest")),
    created_column(),
)

# New logs that no column of projects and configs says yet (`log_counts.py`).
log_counts = Table(
    "log_counts",
    metadata,
    # Of a project or a config. Not a foreign key: whoever looks at its row would be in the way of others.
    Column("id", String(64), primary_key=True),
    # Who has counted them: it changes these rows, and nobody else does.
    Column("writer", BigInteger, primary_key=True),
    Column("logs", Integer, nullable=False),
    # Sessions that are new to the project.
    Column("sessions", Integer, nullable=False),
    # When the last of them came.
    Column("moment", Moment, nullable=False),
    # When the first of them came, by the clock of the database.
    Column("since", Moment, nullable=False),
)

# Such writes that somebody is doing just now, and what they begin cannot be taken back: providers are asked.
write_claims = Table(
    "write_claims",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("expires_at", Moment, nullable=False),
)

# Spans of OpenTelemetry: what tells them from each other, and what hangs together with what comes later.
_IN_SPANS = (
    "name",
    "attributes",
    "events.name",
    "events.attributes",
    "links.attributes",
    # In the JSON form these may be any text.
    "links.trace_id",
    "links.span_id",
    "message",
    "source.resource",
    "source.scope",
    "source.version",
    "user_metadata",
)

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
    Column("content", RedactedJson("span", _IN_SPANS)),
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
    Column("event", RedactedText("event"), nullable=False),
    Column("time", BigInteger, nullable=False),
    # Its place among those that came with it.
    Column("place", Integer, nullable=False),
    Column("content", RedactedJson("record", ("body", "attributes")), nullable=False),
    created_column(),
)
Index(None, span_records.c.key)
Index(None, span_records.c.created_at)

# Who is signed in to the pages: only digests of what browsers send.
web_links = Table(
    "web_links",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    created_column(),
)

web_sessions = Table(
    "web_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    # Null for a session that a link has begun. Not a foreign key: the key of the settings stands in no table.
    Column("key_digest", String(64)),
    # What its person is called in feedback and histories.
    Column("name", Text),
    Column("expires_at", Moment, nullable=False),
    created_column(),
)
