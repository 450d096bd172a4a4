"""How lists go on: which page is asked for after a page, and when there is none."""

from __future__ import annotations

import pickle
from collections.abc import AsyncIterator
from contextlib import nullcontext
from typing import Any, List, Optional

import pytest

from humanloop.core.errors import ApiTypeError, ApiValueError
from humanloop.core.operation import Pages
from humanloop.response.model import Model
from humanloop.response.pages import CountedPage, Page, Source
from humanloop.response.paging import next_arguments, records_left, smaller_arguments


class Numbers(CountedPage[int], items="records", total="total"):
    records: Optional[List[int]] = None
    page: Optional[int] = None
    size: Optional[int] = None
    total: Optional[int] = None


class Link(Model):
    next_cursor: Optional[str] = None


class Words(Page[str], items="words"):
    words: Optional[List[str]] = None
    pagination: Optional[Link] = None


NUMBERED = Pages("page", items="records", size="size", total="total")
FROM_ONE = Pages("page", items="records", first=1, size="size", total="total")
PLAIN = Pages("page", items="records")
CURSOR = Pages("cursor", items="words", next="pagination.next_cursor")
COUNTED_CURSOR = Pages("cursor", items="words", next="pagination.next_cursor", total="total")


def _page(count: int, **fields: int) -> Numbers:
    return Numbers(records=list(range(count)), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "arguments", "page", "expected"),
    [
        (NUMBERED, {"q": 1}, _page(2, page=0, size=2, total=5), {"q": 1, "page": 1}),
        (NUMBERED, {"page": None}, _page(2, page=0, size=2, total=5), {"page": 1}),
        (NUMBERED, {"page": 1}, _page(2, page=1, size=2, total=5), {"page": 2}),
        (NUMBERED, {"page": 2}, _page(1, page=2, size=2, total=5), None),
        (NUMBERED, {"page": 1}, _page(2, page=1, size=2, total=4), None),
        (NUMBERED, {"page": 7}, _page(0, page=7, size=2, total=4), None),
        (NUMBERED, {}, _page(0, page=0, size=2, total=4), None),
        # The server gives less than it was asked for, or says nothing of it.
        (NUMBERED, {"page": 1, "size": 1000}, _page(2, size=2, total=6), {"page": 2, "size": 1000}),
        (NUMBERED, {"page": 1, "size": 2}, _page(2, total=4), None),
        (NUMBERED, {"page": 1}, _page(2, total=6), {"page": 2}),
        (NUMBERED, {"page": 1}, _page(2), {"page": 2}),
        (FROM_ONE, {}, _page(2, page=1, size=2, total=3), {"page": 2}),
        (FROM_ONE, {"page": 2}, _page(1, page=2, size=2, total=3), None),
        (PLAIN, {"page": 3}, _page(1), {"page": 4}),
        (PLAIN, {"page": 4}, _page(0), None),
        (PLAIN, {"page": 4}, Numbers(), None),
        (CURSOR, {"q": 1}, Words(pagination=Link(next_cursor="b")), {"q": 1, "cursor": "b"}),
        (CURSOR, {"cursor": "b"}, Words(pagination=Link(next_cursor="c")), {"cursor": "c"}),
        (CURSOR, {"cursor": "c"}, Words(pagination=Link(next_cursor="")), None),
        (CURSOR, {"cursor": "c"}, Words(pagination=Link()), None),
        (CURSOR, {"cursor": "c"}, Words(), None),
        # Kept as it came, because it did not fit.
        (CURSOR, {}, Words.model_construct(pagination={"next_cursor": "b"}), {"cursor": "b"}),
    ],
)
def test_next_arguments(form: Pages, arguments: dict[str, Any], page: Any, expected: dict[str, Any] | None) -> None:
    before = {**arguments}
    assert next_arguments(form, arguments, page) == expected
    assert arguments == before


