"""What the stub server answers and what the clients must find in it."""

from __future__ import annotations

from typing import Any

LOG_ID = "data_0000"
STREAM_TEXT = "word %06d "
"""The piece of text that event number n of a stream brings."""

_TIME = "2024-03-05T10:20:30.123456"
_QUESTION = "How does an event loop decide which coroutine runs next, and what happens while nothing is ready to run?"
_ANSWER = (
    "It keeps a queue of callbacks that are ready and a heap of timers, asks the selector for sockets that can be"
    " read or written, and runs what became ready in the order in which it did; with nothing ready it sleeps. "
)


def log(number: int = 0) -> dict[str, Any]:
    """A log as `logs.get` answers it, 3.4 KB of JSON."""
    answer = _ANSWER * 2
    return {
        "project": "assistant",
        "project_id": "pr_WbKTSXq1vNEr2uRW5kDYp",
        "session_id": "sesh_GfBzYKqZ4x3oIqNcRtT2b",
        "session_reference_id": None,
        "parent_id": None,
        "parent_reference_id": None,
        "inputs": {"audience": "beginners", "topic": "asyncio", "length": 3},
        "source": "benchmarks",
        "metadata": {"release": "2024.3", "flags": ["a", "b"]},
        "save": True,
        "source_datapoint_id": None,
        "id": f"data_{number:04}",
        "reference_id": f"reference-{number}",
        "trial_id": None,
        "messages": [
            {"role": "system", "content": "You explain {{topic}} to {{audience}}."},
            {"role": "user", "content": _QUESTION},
        ],
        "output": answer,
        "judgment": None,
        "config_id": "config_Yt4rVbQwT8lHqPzX1cM3a",
        "config": {
            "id": "config_Yt4rVbQwT8lHqPzX1cM3a",
            "type": "model",
            "name": "calm-otter",
            "provider": "openai",
            "model": "gpt-4",
            "max_tokens": -1,
            "temperature": 0.7,
            "top_p": 1.0,
            "stop": None,
            "presence_penalty": 0.0,
            "frequency_penalty": 0.0,
            "seed": None,
            "chat_template": [{"role": "system", "content": "You explain {{topic}} to {{audience}}."}],
            "tools": [],
            "endpoint": "chat",
            "other": {},
        },
        "environment": "production",
        "feedback": [
            {
                "type": "rating",
                "value": "good",
                "data_id": f"data_{number:04}",
                "user": "user-17",
                "created_at": _TIME,
                "id": "ann_1Vt0bJm5xQ4kZ9yLr8HdS",
            }
        ],
        "created_at": _TIME,
        "error": None,
        "duration": 1.25,
        "output_message": {"role": "assistant", "content": answer},
        "prompt_tokens": 57,
        "output_tokens": 112,
        "prompt_cost": 0.00171,
        "output_cost": 0.00672,
        "provider_request": {"model": "gpt-4", "temperature": 0.7, "messages": 2, "n": 1},
        "provider_response": {"id": "chatcmpl-8zQ1", "object": "chat.completion", "created": 1709634030},
        "user": "user-17",
        "provider_latency": 1.125,
        "tokens": 169,
        "raw_output": answer,
        "finish_reason": "stop",
        "metric_values": [],
        "tools": [],
        "tool_choice": None,
        "evaluation_results": [
            {
                "id": "evr_P0s7cTg3mNaKx2fWq6RbZ",
                "evaluator_id": "ev_Hk2nJ8vLs5YtQw1eXo9Du",
                "evaluator_version_id": "evv_9dLq",
                "evaluation_id": None,
                "log_id": f"data_{number:04}",
                "log": None,
                "version_id": None,
                "version": None,
                "value": True,
                "error": None,
                "updated_at": _TIME,
                "created_at": _TIME,
            }
        ],
        "observability_status": "completed",
        "updated_at": _TIME,
        "batch_ids": [],
        "stdout": None,
    }


def page(size: int) -> dict[str, Any]:
    """A page of logs as `logs.list` answers it."""
    return {"records": [log(number) for number in range(size)], "page": 1, "size": size, "total": size}


