"""The tables of datasets, evaluators and evaluations.

Datapoints are never changed in place: every change of a dataset makes a new version of it, and a row says in which
versions it counts. So an evaluation freezes its dataset by remembering a number.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from humanloop.server.store.columns import Moment, json_column
from humanloop.server.store.metadata import Sequence, created_column, id_column, metadata, updated_column

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
    Column("name", Text),
    Column("status", String(16), nullable=False),
    Column("hl_generated", sa.Boolean, nullable=False),
    Column("max_concurrency", Integer, nullable=False),
    # Whether somebody has set it back to running: then it does not complete by itself any more.
    Column("is_reopened", sa.Boolean, nullable=False),
    created_column(),
    updated_column(),
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

evaluation_logs = Table(
    "evaluation_logs",
    metadata,
    Column[str]("evaluation_id", ForeignKey("evaluations.id"), primary_key=True),
    Column("datapoint_id", String(64), primary_key=True),
    Column[str]("log_id", ForeignKey("logs.id", ondelete="CASCADE"), nullable=False),
)
Index(None, evaluation_logs.c.log_id)

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
    json_column("value"),
    # The value of booleans and numbers, for the database to compute with.
    Column("number", Float),
    Column("error", Text),
    Column("evaluator_log_id", String(64)),
    created_column(),
    updated_column(),
    UniqueConstraint("evaluation_id", "evaluator_id", "log_id"),
)
Index(None, evaluation_results.c.log_id, evaluation_results.c.seq)
Index(None, evaluation_results.c.config_id, evaluation_results.c.evaluator_id)

monitors = Table(
    "monitors",
    metadata,
    # Names, because neither the project nor the evaluator has to exist yet.
    Column("project_name", Text, primary_key=True),
    Column("evaluator_name", Text, primary_key=True),
)
