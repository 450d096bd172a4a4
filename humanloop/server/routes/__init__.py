"""What each operation does: HTTP in and out, everything else in the domain. One module per tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.routes import (
    chats,
    completions,
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

if TYPE_CHECKING:
    from humanloop.server.http.calls import Handler

HANDLERS: dict[str, Handler] = {
    f"{module.__name__.rpartition('.')[2]}.{name}": handler
    for module in (
        chats,
        completions,
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
