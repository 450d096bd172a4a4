"""What programs of other releases wrote, and what to write here; a sentence for each, told where the name is missed.

Keys say where: `package.init` for what is imported, `client.prompts` and `evaluations.log_result` for attributes,
`client(base_url)` and `logs.log(model_config)` for arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_CLIENT: Final = (
    "releases before 0.4 had it: make a client, `client = Humanloop(api_key=…)`, and call its methods, as in"
)


def _v5(instead: str) -> str:
    return (
        f"it is of the API v5 (SDK 0.8), and this is the API v4: write {instead};"
        ' see "From the v5 SDK" in docs/guides/migrating.md'
    )


_MODELS: Final = _v5("`humanloop.pydantic` for what you get, `humanloop.type` for what you send")
_LOGGED: Final = _v5("`log(…)` in the function")

HINTS: Final[Mapping[str, str]] = {
    "package.AsyncHumanloop": _v5("`Humanloop`, whose methods have twins to await, such as `achat`"),
    "package.HumanloopEnvironment": _v5("`Humanloop(host=…)`"),
    "package.types": _MODELS,
    "package.requests": _MODELS,
    "package.AgentResponse": _MODELS,
    "package.ChatMessage": _MODELS,
    "package.ChatMessageParams": _MODELS,
    "package.EvaluatorResponse": _MODELS,
    "package.FileType": _MODELS,
    "package.FlowResponse": _MODELS,
    "package.LogResponse": _MODELS,
    "package.PromptResponse": _MODELS,
    "package.ToolResponse": _MODELS,
    "package.errors": _v5("`humanloop.ApiException`, or one of its classes for each status"),
    "package.prompts": _v5("`chat(…)`, `complete(…)`, `model_configs.register(…)` or `log(…)` of a client"),
    "package.decorators": _LOGGED,
    "package.otel": _v5("`log(…)` in the function, or send traces to the server, as docs/guides/tracing.md shows"),
    "package.ApiError": _v5("`humanloop.ApiException`"),
    "package.init": f"{_CLIENT} `client.log(…)`",
    "package.generate": f"{_CLIENT} `client.complete(…)`",
    "package.complete": f"{_CLIENT} `client.complete(…)`",
    "package.complete_deployed": f"{_CLIENT} `client.complete_deployed(…)`",
    "package.chat": f"{_CLIENT} `client.chat(…)`",
    "package.log": f"{_CLIENT} `client.log(…)`",
    "package.feedback": f"{_CLIENT} `client.feedback(…)`",
    "client(base_url)": _v5("`host=…`, with `/v4` at its end"),
    "client(environment)": _v5("`host=…`, with `/v4` at its end"),
    "client(httpx_client)": _v5("`http=…`, a session of requests"),
    "client(follow_redirects)": _v5("nothing: redirects of reads are followed"),
    "client(opentelemetry_tracer_provider)": _v5("nothing: the program's tracer provider is used"),
    "client(opentelemetry_tracer)": _v5("nothing: the program's tracer provider is used"),
    "client(use_local_files)": _v5("`model_configs.serialize` and `model_configs.deserialize`"),
    "client.prompts": _v5("`chat(…)`, `complete(…)`, `model_configs.register(…)` or `log(…)`"),
    "client.tools": _v5("`log(…)` with the tool's config"),
    "client.flows": _v5("`log(…)` with `session_reference_id` and `parent_reference_id`"),
    "client.agents": _v5("`chat(…)` or `log(…)`"),
    "client.files": _v5("`projects.list(…)`"),
    "client.directories": _v5("`projects.list(…)`; there are no folders"),
    "client.prompt": _LOGGED,
    "client.tool": _LOGGED,
    "client.flow": _LOGGED,
    "client.agent": _LOGGED,
    "client.pull": _v5("`model_configs.serialize(…)`"),
    "client.init": "the client is set up already: leave the call out",
    "client.generate": "it is `complete` since 0.4",
    "client.chat_model_configuration": "it is `chat_model_config`",
    "client.chat_model_configuration_stream": "it is `chat_model_config_stream`",
    "client.complete_model_config": "it is `complete_model_configuration`",
    "client.register": "it is `model_configs.register`",
    "client.get_model_config": "it is `model_configs.get`",
    "datasets.list_versions": _v5("`datasets.get(…)`; there are no versions of datasets"),
    "datasets.set_deployment": _v5("`evaluations.create(…)` with the id of the dataset"),
    "datasets.upload_csv": _v5("`datasets.create_datapoint(…)`"),
    "datasets.upsert": _v5("`datasets.create(…)`, then `datasets.create_datapoint(…)`"),
    "evaluators.list_versions": _v5("`evaluators.get(…)`; there are no versions of evaluators"),
    "evaluators.log": _v5("`evaluations.result(…)`"),
    "evaluators.set_deployment": _v5("`evaluations.create(…)` with the id of the evaluator"),
    "evaluators.upsert": _v5("`evaluators.create(…)`"),
    "evaluations.create_run": _v5("`evaluations.create(…)`"),
    "evaluations.add_logs_to_run": _v5("`evaluations.log(…)`"),
    "evaluations.list_runs_for_evaluation": _v5("`evaluations.list_all_for_project(…)`"),
    "evaluations.get_stats": _v5("`evaluations.get(…)` with `evaluator_aggregates=True`"),
    "evaluations.get_logs": _v5("`evaluations.list_datapoints(…)`"),
    "evaluations.create(file)": _v5("`project_id=…` and `config_id=…`"),
    "evaluations.create(dataset)": _v5("`dataset_id=…`"),
    "evaluations.create(evaluators)": _v5("`evaluator_ids=…`"),
    "evaluations.run": _v5("`evaluations.create(…)`"),
    "evaluations.log_result": "it is `evaluations.result`",
    "logs.log(model_config)": 'the argument is `config` here, with its `type`: `config={"type": "model", …}`',
    "logs.list(file_id)": _v5("`project_id=…`"),
    "chats.create(path)": _v5("`project=…`"),
    "chats.create(prompt)": _v5("`model_config=…`"),
    "logs.log(path)": _v5("`project=…`"),
    "logs.log(prompt)": _v5("`config=…`"),
}
