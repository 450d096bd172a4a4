"""Logs by hand: models with the fields and the kinds of configs that the API documents, and one connection pool."""

from datetime import datetime
from typing import Annotated, Any, Literal

import urllib3
from pydantic import BaseModel, Field
from pydantic_core import to_json

HEADERS = {"X-API-KEY": "key", "Accept": "application/json", "Accept-Encoding": "gzip"}
JSON_HEADERS = {**HEADERS, "Content-Type": "application/json"}


class FunctionCall(BaseModel):
    name: str
    arguments: str | None = None


class ToolCall(BaseModel):
    id: str
    type: str
    function: FunctionCall


class ImageUrl(BaseModel):
    url: str
    detail: str | None = None


class Content(BaseModel):
    type: str
    text: str | None = None
    image_url: ImageUrl | None = None


class Message(BaseModel):
    content: str | list[Content] | None = None
    name: str | None = None
    tool_call_id: str | None = None
    role: str
    tool_calls: list[ToolCall] | None = None
    tool_call: FunctionCall | None = None


class ResponseFormat(BaseModel):
    type: str
    json_schema: dict[str, Any] | None = None


class Tool(BaseModel):
    id: str
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    source: str | None = None


class User(BaseModel):
    id: str
    email_address: str
    full_name: str | None = None
    verified: bool


class ToolConfig(BaseModel):
    id: str
    other: dict[str, Any] | None = None
    type: Literal["tool"]
    created_by: User | None = None
    status: str
    name: str
    description: str | None = None
    source: str | None = None
    source_code: str | None = None
    setup_schema: dict[str, Any] | None = None
    parameters: dict[str, Any] | None = None
    signature: str | None = None
    is_preset: bool | None = None
    preset_name: str | None = None


class ModelConfig(BaseModel):
    id: str
    other: dict[str, Any] | None = None
    type: Literal["model"]
    name: str | None = None
    description: str | None = None
    provider: str | None = None
    model: str
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    stop: str | list[str] | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    seed: int | None = None
    response_format: ResponseFormat | None = None
    prompt_template: str | None = None
    chat_template: list[Message] | None = None
    tool_configs: list[ToolConfig] | None = None
    tools: list[Tool] | None = None
    endpoint: str | None = None


class EvaluatorConfig(BaseModel):
    id: str
    other: dict[str, Any] | None = None
    type: Literal["evaluator"]
    created_by: User | None = None
    status: str
    name: str
    description: str | None = None
    evaluator_type: str
    model_config_: ModelConfig | None = Field(default=None, alias="model_config")
    code: str | None = None
    arguments_type: str | None = None
    return_type: str | None = None


class ToolOfAgent(BaseModel):
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    source: str | None = None
    source_code: str | None = None
    other: dict[str, Any] | None = None
    preset_name: str | None = None
    type: Literal["tool"]
    strict: bool | None = None


class LinkedTool(BaseModel):
    id: str
    source: str
    name: str | None = None
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class InlineTool(BaseModel):
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    source: str | None = None
    source_code: str | None = None
    other: dict[str, Any] | None = None
    preset_name: str | None = None
    strict: bool | None = None


class ModelOfAgent(BaseModel):
    description: str | None = None
    name: str | None = None
    provider: str | None = None
    model: str
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    stop: str | list[str] | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    other: dict[str, Any] | None = None
    seed: int | None = None
    response_format: ResponseFormat | None = None
    endpoint: str | None = None
    prompt_template: str | None = None
    chat_template: list[Message] | None = None
    tools: list[LinkedTool | InlineTool] | None = None
    type: Literal["model"] | None = None


class AgentConfig(BaseModel):
    id: str
    other: dict[str, Any] | None = None
    type: Literal["agent"]
    created_by: User | None = None
    status: str
    name: str
    description: str | None = None
    agent_class: str
    tools: list[ToolOfAgent] | None = None
    model_config_: ModelOfAgent = Field(alias="model_config")


