"""Generated requests for every operation, sensible and not: no failure of the server, and every answer as described."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from codegen.description import SOURCE
from codegen.spec import load
from humanloop.apis.operations import OPERATIONS
from humanloop.server import serve_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.server import RunningServer
    from tests.server.conftest import Api

MOSTLY = st.sampled_from([True] * 15 + [False])
EXAMPLES = {GenerationMode.POSITIVE: 8, GenerationMode.NEGATIVE: 5}
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
DESCRIPTION = load(SOURCE).root.value
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
BY_ROUTE = {(row.ok().method.upper(), row.ok().path): row.ok() for row in SCHEMA.get_all_operations()}
ERROR = Draft202012Validator(
    {
        "type": "object",
        "required": ["detail"],
        "properties": {
            "detail": {
                "anyOf": [
                    {"type": "array", "items": {"type": "object", "required": ["loc", "msg", "type"]}, "minItems": 1},
                    {"type": "object", "required": ["type", "message", "code", "origin"]},
                ]
            }
        },
    }
)


@pytest.fixture(scope="module")
def target() -> Iterator[RunningServer]:
    with serve_in_thread() as running:
        yield running


@pytest.fixture(scope="module")
def target_api(target: RunningServer, api_class: type[Api]) -> Api:
    return api_class(target)


@pytest.fixture(scope="module")
def made() -> dict[str, dict[str, str]]:
    """What is there for each operation; for all that only read, under no name."""
    return {}


@pytest.fixture
def known(key: str, made: dict[str, dict[str, str]], target_api: Api) -> dict[str, str]:
    """Identifiers of things that are there, which no other operation has changed, and none has deleted."""
    method = OPERATIONS[key].method
    place = "" if method == "GET" else key
    if method == "DELETE" or place not in made:
        made[place] = make_all(target_api)
    return made[place]


def make_all(api: Api) -> dict[str, str]:
    """Make one of each kind; name of the path parameter, or last collection before `{id}` → id."""
    project = api.ok("projects.create", {"name": api.name()})
    evaluator = {
        "name": api.name(),
        "description": "d",
        "code": "def check(log):\n    return True\n",
        "arguments_type": "target_free",
        "return_type": "boolean",
    }
    log = api.ok(
        "logs.log", {"project": project["name"], "output": "x", "reference_id": "ref", "config": {"model": "m"}}
    )
    config_id = api.ok("logs.get", id=log["id"])["config_id"]
    dataset = api.ok("datasets.create", {"name": api.name(), "description": "d"}, project_id=project["id"])
    (datapoint,) = api.ok("datasets.create_datapoint", {"inputs": {"q": "x"}}, dataset_id=dataset["id"])
    found = {
        "projects": project["id"],
        "project_id": project["id"],
        "model-configs": config_id,
        "config_id": config_id,
        "logs": log["id"],
        "sessions": api.ok("sessions.create")["id"],
        "datasets": dataset["id"],
        "dataset_id": dataset["id"],
        "datapoints": datapoint["id"],
        "evaluators": api.ok("evaluators.create", evaluator)["id"],
        "environment": "production",
        "environment_id": api.ok("projects.list_deployed_configs", id=project["id"])[0]["environment_id"],
        "model_config_id": config_id,
        "data_id": log["id"],
        "log_id": log["id"],
        "datapoint_id": datapoint["id"],
    }
    finetune = {"name": "f", "dataset_id": dataset["id"], "config": {"base_model": "m"}}
    found["finetunes"] = api.ok("finetunes.create", finetune, project_id=project["id"])["id"]
    experiment = {"name": "e", "positive_labels": [{"type": "rating", "value": "good"}], "config_ids": [config_id]}
    found["experiment_id"] = api.ok("experiments.create", experiment, project_id=project["id"])["id"]
    evaluation = {"config_id": config_id, "evaluator_ids": [found["evaluators"]], "dataset_id": dataset["id"]}
    found["evaluator_id"] = found["evaluators"]
    found["evaluations"] = api.ok("evaluations.create", evaluation, project_id=project["id"])["id"]
    return found


def real(path: str, name: str, known: dict[str, str]) -> str:
    collection = path.partition(f"/{{{name}}}")[0].rpartition("/")[2]
    return known.get(name) or known.get(collection) or "none"


def check_error(body: Any) -> None:
    assert ERROR.is_valid(body), body


@pytest.mark.parametrize("mode", list(EXAMPLES))
@pytest.mark.parametrize("key", sorted(OPERATIONS))
def test_operation(key: str, mode: GenerationMode, target: RunningServer, known: dict[str, str]) -> None:
    row = OPERATIONS[key]
    operation = BY_ROUTE[row.method, row.path]

    @settings(
        max_examples=EXAMPLES[mode],
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), is_known=MOSTLY, is_authentic=MOSTLY)
    def run(case: Any, is_known: bool, is_authentic: bool) -> None:
        if is_known and case.path_parameters:
            for name in case.path_parameters:
                case.path_parameters[name] = real(row.path, name, known)
        for part in (case.query, case.body):
            if is_known and isinstance(part, dict):
                # Names of things that are there, so that more than a 404 comes of it.
                part |= {name: known[name] for name in part if name in known}
        if is_authentic:
            case.headers = {"X-API-KEY": target.api_key}
        response = case.call(base_url=target.url)
        case.validate_response(response, checks=CHECKS)
        assert response.headers["x-request-id"]
        if response.status_code >= 400:
            check_error(json.loads(response.content))
        else:
            assert response.status_code == row.status

    run()
