"""What each operation does: HTTP in and out, everything else in the domain. Chats and completions share a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.routes import (
    datapoints,
    datasets,
    evaluations,
    evaluators,
    experiments,
    feedback,
    finetunes,
    generations,
    imported,
    logs,
    model_configs,
    projects,
    retention,
    sessions,
)

if TYPE_CHECKING:
    from humanloop.server.http.calls import Handler

HANDLERS: dict[str, Handler] = generations.HANDLERS | {
    f"{module.__name__.rpartition('.')[2]}.{name}": handler
    for module in (
        datapoints,
        datasets,
        evaluations,
        evaluators,
        experiments,
        feedback,
        finetunes,
        logs,
        model_configs,
        projects,
        sessions,
    )
    for name, handler in module.HANDLERS.items()
}
"""Handler of each operation, by the operation's key."""

ADDITIONS = imported.ADDITIONS | retention.ADDITIONS
"""Operations of the server's own, by key."""

MORE_QUERIES = {"logs.list": logs.MORE_QUERY, "evaluations.list": evaluations.MORE_QUERY}
"""Query parameters that the description names in words only, by the operation's key."""
