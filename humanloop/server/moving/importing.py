"""An import from its first record to its last: batches that are committed one after the other."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DataError, IntegrityError, OperationalError, StatementError

from humanloop.server.errors import ServerError, UnavailableError
from humanloop.server.moving.records import (
    Change,
    Config,
    Dataset,
    Deployment,
    Evaluation,
    Evaluator,
    Failure,
    Log,
    Place,
    Said,
    Skipped,
)
from humanloop.server.moving.writing.datasets import datapoint_pieces, put_datapoints, put_dataset
from humanloop.server.moving.writing.definitions import put_config, put_deployment, put_evaluator
from humanloop.server.moving.writing.evaluations import put_evaluation
from humanloop.server.moving.writing.known import Known
from humanloop.server.moving.writing.logs import find_parents, put_logs
from humanloop.server.store import logs as log_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from sqlalchemy.engine import Connection

    from humanloop.server.moving.choice import Choice
    from humanloop.server.moving.records import Record
    from humanloop.server.moving.report import Report
    from humanloop.server.moving.sources import Source
    from humanloop.server.moving.writing.orphans import Orphans
    from humanloop.server.store.writer import Writer

    Job = Callable[[Connection], object]

# As many as a database takes in a moment: a server that writes to it, too, must not wait long.
_MOST_LOGS = 500
_MOST_BYTES = 4_000_000
_MOST_DEFINITIONS = 50
_MOST_WAITS = 30
# What is wrong with single records. Anything else is wrong with the database, and ends the import.
_OF_RECORDS = (ServerError, DataError, IntegrityError, ValueError, TypeError, KeyError, AttributeError, StatementError)


class Import:
    """One import.

    Args:
        writer: Writes to the database.
        orphans: Holds logs whose parents are not there yet.
        choice: What is wanted.
    """

    def __init__(self, writer: Writer, orphans: Orphans, choice: Choice) -> None:
        self._writer = writer
        self._orphans = orphans
        self._choice = choice
        self._known = Known()
        self._running: tuple[Future[object], Sequence[Log | Said]] | None = None

    @property
    def report(self) -> Report:
        """What has come of it so far."""
        return self._known.report

    def run(self, sources: Sequence[Source]) -> None:
        """Take in everything that is wanted of some sources."""
        for source in sources:
            self.report.incomplete += [name for name in source.incomplete() if name not in self.report.incomplete]
            self.report.missing_pages += source.missing_pages()
        for source in sources:
            self._define(self._chosen(source.definitions()))
        for source in sources:
            self._log(self._chosen(source.logs()))
        self._adopt()

    def _chosen(self, records: Iterable[Record]) -> Iterator[Any]:
        """Read records that are wanted; what cannot be read goes to the report."""
        for record in records:
            wanted = self._choice.of(record)
            if isinstance(wanted, Failure):
                self.report.failed(wanted.kind, wanted.place, wanted.reason)
            elif isinstance(wanted, Skipped):
                self.report.skipped(wanted.kind)
                self.report.note(wanted.kind, wanted.change)
            elif wanted is not None:
                yield wanted

    def _define(self, records: Iterator[Any]) -> None:
        waiting: list[Any] = []
        for record in records:
            if isinstance(record, (Dataset, Evaluation)):
                self._put(_put_definition, waiting)
                waiting = []
                self._fill(record if isinstance(record, Dataset) else record.dataset)
            waiting.append(record)
            if len(waiting) == _MOST_DEFINITIONS:
                self._put(_put_definition, waiting)
                waiting = []
        self._put(_put_definition, waiting)

    def _fill(self, dataset: Dataset) -> None:
        """Store a dataset with its datapoints, some at a time."""
        if self._known.find("full dataset", dataset.key):
            return
        self._put(_put_definition, [dataset])
        for piece in datapoint_pieces(dataset):
            self._put(lambda connection, known, each: put_datapoints(connection, known, dataset, [each]), piece)
        self._known.put("full dataset", dataset.key, dataset.key)
        self._known.commit()

    def _log(self, records: Iterator[Any]) -> None:
        """Store logs. While a batch is written, the next one is read."""
        batch: list[Log | Said] = []
        size = 0
        for record in records:
            batch.append(record)
            size += record.size
            if len(batch) >= _MOST_LOGS or size >= _MOST_BYTES:
                self._write(batch)
                batch, size = [], 0
        self._write(batch)
        self._finish()

    def _write(self, batch: Sequence[Log | Said]) -> None:
        self._finish()
        if batch:
            self._running = (self._submit(self._log_job(batch)), batch)

    def _finish(self) -> None:
        """Wait for the batch that is being written; if a log of it cannot be, the others are all the same."""
        if self._running is None:
            return
        (future, batch), self._running = self._running, None
        try:
            future.result()
        except OperationalError as error:
            self._again(batch, error)
        except _OF_RECORDS as error:
            self._halve(batch, error)
        else:
            self._known.commit()

    def _again(self, batch: Sequence[Log | Said], error: OperationalError) -> None:
        """Try a batch again that another writer has kept out."""
        for _ in range(_MOST_WAITS):
            if not _is_locked(error):
                raise error
            time.sleep(1)
            try:
                self._submit(self._log_job(batch)).result()
            except OperationalError as again:
                error = again
            else:
                self._known.commit()
                return
        raise error

    def _halve(self, batch: Sequence[Log | Said], error: Exception) -> None:
        if isinstance(error, UnavailableError):
            raise error
        if len(batch) == 1:
            self._known.begin()
            self.report.failed("logs", batch[0].place, _reason(error))
            return
        middle = len(batch) // 2
        for half in (batch[:middle], batch[middle:]):
            self._running = (self._submit(self._log_job(half)), half)
            self._finish()

    def _log_job(self, batch: Sequence[Log | Said]) -> Job:
        return lambda connection: put_logs(connection, self._known, self._orphans, batch)

    def _put(self, put: Callable[[Connection, Known, Any], object], records: Sequence[Any]) -> None:
        """Store definitions together; if one of them cannot be stored, each by itself."""
        if not records:
            return
        try:
            self._submit(lambda connection: [put(connection, self._known, record) for record in records]).result()
        except _OF_RECORDS as error:
            self._known.begin()
            if isinstance(error, (UnavailableError, OperationalError)):
                raise
            if len(records) == 1:
                kind, name = _name_of(records[0])
                self.report.failed(kind, Place(name), _reason(error))
                return
            for record in records:
                self._put(put, [record])
        else:
            self._known.commit()

    def _submit(self, job: Job) -> Future[object]:
        def whole(connection: Connection) -> object:
            # It may be run more than once.
            self._known.begin()
            done = job(connection)
            self._known.write_notes(connection)
            return done

        return self._writer.submit(whole)

    def _adopt(self) -> None:
        """Put logs below parents that have come after them."""
        for piece in self._orphans.pieces():

            def job(connection: Connection, piece: Any = piece) -> int:
                found = find_parents(connection, piece.values())
                known = {child: found[parent] for child, parent in piece.items() if parent in found}
                log_rows.set_parents(connection, {child: parent for child, parent in known.items() if child != parent})
                return len(piece) - len(known)

            lost = self._writer.submit(job).result()
            how = "left out: the log above is nowhere"
            for _ in range(lost):
                self.report.changed("logs", [Change("parent_id", how)])


def _put_definition(connection: Connection, known: Known, record: Any) -> None:
    if isinstance(record, Config):
        put_config(connection, known, record)
    elif isinstance(record, Deployment):
        put_deployment(connection, known, record)
    elif isinstance(record, Evaluator):
        put_evaluator(connection, known, record)
    elif isinstance(record, Dataset):
        put_dataset(connection, known, record)
    else:
        put_evaluation(connection, known, record)


def _name_of(record: Any) -> tuple[str, str]:
    """Answer kind and name of a definition, for messages."""
    if isinstance(record, Failure):
        return record.kind, record.place.file
    if isinstance(record, Deployment):
        return "deployments", record.config.project.name
    kind = getattr(record, "kind", None) or f"{type(record).__name__.lower()}s"
    project = getattr(record, "project", None)
    name = getattr(record, "name", None) or record.key
    return kind, name if project is None else f"{project.name}: {name}"


def _reason(error: Exception) -> str:
    if isinstance(error, ServerError):
        return error.message
    return str(getattr(error, "orig", None) or error)


def _is_locked(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlite_errorname", "") == "SQLITE_BUSY"
