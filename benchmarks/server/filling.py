"""Very many small logs, put into a database by SQL and not by requests: with sources, models, feedback and results.

A log is made each minute. Each of twenty configs of five models is in use for a while; every fifth log is of any of
them. What is rare is rare: one source that only the first config has, one label that few old logs have.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks.server.processes import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.server.processes import Running

CONFIGS = 20
MODELS = 5
START = 1_600_000_000
"""Second before the first log."""
STEP = 60
"""Seconds between two logs."""
_TABLES = ("logs", "feedback", "evaluation_results")
_NUMBERS = """
CREATE TEMPORARY TABLE numbers AS
WITH RECURSIVE counted(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM counted WHERE n < {count})
-- As if drawn by lot, and the same each time.
SELECT n, n * 7919 % 10007 AS lot, n * 104729 % 10009 AS other, n * 611953 % 9973 AS third,
    CASE WHEN n * 7919 % 10007 % 5 = 0 THEN n * 7919 % {configs} ELSE n * {configs} / ({count} + 1) END AS place
FROM counted
"""
_LOGS = """
INSERT INTO logs (id, project_id, config_id, reference_id, source, "user", inputs, metadata, output, duration,
    observability_status, details, arrived_at, created_at, updated_at)
SELECT {id}, '{project}', chosen.id, 'reference-' || n,
    CASE WHEN numbers.place = 0 AND lot % 100 = 1 THEN 'batch' WHEN other % 10 < 7 THEN 'api'
         WHEN other % 10 < 9 THEN 'playground' END,
    'user-' || lot % 100, {inputs}, {metadata}, 'Answer ' || n || '.',
    CASE WHEN lot % 11 > 0 THEN other % 5000 / 1000.0 END, 'completed', {details}, {moment}, {moment}, {moment}
FROM numbers JOIN chosen ON chosen.place = numbers.place
ORDER BY n
"""
_FEEDBACK = """
INSERT INTO feedback (id, log_id, log_seq, log_created_at, feedback_type_id, type, value, "user", current, created_at)
SELECT '{type}_' || n, {id}, logs.seq, logs.created_at,
    (SELECT id FROM feedback_types WHERE project_id = '{project}' AND type = '{type}'),
    '{type}', {value}, 'person-' || lot % 10, TRUE, {moment}
FROM numbers JOIN logs ON logs.id = {id} WHERE {condition} ORDER BY n
"""
_RESULTS = """
INSERT INTO evaluation_results (id, evaluator_id, version_id, log_id, log_seq, log_created_at, config_id, value, number,
    created_at, updated_at)
SELECT 'evr_' || n, '{evaluator}', (SELECT version_id FROM evaluators WHERE id = '{evaluator}'), {id}, logs.seq,
    logs.created_at, chosen.id, {value}, other % 7, {moment}, {moment}
