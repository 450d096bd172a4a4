"""Logs of the vendor's, with the logs below them and with what was said of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.json_values import as_array, as_object
from humanloop.server.moving.records import Change, Config, Feedback, Log, Parent, Place, Result, Said
from humanloop.server.moving.secrets import without_secrets
from humanloop.server.moving.values import check_messages, check_number, kept, left_over, moment, text_or_none
from humanloop.server.moving.vendor.evaluators import evaluator_of, feedback_class_of, feedback_type_of
from humanloop.server.moving.vendor.files import KINDS, project_of, type_of
from humanloop.server.moving.vendor.versions import config_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from humanloop.server.moving.vendor.versions import FindTool

    FindFile = Callable[[str], Mapping[str, Any] | None]

_HOMES = ("prompt", "agent", "tool", "flow", "evaluator")
_NAMES = ("trace_id", "trace_flow_id", "trace_parent_id")
_NUMBERS = ("prompt_tokens", "output_tokens", "prompt_cost", "output_cost", "provider_latency")
_SAME = (
    *("source_datapoint_id", "environment", "source", "user", "inputs", "messages", "metadata", "save"),
    *("output_message", "finish_reason", "prompt_tokens", "output_tokens", "prompt_cost", "output_cost"),
    *("provider_latency", "tool_choice"),
)
_TEXTS = ("output", "error", "stdout")
_BODIES = ("provider_request", "provider_response")
_TAKEN = frozenset(
    {
        *_HOMES,
        *_SAME,
        *_TEXTS,
        *_BODIES,
        *("id", "log_id", "type", "start_time", "end_time", "created_at", "trace_id", "trace_flow_id"),
        *("trace_parent_id", "trace_children", "evaluator_logs", "path", "updated_at"),
    }
)
_OF_JUDGMENTS = frozenset({"judgment", "parent_id", "parent"})


@dataclass(frozen=True)
class Context:
    """What a log may leave unsaid, because of where it stands.

    Args:
        prefix: Stands before the names of projects.
        find_tool: Finds versions of tools.
        find_file: Finds the newest version of a file by its id.
        file: The file whose logs are read.
        evaluation: Old ids of the evaluation and the datapoint that the log belongs to.
    """

    prefix: str
    find_tool: FindTool
    find_file: FindFile
    file: Mapping[str, Any]
    evaluation: tuple[str, str] | None = None


def records_of(line: Mapping[str, Any], context: Context, place: Place, size: int) -> Iterator[Log | Said]:
    """Read a log and all logs below it, each once; a judgment is none, but is said of the log that it judges.

    Args:
        line: The log, as the vendor's API has answered it.
        context: Where it stands.
        place: Its file and line.
        size: Bytes of the line.

    Raises:
        UnprocessableError: A time cannot be read.
        ValueError: It is no log.
    """
    waiting: list[tuple[Mapping[str, Any], str | None, str | None, Context]] = [(line, None, None, context)]
    while waiting:
        log, above, session, around = waiting.pop()
        if _is_judgment(log, around):
            said = _judgment(log, around, place, above)
            if said is not None:
                yield said
            continue
        made = _log(log, around, place, above, session, size if log is line else 0)
        yield made
        below = Context(context.prefix, context.find_tool, context.find_file, {})
        waiting += [(as_object(child), made.key, made.session, below) for child in as_array(log.get("trace_children"))]


def said_of(
    logs: list[Any], log_key: str, context: Context, place: Place, evaluation: str | None = None
) -> tuple[list[Feedback], list[Result]]:
    """Read judgments of a log: what people said is feedback, everything else a result."""
    feedback: list[Feedback] = []
    results: list[Result] = []
    for each in logs:
        said = _judgment(as_object(each), context, place, log_key, evaluation)
        if said is not None:
            feedback += said.feedback
            results += said.results
    return feedback, results


def _log(
    log: Mapping[str, Any], context: Context, place: Place, above: str | None, session: str | None, size: int
) -> Log:
    key = log.get("id")
    if not isinstance(key, str) or not key:
        raise ValueError("a log without an id")
    _check(log, _NAMES, str, "text")
    _check(log, _NUMBERS, (int, float), "number")
    _check(log, ("output_message",), dict, "message")
    check_messages("messages", log.get("messages"))
    kind, version = _home(log, context)
    started, ended = moment(log.get("start_time")), moment(log.get("end_time"))
    created = moment(log.get("created_at"))
    fields: dict[str, Any] = {name: log[name] for name in _SAME if log.get(name) is not None}
    fields |= {name: text_or_none(log.get(name)) for name in _TEXTS}
    changes: list[Change] = []
    secrets = 0
    for name in _BODIES:
        fields[name], number = without_secrets(log.get(name))
        if number:
            secrets += number
            changes.append(Change(name, "secrets are left out"))
    counts = [fields[name] for name in ("prompt_tokens", "output_tokens") if fields.get(name) is not None]
    fields["tokens"] = sum(counts) if counts else None
    fields["created_at"] = created or started
    fields["duration"] = (ended - started).total_seconds() if started and ended else None
    fields["reference_id"] = key
    rest = left_over(log, _TAKEN)
    if started and created and started != created:
        rest["start_time"] = log["start_time"]
    thoughts = _take_thoughts(fields)
    if thoughts:
        rest["thinking"] = thoughts
    own = log.get("trace_id") or log.get("trace_flow_id") or session or (key if kind == "flow" else None)
    feedback, results = said_of(
        as_array(log.get("evaluator_logs")), key, context, place, context.evaluation and context.evaluation[0]
    )
    parent = log.get("trace_parent_id") or above
    return Log(
        key=key,
        config_key=str(version.get("version_id") or f"{version.get('id')}:unversioned"),
        config=partial(_config_of, version, context),
        fields=fields,
        place=place,
        session=own,
        parent=Parent(parent) if parent else None,
        feedback=feedback,
        results=results,
        evaluation=context.evaluation,
        rest=rest,
        changes=(*changes, *kept(rest)),
        size=size,
        secrets=secrets,
    )


def _check(log: Mapping[str, Any], names: Iterable[str], kind: type | tuple[type, ...], title: str) -> None:
    for name in names:
        value = log.get(name)
        if value is not None and not isinstance(value, kind):
            raise ValueError(f"`{name}` is no {title}")


def _config_of(version: Mapping[str, Any], context: Context) -> Config:
    newest = context.find_file(str(version.get("id")))
    project = None if newest is None else project_of(newest, context.prefix)
    return config_of(version, context.prefix, context.find_tool, project)


def _home(log: Mapping[str, Any], context: Context) -> tuple[str, Mapping[str, Any]]:
    """Find the version that wrote a log: the log's own, else the file that it stands in."""
    for name in _HOMES:
        if log.get(name):
            return name, {"type": name, **as_object(log[name])}
    known = type_of(context.file)
    if known in KINDS:
        return known, context.file
    return "flow", {"id": "imported", "name": "imported", "type": "flow"}


