"""Logs as the Python that would make one like them: it is Python, and says the same."""

from __future__ import annotations

import ast
import html
import re
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.web.python_call import model_call
from tests.server.web.world import TOOL

if TYPE_CHECKING:
    from humanloop import Humanloop
    from tests.server.web.conftest import Reader

SYSTEM = {"role": "system", "content": 'Answer\n"so" for {{shop}}: é\u2028\'\\'}


def arguments_of(code: str) -> dict[str, Any]:
    call = ast.parse(code).body[-1]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    return {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.value.keywords}


def copied(reader: Reader, log_id: str) -> str:
    found = re.search(r'<pre id="python"[^>]*>(.*?)</pre>', reader.get(f"/app/logs/{log_id}"), re.DOTALL)
    assert found is not None
    # Marks of what cannot be seen hold it, so that copying gives it.
    return html.unescape(re.sub(r'<bdi class="mark"[^>]*>(.*?)</bdi>', r"\1", found[1]))


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


CHOSEN = {
    "provider": "mock",
    "model": "m",
    "temperature": 0,
    "top_p": 0,
    "max_tokens": 0,
    "seed": 0,
    "presence_penalty": -1,
    "stop": ["."],
    "other": {"logit_bias": {"1": 0}},
    "chat_template": [SYSTEM],
    "tools": [{**TOOL, "strict": False}],
}


@pytest.mark.parametrize("endpoint", ["chat", "complete"])
def test_a_copied_call_asks_by_the_same_version(reader: Reader, client: Humanloop, endpoint: str) -> None:
    config = {**CHOSEN, "endpoint": endpoint}
    log = client.log(project="copied", config={"type": "model", **config}, inputs={"shop": ""}, output="x")
    code = copied(reader, str(log.id))
    again = client.chat(**arguments_of(code))
    assert again.data[0].model_config_id == client.logs.get(str(log.id)).config.id
    assert ('"endpoint": "complete"' in code) == (endpoint == "complete")


@pytest.fixture
def asked(client: Humanloop) -> str:
    template = [{"role": "system", "content": "T {{shop}}"}, {"role": "user", "content": "In {{shop}}"}]
    config = {"provider": "mock", "model": "m", "chat_template": template}
    messages = [{"role": "user", "content": "hi"}]
    answer = client.chat(project="asked again", inputs={"shop": "L"}, model_config=config, messages=messages)
    return str(answer.data[0].id)


def messages_of(client: Humanloop, log_id: str) -> list[tuple[str, Any]]:
    return [(message.role, message.content) for message in client.logs.get(log_id).messages or []]


def test_a_call_that_is_copied_asks_the_same(reader: Reader, client: Humanloop, asked: str) -> None:
    again = client.chat(**arguments_of(copied(reader, asked)))
    assert messages_of(client, str(again.data[0].id)) == messages_of(client, asked)


def test_the_playground_asks_the_same(reader: Reader, client: Humanloop, asked: str) -> None:
    page = reader.get(f"/app/playground?log={asked}")
    fields = dict(
        re.findall(r'<textarea[^>]*name="(template|messages|inputs\.\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    )
    assert fields["messages"] == "[user]\nhi"
    sent = {**fields, "kind": "chat", "model": "mock/m", "project": "asked again", "inputs.shop": "L"}
    assert reader.post("/app/playground", sent).status == 200
    project = client.logs.get(asked).project_id
    newest = client.logs.list(project_id=project).records[0]
    assert str(newest.id) != asked
    assert messages_of(client, str(newest.id)) == messages_of(client, asked)


def test_a_row_that_is_made_of_a_log_asks_the_same(client: Humanloop, asked: str) -> None:
    log = client.logs.get(asked)
    dataset = client.datasets.create(project_id=log.project_id, name="asked again", description="")
    client.datasets.create_datapoint(dataset.id, log_ids=[asked])
    (row,) = client.datasets.list_datapoints(dataset.id)
    answer = client.chat(
        project="asked again",
        inputs=row.inputs,
        model_config={"provider": "mock", "model": "m", "chat_template": log.config.chat_template},
        messages=row.messages,
    )
    assert messages_of(client, str(answer.data[0].id)) == messages_of(client, asked)


def test_what_nobody_chose_is_left_out() -> None:
    config = {"provider": "mock", "model": "m", "temperature": 1, "presence_penalty": 0, "other": {}, "tools": []}
    code = model_call({**config, "id": "config_1", "name": "n", "status": "committed", "seed": None}, {}, [])
    assert arguments_of(code)["model_config"] == {"provider": "mock", "model": "m"}


def test_what_is_very_long_is_left_out() -> None:
    code = model_call({"provider": "mock", "model": "m", "prompt_template": "x"}, {"inputs": {"a": "y" * 5000}}, None)
    assert "humanloop.complete(" in code
    assert "inputs=...,  # 5" in code
    code = model_call({"provider": "mock", "model": "m", "seed": 0, "tools": [{"name": "t" * 5000}]}, {}, None)
    assert '        "tools": ...,  # 5' in code
    assert arguments_of(code)["model_config"] == {"provider": "mock", "model": "m", "seed": 0, "tools": ...}
