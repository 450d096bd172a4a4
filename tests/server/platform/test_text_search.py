"""Searching the texts of logs: what the indexes leave out is only what does not contain the text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from alembic.command import upgrade
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json

from humanloop.server.store.engine import build_engine
from humanloop.server.store.log_search import LogFilter, logs_page
from humanloop.server.store.logs import delete_logs, insert_logs
from humanloop.server.store.migrations import alembic_config, migrate
from humanloop.server.store.rows import update
from humanloop.server.store.schema import configs, logs, projects
from humanloop.server.store.text_index import LOG_METADATA, LOG_TEXTS, may_contain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

    Row = dict[str, Any]

MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url").replace("postgresql:", "postgresql+psycopg:")
    engine = build_engine(url, writes=True, pool_size=1)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    migrate(engine)
    with engine.begin() as connection:
        add_projects(connection)
        yield connection


def add_projects(connection: Connection) -> None:
    moments = {"created_at": MOMENT, "updated_at": MOMENT}
    for number in (1, 2):
        project_id, config_id = f"pr_{number}", f"config_{number}"
        connection.execute(sa.insert(projects), {"id": project_id, "name": project_id, **moments})
        config = {"id": config_id, "project_id": project_id, "type": "model", "identity": config_id, "content": {}}
        connection.execute(sa.insert(configs), {**config, "status": "committed", "last_used": MOMENT, **moments})


def add(connection: Connection, *rows: Row, project: int = 1) -> None:
    columns = {"inputs": {}, "output": None, "metadata": None, "created_at": MOMENT}
    for row in rows:
        whole = {**columns, **row, "project_id": f"pr_{project}", "config_id": f"config_{project}"}
        insert_logs(connection, [{**whole, "details": {}, "updated_at": MOMENT}])


def add_to_first_tables(connection: Connection, log_id: str, **fields: Any) -> None:
    """Add a log to the tables of the first release, which have not all columns of now."""
    there = {column["name"] for column in sa.inspect(connection).get_columns(logs.name)}
    first = sa.table(logs.name, *(sa.column(column.name, column.type) for column in logs.c if column.name in there))
    whole = {"id": log_id, "project_id": "pr_1", "config_id": "config_1", "inputs": {}, "details": {}, **fields}
    connection.execute(sa.insert(first), {**whole, "created_at": MOMENT, "updated_at": MOMENT})


def search(connection: Connection, text: str | None = None, **wanted: Any) -> list[str]:
    """The ids of the first project's logs that contain a text."""
    project = {"id": "pr_1", "data_count": -1}
    found, total = logs_page(connection, project, LogFilter(**{"search": text, **wanted}), 0, 1000)
    assert len(found) == total
    return [row["id"] for row in found]


def noted(connection: Connection, index: str, text: str) -> list[int] | None:
    """The logs that an index of SQLite offers."""
    candidates = may_contain(connection, index, [text])
    return None if candidates is None else sorted(connection.scalars(candidates))


TEXTS = (
    "Ein Straßenfest in KÖLN",
    'she said "No", twice',
    "line\nbreak\ttab \\ backslash",
    "100% of a_b and a*b, 'AND' NOT (or) -",
    "İstanbul, ΟΔΟΣ, ΣΟΦΙΑ, ΣΊΣΥΦΟΣ, K (Kelvin), ﬃ, ǅ",
    "😀😃 emoji 日本語のテキスト",
    "aaaaaaaa",
    "x",
    "",
)


@pytest.mark.parametrize("place", ["output", "inputs", "metadata"])
def test_every_part_of_a_text_is_found_in_any_case(connection: Connection, place: str) -> None:
    values = [text if place == "output" else {"key": text} for text in TEXTS]
    add(connection, *({"id": f"data_{number}", place: value} for number, value in enumerate(values)))
    wanted_in = "metadata_search" if place == "metadata" else "search"
    for number, text in enumerate(TEXTS):
        for start in range(0, len(text), 2):
            for end in {start + 1, start + 3, start + 9, len(text)}:
                part = text[start:end]
                # What PostgreSQL makes of letters that have no counterpart depends on its locale.
                cases = {part, part.lower(), part.upper()} if part.isascii() else {part}
                for wanted in cases:
                    # `ß`.upper() is two letters, and so on: those are not the same text in another case.
                    if wanted == part or wanted.lower() in text.lower():
                        found = search(connection, **{wanted_in: wanted})
                        assert f"data_{number}" in found, (text, wanted)


