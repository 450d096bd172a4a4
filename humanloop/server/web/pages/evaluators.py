"""All evaluators of the server, with what they found in a project, and a new one, which is tried before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse

from humanloop.server.domain import evaluators, logs
from humanloop.server.domain.log_lists import recent_lines
from humanloop.server.domain.verdict_history import verdicts_of_project
from humanloop.server.errors import PermissionDeniedError, ServerError
from humanloop.server.evaluation.judging import judge
from humanloop.server.evaluation.means import Means
from humanloop.server.web.charts import HEIGHT, WIDTH, Piece, ceiling, line
from humanloop.server.web.forms import checked
from humanloop.server.web.problems import words_of
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.rendering import render
from humanloop.server.web.rows import Change, Page, Raw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection
    from starlette.responses import Response

    from humanloop.server.web.visit import Visit

_RECENT = 20
_TYPES = ("boolean", "number", "text")
_CODE = 'def judge(log):\n    return len(log["output"] or "") < 400\n'


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "evaluators")
    said = verdicts_of_project(connection, frame["project"]["id"])
    found = {evaluator_id: {**item, "lines": _lines(item["days"])} for evaluator_id, item in said.items()}
    return {
        **frame,
        "evaluators": evaluators.list_evaluators(connection)[:200],
        "found": found,
        "size": (WIDTH, HEIGHT),
    }


def _lines(days: Sequence[Mapping[str, Any]]) -> list[Piece]:
    """Draw the means of days; none where there are not two of them."""
    means = [day["mean"] for day in days]
    return line(means, ceiling(means)) if sum(mean is not None for mean in means) > 1 else []


def _form(connection: Connection, visit: Visit) -> dict[str, Any]:
    frame = project_frame(connection, visit, "evaluators")
    recent = recent_lines(connection, frame["project"]["id"], _RECENT)
    given = {name: visit.field(name) for name in ("name", "description", "code", "kind", "log")}
    if not visit.form:
        given |= {"code": _CODE, "kind": "boolean"}
    return {**frame, "given": given, "recent": recent, "kinds": _TYPES, "outcome": None}


async def _test(visit: Visit) -> Response:
    """Let the code judge a log, and keep nothing."""
    log_id = visit.required("log")
    values = await visit.service.store.read(lambda connection: _form(connection, visit))
    try:
        log = await visit.service.store.read(lambda connection: logs.get_log(connection, log_id))
        service = visit.service
        owner = service.idempotency.owner
        means = Means(service.store, service.providers, service.settings, service.sandbox, owner)
        row = {
            "id": "",
            "arguments_type": "target_free",
            "return_type": visit.field("kind"),
            "code": visit.field("code"),
        }
        judgement = await judge(means, row, None, log, None, {})
        printed = (judgement.log or {}).get("stdout") or ""
        values["outcome"] = {"value": judgement.value, "error": judgement.error, "printed": printed}
    except ServerError as error:
        values["outcome"] = {"value": None, "error": words_of(error), "printed": ""}
    return HTMLResponse(render("evaluator_new.html", visit, values))


def _save(connection: Connection, visit: Visit) -> str:
    if visit.session.caller.projects:
        raise PermissionDeniedError("This key sees some projects only; evaluators belong to all of them.")
    body = {
        "name": visit.required("name"),
        "description": visit.field("description"),
        "type": "python",
        "arguments_type": "target_free",
        "return_type": visit.field("kind") or "boolean",
        "code": visit.required("code"),
    }
    evaluators.create_evaluator(connection, checked("evaluators.create", body))
    return visit.link("projects", visit.path["project"], "evaluators", done="saved")


ROWS = (
    Page("/projects/{project}/evaluators", "evaluators.html", _show),
    Page("/projects/{project}/evaluators/new", "evaluator_new.html", _form, is_for_change=True),
    Raw("/projects/{project}/evaluators/test", _test, "POST"),
    Change("/projects/{project}/evaluators/new", _save),
)
