"""What belongs to some projects: the rows of each table that an export of them holds.

Of what they use in other projects, such as a dataset, the thing itself comes along, and its project without its logs.
What joins two things comes if both do: an export names nothing that it does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.store import schema as s

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Condition = sa.ColumnElement[bool]


def conditions_of(project_ids: Sequence[str]) -> Mapping[str, Condition]:
    """Say of each table which rows belong to some projects; a table that is not named belongs to all."""
    mine = list(project_ids)
    evaluations = sa.select(s.evaluations.c.id).where(s.evaluations.c.project_id.in_(mine))
    logs = sa.select(s.logs.c.id).where(s.logs.c.project_id.in_(mine))
    experiments = sa.select(s.experiments.c.id).where(s.experiments.c.project_id.in_(mine))
    # Results of monitoring are of no evaluation.
    results = sa.and_(
        s.evaluation_results.c.log_id.in_(logs),
        sa.or_(s.evaluation_results.c.evaluation_id.is_(None), s.evaluation_results.c.evaluation_id.in_(evaluations)),
    )
    evaluators = sa.or_(
        s.evaluators.c.id.in_(
            sa.select(s.evaluation_evaluators.c.evaluator_id).where(
                s.evaluation_evaluators.c.evaluation_id.in_(evaluations)
            )
        ),
        s.evaluators.c.id.in_(sa.select(s.evaluation_results.c.evaluator_id).where(results)),
        s.evaluators.c.logging_project_id.in_(mine),
    )
    used_evaluators = sa.select(s.evaluators.c.id).where(evaluators)
    used_datasets = sa.select(s.evaluations.c.dataset_id).where(s.evaluations.c.project_id.in_(mine))
    datasets = sa.or_(s.datasets.c.project_id.in_(mine), s.datasets.c.id.in_(used_datasets))
    chosen_datasets = sa.select(s.datasets.c.id).where(datasets)
    asked = sa.select(s.evaluator_versions.c.config_id).where(
        s.evaluator_versions.c.evaluator_id.in_(used_evaluators), s.evaluator_versions.c.config_id.is_not(None)
    )
    configs = sa.or_(s.configs.c.project_id.in_(mine), s.configs.c.id.in_(asked))
    projects = sa.or_(
        s.projects.c.id.in_(mine),
        s.projects.c.id.in_(sa.select(s.datasets.c.project_id).where(s.datasets.c.id.in_(used_datasets))),
        s.projects.c.id.in_(
            sa.select(s.evaluators.c.logging_project_id).where(
                evaluators, s.evaluators.c.logging_project_id.is_not(None)
            )
        ),
        # An evaluator that has a new project asks in its older versions what is in the one before.
        s.projects.c.id.in_(sa.select(s.configs.c.project_id).where(s.configs.c.id.in_(asked))),
    )
    shown = sa.select(s.projects.c.id).where(projects)
    types = sa.select(s.feedback_types.c.id).where(s.feedback_types.c.project_id.in_(shown))
    sessions = sa.select(s.logs.c.session_id).where(s.logs.c.project_id.in_(mine), s.logs.c.session_id.is_not(None))
    tools = sa.select(s.configs.c.id).where(configs)
    # A span names its project, which may not be there yet.
    names = sa.select(s.projects.c.name).where(s.projects.c.id.in_(mine))
    spans = s.spans.c.project.in_(names)
    return {
        "projects": projects,
        "configs": configs,
        "deployments": s.deployments.c.project_id.in_(mine),
        "deployment_history": s.deployment_history.c.project_id.in_(mine),
        "sessions": s.sessions.c.id.in_(sessions),
        "session_projects": s.session_projects.c.project_id.in_(mine),
        "logs": s.logs.c.project_id.in_(mine),
        "feedback_types": s.feedback_types.c.project_id.in_(shown),
        "feedback_labels": s.feedback_labels.c.feedback_type_id.in_(types),
        "feedback": s.feedback.c.log_id.in_(logs),
        "feedback_counts": s.feedback_counts.c.config_id.in_(
            sa.select(s.configs.c.id).where(s.configs.c.project_id.in_(mine))
        ),
        "datasets": datasets,
        "datapoints": s.datapoints.c.dataset_id.in_(chosen_datasets),
        "evaluators": evaluators,
        "evaluator_versions": s.evaluator_versions.c.evaluator_id.in_(used_evaluators),
        "evaluations": s.evaluations.c.project_id.in_(mine),
        "evaluation_evaluators": s.evaluation_evaluators.c.evaluation_id.in_(evaluations),
        "evaluation_logs": sa.and_(
            s.evaluation_logs.c.evaluation_id.in_(evaluations), s.evaluation_logs.c.log_id.in_(logs)
        ),
        "evaluation_lost_logs": s.evaluation_lost_logs.c.evaluation_id.in_(evaluations),
        "evaluation_lost_results": s.evaluation_lost_results.c.evaluation_id.in_(evaluations),
        "evaluation_results": results,
        "evaluation_sums": s.evaluation_sums.c.evaluation_id.in_(evaluations),
        "experiments": s.experiments.c.project_id.in_(mine),
        "experiment_configs": s.experiment_configs.c.experiment_id.in_(experiments),
        "trials": s.trials.c.experiment_id.in_(experiments),
        "trial_logs": s.trial_logs.c.experiment_id.in_(experiments),
        "spans": spans,
        "traces": s.traces.c.trace_id.in_(sa.select(s.spans.c.trace_id).where(spans)),
        "span_records": s.span_records.c.key.in_(sa.select(s.spans.c.key).where(spans)),
        "finetunes": s.finetunes.c.project_id.in_(mine),
        "imported": sa.or_(
            s.imported.c.id.in_(logs),
            s.imported.c.id.in_(mine),
            s.imported.c.id.in_(tools),
            s.imported.c.id.in_(chosen_datasets),
            s.imported.c.id.in_(evaluations),
            s.imported.c.id.in_(used_evaluators),
            s.imported.c.id.in_(
                sa.select(s.evaluator_versions.c.id).where(s.evaluator_versions.c.evaluator_id.in_(used_evaluators))
            ),
            s.imported.c.id.in_(sa.select(s.datapoints.c.id).where(s.datapoints.c.dataset_id.in_(chosen_datasets))),
            s.imported.c.id.in_(sa.select(s.feedback.c.id).where(s.feedback.c.log_id.in_(logs))),
            s.imported.c.id.in_(sa.select(s.evaluation_results.c.id).where(results)),
        ),
    }
