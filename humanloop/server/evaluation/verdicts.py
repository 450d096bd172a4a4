"""What an evaluator may answer: values of its return type, and where a model's words end in one."""

from __future__ import annotations

import re
from typing import Any

from humanloop.core.json_kinds import is_list
from humanloop.server.domain.body_limits import is_too_large
from humanloop.server.domain.judgements import Judgement

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?")
_PUNCTUATION = " \t.,;:!?*_`'\"()[]{}<>#"
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


def problem_with(value: Any, return_type: str) -> str | None:
    """Tell why a value is not of a return type; None if it is."""
    if return_type == "boolean":
        fits, wanted = isinstance(value, bool), "True or False"
    elif return_type == "number":
        fits, wanted = _is_number(value), "a number"
    elif return_type == "multi_select":
        fits, wanted = is_list(value) and all(isinstance(item, str) for item in value), "a list of labels"
    else:
        fits, wanted = isinstance(value, str), "text"
    return None if fits else f"It has to return {wanted}, not {_shown(value)}."


def read_verdict(text: str, return_type: str) -> Judgement:
    """Find the verdict in what a model wrote: it reasons first, and the last line that is not empty counts."""
    last = next((line.strip() for line in reversed(text.splitlines()) if line.strip(_PUNCTUATION)), "")
    word = last.split()[-1].strip(_PUNCTUATION).lower() if last else ""
    if return_type == "boolean" and word in _BOOLEANS:
        return Judgement(_BOOLEANS[word])
    if return_type == "number" and (numbers := _NUMBER.findall(last)):
        number = float(numbers[-1])
        if not is_too_large(number):
            return Judgement(int(number) if numbers[-1].lstrip("+-").isdecimal() else number)
    if return_type == "select" and last:
        return Judgement(last.strip(_PUNCTUATION))
    if return_type == "multi_select" and last:
        labels = [label.strip(_PUNCTUATION) for label in last.split(",")]
        return Judgement([label for label in labels if label])
    if return_type == "text":
        return Judgement(text.strip())
    return Judgement(error=f"The answer does not end with a verdict of type {return_type!r}: {_shown(last)}.")


def _is_number(value: Any) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and not is_too_large(value) and value == value  # noqa: PLR0124 - NaN differs from itself


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 100 else f"{shown[:100]}…"
