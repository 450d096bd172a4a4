"""The vendor's export tree: where everything stands, and the records in an order that suits the writer."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from humanloop.server.errors import ServerError
from humanloop.server.json_values import as_array, as_object
from humanloop.server.moving.records import (
    Change,
    Datapoint,
    Dataset,
    Deployment,
    Evaluation,
    Failure,
    Log,
    Place,
    Record,
    Said,
    Skipped,
)
from humanloop.server.moving.values import check_messages, kept, left_over, moment
from humanloop.server.moving.vendor.evaluators import evaluator_of
from humanloop.server.moving.vendor.files import IDENTITY, KINDS, name_of, project_of, type_of, version_name
from humanloop.server.moving.vendor.logs import Context, records_of, said_of
from humanloop.server.moving.vendor.paths import check_name, is_file, is_name, listed, numbered
from humanloop.server.moving.vendor.versions import config_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from humanloop.server.moving.reading import Item, Reader
    from humanloop.server.moving.records import Project

_DONE = ".done"
_MISSING_PAGE = re.compile("Error fetching page")
# The day and the time of day.
_MADE = re.compile(r"(\d{8})-(\d{6})", re.ASCII)
_CONFIG_TYPES = ("prompt", "agent", "tool", "flow")
_STATUSES = {"pending": "cancelled", "running": "cancelled"}
_KNOWN_STATUSES = frozenset({"completed", "cancelled", "failed"})
_OF_RUN = frozenset(
    {"id", "dataset", "version", "orchestrated", "added_at", "created_at", "updated_at", "status", "control"}
)
_OF_DATAPOINT = frozenset({"id", "inputs", "messages", "target", "created_at", "updated_at", "dataset_id"})


class Tree:
    """One tree.

    Args:
        root: The folder that holds `files`.
        reader: Reads its files.
        prefix: Stands before the names of projects.
        all_versions: Whether older versions are wanted, too.
    """

    def __init__(self, root: Path, reader: Reader, prefix: str, *, all_versions: bool) -> None:
        self._root = root
        self._reader = reader
        self._prefix = prefix
        self._all_versions = all_versions
        self._files = root / "files"
        self.find_file = cache(self._find_file)

    def incomplete(self) -> list[str]:
        """List the files whose export did not end."""
        return sorted(path.name for path in self._folders() if not (path / _DONE).exists())

    def missing_pages(self) -> int:
        """Count the pages that the tool gave up."""
        log = self._root / "export.log"
        if not log.is_file() or not self._reader.holds(log):
            return 0
        with log.open(encoding="utf-8", errors="replace") as file:
            return sum(bool(_MISSING_PAGE.search(line)) for line in file)

    def size(self) -> int:
        """Add up the bytes of all files that are read."""
        return sum(path.stat().st_size for path in self._files.rglob("*") if path.is_file())

    def definitions(self) -> Iterator[Record]:
        """Read everything but logs."""
        for folder in self._folders():
            yield from self._guarded(folder / "file.json", partial(self._of_file, folder))
        for folder in self._folders():
            for path in listed(folder / "evaluations"):
                yield from self._guarded(path / "evaluation.json", partial(self._evaluations, folder, path))

    def logs(self) -> Iterator[Record]:
        """Read the logs: those of evaluations first, those of evaluators last."""
        folders = list(self._folders())
        for folder in folders:
            for path in listed(folder / "evaluations"):
                yield from self._evaluation_logs(folder, path)
        last = [folder for folder in folders if folder.name.startswith("ev_")]
        for folder in [*(each for each in folders if each not in last), *last]:
            file = self.find_file(folder.name) or {"id": folder.name}
            context = self._context(file)
            for path in numbered(folder / "logs"):
                for item in self._reader.lines(path):
                    yield from _read(item, lambda item=item, context=context: _records(item, item.value, context))

    def find_version(self, file_id: str, version_id: str) -> Mapping[str, Any] | None:
        """Find a version by the ids of its file and its own."""
        path = self._files / file_id / "versions" / version_id
        if is_name(file_id) and is_name(version_id) and is_file(path):
            item = self._reader.document(path)
            if item.problem is None:
                return item.value
        newest = self.find_file(file_id)
        return newest if newest is not None and newest.get("version_id") == version_id else None

    def _find_file(self, file_id: str) -> Mapping[str, Any] | None:
        path = self._files / file_id / "file.json"
        if not is_name(file_id) or not is_file(path):
            return None
        item = self._reader.document(path)
        return {"id": file_id, **item.value} if item.problem is None else None

    def _folders(self) -> list[Path]:
        return [path for path in listed(self._files) if path.is_dir()]

    def _guarded(self, path: Path | str, read: Any, kind: str = "files") -> Iterator[Record]:
        """Read what belongs to a file; what does not fit is told, and the rest is read."""
        try:
            yield from read()
        except (ServerError, ValueError, TypeError, AttributeError, KeyError) as error:
            yield Failure(kind, Place(str(path)), _said(error))

    def _of_file(self, folder: Path) -> Iterator[Record]:
        path = folder / "file.json"
        item = self._reader.document(path)
        if item.problem is not None:
            yield Failure("files", Place(str(path)), item.problem)
        file: dict[str, Any] = {"id": folder.name, **item.value}
        versions = list(self._versions(folder, file))
        if item.problem is not None:
            # The newest version that is there says what the file would.
            known = [version for _, version, problem in versions if problem is None]
            file = {**(known[-1] if known else {}), "id": folder.name}
        kind = type_of(file)
        for version_path, version, problem in versions:
            if problem is not None:
                yield Failure(KINDS.get(kind, "files"), Place(str(version_path)), problem)
                continue
            read = partial(self._of_version, folder, file, version)
            yield from self._guarded(version_path, read, KINDS.get(kind, "files"))
        if kind in _CONFIG_TYPES and item.problem is None:
            yield from self._guarded(folder / "deployments.json", partial(self._deployments, folder, file))

    def _versions(self, folder: Path, file: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any], str | None]]:
        """Read the versions of a file, oldest first; the newest stands in `file.json`, too."""
        found: list[tuple[Path, dict[str, Any], str | None]] = []
        newest = file.get("version_id")
        for path in listed(folder / "versions"):
            item = self._reader.document(path)
            version = {"id": folder.name, "version_id": path.name, **item.value}
            if self._all_versions or newest is None or path.name == newest:
                found.append((path, {**version, "type": type_of(file) or type_of(version)}, item.problem))
        if newest is not None and all(version["version_id"] != newest for _, version, _ in found):
            found.append((folder / "file.json", dict(file), None))
        yield from sorted(found, key=lambda each: str(each[1].get("created_at") or ""))

    def _of_version(self, folder: Path, file: Mapping[str, Any], version: Mapping[str, Any]) -> Iterator[Record]:
        kind = type_of(file)
        if kind in _CONFIG_TYPES:
            yield config_of(version, self._prefix, self.find_version, self._project(file))
        elif kind == "evaluator":
            yield evaluator_of(_in_file(version, file), self._prefix)
        elif kind == "dataset":
            yield self._dataset(folder, version, file)

    def _deployments(self, folder: Path, file: Mapping[str, Any]) -> Iterator[Record]:
        project = self._project(file)
        path = folder / "deployments.json"
        found = list(self._reader.objects(path)) if is_file(path) else []
        # Production last: what is deployed there last is what is seen first.
        for item in sorted(found, key=lambda each: each.value.get("environment_tag") == "default"):
            each = item.value
            version = None if item.problem else self.find_version(folder.name, str(each.get("version_id")))
            if version is None:
                reason = f"the version {each.get('version_id')} is not in the export"
                yield Failure("deployments", Place(str(path)), item.problem or reason)
                continue
            config = config_of({**version, "type": type_of(file)}, self._prefix, self.find_version, project)
            yield Deployment(config, str(each.get("environment_name") or "production"), self._exported())
        if type_of(file) in {"prompt", "agent"} and file.get("version_id"):
            yield Deployment(config_of(file, self._prefix, self.find_version, project), None)

    def _exported(self) -> int | None:
        """Tell when the tree was made, by the name that the vendor's tool gave it."""
        found = _MADE.fullmatch(self._root.resolve().name)
        return None if found is None else int("".join(found.groups()))

    def _project(self, file: Mapping[str, Any]) -> Project:
        project = project_of(file, self._prefix)
        # The old id of a dataset leads to the dataset.
        return replace(project, is_old_id=False) if type_of(file) == "dataset" else project

    def _dataset(self, folder: Path, version: Mapping[str, Any], file: Mapping[str, Any]) -> Dataset:
        key = str(version.get("version_id") or folder.name)
        check_name("version_id", key)
        is_newest = file.get("version_id") in (None, key)
        name = self._prefix + name_of(_in_file(version, file))
        rest = left_over(version, IDENTITY)
        return Dataset(
            key=key,
            file_key=folder.name,
            is_newest=is_newest,
            project=self._project(file),
            name=name,
            older_name=f"{name} ({version_name(version)})",
            datapoints=partial(self._datapoints, folder, key),
            description=version.get("version_description") or file.get("description"),
            created_at=moment(version.get("created_at")),
            updated_at=moment(version.get("updated_at")),
            rest=rest,
            changes=tuple(kept(rest)),
        )

    def _datapoints(self, folder: Path, version_id: str) -> Iterator[Datapoint | Failure]:
        try:
            pages = numbered(folder / "datapoints" / version_id)
        except OSError as error:
            yield Failure("datapoints", Place(str(folder)), error.strerror or str(error))
            return
        for path in pages:
            for item in self._reader.lines(path):
                yield from _read(item, lambda item=item, path=path: [_datapoint(item, path)], "datapoints")

    def _evaluations(self, folder: Path, path: Path) -> Iterator[Record]:
        item = self._reader.document(path / "evaluation.json")
        if item.problem is not None:
            yield Failure("evaluations", item.place, item.problem)
        runs = [self._reader.document(each) for each in listed(path / "runs")]
        evaluators = [as_object(as_object(each).get("version")) for each in as_array(item.value.get("evaluators"))]
        for run in runs:
            if run.problem is not None:
                yield Failure("evaluations", run.place, run.problem)
                continue
            read = partial(self._evaluation, folder, item.value, run, evaluators, is_alone=len(runs) == 1)
            yield from self._guarded(run.place.file, read, "evaluations")

    def _evaluation(
        self,
        folder: Path,
        evaluation: Mapping[str, Any],
        run: Item,
        evaluators: Sequence[Mapping[str, Any]],
        *,
        is_alone: bool,
    ) -> Iterator[Evaluation | Skipped]:
        """Build the evaluation that a run becomes; one without version or dataset becomes none."""
        given = run.value
        version, dataset = as_object(given.get("version")), as_object(given.get("dataset"))
        if type_of(version) not in _CONFIG_TYPES or not dataset.get("id"):
            yield Skipped("evaluations", Change("runs", "left out: a run without a version or a dataset"))
            return
        file = self.find_file(str(evaluation.get("file_id") or folder.name)) or version
        config = config_of(version, self._prefix, self.find_version, self._project(file))
        status = str(given.get("status"))
        rest = {
            **left_over(given, _OF_RUN),
            **left_over({name: evaluation.get(name) for name in ("id", "url", "created_by")}, ()),
        }
        changes: list[Change] = []
        if status in _STATUSES:
            changes.append(Change("status", "cancelled: importing starts nothing", status))
        name = evaluation.get("name")
        key = str(given.get("id") or run.place.file.rpartition("/")[2])
        yield Evaluation(
            key=key,
            name=name if is_alone or not name else f"{name} ({key})",
            config=config,
            dataset=self._dataset_of(dataset),
            evaluators=tuple(evaluator_of(each, self._prefix) for each in evaluators if each),
            status=_STATUSES.get(status, status if status in _KNOWN_STATUSES else "completed"),
            is_generated=bool(given.get("orchestrated")),
            created_at=moment(given.get("created_at")),
            updated_at=moment(evaluation.get("updated_at")),
            rest=rest,
            changes=(*changes, *kept(rest)),
        )

    def _dataset_of(self, version: Mapping[str, Any]) -> Dataset:
        dataset_id = str(version["id"])
        check_name("id", dataset_id)
        return self._dataset(self._files / dataset_id, version, self.find_file(dataset_id) or version)

    def _evaluation_logs(self, folder: Path, path: Path) -> Iterator[Record]:
        file = self.find_file(folder.name) or {"id": folder.name}
        for each in numbered(path / "logs"):
            for item in self._reader.lines(each):
                yield from _read(item, lambda item=item: self._evaluation_log(item, file))

    def _evaluation_log(self, item: Item, file: Mapping[str, Any]) -> Iterator[Log | Said]:
        log, run = as_object(item.value.get("log")), item.value.get("run_id")
        datapoint = as_object(item.value.get("datapoint")).get("id") or log.get("source_datapoint_id")
        belongs = (str(run), str(datapoint)) if run and datapoint else None
        context = replace(self._context(file), evaluation=belongs)
        yield from _records(item, log, context)
        judgments = as_array(item.value.get("evaluator_logs"))
        feedback, results = said_of(
            judgments, str(log.get("id")), context, item.place, None if run is None else str(run)
        )
        if feedback or results:
            yield Said(str(log.get("id")), feedback, results, item.place)

    def _context(self, file: Mapping[str, Any]) -> Context:
        return Context(self._prefix, self.find_version, self.find_file, file)


