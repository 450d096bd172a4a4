"""Messages of logs: which are the filled-in template, and which came with the call."""

from __future__ import annotations

from typing import Any

import pytest

from humanloop.server.domain.messages import whole_messages
from humanloop.server.domain.template_messages import messages_after_template

SYSTEM = {"role": "system", "content": "T {{shop}}"}
USER = {"role": "user", "content": "hi"}
PARTS = {
    "role": "user",
    "content": [{"type": "text", "text": "See {{ a.b }}"}, {"type": "image_url", "image_url": "x"}],
}
SNIPPETS = {"role": "system", "content": 'A {{ date() }} B {{ terms("x") }} B {{shop}}'}


def says(content: Any, role: str = "system") -> dict[str, Any]:
    return {"role": role, "content": content}


@pytest.mark.parametrize(
    ("template", "inputs", "messages", "count"),
    [
        ([SYSTEM], {"shop": "L"}, [says("T L"), USER], 1),
        ([SYSTEM], {"shop": "L"}, [says("T L")], 0),
        ([SYSTEM], {"shop": {"a": [1, 2.5, "é"]}}, [says('T {"a": [1, 2.5, "é"]}'), USER], 1),
        ([SYSTEM], {"shop": "{{shop}}"}, [says("T {{shop}}"), USER], 1),
        ([SYSTEM, says("{{q}}", "user")], {"shop": "L", "q": "?"}, [says("T L"), says("?", "user"), USER, USER], 2),
        ([SYSTEM, SYSTEM], {"shop": "L"}, [says("T L"), USER], 2),
        ([SYSTEM, USER], {"shop": "L"}, [says("T L")], 1),
        ([SYSTEM], {"shop": "L"}, [USER], 1),
        ([SYSTEM], {"shop": "L"}, [says("T M"), USER], 2),
        ([SYSTEM], {}, [says("T L"), USER], 2),
        ([SYSTEM], None, [says("T L"), USER], 2),
        ([SYSTEM], {"shop": "L"}, [says("T L", "user"), USER], 2),
        ([SYSTEM], {"shop": "L"}, [{**says("T L"), "name": "n"}, USER], 2),
        ([], {"shop": "L"}, [says("T L"), USER], 2),
        (None, {"shop": "L"}, [USER], 1),
        ([SYSTEM], {"shop": "L"}, None, 0),
        ([SYSTEM], {"shop": "L"}, [says(None)], 1),
        (
            [{"role": "assistant", "tool_calls": [{"id": "1"}]}],
            {},
            [{"role": "assistant", "tool_calls": [{"id": "1"}]}],
            0,
        ),
        ([PARTS], {"a": {"b": 1}}, [{**PARTS, "content": [{"type": "text", "text": "See 1"}, PARTS["content"][1]]}], 0),
        ([PARTS], {"a": {"b": 1}}, [{**PARTS, "content": [{"type": "text", "text": "See 1"}]}], 1),
        ([PARTS], {"a": {"b": 1}}, [says("See 1", "user")], 1),
        ([SNIPPETS], {"shop": "L"}, [says("A 1 B 2 B L"), USER], 1),
        ([SNIPPETS], {"shop": "L"}, [says("A  B B  B L"), USER], 1),
        ([SNIPPETS], {"shop": "L"}, [says("A 1 B L"), USER], 2),
        ([SNIPPETS], {"shop": "L"}, [says("A 1 B 2 B M"), USER], 2),
        ([says("{{ date() }}{{ date() }}")], {}, [says("")], 0),
        ([says("aba{{ date() }}ab")], {}, [says("abab")], 1),
    ],
)
def test_the_messages_of_the_call_follow_the_filled_in_template(
    template: Any, inputs: Any, messages: Any, count: int
) -> None:
    for config in ({"chat_template": template}, {"chat_template": whole_messages(template)}):
        found = messages_after_template(config, inputs, messages)
        assert found == (messages or [])[len(messages or []) - count :]


def test_a_text_that_almost_fits_many_snippets_takes_no_time() -> None:
    template = says("{{ a() }}x" * 200 + "y")
    assert messages_after_template({"chat_template": [template]}, {}, [says("x" * 100_000)])
