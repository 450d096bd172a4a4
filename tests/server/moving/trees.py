"""Export trees of the vendor's form, written from the lists of its fields."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

BEGAN = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)


def at(seconds: float) -> str:
    """A time after the beginning, as the vendor's API has written times."""
    return (BEGAN + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def prompt(version: str = "prv_2", **more: Any) -> dict[str, Any]:
    """A version of the prompt `support/answer`."""
    fields: dict[str, Any] = {
        "path": "support/answer",
        "id": "pr_1",
        "directory_id": "dir_1",
        "name": "answer",
        "type": "prompt",
        "model": "gpt-4o",
        "provider": None,
        "endpoint": None,
        "template": [{"role": "system", "content": "You answer for {{shop}}."}],
        "temperature": 0.25,
        "max_tokens": -1,
        "attributes": {"team": "blue"},
        "tools": [{"name": "look_up", "description": "Look", "strict": True, "parameters": {"type": "object"}}],
        "linked_tools": [],
        "version_id": version,
        "version_name": f"name of {version}",
        "version_description": "what it is for",
        "environments": [],
        "created_at": at(0),
        "updated_at": at(1),
        "last_used_at": at(2),
        "version_logs_count": 3,
        "total_logs_count": 5,
        "inputs": [{"name": "shop"}],
        "raw_file_content": None,
    }
    return {**fields, **more}


def tool(version: str = "tlv_1", **more: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "path": "support/weather",
        "id": "tl_1",
        "name": "weather",
        "type": "tool",
        "tool_type": "get_api_call",
        "function": {"name": "weather", "description": "Tell it", "parameters": {"type": "object"}},
        "source_code": None,
        "setup_values": {"url": "https://weather.example", "headers": {"Authorization": "Bearer sk-secret"}},
        "version_id": version,
        "version_name": "first",
        "created_at": at(0),
        "updated_at": at(0),
    }
    return {**fields, **more}


def flow(version: str = "flv_1", **more: Any) -> dict[str, Any]:
    fields = {
        "path": "support/whole",
        "id": "fl_1",
        "name": "whole",
        "type": "flow",
        "attributes": {"commit": "abc"},
        "version_id": version,
        "created_at": at(0),
        "updated_at": at(0),
    }
    return {**fields, **more}


def evaluator(file_id: str = "ev_1", name: str = "polite", **spec: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "evaluator_type": "human",
        "arguments_type": "target_free",
        "return_type": "select",
        "options": [{"name": "yes", "valence": "positive"}, {"name": "no", "valence": "negative"}],
        "instructions": "Read it twice.",
    }
    return {
        "path": f"checks/{name}",
        "id": file_id,
        "name": name,
        "type": "evaluator",
        "spec": {**given, **spec},
        "version_id": f"{file_id}_v1",
        "version_name": "first",
        "created_at": at(0),
        "updated_at": at(0),
    }


def code_evaluator() -> dict[str, Any]:
    return evaluator(
        "ev_2",
        "long",
        evaluator_type="python",
        return_type="boolean",
        code="def f(log):\n    return True",
        options=None,
    )


def dataset(version: str = "dsv_2", **more: Any) -> dict[str, Any]:
    fields = {
        "path": "support/questions",
        "id": "ds_1",
        "name": "questions",
        "type": "dataset",
        "datapoints_count": 2,
        "version_id": version,
        "version_name": f"name of {version}",
        "created_at": at(0),
        "updated_at": at(0),
    }
    return {**fields, **more}


def datapoint(number: int) -> dict[str, Any]:
    return {"id": f"dp_{number}", "inputs": {"shop": f"shop {number}"}, "messages": None, "target": {"output": "six"}}


def log(number: int, **more: Any) -> dict[str, Any]:
    """A log of the prompt."""
    fields: dict[str, Any] = {
        "id": f"log_{number}",
        "start_time": at(number),
        "end_time": at(number + 1.5),
        "created_at": at(number),
        "inputs": {"shop": f"shop {number}"},
        "messages": [{"role": "user", "content": "Are you open?"}],
        "output": f"Until {number}.",
        "output_message": {"role": "assistant", "content": f"Until {number}.", "thinking": [{"text": "hm"}]},
        "prompt_tokens": 10,
        "reasoning_tokens": 3,
        "output_tokens": 5,
        "prompt_cost": 0.001,
        "output_cost": 0.002,
        "finish_reason": "stop",
        "provider_latency": 1.25,
        "provider_request": {"model": "gpt-4o", "headers": {"x-api-key": "sk-secret"}},
        "provider_response": {"id": "chatcmpl-1"},
        "source": "sdk",
        "metadata": {"customer": "c"},
        "user": "ann",
        "environment": "production",
        "batches": ["evr_1"],
        "trace_id": None,
        "trace_parent_id": None,
        "prompt": prompt(),
        "evaluator_logs": [],
        "trace_children": None,
    }
    return {**fields, **more}


def flow_log(number: int, children: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A log of the flow, with the logs below it."""
    fields: dict[str, Any] = {
        "id": f"flog_{number}",
        "start_time": at(number),
        "end_time": at(number + 9),
        "created_at": None,
        "inputs": {"question": "?"},
        "output": "!",
        "log_status": "complete",
        "trace_id": f"trace_{number}",
        "flow": flow(),
        "trace_children": children,
        "evaluator_logs": [],
    }
    return {**fields, **more}


def judgment(log_id: str, number: int, by: dict[str, Any], value: Any, **more: Any) -> dict[str, Any]:
    """The log of an evaluator."""
    fields: dict[str, Any] = {
        "id": f"elog_{number}",
        "parent_id": log_id,
        "judgment": value,
        "created_at": at(100 + number),
        "start_time": at(100 + number),
        "end_time": at(101 + number),
        "evaluator": by,
        "user": "eve" if by["spec"]["evaluator_type"] == "human" else None,
        "error": None,
    }
    return {**fields, **more}


def write(path: Path, value: Any) -> None:
    """Write one value of JSON, as the vendor's tool does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def write_lines(path: Path, values: list[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")


def write_file(root: Path, newest: dict[str, Any], versions: list[dict[str, Any]], *, is_done: bool = True) -> Path:
    """Write a file with its versions."""
    folder = root / "files" / newest["id"]
    write(folder / "file.json", newest)
    for version in versions:
        write(folder / "versions" / version["version_id"], version)
    if is_done:
        (folder / ".done").write_text("Export completed successfully.", encoding="utf-8")
    return folder


def deployment(version: str, name: str, tag: str = "other") -> dict[str, Any]:
    return {"version_id": version, "environment_id": f"env_{name}", "environment_name": name, "environment_tag": tag}


def write_tree(root: Path) -> Path:
    """Write a tree that has one of everything."""
    folder = write_file(root, prompt(), [prompt("prv_1", temperature=1, created_at=at(-60)), prompt()])
    write(folder / "deployments.json", [deployment("prv_2", "staging"), deployment("prv_1", "production", "default")])
    human, code = evaluator(), code_evaluator()
    said = [judgment("log_1", 1, human, "yes"), judgment("log_1", 2, code, value=True)]
    write_lines(folder / "logs" / "1.jsonl", [log(3), log(1, evaluator_logs=said, trace_id="trace_1"), log(2)])
    write_file(root, tool(), [tool()])
    child = log(1, evaluator_logs=said, trace_id="trace_1", trace_parent_id="flog_1")
    whole = write_file(root, flow(), [flow()])
    write_lines(whole / "logs" / "1.jsonl", [flow_log(1, [child])])
    write_file(root, human, [human])
    judged = write_file(root, code, [code])
    write_lines(judged / "logs" / "1.jsonl", [judgment("log_1", 2, code, value=True), judgment("log_2", 3, code, None)])
    questions = write_file(root, dataset(), [dataset("dsv_1", created_at=at(-50)), dataset()])
    write_lines(questions / "datapoints" / "dsv_1" / "1.jsonl", [datapoint(1)])
    write_lines(questions / "datapoints" / "dsv_2" / "1.jsonl", [datapoint(1), datapoint(2)])
    evaluation = folder / "evaluations" / "evr_1"
    judges = [{"version": each, "orchestrated": True, "added_at": at(5)} for each in (human, code)]
    write(
        evaluation / "evaluation.json",
        {
            "id": "evr_1",
            "name": "nightly",
            "file_id": "pr_1",
            "runs_count": 2,
            "evaluators": judges,
            "created_at": at(5),
        },
    )
    run = {"id": "rn_1", "dataset": dataset(), "version": prompt(), "orchestrated": True, "status": "running"}
    write(evaluation / "runs" / "rn_1", {**run, "created_at": at(6), "added_at": at(6), "control": False})
    write(evaluation / "runs" / "rn_2", {**run, "id": "rn_2", "dataset": None, "created_at": at(6)})
    evaluated = log(4, source_datapoint_id="dp_1", source="evaluation")
    line = {"run_id": "rn_1", "datapoint": datapoint(1), "log": evaluated}
    write_lines(
        evaluation / "logs" / "1.jsonl", [{**line, "evaluator_logs": [judgment("log_4", 4, code, value=False)]}]
    )
    (root / "export.log").write_text("INFO started\nERROR Error fetching page: 7\n", encoding="utf-8")
    return root
