"""Files of v4 logs: pages, lists, JSON Lines or CSV."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.domain.config_content import model_content, tool_content
from humanloop.server.errors import ServerError
from humanloop.server.json_values import as_array, as_object
from humanloop.server.moving.loose_files import LooseFiles
from humanloop.server.moving.records import (
    Change,
    Config,
    Evaluator,
    Failure,
    Feedback,
    Log,
    Parent,
    Project,
    Record,
    Result,
)
from humanloop.server.moving.secrets import without_secrets
from humanloop.server.moving.v4.checking import check_config, check_feedback, check_log
from humanloop.server.moving.values import kept, left_over, moment, text_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from humanloop.server.moving.reading import Item, Reader

LOG_SUFFIXES = frozenset({".jsonl", ".json", ".csv", ".ndjson"})
"""How the names of such files end."""
_GENERIC = "imported"
_SAME = (
    *("source_datapoint_id", "environment", "source", "user", "inputs", "messages", "metadata", "save", "judgment"),
    *("output_message", "finish_reason", "prompt_tokens", "output_tokens", "tokens", "prompt_cost", "output_cost"),
    *("provider_latency", "tool_choice", "tools", "raw_output", "duration"),
)
_TEXTS = ("output", "error", "stdout")
_BODIES = ("provider_request", "provider_response")
_TAKEN = frozenset(
    {
        *_SAME,
        *_TEXTS,
        *_BODIES,
        *("id", "reference_id", "project", "project_id", "session_id", "session_reference_id", "parent_id"),
        *("parent_reference_id", "config", "config_id", "feedback", "evaluation_results", "created_at", "updated_at"),
        *("observability_status", "metric_values"),
    }
)
_TEXT_CELLS = frozenset(
    {
        *_TEXTS,
        *("id", "reference_id", "project", "project_id", "session_id", "session_reference_id", "parent_id"),
        *("parent_reference_id", "config_id", "source_datapoint_id", "environment", "source", "user", "created_at"),
        *("finish_reason", "raw_output"),
    }
)
"""Columns of tables that are text, also where it looks like something else."""
_NUMBERS = frozenset(
    {"prompt_tokens", "output_tokens", "tokens", "prompt_cost", "output_cost", "provider_latency", "duration"}
)


class V4Logs(LooseFiles):
    """Some files.

    Args:
        paths: The files.
        reader: Reads them.
        prefix: Stands before the names of projects.
    """

    def __init__(self, paths: Sequence[Path], reader: Reader, prefix: str) -> None:
        super().__init__(paths, prefix)
        self._reader = reader

    def definitions(self) -> Iterator[Record]:
        """Read what stands apart from logs: nothing does."""
        yield from ()

    def logs(self) -> Iterator[Record]:
        """Read the logs."""
        for path in self._paths:
            is_table = path.suffix == ".csv"
            for item in self._reader.rows(path) if is_table else self._reader.objects(path):
                if item.problem is not None:
                    yield Failure("logs", item.place, item.problem)
                    continue
                try:
                    value = _of_row(item.value) if is_table else item.value
                    yield _log(value, item, self._prefix, path.name.partition(".")[0])
                except (ServerError, ValueError, TypeError, AttributeError, KeyError) as error:
                    reason = error.message if isinstance(error, ServerError) else f"it is no log of the v4 API: {error}"
                    yield Failure("logs", item.place, reason)


def _log(log: Mapping[str, Any], item: Item, prefix: str, default_project: str) -> Log:
    key = log.get("id")
    if not isinstance(key, str) or not key:
        raise ValueError("it has no id")
    check_log(log)
    fields: dict[str, Any] = {name: log[name] for name in _SAME if log.get(name) is not None}
    fields |= {name: text_or_none(log.get(name)) for name in _TEXTS}
    changes: list[Change] = []
    secrets = 0
    for name in _BODIES:
        fields[name], number = without_secrets(log.get(name))
        if number:
            secrets += number
            changes.append(Change(name, "secrets are left out"))
    fields["created_at"] = moment(log.get("created_at"))
    fields["reference_id"] = log.get("reference_id") or key
    rest = left_over(log, _TAKEN)
    project = str(log.get("project") or default_project)
    project_key = str(log.get("project_id") or f"name:{project}")
    config = as_object(log.get("config"))
    config_key = str(log.get("config_id") or config.get("id") or _GENERIC)
    kind = str(config.get("type") or ("model" if config.get("model") else "generic"))
    config = {"name": config_key, **config} if kind == "tool" else config
    check_config(kind, config)
    return Log(
        key=key,
        config_key=f"{project_key}\0{config_key}",
        config=partial(_config, kind, config, config_key, project_key, prefix + project, is_known="project_id" in log),
        fields=fields,
        place=item.place,
        session=log.get("session_reference_id") or log.get("session_id"),
        parent=_parent(log),
        feedback=_feedback(log, key),
        results=_results(log, key, prefix),
        rest=rest,
        changes=(*changes, *kept(rest)),
        size=item.size,
        secrets=secrets,
    )


def _parent(log: Mapping[str, Any]) -> Parent | None:
    if log.get("parent_id"):
        return Parent(str(log["parent_id"]))
    return Parent(str(log["parent_reference_id"]), is_reference=True) if log.get("parent_reference_id") else None


def _config(
    kind: str, config: Mapping[str, Any], key: str, project_key: str, project_name: str, *, is_known: bool
) -> Config:
    """Build the config of a log; one that says nothing of it gets one that is called `imported`."""
    project = Project(project_key, project_name, kind if kind in {"model", "tool"} else "generic", is_old_id=is_known)
    name = config.get("name")
    if kind == "model":
        content = model_content(config, "chat" if config.get("chat_template") is not None else "complete")
    elif kind == "tool":
        content, name = tool_content(config), None
    else:
        content = {name: config[name] for name in ("name", "other") if config.get(name) is not None}
        kind, name = "generic", config.get("name") or _GENERIC
    return Config(
        kind="tools" if kind == "tool" else "prompts",
        key=key,
        project=project,
        type=kind,
        content=content,
        name=name,
        description=config.get("description"),
        created_at=moment(config.get("created_at")),
        is_old_id=bool(config.get("id")),
    )


def _feedback(log: Mapping[str, Any], key: str) -> list[Feedback]:
    found: list[Feedback] = []
    for number, each in enumerate(as_array(log.get("feedback"))):
        if not is_object(each) or each.get("value") is None or not each.get("type"):
            continue
        check_feedback(each, number)
        value = each["value"]
        found.append(
            Feedback(
                key=str(each.get("id") or f"{key}:{number}:{each['type']}:{each.get('user')}:{value}"),
                type=str(each["type"]),
                value=value,
                feedback_class=_class_of(value),
                user=each.get("user"),
                created_at=moment(each.get("created_at")) or moment(log.get("created_at")),
            )
        )
    return found


def _class_of(value: Any) -> str:
    if isinstance(value, list):
        return "multi_select"
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) else "select"


def _results(log: Mapping[str, Any], key: str, prefix: str) -> list[Result]:
    found: list[Result] = []
    for each in as_array(log.get("evaluation_results")):
        if not is_object(each) or (each.get("value") is None and each.get("error") is None):
            continue
        found.append(
            Result(
                key=str(each.get("id") or f"{key}:{each.get('evaluator_id')}"),
                evaluator=_evaluator(each, prefix),
                value=each.get("value"),
                error=text_or_none(each.get("error")),
                created_at=moment(each.get("created_at")),
                updated_at=moment(each.get("updated_at")),
                evaluation=each.get("evaluation_id"),
            )
        )
    return found


def _evaluator(result: Mapping[str, Any], prefix: str) -> Evaluator:
    """Build the evaluator of a result. Only its name is known, so others run it."""
    file_key = str(result.get("evaluator_id") or result.get("evaluator_name") or "imported evaluator")
    return Evaluator(
        key=str(result.get("evaluator_version_id") or file_key),
        file_key=file_key,
        name=prefix + str(result.get("evaluator_name") or file_key),
        type="external",
        arguments_type="target_free",
        return_type=_return_type(result.get("value")),
        changes=(Change("evaluator_type", "external: a log does not say of what kind its evaluator is"),),
        is_old_id=bool(result.get("evaluator_id")),
    )


def _return_type(value: Any) -> str:
    """Tell what an evaluator returns by a value of it."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "multi_select" if isinstance(value, list) else "text"


