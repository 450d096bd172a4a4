"""Lists that come in pages: iterating over one page walks all records of this page and of those after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, TypeVar

from pydantic import PrivateAttr

from humanloop import display
from humanloop.core.errors import ApiTypeError, UnprocessableEntityError
from humanloop.core.json_kinds import is_list
from humanloop.response.model import Model
from humanloop.response.paging import Trail, counted, next_arguments, records_left, size_of, smaller_arguments
from humanloop.response.records import Tabular

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import Self

    from humanloop.core.operation import Pages, Report

T = TypeVar("T")

_MOST_COUNTED = 1 << 28
"""Records that the length of a list may be; a larger number is none."""

if TYPE_CHECKING:

    class _Base(Model, Generic[T]):
        """For type checkers, a page knows what it lists."""

else:

    class _Base(Model):
        """`Page[...]` is `Page` when the program runs: no model is made for each kind of record."""

        def __class_getitem__(cls, item: Any) -> type[_Base]:
            return cls


class Page(_Base[T], Tabular):
    """A page of a list. `for` and `async for` walk the records of this page and of all that follow it.

    Further pages are asked for when iteration gets there. Records can be walked any number of times.
    """

    ITEMS: ClassVar[str] = ""
    TOTAL: ClassVar[str] = ""

    _source: Source | None = PrivateAttr(default=None)

    def __init_subclass__(cls, *, items: str = "", total: str = "", **settings: Any) -> None:
        super().__init_subclass__(**settings)
        cls.ITEMS = items or cls.ITEMS
        cls.TOTAL = total or cls.TOTAL

    def __iter__(self) -> Iterator[T]:  # type: ignore[override]  # pydantic's answers the fields, and nobody wants them
        for page in self.pages():
            yield from _records(page)

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.apages():
            for record in _records(page):
                yield record

    def pages(self) -> Iterator[Self]:
        """Walk the pages from this one on.

        Raises:
            ApiTypeError: The page was awaited, and `apages` walks on from there; or the list goes on, and the page was
                pickled, without its client.
            ApiException: The server answered the request for a further page with an error.
        """
        source = self._source
        if source is not None and source.is_awaited:
            raise ApiTypeError("this page was awaited: walk on with `async for` or `apages()`")
        if source is None or not source.progress:
            yield from self._walk()
            return
        with self._telling(source) as tell:
            for page in self._walk():
                yield page
                tell(page)

    async def apages(self) -> AsyncIterator[Self]:
        """`pages`, awaited."""
        source = self._source
        if source is None or not source.progress:
            async for page in self._awalk():
                yield page
            return
        with self._telling(source) as tell:
            async for page in self._awalk():
                yield page
                tell(page)

    def _walk(self) -> Iterator[Self]:
        page, source, trail = self, self._source, Trail()
        yield page
        while source is not None and (following := source.after(page)) is not None:
            trail.goes_to(following.arguments)
            page, source = following.ask()
            yield page.tied_to(source)

    async def _awalk(self) -> AsyncIterator[Self]:
        page, source, trail = self, self._source, Trail()
        yield page
        while source is not None and (following := source.after(page)) is not None:
            trail.goes_to(following.arguments)
            page, source = await following.aask()
            yield page.tied_to(source)

    def _telling(self, source: Source) -> AbstractContextManager[Callable[[Page[Any]], None]]:
        return display.telling(source.progress, source.call, self, lambda page: page._counted())  # noqa: SLF001 - its own

    def _counted(self) -> tuple[int, int | None]:
        source = self._source
        if source is None or source.form is None:
            return len(_records(self)), None
        return records_left(source.form, source.arguments, self)

    def __repr__(self) -> str:
        return display.page_line(self, _records(self))

    def _repr_html_(self) -> str:
        return display.page_html(self, _records(self))

    def tied_to(self, source: Source) -> Self:
        """Remember where the page came from, so that it can be walked on from."""
        self._source = source
        return self


class CountedPage(Page[T]):
    """A page of a list whose length is known: `len` tells how many records there are on all its pages."""

    def __len__(self) -> int:
        total, here = counted(getattr(self, self.TOTAL, None)), len(_records(self))
        # `list` and `sorted` make room for as many at once, which no server's word is worth without measure.
        return here if total is None or total > _MOST_COUNTED else max(total, here)


def _records(page: Page[T]) -> Sequence[T]:
    records = getattr(page, page.ITEMS, None)
    return records if is_list(records) else ()


class Source:
    """Where a page came from, and how the next one is asked for.

    It stays with a page and with its copies. What is pickled is without the client, which has keys, and without other
    arguments: enough to know that the list goes on. Pages are equal if they hold the same, wherever they came from.
    """

    def __init__(
        self,
        form: Pages | None,
        arguments: Mapping[str, Any],
        fetch: Callable[[Mapping[str, Any]], Any],
        afetch: Callable[[Mapping[str, Any]], Awaitable[Any]],
        *,
        is_awaited: bool = False,
        progress: bool | Report = False,
        call: str = "",
        size: int | None = None,
    ) -> None:
        """Note it.

        Args:
            form: How the list goes on, if it does.
            arguments: The arguments of the call that answered the page.
            fetch: Makes the same call with other arguments.
            afetch: `fetch`, awaited.
            is_awaited: Whether the page came from an asynchronous call, which a blocking one must not follow.
            progress: What is told how far a walk from this page on has got: a callable, or True for whoever looks on.
            call: The call in words, such as `GET /logs`.
            size: How many records the page before had at most, if it said so.
        """
        self.form = form
        self.arguments = arguments
        self.fetch = fetch
        self.afetch = afetch
        self.is_awaited = is_awaited
        self.progress = progress
        self.call = call
        self.size = size

    def of(self, page: Any) -> Any:
        """Tie a page to where it came from; anything else, such as an answer of another kind, stays as it is."""
        return page.tied_to(self) if issubclass(page.__class__, Page) else page

    def after(self, page: object) -> Source | None:
        """Where the page after this one comes from; None if this is the last."""
        arguments = next_arguments(self.form, self.arguments, page) if self.form else None
        if arguments is None:
            return None
        # What is told of is the walk as a whole.
        size = size_of(self.form, self.arguments, page) if self.form else None
        return Source(self.form, arguments, self.fetch, self.afetch, is_awaited=self.is_awaited, size=size)

    def ask(self) -> tuple[Any, Source]:
        """Ask for the page, or for a part of it if it is too large; answers the page and where it came from.

        Raises:
            ApiException: The server answered with another error.
        """
        source = self
        while True:
            try:
                return source.fetch(source.arguments), source
            except UnprocessableEntityError as error:
                if (smaller := source.smaller(error)) is None:
                    raise
                source = smaller

    async def aask(self) -> tuple[Any, Source]:
        """`ask`, awaited."""
        source = self
        while True:
            try:
                return await source.afetch(source.arguments), source
            except UnprocessableEntityError as error:
                if (smaller := source.smaller(error)) is None:
                    raise
                source = smaller

    def smaller(self, error: UnprocessableEntityError) -> Source | None:
        """Where a part of the page comes from, if an error says that it is too large."""
        arguments = smaller_arguments(self.form, self.arguments, self.size, error.body) if self.form else None
        if arguments is None:
            return None
        return Source(
            self.form,
            arguments,
            self.fetch,
            self.afetch,
            is_awaited=self.is_awaited,
            progress=self.progress,
            call=self.call,
        )

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, Source)

    __hash__ = None  # type: ignore[assignment]  # as for everything that is equal to others of its kind

    def __deepcopy__(self, memo: dict[int, Any]) -> Source:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        kept = (self.form.parameter, self.form.size) if self.form else ()
        return _pickled, (self.form, {name: value for name, value in self.arguments.items() if name in kept})


def _pickled(form: Pages | None, arguments: Mapping[str, Any]) -> Source:
    return Source(form, arguments, _refuse, _arefuse)


def _refuse(_: Mapping[str, Any]) -> NoReturn:
    raise ApiTypeError(
        "the list goes on, and this page cannot ask for more: it was pickled, which leaves its client out;"
        " walk the list before that, or take the records of this page alone"
    )


async def _arefuse(arguments: Mapping[str, Any]) -> NoReturn:
    _refuse(arguments)