FROM numbers JOIN chosen ON chosen.place = numbers.place JOIN logs ON logs.id = {id} WHERE third % 10 = 3 ORDER BY n
"""


@dataclass(frozen=True)
class Filled:
    """What was made in a database.

    Args:
        project_id: The project.
        evaluator_id: An evaluator that has judged each tenth of its logs.
    """

    project_id: str
    evaluator_id: str


def prepare(running: Running) -> Filled:
    """Make a project, its configs and types of feedback, and an evaluator, by requests."""
    evaluator = {"name": "e", "description": "", "type": "external", "arguments_type": "target_free"}
    evaluator_id = _post(running, "/evaluators", {**evaluator, "return_type": "number"})["id"]
    logs = [
        {
            "project": "p",
            "output": f"Answer {number}.",
            "config": {"type": "model", "model": f"model-{number % MODELS}", "temperature": number / 100},
            "feedback": [{"type": "rating", "value": "good"}, {"type": "comment", "value": "Well said."}],
        }
        for number in range(CONFIGS)
    ]
    return Filled(_post(running, "/logs", logs)[0]["project_id"], evaluator_id)


def fill(database: str, filled: Filled, count: int) -> None:
    """Add logs, with feedback on each twentieth; no server may be running.

    Args:
        database: The file of SQLite, or the URL of PostgreSQL.
        filled: What was made in it.
        count: How many.
    """
    is_postgresql = database.startswith("postgresql:")
    connect: Any = psycopg.connect if is_postgresql else sqlite3.connect
    names = _on_postgresql() if is_postgresql else _on_sqlite()
    names |= {"count": count, "configs": CONFIGS, "project": filled.project_id, "evaluator": filled.evaluator_id}
    with closing(connect(database)) as connection:
        run = connection.execute
        run(_NUMBERS.format(**names))
        chosen = f"SELECT id FROM configs WHERE project_id = '{filled.project_id}' ORDER BY created_at, id"
        places = enumerate(run(chosen).fetchall())
        run("CREATE TEMPORARY TABLE chosen (place INTEGER, id VARCHAR(64))")
        for place, (config_id,) in places:
            run(f"INSERT INTO chosen VALUES ({place}, '{config_id}')")
        with _without_indexes(run, is_postgresql=is_postgresql):
            run(_LOGS.format(**names, **_texts(names)))
            for kind, condition, value in (
                ("rating", "third % 20 = 7", "CASE WHEN n < 2000 AND lot % 50 = 0 THEN 'ugly' ELSE {rating} END"),
                ("comment", "third % 200 = 9", "'Comment ' || lot"),
            ):
                said = value.format(rating="CASE WHEN lot % 5 < 3 THEN 'good' ELSE 'bad' END")
                run(
                    _FEEDBACK.format(**names, type=kind, condition=condition, value=names["json"].format(_quoted(said)))
                )
            run(_RESULTS.format(**names, value=names["json"].format("CAST(other % 7 AS VARCHAR(9))")))
        connection.commit()
        check = ["check", "--repair", "--database", database]
        code = "import sys; from humanloop.cli.command import main; main()"
        subprocess.run([sys.executable, "-c", code, *check], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        if is_postgresql:
            connection.autocommit = True
            run("VACUUM ANALYZE")
            run("CHECKPOINT")


def _post(running: Running, path: str, body: Any) -> Any:
    with running.connect() as connection:
        status, answer = connection.request("POST", path, json.dumps(body).encode())
        assert status in {200, 201}, answer
        return json.loads(answer)


def _on_sqlite() -> dict[str, Any]:
    moment = f"strftime('%Y-%m-%d %H:%M:%f', {START} + n * {STEP}, 'unixepoch') || '000'"
    return {"id": "printf('data_%021d', n)", "moment": moment, "json": "{0}"}


def _on_postgresql() -> dict[str, Any]:
    return {
        "id": "'data_' || lpad(CAST(n AS TEXT), 21, '0')",
        "moment": f"to_timestamp({START} + n * {STEP})",
        "json": "CAST({0} AS JSON)",
    }


def _texts(names: dict[str, Any]) -> dict[str, str]:
    inputs, metadata = """'{"topic":"asyncio","length":' || lot % 7 || '}'""", """'{"request":' || n || '}'"""
    details = """'{"finish_reason":"stop","prompt_tokens":61,"output_tokens":87,"save":true}'"""
    return {
        name: names["json"].format(text)
        for name, text in (("inputs", inputs), ("metadata", metadata), ("details", details))
    }


def _quoted(text: str) -> str:
    return f"""'"' || ({text}) || '"'"""


@contextmanager
def _without_indexes(run: Any, *, is_postgresql: bool) -> Iterator[None]:
    """Build the indexes at the end, which takes a fraction of the time."""
    listed = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = '{0}'"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        if is_postgresql
        else "SELECT name, sql FROM sqlite_master WHERE tbl_name = '{0}' AND type = 'index' AND sql IS NOT NULL"
    )
    found = [row for table in _TABLES for row in run(listed.format(table)).fetchall()]
    for name, _ in found:
        run(f'DROP INDEX "{name}"')
    yield
    for _, statement in found:
        run(statement)
