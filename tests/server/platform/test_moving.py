"""Imports and exports on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.commands import exporting, importing
from humanloop.server.moving.own.form import TABLES
from humanloop.server.store.engine import build_engine
from tests.server.moving import trees
from tests.server.moving.test_commands import rows_of, run

if TYPE_CHECKING:
    from pathlib import Path


def test_both_databases_hold_the_same_of_a_tree(postgresql_url: str, tmp_path: Path) -> None:
    tree = trees.write_tree(tmp_path / "20250801-100000")
    assert run(importing, tree, "--database", postgresql_url) == 0
    assert run(importing, tree, "--database", postgresql_url) == 0
    out, here = tmp_path / "out", tmp_path / "x.db"
    assert run(exporting, out, "--database", postgresql_url) == 0
    assert run(importing, out, "--database", here) == 0
    rows = rows_of(here)
    engine = build_engine(postgresql_url, writes=False, pool_size=1)
    with engine.connect() as connection:
        counts = {table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in TABLES}
    engine.dispose()
    assert counts == {name: len(found) for name, found in rows.items()}
    assert counts["logs"] == 5