def chat() -> dict[str, Any]:
    """An answer of `chat`, 2 KB of JSON."""
    answer = _ANSWER * 2
    return {
        "project_id": "pr_WbKTSXq1vNEr2uRW5kDYp",
        "num_samples": 1,
        "logprobs": None,
        "suffix": None,
        "user": "user-17",
        "data": [
            {
                "id": LOG_ID,
                "index": 0,
                "output": answer,
                "raw_output": answer,
                "inputs": {"audience": "beginners", "topic": "asyncio"},
                "finish_reason": "stop",
                "model_config_id": "config_Yt4rVbQwT8lHqPzX1cM3a",
                "tool_results": [],
                "output_message": {"role": "assistant", "content": answer},
                "tool_calls": None,
                "tool_call": None,
            }
        ],
        "usage": {"prompt_tokens": 57, "generation_tokens": 112, "total_tokens": 169},
        "metadata": {"release": "2024.3"},
        "provider_responses": [],
        "provider_request": {"model": "gpt-4", "temperature": 0.7},
        "session_id": "sesh_GfBzYKqZ4x3oIqNcRtT2b",
        "tool_choice": None,
    }


def created() -> dict[str, Any]:
    """An answer of `log`."""
    return {"id": LOG_ID, "project_id": "pr_WbKTSXq1vNEr2uRW5kDYp", "session_id": None}


def event(number: int) -> dict[str, Any]:
    """One event of a stream."""
    text = STREAM_TEXT % number
    return {
        "project_id": "pr_WbKTSXq1vNEr2uRW5kDYp",
        "num_samples": 1,
        "data": [
            {
                "id": LOG_ID,
                "index": 0,
                "output": text,
                "raw_output": text,
                "inputs": {},
                "finish_reason": None,
                "model_config_id": "config_Yt4rVbQwT8lHqPzX1cM3a",
                "tool_results": [],
            }
        ],
        "provider_responses": [],
    }


def chat_arguments() -> dict[str, Any]:
    """What a call of `chat` says."""
    return {
        "project": "assistant",
        "inputs": {"audience": "beginners", "topic": "asyncio"},
        "messages": [
            {"role": "user", "content": _QUESTION},
            {"role": "assistant", "content": _ANSWER},
            {"role": "user", "content": "And if two of them are ready at the same time?"},
        ],
        "model_config": {
            "provider": "openai",
            "model": "gpt-4",
            "temperature": 0.7,
            "max_tokens": 256,
            "chat_template": [{"role": "system", "content": "You explain {{topic}} to {{audience}}."}],
        },
        "metadata": {"release": "2024.3"},
        "user": "user-17",
        "num_samples": 1,
    }


def log_arguments(size: int = 50_000) -> dict[str, Any]:
    """What a call of `log` says: a long conversation, `size` bytes of JSON or a little less."""
    turns = [{"role": "user", "content": _QUESTION}, {"role": "assistant", "content": _ANSWER * 4}]
    return {
        "project": "assistant",
        "inputs": {"audience": "beginners", "topic": "asyncio"},
        "messages": turns * (size // 1000),
        "output": _ANSWER,
        "config": {"type": "model", "provider": "openai", "model": "gpt-4", "temperature": 0.7},
        "metadata": {"release": "2024.3", "flags": ["a", "b"]},
        "source": "benchmarks",
        "duration": 1.25,
    }


def log_of_one_text(size: int = 50_000) -> dict[str, Any]:
    """What a call of `log` says whose output is one long text."""
    return {"project": "assistant", "output": (_ANSWER * (size // len(_ANSWER) + 1))[:size]}


def log_of_small_values(values: int = 2_000) -> dict[str, Any]:
    """What a call of `log` says whose inputs are short values, nested four deep."""
    leaves = {f"leaf {index}": (index if index % 2 else f"value {index}") for index in range(8)}
    tree: dict[str, Any] = {}
    for index in range(values // len(leaves)):
        place = tree.setdefault(f"branch {index % 5}", {}).setdefault(f"twig {index // 5 % 5}", {})
        place[f"stem {index // 25}"] = dict(leaves)
    return {"project": "assistant", "inputs": tree, "output": "done"}


def log_of_messages(messages: int = 300) -> dict[str, Any]:
    """What a call of `log` says of a conversation of many short turns."""
    turns = [{"role": "user", "content": _QUESTION}, {"role": "assistant", "content": _ANSWER[:150]}]
    return {"project": "assistant", "messages": turns * (messages // 2), "output": "done"}


LOGS = {"one text": log_of_one_text, "small values": log_of_small_values, "messages": log_of_messages}
"""Shapes of large bodies."""
