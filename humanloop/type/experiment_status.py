# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ExperimentStatus`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

ExperimentStatus = Union[Literal["Initialized", "In progress"], str]
"""State of an experiment: `Initialized` until the first trial, `In progress` from then on."""
