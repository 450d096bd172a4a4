"""Who calls, and what each role may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

from humanloop.server.errors import PermissionDeniedError

Role = Literal["read", "log", "write", "admin"]
"""What the holder of a key may do."""
ROLES = cast("tuple[Role, ...]", get_args(Role))
"""All roles, those that may less first."""

PAGES_FOR: tuple[Role, ...] = ("read", "write", "admin")
"""The roles that see pages."""

# What applications need that ask their models themselves.
_LOGGING = frozenset(
    {
        "logs.log",
        "logs.update",
        "logs.update_by_ref",
        "feedback.feedback",
        "sessions.create",
        "projects.get_active_config",
        "experiments.sample",
    }
)
_GENERATING = frozenset({"chats", "completions"})
# What is asked for by POST and changes nothing.
_READING = frozenset(
    {
        "projects.export",
        "model_configs.export",
        "model_configs.serialize",
        "model_configs.deserialize",
        "finetunes.summary",
    }
)


@dataclass(frozen=True)
class Caller:
    """Who calls: by a key, by a session of the pages, or by a command.

    Args:
        name: What stands in the access log and in the audit list: the name of the key.
        role: What it may do.
        projects: Ids of the only projects that it sees; empty if it sees all.
        person: What the person is called, who may have said so; empty if nobody has.
    """

    name: str
    role: Role = "admin"
    projects: frozenset[str] = frozenset()
    person: str = ""

    @property
    def shown(self) -> str:
        """What histories and the pages show as "who"."""
        return self.person or self.name

    def may(self, *roles: Role) -> bool:
        """Tell whether the role is one of these."""
        return self.role in roles


ANYONE = Caller("anyone")
"""Everybody, where no key is needed."""
SERVER = Caller("server")
"""The server itself, for what nobody has asked for just now."""


def roles_of(key: str, method: str) -> tuple[Role, ...]:
    """List the roles that may call an operation.

    Args:
        key: What the table of operations calls it, such as `logs.list`.
        method: Its HTTP method.
    """
    may = {"write", "admin"}
    if method == "GET" or key in _READING:
        may.add("read")
    if key in _LOGGING or key.partition(".")[0] in _GENERATING:
        may.add("log")
    return tuple(role for role in ROLES if role in may)


def check_role(caller: Caller, operation: str, roles: tuple[Role, ...]) -> None:
    """See that a caller may call an operation.

    Args:
        caller: Who calls.
        operation: What it is called in messages.
        roles: The roles that may.

    Raises:
        PermissionDeniedError: The caller has another role.
    """
    if caller.role not in roles:
        *others, last = roles
        may = f"{', '.join(others)} or {last}" if others else last
        raise PermissionDeniedError(
            f"The key {caller.name!r} has the role {caller.role}, which may not call {operation}: it takes {may}."
        )
