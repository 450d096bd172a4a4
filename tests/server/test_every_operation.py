"""Every operation once for success, and once for each error that it can answer: tables, held against the API's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

import pytest

import humanloop.pydantic as models
from codegen.description import SOURCE
from codegen.spec import load
from humanloop.apis.operations import OPERATIONS
from humanloop.core.json import to_query
from humanloop.core.type_names import resolved
from humanloop.server.domain.log_rows import DETAILS
from humanloop.server.http.declared import BESIDES
from humanloop.server.store import schema
from tests.server.worlds import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.server.conftest import Api

    Json = dict[str, Any]

UNKNOWN = "data_unknown"
USER = {"role": "user", "content": "hello"}
MODEL = {"model": "m", "provider": "mock"}
GOOD = {"type": "rating", "value": "good"}
FILE = "---\nmodel: m\n---\nhello"


@pytest.fixture(scope="module")
def world(api: Api) -> World:
    return World(api)


def on(world: World, kind: str, **more: Any) -> Json:
    """A call on a thing of this kind."""
    return {"id": world[kind], **more}


def within(world: World, **more: Any) -> Json:
    """A call in the project."""
    return {"project_id": world["project"], **more}


CALLS: dict[str, Callable[[World], Json]] = {
    "chats.create": lambda w: {"body": within(w, messages=[USER], model_config=MODEL)},
    "chats.create_deployed": lambda w: {"body": {"project_id": w["deployed"], "messages": [USER]}},
    "chats.create_experiment": lambda w: {"body": {"experiment_id": w["experiment"], "messages": [USER]}},
    "chats.create_model_config": lambda w: {"body": {"model_config_id": w["chat_config"], "messages": [USER]}},
    "completions.create": lambda w: {"body": within(w, model_config={**MODEL, "prompt_template": "hello"})},
    "completions.create_deployed": lambda w: {"body": {"project_id": w["deployed"]}},
    "completions.create_experiment": lambda w: {"body": {"experiment_id": w["experiment"]}},
    "completions.create_model_config": lambda w: {"body": {"model_config_id": w["config"]}},
    "datapoints.get": lambda w: on(w, "datapoint"),
    "datapoints.update": lambda w: on(w, "datapoint", body={"inputs": {"q": "z"}}),
    "datapoints.delete": lambda w: {"body": [w.new("datapoint")]},
    "datasets.list_all_for_project": within,
    "datasets.create": lambda w: within(w, body={"name": "d", "description": "d"}),
    "datasets.list": lambda _: {},
    "datasets.get": lambda w: on(w, "dataset"),
    "datasets.delete": lambda w: {"id": w.new("dataset")},
    "datasets.update": lambda w: on(w, "dataset", body={"name": "e"}),
    "datasets.list_datapoints": lambda w: {"dataset_id": w["dataset"]},
    "datasets.create_datapoint": lambda w: {"dataset_id": w["dataset"], "body": {"log_ids": [w["log"]]}},
    "evaluations.get": lambda w: on(w, "evaluation"),
    "evaluations.list_datapoints": lambda w: on(w, "evaluation"),
    "evaluations.list_all_for_project": within,
    "evaluations.create": lambda w: within(w, body=w.evaluation()),
    "evaluations.log": lambda w: {
        "evaluation_id": w.new("evaluation"),
        "body": {"datapoint_id": w["datapoint"], "log": within(w, output="x", config_id=w["config"])},
    },
    "evaluations.result": lambda w: {
        "evaluation_id": w.new("evaluation"),
        "body": {"log_id": w["evaluated_log"], "evaluator_id": w["external"], "result": True},
    },
    "evaluations.update_status": lambda w: {"id": w.new("evaluation"), "body": {"status": "cancelled"}},
    "evaluations.add_evaluators": lambda w: on(w, "evaluation", body={"evaluator_ids": [w["evaluator"]]}),
    "evaluations.list": lambda w: {"query": within(w)},
    "evaluators.list": lambda _: {},
    "evaluators.create": lambda w: {"body": w.evaluator()},
    "evaluators.get": lambda w: on(w, "evaluator"),
    "evaluators.delete": lambda w: {"id": w.new("evaluator")},
    "evaluators.update": lambda w: on(w, "evaluator", body={"description": "other"}),
    "experiments.list": within,
    "experiments.create": lambda w: within(w, body={"name": w.api.name(), "positive_labels": [GOOD]}),
    "experiments.delete": lambda w: {"experiment_id": w.new("experiment")},
    "experiments.update": lambda w: {"experiment_id": w["experiment"], "body": {"positive_labels": []}},
    "experiments.sample": lambda w: {"experiment_id": w["experiment"]},
    "feedback.feedback": lambda w: {"body": {**GOOD, "data_id": w["log"]}},
    "finetunes.list_all_for_project": within,
    "finetunes.create": lambda w: within(w, body=w.finetune()),
    "finetunes.summary": lambda w: within(w, body=w.finetune()),
    "finetunes.update": lambda w: on(w, "finetune", query=within(w), body={"name": "g"}),
    "logs.list": lambda w: {"query": within(w)},
    "logs.log": lambda w: {"body": within(w, output="x")},
    "logs.delete": lambda w: {"query": {"id": [w.new("log")]}},
    "logs.update_by_ref": lambda w: {"query": {"reference_id": w["reference"]}, "body": {"output": "y"}},
    "logs.get": lambda w: on(w, "log"),
    "logs.update": lambda w: on(w, "log", body={"output": "y"}),
    "model_configs.register": lambda w: {"body": within(w, **MODEL)},
    "model_configs.get": lambda w: on(w, "config"),
    "model_configs.export": lambda w: on(w, "config"),
    "model_configs.serialize": lambda _: {"body": {**MODEL, "prompt_template": "hello"}},
    "model_configs.deserialize": lambda _: {"body": {"config": FILE}},
    "projects.list": lambda _: {},
    "projects.create": lambda w: {"body": {"name": w.api.name()}},
    "projects.get": lambda w: on(w, "project"),
    "projects.delete": lambda w: {"id": w.new("project")},
    "projects.update": lambda w: on(w, "project", body={"positive_labels": [GOOD]}),
    "projects.list_configs": lambda w: on(w, "project"),
    "projects.get_active_config": lambda w: on(w, "deployed"),
    "projects.deactivate_config": lambda w: {"id": w.new("deployed")},
    "projects.deactivate_experiment": lambda w: on(w, "project"),
    "projects.create_feedback_type": lambda w: on(w, "project", body={"type": w.api.name(), "class": "select"}),
    "projects.update_feedback_types": lambda w: on(w, "project", body=[{"type": "rating", "values": [{"value": "x"}]}]),
    "projects.export": lambda w: on(w, "project"),
    "projects.list_deployed_configs": lambda w: on(w, "project"),
    "projects.deploy_config": lambda w: within(w, body={"config_id": w["config"]}),
    "projects.delete_deployed_config": lambda w: {"project_id": w.new("deployed"), "environment_id": w["environment"]},
    "sessions.list": lambda w: {"query": within(w)},
    "sessions.create": lambda _: {},
    "sessions.get": lambda w: on(w, "session"),
}
"""A call of each operation that succeeds."""

LINKS = ("session_id", "parent_id", "parent_reference_id")
GENERATIONS = [key for key in OPERATIONS if key.startswith(("chats.", "completions."))]
REFERENCES: dict[str, list[tuple[str | int, ...]]] = {
    **{key: [("body", name) for name in ("project_id", *LINKS)] for key in GENERATIONS},
    "datasets.create_datapoint": [("body", "log_ids", 0)],
    "evaluations.create": [("body", "config_id"), ("body", "dataset_id"), ("body", "evaluator_ids", 0)],
    "evaluations.log": [("query", "evaluatee_id")],
    "evaluations.result": [("query", "evaluatee_id"), ("body", "log_id")],
    "evaluations.get": [("query", "evaluatee_id")],
    "evaluations.list_datapoints": [("query", "evaluatee_id")],
    "evaluations.add_evaluators": [("body", "evaluator_ids", 0), ("body", "evaluator_version_ids")],
    "evaluations.list": [("query", "project_id")],
    "experiments.create": [("body", "config_ids")],
    "experiments.update": [("body", "config_ids_to_register")],
    "feedback.feedback": [("body", "data_id")],
    "finetunes.create": [("body", "dataset_id")],
    "finetunes.summary": [("body", "dataset_id")],
    "finetunes.update": [("query", "project_id")],
    "logs.list": [("query", "project_id"), ("query", "session_id")],
    "logs.log": [("body", name) for name in ("project_id", "config_id", "trial_id", *LINKS)],
    "logs.update_by_ref": [("query", "reference_id")],
    "model_configs.register": [("body", "project_id"), ("body", "experiment")],
    "projects.get_active_config": [("query", "environment")],
    "projects.deactivate_config": [("query", "environment")],
    "projects.deactivate_experiment": [("query", "environment")],
    "projects.update": [("body", "active_config_id"), ("body", "active_experiment_id")],
    "projects.deploy_config": [("body", "config_id"), ("body", "environments")],
    "sessions.list": [("query", "project_id")],
}
"""Where a call names something that has to exist; what paths name has to exist everywhere."""
for _key in GENERATIONS:
    _more = {"deployed": "environment", "experiment": "experiment_id", "config": "model_config_id"}
    REFERENCES[_key] += [("body", name) for end, name in _more.items() if _key.endswith(f"_{end}")]

NO_REFERENCES = {
    "directory_id": "kept as it comes",
    "reference_id": "a new name of the caller's",
    "session_reference_id": "a new one makes a session",
    "source_datapoint_id": "kept as it comes",
    "datapoint_id": "in no dataset of the evaluation: 422",
    "evaluator_id": "in the evaluation or not: 422",
    "config_ids_to_deregister": "what does not take part is a 422",
    "id": "unknown ones are passed over",
    "evaluatee_id": "chooses among evaluations in a list",
    "provider_id": "of the provider",
    "experiment_id": "with a config besides: 422",
}
"""What looks like the id of something, and is none that has to exist; except where `REFERENCES` says so."""

FILLED_IN = {"evaluators.create": {"type"}}
"""Fields that the API requires and clients of earlier releases leave out."""

CONFLICTS: dict[str, Callable[[World], Json]] = {
    "projects.create": lambda w: {"body": {"name": w.name_of("project")}},
    "projects.update": lambda w: {"id": w.new("project"), "body": {"name": w.name_of("project")}},
    "projects.create_feedback_type": lambda w: on(w, "project", body={"type": "rating", "class": "select"}),
    "experiments.create": lambda w: within(w, body={"name": w.name_of("experiment"), "positive_labels": []}),
    "experiments.update": lambda w: {"experiment_id": w.new("experiment"), "body": {"name": w.name_of("experiment")}},
    "evaluations.create": lambda w: within(w, body={**w.evaluation(), "name": w.name_of("evaluation")}),
}
"""Calls that would give a name a second time."""


def test_the_tables_know_every_operation_and_reference() -> None:
    assert set(CALLS) == set(OPERATIONS)
    for key, operation in OPERATIONS.items():
        named = {("query", name) for name in operation.query} | {("body", name) for name in fields(operation.body)}
        known = {place[:2] for place in REFERENCES.get(key, [])}
        assert known <= named, key
        looks = {place for place in named - known if place[1].endswith(("_id", "_ids")) or place[1] == "id"}
        assert {name for _, name in looks} <= set(NO_REFERENCES), key


def test_the_description_promises_no_other_answers() -> None:
    for methods in load(SOURCE).root.value["paths"].values():
        for method, operation in methods.items():
            if method != "parameters":
                assert len(operation["responses"]) == 2
                assert "422" in operation["responses"]


@pytest.mark.parametrize("key", sorted(OPERATIONS))
def test_success(api: Api, world: World, key: str) -> None:
    api.ok(key, **CALLS[key](world))


@pytest.mark.parametrize("headers", [{"X-API-KEY": ""}, {"X-API-KEY": "hl_wrong"}], ids=["none", "wrong"])
@pytest.mark.parametrize("key", sorted(OPERATIONS))
def test_without_a_known_key_it_is_401(api: Api, key: str, headers: Json) -> None:
    path = dict.fromkeys(path_names(key), UNKNOWN)
    assert api.fail(401, key, headers=headers, **path)["type"] == "authentication_error"


@pytest.mark.parametrize("key", sorted(key for key in OPERATIONS if "{" in OPERATIONS[key].path))
def test_an_unknown_thing_in_the_path_is_404(api: Api, world: World, key: str) -> None:
    for name in path_names(key):
        for unknown in (UNKNOWN, "pr_unknown", "x/../y", "ü"):
            assert api.fail(404, key, **{**CALLS[key](world), name: unknown})["type"] == "not_found_error"


@pytest.mark.parametrize(("key", "place"), [(key, place) for key in sorted(REFERENCES) for place in REFERENCES[key]])
def test_an_unknown_thing_that_is_named_is_404(api: Api, world: World, key: str, place: tuple[Any, ...]) -> None:
    call = CALLS[key](world)
    part, name = place[:2]
    unknown: Any = [{"id": UNKNOWN}] if name == "environments" else UNKNOWN
    if name.endswith("_ids") or name == "config_ids_to_register":
        unknown = [UNKNOWN]
    changed = {**call, part: {**call.get(part, {}), name: unknown}}
    if name == "active_experiment_id":
        changed["body"].pop("active_config_id", None)
    assert api.fail(404, key, **changed)["type"] == "not_found_error"


@pytest.mark.parametrize("key", sorted(key for key in OPERATIONS if OPERATIONS[key].body))
def test_a_body_that_does_not_fit_is_422_and_one_that_is_no_json_400(api: Api, world: World, key: str) -> None:
    operation, call = OPERATIONS[key], CALLS[key](world)
    path = {name: value for name, value in call.items() if name not in {"body", "query"}}
    assert api.fail(422, key, query=call.get("query"), **path)[0]["loc"] == ["body"]
    for wrong in ("text", 7):
        assert isinstance(api.fail(422, key, wrong, query=call.get("query"), **path), list)
    known = fields(operation.body)
    body: Any = {name: [[7]] for name in known}
    listed = (operation.body or "").startswith("List[")
    detail = api.fail(422, key, [body] if listed and known else body or [7], query=call.get("query"), **path)
    if known and "Union" not in (operation.body or ""):
        assert {item["loc"][2 if listed else 1] for item in detail} == {
            name for name in known if known[name] is not Any
        }
        required = {name for name, hint in known.items() if get_origin(hint) is not NotRequired}
        missing = [] if not required else api.fail(422, key, [{}] if listed else {}, query=call.get("query"), **path)
        assert {item["loc"][2 if listed else 1] for item in missing} == required - FILLED_IN.get(key, set())
    url = f"{operation.path.format(**path)}?{to_query(call.get('query', {}))}"
    reply = api.http(operation.method, url, headers={"X-API-KEY": api.server.api_key}, body="{")
    assert (reply.status, reply.detail["type"]) == (400, "bad_request_error")


@pytest.mark.parametrize("key", sorted(key for key in OPERATIONS if OPERATIONS[key].body not in {None, "List[str]"}))
def test_what_a_body_has_besides_is_passed_over(api: Api, world: World, key: str) -> None:
    call = CALLS[key](world)
    besides = {name: {"a": 1} for name in every_name() - all_fields(OPERATIONS[key].body)}
    body = call["body"]
    api.ok(key, **{**call, "body": {**besides, **body} if isinstance(body, dict) else [{**besides, **body[0]}]})


@pytest.mark.parametrize("key", sorted(key for key in OPERATIONS if OPERATIONS[key].query))
def test_a_query_that_does_not_fit_is_422(api: Api, world: World, key: str) -> None:
    types, call = OPERATIONS[key].query, CALLS[key](world)
    for name, hint in types.items():
        given = dict(call.get("query", {}))
        if "Optional" not in hint:
            del given[name]
            wanted = "missing"
        elif any(kind in hint for kind in ("int", "bool", "date", "types.")):
            given[name], wanted = "7.5 apples", ""
        else:
            continue
        (problem,) = api.fail(422, key, **{**call, "query": given})
        assert problem["loc"] == ["query", name]
        assert wanted in problem["type"]


@pytest.mark.parametrize("key", sorted(CONFLICTS))
def test_a_name_that_is_taken_is_409(api: Api, world: World, key: str) -> None:
    assert api.fail(409, key, **CONFLICTS[key](world))["type"] == "conflict_error"


def path_names(key: str) -> Iterator[str]:
    for part in OPERATIONS[key].path.split("{")[1:]:
        yield part.partition("}")[0]


def fields(expression: str | None) -> dict[str, Any]:
    """The fields of the first type of object that a body may be: name → type."""
    if expression is None:
        return {}
    found = [resolved(expression, models)]
    while found:
        form = found.pop(0)
        if is_typeddict(form):
            return get_type_hints(form, localns={"models": models}, include_extras=True)
        found += get_args(form)
    return {}


def all_fields(expression: str | None) -> set[str]:
    """The names that fields of a body may have, whatever form it is of, and those that are read besides."""
    found, names = [] if expression is None else [resolved(expression, models)], set[str]()
    while found:
        form = found.pop()
        if is_typeddict(form):
            names |= {*get_type_hints(form, localns={"models": models}), *BESIDES.get(form.__name__, ())}
        found += get_args(form)
    return names


def every_name() -> set[str]:
    """What any operation reads, any log shows or any table keeps."""
    columns = {column.name for table in schema.metadata.tables.values() for column in table.columns}
    return columns.union(DETAILS, *(all_fields(operation.body) for operation in OPERATIONS.values()))
