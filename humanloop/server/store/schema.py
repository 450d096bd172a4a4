"""All tables: where this module is loaded, `metadata` is complete."""

from __future__ import annotations

from humanloop.server.store import evaluation_tables, experiment_tables, platform_tables, tables
from humanloop.server.store.metadata import metadata

__all__ = ["evaluation_tables", "experiment_tables", "metadata", "platform_tables", "tables"]
