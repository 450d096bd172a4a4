"""`.prompt` and `.agent` files, and folders of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from humanloop.server.prompt.file import read_prompt_file, write_prompt_file
from humanloop.server.store import schema

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.moving.conftest import Database

CHAT = """---
model: gpt-4
temperature: 0.7
max_tokens: -1
provider: openai
endpoint: chat
tools: [
  {"name": "f", "description": "d", "parameters": {"type": "object", "properties": {}}}
]
---
<system>
  You are …
</system>
<user>
  <text>What is this?</text>
  <image url="https://pictures.example/cat.png" />
</user>
<assistant>
  <tool name="f" id="call_1"> {"a": 1} </tool>
</assistant>
<tool name="f" id="call_1"> result </tool>
"""


def test_a_folder_of_files(database: Database, tmp_path: Path) -> None:
    root = tmp_path / "humanloop"
    (root / "support").mkdir(parents=True)
    (root / "support" / "answer.prompt").write_text(CHAT, encoding="utf-8")
    (root / "helper.agent").write_text(
        "---\r\nmodel: gpt-4o\r\nmax_iterations: 5\r\n---\r\nDo {{it}}\r\n", encoding="utf-8"
    )
    (root / "broken.prompt").write_text("no header", encoding="utf-8")
    (root / "notes.txt").write_text("not mine", encoding="utf-8")
    report = database.take(root, prefix="files/")
    projects = {row["name"]: row["id"] for row in database.rows(schema.projects)}
    assert set(projects) == {"files/support/answer", "files/helper"}
    configs = {row["project_id"]: row["content"] for row in database.rows(schema.configs)}
    answer, helper = configs[projects["files/support/answer"]], configs[projects["files/helper"]]
    assert answer["chat_template"][-1] == {"role": "tool", "content": "result", "name": "f", "tool_call_id": "call_1"}
    assert (helper["other"], helper["prompt_template"]) == ({"max_iterations": 5}, "Do {{it}}\n")
    assert len(database.rows(schema.deployments)) == 2
    (failure,) = report["failures"]
    assert failure["file"].endswith("broken.prompt")
    assert report["kinds"]["agents"]["changed"] == 1
    again = database.take(root, prefix="files/")
    assert (again["kinds"]["prompts"]["skipped"], again["kinds"]["agents"]["skipped"]) == (1, 1)


def test_a_file_by_itself_is_named_by_its_name(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "answer.prompt"
    path.write_text(CHAT, encoding="utf-8")
    database.take(path)
    assert [row["name"] for row in database.rows(schema.projects)] == ["answer"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<user>Hello</user>", {"role": "user", "content": "Hello"}),
        ("<user> Hello\n  you </user>", {"role": "user", "content": "Hello\nyou"}),
        (
            '<tool name="f" id="c"> {"a": 1} </tool>',
            {"role": "tool", "content": '{"a": 1}', "name": "f", "tool_call_id": "c"},
        ),
        ("<user>\n  a <user>b</user>\n</user>", {"role": "user", "content": "a <user>b</user>"}),
        (
            "<user>\n  <text>one</text>\n  <text>\n    two\n  </text>\n</user>",
            {"role": "user", "content": [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]},
        ),
        (
            '<assistant>\n  Wait.\n  <tool name="f" id="c">{}</tool>\n</assistant>',
            {
                "role": "assistant",
                "content": "Wait.",
                "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
            },
        ),
    ],
)
def test_texts_on_the_lines_of_their_tags(body: str, message: object) -> None:
    fields = read_prompt_file(f"---\nmodel: m\nendpoint: chat\n---\n{body}\n")
    assert fields["chat_template"] == [message]
    again = read_prompt_file(write_prompt_file({**fields, "name": None, "description": None}))
    assert again["chat_template"] == [message]


@pytest.mark.parametrize("text", ["<text>mine</text>", "<text>open", "<tool>", "&lt;text>x</text>", "<user>x</user>"])
def test_texts_that_look_like_blocks_stay_texts(text: str) -> None:
    for role in ("user", "assistant"):
        template = [{"role": role, "content": f"{text}\nmore"}]
        content = {"model": "m", "endpoint": "chat", "chat_template": template}
        assert read_prompt_file(write_prompt_file(content))["chat_template"] == template
