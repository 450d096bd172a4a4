"""A request for a page, as pages see it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from humanloop.core.json_kinds import is_list
from humanloop.server.errors import InvalidRequestError, UnprocessableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import Receive

    from humanloop.server.domain.web_sessions import Session
    from humanloop.server.service import Service

Query = dict[str, list[str]]

LONGEST_ADDRESS = 8000
"""Characters of an address that a form names, to be sent there."""


@dataclass(frozen=True)
class Visit:
    """One request.

    Args:
        service: The server's parts.
        session: Who asks.
        base: The address of the pages, with the prefix of the server.
        origin: Scheme and host, as the browser sees them.
        path: Parameters of the path.
        query: Parameters of the query.
        form: Fields of the form, of a POST.
        files: Files of the form: name → content.
        here: The address that was asked for, with its query.
        problem: What is wrong with the form that was sent last, whose page this is.
        receive: Answers, once the form is read, that the reader has left.
    """

    service: Service
    session: Session
    base: str
    origin: str
    path: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Query = field(default_factory=dict[str, "list[str]"])
    form: Query = field(default_factory=dict[str, "list[str]"])
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    here: str = ""
    problem: str = ""
    receive: Receive | None = None

    def one(self, name: str, default: str = "") -> str:
        """Read a parameter of the query."""
        return self.query.get(name, [default])[0]

    def many(self, name: str) -> list[str]:
        """Read a parameter of the query that may be given several times; empty ones are none."""
        return [value for value in self.query.get(name, []) if value]

    def ticked(self, name: str, wish: str) -> list[str]:
        """Read which rows of a list were ticked.

        Args:
            name: The parameter of the query.
            wish: What to tick, if none is.

        Raises:
            UnprocessableError: None is.
        """
        found = self.many(name)
        if not found:
            raise UnprocessableError(f"{wish}, with the boxes at the beginning of their rows.")
        return found

    def field(self, name: str, default: str = "") -> str:
        """Read a field of the form."""
        return self.form.get(name, [default])[0]

    def fields(self, name: str) -> list[str]:
        """Read all fields of this name of the form; empty ones are none."""
        return [value for value in self.form.get(name, []) if value]

    def required(self, name: str) -> str:
        """Read a field of the form that must not be empty.

        Raises:
            InvalidRequestError: It is.
        """
        value = self.field(name).strip()
        if not value:
            raise InvalidRequestError([(("form", name), f"The field “{name}” is empty.", "missing")])
        return value

    def link(self, *parts: str, **query: str | Sequence[str] | None) -> str:
        """Write the address of a page.

        Args:
            parts: Parts of its path below `/app`.
            query: Parameters; those that are empty are left out.
        """
        path = "/".join([self.base, *(quote(part, safe="") for part in parts)])
        return path + to_query(query)

    def same(self, **changes: str | Sequence[str] | None) -> str:
        """Write the address of this page with another query; None leaves a parameter out."""
        return self.page_path + to_query({**self.query, **changes})

    def sees(self, project_id: str) -> bool:
        """Tell whether whoever asks sees a project."""
        projects = self.session.caller.projects
        return not projects or project_id in projects

    def with_form(self, form: Query, files: Mapping[str, bytes]) -> Visit:
        """Answer the same request with its form."""
        return replace(self, form=form, files=files)

    @property
    def page(self) -> str:
        """The address of the page that is shown; a form that answers with a page says where it stood."""
        here = self.field("here")
        is_page = here == self.base or here.startswith((f"{self.base}/", f"{self.base}?"))
        return here if is_page and len(here) <= LONGEST_ADDRESS else self.here

    @property
    def page_path(self) -> str:
        """The address of the page that is shown, without its query."""
        return self.page.partition("?")[0]

    @property
    def api_url(self) -> str:
        """Where clients find the API."""
        return self.origin + self.base.removesuffix("/app") + "/v4"


def to_query(query: Mapping[str, Any]) -> str:
    """Write a query, with its question mark; nothing if all of it is empty."""
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        values = value if is_list(value) else [value]
        pairs += [(name, str(each)) for each in values if each is not None and each != ""]
    return f"?{urlencode(pairs)}" if pairs else ""