def _records(item: Item, log: Mapping[str, Any], context: Context) -> Iterator[Log | Said]:
    return records_of(log, context, item.place, item.size)


def _datapoint(item: Item, path: Path) -> Datapoint:
    rest = left_over(item.value, _OF_DATAPOINT)
    check_messages("messages", item.value.get("messages"))
    return Datapoint(
        key=str(item.value.get("id") or f"{path}:{item.place.line}"),
        inputs=item.value.get("inputs"),
        messages=item.value.get("messages"),
        target=item.value.get("target"),
        created_at=moment(item.value.get("created_at")),
        rest=rest,
        changes=tuple(kept(rest)),
    )


def _read(item: Item, read: Any, kind: str = "logs") -> Iterator[Any]:
    """Read the records of a line; a line that does not fit is told, and costs no other."""
    if item.problem is not None:
        yield Failure(kind, item.place, item.problem)
        return
    try:
        yield from read()
    except (ServerError, ValueError, TypeError, AttributeError, KeyError) as error:
        yield Failure(kind, item.place, _said(error))


def _said(error: Exception) -> str:
    return error.message if isinstance(error, ServerError) else f"it does not have the form of the export: {error}"


def _in_file(version: Mapping[str, Any], file: Mapping[str, Any]) -> dict[str, Any]:
    """Say of a version what the newest one says of the file: a file is called as it was called last."""
    return {**version, **{name: file[name] for name in ("id", "path", "name") if file.get(name)}}
