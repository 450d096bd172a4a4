"""Records to plain dicts and data frames, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Dict, List, cast

from humanloop.core.errors import ApiTypeError, ApiValueError, ClientConfigurationError
from humanloop.core.halves import whole, without_halves
from humanloop.core.json_kinds import is_object
from humanloop.core.loading import LOADING
from humanloop.display.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    import polars as pl

_DEEPEST = 8
"""How deep objects are flattened; what is deeper stays an object."""
_AMBIGUOUS = re.compile(r"\.|\\(?=[.\\]|$)")
_ESCAPED = re.compile(r"\\([.\\])")
_EXACT = 1 << 53
"""Integers up to here, and down to its negative, are the same as a float."""
_INT64 = range(-(1 << 63), 1 << 63)
_UINT64 = range(1 << 64)
_STEP = re.compile(r"(?:\\[.\\]|[^.])*")


def to_records(records: Iterable[Any]) -> List[Dict[str, Any]]:
    r"""Make a plain dict of each record. All have the same keys; nested objects are flattened: `inputs.question`.

    A dot in a key has a backslash before it (`inputs.gpt-3\.5`), and `from_records` takes it for a part of the key. An
    object without keys is None, as one that is not there is: neither has a column that could hold anything.

    Args:
        records: Models or dicts: a list, a page (then all pages from this one on are walked), any iterable.

    Raises:
        ApiTypeError: One of the records is no object.
        ApiException: The server answered the request for a further page with an error.
    """
    rows = [_flat(_plain(record)) for record in records]
    columns = _columns(rows)
    return [{column: row.get(column) for column in columns} for row in rows]


def to_pandas(records: Iterable[Any]) -> pd.DataFrame:
    """Make a data frame of pandas. Integers that a column of floats would change are in one of `Int64`, or of objects.

    Args:
        records: As for `to_records`.

    Raises:
        ClientConfigurationError: pandas is not installed.
        ApiTypeError: One of the records is no object.
    """
    try:
        with LOADING:
            import pandas as pd  # noqa: PLC0415 - not every user has it
    except ModuleNotFoundError as error:
        raise ClientConfigurationError("`to_pandas` needs pandas: pip install pandas") from error
    rows = _writable(records)
    frame = pd.DataFrame(rows)
    for name in rows[0] if rows else ():
        values = [row[name] for row in rows] if frame[name].dtype.kind == "f" else ()
        if _has_large(values):
            is_whole = all(value is None or (type(value) is int and value in _INT64) for value in values)
            frame[name] = pd.Series(values, dtype="Int64" if is_whole else object)
    return frame


def to_polars(records: Iterable[Any]) -> pl.DataFrame:
    """Make a data frame of Polars. Its columns have one type each, so values of several types become JSON text.

    So do integers for which no type has room, and those beside fractions that would change them.

    Args:
        records: As for `to_records`.

    Raises:
        ClientConfigurationError: Polars is not installed.
        ApiTypeError: One of the records is no object.
    """
    try:
        with LOADING:
            import polars as pl  # noqa: PLC0415 - not every user has it
    except ModuleNotFoundError as error:
        raise ClientConfigurationError("`to_polars` needs Polars: pip install polars") from error
    rows = _writable(records)
    columns = list(rows[0]) if rows else []
    return pl.DataFrame([pl.Series(name, _of_one_type([row[name] for row in rows])) for name in columns])


def _writable(records: Iterable[Any]) -> List[Dict[str, Any]]:
    """Make records of a data frame: it holds no half of a surrogate pair, or no file could be made of it."""
    return [{whole(name): without_halves(value) for name, value in record.items()} for record in to_records(records)]


def from_records(records: Iterable[Mapping[str, Any]]) -> List[Any]:
    """Make nested objects of flat ones: `{"inputs.question": …}` becomes `{"inputs": {"question": …}}`.

    What a data frame holds where there is nothing (None, NaN, NaT) is left out.

    Args:
        records: Flat records, such as `frame.to_dict("records")` of pandas or `frame.to_dicts()` of Polars.

    Returns:
        Dicts; their type is open, so that they can be the body of any call.

    Raises:
        ApiTypeError: The name of a column is no text, or a record is no object.
        ApiValueError: Two columns say different things of one place.
    """
    nested: list[dict[str, Any]] = []
    for record in records:
        made: dict[str, Any] = {}
        for name, value in _object(record).items():
            if not _is_missing(value):
                _put(made, name, value)
        nested.append(made)
    return nested


def _put(into: dict[str, Any], name: str, value: Any) -> None:
    *path, last = map(_plain_step, _steps(name))
    for step in path:
        inner = into.setdefault(step, {})
        if not is_object(inner):
            raise ApiValueError(
                f"the column {name!r} says that {step!r} is an object, and another column gives it a value"
            )
        into = inner
    if last in into:
        raise ApiValueError(f"the column {name!r} says again what another column says")
    into[last] = {**value} if is_object(value) else value


def _is_missing(value: Any) -> bool:
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    # NaN and NaT are the values that differ from themselves; arrays answer with an array, and are there. NumPy's own
    # have a truth of their own, `bool_` or `bool` by its release.
    differs: Any = value != value  # noqa: PLR0124
    return type(differs).__name__ in {"bool", "bool_"} and bool(differs)


def _plain(record: Any) -> dict[str, Any]:
    if hasattr(record.__class__, "model_fields"):
        plain: dict[str, Any] = record.model_dump(by_alias=True, warnings=False)
        return kinds().table_row(plain)
    if is_object(record):
        return kinds().table_row(record)
    raise ApiTypeError(f"a record is an object, not {type(record).__name__}")


def _flat(record: Mapping[str, Any], before: str = "", depth: int = 1) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in record.items():
        step = f"{before}{_escaped(name)}"
        if is_object(value) and value and depth < _DEEPEST:
            flat |= _flat(value, f"{step}.", depth + 1)
        else:
            flat[step] = None if value == {} else value
    return flat


def _escaped(step: Any) -> str:
    """Write a key so that it can stand in the name of a column: a dot in it gets a backslash before it."""
    if not isinstance(step, str):
        raise ApiTypeError(f"a key must be text, not {type(step).__name__}: {step!r}")
    return _AMBIGUOUS.sub(r"\\\g<0>", step)


@lru_cache(4096)
def _steps(name: Any) -> list[str]:
    """Take the name of a column apart, at the dots without a backslash before them."""
    if not isinstance(name, str):
        raise ApiTypeError(f"the name of a column must be text, not {type(name).__name__}: {name!r}")
    steps: list[str] = []
    at = -1
    while at < len(name):
        step = _STEP.match(name, at + 1)
        steps.append("" if step is None else step[0])
        at += 1 + len(steps[-1])
    return steps


def _plain_step(step: str) -> str:
    """Read a key as it was."""
    return _ESCAPED.sub(r"\g<1>", step)


def _object(record: Any) -> Mapping[str, Any]:
    if not isinstance(record, Mapping):
        raise ApiTypeError(
            f"a record is an object, not {type(record).__name__}: of a data frame,"
            ' give `frame.to_dict("records")` of pandas or `frame.to_dicts()` of Polars'
        )
    return cast("Mapping[str, Any]", record)


def _columns(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """All keys of all rows, those of one field together; an object that some rows lack has no column of its own."""
    by_field: dict[str, dict[str, bool]] = {}
    for row in rows:
        for name, value in row.items():
            names = by_field.setdefault(_steps(name)[0], {})
            names[name] = names.get(name, False) or value is not None
    columns: list[str] = []
    for names in by_field.values():
        objects = {".".join(path[:depth]) for path in map(_steps, names) for depth in range(1, len(path))}
        columns += [name for name, said in names.items() if said or name not in objects]
    return columns


def _of_one_type(values: list[Any]) -> list[Any]:
    """Make values fit into one column of Polars: mixed and nested ones become JSON text."""
    kinds: set[Any] = {type(value) for value in values if value is not None}
    if kinds == {int, float} and not _has_large(values):
        return [None if value is None else float(value) for value in values]
    if kinds == {int}:
        is_one = any(all(value is None or value in room for value in values) for room in (_INT64, _UINT64))
        return values if is_one else [None if value is None else str(value) for value in values]
    if len(kinds) < 2 and not kinds & {dict, list}:
        return values
    if kinds == {list} and all(type(item) is str for value in values if value for item in value):
        return values
    return [value if value is None or isinstance(value, str) else _json(value) for value in values]


def _has_large(values: Iterable[Any]) -> bool:
    """Say whether there is an integer that a float may not hold as it is."""
    return any(type(value) is int and abs(value) > _EXACT for value in values)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