def test_what_only_looks_alike_is_not_found(connection: Connection) -> None:
    # All sequences of three characters occur, only not in this order.
    add(connection, {"id": "data_1", "output": "abcd bcde"}, {"id": "data_2", "output": "abcde"})
    assert search(connection, "abcde") == ["data_2"]
    # One half in the inputs, the other in the output.
    add(connection, {"id": "data_3", "inputs": {"q": "xyz"}, "output": "zzz"})
    assert search(connection, "xyzzz") == []
    assert search(connection, "no such thing") == []


def test_inputs_output_and_metadata_are_kept_apart(connection: Connection) -> None:
    add(
        connection,
        {"id": "data_1", "inputs": {"q": "alpha"}, "output": "beta", "metadata": {"m": "gamma"}},
        {"id": "data_2", "metadata": {"m": "beta", "list": ["a", "b"]}},
    )
    add(connection, {"id": "data_3", "output": "alpha", "metadata": {"m": "gamma"}}, project=2)
    assert search(connection, "alpha") == ["data_1"]
    assert search(connection, "beta") == ["data_1"]
    assert search(connection, metadata_search="gamma") == ["data_1"]
    assert search(connection, metadata_search="BETA") == ["data_2"]
    assert search(connection, metadata_search='"list":["a","b"]') == ["data_2"]
    assert search(connection, "alpha", metadata_search="gamma") == ["data_1"]
    assert search(connection, "alpha", metadata_search="beta") == []


def test_pages_of_what_is_found(connection: Connection) -> None:
    add(connection, *({"id": f"data_{number}", "output": f"parrot {number}"} for number in range(7)))
    add(connection, {"id": "data_x", "output": "cat"})
    project = {"id": "pr_1", "data_count": -1}
    for text in ("parrot", "rr"):
        pages = [logs_page(connection, project, LogFilter(search=text), offset, 3) for offset in (0, 3, 6, 9, 90)]
        assert [total for _, total in pages] == [7] * 5
        ids = [[row["id"] for row in rows] for rows, _ in pages]
        assert ids == [["data_6", "data_5", "data_4"], ["data_3", "data_2", "data_1"], ["data_0"], [], []]


def test_texts_and_times_together(connection: Connection) -> None:
    days = [datetime(2024, 1, day, tzinfo=UTC) for day in (1, 2, 3)]
    add(connection, *({"id": f"data_{day.day}", "output": "parrot", "created_at": day} for day in days))
    assert search(connection, "parrot", start=days[1]) == ["data_3", "data_2"]
    assert search(connection, "parrot", end=days[1]) == ["data_1"]
    assert search(connection, "parrot", version_status="committed") == ["data_3", "data_2", "data_1"]
    assert search(connection, "parrot", version_status="deleted") == []


def test_changes_and_removals_are_followed(connection: Connection) -> None:
    add(connection, {"id": "data_1", "inputs": {"q": "Äpfel"}, "output": "eine BIRNE", "metadata": {"m": "rot"}})
    update(connection, logs, "data_1", output="Kirschen", duration=1.0)
    assert search(connection, "birne") == []
    assert search(connection, "kirschen") == search(connection, "äpfel") == ["data_1"]
    if connection.dialect.name == "sqlite":
        assert noted(connection, LOG_TEXTS, "birne") == []
        assert noted(connection, LOG_TEXTS, "ÄPFEL") == noted(connection, LOG_METADATA, "rot") == [1]
    delete_logs(connection, ["data_1"])
    assert search(connection, "kirschen") == []
    if connection.dialect.name == "sqlite":
        assert noted(connection, LOG_TEXTS, "äpfel") == noted(connection, LOG_METADATA, "rot") == []


