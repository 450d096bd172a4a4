"""Chats by hand: an answer, and a stream of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import urllib3
from pydantic import BaseModel
from pydantic_core import from_json, to_json

from benchmarks.floor.logs import JSON_HEADERS, FunctionCall, Message, ToolCall, ToolChoice, ToolResult

if TYPE_CHECKING:
    from collections.abc import Iterator


class Usage(BaseModel):
    prompt_tokens: int
    generation_tokens: int
    total_tokens: int
    reasoning_tokens: int | None = None


class ChatData(BaseModel):
    id: str
    index: int
    output: str
    raw_output: str
    inputs: dict[str, Any] | None = None
    finish_reason: str | None = None
    model_config_id: str
    tool_results: list[ToolResult] | None = None
    messages: list[Message] | None = None
    tool_call: FunctionCall | None = None
    tool_calls: list[ToolCall] | None = None
    output_message: Message


class Chat(BaseModel):
    project_id: str | None = None
    num_samples: int | None = None
    logprobs: int | None = None
    suffix: str | None = None
    user: str | None = None
    data: list[ChatData]
    usage: Usage | None = None
    metadata: dict[str, Any] | None = None
    provider_responses: list[Any]
    provider_request: dict[str, Any] | None = None
    session_id: str | None = None
    tool_choice: str | ToolChoice | None = None


class Calls:
    """The calls, each as short as it can be."""

    def __init__(self, host: str) -> None:
        self.url = f"{host}/chat"
        self.pool = urllib3.PoolManager(maxsize=100)

    def create(self, arguments: dict[str, Any]) -> Chat:
        response = self.pool.request("POST", self.url, body=to_json(arguments), headers=JSON_HEADERS)
        if response.status != 200:
            raise RuntimeError(f"status {response.status}")
        return Chat.model_validate_json(response.data)

    def stream(self, arguments: dict[str, Any]) -> Iterator[dict[str, Any]]:
        body = to_json({**arguments, "stream": True})
        response = self.pool.request("POST", self.url, body=body, headers=JSON_HEADERS, preload_content=False)
        if response.status != 200:
            raise RuntimeError(f"status {response.status}")
        rest = b""
        for piece in response.stream():
            *events, rest = (rest + piece).split(b"\n\n")
            for event in events:
                yield from tokens(event)


def tokens(event: bytes) -> list[dict[str, Any]]:
    """The partial answers of one event."""
    document = from_json(event[6:])
    project_id = document.get("project_id")
    return [
        {
            "output": item.get("output"),
            "id": item.get("id"),
            "index": item.get("index"),
            "finish_reason": item.get("finish_reason"),
            "model_config_id": item.get("model_config_id"),
            "tool_calls": item.get("tool_calls"),
            "output_message": item.get("output_message"),
            "project_id": project_id,
            "tool_results": item.get("tool_results"),
        }
        for item in document["data"]
    ]
