"""What evaluators said, with a bar for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from humanloop.core.json_kinds import is_list
from humanloop.display.fields import fields_of, is_model, is_models, shortened
from humanloop.display.markup import Html, dim, element, escaped, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_GOOD = "#22a06b"
_NEUTRAL = "#3b82f6"
_BAD = "#dc5a4b"
_MOST_LABELS = 8
_FRAME = "display:inline-block;vertical-align:middle;width:8em;height:.7em;margin:0 .6em"


class Summary(NamedTuple):
    """What one evaluator said in all.

    Attributes:
        name: The evaluator's.
        label: The value that is counted, if the evaluator answers with labels.
        share: How far the bar goes, from 0 to 1; None if the scale is not known.
        shown: The value in words.
        failures: How often the evaluator failed.
    """

    name: str
    label: str
    share: float | None
    shown: str
    failures: int = 0


def is_result(value: object) -> bool:
    """Say whether a value is what one evaluator said of one log."""
    return is_model(value) and {"evaluator_id", "log_id", "value"} <= vars(value).keys()


def is_results(value: object) -> TypeGuard[list[Any]]:
    """Say whether a value is a list of results of evaluators."""
    return is_models(value) and all(map(is_result, value))


def summaries(results: Iterable[Any]) -> list[Summary]:
    """Sum the results of each evaluator up: the share of true, the mean of numbers, or how often each label came."""
    by_evaluator: dict[object, list[dict[str, Any]]] = {}
    for fields in map(fields_of, results):
        by_evaluator.setdefault(fields.get("evaluator_id"), []).append(fields)
    return [summary for group in by_evaluator.values() for summary in _summed(evaluator_of(group[0]), group)]


def evaluator_of(fields: Mapping[str, Any]) -> str:
    """What the evaluator of a result is called; its id where the server does not say its name."""
    return str(fields.get("evaluator_name") or fields.get("evaluator_id"))


def verdicts_by_name(results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Put verdicts under the names of their evaluators; errors, where there are some, stand beside them."""
    found: dict[str, list[Any]] = {}
    for result in results:
        name = evaluator_of(result)
        found.setdefault(name, []).append(result.get("value"))
        if result.get("error") is not None:
            found.setdefault(f"{name} (error)", []).append(result["error"])
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _summed(name: str, group: Sequence[Mapping[str, Any]]) -> list[Summary]:
    failures = sum(1 for fields in group if fields.get("error"))
    values = [fields["value"] for fields in group if fields.get("value") is not None]
    if not values:
        return [Summary(name, "", 0.0, "no value", failures)]
    if all(isinstance(value, bool) for value in values):
        true = sum(values)
        one = ("true" if true else "false") if len(values) == 1 else f"{true / len(values):.0%} true"
        return [Summary(name, "", true / len(values), _counted(one, len(values)), failures)]
    if all(isinstance(value, (int, float)) for value in values):
        mean, highest = sum(values) / len(values), max(values)
        scale = max(1.0, highest)
        share = mean / scale if min(values) >= 0 and (len(values) > 1 or scale == 1.0) else None
        of = f" of up to {highest:g}" if scale > 1 and len(values) > 1 else ""
        return [Summary(name, "", share, _counted(f"{mean:.4g}{of}", len(values)), failures)]
    return _labels(name, values, failures)


def _labels(name: str, values: Sequence[Any], failures: int) -> list[Summary]:
    counts: dict[str, int] = {}
    for value in values:
        for label in value if is_list(value) else [value]:
            counts[str(label)] = counts.get(str(label), 0) + 1
    most = sorted(counts.items(), key=lambda count: -count[1])[:_MOST_LABELS]
    return [
        Summary(name, label, count / len(values), f"{count} of {len(values)}", failures if number == 0 else 0)
        for number, (label, count) in enumerate(most)
    ]


def _counted(shown: str, count: int) -> str:
    return shown if count == 1 else f"{shown} ({count} results)"


def result_lines(results: Iterable[Any]) -> Html:
    """Show results of evaluators in little room: a line for each."""
    lines: list[Html] = []
    for fields in map(fields_of, results):
        value, error = fields.get("value"), fields.get("error")
        shown = "failed" if error else {True: "true", False: "false"}.get(value) if isinstance(value, bool) else value
        colour = f"color:{_BAD}" if error or value is False else f"color:{_GOOD}" if value is True else ""
        said = f"{shown:.6g}" if isinstance(shown, float) else shortened(str(shown), 60)
        name = shortened(evaluator_of(fields), 40)
        lines.append(element("div", dim(f"{name} "), element("b", said, style=colour), style="white-space:nowrap"))
    return joined(lines)


def result_bars(results: Iterable[Any]) -> Html:
    """Show results of evaluators: a bar for each evaluator, or for each label that it gave."""
    return bars(summaries(results))


def aggregates(aggregated: Sequence[Any], evaluators: Any = None) -> Html:
    """Show the aggregated values of a run or a config: a bar for each evaluator.

    Args:
        aggregated: The values.
        evaluators: The evaluators, which know their names and whether they answer true or false.
    """
    known = {fields_of(one).get("id"): fields_of(one) for one in evaluators} if is_models(evaluators) else {}
    configs = {fields_of(one).get("model_config_id") for one in aggregated}
    made: list[Summary] = []
    for one in map(fields_of, aggregated):
        evaluator = known.get(one.get("evaluator_id"), {})
        label = str(one.get("model_config_id")) if len(configs) > 1 else ""
        name, value = str(evaluator.get("name") or one.get("evaluator_id")), one.get("aggregate_value")
        if not isinstance(value, (int, float)):
            made.append(Summary(name, label, 0.0, "no value"))
            continue
        shown = f"{value:.0%} true" if evaluator.get("return_type") == "boolean" else f"{value:.4g}"
        made.append(Summary(name, label, value if 0 <= value <= 1 else None, shown))
    return bars(made)


def bars(summed: Iterable[Summary]) -> Html:
    """Show what evaluators said, a line for each."""
    return joined(_bar(summary) for summary in summed)


def _bar(summary: Summary) -> Html:
    colour = _NEUTRAL if summary.label or summary.share is None else _GOOD
    if summary.failures and not summary.share:
        colour = _BAD
    inner = element("span", style=f"display:block;height:100%;background:{colour};width:{_percent(summary.share)}%")
    background = "" if summary.share is None else "background:rgba(128,128,128,.25);border-radius:2px;overflow:hidden"
    bar = element("span", inner, style=f"{_FRAME};{background}")
    name = element("span", shortened(summary.name, 60), style="display:inline-block;min-width:16em")
    label = [" ", escaped(shortened(summary.label, 40))] if summary.label else []
    failed = [" ", element("span", f"{summary.failures} failed", style=f"color:{_BAD}")] if summary.failures else []
    return element("div", name, bar, dim(summary.shown), *label, *failed, style="white-space:nowrap")


def _percent(share: float | None) -> int:
    return round(100 * min(max(share or 0.0, 0.0), 1.0))
