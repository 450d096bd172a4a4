"""A request as handlers see it: checked, and with the store at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from humanloop.json_kinds import is_list
from humanloop.server.domain.pages import Page
from humanloop.server.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.service import Service

T = TypeVar("T")

_LARGEST_SIZE = 1000
_LARGEST_PAGE = 10**9


@dataclass(frozen=True)
class Call:
    """One call of an operation.

    Args:
        service: The server's parts.
        path: Path parameters.
        query: Query parameters that were given, by their types.
        body: The JSON body.
    """

    service: Service
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any

    def read(self, job: Callable[[Connection], T]) -> Awaitable[T]:
        """Run a job that only reads."""
        return self.service.store.read(job)

    def write(self, job: Callable[[Connection], T]) -> Awaitable[T]:
        """Do a write that prepares something."""
        return self.service.store.write(job)

    def commit(self, job: Callable[[Connection], T]) -> Awaitable[T]:
        """Do the last write of the operation: what the job answers is the operation's answer."""
        return self.service.store.write(job)

    def page(self, *, size: int, first: int = 0) -> Page:
        """Read which page is wanted.

        Args:
            size: Records on a page if the request says nothing.
            first: Number of the first page.

        Raises:
            InvalidRequestError: There can be no such page.
        """
        page = Page(self.query.get("page", first), self.query.get("size", size), first)
        problems: list[tuple[tuple[str | int, ...], str, str]] = []
        if not first <= page.number <= _LARGEST_PAGE:
            problems.append((("query", "page"), f"it must be {first} or more", "greater_than_equal"))
        if not 1 <= page.size <= _LARGEST_SIZE:
            problems.append((("query", "size"), f"it must lie between 1 and {_LARGEST_SIZE}", "value_error"))
        if problems:
            raise InvalidRequestError(problems)
        return page

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """Read a query parameter that is one of several words; the first is the default.

        Raises:
            InvalidRequestError: It is none of them.
        """
        value: str = self.query.get(name, choices[0])
        if value not in choices:
            problem = (("query", name), f"it must be one of {', '.join(choices)}", "enum")
            raise InvalidRequestError([problem])
        return value


def as_list(body: Any) -> tuple[list[Any], list[tuple[str | int, ...]]]:
    """Read a body that is one object or a list of them: the objects, and where each stands."""
    if is_list(body):
        return body, [("body", index) for index in range(len(body))]
    return [body], [("body",)]
