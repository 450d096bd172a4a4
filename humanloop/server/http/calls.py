"""A request as handlers see it: checked, and with the store at hand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from urllib.parse import parse_qs

from humanloop.core.json_kinds import is_list
from humanloop.server.domain.idempotency import to_answer
from humanloop.server.domain.long_pages import LongPage
from humanloop.server.domain.pages import Page
from humanloop.server.domain.roles import ANYONE
from humanloop.server.errors import InvalidRequestError
from humanloop.server.http.records import RecordStream
from humanloop.server.store.rows import MANY
from humanloop.server.suggestions import meant
from humanloop.server.tracing.log_writer import rules_of
from humanloop.server.tracing.parents import read_parent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection, Dialect
    from starlette.types import Receive

    from humanloop.server.domain.idempotency import Once
    from humanloop.server.domain.roles import Caller
    from humanloop.server.service import Service
    from humanloop.server.tracing.parents import Parent

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
        once: How its write is done once only, if the request asks for that.
        accept: The header `Accept`.
        query_string: The query as it came.
        traceparent: The header of that name.
        receive: Answers what else the connection brings: after the body, only that the caller has left. Nobody
            leaves without it.
        caller: Who calls.
        only_reads: Whether nothing is written, so that a standby may answer.
    """

    service: Service
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any
    once: Once | None = None
    accept: str = ""
    query_string: bytes = b""
    traceparent: str | None = None
    receive: Receive | None = None
    caller: Caller = ANYONE
    only_reads: bool = False

    @property
    def parent(self) -> Parent | None:
        """The span that the request was made in, if it says so."""
        if self.traceparent is None:
            return None
        rules = rules_of(self.service.settings, self.service.providers.rates)
        return read_parent(self.traceparent, rules, stays_in_project=bool(self.caller.projects))

    async def leave(self) -> None:
        """Wait until the caller leaves."""
        if self.receive is None:
            await asyncio.get_running_loop().create_future()
            return
        while (await self.receive())["type"] != "http.disconnect":
            pass

    def more_query(self, name: str) -> list[str]:
        """Read a query parameter that the API describes in words only; it may be given several times."""
        return self._whole_query.get(name, [])

    def more_words(self, name: str, known: Sequence[str]) -> list[str]:
        """Read such a parameter whose values are some words.

        Raises:
            InvalidRequestError: One is another word.
        """
        found = self.more_query(name)
        problems = [
            (("query", name), f"{each!r} is no such value; {meant(each, known)}", "enum")
            for each in found
            if each not in known
        ]
        if problems:
            raise InvalidRequestError(problems)
        return found

    def more_queries(self, prefix: str, suffix: str) -> dict[str, list[str]]:
        """Read all such parameters whose names begin and end like this: what stands between → values."""
        return {
            name[len(prefix) : -len(suffix)]: values
            for name, values in self._whole_query.items()
            if name.startswith(prefix) and name.endswith(suffix) and len(name) > len(prefix) + len(suffix)
        }

    def order(self, columns: tuple[str, ...], prefix: str) -> list[tuple[str, bool]]:
        """Read the order of a list: each `sort` is `column.asc` or `column.desc`; answers columns, and what descends.

        Args:
            columns: Names of columns.
            prefix: What the names of further columns begin with.

        Raises:
            InvalidRequestError: There is no such column or direction.
        """
        found: list[tuple[str, bool]] = []
        for each in self.more_query("sort"):
            column, _, direction = each.rpartition(".")
            if direction not in {"asc", "desc"} or not (column in columns or column.startswith(prefix)):
                known = [f"{name}.{way}" for name in columns for way in ("asc", "desc")]
                near = meant(each, known)
                message = f"{each!r} is not one of {', '.join(columns)} or {prefix}…, with .asc or .desc; {near}"
                raise InvalidRequestError([(("query", "sort"), message, "enum")])
            found.append((column, direction == "desc"))
        return found

    @property
    def _whole_query(self) -> dict[str, list[str]]:
        return parse_qs(self.query_string.decode("latin-1"))

    @property
    def wants_prompt_text(self) -> bool:
        """Whether the caller takes `text/prompt`, and no JSON."""
        accepted = {part.partition(";")[0].strip() for part in self.accept.split(",")}
        return "text/prompt" in accepted and not accepted & {"application/json", "application/*", "*/*"}

    def read(self, job: Callable[[Connection], T], *, is_long: bool = False) -> Awaitable[T]:
        """Run a job that only reads; `is_long` is that of the store."""
        return self.service.store.read(job, is_long=is_long, on_standby=self.only_reads)

    async def read_page(self, job: Callable[[Connection], LongPage]) -> dict[str, Any] | RecordStream:
        """Read a page whose records may be large: at once, or in pieces while it is sent.

        Raises:
            InvalidRequestError: It is larger than an answer may be.
        """

        def begin(connection: Connection) -> dict[str, Any] | LongPage:
            found = job(connection)
            found.check(self.service.settings.answer_limit)
            return found.whole(connection) or found

        found = await self.read(begin, is_long=True)
        return RecordStream(found, self.service.store) if isinstance(found, LongPage) else found

    async def prepare(self, records: int, work: Callable[[Dialect], T]) -> T:
        """Do what needs no database before a write, on which others wait; if it is much, beside their requests, too.

        Args:
            records: How many records are written.
            work: What is done, for a database that speaks this dialect.
        """
        dialect = self.service.store.dialect
        return work(dialect) if records < MANY else await asyncio.to_thread(work, dialect)

    def write(self, job: Callable[[Connection], T], *, is_beside: bool = False) -> Awaitable[T]:
        """Do a write that prepares something; `is_beside` is that of the store."""
        return self.service.store.write(job, is_beside=is_beside)

    async def commit(self, job: Callable[[Connection], T], *, is_beside: bool = False) -> T:
        """Do the last write of the operation: what the job answers is the operation's answer.

        Args:
            job: The write.
            is_beside: Whether it may be done while other servers write; most often it does no more than append.

        Raises:
            AlreadyDoneError: The same request was answered before.
        """
        store, once = self.service.store, self.once
        if once is None:
            return await store.write(job, is_beside=is_beside)
        answer: T = to_answer(await store.write(lambda connection: once.run(connection, job), is_beside=is_beside))
        return answer

    def commit_stream(self, job: Callable[[Connection], T]) -> Callable[[Connection], T]:
        """Make the last write of a stream one that is done once only."""
        once = self.once
        return job if once is None else lambda connection: once.run_stream(connection, job)

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
        if page.number < first:
            problems.append((("query", "page"), f"it must be {first} or more", "greater_than_equal"))
        if page.number > _LARGEST_PAGE:
            problems.append((("query", "page"), f"it must be {_LARGEST_PAGE} or less", "less_than_equal"))
        if not 1 <= page.size <= _LARGEST_SIZE:
            problems.append((("query", "size"), f"it must lie between 1 and {_LARGEST_SIZE}", "value_error"))
        if problems:
            raise InvalidRequestError(problems)
        return page


Handler: TypeAlias = Callable[[Call], Awaitable[Any]]
"""What an operation does: from a call to the answer, as JSON or a stream of events."""


def as_list(body: Any) -> tuple[list[Any], list[tuple[str | int, ...]]]:
    """Read a body that is one object or a list of them: the objects, and where each stands."""
    if is_list(body):
        return body, [("body", index) for index in range(len(body))]
    return [body], [("body",)]


def in_form_of(body: Any, answers: list[Any]) -> Any:
    """Answer one object with one, and a list with a list."""
    return answers if is_list(body) else answers[0]
