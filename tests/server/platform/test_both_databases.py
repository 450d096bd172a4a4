"""What has to be the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.server.evaluations.conftest import Bench, make_bench

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


@pytest.fixture
def bench(on_both: Api) -> Bench:
    return make_bench(on_both, on_both.ok("projects.create", {"name": on_both.name()}))


def test_all_logs_of_an_evaluator_are_in_one_project(bench: Bench) -> None:
    judge = bench.evaluator("python", code="def judge(log):\n    print(log['output'])\n    return True\n")
    words = bench.words(*(f"word {number}" for number in range(120)))
    seen = bench.completed(words, judge, max_concurrency=50)
    seen_again = bench.completed(words, judge)
    results = [row["evaluation_results"][0] for each in (seen, seen_again) for row in bench.rows(each)]
    projects = {result["evaluator_log"]["project_id"] for result in results}
    assert projects == {bench.api.ok("evaluators.get", id=judge["id"])["logging_project"]["id"]}
    page = bench.api.ok("projects.list", query={"filter": judge["name"]})
    assert [(each["id"], each["data_count"]) for each in page["records"]] == [(*projects, 240)]


def test_results_come_in_the_order_of_the_evaluators(bench: Bench) -> None:
    slow = "import time\n\ndef judge(log):\n    time.sleep(0.05)\n    return True\n"
    judges = [
        bench.evaluator("python", code=slow),
        bench.evaluator("external"),
        bench.asking("Is {{log_output}} fine?", says="yes"),
        bench.evaluator("python", code="def judge(log):\n    return False\n"),
    ]
    evaluation = bench.start(bench.words("a", "b", "c"), *judges)
    for row in bench.until_rows(evaluation, 3):
        body = {"log_id": row["log"]["id"], "evaluator_id": judges[1]["id"], "result": True}
        bench.api.ok("evaluations.result", body, evaluation_id=evaluation["id"])
    bench.until(evaluation, "completed")
    wanted = [judge["id"] for judge in judges]
    for row in bench.rows(evaluation):
        log = bench.api.ok("logs.get", id=row["log"]["id"])
        for results in (row["evaluation_results"], row["log"]["evaluation_results"], log["evaluation_results"]):
            assert [result["evaluator_id"] for result in results] == wanted


NUMBERS = (14, 14.0, -0.0, 2**63 + 1, -(10**30) - 1, 0.1 + 0.2, 1e300)


def test_numbers_of_evaluators_come_back_as_they_were_given(bench: Bench) -> None:
    judge = bench.evaluator("external", return_type="number")
    evaluation = bench.start(bench.words(*map(str, NUMBERS)), judge)
    logs = [row["log"]["id"] for row in bench.until_rows(evaluation, 0)]
    for log_id, number in zip(logs, NUMBERS, strict=True):
        body = {"log_id": log_id, "evaluator_id": judge["id"], "result": number}
        answer = bench.api.ok("evaluations.result", body, evaluation_id=evaluation["id"])
        assert repr(answer["value"]) == repr(number)
    rows = bench.rows(evaluation)
    for results in ([row["evaluation_results"] for row in rows], [row["log"]["evaluation_results"] for row in rows]):
        assert [repr(each["value"]) for (each,) in results] == [repr(number) for number in NUMBERS]
    for wanted, found in (("14", 2), ("14.0", 2), ("14.00", 2), ("14.5", 0), (str(2**63 + 1), 1), (str(2**63), 0)):
        query = {"project_id": bench.project["id"], f"evaluator-{judge['id']}_filter": wanted}
        assert bench.api.ok("logs.list", query=query)["total"] == found, wanted


@pytest.mark.parametrize("text", ["İstanbul", "ΣΊΣΥΦΟΣ", "ΣΑΣΑ", "ς", "100 % ΣΑΣ_\\"])
def test_a_text_is_found_by_itself(on_both: Api, text: str) -> None:
    project = on_both.ok("projects.create", {"name": f"{on_both.name()} {text} in a name"})
    for part in (text, text[:3]):
        found = on_both.ok("projects.list", query={"filter": part})["records"]
        assert project["id"] in {each["id"] for each in found}, part
    made = on_both.ok("logs.log", {"project_id": project["id"], "output": text, "metadata": {"said": text}})
    for part in (text, text[:3]):
        for name in ("search", "metadata_search"):
            page = on_both.ok("logs.list", query={"project_id": project["id"], name: part})
            assert [each["id"] for each in page["records"]] == [made["id"]], (name, part)


def test_the_largest_numbers_have_means_and_larger_ones_are_refused(bench: Bench) -> None:
    api, judge = bench.api, bench.evaluator("external", return_type="number")
    api.ok("projects.create_feedback_type", {"type": "stars", "class": "number"}, id=bench.project["id"])
    evaluation = bench.start(bench.words("a", "b", "c", "d"), judge)
    logs = [row["log"]["id"] for row in bench.until_rows(evaluation, 0)]
    for log_id, number in zip(logs, (1e300, 1e300, 1e300, -1e300), strict=True):
        body = {"log_id": log_id, "evaluator_id": judge["id"], "result": number}
        (problem,) = api.fail(422, "evaluations.result", {**body, "result": 1.7e308}, evaluation_id=evaluation["id"])
        api.ok("evaluations.result", body, evaluation_id=evaluation["id"])
        assert (problem["loc"], problem["msg"]) == (["body", "result"], "it must lie between -1e+300 and 1e+300")
        api.ok("feedback.feedback", {"type": "stars", "value": number, "data_id": log_id})
        item = {"type": "stars", "value": -(10**301), "data_id": log_id}
        assert api.fail(422, "feedback.feedback", item)[0]["loc"] == ["body", "value"]
    whole = api.ok("evaluations.get", id=evaluation["id"], query={"evaluator_aggregates": True})
    assert [each["aggregate_value"] for each in whole["evaluator_aggregates"]] == [5e299]
    assert [each["mean"] for each in whole["feedback_aggregates"]] == [5e299]
    (config,) = api.ok("projects.list_configs", id=bench.project["id"], query={"evaluation_aggregates": True})
    assert [each["aggregate_value"] for each in config["evaluation_aggregates"]] == [5e299]
    in_order = {"project_id": bench.project["id"], "sort": f"evaluator-{judge['id']}.asc"}
    assert [each["id"] for each in api.ok("evaluations.list", query=in_order)["records"]] == [evaluation["id"]]


@pytest.mark.parametrize("value", ["14", "14.0", "1" * 30, "true", "null", '"14"', "[1]", "good", "1e5", "0x10", " 7 "])
def test_feedback_that_looks_like_a_number_stays_text(on_both: Api, value: str) -> None:
    project = on_both.ok("projects.create", {"name": on_both.name()})
    given = [{"type": "comment", "value": value}, {"type": "rating", "value": value}]
    body = {"project_id": project["id"], "output": "", "config": {"model": "m"}, "feedback": given}
    log = on_both.ok("logs.get", id=on_both.ok("logs.log", body)["id"])
    assert [each["value"] for each in log["feedback"]] == [value, value]
    query = {"project_id": project["id"], "feedback-rating_filter": value}
    assert on_both.ok("logs.list", query=query)["total"] == 1


def test_numbers_of_feedback_come_back_as_they_were_given(on_both: Api) -> None:
    project = on_both.ok("projects.create", {"name": on_both.name()})
    body = {"project_id": project["id"], "output": "", "config": {"model": "m"}}
    ids = [on_both.ok("logs.log", body)["id"] for _ in NUMBERS]
    for log_id, number in zip(ids, NUMBERS, strict=True):
        on_both.ok("feedback.feedback", {"data_id": log_id, "type": "stars", "value": number})
    found = [on_both.ok("logs.get", id=log_id)["feedback"][0]["value"] for log_id in ids]
    assert [repr(value) for value in found] == [repr(number) for number in NUMBERS]


def test_nul_becomes_the_sign_for_what_cannot_be_shown(on_both: Api) -> None:
    """PostgreSQL takes no NUL, and SQLite sees nothing behind one."""
    name = on_both.name()
    body = {
        "project": f"{name}\0!",
        "output": "before\0behind the output",
        "inputs": {"a\0b": "first\0behind the input", "escaped": "\\u0000"},
        "metadata": {"deep": ["x\0behind the metadata"]},
        "reference_id": f"{name}\0reference",
    }
    made = on_both.ok("logs.log", body)
    log = on_both.ok("logs.get", id=made["id"])
    assert log["project"] == f"{name}\ufffd!"
    assert log["output"] == "before\ufffdbehind the output"
    assert log["inputs"] == {"a\ufffdb": "first\ufffdbehind the input", "escaped": "\\u0000"}
    assert log["metadata"] == {"deep": ["x\ufffdbehind the metadata"]}
    assert on_both.ok("logs.log", body)["project_id"] == made["project_id"]
    here = {"project_id": made["project_id"]}
    for wanted in ({"search": "behind the output"}, {"search": "e\0behind"}, {"search": "behind the input"}):
        assert on_both.ok("logs.list", query=here | wanted)["total"] == 2, wanted
    assert on_both.ok("logs.list", query=here | {"metadata_search": "x\0behind"})["total"] == 2
    assert on_both.ok("projects.list", query={"filter": f"{name}\0"})["total"] == 1
    patched = on_both.ok("logs.update_by_ref", {"output": "n\0w"}, query={"reference_id": body["reference_id"]})
    assert patched["output"] == "n\ufffdw"


@pytest.mark.parametrize("key", ["logs.get", "projects.get", "sessions.get", "datasets.get", "evaluators.get"])
def test_nul_in_a_path_leads_nowhere(on_both: Api, key: str) -> None:
    assert "\ufffd" in on_both.fail(404, key, id="a\0b")["message"]


def test_nul_that_the_server_made_itself(bench: Bench) -> None:
    """What models and evaluators say is kept in the same way."""
    config = bench.register(prompt_template="{{word}}", other={"mock_output": "a\0b"})
    dataset = bench.dataset({"inputs": {"word": "w"}})
    judge = bench.evaluator(
        "python", code="def judge(log):\n    print('c\\0d')\n    return 'e\\0f'\n", return_type="text"
    )
    other = make_bench(bench.api, bench.project)
    evaluation = bench.completed(dataset, judge, config_id=config["id"])
    (row,) = other.rows(evaluation)
    assert row["log"]["output"] == "a\ufffdb"
    (result,) = row["evaluation_results"]
    assert (result["value"], result["evaluator_log"]["stdout"]) == ("e\ufffdf", "c\ufffdd\n")


LONG = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(3000))
"""More than an index of PostgreSQL takes, also when it is packed."""


@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("projects.create", {"name": LONG}),
        ("projects.create", {"name": "with a directory", "directory_id": "d" * 65}),
        ("projects.update", {"directory_id": "d" * 65}),
        ("projects.update", {"name": LONG}),
        ("projects.create_feedback_type", {"type": LONG, "class": "select"}),
        ("projects.create_feedback_type", {"type": "t", "class": "select", "values": [{"value": LONG}]}),
        ("logs.log", {"project": LONG}),
        ("logs.log", {"project": "p", "reference_id": LONG}),
        ("logs.log", {"project": "p", "session_reference_id": LONG}),
        ("logs.log", {"project": "p", "feedback": {"type": LONG, "value": "x"}}),
        ("logs.log", {"project": "p", "feedback": {"type": "rating", "value": LONG}}),
        ("chats.create", {"project": LONG, "messages": [], "model_config": {"model": "m", "provider": "mock"}}),
        ("model_configs.register", {"project": LONG, "model": "m"}),
    ],
)
def test_names_and_references_have_a_longest_length(bench: Bench, key: str, body: Json) -> None:
    path = {"id": bench.project["id"]} if key.startswith("projects.") and key != "projects.create" else {}
    detail = bench.api.fail(422, key, body, **path)
    message = detail["message"] if isinstance(detail, dict) else detail[0]["msg"]
    assert ("at most 64" if "directory_id" in body else "at most 512 characters") in message
    # Nothing of it was kept, and what is no key may be as long as it likes.
    bench.api.ok("logs.log", {"project": bench.project["name"], "output": LONG, "inputs": {LONG: LONG}})
    assert bench.api.ok("projects.list", query={"filter": "with a directory"})["total"] == 0


def nested(levels: int) -> Any:
    """A list of so many levels."""
    return [nested(levels - 1)] if levels > 1 else []


def test_what_is_nested_deepest_can_be_read_in_every_list(bench: Bench) -> None:
    api, project = bench.api, bench.project
    inner = {"a": nested(97)}
    config = bench.register(parameters={"x": 1}, other=inner, tools=[{"name": "t", "parameters": {"a": nested(95)}}])
    dataset = bench.dataset({"inputs": {"word": "w"}, "target": {"output": nested(96)}})
    judge = bench.asking("Is {{log_output}} fine?", says="yes")
    evaluation = bench.start(dataset, judge, hl_generated=False, config_id=config["id"])
    bench.set_status(evaluation, "running")
    (row,) = bench.rows(evaluation)
    log = {
        "project": project["name"],
        "config_id": config["id"],
        "inputs": inner,
        "metadata": inner,
        "provider_response": inner,
        "session_reference_id": api.name(),
        "source_datapoint_id": row["datapoint"]["id"],
    }
    body = {"datapoint_id": row["datapoint"]["id"], "log": log}
    api.ok("evaluations.log", body, evaluation_id=evaluation["id"])
    (row,) = bench.until_rows(evaluation, 1)
    (found,) = api.ok("logs.list", query={"project_id": project["id"]})["records"]
    assert found["inputs"] == found["metadata"] == found["provider_response"] == inner
    api.ok("projects.export", id=project["id"])
    api.ok("projects.list_configs", id=project["id"])
    api.ok("datasets.list_datapoints", dataset_id=dataset["id"])
    (session,) = api.ok("sessions.list", query={"project_id": project["id"]})["records"]
    assert session["first_inputs"] == inner


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"project": "p", "inputs": {"a": nested(99)}}, ["body", "inputs", "a", 0, 0]),
        ([{"project": "p"}, {"project": "p", "metadata": {"b": nested(98)}}], ["body", 1, "metadata", "b", 0]),
        ({"project": "p", "inputs": {"a": nested(300)}}, ["body"]),
    ],
)
def test_what_is_nested_deeper_is_refused(on_both: Api, body: Any, place: list[Any]) -> None:
    (problem,) = on_both.fail(422, "logs.log", body)
    assert problem["loc"] == place
    assert "nested deeper than 100 levels" in problem["msg"]
