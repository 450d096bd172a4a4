"""The base of all models of answers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A part of an answer.

    Fields that this version does not know are kept (`model_extra`), and a field that did not fit its type holds what
    the server sent.
    """

    model_config = ConfigDict(
        extra="allow",
        # `model_name` and its like are fields of the API.
        protected_namespaces=(),
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        # A model is built when it is first used: most programs use few of them.
        defer_build=True,
    )

    def __getattr__(self, name: str) -> Any:
        """Answer fields of the API that 0.7.15 spelt with an underscore at the end, such as `model_config_id_`."""
        if name.endswith("_") and name[:-1] in type(self).model_fields:
            return getattr(self, name[:-1])
        return super().__getattr__(name)  # type: ignore[misc]  # pydantic defines it where type checkers do not look
