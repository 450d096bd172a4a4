"""Docstrings, tables and literals."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from codegen.text import WIDTH, Json, cell, docstring, first_sentence, literal, sentence, summary, wrap

LONG = "word " * 30


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("", "", ""),
        ("One", "One.", ""),
        ("One. Two.", "One.", "Two."),
        ("E.g. this,\ne.g. that. Two.", "E.g. this, e.g. that.", "Two."),
        ("One.\n\nTwo.", "One.", "Two."),
        ("These:\n- a\n- b", "These:", "- a\n- b"),
    ],
)
def test_first_sentence(text: str, first: str, rest: str) -> None:
    assert first_sentence(text) == (first, rest)


def test_a_first_sentence_that_does_not_fit_is_no_summary() -> None:
    assert summary(LONG, "Short.", indent=4) == ("Short.", LONG.strip())


@pytest.mark.parametrize(("text", "expected"), [("a", "a."), ("a!", "a!"), ("a:", "a:"), ("", "")])
def test_sentence(text: str, expected: str) -> None:
    assert sentence(text) == expected


def test_wrap_keeps_paragraphs_lists_and_code() -> None:
    text = f"{LONG}\n\n- {LONG}\n- b\n\n```\n{LONG}\n```"
    lines = wrap(text, 4).split("\n")
    assert [line for line in lines if len(line) > WIDTH] == [f"    {LONG.rstrip()}"]
    starts = [line[:7] for line in lines]
    assert starts == [
        "word wo",
        "    wor",
        "",
        "    - w",
        "      w",
        "    - b",
        "",
        "    ```",
        "    wor",
        "    ```",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.", '"""One."""'),
        ("One.\n\nTwo.", '"""One.\n\nTwo.\n"""'),
        (r"A \d.", 'r"""A \\d."""'),
        ('Say """so""".', "\"\"\"Say '''so'''.\"\"\""),
    ],
)
def test_docstring(text: str, expected: str) -> None:
    assert docstring(text) == expected
    ast.parse(expected)


def test_cell() -> None:
    assert cell("a | b\nc\n\nd") == "a \\| b c<br>d"


@pytest.mark.parametrize(
    "value",
    [
        'it\'s "so"',
        'say "so"',
        "a\\b\n\t\r",
        {"a": [1, 2.5, None, True], "b": {}},
        {"list": ["x" * 40, "y" * 40, {"deep": ["z" * 80]}], "empty": []},
    ],
)
def test_literal_is_python(value: Json) -> None:
    assert ast.literal_eval(dedent(literal(value))) == value


def test_literal_breaks_what_is_too_long() -> None:
    assert literal(["x" * 50, "y" * 50]) == f'[\n    "{"x" * 50}",\n    "{"y" * 50}",\n]'
