"""Copies of SQLite files that are in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import mkstemp

from humanloop.server.store.occupancy import SERVED

BESIDE = ("-wal", "-shm", "-journal")
"""Ends of the files that SQLite keeps beside a database."""
_SECONDS_TO_WAIT = 10


class InUseError(Exception):
    """A file is a database that another program has open."""


def copy_database(source: Path, target: Path) -> int:
    """Copy a database into one file, while others read and write it; answers the size of the copy.

    What was committed before is in it, and it is one state of the database: the copy is made in one step, which no
    writer has to wait for. It takes the place of `target` once it is complete and on disk.

    Args:
        source: The file of the database.
        target: Where to; a file that is there is replaced.

    Raises:
        InUseError: What is at `target` is a database that is in use.
        OSError: The copy cannot be written.
        sqlite3.Error: The database cannot be read.
    """
    # Readable for the owner only, as the database is.
    number, name = mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(number)
    beside = Path(name)
    try:
        with closing(open_read_only(source)) as reader, closing(sqlite3.connect(beside)) as writer:
            reader.backup(writer)
            # A copy is one file; a server turns the log on again when it opens it.
            writer.execute("PRAGMA journal_mode=DELETE")
        _to_disk(beside)
        if target.exists():
            let_go(target)
        beside.replace(target)
    except BaseException:
        # A copy that the disk has no room for is not rolled back, either: its journal stays.
        for end in ("", *BESIDE):
            beside.with_name(beside.name + end).unlink(missing_ok=True)
        raise
    _to_disk(target.parent)
    return target.stat().st_size


def belongs_to(path: Path, database: Path) -> bool:
    """Tell whether a path is that of a file that SQLite, or the server of a database, keeps beside it."""
    # SQLite keeps them beside the file itself, by whatever links that is named.
    real = os.path.realpath(database)
    return os.path.realpath(path) in {real + end for end in (*BESIDE, SERVED)}


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open a database that others may be writing to; nothing in it can be changed.

    Raises:
        sqlite3.Error: It cannot be opened.
    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_SECONDS_TO_WAIT)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def let_go(path: Path) -> None:
    """Make sure that nobody has a database open, and take what belongs to it from beside it.

    Raises:
        InUseError: Somebody has.
    """
    # A log that stayed would be taken for that of the next file of this name.
    with closing(sqlite3.connect(path, timeout=0)) as connection, suppress(sqlite3.DatabaseError):
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise InUseError(f"{path} is a database that another program has open") from error
            raise
    for end in BESIDE:
        path.with_name(path.name + end).unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
