"""What is answered to a form whose session has ended: what was typed, to be kept, and the way to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from humanloop.server.errors import ServerError
from humanloop.server.web.coming_back import OF_EACH, page_of_form
from humanloop.server.web.forms import check_origin, read_form
from humanloop.server.web.problems import words_of
from humanloop.server.web.rendering import render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from humanloop.server.web.visit import Visit

# Strangers send it: more than the longest text that a page takes, and less than a file.
_MOST_BYTES = 1_000_000
_MOST_FIELDS = 100


async def answer_form(request: Request, visit: Visit) -> Response:
    """Answer a form of somebody who is not signed in.

    Raises:
        PermissionDeniedError: It comes from another site, whose words are not shown here.
    """
    check_origin(request)
    problem = ""
    try:
        visit = visit.with_form(*await read_form(request, _MOST_BYTES, visit.service.settings.read_seconds))
    except ServerError as error:
        problem = words_of(error)
    typed = [
        (name, value)
        for name, values in visit.form.items()
        for value in values
        if name not in OF_EACH and value.strip()
    ]
    back = page_of_form(request, visit) or visit.base
    values = {"typed": typed[:_MOST_FIELDS], "problem": problem, "sign_in": visit.link("sign-in", next=back)}
    return HTMLResponse(render("signed_out.html", visit, values), 401)
