"""One log after the other that nobody has judged yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import feedback, feedback_types, log_lists, logs, projects, reviews
from humanloop.server.errors import InvalidRequestError
from humanloop.server.json_values import as_array, as_object
from humanloop.server.web.conversation import conversation_of, text_of
from humanloop.server.web.log_query import filter_of
from humanloop.server.web.rows import Change, Page
from humanloop.server.web.texts import Room
from humanloop.server.web.visit import to_query

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit

_CORRECTION = "correction"


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    choices = [
        (project["id"], project["name"])
        for project in projects.recent_projects(connection, visit.session.caller.projects)
    ]
    project_id = visit.one("project") or (choices[0][0] if choices else "")
    shown: dict[str, Any] = {"section": "review", "choices": choices, "log": None, "left": 0, "behind": 0}
    shown |= {"chosen": project_id, "last": visit.one("last")}
    if not project_id:
        return shown
    skipped = visit.many("skip")
    queue = reviews.next_log(connection, project_id, filter_of(visit), skipped[-1] if skipped else None)
    shown |= {"left": queue.left, "behind": queue.behind, "place": queue.place}
    kind = visit.one("type") or "rating"
    types = feedback_types.types_of_projects(connection, [project_id]).get(project_id, [])
    labels = [label for each in types if each["type"] == kind for label in as_array(each["values"])]
    shown |= {"labels": labels[:9], "kind": kind, "types": [each["type"] for each in types if each["values"]]}
    if queue.log_id is None:
        return shown
    log, room = logs.get_log(connection, queue.log_id), Room()
    inputs = [
        {"name": name, **text_of(log_lists.in_one_line({name: value}), f"inputs.{name}", room)}
        for name, value in list(as_object(log["inputs"]).items())[:40]
    ]
    error = text_of(log["error"], "error", room) if log["error"] else None
    return {**shown, "log": log, "conversation": conversation_of(log, room), "inputs": inputs, "error": error}


def _judge(connection: Connection, visit: Visit) -> str:
    """Give a label or a correction to the shown log, skip it, or undo the last."""
    query = {name: values for name, values in visit.query.items() if name != "last"}
    skipped = visit.many("skip")
    log_id, user = visit.field("log"), visit.session.name
    do = visit.field("do")
    if do == "skip":
        # All up to this place are put off; the one before it is where one comes back to.
        place = str(reviews.read_place(visit.field("place")))
        return visit.link("review") + to_query({**query, "skip": [*skipped[-1:], place], "last": place})
    if do == "undo":
        last = visit.field("last")
        if skipped[-1:] == [last]:
            return visit.link("review") + to_query({**query, "skip": skipped[:-1]})
        for item in logs.get_log(connection, last)["feedback"]:
            if item["user"] == user:
                body = {"type": item["type"], "value": item["value"], "data_id": last, "user": user, "unset": True}
                feedback.give_one(connection, body, ("form",), strict=False)
        return visit.link("review") + to_query(query)
    label, text = visit.field("value"), visit.field("correction").strip()
    if not label and not text:
        raise InvalidRequestError([(("form", "value"), "Choose a label, or write a correction.", "missing")])
    kind, value = (visit.field("type") or "rating", label) if label else (_CORRECTION, text)
    item = {"type": kind, "value": value, "data_id": log_id, "user": user}
    feedback.give_one(connection, item, ("form",), strict=visit.service.settings.strict_feedback)
    return visit.link("review") + to_query({**query, "last": log_id})


ROWS = (
    Page("/review", "review.html", _show),
    Change("/review", _judge),
)
