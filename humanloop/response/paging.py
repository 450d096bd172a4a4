"""Which page of a list comes after a page, and how much of the list is left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from humanloop.core.errors import ApiValueError
from humanloop.core.json_kinds import is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.core.operation import Pages

_USE: Final = re.compile(r"\buse (\w+)=([1-9]\d{0,8})$")


def next_arguments(form: Pages, arguments: Mapping[str, Any], page: Any) -> dict[str, Any] | None:
    """Say how the page after a page is asked for.

    Args:
        form: How the list goes on.
        arguments: What the page was asked for with.
        page: The page.

    Returns:
        The arguments of the next call, or None if the page is the last.

    Raises:
        ApiValueError: The server names the same page as the next one again.
    """
    given = arguments.get(form.parameter)
    if form.next is not None:
        cursor = _found(page, form.next)
        if cursor is None or cursor == "":
            return None
        if cursor == given:
            raise ApiValueError(f"the server names the page {cursor!r} as the one after itself")
        return {**arguments, form.parameter: cursor}
    here, left = records_left(form, arguments, page)
    if not here or (left is not None and left <= here):
        return None
    return {**arguments, form.parameter: _number(form, arguments) + 1}


def smaller_arguments(
    form: Pages, arguments: Mapping[str, Any], size: int | None, body: object
) -> dict[str, Any] | None:
    """Say how a page is asked for that is too large for the server, so that it begins with the same record.

    Args:
        form: How the list goes on.
        arguments: What the page was asked for with.
        size: How many records a page had before, if one is known.
        body: What the server answered.

    Returns:
        The arguments of a call for half of the page or less, or None if that is not what the server wants.
    """
    fits = _fitting(form, body)
    if form.size is None or fits is None:
        return None
    asked = arguments.get(form.size) or size
    # A cursor names the first record, however many follow.
    number = 0 if form.next is not None else _number(form, arguments) - form.first
    if not number:
        smaller = fits if asked is None else min(fits, asked // 2)
        return {**arguments, form.size: smaller} if smaller > 0 else None
    if asked is None or asked < 2:
        return None
    # Only sizes that divide what comes before begin a page there.
    before = number * asked
    smaller = next(each for each in range(min(fits, asked // 2), 0, -1) if before % each == 0)
    return {**arguments, form.size: smaller, form.parameter: form.first + before // smaller}


def size_of(form: Pages, arguments: Mapping[str, Any], page: object) -> int | None:
    """Tell how many records the pages of a list have at most, as a page or what it was asked for with says."""
    told = (_found(page, form.size), arguments.get(form.size)) if form.size else ()
    return next((value for value in told if isinstance(value, int) and value > 0), None)


class Trail:
    """The way of a walk from page to page; it notices a server whose cursors lead in a circle.

    Brent's way: one page that was passed is remembered, another one each time that the walk has become twice as long.
    """

    def __init__(self) -> None:
        self._passed: Mapping[str, Any] | None = None
        self._steps = 0
        self._until: int = 1

    def goes_to(self, arguments: Mapping[str, Any]) -> None:
        """Take a step.

        Args:
            arguments: What the page is asked for with.

        Raises:
            ApiValueError: The walk has been there before.
        """
        if arguments == self._passed:
            raise ApiValueError("the server leads from page to page in a circle: the list has no end")
        self._steps += 1
        if self._steps == self._until:
            self._passed, self._steps = arguments, 0
            self._until *= 2


def records_left(form: Pages, arguments: Mapping[str, Any], page: Any) -> tuple[int, int | None]:
    """Count the records of a page, and those from it on; None if the server does not say.

    A total that is less than what the page itself holds says nothing. One that is less than all that was seen is that
    of a list that has become shorter meanwhile: the page is the last one.

    Args:
        form: How the list goes on.
        arguments: What the page was asked for with.
        page: The page.
    """
    records = _found(page, form.items)
    here = len(records) if is_list(records) else 0
    total = counted(_found(page, form.total) if form.total else None)
    if total is None:
        return here, None
    if form.next is not None:
        # Only the server knows how many records there are before a cursor.
        return here, None if arguments.get(form.parameter) or total < here else total
    # A page that is not the last one is full.
    size = size_of(form, arguments, page) or here
    before = (_number(form, arguments) - form.first) * size
    return here, None if total < here else max(total - before, here)


def counted(total: Any) -> int | None:
    """Take a server's word for the number of records, if it can be one; nonsense says nothing."""
    return total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None


def _fitting(form: Pages, body: object) -> int | None:
    """Read which size of a page fits, from the server's refusal of one that is too large."""
    problems = body.get("detail") if is_object(body) else None
    for problem in problems if is_list(problems) else ():
        place, message = (problem.get("loc"), problem.get("msg")) if is_object(problem) else (None, None)
        if place == ["query", form.size] and isinstance(message, str) and (found := _USE.search(message)):
            return int(found[2]) if found[1] == form.size else None
    return None


def _number(form: Pages, arguments: Mapping[str, Any]) -> int:
    given = arguments.get(form.parameter)
    return form.first if given is None else int(given)


def _found(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value.get(step) if is_object(value) else getattr(value, step, None)
    return value