@pytest.mark.parametrize("is_rolled_back", [False, True])
def test_many_at_once_are_noted_like_each_by_itself(connection: Connection, *, is_rolled_back: bool) -> None:
    add(connection, {"id": "data_first", "output": "parrot"})
    fields = {"inputs": {"q": "Äpfel\0"}, "metadata": {"m": "rot"}, "project_id": "pr_1", "config_id": "config_1"}
    fields |= {"details": {}, "created_at": MOMENT, "updated_at": MOMENT}
    many = [
        {**fields, "id": f"data_{number}", "output": f"birne {number:04} {TEXTS[number % 9]}"} for number in range(90)
    ]
    savepoint = connection.begin_nested()
    insert_logs(connection, many)
    if is_rolled_back:
        savepoint.rollback()
        insert_logs(connection, many)
    assert search(connection, "BIRNE 0044") == ["data_44"]
    assert len(search(connection, "äpfel")) == len(search(connection, metadata_search="ROT")) == 90
    add(connection, {"id": "data_last", "output": "parrot 2"})
    assert search(connection, "parrot") == ["data_last", "data_first"]
    update(connection, logs, "data_44", output="Kirschen")
    delete_logs(connection, ["data_45"])
    assert search(connection, "birne 0044") == search(connection, "birne 0045") == []
    if connection.dialect.name == "sqlite":
        assert noted(connection, LOG_TEXTS, "birne 0044") == noted(connection, LOG_TEXTS, "birne 0045") == []
        assert noted(connection, LOG_TEXTS, "birne 0046") == [48]
        assert noted(connection, LOG_TEXTS, "parrot") == [1, 92]


def test_what_is_rolled_back_is_not_noted(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        add_projects(connection)
        savepoint = connection.begin_nested()
        add(connection, {"id": "data_1", "output": "parrot"})
        savepoint.rollback()
        assert search(connection, "parrot") == []
        assert noted(connection, LOG_TEXTS, "parrot") in ([], None)


def test_logs_that_were_there_before_the_indexes_are_found(engine: Engine) -> None:
    with engine.begin() as connection:
        upgrade(alembic_config(connection), "0001")
        add_projects(connection)
        add_to_first_tables(connection, "data_1", output="Papagei ÄÖÜ", metadata={"team": "Blau"})
        add_to_first_tables(connection, "data_2")
    migrate(engine)
    with engine.begin() as connection:
        assert search(connection, "papagei äöü") == search(connection, metadata_search="BLAU") == ["data_1"]
        add(connection, {"id": "data_3", "output": "noch ein Papagei"})
        assert search(connection, "PAPAGEI") == ["data_3", "data_1"]
        update(connection, logs, "data_1", output="weg")
        assert search(connection, "PAPAGEI") == ["data_3"]


def test_without_indexes_every_log_is_looked_at(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        triggers = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in connection.scalars(triggers).all():
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
        for index in (LOG_TEXTS, LOG_METADATA):
            connection.execute(sa.text(f"DROP TABLE {index}"))
    else:
        for index in ("log_texts_inputs", "log_texts_output", "log_metadata_text"):
            connection.execute(sa.text(f"DROP INDEX {index}"))
    add(connection, {"id": "data_1", "output": "parrot", "metadata": {"m": "blue"}})
    assert search(connection, "PARROT") == search(connection, metadata_search="Blue") == ["data_1"]


def test_the_indexes_are_used(connection: Connection) -> None:
    """Few logs are no reason to use an index, so it is asked how many would be."""
    statements: list[tuple[str, Any]] = []
    sa.event.listen(
        connection, "before_cursor_execute", lambda *arguments: statements.append((arguments[2], arguments[3]))
    )
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
        # With so few logs, any other index would do.
        for columns in ("created_at", "source_created_at", "duration_created_at"):
            connection.execute(sa.text(f"DROP INDEX ix_logs_project_id_{columns}_seq"))
        connection.execute(sa.text("DROP INDEX ix_logs_config_and_source"))
        explain, parts = "EXPLAIN ", ("log_texts_inputs", "log_texts_output")
    else:
        explain, parts = "EXPLAIN QUERY PLAN ", ("SCAN log_texts", "SEARCH logs USING INTEGER PRIMARY KEY")
    search(connection, "no such thing")
    (statement, values) = next(each for each in statements if "found" in each[0])
    plan = "\n".join(str(row) for row in connection.exec_driver_sql(explain + statement, values))
    assert all(part in plan for part in parts), plan


@pytest.mark.parametrize("text", ["", "a", "ab"])
def test_a_text_without_a_sequence_of_three_says_nothing(tmp_path: Path, text: str) -> None:
    engine = build_engine(f"sqlite:///{tmp_path / 'y.db'}", writes=True, pool_size=1)
    migrate(engine)
    with engine.begin() as connection:
        assert may_contain(connection, LOG_TEXTS, [text]) is None
        assert may_contain(connection, LOG_TEXTS, ["long enough", text]) is None
    engine.dispose()


@pytest.fixture(scope="module")
def lasting() -> Iterator[Connection]:
    engine = build_engine("sqlite://", writes=True, pool_size=1)
    migrate(engine)
    with engine.begin() as connection:
        add_projects(connection)
        yield connection
    engine.dispose()


def small(text: str) -> str:
    """The small letters of a text; there is one sigma, wherever it stands."""
    return text.lower().replace("\u03c2", "\u03c3")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30), min_size=1), st.data())
