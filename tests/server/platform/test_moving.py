"""Imports and exports on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.commands import check, exporting, importing
from humanloop.server.moving.own.form import TABLES
from humanloop.server.store.engine import build_engine
from tests.server.moving import trees
from tests.server.moving.conftest import Database
from tests.server.moving.test_commands import rows_of, run
from tests.server.moving.test_healing import FILES, part_of, seen
from tests.server.moving.test_merging import fill, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Api


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


def test_what_comes_later_is_made_good(postgresql_url: str, tmp_path: Path) -> None:
    tree = trees.write_tree(tmp_path / "20250801-100000")
    folder = tree / "files" / "pr_1" / "logs"
    for number in (9, 5):
        trees.write_lines(folder / f"{number}.jsonl", [trees.log(number, trace_id="t", source_datapoint_id="dp_2")])
    late = [f"pr_1/logs/{page}.jsonl" for page in (1, 5)]
    whole, made = Database(tmp_path), Database(tmp_path, url=postgresql_url)
    whole.take(tree)
    made.take(part_of(tree, *late, *(name for name in FILES if "rn_1" not in name and name not in late)))
    made.take(tree)
    after, wanted = seen(made), seen(whole)
    for each in (whole, made):
        each.store.close()
    assert after == wanted


def test_what_two_servers_hold_goes_into_one(postgresql_url: str, tmp_path: Path, api_class: type[Api]) -> None:
    there, out = tmp_path / "x.db", tmp_path / "out"
    for name, database in (("x", str(there)), ("y", postgresql_url)):
        with serving(database) as running:
            fill(api_class(running), name)
    assert run(exporting, out, "--database", there) == 0
    for _ in range(2):
        assert run(importing, out, "--database", postgresql_url) == 0
        assert run(check, "--database", postgresql_url) == 0
        with serving(postgresql_url) as running:
            api = api_class(running)
            for row in rows_of(there)["projects"]:
                assert api.ok("projects.get", id=row["id"])["data_count"] == row["data_count"]
            # Numbers go on after those that came.
            api.ok("logs.log", {"project": "y", "output": "more"})
