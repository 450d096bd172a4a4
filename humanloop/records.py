"""Lists of records, by the import path of earlier releases; see `response.records`."""

from humanloop.response.records import Records, Tabular

__all__ = ["Records", "Tabular"]
