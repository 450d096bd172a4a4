# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `PlatformAccessEnum`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

PlatformAccessEnum = Union[Literal["superadmin", "supportadmin", "user"], str]
"""Rights of an account on the server: `user` is an ordinary account, `supportadmin` may help other accounts, `superadmin`
may do everything.
"""
