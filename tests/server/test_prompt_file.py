"""The `.prompt` text form: what is written, what is read, and that the one undoes the other."""

from __future__ import annotations

from textwrap import indent
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from humanloop.server.domain.config_content import id_for, identity_of, model_content
from humanloop.server.errors import UnprocessableError
from humanloop.server.prompt.file import read_prompt_file, write_prompt_file

ORDERS = """\
---
model: small-chat-1
temperature: 0.2
max_tokens: -1
top_p: 1.0
presence_penalty: 0.0
frequency_penalty: 0.0
provider: mock
endpoint: chat
tools: [
  {"name": "lookup_order", "description": "Find an order", "parameters": {"type": "object", "required": ["number"]}}
]
---
<system>
  You answer for {{shop}} in one sentence.
</system>

<user name="ann">
  <text>
    Is this the parcel of order 17?

    Look closely.
  </text>
  <image url="https://example.org/parcel.png?a=1&amp;b=2" detail="low" />
</user>

<assistant>
  Let me see.
  <tool name="lookup_order" id="call_1">
    {"number": "17"}
  </tool>
</assistant>

<tool name="lookup_order" id="call_1">
  shipped on Monday
</tool>
"""
ORDER_MESSAGES = [
    {"role": "system", "content": "You answer for {{shop}} in one sentence."},
    {
        "role": "user",
        "name": "ann",
        "content": [
            {"type": "text", "text": "Is this the parcel of order 17?\n\nLook closely."},
            {"type": "image_url", "image_url": {"url": "https://example.org/parcel.png?a=1&b=2", "detail": "low"}},
        ],
    },
    {
        "role": "assistant",
        "content": "Let me see.",
        "tool_calls": [
            {
                "id": "call_1",
                "type": "function",
                "function": {"name": "lookup_order", "arguments": '{"number": "17"}'},
            }
        ],
    },
    {"role": "tool", "name": "lookup_order", "tool_call_id": "call_1", "content": "shipped on Monday"},
]


def identity(content: Any) -> str:
    return identity_of("model", content)


def assert_comes_back(content: dict[str, Any]) -> str:
    """Write and read a config; answers the text."""
    text = write_prompt_file(content)
    fields = read_prompt_file(text)
    assert fields.pop("name") is None
    assert fields.pop("description") is None
    assert identity(fields) == identity(content)
    assert id_for(identity(fields)) == id_for(identity(content))
    assert write_prompt_file(fields) == text
    return text


def test_a_chat_config_is_read_and_written_again_as_it_was() -> None:
    fields = read_prompt_file(ORDERS)
    assert fields["chat_template"] == ORDER_MESSAGES
    assert (fields["model"], fields["temperature"], fields["endpoint"]) == ("small-chat-1", 0.2, "chat")
    assert fields["tools"][0]["name"] == "lookup_order"
    assert write_prompt_file(fields) == ORDERS


def test_a_document_may_be_indented_as_a_whole_and_begin_with_blank_lines() -> None:
    assert read_prompt_file("\n\n" + indent(ORDERS, "    "))["chat_template"] == ORDER_MESSAGES


def test_a_document_may_have_the_line_ends_of_windows() -> None:
    assert read_prompt_file(ORDERS.replace("\n", "\r\n"))["chat_template"] == ORDER_MESSAGES


def test_the_template_of_a_completion_is_the_rest_of_the_file() -> None:
    template = "\n  Say {{what}}.\n---\n</user>\n\n"
    fields = read_prompt_file(f"---\nmodel: m\n---\n{template}")
    assert (fields["prompt_template"], fields["endpoint"]) == (template, "complete")
    assert write_prompt_file(fields).endswith(f"---\n{template}")


@pytest.mark.parametrize(
    ("body", "endpoint"), [("", "complete"), ("Say it", "complete"), ("\n<user>\n  x\n</user>", "chat")]
)
def test_the_endpoint_follows_from_the_body(body: str, endpoint: str) -> None:
    assert read_prompt_file(f"---\nmodel: m\n---\n{body}")["endpoint"] == endpoint


def test_names_are_read_but_not_written() -> None:
    fields = read_prompt_file("---\nmodel: m\nname: mine\ndescription: d\n---\n")
    assert (fields["name"], fields["description"]) == ("mine", "d")
    assert "mine" not in write_prompt_file(fields)


