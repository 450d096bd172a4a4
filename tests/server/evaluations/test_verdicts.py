"""Where a model's words end in a verdict, and which values are one."""

from __future__ import annotations

from typing import Any

import pytest

from humanloop.server.evaluation.verdicts import problem_with, read_verdict


@pytest.mark.parametrize(
    ("text", "return_type", "value"),
    [
        ("true", "boolean", True),
        ("I think so.\n\n  **Yes.**  \n\n", "boolean", True),
        ("Verdict: FALSE!", "boolean", False),
        ("no", "boolean", False),
        ("yes\n---", "boolean", None),
        ("true\nor false\n```", "boolean", False),
        ("Score: 4/5", "number", 5),
        ("7.", "number", 7),
        ("-0.25", "number", -0.25),
        ("about 1e3", "number", 1000.0),
        ("12\nso it is", "number", None),
        ("9" * 400, "number", None),
        ("Reasons.\n'good'", "select", "good"),
        ('a, "b",, c.', "multi_select", ["a", "b", "c"]),
        ("  all\nof it ", "text", "all\nof it"),
        ("maybe", "boolean", None),
        ("", "boolean", None),
        ("", "number", None),
        ("\n", "select", None),
    ],
)
def test_the_last_line_counts(text: str, return_type: str, value: Any) -> None:
    judgement = read_verdict(text, return_type)
    assert (judgement.value, type(judgement.value)) == (value, type(value))
    assert (judgement.error is None) == (value is not None)


@pytest.mark.parametrize(
    ("value", "return_type", "fits"),
    [
        (True, "boolean", True),
        (1, "boolean", False),
        ("true", "boolean", False),
        (None, "boolean", False),
        (1, "number", True),
        (0.5, "number", True),
        (True, "number", False),
        (float("nan"), "number", False),
        (10**400, "number", False),
        (-1e300, "number", True),
        (1e301, "number", False),
        ("1", "number", False),
        ("a", "select", True),
        (["a"], "select", False),
        (["a", "b"], "multi_select", True),
        ([], "multi_select", True),
        (["a", 1], "multi_select", False),
        ("a", "multi_select", False),
        ("", "text", True),
        (1, "text", False),
    ],
)
def test_values_have_to_be_of_the_type(value: Any, return_type: str, fits: bool) -> None:
    assert (problem_with(value, return_type) is None) == fits
