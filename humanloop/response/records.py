"""Lists of records that can become tables: what calls answer with, besides pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, SupportsIndex, TypeVar, overload

from humanloop import display
from humanloop.response.tables import to_pandas, to_polars, to_records

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    import polars as pl

T = TypeVar("T")


class Tabular:
    """Something with records that can become rows of a table."""

    def to_records(self: Iterable[Any]) -> List[Dict[str, Any]]:
        """Make a plain dict of each record, nested objects flattened: `inputs.question`.

        Raises:
            ApiException: The server answered the request for a further page with an error.
        """
        return to_records(self)

    def to_pandas(self: Iterable[Any]) -> pd.DataFrame:
        """Make a data frame of pandas, with a row for each record and a column for each key of `to_records`.

        Raises:
            ClientConfigurationError: pandas is not installed.
            ApiException: The server answered the request for a further page with an error.
        """
        return to_pandas(self)

    def to_polars(self: Iterable[Any]) -> pl.DataFrame:
        """Make a data frame of Polars, with a row for each record and a column for each key of `to_records`.

        Raises:
            ClientConfigurationError: Polars is not installed.
            ApiException: The server answered the request for a further page with an error.
        """
        return to_polars(self)


class Records(List[T], Tabular):
    """A list, in every way; notebooks show it as a table, and it can become a data frame."""

    __slots__ = ()

    @overload
    def __getitem__(self, index: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, index: slice[Any, Any, Any]) -> Records[T]: ...
    def __getitem__(self, index: SupportsIndex | slice[Any, Any, Any]) -> Any:
        if isinstance(index, slice):
            return Records(super().__getitem__(index))
        try:
            return super().__getitem__(index)
        except TypeError as error:
            raise display.no_item(self, index) from error

    if not TYPE_CHECKING:
        # Type checkers would otherwise take every attribute for one that exists.
        def __getattr__(self, name: str) -> Any:
            """Answer `body`, which answers had before 0.6, and say where other attributes are."""
            if name == "body":
                return display.plain_body(self)
            raise display.no_attribute(self, name) or AttributeError(f"'Records' object has no attribute {name!r}")

    def __repr__(self) -> str:
        return display.list_line(self)

    def _repr_html_(self) -> str:
        return display.list_html(self)