def _is_judgment(log: Mapping[str, Any], context: Context) -> bool:
    if log.get("evaluator"):
        return True
    return not any(log.get(name) for name in _HOMES) and type_of(context.file) == "evaluator"


def _judgment(
    log: Mapping[str, Any], context: Context, place: Place, above: str | None, evaluation: str | None = None
) -> Said | None:
    """Read the log of an evaluator; None if it says nothing, or nothing of any log."""
    parent = above or log.get("parent_id") or as_object(log.get("parent")).get("id")
    value, error = log.get("judgment"), text_or_none(log.get("error"))
    if not parent or not log.get("id"):
        return None
    check_number("judgment", value)
    # In the folder of a prompt, what judges is another file.
    around: Mapping[str, Any] = context.file if type_of(context.file) == "evaluator" else {}
    evaluator = evaluator_of({**around, **as_object(log.get("evaluator"))}, context.prefix)
    created = moment(log.get("created_at")) or moment(log.get("start_time"))
    if evaluator.type == "human":
        if value is None:
            return None
        given = Feedback(
            key=str(log["id"]),
            type=feedback_type_of(evaluator),
            value=value,
            feedback_class=feedback_class_of(evaluator),
            labels=evaluator.options,
            user=log.get("user"),
            created_at=created,
        )
        return Said(str(parent), [given], [], place)
    if value is None and error is None:
        return None
    ended = moment(log.get("end_time")) or created
    result = Result(str(log["id"]), evaluator, value, error, created, ended, evaluation)
    return Said(str(parent), [], [result], place)


def _take_thoughts(fields: dict[str, Any]) -> dict[str, Any]:
    """Take out of messages what a model has thought: messages of this API have no place for it."""
    thoughts: dict[str, Any] = {}
    messages = fields.get("messages")
    if is_list(messages) and any("thinking" in as_object(each) for each in messages):
        found = {str(at): each["thinking"] for at, each in enumerate(messages) if as_object(each).get("thinking")}
        fields["messages"] = [_without_thoughts(each) for each in messages]
        if found:
            thoughts["messages"] = found
    answer = as_object(fields.get("output_message"))
    if "thinking" in answer:
        fields["output_message"] = _without_thoughts(answer)
        if answer["thinking"]:
            thoughts["output_message"] = answer["thinking"]
    return thoughts


def _without_thoughts(message: Any) -> Any:
    if not is_object(message):
        return message
    return {name: value for name, value in message.items() if name != "thinking"}
