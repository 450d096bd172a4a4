"""Trying prompts: up to four columns of template, parameters and inputs, answered by the API's own operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json
from starlette.responses import HTMLResponse, Response

from humanloop.apis.operations import OPERATIONS
from humanloop.server.domain import configs, datapoints, datasets, evaluators, logs, projects, registration
from humanloop.server.domain.config_answers import config_answer
from humanloop.server.domain.config_requests import chosen_settings, tools_of
from humanloop.server.domain.pages import Page as Part
from humanloop.server.domain.template_markers import names_in
from humanloop.server.domain.template_messages import messages_after_template
from humanloop.server.errors import InvalidRequestError, ServerError
from humanloop.server.http.requests import parse_body
from humanloop.server.http.responses import to_response
from humanloop.server.json_values import to_text
from humanloop.server.web.columns import answer_of, inputs_of, request_of, settings_of
from humanloop.server.web.problems import words_of
from humanloop.server.web.prompt_texts import from_messages, values_as_text
from humanloop.server.web.python_call import model_call
from humanloop.server.web.rendering import render
from humanloop.server.web.rows import Change, Page, Raw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit

_MOST_COLUMNS = 4
_MOST_CHOICES = 200
_MOST_ROWS = 100
_OWN_FIELDS = frozenset({"provider", "model", "temperature", "endpoint", "chat_template", "prompt_template", "tools"})
_DEFAULT: dict[str, Any] = {"provider": "mock", "model": "mock", "temperature": 1}


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    if visit.form:
        return {"columns": [_column_of_form(visit)], **_frame(connection, visit)}
    sources = [(kind, each) for kind in ("log", "config") for each in visit.many(kind)]
    columns = [_column_from(connection, kind, each) for kind, each in sources[:_MOST_COLUMNS]]
    rows = [datapoints.get_datapoint(connection, each) for each in visit.many("datapoint")[:_MOST_COLUMNS]]
    of_rows = [_column(_DEFAULT, from_messages(row["messages"]), values_as_text(row["inputs"]), "") for row in rows]
    columns = on_same_inputs([*columns, *of_rows])[: len(columns) or None]
    wanted = int(visit.one("columns", "1")) if visit.one("columns", "1") in {"1", "2", "3", "4"} else 1
    columns = columns or [_column(_DEFAULT, "", {}, "")]
    columns += [columns[0]] * (wanted - len(columns))
    return {"columns": columns, **_frame(connection, visit)}


def _frame(connection: Connection, visit: Visit) -> dict[str, Any]:
    found = projects.recent_projects(connection, visit.session.caller.projects)
    known = datasets.list_datasets(connection)
    return {
        "section": "playground",
        "projects": [project["name"] for project in found],
        "datasets": [(each["id"], each["name"]) for each in known[:_MOST_CHOICES] if visit.sees(each["project_id"])],
        "evaluators": [(each["id"], each["name"]) for each in evaluators.list_evaluators(connection)[:_MOST_CHOICES]],
        **_rows(connection, visit.one("dataset")),
    }


def _rows(connection: Connection, dataset_id: str) -> dict[str, Any]:
    """Read the rows that columns are tried on, one after the other."""
    if not dataset_id:
        return {"rows": [], "row_count": 0}
    found = datapoints.list_datapoints(connection, dataset_id, Part(1, _MOST_ROWS, 1))
    return {"rows": found["records"], "row_count": found["total"]}


def _column_from(connection: Connection, kind: str, identifier: str) -> dict[str, Any]:
    """Build a column from a log or a version."""
    if kind == "log":
        log = logs.get_log(connection, identifier)
        config = log["config"] if log["config"]["type"] == "model" else _DEFAULT
        messages = messages_after_template(config, log["inputs"], log["messages"])
        return _column(config, from_messages(messages), values_as_text(log["inputs"]), log["project"])
    row = configs.find_model_config(connection, identifier)
    project = projects.find_project(connection, row["project_id"])
    return _column(config_answer(row), "", {}, project["name"])


def on_same_inputs(columns: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give columns without messages and inputs, as those of versions are, the first that another one has."""
    first = next((each for each in columns if _has_inputs(each)), None)
    return [each if first is None or _has_inputs(each) else _with_inputs(each, first) for each in columns]