def test_the_indentation_of_a_block_is_free() -> None:
    text = "---\nmodel: m\n---\n <user>\n      a\n        b\n\n      c\n </user>\n\n\n<system>\nflat\n</system>"
    contents = [message["content"] for message in read_prompt_file(text)["chat_template"]]
    assert contents == ["a\n  b\n\nc", "flat"]


TEXTS = [
    "",
    "\n",
    "a\n\n  b\n",
    "<text>\nnot a part\n</text>",
    "first\n<text>\nfree\n</text>",
    "&lt;text>",
    "&amp;lt;text>",
    "</user>",
    "<tool name='x'>",
    "  all\n  indented",
    "\ttab",
    "a\r\nb",
    "\x00\x85\u2028",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("role", ["system", "user", "assistant", "tool"])
def test_no_text_is_mistaken(role: str, text: str) -> None:
    assert_comes_back(model_content({"model": "m", "chat_template": [{"role": role, "content": text}]}, "chat"))
    parts = [{"type": "text", "text": text}, {"type": "text", "text": "more"}]
    assert_comes_back(model_content({"model": "m", "chat_template": [{"role": role, "content": parts}]}, "chat"))
    assert_comes_back(model_content({"model": "m", "prompt_template": text}, "complete"))


def test_what_has_no_form_of_its_own_stands_in_the_header() -> None:
    messages = [{"role": "user", "content": "x", "tool_call_id": "c"}]
    text = assert_comes_back(model_content({"model": "m", "chat_template": messages}, "chat"))
    assert 'chat_template: [\n  {"role": "user", "content": "x", "tool_call_id": "c"}\n]\n---\n' in text
    text = assert_comes_back(model_content({"model": "m", "prompt_template": "<user>\n  x\n</user>"}, "complete"))
    assert "prompt_template: " in text
    both = {"model": "m", "prompt_template": "p", "chat_template": [{"role": "user", "content": "c"}]}
    assert "prompt_template: p\n---\n<user>" in assert_comes_back(model_content(both, "complete"))


def test_a_chat_config_registered_for_completion_keeps_its_endpoint() -> None:
    content = model_content({"model": "m", "chat_template": [{"role": "user", "content": "x"}]}, "complete")
    assert "endpoint: complete\n---\n<user>\n  x\n</user>\n" in assert_comes_back(content)


REFUSED = [
    ("", "must begin with a header"),
    ("model: m", "must begin with a header"),
    ("---\nmodel: m\n", "second line"),
    ("---\nmodel: m\nmodle: n\n---\n", "'modle'"),
    ("---\n- m\n---\n", "lines such as"),
    ("---\n---\n", "lines such as"),
    ("---\ntemperature: 1\n---\n", "model: field required"),
    ("---\nmodel: m\ntemperature: hot\n---\n", "temperature: "),
    ("---\nmodel: m\nendpoint: phone\n---\n", "endpoint: input should be 'complete', 'chat' or 'edit'"),
    ("---\nmodel: [m\n---\n", "in line 2"),
    ("---\nmodel: m\nother: {a: 2001-01-01, b: !!binary aGk=}\n---\n", "tags are not allowed"),
    ("---\nmodel: m\nother: &a {b: 1}\nstop: *a\n---\n", "in line 4: references"),
    ("---\nmodel: !!python/name:os.system x\n---\n", "in line 2"),
    ("---\nmodel: m\nother: {x: .inf}\n---\n", "other: "),
    ("---\nmodel: m\nother: {1: a}\n---\n", "other: "),
    ("---\nmodel: m\nmax_tokens: 0b_\n---\n", "cannot be read"),
    ("---\nmodel: m\nother: " + "[" * 5000 + "\n---\n", "cannot be read"),
    ("---\nmodel: m\x07\n---\n", "cannot be read"),
    ("---\nmodel: m\nendpoint: chat\n---\nHello", "Line 5"),
    ("---\nmodel: m\n---\n<user>\n  x\n", "<user> in line 4 is not closed"),
    ("---\nmodel: m\n---\n<user>\n  x\n</user>\ny", "Line 7"),
    ('---\nmodel: m\n---\n<user age="3">\n</user>\n', "no attribute age"),
    ("---\nmodel: m\n---\n<user>\n<image />\n</user>\n", "attribute url"),
    ("---\nmodel: m\n---\n<user>\n<text>\n</user>\n", "<text> in line 5"),
    ("---\nmodel: m\n---\n<user>\n<text>\n</text>\nrest\n</user>\n", "Line 7"),
    ('---\nmodel: m\n---\n<assistant>\n<tool name="f">\n</tool>\n</assistant>', "missing: ['id']"),
    ("---\nmodel: m\nprompt_template: a\n---\nb", "another one below"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_cannot_be_read_is_named(text: str, said: str) -> None:
    with pytest.raises(UnprocessableError) as caught:
        read_prompt_file(text)
    assert said in caught.value.message


def test_words_and_numbers_are_not_mixed_up() -> None:
    for word in (
        "yes",
        "null",
        "1.5",
        "0x1",
        "2001-01-01",
        "a: b",
        "# no",
        "x" * 2000,
        "a/b:c",
        "é",
        "1:30",
        "0b_",
        "a:",
    ):
        content = model_content({"model": word, "stop": word, "other": {word: word}}, "complete")
        assert read_prompt_file(write_prompt_file(content))["other"] == {word: word}
        assert_comes_back(content)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.lists(
    st.sampled_from([*TEXTS, "x", " ", "\n", '<tool name="a" id="b">', "</tool>", '<image url="u" />']), max_size=6
).map("".join)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**70), 2**70)
json_values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(texts, json_values, max_size=3)
parts = st.fixed_dictionaries({"type": st.just("text"), "text": texts}) | st.fixed_dictionaries(
    {
        "type": st.just("image_url"),
        "image_url": st.fixed_dictionaries(
            {"url": texts}, optional={"detail": st.sampled_from(["high", "low", "auto"])}
        ),
    }
)
calls = st.fixed_dictionaries(
    {
        "id": texts,
        "type": st.just("function"),
        "function": st.fixed_dictionaries({"name": texts}, optional={"arguments": texts}),
    }
)
messages = st.fixed_dictionaries(
    {"role": st.sampled_from(["system", "user", "assistant", "tool"])},
    optional={
        "content": st.none() | texts | st.lists(parts, max_size=3),
        "name": st.none() | texts,
        "tool_call_id": st.none() | texts,
        "tool_calls": st.none() | st.lists(calls, max_size=2),
    },
)
formats = st.sampled_from(["json_object", "json_schema"])
tools = st.fixed_dictionaries(
    {"name": texts}, optional={"description": texts, "parameters": objects, "strict": st.booleans()}
) | st.fixed_dictionaries({"id": texts, "source": st.just("organization")})
configs = st.fixed_dictionaries(
    {"model": texts},
    optional={
        "provider": texts,
        "endpoint": st.sampled_from(["chat", "complete", "edit"]),
        "temperature": numbers,
        "max_tokens": st.integers(),
        "top_p": numbers,
        "presence_penalty": numbers,
        "frequency_penalty": numbers,
        "stop": texts | st.lists(texts, max_size=3),
        "seed": st.integers(),
        "response_format": st.fixed_dictionaries({"type": formats}, optional={"json_schema": objects}),
        "reasoning_effort": st.sampled_from(["low", "high"]) | st.integers(),
        "other": objects,
        "tools": st.lists(tools, max_size=2),
        "chat_template": st.lists(messages, max_size=4),
        "prompt_template": texts,
    },
)


@given(configs)
@example({"model": "m", "other": {"k" * 1500: 1e-7, "big": 1e22}})
def test_every_config_comes_back_with_the_same_id(fields: dict[str, Any]) -> None:
    assert_comes_back(model_content(fields, "chat"))


@given(st.lists(st.sampled_from(ORDERS.splitlines(keepends=True)) | texts, max_size=30).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    for whole in (text, f"---\nmodel: m\n---\n{text}", f"---\nmodel: m\n{text}\n---\n"):
        try:
            fields = read_prompt_file(whole)
        except UnprocessableError:
            continue
        del fields["name"], fields["description"]
        assert_comes_back(fields)
