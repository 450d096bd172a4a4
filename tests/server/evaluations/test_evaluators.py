"""Evaluators: made, changed, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Api
    from tests.server.evaluations.conftest import Bench

    Json = dict[str, Any]

CODE = "import math\n\ndef helper(x):\n    return x\n\ndef judge(log):\n    return True\n"
MODEL = {"model": "judge-1", "provider": "mock", "prompt_template": "Is {{log_output}} fine?"}


@pytest.fixture
def body(api: Api) -> Json:
    return {"name": api.name(), "description": "d", "arguments_type": "target_free", "return_type": "boolean"}


def test_a_python_evaluator(api: Api, body: Json) -> None:
    made = api.ok("evaluators.create", {**body, "type": "python", "code": CODE})
    assert made["id"].startswith("evfn_")
    assert made == {**made, **body, "type": "python", "code": CODE, "model_config": None, "logging_project": None}
    assert api.ok("evaluators.get", id=made["id"]) == made
    assert made in api.ok("evaluators.list")


def test_an_evaluator_that_asks_a_model_gets_a_project_for_its_logs(api: Api, body: Json) -> None:
    made = api.ok("evaluators.create", {**body, "type": "llm", "model_config": MODEL})
    assert made["logging_project"]["name"] == body["name"]
    assert made["logging_project"]["config_type"] == "evaluator"
    assert made["model_config"] == {**made["model_config"], **MODEL}
    assert api.ok("projects.get", id=made["logging_project"]["id"])["name"] == body["name"]


def test_the_project_gets_another_name_where_it_is_taken(api: Api, body: Json) -> None:
    names = list[str]()
    for _ in range(3):
        made = api.ok("evaluators.create", {**body, "type": "llm", "model_config": MODEL})
        names.append(made["logging_project"]["name"])
        api.ok("evaluators.delete", id=made["id"])
    name = body["name"]
    assert names == [name, f"{name} (evaluator)", f"{name} (evaluator 2)"]


def test_two_evaluators_cannot_have_one_name(api: Api, body: Json) -> None:
    first = api.ok("evaluators.create", {**body, "type": "external"})
    other = api.ok("evaluators.create", {**body, "name": api.name(), "type": "external"})
    said = api.fail(409, "evaluators.create", {**body, "type": "human"})["message"]
    assert first["id"] in said
    assert first["id"] in api.fail(409, "evaluators.update", {"name": body["name"]}, id=other["id"])["message"]
    assert api.ok("evaluators.update", {"name": body["name"], "description": "x"}, id=first["id"])["description"] == "x"
    api.ok("evaluators.delete", id=first["id"])
    assert api.ok("evaluators.update", {"name": body["name"]}, id=other["id"])["name"] == body["name"]


@pytest.mark.parametrize("kind", ["human", "external"])
@pytest.mark.parametrize("return_type", ["boolean", "number", "select", "multi_select", "text"])
def test_those_that_the_server_does_not_run(api: Api, body: Json, kind: str, return_type: str) -> None:
    made = api.ok("evaluators.create", {**body, "type": kind, "return_type": return_type})
    assert (made["type"], made["return_type"], made["code"], made["model_config"]) == (kind, return_type, None, None)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [({"code": CODE}, "python"), ({"model_config": MODEL}, "llm"), ({"code": CODE, "type": None}, "python")],
)
def test_clients_of_earlier_releases_leave_the_type_out(api: Api, body: Json, fields: Json, kind: str) -> None:
    assert api.ok("evaluators.create", {**body, **fields})["type"] == kind


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "needs `code`"),
        ({"type": "python"}, "needs `code`"),
        ({"type": "python", "code": ""}, "needs `code`"),
        ({"type": "llm"}, "needs `model_config`"),
        ({"type": "python", "code": "def judge(:"}, "SyntaxError"),
        ({"type": "python", "code": "return 1\ndef judge(log): ..."}, "SyntaxError"),
        ({"type": "python", "code": "x = 1"}, "defines no function"),
        ({"type": "python", "code": "(" * 10_000}, "SyntaxError"),
        ({"type": "python", "code": "a\0b"}, "U+FFFD"),
        ({"type": "human", "code": CODE}, "belongs to evaluators of type 'python'"),
        ({"type": "python", "code": CODE, "model_config": MODEL}, "belongs to evaluators of type 'llm'"),
    ],
)
def test_what_an_evaluator_needs_is_checked(api: Api, body: Json, fields: Json, said: str) -> None:
    detail = api.fail(422, "evaluators.create", {**body, **fields})
    assert said in detail["message"]


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "oracle"},
        {"arguments_type": "none"},
        {"return_type": "colour"},
        {"name": ""},
        {"name": "x" * 256},
        {"description": "x" * 256},
        {"model_config": {}},
    ],
)
def test_values_that_do_not_fit_are_named(api: Api, body: Json, fields: Json) -> None:
    detail = api.fail(422, "evaluators.create", {**body, "type": "python", "code": CODE, **fields})
    assert detail[0]["loc"][:2] == ["body", next(iter(fields))]


def test_code_is_only_compiled_when_it_is_checked(api: Api, body: Json) -> None:
    code = "import nowhere\nraise SystemExit\ndef judge(log):\n    return True\n"
    api.ok("evaluators.create", {**body, "type": "python", "code": code})


def test_only_what_is_given_changes(api: Api, bench: Bench) -> None:
    made = bench.evaluator("python", code=CODE)
    code = "def judge(log):\n    return 1\n"
    changed = api.ok("evaluators.update", {"code": code, "return_type": "number", "type": "python"}, id=made["id"])
    assert changed == {**made, "code": code, "return_type": "number", "updated_at": changed["updated_at"]}
    renamed = api.ok("evaluators.update", {"name": "n", "description": "e"}, id=made["id"])
    assert (renamed["name"], renamed["description"], renamed["code"]) == ("n", "e", code)
    assert api.ok("evaluators.update", {}, id=made["id"]) == renamed


def test_a_new_model_config_goes_into_the_same_project(api: Api, bench: Bench) -> None:
    made = bench.asking("Is {{log_output}} fine?")
    changed = api.ok("evaluators.update", {"model_config": {**MODEL, "prompt_template": "Well?"}}, id=made["id"])
    assert changed["model_config"]["prompt_template"] == "Well?"
    assert changed["logging_project"]["id"] == made["logging_project"]["id"]


@pytest.mark.parametrize("is_other", [True, False])
def test_the_prompt_of_an_evaluator_comes_from_its_model_config_only(api: Api, bench: Bench, *, is_other: bool) -> None:
    made = bench.asking("Is {{log_output}} fine?")
    config_id = bench.asking("A secret.")["model_config"]["id"] if is_other else {"a": 1}
    changed = api.ok("evaluators.update", {"config_id": config_id, "description": "d"}, id=made["id"])
    assert changed == {**made, "description": "d", "updated_at": changed["updated_at"]}


def test_a_deleted_logging_project_is_made_anew(api: Api, bench: Bench) -> None:
    made = bench.asking("Is {{log_output}} fine?")
    api.ok("projects.delete", id=made["logging_project"]["id"])
    assert api.ok("evaluators.get", id=made["id"])["logging_project"] is None
    changed = api.ok("evaluators.update", {"model_config": MODEL}, id=made["id"])
    assert changed["logging_project"]["name"] == made["name"]


@pytest.mark.parametrize(
    "fields",
    [{"type": "llm"}, {"model_config": MODEL}, {"code": "def judge(:"}, {"name": ""}, {"return_type": "colour"}],
)
def test_changes_that_make_no_sense_are_refused(api: Api, bench: Bench, fields: Json) -> None:
    made = bench.evaluator("python", code=CODE)
    api.fail(422, "evaluators.update", fields, id=made["id"])
    assert api.ok("evaluators.get", id=made["id"]) == made


def test_a_deleted_evaluator_is_gone_but_stays_in_its_evaluations(api: Api, bench: Bench) -> None:
    made = bench.evaluator("python", code=CODE)
    evaluation = bench.completed(bench.words("a"), made)
    api.ok("evaluators.delete", id=made["id"])
    api.fail(404, "evaluators.get", id=made["id"])
    api.fail(404, "evaluators.delete", id=made["id"])
    api.fail(404, "evaluators.update", {}, id=made["id"])
    assert made["id"] not in [each["id"] for each in api.ok("evaluators.list")]
    assert bench.get(evaluation)["evaluators"] == [made]
    assert bench.aggregates(evaluation) == {made["id"]: 1}


def test_a_run_keeps_the_version_it_began_with(api: Api, bench: Bench) -> None:
    made = bench.evaluator("python", code="def judge(log):\n    return True\n")
    before = bench.completed(bench.words("a"), made)
    api.ok("evaluators.update", {"code": "def judge(log):\n    return False\n"}, id=made["id"])
    after = bench.completed(bench.words("a"), made)
    assert (bench.aggregates(before), bench.aggregates(after)) == ({made["id"]: 1}, {made["id"]: 0})
    (one,), (two,) = ([row["evaluation_results"][0] for row in bench.rows(each)] for each in (before, after))
    assert one["evaluator_version_id"] != two["evaluator_version_id"]
    assert bench.get(before)["evaluators"][0]["code"] == made["code"]