def _has_inputs(column: Mapping[str, Any]) -> bool:
    return bool(column["messages"] or any(column["inputs"].values()))


def _with_inputs(column: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {**column, "messages": other["messages"], "inputs": {**column["inputs"], **other["inputs"]}}


def _column(config: Mapping[str, Any], messages: str, inputs: Mapping[str, str], project: str) -> dict[str, Any]:
    template = config.get("prompt_template") or from_messages(config.get("chat_template"))
    shown = tools_of(config)
    other = {name: value for name, value in chosen_settings(config).items() if name not in _OWN_FIELDS}
    return {
        "model": f"{config.get('provider')}/{config.get('model')}",
        "temperature": "" if config.get("temperature") is None else f"{config['temperature']:g}",
        "template": template,
        "tools": to_json(shown, indent=2).decode() if shown else "",
        "other": to_json(other, indent=2).decode() if other else "",
        "messages": messages,
        "inputs": {**dict.fromkeys(names_in(template), ""), **inputs},
        "is_chat": not config.get("prompt_template"),
        "project": project,
        "answer": "",
        "error": "",
        "python": "",
    }


async def _run(visit: Visit) -> Response:
    """Answer a column as a stream of events, for the script."""
    key, body = request_of(visit)
    operation = OPERATIONS[key]
    answer = await answer_of(visit, key, {**body, "stream": True})
    return to_response(answer, operation.status, visit.service.settings.silence_seconds)


async def _run_whole(visit: Visit) -> Response:
    """Answer a column with the page, where there is no script."""
    column = _column_of_form(visit)
    try:
        key, body = request_of(visit)
        answer = await answer_of(visit, key, body)
        column["answer"] = "\n".join(to_text(entry["output"]) for entry in answer["data"])
        column["python"] = _python(body)
    except ServerError as error:
        column["error"] = words_of(error)
    frame = await visit.service.store.read(lambda connection: _frame(connection, visit))
    return HTMLResponse(render("playground.html", visit, {"columns": [column], **frame}))


def _column_of_form(visit: Visit) -> dict[str, Any]:
    """Build a column as it was sent."""
    column = _column(_DEFAULT, visit.field("messages"), inputs_of(visit), visit.field("project"))
    names = ("model", "temperature", "template", "tools", "other")
    column |= {name: visit.field(name) for name in names} | {"is_chat": visit.field("kind") != "complete"}
    column["inputs"] = {**dict.fromkeys(names_in(column["template"]), ""), **column["inputs"]}
    return column


async def _python_of(visit: Visit) -> Response:
    return Response(_python(request_of(visit)[1]), media_type="text/plain")


def _python(body: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in body.items() if name in {"project", "inputs"} and value}
    return model_call(body["model_config"], rest, body.get("messages"))


def _save(connection: Connection, visit: Visit) -> str:
    """Register a column as a version of a project."""
    if not visit.field("project"):
        raise InvalidRequestError([(("form", "project"), "Choose the project that is to have the version.", "missing")])
    body = {**settings_of(visit), "project": visit.field("project")}
    checked = parse_body(to_json(body), OPERATIONS["model_configs.register"])
    answer = registration.register(connection, checked)
    return visit.link("projects", answer["project_id"], "prompts", answer["config"]["id"], done="saved")


ROWS = (
    Page("/playground", "playground.html", _show),
    Raw("/playground", _run_whole, "POST"),
    Raw("/playground/run", _run, "POST"),
    Raw("/playground/python", _python_of, "POST"),
    Change("/playground/save", _save),
)