def _of_row(row: Mapping[str, str]) -> dict[str, Any]:
    """Build a log from a row of texts: `inputs.x` and `feedback.x` are columns, objects are JSON."""
    log: dict[str, Any] = {}
    feedback: list[dict[str, Any]] = []
    for name, text in row.items():
        outer, dot, inner = name.partition(".")
        if dot and outer in {"inputs", "metadata", "config"}:
            log.setdefault(outer, {})[inner] = _value(text) if outer == "config" else text
        elif dot and outer == "feedback":
            values: Any = _value(text)
            feedback += [{"type": inner, "value": values if is_list(values) or is_number(values) else text}]
        elif name in _NUMBERS:
            log[name] = _number(text)
        elif name in _TEXT_CELLS:
            log[name] = text
        else:
            log[name] = _value(text)
    if feedback:
        log["feedback"] = [*as_array(log.get("feedback")), *feedback]
    return log


def is_number(value: Any) -> bool:
    """Tell whether a value is a number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number(text: str) -> Any:
    """Read a number; programs write 12 as 12.0 where cells of a column are empty."""
    value = _value(text)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _value(text: str) -> Any:
    """Read an object, a list, a number or a truth; anything else is text."""
    if text[:1] not in '{["-0123456789tf':
        return text
    try:
        return from_json(text)
    except ValueError:
        return text
