"""The record that is logged: one call of a model, about 3.4 KB of JSON."""

from __future__ import annotations

from typing import Any

PROJECT = "benchmark"

_SYSTEM = (
    "You explain {{topic}} to {{audience}}. Keep to what is asked, name your sources, and say what is not certain."
)
_QUESTION = "How does an event loop decide which coroutine runs next, and what happens while nothing is ready to run?"
_ANSWER = (
    "It keeps a queue of callbacks that are ready and a heap of timers, asks the selector for sockets that can be"
    " read or written, and runs what became ready in the order in which it did; with nothing ready it sleeps. "
)


def record(number: int) -> dict[str, Any]:
    """The body of `POST /logs` for one call; only a few fields differ from call to call."""
    answer = f"Answer {number}. {_ANSWER * 2}"
    messages = [
        {"role": "system", "content": _SYSTEM.replace("{{topic}}", "asyncio").replace("{{audience}}", "beginners")},
        {"role": "user", "content": _QUESTION},
    ]
    return {
        "project": PROJECT,
        "reference_id": f"reference-{number}",
        "source": "benchmarks",
        "user": f"user-{number % 100}",
        "config": {
            "type": "model",
            "provider": "openai",
            "model": "gpt-4",
            "endpoint": "chat",
            "temperature": 0.7,
            "chat_template": [{"role": "system", "content": _SYSTEM}],
        },
        "inputs": {"topic": "asyncio", "audience": "beginners", "length": number % 7},
        "messages": messages,
        "output": answer,
        "output_message": {"role": "assistant", "content": answer},
        "raw_output": answer,
        "finish_reason": "stop",
        "duration": 1.25,
        "prompt_tokens": 61,
        "output_tokens": 87,
        "prompt_cost": 0.00183,
        "output_cost": 0.00522,
        "provider_latency": 1.19,
        "metadata": {"release": "2024.3", "flags": ["a", "b"], "request": number},
        "provider_request": {"model": "gpt-4", "temperature": 0.7, "messages": messages},
        "provider_response": {
            "id": f"chatcmpl-{number}",
            "object": "chat.completion",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": answer}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 61, "completion_tokens": 87, "total_tokens": 148},
        },
    }