@pytest.mark.parametrize(
    ("form", "arguments", "page", "expected"),
    [
        (NUMBERED, {}, _page(2, page=0, size=2, total=5), (2, 5)),
        (NUMBERED, {"page": 2}, _page(1, page=2, size=2, total=5), (1, 1)),
        (NUMBERED, {"page": 9}, _page(0, page=9, size=2, total=5), (0, 0)),
        # Less than there is; and less than there was before.
        (NUMBERED, {}, _page(2, page=0, size=2, total=0), (2, None)),
        (NUMBERED, {"page": 2}, _page(2, page=2, size=2, total=5), (2, 2)),
        (COUNTED_CURSOR, {}, Words.model_construct(words=["a", "b"], total=1), (2, None)),
        (COUNTED_CURSOR, {}, Words.model_construct(words=["a", "b"], total=3), (2, 3)),
        (COUNTED_CURSOR, {"cursor": "b"}, Words.model_construct(words=["a", "b"], total=3), (2, None)),
        (FROM_ONE, {"page": 2}, _page(1, page=2, size=2, total=3), (1, 1)),
        (NUMBERED, {}, _page(2), (2, None)),
        (CURSOR, {}, Words(words=["a"]), (1, None)),
    ],
)
def test_records_left(form: Pages, arguments: dict[str, Any], page: Any, expected: tuple[int, int | None]) -> None:
    assert records_left(form, arguments, page) == expected


def test_a_cursor_that_leads_to_itself_is_an_error() -> None:
    with pytest.raises(ApiValueError, match="the page 'b' as the one after itself"):
        next_arguments(CURSOR, {"cursor": "b"}, Words(pagination=Link(next_cursor="b")))


def test_a_page_made_by_hand_has_its_own_records() -> None:
    page = _page(3, total=3)
    assert list(page) == [0, 1, 2]
    assert len(page) == 3
    assert list(page.pages()) == [page]
    assert page.model_dump()["records"] == [0, 1, 2]


@pytest.mark.parametrize(("page", "length"), [(_page(2, total=50), 50), (_page(2), 2), (Numbers(), 0)])
def test_len_is_the_total_if_there_is_one(page: Numbers, length: int) -> None:
    assert len(page) == length
    assert bool(page) is bool(length)


def test_a_list_without_a_total_has_no_length_and_is_never_empty() -> None:
    assert not hasattr(Words(), "__len__")
    assert Words()


def test_further_pages_are_asked_for_when_iteration_gets_there() -> None:
    asked: list[int] = []

    def fetch(given: Any) -> Numbers:
        asked.append(given["page"])
        return _page(2, page=given["page"], size=2, total=6)

    async def never(_: Any) -> Any:
        raise AssertionError

    page = Source(NUMBERED, {}, fetch, never).of(_page(2, page=0, size=2, total=6))
    walk = iter(page)
    assert [next(walk), next(walk), asked] == [0, 1, []]
    assert [next(walk), asked] == [0, [1]]
    assert len(list(page)) == 6
    assert asked == [1, 1, 2]


@pytest.mark.parametrize("is_awaited", [False, True])
@pytest.mark.parametrize(
    ("arguments", "page", "is_last"),
    [
        ({"size": 2}, _page(2, total=5), False),
        ({"size": 2, "page": 1, "secret": "s"}, _page(2, total=5), False),
        ({"size": 2, "page": 2}, _page(1, total=5), True),
        ({}, _page(2, size=2), False),
        ({}, _page(0), True),
    ],
)
async def test_a_pickled_page_says_where_it_ends_before_the_list(
    arguments: dict[str, Any], page: Numbers, is_last: bool, is_awaited: bool
) -> None:
    def never(_: Any) -> Any:
        raise AssertionError

    data = pickle.dumps(Source(NUMBERED, arguments, never, never, is_awaited=is_awaited).of(page.model_copy()))
    assert b"secret" not in data
    copy: Numbers = pickle.loads(data)
    again: Numbers = pickle.loads(pickle.dumps(copy))
    assert copy == again == page
    seen: list[int] = []
    for walked in (copy.pages(), copy.apages(), again.pages()):
        seen.clear()
        with nullcontext() if is_last else pytest.raises(ApiTypeError, match="it was pickled, which leaves its client"):
            if isinstance(walked, AsyncIterator):
                async for one in walked:
                    seen += one.records or []
            else:
                for one in walked:
                    seen += one.records or []
        assert seen == page.records


def _too_large(size: int, name: str = "size") -> dict[str, Any]:
    return {"detail": [{"loc": ["query", name], "msg": f"the page is too large: use {name}={size}", "type": "x"}]}


