"""Coming back: the page of a form that was sent wrongly, with what is wrong, and with what was typed."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from humanloop.server.web.forms import split_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from humanloop.server.web.visit import Query, Visit

    Attributes = Mapping[str, str]

# Pages are made by templates that escape, so that `<`, and quotes in values, are markup wherever they stand.
_INSIDE = r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*"
_FORM = re.compile(rf"<form\b({_INSIDE})>.*?</form>", re.DOTALL)
_INPUT = re.compile(rf"<(?:input|button)\b({_INSIDE})>")
_TEXT = re.compile(rf"(<textarea\b({_INSIDE})>)(.*?)(</textarea>)", re.DOTALL)
_SELECT = re.compile(rf"<select\b({_INSIDE})>.*?</select>", re.DOTALL)
_OPTION = re.compile(rf"<option\b({_INSIDE})>([^<]*)")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'))?")
_GIVEN = re.compile(r"\s(?:value=(?:\"[^\"]*\"|'[^']*')|checked|selected)(?=[\s>]|$)")
_UNTYPED = frozenset({"hidden", "file", "password", "submit"})
OF_EACH = frozenset({"csrf_token", "form_id", "here"})
"""What every form has, and another one each time."""


def page_of_form(request: Request, visit: Visit) -> str | None:
    """Answer the address of the page with the form that was sent: the form names it, or else the browser does."""
    if visit.field("here"):
        return visit.page
    came_from = split_address(request.headers.get("referer", ""))
    is_page = came_from.path == visit.base or came_from.path.startswith(f"{visit.base}/")
    if came_from.netloc != request.headers.get("host") or not is_page:
        return None
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


def fill(page: str, method: str, address: str, typed: Query) -> str:
    """Fill a form of a page with what was typed into it.

    Args:
        page: The page.
        method: How the form was sent.
        address: The path that the form was sent to.
        typed: The fields that were sent.
    """
    for form in _FORM.finditer(page):
        is_sent = _attributes(form[1]).get("method", "get").upper() == method
        if is_sent and _is_for(form, address, typed):
            return page[: form.start()] + _filled(form[0], typed) + page[form.end() :]
    return page


def _is_for(form: re.Match[str], address: str, typed: Query) -> bool:
    """Tell whether a form goes to this address, and has the hidden fields that were sent."""
    inputs = [_attributes(found[1]) for found in _INPUT.finditer(form[0])]
    targets = {_attributes(form[1]).get("action", ""), *(each.get("formaction", "") for each in inputs)}
    hidden = [each for each in inputs if each.get("type") == "hidden" and each.get("name") not in OF_EACH]
    return address in {target.partition("?")[0] for target in targets} and all(
        each.get("value", "") in typed.get(each.get("name", ""), [""]) for each in hidden
    )


def _filled(form: str, typed: Query) -> str:
    def box(found: re.Match[str]) -> str:
        given = _attributes(found[1])
        name, kind = given.get("name", ""), given.get("type", "text")
        if found[0].startswith("<button") or kind in _UNTYPED:
            return found[0]
        if kind in {"checkbox", "radio"}:
            return _with(found[0], "checked", is_on=given.get("value", "on") in typed.get(name, []), keeps_value=True)
        return _with(found[0], f'value="{escape(typed[name][0])}"') if name in typed else found[0]

    def text(found: re.Match[str]) -> str:
        name = _attributes(found[2]).get("name", "")
        # Browsers leave out the first line end.
        return f"{found[1]}\n{escape(typed[name][0])}{found[4]}" if name in typed else found[0]

    def select(found: re.Match[str]) -> str:
        chosen = typed.get(_attributes(found[1]).get("name", ""))
        return found[0] if chosen is None else _OPTION.sub(lambda each: option(each, chosen), found[0])

    def option(found: re.Match[str], chosen: list[str]) -> str:
        value = _attributes(found[1]).get("value", unescape(found[2]))
        return _with(found[0], "selected", is_on=value in chosen, keeps_value=True)

    return _SELECT.sub(select, _TEXT.sub(text, _INPUT.sub(box, form)))


def _attributes(text: str) -> dict[str, str]:
    return {found[1]: unescape(found[2] or found[3] or "") for found in _ATTRIBUTE.finditer(text)}


def _with(tag: str, attribute: str, *, is_on: bool = True, keeps_value: bool = False) -> str:
    """Write a tag with another value, or with or without a mark."""
    start, _, rest = tag.partition(">") if keeps_value else (tag[:-1], ">", "")
    bare = _GIVEN.sub(lambda given: given[0] if keeps_value and given[0].lstrip().startswith("value") else "", start)
    return f"{bare} {attribute}>{rest}" if is_on else f"{bare}>{rest}"