def test_searching_finds_what_python_finds(lasting: Connection, texts: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(text)))
    wanted = data.draw(st.sampled_from([text, text.upper(), text.lower()]))[
        start : start + data.draw(st.integers(1, 9))
    ]
    if not wanted:
        return
    in_json = small(to_json(wanted).decode()[1:-1])
    inputs = [{"q": each[:7]} for each in texts]
    expected = {
        str(number)
        for number, each in enumerate(texts)
        if small(wanted) in small(each) or in_json in small(to_json(inputs[number]).decode())
    }
    rows = [{"id": str(number), "inputs": inputs[number], "output": each} for number, each in enumerate(texts)]
    savepoint = lasting.begin_nested()
    try:
        add(lasting, *rows)
        assert set(search(lasting, wanted)) == expected
    finally:
        savepoint.rollback()


def test_every_letter_is_found_by_its_small_form(lasting: Connection) -> None:
    """Python and SQLite know letters of different versions of Unicode; those that SQLite lacks take longer."""
    letters = [chr(code) for code in range(0x110000) if chr(code).lower() != chr(code)]
    savepoint = lasting.begin_nested()
    try:
        add(lasting, *({"id": str(number), "output": f"a{letter}bc"} for number, letter in enumerate(letters)))
        for number, letter in enumerate(letters):
            candidates = may_contain(lasting, LOG_TEXTS, [f"a{letter.lower()}b"])
            assert candidates is None or number + 1 in lasting.scalars(candidates).all(), letter
    finally:
        savepoint.rollback()


@pytest.mark.parametrize(
    "text", ["straße", "ÎLE", "ΣΟΦΊΑ", "москва", "Việt", "Հայաստան", "日本語", "ישראל", "भारत", "İstanbul"]
)
def test_texts_in_common_languages_are_looked_up(lasting: Connection, text: str) -> None:
    assert may_contain(lasting, LOG_TEXTS, [text]) is not None


def test_the_rest_of_the_row_is_not_searched(connection: Connection) -> None:
    add(connection, {"id": "data_1", "output": "parrot"})
    connection.execute(sa.update(logs).values(error="mistake", messages=[{"content": "message"}]))
    assert search(connection, "mistake") == search(connection, "message") == []