@pytest.mark.parametrize(
    ("form", "arguments", "size", "fits", "expected"),
    [
        # Half of it, or less where that does not fit either.
        (NUMBERED, {"q": 1, "size": 100}, None, 80, {"q": 1, "size": 50}),
        (NUMBERED, {"size": 100}, None, 20, {"size": 20}),
        (NUMBERED, {"size": 100, "page": 3}, None, 80, {"size": 50, "page": 6}),
        (FROM_ONE, {"size": 100, "page": 3}, None, 80, {"size": 50, "page": 5}),
        # Each page begins with the same record as before.
        (NUMBERED, {"size": 100, "page": 3}, None, 37, {"size": 30, "page": 10}),
        (NUMBERED, {"size": 25, "page": 3}, None, 20, {"size": 5, "page": 15}),
        (NUMBERED, {"size": 7, "page": 1}, None, 6, {"size": 1, "page": 7}),
        # What the page before said, if nothing was asked for.
        (NUMBERED, {"page": 1}, 50, 49, {"size": 25, "page": 2}),
        (NUMBERED, {}, None, 49, {"size": 49}),
        (NUMBERED, {"page": 1}, None, 49, None),
        (NUMBERED, {"size": 1, "page": 1}, None, 1, None),
        (NUMBERED, {"size": 1}, None, 1, None),
        (PLAIN, {"page": 1}, 50, 49, None),
        (
            Pages("cursor", items="words", next="n", size="size"),
            {"cursor": "b", "size": 9},
            None,
            8,
            {"cursor": "b", "size": 4},
        ),
    ],
)
def test_a_page_that_is_too_large_is_asked_for_in_part(
    form: Pages, arguments: dict[str, Any], size: int | None, fits: int, expected: dict[str, Any] | None
) -> None:
    assert smaller_arguments(form, arguments, size, _too_large(fits)) == expected


@pytest.mark.parametrize(
    "body",
    [
        None,
        "use size=5",
        {"detail": "use size=5"},
        {"detail": ["use size=5"]},
        {"detail": [{"loc": ["query", "page"], "msg": "use size=5"}]},
        {"detail": [{"loc": ["query", "size"], "msg": "use size=0"}]},
        {"detail": [{"loc": ["query", "size"], "msg": "it must lie between 1 and 1000"}]},
        {"detail": [{"loc": ["query", "size"], "msg": 5}]},
        _too_large(5, "limit"),
    ],
)
def test_other_refusals_make_no_page_smaller(body: Any) -> None:
    assert smaller_arguments(NUMBERED, {"size": 100}, None, body) is None


def test_a_model_derived_from_a_page_is_a_page() -> None:
    class Named(Numbers):
        name: str = ""

    assert (Named.ITEMS, Named.TOTAL) == ("records", "total")
    assert list(Named(records=[4])) == [4]


@pytest.mark.parametrize("total", [-1, -(10**30), 0, 1, 10**12, 10**30, True, 0.5, "5", None])
def test_a_total_of_no_sense_is_no_length(total: Any) -> None:
    """The server's number decides neither how much room is made nor where a walk ends."""
    asked: list[Any] = []

    def fetch(arguments: Any) -> Any:
        asked.append(arguments["page"])
        return Numbers.model_construct(records=[3, 4] if arguments["page"] == 1 else [], total=total)

    first = Source(NUMBERED, {}, fetch, fetch).of(Numbers.model_construct(records=[1, 2], total=total))
    assert bool(first)
    assert len(first) == 2
    assert [*first] == list(first) == sorted(first) == [1, 2, 3, 4]
    assert asked[:2] == [1, 2]
    assert "-" not in repr(first)
    assert bool(Numbers.model_construct(records=[], total=total)) is (total == 1 and total is not True)


@pytest.mark.parametrize("total", [-1, 0, 1, 3, 10**30, None])
async def test_a_total_of_no_sense_ends_no_walk_that_is_awaited(total: Any) -> None:
    async def fetch(arguments: Any) -> Any:
        return Numbers.model_construct(records=[3, 4] if arguments["page"] == 1 else [], total=total)

    source = Source(NUMBERED, {}, lambda _: pytest.fail("it blocks"), fetch, is_awaited=True)
    first = source.of(Numbers.model_construct(records=[1, 2], total=total))
    assert [record async for record in first] == [1, 2, 3, 4]


@pytest.mark.parametrize("total", [0, 1, 3])
def test_a_total_that_is_too_small_ends_no_walk_by_cursors(total: int) -> None:
    def fetch(arguments: Any) -> Any:
        following = "c" if arguments["cursor"] == "b" else None
        return Words.model_construct(words=["3"], pagination=Link(next_cursor=following), total=total)

    first = Words.model_construct(words=["1", "2"], pagination=Link(next_cursor="b"), total=total)
    source = Source(COUNTED_CURSOR, {}, fetch, fetch)  # type: ignore[arg-type]  # only one is used
    assert [*source.of(first)] == ["1", "2", "3", "3"]


def test_a_page_has_at_least_the_records_that_it_holds() -> None:
    page = Numbers.model_construct(records=[1, 2], total=0)
    assert page
    assert len(page) == 2
