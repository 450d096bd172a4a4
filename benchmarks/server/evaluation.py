"""A whole evaluation that the server runs: what it costs beyond the model's own time, which is nothing here."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.server.processes import Running
    from benchmarks.server.wire import Connection

_ROWS = 100
_PATIENCE = 60
_CODE = "def check(log, testcase):\n    return len(log['output']) {} 3\n"


def evaluate(running: Running, *, rows: int = _ROWS, signs: str = "><", name: str = "evaluated") -> float:
    """Run an evaluation; answers its seconds.

    Args:
        running: The server.
        rows: Datapoints.
        signs: How each of its python evaluators compares.
        name: Of a project that is not there yet.
    """
    with running.connect() as connection:
        project = _post(connection, "/projects", {"name": name})["id"]
        config = {"project_id": project, "provider": "mock", "model": "m", "prompt_template": "{{question}}"}
        config_id = _post(connection, "/model-configs", config)["config"]["id"]
        points = [{"inputs": {"question": f"What is {row}?"}, "target": {"answer": str(row)}} for row in range(rows)]
        dataset = _post(connection, f"/projects/{project}/datasets", {"name": "rows", "description": "rows"})["id"]
        _post(connection, f"/datasets/{dataset}/datapoints", points)
        evaluators = [_post(connection, "/evaluators", _evaluator(name, sign))["id"] for sign in signs]
        body = {"config_id": config_id, "dataset_id": dataset, "evaluator_ids": evaluators}
        began = time.perf_counter()
        evaluation = _post(connection, f"/projects/{project}/evaluations", body)["id"]
        while True:
            status, answer = connection.request("GET", f"/evaluations/{evaluation}")
            seconds = time.perf_counter() - began
            found = json.loads(answer)
            assert status == 200, answer
            if found["status"] not in {"pending", "running"}:
                assert found["status"] == "completed", answer
                return seconds
            if seconds > _PATIENCE:
                raise TimeoutError(f"the evaluation is still {found['status']}")
            time.sleep(0.01)


def _evaluator(name: str, sign: str) -> dict[str, Any]:
    return {
        "type": "python",
        "name": f"{name}: length {sign} 3",
        "description": "Compares the length of the output.",
        "code": _CODE.format(sign),
        "arguments_type": "target_required",
        "return_type": "boolean",
    }


def _post(connection: Connection, path: str, body: Any) -> Any:
    status, answer = connection.request("POST", path, json.dumps(body).encode())
    assert status in {200, 201}, answer
    return json.loads(answer)
