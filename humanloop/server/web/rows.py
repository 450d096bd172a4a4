"""The kinds of rows in the table of pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from humanloop.server.web.visit import Visit

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from starlette.responses import Response

Show: TypeAlias = Callable[["Connection", Visit], Mapping[str, Any]]
"""From the database and a request to what a template shows."""
Do: TypeAlias = Callable[["Connection", Visit], str]
"""Does what a form asks for; answers the address to go to."""
Answer: TypeAlias = Callable[[Visit], Awaitable["Response"]]


@dataclass(frozen=True)
class Page:
    """An address that is read.

    Args:
        path: Path below `/app`.
        template: Name of its template.
        show: Reads what the template shows.
        is_for_change: Whether it is a step on the way to a change, and nothing for those who may only read.
    """

    path: str
    template: str
    show: Show
    is_for_change: bool = False


@dataclass(frozen=True)
class Change:
    """An address that a form is sent to. It is done once, however often it is sent.

    Args:
        path: Path below `/app`.
        do: Does it.
        after: What is to be done once it is stored; it is given the address to go to.
    """

    path: str
    do: Do
    after: Callable[[Visit, str], Awaitable[None]] | None = None


@dataclass(frozen=True)
class Raw:
    """An address that answers something else than a page.

    Args:
        path: Path below `/app`.
        answer: Answers it.
        method: How it is asked for. A POST needs the token of the session, as every form.
        is_form: Whether a form is all that leads there: where nothing is found, its page says so.
    """

    path: str
    answer: Answer
    method: str = "GET"
    is_form: bool = False


Row: TypeAlias = Page | Change | Raw
