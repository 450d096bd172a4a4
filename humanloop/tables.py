"""Records as tables, and tables as records: the import path of programs; see `response.tables`."""

from humanloop.response.tables import from_records, to_pandas, to_polars, to_records

__all__ = ["from_records", "to_pandas", "to_polars", "to_records"]
