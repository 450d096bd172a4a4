"""Counters held against what they count: found wrong, named, and mended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic_core import from_json

from humanloop.server.domain.feedback_counts import labels_of
from humanloop.server.domain.feedback_types import WITH_LABELS
from humanloop.server.store import counters as rows

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True)
class WrongCounter:
    """A counter that says something else than what is there.

    Args:
        table: Its table.
        column: Its column.
        id: The id of its row; of a row that several tell apart, all of them with blanks between.
        stored: What it says; None if its row is missing.
        counted: How many there are.
    """

    table: str
    column: str
    id: str
    stored: int | None
    counted: int

    def __str__(self) -> str:
        """Say it in a line."""
        stored = "missing" if self.stored is None else self.stored
        return f"{self.table}.{self.column} of {self.id} is {stored}, counted: {self.counted}"


def wrong_counters(connection: Connection) -> list[WrongCounter]:
    """Count again what the counters count; answers those that are wrong.

    Args:
        connection: The database, in one state of it: counters and what they count are read by several statements.
    """
    return [_named(wrong) for wrong in _wrong(connection)]


def repair_counters(connection: Connection) -> list[WrongCounter]:
    """Let wrong counters say what is there; answers what was wrong.

    Args:
        connection: The database, while nobody else writes.
    """
    found = _wrong(connection)
    for wrong in found:
        rows.write_counted(connection, wrong)
    return [_named(wrong) for wrong in found]


def _wrong(connection: Connection) -> list[rows.Counted]:
    return rows.wrong_columns(connection) + rows.wrong_totals(connection) + _wrong_labels(connection)


def _wrong_labels(connection: Connection) -> list[rows.Counted]:
    """Count labels, which stand in JSON: one text, or a list of them."""
    counted: Counter[rows.Key] = Counter()
    for row in rows.current_values(connection, sorted(WITH_LABELS)):
        for label in labels_of(from_json(row["value"])):
            counted[row["config_id"], row["feedback_type_id"], label] += row["number"]
    stored = rows.label_counts(connection)
    return [
        rows.wrong_label(key, stored.get(key), counted[key])
        for key in sorted(counted.keys() | stored.keys())
        if stored.get(key, 0) != counted[key]
    ]


def _named(wrong: rows.Counted) -> WrongCounter:
    table = wrong.column.table.description
    return WrongCounter(table, wrong.column.name, " ".join(map(str, wrong.key)), wrong.stored, wrong.counted)
