"""An import as a whole: the database, a place for what waits, and the sources in their order."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.audit import record
from humanloop.server.domain.organisation import set_up
from humanloop.server.moving.choice import Choice
from humanloop.server.moving.importing import Import
from humanloop.server.moving.own.reading import NotOursError, Restore, manifest_of
from humanloop.server.moving.progress import Progress
from humanloop.server.moving.reading import Reader
from humanloop.server.moving.scratch import scratch_store
from humanloop.server.moving.sources import Wanted, is_own_export, sources_of
from humanloop.server.moving.writing.orphans import Orphans
from humanloop.server.store.organisation import find_environment
from humanloop.server.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    import sqlalchemy as sa
    from sqlalchemy.engine import Connection

    from humanloop.server.redaction import Redactor

# A batch is large, and PostgreSQL may be far away.
_SECONDS = 300


@dataclass(frozen=True)
class Order:
    """What is to be imported, and how.

    Args:
        paths: Files and folders.
        choice: What of them is wanted.
        prefix: Stands before the names of projects.
        all_versions: Whether older versions are wanted, too.
        is_try: Whether nothing is to be written.
        limit: Most bytes of one record.
        environments: Environments that a new database has.
        who: Who imports, for the audit list.
        redactor: Takes out of texts what is not to be stored.
    """

    paths: Sequence[Path]
    choice: Choice = field(default_factory=Choice)
    prefix: str = ""
    all_versions: bool = True
    is_try: bool = False
    limit: int = 32_000_000
    environments: tuple[str, ...] = ("production",)
    who: str = "command"
    redactor: Redactor | None = None


def run_import(url: sa.URL, order: Order) -> dict[str, Any]:
    """Import; answers the report.

    Args:
        url: The database; a new one is made.
        order: What is to be imported.

    Raises:
        NoSourceError: One of the paths holds nothing that can be imported.
        NotOursError: An export of this server cannot be read, or only a part of it is wanted.
    """
    began = time.monotonic()
    progress = Progress()
    own = [path for path in order.paths if is_own_export(path)]
    for path in own:
        manifest_of(path)
        if order.choice != Choice() or not order.all_versions:
            raise NotOursError(
                f"{path} is an export of this server, which is read whole: --only, --since and --versions are for what "
                "comes from elsewhere. `humanloop export --project NAME` writes less."
            )
    wanted = Wanted(Reader(order.limit, progress.advance), order.prefix, all_versions=order.all_versions)
    # Before anything is made: a path that is wrong must leave no database behind.
    sources = sources_of([path for path in order.paths if path not in own], wanted)
    sizes = [source.size() for source in sources] + [each.lstat().st_size for path in own for each in path.iterdir()]
    progress.begin(sum(sizes))
    with tempfile.TemporaryDirectory(prefix="humanloop-import-") as name, _store(url, order, Path(name)) as store:
        store.writer.submit(lambda connection: _set_up(connection, order.environments)).result()
        orphans = Orphans(Path(name) / "waiting.db")
        try:
            done = Import(store.writer, orphans, order.choice)
            for path in own:
                Restore(path, store.writer, wanted.reader.within(path), done.report, order.prefix).run()
            done.run(sources)
        finally:
            orphans.close()
            progress.end()
        detail = {kind: number for (kind, outcome), number in done.report.kinds.items() if outcome == "imported"}
        subject = ", ".join(path.name for path in order.paths)
        store.writer.submit(lambda connection: record(connection, order.who, "import", subject, detail)).result()
        return done.report.answer(dry_run=order.is_try, seconds=time.monotonic() - began)


def _set_up(connection: Connection, environments: tuple[str, ...]) -> None:
    """Make what a new database lacks; in another one, its server has done so."""
    if find_environment(connection, None) is None:
        set_up(connection, environments)


@contextmanager
def _store(url: sa.URL, order: Order, folder: Path) -> Generator[Store]:
    if order.is_try:
        store = scratch_store(url, folder, is_compared=any(map(is_own_export, order.paths)))
    else:
        store = Store(url.render_as_string(hide_password=False), readers=1, seconds=_SECONDS, redactor=order.redactor)
    try:
        yield store
    finally:
        store.close()
