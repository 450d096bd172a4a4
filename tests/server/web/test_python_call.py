"""Logs as the Python that would make one like them: it is Python, and says the same."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from humanloop.server.web.python_call import model_call

SYSTEM = {"role": "system", "content": 'Answer\n"so" for {{shop}}: é\u2028\'\\'}


def arguments_of(code: str) -> dict[str, Any]:
    call = ast.parse(code).body[-1]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    return {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.value.keywords}


@pytest.mark.parametrize(
    "inputs", [{}, {"a": [1, None, True, 2.5, "x" * 100], "b": {"c": {}}}, {"half": "\ud800", "nul": "\0"}]
)
def test_the_call_says_what_was_asked(inputs: dict[str, Any]) -> None:
    config = {"provider": "mock", "model": "m", "seed": None, "chat_template": [{**SYSTEM, "name": None}]}
    code = model_call(config, {"project": "p", "inputs": inputs}, [{"role": "user", "content": "Hi", "name": None}])
    assert "humanloop.chat(" in code
    assert arguments_of(code) == {
        "project": "p",
        "inputs": inputs,
        "model_config": {"provider": "mock", "model": "m", "chat_template": [SYSTEM]},
        "messages": [{"role": "user", "content": "Hi"}],
    }
    assert all(len(line) < 130 for line in code.splitlines())


def test_what_is_very_long_is_left_out() -> None:
    code = model_call({"provider": "mock", "model": "m", "prompt_template": "x"}, {"inputs": {"a": "y" * 5000}}, None)
    assert "humanloop.complete(" in code
    assert "inputs=...,  # 5" in code
