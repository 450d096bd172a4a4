"""What each provider answers over the wire, in its own form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.server.providers.frames import frame
from tests.server.providers.peer import events, reply, stream_head

if TYPE_CHECKING:
    from collections.abc import Callable

    Json = dict[str, Any]

KEY = "sk-canary-0123456789/+abc"
CALL = {"id": "c1", "type": "function", "function": {"name": "look_up", "arguments": '{"a": 1}'}}


@dataclass(frozen=True)
class Service:
    """One provider.

    Args:
        name: Its name in configs.
        url: What stands behind the address of the peer in the setting.
        path: Where a whole answer is asked for.
        key_header: The header with the key, as it is sent.
        whole: Makes a whole answer.
        stream: Makes a stream of texts.
        error: Makes the body of an error.
        is_of_caller: Whether a request can bring the key.
        native_n: Whether one call answers several samples.
    """

    name: str
    url: str
    path: str
    key_header: tuple[str, str]
    whole: Callable[..., Json]
    stream: Callable[..., bytes]
    error: Callable[[str], Any]
    is_of_caller: bool = True
    native_n: bool = False

    def answer(self, text: str = "Hi", **more: Any) -> bytes:
        return reply(self.whole(text, **more))

    def streamed(self, *pieces: str, **more: Any) -> bytes:
        return self.head() + self.stream(pieces, **more)

    def head(self) -> bytes:
        return stream_head("application/vnd.amazon.eventstream" if self.name == "bedrock" else "text/event-stream")


def bearer(key: str) -> tuple[str, str]:
    return ("authorization", f"Bearer {key}")


def chat_whole(text: str, calls: Any = None, count: int = 1) -> Json:
    message: Json = {"role": "assistant", "content": text, **({"tool_calls": calls} if calls else {})}
    finish = "tool_calls" if calls else "stop"
    choices = [{"index": index, "message": message, "finish_reason": finish} for index in range(count)]
    return {"id": "x", "choices": choices, "usage": {"prompt_tokens": 3, "completion_tokens": 5}}


def chat_stream(pieces: Any, calls: Any = None, count: int = 1, *, ends: bool = True) -> bytes:
    chunks: list[Any] = [
        {"choices": [{"index": index, "delta": {"content": piece}}]} for piece in pieces for index in range(count)
    ]
    chunks += [
        {"choices": [{"index": 0, "delta": {"tool_calls": [{"index": number, **call}]}}]}
        for number, call in enumerate(calls or [])
    ]
    finish = "tool_calls" if calls else "stop"
    if ends:
        chunks += [{"choices": [{"index": index, "delta": {}, "finish_reason": finish}]} for index in range(count)]
        chunks += [{"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 5}}, "[DONE]"]
    return events(*chunks)


def anthropic_whole(text: str, calls: Any = None) -> Json:
    uses = [{"type": "tool_use", "id": "c1", "name": "look_up", "input": {"a": 1}}] if calls else []
    return {
        "id": "msg",
        "content": [{"type": "text", "text": text}, *uses],
        "stop_reason": "tool_use" if calls else "end_turn",
        "usage": {"input_tokens": 3, "output_tokens": 5},
    }


def anthropic_stream(pieces: Any, calls: Any = None, *, ends: bool = True) -> bytes:
    chunks: list[Json] = [{"type": "message_start", "message": {"id": "msg", "usage": {"input_tokens": 3}}}]
    for piece in pieces:
        delta = {"type": "text_delta", "text": piece}
        chunks.append({"type": "content_block_delta", "index": 0, "delta": delta})
    if calls:
        block = {"type": "tool_use", "id": "c1", "name": "look_up", "input": {}}
        chunks.append({"type": "content_block_start", "index": 1, "content_block": block})
        delta = {"type": "input_json_delta", "partial_json": '{"a": 1}'}
        chunks.append({"type": "content_block_delta", "index": 1, "delta": delta})
    if ends:
        reason = {"stop_reason": "tool_use" if calls else "end_turn"}
        chunks.append({"type": "message_delta", "delta": reason, "usage": {"output_tokens": 5}})
        chunks.append({"type": "message_stop"})
    return events(*chunks, names=True)


def google_whole(text: str, calls: Any = None, *, ends: bool = True) -> Json:
    parts: list[Json] = [{"text": text}]
    if calls:
        parts.append({"functionCall": {"id": "c1", "name": "look_up", "args": {"a": 1}}})
    candidate: Json = {"content": {"role": "model", "parts": parts}, **({"finishReason": "STOP"} if ends else {})}
    return {"candidates": [candidate], "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 5}}


def google_stream(pieces: Any, calls: Any = None, *, ends: bool = True) -> bytes:
    last = [google_whole("", calls)] if ends else []
    return events(*(google_whole(piece, ends=False) for piece in pieces), *last)


def cohere_whole(text: str, calls: Any = None) -> Json:
    message: Json = {"role": "assistant", "content": [{"type": "text", "text": text}]}
    return {
        "id": "x",
        "finish_reason": "TOOL_CALL" if calls else "COMPLETE",
        "message": message | ({"tool_calls": calls} if calls else {}),
        "usage": {"tokens": {"input_tokens": 3.0, "output_tokens": 5.0}},
    }


def cohere_stream(pieces: Any, calls: Any = None, *, ends: bool = True) -> bytes:
    chunks: list[Json] = [{"type": "message-start", "id": "x"}]
    for piece in pieces:
        message: Json = {"content": {"text": piece}}
        chunks.append({"type": "content-delta", "index": 0, "delta": {"message": message}})
    chunks += [
        {"type": "tool-call-start", "index": number, "delta": {"message": {"tool_calls": call}}}
        for number, call in enumerate(calls or [])
    ]
    if ends:
        whole = cohere_whole("", calls)
        delta = {"finish_reason": whole["finish_reason"], "usage": whole["usage"]}
        chunks.append({"type": "message-end", "delta": delta})
    return events(*chunks, names=True)


def bedrock_whole(text: str, calls: Any = None) -> Json:
    uses = [{"toolUse": {"toolUseId": "c1", "name": "look_up", "input": {"a": 1}}}] if calls else []
    return {
        "output": {"message": {"role": "assistant", "content": [{"text": text}, *uses]}},
        "stopReason": "tool_use" if calls else "end_turn",
        "usage": {"inputTokens": 3, "outputTokens": 5},
    }


def bedrock_stream(pieces: Any, calls: Any = None, *, ends: bool = True) -> bytes:
    chunks = [frame("messageStart", {"role": "assistant"})]
    chunks += [frame("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": piece}}) for piece in pieces]
    if calls:
        start = {"toolUse": {"toolUseId": "c1", "name": "look_up"}}
        chunks.append(frame("contentBlockStart", {"contentBlockIndex": 1, "start": start}))
        delta = {"toolUse": {"input": '{"a": 1}'}}
        chunks.append(frame("contentBlockDelta", {"contentBlockIndex": 1, "delta": delta}))
    if ends:
        chunks.append(frame("messageStop", {"stopReason": "tool_use" if calls else "end_turn"}))
        chunks.append(frame("metadata", {"usage": {"inputTokens": 3, "outputTokens": 5}}))
    return b"".join(chunks)


def error_object(message: str) -> Json:
    return {"error": {"message": message, "type": "x", "code": None}}


_AZURE_PATH = "/openai/deployments/m/chat/completions?api-version=2024-10-21"
SERVICES = {
    service.name: service
    for service in (
        Service(
            "openai", "/v1", "/v1/chat/completions", bearer(KEY), chat_whole, chat_stream, error_object, native_n=True
        ),
        Service(
            "openai_azure",
            "",
            _AZURE_PATH,
            ("api-key", KEY),
            chat_whole,
            chat_stream,
            lambda message: {"error": {"code": "429", "message": message}},
            native_n=True,
        ),
        Service(
            "anthropic",
            "",
            "/v1/messages",
            ("x-api-key", KEY),
            anthropic_whole,
            anthropic_stream,
            lambda message: {"type": "error", "error": {"type": "x", "message": message}},
        ),
        Service(
            "google",
            "",
            "/v1beta/models/m:generateContent",
            ("x-goog-api-key", KEY),
            google_whole,
            google_stream,
            lambda message: {"error": {"code": 1, "message": message, "status": "X"}},
            is_of_caller=False,
        ),
        Service(
            "cohere",
            "",
            "/v2/chat",
            bearer(KEY),
            cohere_whole,
            cohere_stream,
            lambda message: {"message": message, "id": "x"},
        ),
        Service(
            "bedrock",
            "",
            "/model/m/converse",
            bearer(KEY),
            bedrock_whole,
            bedrock_stream,
            lambda message: {"message": message},
        ),
        Service(
            "mine",
            "/v1",
            "/v1/chat/completions",
            bearer(KEY),
            chat_whole,
            chat_stream,
            error_object,
            is_of_caller=False,
        ),
    )
}
