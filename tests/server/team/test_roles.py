"""Every operation, asked for with a key of every role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from humanloop.apis.operations import OPERATIONS
from humanloop.server.domain.roles import ROLES

if TYPE_CHECKING:
    from tests.server.conftest import Api

ASKING = {
    f"{kind}.{name}"
    for kind in ("chats", "completions")
    for name in ("create", "create_deployed", "create_experiment", "create_model_config")
}
LOGGING = ASKING | {
    "logs.log",
    "logs.update",
    "logs.update_by_ref",
    "feedback.feedback",
    "sessions.create",
    "projects.get_active_config",
    "experiments.sample",
}
READING_BY_POST = {
    "projects.export",
    "model_configs.export",
    "model_configs.serialize",
    "model_configs.deserialize",
    "finetunes.summary",
}


def may(role: str, operation: str) -> bool:
    """Say again what the guide says of roles."""
    return {
        "read": OPERATIONS[operation].method == "GET" or operation in READING_BY_POST,
        "log": operation in LOGGING,
        "write": True,
        "admin": True,
    }[role]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_role_may_or_is_refused_before_anything_is_read(
    team: Api, keys: dict[str, str], operation: str, role: str
) -> None:
    """The id is unknown, and the body is none: who may hears of that, and who may not does not."""
    row = OPERATIONS[operation]
    path = "/".join("nothing_there" if part.startswith("{") else part for part in row.path.split("/"))
    reply = team.http(row.method, path, headers={"X-API-KEY": keys[role]}, body="{" if row.body else None)
    if may(role, operation):
        assert reply.status not in {401, 403}
        return
    assert reply.status == 403
    assert reply.detail["type"] == "permission_error"
    said = reply.detail["message"]
    who_may = [each for each in ROLES if may(each, operation)]
    assert f"role {role}," in said
    assert said.endswith(f"it takes {', '.join(who_may[:-1])} or {who_may[-1]}.")
    tag, _, _ = operation.partition(".")
    assert f"call {tag.title().replace('_', '')}_" in said


def test_there_are_operations_for_all_that_the_roles_name() -> None:
    assert OPERATIONS.keys() >= LOGGING | READING_BY_POST
    assert len(OPERATIONS) == 72


@pytest.mark.parametrize(("role", "status"), [("read", 403), ("log", 200), ("write", 200), ("admin", 200)])
def test_exporters_of_traces_write_logs(team: Api, keys: dict[str, str], role: str, status: int) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {keys[role]}"}
    assert team.http("POST", "/otel/v1/traces", headers=headers, body='{"resourceSpans": []}').status == status
