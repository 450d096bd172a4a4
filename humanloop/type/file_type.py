# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FileType`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

FileType = Union[Literal["prompt", "tool", "dataset", "evaluator", "flow"], str]
"""What a file of the organisation holds: `prompt` (model configs), `tool` (tools), `dataset` (datapoints), `evaluator`
(judges of logs) or `flow` (logs of a process of several steps).
"""
