"""What one part of a document cannot say costs that part, and not the whole API.

The readers report what they cannot turn into code. Here that is cut out of the document, as little as it takes, and the
rest is read again: a schema becomes one that says nothing, or else the operation goes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from codegen.api import Api
from codegen.normal import METHODS
from codegen.notes import AS_ANY, LEFT_OUT, PATH_LEFT_OUT, Note
from codegen.parse import NO_OPERATIONS, parse
from codegen.spec import Document, Node, Problem, SpecError
from codegen.walk import SCHEMA_LISTS, SCHEMA_MAPS, SCHEMA_PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from codegen.spec import Place

    Path = tuple[str, ...]

_ROUNDS: Final = 25
_OPERATION: Final = 3
"""Steps of the way to an operation: `paths`, its path, its method."""


def parse_forgivingly(document: Document) -> tuple[Api, tuple[Problem, ...]]:
    """Make the model of an API out of all that can be turned into code.

    Returns:
        The model, with a note for everything else; and problems only where nothing could be left out to mend them.
    """
    described = sum(method in METHODS for _, item in document.root.get("paths") for method, _ in item)
    notes: list[Note] = []
    cut: set[Path] = set()
    for _ in range(_ROUNDS):
        api, problems = _parsed(document)
        # What is said for this generator alone has to be right.
        wrong = [Problem(note.place, note.reason) for note in api.notes if _is_setting(note.place, document)]
        wrong += [problem for problem in problems if _is_setting(problem.place, document)]
        if wrong:
            return api, tuple(wrong)
        if not problems:
            return replace(api, notes=(*notes, *api.notes), described=described), ()
        found = [entry for problem in problems for entry in _remedies(problem, document.root, cut)]
        if not found:
            break
        gone = {entry.path for entry in found if not entry.is_schema}
        found = [entry for entry in found if not entry.is_schema or gone.isdisjoint(_above(entry.path))]
        for remedy in found:
            if remedy.path not in cut:
                cut.add(remedy.path)
                notes.append(remedy.note)
        document = replace(document, root=_without(document.root, {entry.path: entry.is_schema for entry in found}))
    api, problems = _parsed(document)
    lost = tuple(
        Problem(note.place, note.reason) for note in (*notes, *api.notes) if note.done in {LEFT_OUT, PATH_LEFT_OUT}
    )
    # Where nothing is left, what it was left out for says more than that.
    others = tuple(problem for problem in problems if not lost or problem.message != NO_OPERATIONS)
    return api, tuple(dict.fromkeys((*lost, *others)))


def _is_setting(place: Place, document: Document) -> bool:
    return bool(document.settings) and place.file == document.settings


def _above(path: Path) -> tuple[Path, Path]:
    """The path and the operation that something stands in."""
    return path[: _OPERATION - 1], path[:_OPERATION]


def _parsed(document: Document) -> tuple[Api, tuple[Problem, ...]]:
    try:
        return parse(document, is_strict=False)
    except SpecError as error:
        return Api("", (), ()), (error.problem,)


@dataclass(frozen=True)
class _Remedy:
    """What is cut out: a schema, which becomes one that says nothing, or an operation."""

    path: Path
    is_schema: bool
    note: Note


def _remedies(problem: Problem, root: Node, cut: set[Path]) -> Iterable[_Remedy]:
    """Find the least that has to go: the schema around the problem, if it is not gone already, else the operation."""
    path = problem.place.path
    schema = schema_around(path)
    if schema and schema not in cut:
        return [_Remedy(schema, is_schema=True, note=Note(problem.place, problem.message, AS_ANY))]
    for place in (problem.within, problem.place):
        operation = place.path[:_OPERATION] if place else ()
        if len(operation) == _OPERATION and operation[0] == "paths" and operation[2] in METHODS:
            return [_Remedy(operation, is_schema=False, note=Note(problem.place, problem.message, LEFT_OUT))]
    if path[:1] == ("paths",) and len(path) > 1:
        # Something that all operations of a path have in common.
        ways = [(*path[:2], method) for method, _ in root.get("paths").get(path[1]) if method in METHODS]
        note = Note(problem.place, problem.message, LEFT_OUT)
        return [_Remedy(way, is_schema=False, note=note) for way in ways or [path[:2]]]
    return []


def schema_around(path: Path) -> Path:
    """The way to the innermost schema that a way leads into; empty if it leads into none."""
    found: Path = ()
    index, is_schema = 0, False
    if path[:2] == ("components", "schemas") and len(path) > 2:
        found, index, is_schema = path[:3], 3, True
    while index < len(path):
        step = path[index]
        if not is_schema:
            index += 1
            if step in {"example", "examples"}:
                break
            is_schema = step == "schema"
        elif step in SCHEMA_PLACES:
            index += 1
        elif step in SCHEMA_MAPS | SCHEMA_LISTS and index + 1 < len(path):
            index += 2
        else:
            break
        found = path[:index] if is_schema else found
    return found


def _without(node: Node, cuts: Mapping[Path, bool]) -> Node:
    """Cut schemas and operations out of a tree."""
    below: dict[str, dict[Path, bool]] = {}
    for path, is_schema in cuts.items():
        if not path:
            # A remark stays: it is what readers of the code learn.
            kept = {key: child for key, child in node if key in {"description", "title"} and is_schema}
            return node.having(kept)
        below.setdefault(path[0], {})[path[1:]] = is_schema
    fields = {
        key: _without(child, below[key]) if key in below else child
        for key, child in node
        # An operation goes whole, whatever else is the matter in it.
        if below.get(key, {}).get((), True)
    }
    elements = tuple(
        _without(child, below[str(index)]) if str(index) in below else child
        for index, child in enumerate(node.elements)
    )
    if node.elements:
        return replace(node, elements=elements, value=[element.value for element in elements])
    return node.having(fields)
