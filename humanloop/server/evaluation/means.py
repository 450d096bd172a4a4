"""What the work on evaluations needs of the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.evaluation.sandbox import Sandbox
    from humanloop.server.generation.providers.registry import Providers
    from humanloop.server.store.store import Store


@dataclass(frozen=True)
class Means:
    """Parts of the server.

    Args:
        store: The database.
        providers: Those who answer prompts.
        snippets: Tools that templates can call: name → key → text.
        sandbox: Where the code of evaluators runs.
    """

    store: Store
    providers: Providers
    snippets: Mapping[str, Mapping[str, str]]
    sandbox: Sandbox
