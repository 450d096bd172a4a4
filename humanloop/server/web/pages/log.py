"""One log: what was asked and answered, what was made of it, and its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from humanloop.core.json_kinds import is_object
from humanloop.server.domain import feedback, feedback_types, log_lists, logs
from humanloop.server.domain.log_lists import cost_of, tokens_of
from humanloop.server.errors import InvalidRequestError, NotFoundError
from humanloop.server.json_values import as_object
from humanloop.server.web.conversation import conversation_of, image_of, text_of
from humanloop.server.web.feedback_groups import groups_of
from humanloop.server.web.formats import line, value_of
from humanloop.server.web.log_query import FILTERS, filter_of, list_query, query_of_form
from humanloop.server.web.project_frame import project_frame
from humanloop.server.web.python_call import python_call
from humanloop.server.web.rows import Change, Page, Raw
from humanloop.server.web.texts import Room, find_text, join_place, pretty
from humanloop.server.web.visit import to_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit

_HIDDEN_PARAMETERS = frozenset(
    {"id", "type", "name", "description", "chat_template", "prompt_template", "tools", "tool_configs", "status"}
)
# Verdicts, parameters, and items of feedback: the first of those, and the newest of these.
_MOST_LISTED = 25


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    log, room = logs.get_log(connection, visit.path["log"]), Room()
    # What somebody wrote stands whole in its field; the log has what room is left.
    given = _feedback(connection, visit, log, room)
    return {**show_log(connection, visit, log, room), **given}


def show_log(connection: Connection, visit: Visit, log: Mapping[str, Any], room: Room) -> dict[str, Any]:
    """Read what a page shows of a log, with as many texts as there is room for."""
    log_id = log["id"]
    frame = project_frame(connection, visit, "logs", log["project_id"])
    newer, older = log_lists.neighbours(connection, log["project_id"], filter_of(visit), log_id)
    query, parameters = list_query(visit), _parameters(log["config"])
    names = log_lists.evaluator_names(connection, log["evaluation_results"])
    return {
        **frame,
        "log": log,
        "tokens": tokens_of(log),
        "cost": cost_of(log),
        "conversation": conversation_of(log, room),
        "inputs": _fields(log["inputs"], "inputs", room),
        "parameters": [
            (_name(name, room), text_of(pretty(value), join_place("config", name), room))
            for name, value in parameters[:_MOST_LISTED]
        ],
        "more_parameters": len(parameters[_MOST_LISTED:]),
        "verdicts": [
            {**result, "name": names.get(result["evaluator_id"], "evaluator"), **_said(result, index, room)}
            for index, result in enumerate(log["evaluation_results"][:_MOST_LISTED])
        ],
        "given": [
            {
                **item,
                "type": _name(item["type"], room),
                "user": _name(item["user"] or "somebody", room),
                "text": text_of(value_of(item["value"]), join_place("feedback", index, "value"), room),
            }
            for index, item in [*enumerate(log["feedback"])][-_MOST_LISTED:]
        ],
        "metadata": _json(log, "metadata", room),
        "request": _json(log, "provider_request", room),
        "answer": _json(log, "provider_response", room),
        "stdout": text_of(log["stdout"], "stdout", room) if log["stdout"] else None,
        "error": text_of(log["error"], "error", room) if log["error"] else None,
        "python": python_call(log),
        "origin": _origin(log),
        "newer": newer,
        "older": older,
        "list_part": to_query(query),
        "list_address": visit.link("projects", log["project_id"], "logs", **{"selected": log_id, **query}),
    }


def _origin(log: Mapping[str, Any]) -> str:
    """Say which instrumentation a log comes from, if it is a span of a trace."""
    span = as_object(as_object(log["metadata"]).get("otel"))
    scope = as_object(span.get("scope"))
    named = scope.get("name") if scope else span.get("scope")
    return ", ".join(str(part) for part in (span.get("dialect"), named) if part)


def _fields(values: Any, place: str, room: Room) -> list[dict[str, Any]]:
    if not is_object(values):
        return [] if values is None else [{"name": place, **text_of(pretty(values), place, room)}]
    return [
        {"name": _name(name, room), **text_of(pretty(value), join_place(place, name), room)}
        for name, value in list(values.items())[:40]
    ]


def _parameters(config: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (name, value)
        for name, value in config.items()
        if name not in _HIDDEN_PARAMETERS and value not in (None, [], {})
    ]


def _name(text: str, room: Room) -> str:
    """Answer the beginning of a name, in one line."""
    name = line(text, 80)
    shown = room.take(name)
    return shown if shown == name else f"{shown}…"


def _json(log: Mapping[str, Any], name: str, room: Room) -> dict[str, Any] | None:
    value = log.get(name)
    return text_of(pretty(value), name, room) if value not in (None, {}, []) else None


def _said(result: Mapping[str, Any], index: int, room: Room) -> dict[str, Any]:
    """Build what a page shows of a verdict's words: `problem`, and as `reason` what the evaluator printed or said."""
    of_log, place = as_object(result["evaluator_log"]), ("evaluation_results", index)
    source = next((name for name in ("stdout", "output") if of_log.get(name)), None)
    reason = source and text_of(of_log[source], join_place(*place, "evaluator_log", source), room)
    problem = result["error"] and text_of(result["error"], join_place(*place, "error"), room)
    return {"reason": reason, "problem": problem}


