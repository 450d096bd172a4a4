"""Things for operations to work on, each made when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]

CODE = "def judge(log):\n    return True\n"


@dataclass
class World:
    """A project and what belongs to it: `world[kind]` is the id of one thing of that kind, `new` makes another."""

    api: Api
    made: dict[str, str] = field(default_factory=dict[str, str])
    names: dict[str, str] = field(default_factory=dict[str, str])

    def __getitem__(self, kind: str) -> str:
        if kind not in self.made:
            self.made[kind] = self.new(kind)
        return self.made[kind]

    def new(self, kind: str) -> str:
        found: str = getattr(self, f"_{kind}")()
        return found

    def name_of(self, kind: str) -> str:
        """The name of the thing of this kind."""
        thing = self[kind]
        return self.names[thing]

    def evaluator(self) -> Json:
        body = {"name": self.api.name(), "description": "d", "type": "python", "code": CODE}
        return body | {"arguments_type": "target_free", "return_type": "boolean"}

    def evaluation(self) -> Json:
        return {"config_id": self["config"], "dataset_id": self["dataset"], "evaluator_ids": [self["external"]]}

    def finetune(self) -> Json:
        return {"name": "f", "dataset_id": self["dataset"], "config": {"base_model": "m"}}

    def _named(self, key: str, body: Json, **path: str) -> str:
        name = self.api.name()
        found: str = self.api.ok(key, {**body, "name": name}, **path)["id"]
        self.names[found] = name
        return found

    def _project(self) -> str:
        return self._named("projects.create", {})

    def _deployed(self) -> str:
        """A project with a config in its default environment that takes chats and completions."""
        project = self.new("project")
        self._registered(project)
        return project

    def _registered(self, project: str, **fields: Any) -> str:
        body = {"model": "m", "provider": "mock", "project_id": project, **fields}
        found: str = self.api.ok("model_configs.register", body)["config"]["id"]
        return found

    def _chat_config(self) -> str:
        return self._registered(self["project"], endpoint="chat")

    def _config(self) -> str:
        return self._registered(self["project"])

    def _session(self) -> str:
        found: str = self.api.ok("sessions.create")["id"]
        return found

    def _log(self, **fields: Any) -> str:
        found: str = self.api.ok("logs.log", {"project_id": self["project"], "output": "x", **fields})["id"]
        return found

    def _reference(self) -> str:
        reference = self.api.name()
        self._log(reference_id=reference)
        return reference

    def _evaluated_log(self) -> str:
        return self._log(source_datapoint_id=self["datapoint"])

    def _dataset(self) -> str:
        body = {"name": "d", "description": "d"}
        found: str = self.api.ok("datasets.create", body, project_id=self["project"])["id"]
        return found

    def _datapoint(self) -> str:
        body = {"inputs": {"q": "x"}, "target": {"output": "y"}}
        found: str = self.api.ok("datasets.create_datapoint", body, dataset_id=self["dataset"])[0]["id"]
        return found

    def _evaluator(self) -> str:
        found: str = self.api.ok("evaluators.create", self.evaluator())["id"]
        return found

    def _external(self) -> str:
        body = {key: value for key, value in self.evaluator().items() if key != "code"}
        found: str = self.api.ok("evaluators.create", {**body, "type": "external"})["id"]
        return found

    def _evaluation(self) -> str:
        """One that is running, of a dataset that holds the datapoint."""
        assert self["datapoint"]
        body = {**self.evaluation(), "hl_generated": False}
        found = self._named("evaluations.create", body, project_id=self["project"])
        self.api.ok("evaluations.update_status", {"status": "running"}, id=found)
        return found

    def _experiment(self) -> str:
        body = {"positive_labels": [{"type": "rating", "value": "good"}], "config_ids": [self["config"]]}
        return self._named("experiments.create", body, project_id=self["project"])

    def _finetune(self) -> str:
        found: str = self.api.ok("finetunes.create", self.finetune(), project_id=self["project"])["id"]
        return found

    def _environment(self) -> str:
        found: str = self.api.ok("projects.list_deployed_configs", id=self["project"])[0]["environment_id"]
        return found
