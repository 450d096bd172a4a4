"""What the work on evaluations needs of the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from humanloop.server.evaluation.sandbox import Sandbox
    from humanloop.server.generation.providers.registry import Providers
    from humanloop.server.settings import Settings
    from humanloop.server.store.store import Store


@dataclass(frozen=True)
class Means:
    """Parts of the server.

    Args:
        store: The database.
        providers: Those who answer prompts.
        settings: What was chosen.
        sandbox: Where the code of evaluators runs.
        server_id: Which of the servers of the database this is.
    """

    store: Store
    providers: Providers
    settings: Settings
    sandbox: Sandbox
    server_id: str