def _feedback(connection: Connection, visit: Visit, log: Mapping[str, Any], room: Room) -> dict[str, Any]:
    """Build the types of feedback of the project: those with labels have buttons, others a field for text."""
    types = feedback_types.types_of_projects(connection, [log["project_id"]]).get(log["project_id"], [])
    groups, others = groups_of(types, log["feedback"], visit.session.name, room)
    return {"feedback": groups, "other_feedback": others}


def _give(connection: Connection, visit: Visit) -> str:
    """Give feedback, or take it back."""
    log_id, user = visit.path["log"], visit.session.name
    log = logs.get_log(connection, log_id)
    kind, value = visit.required("type"), visit.field("value")
    item: dict[str, Any] = {"type": kind, "data_id": log_id, "user": user}
    if visit.field("unset") or visit.field("take"):
        # Beside the button `all` of a text stands its field, with whatever is typed there.
        taken = visit.field("take") or (value if visit.field("unset") != "all" else "")
        item |= {"value": taken or None, "unset": True}
    elif not value.strip():
        raise InvalidRequestError([(("form", "value"), "There is nothing to save.", "missing")])
    else:
        item["value"] = _typed(connection, log["project_id"], kind, value)
    # What was typed, and not chosen, makes no labels by its mistakes.
    strict = visit.service.settings.strict_feedback or bool(visit.field("known"))
    feedback.give_one(connection, item, ("form",), strict=strict)
    return visit.link("logs", log_id) + to_query(query_of_form(visit)) + "#feedback"


def _typed(connection: Connection, project_id: str, kind: str, value: str) -> Any:
    """Answer a value as its type has it: a number where numbers are meant."""
    if feedback_types.class_of(connection, project_id, kind) != "number":
        return value
    try:
        return float(value)
    except ValueError:
        raise InvalidRequestError([(("form", "value"), f"{value!r} is not a number.", "float_type")]) from None


async def _text(visit: Visit) -> Response:
    log = await _read(visit)
    text = find_text(log, visit.path["place"])
    if text is None:
        raise NotFoundError("This log has no such text.")
    return Response(text.encode(errors="replace"), media_type="text/plain")


async def _image(visit: Visit) -> Response:
    log = await _read(visit)
    number = visit.path["number"]
    found = image_of(log, int(number)) if number.isdecimal() else None
    if found is None:
        raise NotFoundError("This log has no such image.")
    return Response(found[1], media_type=found[0])


async def _read(visit: Visit) -> dict[str, Any]:
    return await visit.service.store.read(lambda connection: logs.get_log(connection, visit.path["log"]))


def _ask(connection: Connection, visit: Visit) -> dict[str, Any]:
    log = logs.get_log(connection, visit.path["log"])
    frame = project_frame(connection, visit, "logs", log["project_id"])
    return {**frame, "chosen": [log["id"]], "back": to_query({name: visit.many(name) for name in FILTERS})}


ROWS = (
    Page("/logs/{log}", "log.html", _show),
    Page("/logs/{log}/delete", "logs_delete.html", _ask, is_for_change=True),
    Change("/logs/{log}/feedback", _give),
    Raw("/logs/{log}/text/{place}", _text),
    Raw("/logs/{log}/images/{number}", _image),
)
