"""The base of all models of answers."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticSerializationError, from_json, to_json

from humanloop import display
from humanloop.core.halves import without_halves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _without_warnings(dump: Callable[..., Any]) -> Callable[..., Any]:
    """Make pydantic's method silent: a field that holds what did not fit its type is as it should be here."""

    @wraps(dump)
    def silent(self: BaseModel, **options: Any) -> Any:
        return dump(self, **{"warnings": False, **options})

    return silent


def _writes_halves(dump: Callable[..., str]) -> Callable[..., str]:
    """Make pydantic's method write texts with half of a surrogate pair, too, which it takes for no text."""

    @wraps(dump)
    def written(self: BaseModel, *, indent: int | None = None, ensure_ascii: bool = False, **options: Any) -> str:
        # Older releases of pydantic do not know it.
        form: dict[str, Any] = {"ensure_ascii": True} if ensure_ascii else {}
        try:
            return dump(self, indent=indent, **form, **options)
        except PydanticSerializationError as error:
            if "surrogates" not in str(error):
                raise
        # Not in the mode `json`: that takes no such keys.
        return to_json(without_halves(self.model_dump(**options)), indent=indent, inf_nan_mode="null", **form).decode()

    return written


def _takes_halves(dump: Callable[..., Any]) -> Callable[..., Any]:
    """Make pydantic's method take keys with half of a surrogate pair, too; in the mode `json` it does not."""

    @wraps(dump)
    def dumped(self: BaseModel, **options: Any) -> Any:
        try:
            return dump(self, **options)
        except UnicodeEncodeError:
            options.pop("mode")
            return from_json(self.model_dump_json(**options))

    return dumped


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

    # Not among the fields, so that a record that is an answer and one that stands in a list are equal.
    __slots__ = ("__is_answer__",)

    if not TYPE_CHECKING:
        # Type checkers would otherwise take every attribute for one that exists.
        def __getattr__(self, name: str) -> Any:
            """Answer fields that earlier releases spelt with an underscore at the end, such as `model_config_id_`."""
            if name.endswith("_") and name[:-1] in type(self).model_fields:
                return getattr(self, name[:-1])
            try:
                return super().__getattr__(name)
            except AttributeError as error:
                if name == "__is_answer__" or not hasattr(self, "__is_answer__"):
                    raise
                if name == "body":
                    return display.plain_body(self)
                raise display.no_attribute(self, name) or error from None

        def __getitem__(self, key: object) -> Any:
            """Say how a field is read; before 0.6, answers were dicts."""
            raise display.no_item(self, key)

        model_dump = _takes_halves(_without_warnings(BaseModel.model_dump))
        model_dump_json = _writes_halves(_without_warnings(BaseModel.model_dump_json))

    def __str__(self) -> str:
        return display.whole_text(self)

    def __repr__(self) -> str:
        return display.line(self)

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        yield from display.rich_fields(self)

    def _repr_html_(self) -> str:
        return display.model_html(self, *getattr(self, "__is_answer__", ()))


def as_answer(model: Model, link: str = "", host: str = "") -> None:
    """Mark a model as what a call has answered, and no part of that.

    Args:
        model: The model.
        link: The header `Link` of the answer.
        host: Who answered.
    """
    object.__setattr__(model, "__is_answer__", (link, host))
