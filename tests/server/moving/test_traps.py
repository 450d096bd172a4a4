"""What is odd about exports: repeated, unordered, unfinished and strange things."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from humanloop.server.store import schema
from tests.server.moving import trees

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.moving.conftest import Database


def one_prompt(root: Path, *logs: dict[str, Any], **more: Any) -> Path:
    folder = trees.write_file(root, trees.prompt(**more), [trees.prompt(**more)])
    trees.write_lines(folder / "logs" / "1.jsonl", list(logs))
    return folder


def changes(report: dict[str, Any]) -> dict[tuple[str, str], tuple[str, int]]:
    return {(each["kind"], each["field"]): (each["how"], each["count"]) for each in report["changes"]}


def test_pages_of_1001_lines_in_no_order(database: Database, tmp_path: Path) -> None:
    logs = [trees.log(number, evaluator_logs=None) for number in range(2001)]
    random.Random(1).shuffle(logs)
    folder = trees.write_file(tmp_path / "t", trees.prompt(), [trees.prompt()])
    for page, (start, end) in enumerate([(1001, 2001), (0, 1001)], 1):
        trees.write_lines(folder / "logs" / f"{page}.jsonl", logs[start:end])
    report = database.take(tmp_path / "t")
    assert report["kinds"]["logs"]["imported"] == 2001
    (project,) = database.rows(schema.projects)
    assert project["data_count"] == 2001
    times = {row["reference_id"]: row["created_at"] for row in database.rows(schema.logs)}
    assert sorted(times, key=lambda each: times[each]) == [f"log_{number}" for number in range(2001)]


def test_children_nested_at_any_depth_come_once(database: Database, tmp_path: Path) -> None:
    inner = trees.log(3)
    middle = {**trees.log(2), "trace_children": [inner]}
    root = tmp_path / "t"
    one_prompt(root, inner, trees.log(2))
    folder = trees.write_file(root, trees.flow(), [trees.flow()])
    trees.write_lines(folder / "logs" / "1.jsonl", [trees.flow_log(1, [middle, inner]), trees.flow_log(9, [middle])])
    report = database.take(root)
    assert report["kinds"]["logs"]["imported"] == 4
    assert database.log("log_3")["parent_id"] == database.log("log_2")["id"]
    assert database.log("log_2")["parent_id"] in {database.log("flog_1")["id"], database.log("flog_9")["id"]}


def test_a_flow_log_without_a_trace_is_its_own_session(database: Database, tmp_path: Path) -> None:
    folder = trees.write_file(tmp_path / "t", trees.flow(), [trees.flow()])
    alone = trees.flow_log(1, [trees.log(2)], trace_id=None)
    trees.write_lines(folder / "logs" / "1.jsonl", [alone])
    database.take(tmp_path / "t")
    (session,) = database.rows(schema.sessions)
    assert (session["reference_id"], session["datapoints_count"]) == ("flog_1", 2)


def test_a_parent_that_is_nowhere_is_counted_until_it_comes(database: Database, tmp_path: Path) -> None:
    one_prompt(tmp_path / "a", trees.log(1, trace_parent_id="log_2"))
    report = database.take(tmp_path / "a")
    assert database.log("log_1")["parent_id"] is None
    assert changes(report)["logs", "parent_id"] == ("left out: the log above is nowhere", 1)
    one_prompt(tmp_path / "b", trees.log(1, trace_parent_id="log_2"), trees.log(2))
    report = database.take(tmp_path / "b")
    assert database.log("log_1")["parent_id"] == database.log("log_2")["id"]
    assert ("logs", "parent_id") not in changes(report)


def test_files_that_are_not_done_are_taken_and_named(database: Database, tmp_path: Path) -> None:
    trees.write_file(tmp_path / "t", trees.prompt(), [trees.prompt()], is_done=False)
    report = database.take(tmp_path / "t")
    assert report["incomplete"] == ["pr_1"]
    assert report["kinds"]["prompts"]["imported"] == 1


def test_of_several_trees_the_latest_wins(database: Database, tmp_path: Path) -> None:
    older, newer = tmp_path / "all" / "20250701-000000", tmp_path / "all" / "20250801-000000"
    folder = one_prompt(older, trees.log(1, output="old"), trees.log(2, output="only here"), path="support/before")
    trees.write(folder / "deployments.json", [trees.deployment("prv_2", "production", "default")])
    folder = one_prompt(newer, trees.log(1, output="new"))
    trees.write(folder / "versions" / "prv_3", trees.prompt("prv_3", temperature=0.75, created_at=trees.at(9)))
    trees.write(folder / "deployments.json", [trees.deployment("prv_3", "production", "default")])
    report = database.take(tmp_path / "all")
    assert (database.log("log_1")["output"], database.log("log_2")["output"]) == ("new", "only here")
    assert [row["name"] for row in database.rows(schema.projects)] == ["support/answer"]
    (deployed,) = database.rows(schema.deployments)
    assert deployed["config_id"] == database.new_id("prv_3")
    assert report["kinds"]["logs"] == {"imported": 2, "skipped": 1, "changed": 2, "failed": 0}


def test_a_later_command_adds_what_is_new(database: Database, tmp_path: Path) -> None:
    one_prompt(tmp_path / "a", trees.log(1))
    database.take(tmp_path / "a")
    said = [trees.judgment("log_1", 5, trees.evaluator(), "no")]
    folder = one_prompt(tmp_path / "b", trees.log(1, output="changed since", evaluator_logs=said))
    trees.write(folder / "versions" / "prv_9", trees.prompt("prv_9", temperature=0.9))
    report = database.take(tmp_path / "b")
    assert database.log("log_1")["output"] == "Until 1.", "a log that is there stays"
    assert [row["value"] for row in database.rows(schema.feedback)] == ["no"]
    assert report["kinds"]["prompts"]["imported"] == 1
    assert len(database.rows(schema.configs)) == 2


def test_two_versions_of_equal_content_are_one_config(database: Database, tmp_path: Path) -> None:
    trees.write_file(tmp_path / "t", trees.prompt(), [trees.prompt("prv_1"), trees.prompt()])
    report = database.take(tmp_path / "t")
    assert len(database.rows(schema.configs)) == 1
    assert database.new_id("prv_1") == database.new_id("prv_2")
    assert changes(report)["prompts", "version"][1] == 1


def test_a_tool_that_is_linked_stays_linked(database: Database, tmp_path: Path) -> None:
    link = {"id": "tl_1", "version_id": "tlv_1", "name": "weather", "description": "Tell it"}
    gone = {"id": "tl_9", "version_id": "tlv_9", "name": "gone", "description": "Away", "parameters": {}}
    wanted = trees.prompt(linked_tools=[link, gone])
    trees.write_file(tmp_path / "t", wanted, [wanted])
    trees.write_file(tmp_path / "t", trees.tool(), [trees.tool()])
    report = database.take(tmp_path / "t")
    (config,) = database.rows(schema.configs, schema.configs.c.type == "model")
    tools = {each["name"]: each for each in config["content"]["tools"]}
    assert (tools["weather"]["source"], tools["weather"]["id"]) == ("organization", database.new_id("tlv_1"))
    assert (tools["gone"]["source"], tools["look_up"]["source"]) == ("inline", "inline")
    assert changes(report)["prompts", "linked_tools"][1] == 1


def test_an_agent_is_a_config_with_its_iterations(database: Database, tmp_path: Path) -> None:
    tools = [
        {"type": "inline", "json_schema": {"name": "look", "description": "L", "parameters": {}}, "on_agent_call": "x"},
        {"type": "file", "link": {"file_id": "tl_1", "version_id": "tlv_1"}, "on_agent_call": "continue"},
    ]
    agent = trees.prompt("agv_1", id="ag_1", type="agent", path="helper", max_iterations=7, tools=tools)
    folder = trees.write_file(tmp_path / "t", agent, [agent])
    trees.write_lines(folder / "logs" / "1.jsonl", [{**trees.log(1), "prompt": None, "agent": agent}])
    trees.write_file(tmp_path / "t", trees.tool(), [trees.tool()])
    report = database.take(tmp_path / "t")
    (config,) = database.rows(schema.configs, schema.configs.c.id == database.new_id("agv_1"))
    assert config["content"]["other"] == {"max_iterations": 7}
    assert [tool["name"] for tool in config["content"]["tools"]] == ["look", "tl_1"]
    assert config["content"]["tools"][1]["id"] == database.new_id("tlv_1")
    assert report["kinds"]["agents"]["imported"] == 1
    assert database.log("log_1")["config_id"] == config["id"]


@pytest.mark.parametrize(
    ("template", "endpoint", "found"),
    [
        ("Say {{it}}", None, ("complete", "prompt_template")),
        ([{"role": "user", "content": "Say {{it}}"}], None, ("chat", "chat_template")),
        ([{"role": "user", "content": "Say {{it}}"}], "chat", ("chat", "chat_template")),
    ],
)
def test_what_is_null_of_a_version_is_filled_in(
    database: Database, tmp_path: Path, template: Any, endpoint: str | None, found: tuple[str, str]
) -> None:
    version = trees.prompt(template=template, endpoint=endpoint, temperature=None, version_name=None)
    trees.write_file(tmp_path / "t", version, [version])
    database.take(tmp_path / "t")
    (config,) = database.rows(schema.configs)
    content = config["content"]
    assert (content["endpoint"], content[found[1]]) == (found[0], template)
    assert (content["temperature"], content["provider"], config["name"]) == (1, "openai", "prv_2")


@pytest.mark.parametrize(
    ("spec", "value", "feedback_class"),
    [
        ({"return_type": "multi_select"}, ["a", "b"], "multi_select"),
        ({"return_type": "number", "options": None}, 4.5, "number"),
        ({"return_type": "text", "options": None}, "well", "text"),
        ({"return_type": "boolean", "options": None}, False, "select"),
    ],
)
def test_judgments_of_people_keep_their_values(
    database: Database, tmp_path: Path, spec: dict[str, Any], value: Any, feedback_class: str
) -> None:
    by = trees.evaluator(**spec)
    one_prompt(tmp_path / "t", trees.log(1, evaluator_logs=[trees.judgment("log_1", 1, by, value)]))
    database.take(tmp_path / "t")
    (item,) = database.rows(schema.feedback)
    (kind,) = database.rows(schema.feedback_types, schema.feedback_types.c.type == "polite")
    assert (item["value"], kind["class"]) == (value, feedback_class)


def test_the_newest_judgment_of_a_person_counts_whatever_the_order(database: Database, tmp_path: Path) -> None:
    by = trees.evaluator()
    said = [trees.judgment("log_1", number, by, value) for number, value in ((3, "yes"), (1, "no"), (2, "no"))]
    folder = one_prompt(tmp_path / "t", trees.log(1, evaluator_logs=said[:1]))
    trees.write_file(tmp_path / "t", by, [by])
    trees.write_lines(tmp_path / "t" / "files" / "ev_1" / "logs" / "1.jsonl", said)
    assert folder
    database.take(tmp_path / "t")
    found = [(row["value"], row["current"]) for row in database.rows(schema.feedback)]
    assert sorted(found) == [("no", False), ("no", False), ("yes", True)]
    counts = {row["value"]: row["count"] for row in database.rows(schema.feedback_counts) if row["count"]}
    assert counts == {"yes": 1}


def test_nothing_said_is_nothing(database: Database, tmp_path: Path) -> None:
    silent = [
        trees.judgment("log_1", 1, trees.evaluator(), None),
        trees.judgment("log_1", 2, trees.code_evaluator(), None),
    ]
    failed = trees.judgment("log_1", 3, trees.code_evaluator(), None, error="it broke")
    one_prompt(tmp_path / "t", trees.log(1, evaluator_logs=[*silent, failed]))
    database.take(tmp_path / "t")
    assert database.rows(schema.feedback) == []
    (result,) = database.rows(schema.evaluation_results)
    assert (result["value"], result["error"]) == (None, "it broke")


def test_evaluators_of_kinds_that_the_server_lacks_are_external(database: Database, tmp_path: Path) -> None:
    odd = trees.evaluator("ev_7", "odd", evaluator_type="ensemble", return_type="matrix", options=None)
    kernel = {"model": "gpt-4o", "template": [{"role": "user", "content": "Good? {{log.output}}"}], "endpoint": "chat"}
    asking = trees.evaluator("ev_8", "asking", evaluator_type="llm", return_type="boolean", options=None, prompt=kernel)
    for each in (odd, asking):
        trees.write_file(tmp_path / "t", each, [each])
    report = database.take(tmp_path / "t")
    kinds = {row["name"]: row["type"] for row in database.rows(schema.evaluators)}
    assert kinds == {"checks/odd": "external", "checks/asking": "llm"}
    assert changes(report)["evaluators", "evaluator_type"][1] == 1
    (version,) = database.rows(schema.evaluator_versions, schema.evaluator_versions.c.config_id.is_not(None))
    (config,) = database.rows(schema.configs, schema.configs.c.id == version["config_id"])
    assert config["content"]["chat_template"] == kernel["template"]


def test_what_cannot_be_read_costs_nothing_else(database: Database, tmp_path: Path) -> None:
    root = tmp_path / "t"
    folder = one_prompt(root, trees.log(1), trees.log(2, created_at="yesterday"))
    (folder / "versions" / "prv_1").write_text("{", encoding="utf-8")
    trees.write(folder / "deployments.json", [trees.deployment("prv_8", "production")])
    (root / "files" / "pr_2").mkdir()
    with (folder / "logs" / "1.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "log_3", "prompt": {"id": "pr_1", "version_id": "prv_2"}, "output": "\\ud800"}\n')
        file.write(json.dumps(trees.log(4, user="x" * 3)) + "\n")
        file.write(json.dumps(trees.log(5, trace_id="t" * 3000)) + "\n")
        file.write(json.dumps(trees.log(6, source="s" * 3000)) + "\n")
    report = database.take(root)
    assert report["kinds"]["logs"]["imported"] == 3
    assert database.log("log_3")["output"] == "�"
    reasons = {(each["file"].rpartition("/files/")[2], each["line"]): each["reason"] for each in report["failures"]}
    assert set(reasons) == {
        ("pr_1/versions/prv_1", None),
        ("pr_1/deployments.json", None),
        ("pr_2/file.json", None),
        ("pr_1/logs/1.jsonl", 2),
        ("pr_1/logs/1.jsonl", 5),
        ("pr_1/logs/1.jsonl", 6),
    }
    assert "2048" in reasons["pr_1/logs/1.jsonl", 5]
    assert "2048" in reasons["pr_1/logs/1.jsonl", 6]


def test_what_are_no_messages_fail_with_their_places(database: Database, tmp_path: Path) -> None:
    root = tmp_path / "t"
    folder = one_prompt(root, trees.log(1), trees.log(2, messages=["hello"]), trees.log(3, output_message="hello"))
    trees.write(folder / "versions" / "prv_1", trees.prompt("prv_1", template=["hello"]))
    questions = trees.write_file(root, trees.dataset(), [trees.dataset()])
    points = [trees.datapoint(1), {**trees.datapoint(2), "messages": "hello"}]
    points.append({**trees.datapoint(3), "created_at": "yesterday"})
    trees.write_lines(questions / "datapoints" / "dsv_2" / "1.jsonl", points)
    report = database.take(root)
    found = {(each["file"].rpartition("/files/")[2], each["line"]): each["reason"] for each in report["failures"]}
    said = {place: reason.removeprefix("it does not have the form of the export: ") for place, reason in found.items()}
    assert said.pop(("ds_1/datapoints/dsv_2/1.jsonl", 3)).startswith("'yesterday' is not a time")
    assert said == {
        ("pr_1/logs/1.jsonl", 2): "`messages` is no list of messages",
        ("pr_1/logs/1.jsonl", 3): "`output_message` is no message",
        ("pr_1/versions/prv_1", None): "`template` is no list of messages",
        ("ds_1/datapoints/dsv_2/1.jsonl", 2): "`messages` is no list of messages",
    }
    assert (report["kinds"]["logs"]["imported"], report["kinds"]["datapoints"]["imported"]) == (1, 1)


def test_what_names_something_that_is_nowhere(database: Database, tmp_path: Path) -> None:
    """What a record holds of a thing is enough of it; only a bare id of what is nowhere fails, with its place."""
    root = tmp_path / "t"
    lost = trees.prompt("prv_lost")
    judged = trees.log(2, evaluator_logs=[trees.judgment("log_99", 1, trees.evaluator("ev_lost", "lost"), "yes")])
    folder = one_prompt(root, trees.log(1, prompt=lost), judged, trees.log(3, source_datapoint_id="dp_lost"))
    broken = [trees.log(4, created_at="yesterday"), trees.log(5, trace_id=7), trees.log(6, prompt_tokens="many")]
    trees.write_lines(folder / "logs" / "2.jsonl", broken)
    trees.write(folder / "deployments.json", [trees.deployment("prv_nowhere", "production", "default")])
    llm = trees.evaluator(
        "ev_3",
        "judge",
        evaluator_type="llm",
        return_type="boolean",
        options=None,
        prompt={"model": "gpt-4o", "endpoint": "chat", "template": [{"role": "user", "content": "Good?"}]},
    )
    evaluation = folder / "evaluations" / "evr_1"
    judges = [{"version": llm, "orchestrated": True, "added_at": trees.at(5)}]
    trees.write(evaluation / "evaluation.json", {"id": "evr_1", "file_id": "pr_lost", "evaluators": judges})
    questions = trees.dataset("dsv_lost", id="ds_lost", path="support/lost")
    run = {"id": "rn_1", "dataset": questions, "version": trees.prompt("prv_lost2"), "status": "completed"}
    trees.write(evaluation / "runs" / "rn_1", run)
    trees.write(evaluation / "runs" / "rn_2", {**run, "id": "rn_2", "dataset": "ds_lost"})
    line = {"run_id": "rn_1", "datapoint": trees.datapoint(1), "log": trees.log(20)}
    lines = [{**line, "evaluator_logs": [trees.judgment("log_20", 20, llm, value=True)]}]
    trees.write_lines(evaluation / "logs" / "1.jsonl", [*lines, {**line, "run_id": "rn_lost", "log": trees.log(21)}])
    report = database.take(root)
    failed = {(each["file"].removeprefix(f"{folder}/"), each["line"]) for each in report["failures"]}
    assert failed == {("logs/2.jsonl", 1), ("logs/2.jsonl", 2), ("logs/2.jsonl", 3), ("deployments.json", None)}
    reasons = " ".join(each["reason"] for each in report["failures"])
    assert "'yesterday' is not a time" in reasons
    assert "`trace_id` is no text" in reasons
    assert "`prompt_tokens` is no number" in reasons
    assert {f"log_{number}" for number in (1, 2, 3, 20, 21)} == {
        row["reference_id"] for row in database.rows(schema.logs)
    }
    assert changes(report)["evaluations", "runs"] == ("left out: a run without a version or a dataset", 1)
    # The evaluator that asks a model has come with its prompt, its evaluation and its verdict.
    (judge,) = database.rows(schema.evaluators, schema.evaluators.c.name == "checks/judge")
    assert judge["type"] == "llm"
    (version,) = database.rows(schema.evaluator_versions, schema.evaluator_versions.c.evaluator_id == judge["id"])
    (config,) = database.rows(schema.configs, schema.configs.c.id == version["config_id"])
    assert config["content"]["model"] == "gpt-4o"
    (made,) = database.rows(schema.evaluations)
    (result,) = database.rows(schema.evaluation_results, schema.evaluation_results.c.evaluator_id == judge["id"])
    assert (result["value"], result["evaluation_id"]) == (True, made["id"])
    assert (made["status"], result["log_id"]) == ("completed", database.log("log_20")["id"])


def test_importing_starts_nothing(tmp_path: Path, database: Database) -> None:
    one_prompt(tmp_path / "t", trees.log(1))
    rows = [{"project_name": "support/answer", "evaluator_name": "checks/long"}]
    database.store.writer.submit(lambda connection: connection.execute(sa.insert(schema.monitors), rows)).result()
    database.take(tmp_path / "t")
    assert database.rows(schema.projects)[0]["is_monitored"]
    assert database.log("log_1")["observability_status"] == "completed"
