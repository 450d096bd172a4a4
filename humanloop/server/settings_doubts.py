"""Settings that name nothing, or that are weak: the log says so when the server starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.settings import ENVIRONMENT_PREFIX, Settings
from humanloop.server.store.evaluators import evaluator_names
from humanloop.server.store.projects import project_names
from humanloop.server.suggestions import meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pydantic import SecretStr
    from sqlalchemy.engine import Connection

# A key of this length can be tried out only by who has very much time.
_SHORTEST_KEY = 16


def doubts_of_environment(names: Iterable[str]) -> list[str]:
    """List environment variables that look like settings and are none."""
    known = [f"{ENVIRONMENT_PREFIX}{name.upper()}" for name in Settings.model_fields]
    mine = [name for name in names if name.upper().startswith(ENVIRONMENT_PREFIX)]
    return [f"{name} is no setting; {meant(name.upper(), known)}" for name in mine if name.upper() not in known]


def doubts_of_key(key: SecretStr | None) -> list[str]:
    """Say that a key is so short that it can be guessed."""
    if key is None or len(key.get_secret_value()) >= _SHORTEST_KEY:
        return []
    return [f"{ENVIRONMENT_PREFIX}API_KEY has fewer than {_SHORTEST_KEY} characters: it can be guessed by trying."]


def doubts_of_evaluators(connection: Connection, chosen: Mapping[str, Sequence[str]]) -> list[str]:
    """List projects and evaluators that the setting `active_evaluators` names and that do not exist yet."""
    if not chosen:
        return []
    wanted = {"project": list(chosen), "evaluator": [name for names in chosen.values() for name in names]}
    known = {"project": project_names(connection), "evaluator": evaluator_names(connection)}
    return [
        f"active_evaluators: there is no {what} {name!r} yet; {meant(name, known[what])}"
        for what, names in wanted.items()
        for name in dict.fromkeys(names)
        if name not in known[what]
    ]