class GenericConfig(BaseModel):
    id: str
    other: dict[str, Any] | None = None
    type: Literal["generic"]
    created_by: User | None = None
    status: str
    name: str
    description: str | None = None


Config = Annotated[
    ModelConfig | ToolConfig | EvaluatorConfig | AgentConfig | GenericConfig, Field(discriminator="type")
]


class Feedback(BaseModel):
    type: str
    value: float | str | bool | list[str]
    data_id: str | None = None
    user: str | None = None
    created_at: datetime | None = None
    id: str


class MetricValue(BaseModel):
    metric_id: str
    metric_name: str
    metric_value: float


class ToolResult(BaseModel):
    id: str
    name: str
    signature: str
    result: str


class FunctionChoice(BaseModel):
    name: str


class ToolChoice(BaseModel):
    type: str
    function: FunctionChoice


class EvaluationResult(BaseModel):
    id: str
    evaluator_id: str
    evaluator_version_id: str | None = None
    evaluation_id: str | None = None
    log_id: str
    log: "Log | None" = None
    version_id: str | None = None
    version: Any = None
    value: bool | float | list[str] | str | None = None
    error: str | None = None
    updated_at: datetime
    created_at: datetime | None = None
    llm_evaluator_log: "Log | None" = None
    evaluator_log: "Log | None" = None


class Log(BaseModel):
    project: str | None = None
    project_id: str | None = None
    session_id: str | None = None
    session_reference_id: str | None = None
    parent_id: str | None = None
    parent_reference_id: str | None = None
    inputs: dict[str, Any] | None = None
    source: str | None = None
    metadata: dict[str, Any] | None = None
    save: bool | None = None
    source_datapoint_id: str | None = None
    id: str
    reference_id: str | None = None
    trial_id: str | None = None
    messages: list[Message] | None = None
    output: str | None = None
    judgment: bool | float | list[str] | str | None = None
    config_id: str | None = None
    config: Config
    environment: str | None = None
    feedback: list[Feedback] | None = None
    created_at: datetime | None = None
    error: str | None = None
    duration: float | None = None
    output_message: Message | None = None
    prompt_tokens: int | None = None
    output_tokens: int | None = None
    prompt_cost: float | None = None
    output_cost: float | None = None
    provider_request: dict[str, Any] | None = None
    provider_response: dict[str, Any] | None = None
    user: str | None = None
    provider_latency: float | None = None
    tokens: int | None = None
    raw_output: str | None = None
    finish_reason: str | None = None
    metric_values: list[MetricValue] | None = None
    tools: list[ToolResult] | None = None
    tool_choice: str | ToolChoice | None = None
    evaluation_results: list[EvaluationResult]
    observability_status: str
    updated_at: datetime
    batch_ids: list[str] | None = None
    stdout: str | None = None


class Page(BaseModel):
    records: list[Log]
    page: int
    size: int
    total: int


class CreatedLog(BaseModel):
    id: str
    project_id: str
    session_id: str | None = None


class Calls:
    """The calls, each as short as it can be."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.pool = urllib3.PoolManager(maxsize=100)

    def get(self, log_id: str) -> Log:
        response = self.pool.request("GET", f"{self.host}/logs/{log_id}", headers=HEADERS)
        return Log.model_validate_json(_body(response))

    def list(self, project_id: str, size: int) -> Page:
        url = f"{self.host}/logs?project_id={project_id}&size={size}"
        return Page.model_validate_json(_body(self.pool.request("GET", url, headers=HEADERS)))

    def log(self, arguments: dict[str, Any]) -> CreatedLog:
        body = to_json(arguments)
        response = self.pool.request("POST", f"{self.host}/logs", body=body, headers=JSON_HEADERS)
        return CreatedLog.model_validate_json(_body(response))


def _body(response: urllib3.BaseHTTPResponse) -> bytes:
    if response.status != 200:
        raise RuntimeError(f"status {response.status}")
    return response.data
