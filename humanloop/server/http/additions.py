"""Operations that this server has beyond those of the description: the hosted service had none of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from humanloop.core.operation import Operation
    from humanloop.server.domain.roles import Role
    from humanloop.server.http.calls import Handler

MARK = "x-humanloop-addition"
"""What is true of them in the description that is served."""


@dataclass(frozen=True)
class Addition:
    """An operation of the server's own.

    Args:
        id: Its name in the description.
        operation: Method, path and status.
        handler: What it does.
        roles: Who may call it.
        summary: What it does, in a line.
        answer: The schema of its answer.
        body: The schema of its body, if it has one.
        check: Checks a body.
    """

    id: str
    operation: Operation[Any]
    handler: Handler
    roles: tuple[Role, ...]
    summary: str
    answer: Mapping[str, Any]
    body: Mapping[str, Any] | None = None
    check: Callable[[Any], Any] | None = None

    def described(self) -> dict[str, Any]:
        """Describe it as OpenAPI does."""
        names = [part[1:-1] for part in self.operation.path.split("/") if part.startswith("{")]
        content: dict[str, Any] = {
            "operationId": self.id,
            "summary": self.summary,
            MARK: True,
            "parameters": [
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
            ],
            "responses": {
                str(self.operation.status): {
                    "description": "Done.",
                    "content": {"application/json": {"schema": dict(self.answer)}},
                }
            },
        }
        if self.body is not None:
            content["requestBody"] = {"required": True, "content": {"application/json": {"schema": dict(self.body)}}}
        return content


def with_additions(description: dict[str, Any], additions: Mapping[str, Addition]) -> dict[str, Any]:
    """Add operations to a description of the API.

    Args:
        description: The description.
        additions: The operations.
    """
    paths = dict(description["paths"])
    for addition in additions.values():
        path = addition.operation.path
        paths[path] = {**paths.get(path, {}), addition.operation.method.lower(): addition.described()}
    return {**description, "paths": paths}
