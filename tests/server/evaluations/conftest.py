"""A project with a config, datasets and evaluators, each made with one call."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server import RunningServer, Settings, serve_in_thread
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server.conftest import Api

    Json = dict[str, Any]

MATCHES = "def judge(log, testcase):\n    return log['output'] == testcase['target']['output']\n"
LENGTH = "def judge(log):\n    return len(log['output'] or '')\n"


@dataclass(frozen=True)
class Bench:
    """Makes what an evaluation consists of."""

    api: Api
    project: Json
    config: Json

    def register(self, **fields: Any) -> Json:
        body = {"project_id": self.project["id"], "model": "small-1", "provider": "mock", **fields}
        answer: Json = self.api.ok("model_configs.register", body)["config"]
        return answer

    def dataset(self, *datapoints: Json) -> Json:
        made = self.api.ok("datasets.create", {"name": "d", "description": ""}, project_id=self.project["id"])
        if datapoints:
            self.api.ok("datasets.create_datapoint", list(datapoints), dataset_id=made["id"])
        answer: Json = self.api.ok("datasets.get", id=made["id"])
        return answer

    def words(self, *words: str, right: int | None = None) -> Json:
        """A dataset of one word each; the first ones get the target that the config will answer."""
        known = len(words) if right is None else right
        return self.dataset(
            *[
                {"inputs": {"word": word}, "target": {"output": f"Say {word}" if index < known else "?"}}
                for index, word in enumerate(words)
            ]
        )

    def evaluator(self, kind: str = "external", **fields: Any) -> Json:
        body: Json = {"name": self.api.name(), "description": "", "type": kind}
        body |= {"arguments_type": "target_free", "return_type": "boolean", **fields}
        answer: Json = self.api.ok("evaluators.create", body)
        return answer

    def matches(self) -> Json:
        return self.evaluator("python", code=MATCHES, arguments_type="target_required")

    def asking(self, template: str, **fields: Any) -> Json:
        other = {"other": {"mock_output": fields.pop("says")}} if "says" in fields else {}
        config = {"model": "judge-1", "provider": "mock", "prompt_template": template, **other}
        return self.evaluator("llm", model_config=config, **fields)

    def start(self, dataset: Json, *evaluators: Json, **fields: Any) -> Json:
        body = {"config_id": self.config["id"], "dataset_id": dataset["id"], **fields}
        body["evaluator_ids"] = [evaluator["id"] for evaluator in evaluators]
        answer: Json = self.api.ok("evaluations.create", body, project_id=self.project["id"])
        return answer

    def get(self, evaluation: Json) -> Json:
        answer: Json = self.api.ok("evaluations.get", id=evaluation["id"], query={"evaluator_aggregates": True})
        return answer

    def until(self, evaluation: Json, status: str) -> Json:
        return wait_for(lambda: self.get(evaluation), lambda seen: seen["status"] == status)

    def completed(self, dataset: Json, *evaluators: Json, **fields: Any) -> Json:
        return self.until(self.start(dataset, *evaluators, **fields), "completed")

    def rows(self, evaluation: Json) -> list[Json]:
        page = self.api.ok("evaluations.list_datapoints", id=evaluation["id"], query={"size": 1000})
        found: list[Json] = page["records"]
        assert page["total"] == len(found)
        return found

    def until_rows(self, evaluation: Json, results: int) -> list[Json]:
        """Wait until every datapoint has a log and this many results."""
        return wait_for(
            lambda: self.rows(evaluation),
            lambda rows: all(row["log"] and len(row["evaluation_results"]) == results for row in rows),
        )

    def set_status(self, evaluation: Json, status: str) -> Json:
        answer: Json = self.api.ok("evaluations.update_status", {"status": status}, id=evaluation["id"])
        return answer

    def aggregates(self, evaluation: Json) -> dict[str, Any]:
        return {each["evaluator_id"]: each["aggregate_value"] for each in self.get(evaluation)["evaluator_aggregates"]}


@pytest.fixture
def bench(api: Api, project: Json) -> Bench:
    return make_bench(api, project)


def make_bench(api: Api, project: Json) -> Bench:
    body = {"project_id": project["id"], "model": "small-1", "provider": "mock", "prompt_template": "Say {{word}}"}
    return Bench(api, project, api.ok("model_configs.register", body)["config"])


@contextmanager
def serving(api_class: type[Api], directory: Path, **more: Any) -> Iterator[Bench]:
    """A server with its database in a file; a second one goes on with the same."""
    settings = Settings(database=f"{directory}/test.db", port=0, authentication=False, provider_fallback="mock", **more)
    with serve_in_thread(settings=settings) as server:
        api = api_class(RunningServer(server.url, "", server.app))
        found = api.ok("projects.list", query={"filter": "restarted"})["records"]
        yield make_bench(api, found[0] if found else api.ok("projects.create", {"name": "restarted"}))
