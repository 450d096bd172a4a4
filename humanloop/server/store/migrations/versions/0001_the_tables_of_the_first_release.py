"""The tables of the first release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from humanloop.server.store.schema import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "api_keys",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_api_keys")),
    )
    op.create_table(
        "environments",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("tag", sa.String(length=16), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_environments")),
        sa.UniqueConstraint("name", name=op.f("uq_environments_name")),
    )
    op.create_table(
        "idempotent_writes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotent_writes")),
    )
    with op.batch_alter_table("idempotent_writes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotent_writes_created_at"), ["created_at"], unique=False)

    op.create_table(
        "monitors",
        sa.Column("project_name", sa.Text(), nullable=False),
        sa.Column("evaluator_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_name", "evaluator_name", name=op.f("pk_monitors")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_table(
        "projects",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("directory_id", sa.String(length=64), nullable=True),
        sa.Column("config_type", sa.String(length=16), nullable=True),
        sa.Column("positive_labels", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("data_count", sa.Integer(), nullable=False),
        sa.Column("sessions_count", sa.Integer(), nullable=False),
        sa.Column("is_monitored", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index("ix_projects_created_at", ["created_at"], unique=False)
        batch_op.create_index(
            "uq_projects_name_alive",
            ["name"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("reference_id", sa.Text(), nullable=True),
        sa.Column("datapoints_count", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("reference_id", name=op.f("uq_sessions_reference_id")),
    )
    op.create_table(
        "configs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("num_datapoints", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("last_used", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_configs_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_configs")),
        sa.UniqueConstraint("project_id", "identity", name=op.f("uq_configs_project_id_identity")),
    )
    with op.batch_alter_table("configs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_configs_identity"), ["identity"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_configs_project_id_created_at"), ["project_id", "created_at"], unique=False
        )

    op.create_table(
        "datasets",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.String(length=255), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("datapoint_count", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_datasets_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_datasets")),
    )
    with op.batch_alter_table("datasets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_datasets_project_id_created_at"), ["project_id", "created_at"], unique=False
        )

    op.create_table(
        "evaluators",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.String(length=255), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("logging_project_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["logging_project_id"], ["projects.id"], name=op.f("fk_evaluators_logging_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluators")),
    )
    op.create_table(
        "experiments",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("positive_labels", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("metric_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_experiments_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiments")),
    )
    with op.batch_alter_table("experiments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_experiments_project_id_created_at"), ["project_id", "created_at"], unique=False
        )

    op.create_table(
        "feedback_types",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("class", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_feedback_types_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_types")),
        sa.UniqueConstraint("project_id", "type", name=op.f("uq_feedback_types_project_id_type")),
    )
    op.create_table(
        "finetunes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("model_name", sa.Text(), nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("provider_details", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("data_summary", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("metadata", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("config", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("dataset", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_finetunes_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finetunes")),
    )
    with op.batch_alter_table("finetunes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_finetunes_project_id_created_at"), ["project_id", "created_at"], unique=False
        )

    op.create_table(
        "session_projects",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("data_count", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_session_projects_project_id")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_session_projects_session_id")),
        sa.PrimaryKeyConstraint("session_id", "project_id", name=op.f("pk_session_projects")),
    )
    with op.batch_alter_table("session_projects", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_projects_project_id_created_at"), ["project_id", "created_at"], unique=False
        )

    op.create_table(
        "datapoints",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("dataset_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_version", sa.Integer(), nullable=False),
        sa.Column("removed_version", sa.Integer(), nullable=True),
        sa.Column("inputs", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("messages", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("target", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("source_log_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_datapoints_dataset_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_datapoints")),
    )
    with op.batch_alter_table("datapoints", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_datapoints_dataset_id_position"), ["dataset_id", "position"], unique=False)
        batch_op.create_index(
            "uq_datapoints_id_present",
            ["id"],
            unique=True,
            sqlite_where=sa.text("removed_version IS NULL"),
            postgresql_where=sa.text("removed_version IS NULL"),
        )

    op.create_table(
        "deployments",
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("environment_id", sa.String(length=64), nullable=False),
        sa.Column("config_id", sa.String(length=64), nullable=True),
        sa.Column("experiment_id", sa.String(length=64), nullable=True),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["config_id"], ["configs.id"], name=op.f("fk_deployments_config_id")),
        sa.ForeignKeyConstraint(["environment_id"], ["environments.id"], name=op.f("fk_deployments_environment_id")),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiments.id"], name=op.f("fk_deployments_experiment_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_deployments_project_id")),
        sa.PrimaryKeyConstraint("project_id", "environment_id", name=op.f("pk_deployments")),
    )
    with op.batch_alter_table("deployments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deployments_experiment_id"), ["experiment_id"], unique=False)

    op.create_table(
        "evaluations",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("config_id", sa.String(length=64), nullable=False),
        sa.Column("dataset_id", sa.String(length=64), nullable=False),
        sa.Column("dataset_version", sa.Integer(), nullable=False),
        sa.Column("dataset_snapshot", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("dataset_version_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("hl_generated", sa.Boolean(), nullable=False),
        sa.Column("max_concurrency", sa.Integer(), nullable=False),
        sa.Column("is_reopened", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["config_id"], ["configs.id"], name=op.f("fk_evaluations_config_id")),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_evaluations_dataset_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_evaluations_project_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_evaluations")),
        sa.UniqueConstraint("id", name=op.f("uq_evaluations_id")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_evaluations_project_id_name")),
    )
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evaluations_project_id_created_at_seq"), ["project_id", "created_at", "seq"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_evaluations_status"), ["status"], unique=False)

    op.create_table(
        "evaluator_versions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("evaluator_id", sa.String(length=64), nullable=False),
        sa.Column("arguments_type", sa.String(length=16), nullable=False),
        sa.Column("return_type", sa.String(length=16), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("config_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["config_id"], ["configs.id"], name=op.f("fk_evaluator_versions_config_id")),
        sa.ForeignKeyConstraint(["evaluator_id"], ["evaluators.id"], name=op.f("fk_evaluator_versions_evaluator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluator_versions")),
    )
    op.create_table(
        "experiment_configs",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("experiment_id", sa.String(length=64), nullable=False),
        sa.Column("config_id", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("judged_count", sa.Integer(), nullable=False),
        sa.Column("success_count", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["config_id"], ["configs.id"], name=op.f("fk_experiment_configs_config_id")),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("fk_experiment_configs_experiment_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_experiment_configs")),
        sa.UniqueConstraint("experiment_id", "config_id", name=op.f("uq_experiment_configs_experiment_id_config_id")),
    )
    op.create_table(
        "feedback_counts",
        sa.Column("config_id", sa.String(length=64), nullable=False),
        sa.Column("feedback_type_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["config_id"], ["configs.id"], name=op.f("fk_feedback_counts_config_id")),
        sa.ForeignKeyConstraint(
            ["feedback_type_id"], ["feedback_types.id"], name=op.f("fk_feedback_counts_feedback_type_id")
        ),
        sa.PrimaryKeyConstraint("config_id", "feedback_type_id", "value", name=op.f("pk_feedback_counts")),
    )
    op.create_table(
        "feedback_labels",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("feedback_type_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("sentiment", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_type_id"], ["feedback_types.id"], name=op.f("fk_feedback_labels_feedback_type_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_feedback_labels")),
        sa.UniqueConstraint("feedback_type_id", "value", name=op.f("uq_feedback_labels_feedback_type_id_value")),
    )
    op.create_table(
        "logs",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("config_id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=True),
        sa.Column("parent_id", sa.String(length=64), nullable=True),
        sa.Column("reference_id", sa.Text(), nullable=True),
        sa.Column("source_datapoint_id", sa.Text(), nullable=True),
        sa.Column("environment", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("user", sa.Text(), nullable=True),
        sa.Column("inputs", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("messages", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("metadata", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("output", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("duration", sa.Float(), nullable=True),
        sa.Column("observability_status", sa.String(length=16), server_default="completed", nullable=False),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["config_id"], ["configs.id"], name=op.f("fk_logs_config_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_logs_project_id")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_logs_session_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_logs")),
        sa.UniqueConstraint("id", name=op.f("uq_logs_id")),
    )
    with op.batch_alter_table("logs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_logs_project_id_created_at_seq"), ["project_id", "created_at", "seq"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_logs_reference_id_seq"), ["reference_id", "seq"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_logs_session_id_created_at_seq"), ["session_id", "created_at", "seq"], unique=False
        )
        batch_op.create_index(
            "ix_logs_unobserved",
            ["seq"],
            unique=False,
            sqlite_where=sa.text("observability_status IN ('pending', 'running')"),
            postgresql_where=sa.text("observability_status IN ('pending', 'running')"),
        )

    op.create_table(
        "trials",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("experiment_id", sa.String(length=64), nullable=False),
        sa.Column("config_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["config_id"], ["configs.id"], name=op.f("fk_trials_config_id")),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiments.id"], name=op.f("fk_trials_experiment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trials")),
    )
    op.create_table(
        "evaluation_evaluators",
        sa.Column("evaluation_id", sa.String(length=64), nullable=False),
        sa.Column("evaluator_id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_evaluation_evaluators_evaluation_id")
        ),
        sa.ForeignKeyConstraint(
            ["evaluator_id"], ["evaluators.id"], name=op.f("fk_evaluation_evaluators_evaluator_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["evaluator_versions.id"], name=op.f("fk_evaluation_evaluators_version_id")
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "evaluator_id", name=op.f("pk_evaluation_evaluators")),
    )
    op.create_table(
        "evaluation_logs",
        sa.Column("evaluation_id", sa.String(length=64), nullable=False),
        sa.Column("datapoint_id", sa.String(length=64), nullable=False),
        sa.Column("log_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_evaluation_logs_evaluation_id")),
        sa.ForeignKeyConstraint(["log_id"], ["logs.id"], name=op.f("fk_evaluation_logs_log_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("evaluation_id", "datapoint_id", name=op.f("pk_evaluation_logs")),
    )
    with op.batch_alter_table("evaluation_logs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_logs_log_id"), ["log_id"], unique=False)

    op.create_table(
        "evaluation_results",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("evaluation_id", sa.String(length=64), nullable=True),
        sa.Column("evaluator_id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("log_id", sa.String(length=64), nullable=False),
        sa.Column("config_id", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("evaluator_log_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["config_id"], ["configs.id"], name=op.f("fk_evaluation_results_config_id")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_evaluation_results_evaluation_id")
        ),
        sa.ForeignKeyConstraint(["evaluator_id"], ["evaluators.id"], name=op.f("fk_evaluation_results_evaluator_id")),
        sa.ForeignKeyConstraint(["log_id"], ["logs.id"], name=op.f("fk_evaluation_results_log_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["evaluator_versions.id"], name=op.f("fk_evaluation_results_version_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_evaluation_results")),
        sa.UniqueConstraint(
            "evaluation_id",
            "evaluator_id",
            "log_id",
            name=op.f("uq_evaluation_results_evaluation_id_evaluator_id_log_id"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_evaluation_results_id")),
    )
    with op.batch_alter_table("evaluation_results", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evaluation_results_config_id_evaluator_id"), ["config_id", "evaluator_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_evaluation_results_log_id_seq"), ["log_id", "seq"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("log_id", sa.String(length=64), nullable=False),
        sa.Column("feedback_type_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("user", sa.Text(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["feedback_type_id"], ["feedback_types.id"], name=op.f("fk_feedback_feedback_type_id")),
        sa.ForeignKeyConstraint(["log_id"], ["logs.id"], name=op.f("fk_feedback_log_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_feedback")),
        sa.UniqueConstraint("id", name=op.f("uq_feedback_id")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_log_id_seq"), ["log_id", "seq"], unique=False)

    op.create_table(
        "trial_logs",
        sa.Column("log_id", sa.String(length=64), nullable=False),
        sa.Column("trial_id", sa.String(length=64), nullable=False),
        sa.Column("experiment_id", sa.String(length=64), nullable=False),
        sa.Column("config_id", sa.String(length=64), nullable=False),
        sa.Column("success", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["config_id"], ["configs.id"], name=op.f("fk_trial_logs_config_id")),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiments.id"], name=op.f("fk_trial_logs_experiment_id")),
        sa.ForeignKeyConstraint(["log_id"], ["logs.id"], name=op.f("fk_trial_logs_log_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["trial_id"], ["trials.id"], name=op.f("fk_trial_logs_trial_id")),
        sa.PrimaryKeyConstraint("log_id", name=op.f("pk_trial_logs")),
    )
    with op.batch_alter_table("trial_logs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trial_logs_experiment_id"), ["experiment_id"], unique=False)
