"""The tables of what is measured and compared: counted feedback, experiments, and fine-tunes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from humanloop.server.store.columns import Moment, json_column
from humanloop.server.store.metadata import Sequence, created_column, id_column, metadata, updated_column

# How often each label is given to the logs of a config, taking only what counts now.
feedback_counts = Table(
    "feedback_counts",
    metadata,
    Column[str]("config_id", ForeignKey("configs.id"), primary_key=True),
    Column[int]("feedback_type_id", ForeignKey("feedback_types.id"), primary_key=True),
    Column("value", Text, primary_key=True),
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
