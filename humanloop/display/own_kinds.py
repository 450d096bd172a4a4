"""What the answers of this API look like, where the rules for any API do not do: logs, messages, sessions, verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.display.conversation import conversation, is_messages, is_role
from humanloop.display.evaluations import aggregates, is_result, is_results, result_bars, result_lines, verdicts_by_name
from humanloop.display.feedback import feedback_lines, is_feedback
from humanloop.display.fields import fields_of, has_fields, is_models, told
from humanloop.display.kinds import Kinds
from humanloop.display.markup import Html, element, joined
from humanloop.display.sessions import in_tree_order, is_session, is_tree, session_html
from humanloop.display.tool_calls import with_calls
from humanloop.display.values import object_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class OwnKinds(Kinds):
    """The rules for this API."""

    useful = (
        *("id", "project_name", "name", "display_name", "key", "evaluator_id", "role", "content", "status", "config"),
        *("inputs", "messages", "output", "tool_calls", "data", "output_message", "target", "judgment", "value"),
        *("error", "evaluation_results", "evaluator_aggregates", "type", "version", "return_type", "description"),
        *("dataset", "evaluators", "projects", "active_config", "config_type", "data_count", "datapoints_count"),
        *("datapoint_count", "num_datapoints", "feedback", "first_inputs", "last_output", "last_used"),
        *("environment_name", "model_config_name", "model_config_id", "created_at"),
    )
    kept = ("id", "name", "output", "evaluation_results", "feedback", "error", "status")
    uncut = ("evaluation_results",)
    first = ("id", "role", "name", "status", "content", "value", "judgment", "output", "error", "data")
    inner = frozenset({"data", "output_message"})
    labels = ("name", "display_name", "metric_name", "model", "id", "key")
    labelled_by = "config"
    key_holders = frozenset({"ProviderApiKeys"})

    def label(self, value: Any) -> str:
        """Call a piece of feedback by what it says."""
        return feedback_lines([value])[0] if is_feedback([value]) else ""

    def repeated(self, fields: Mapping[str, Any]) -> Sequence[str]:
        """Find the other forms of the output that say no more than it."""
        output, message = fields.get("output"), fields.get("output_message")
        repeated = ["raw_output"] if output is not None and fields.get("raw_output") == output else []
        if output is not None and has_fields(message) and fields_of(message).get("content") == output:
            calls = any(fields_of(message).get(name) for name in ("tool_calls", "tool_call"))
            repeated += [] if calls else ["output_message"]
        return repeated

    def whole(self, model: Any) -> Sequence[Html] | None:
        """Show a message, a session or a verdict."""
        if is_role(model):
            return [conversation([model])]
        if is_session(model):
            return [session_html(model)]
        return [result_bars([model]), object_table(model)] if is_result(model) else None

    def value(self, value: Any) -> Html | None:
        """Show messages and verdicts."""
        if is_results(value):
            return result_bars(value)
        return self._messages(value)

    def field(self, name: str, value: Any, fields: Mapping[str, Any]) -> Html | None:
        """Show aggregated verdicts; their evaluators are elsewhere in the object."""
        wanted = name == "evaluator_aggregates" and is_models(value)
        return aggregates(value, fields.get("evaluators")) if wanted else None

    def brief(self, value: Any, limit: int) -> Html | None:
        """Show the last messages, and a line for each verdict and each piece of feedback."""
        if is_results(value):
            return result_lines(value)
        if is_feedback(value):
            return joined(element("div", line, style="white-space:nowrap") for line in feedback_lines(value))
        return self._messages(value[-2:] if is_list(value) else value, limit)

    def listed(self, records: Sequence[Any]) -> Html | None:
        """Show a list of messages as a conversation."""
        return conversation(records) if is_messages(records) else None

    @staticmethod
    def _messages(value: Any, *limit: int) -> Html | None:
        if is_messages(value):
            return conversation(value, *limit)
        return conversation([value], *limit) if is_role(value) else None

    def summary(self, records: Sequence[Any]) -> Sequence[Html]:
        """Sum up what evaluators said of the records, where there is something to be summed up."""
        if is_results(records):
            return [result_bars(records)]
        if len(records) < 2 or not is_models(records):
            return []
        results: list[Any] = []
        for record in records:
            found = fields_of(record).get("evaluation_results")
            if is_results(found):
                results += found
        return [element("div", result_bars(results), style="margin:.4em 0")] if results else []

    def row(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Choose, of a log with its datapoint, fields of both; calls of tools stand where there is no output."""
        datapoint, log = fields.get("datapoint"), fields.get("log")
        if not has_fields(datapoint):
            return with_calls(fields)
        wanted = {"id", "inputs", "messages", "target"}
        row = {name: value for name, value in told(datapoint).items() if name in wanted}
        if has_fields(log):
            said = with_calls(told(log))
            row |= {name: said[name] for name in ("output", "error") if name in said}
        return row | {name: value for name, value in fields.items() if name not in {"datapoint", "log"}}

    def table_row(self, plain: dict[str, Any]) -> dict[str, Any]:
        """Make the verdicts on a datapoint columns, by the names of the evaluators."""
        results = plain.get("evaluation_results")
        if "datapoint" not in plain or not is_list(results) or not all(is_object(each) for each in results):
            return plain
        return {**plain, "evaluation_results": verdicts_by_name(results)}

    def tree(self, records: Sequence[Any]) -> list[tuple[int, Any]]:
        """Put each log below the one that it is a part of."""
        return in_tree_order(records) if is_tree(records) else super().tree(records)


KINDS = OwnKinds()
