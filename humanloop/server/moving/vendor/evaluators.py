"""Versions of evaluators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.evaluator_kinds import KINDS
from humanloop.server.json_values import as_array, as_object
from humanloop.server.moving.records import Change, Evaluator
from humanloop.server.moving.values import kept, left_over, moment, shown
from humanloop.server.moving.vendor.files import IDENTITY, name_of
from humanloop.server.moving.vendor.versions import model_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_RETURNS = {
    "boolean": "select",
    "number": "number",
    "select": "select",
    "multi_select": "multi_select",
    "text": "text",
}
"""Class of the feedback that people give whose evaluator returns this."""
_TAKEN = frozenset({"evaluator_type", "arguments_type", "return_type", "options", "code", "prompt"})
_SENTIMENTS = frozenset({"positive", "negative", "neutral"})


def evaluator_of(version: Mapping[str, Any], prefix: str) -> Evaluator:
    """Build the evaluator that a version becomes; a kind that the server does not have becomes an external one."""
    spec = as_object(version.get("spec"))
    changes: list[Change] = []
    kind, returns, arguments = (spec.get(name) for name in ("evaluator_type", "return_type", "arguments_type"))
    model: dict[str, Any] | None = None
    if kind == "llm" and spec.get("prompt"):
        model, changes = model_of(as_object(spec["prompt"]))
    if kind not in KINDS or returns not in _RETURNS or not _has_own_field(kind, spec):
        changes.append(Change("evaluator_type", "external: the server has none of this kind", shown(kind)))
        kind, model = "external", None
    rest = {
        **left_over(spec, _TAKEN if kind == spec.get("evaluator_type") else _TAKEN - {"code", "prompt"}),
        **left_over(version, IDENTITY | {"spec"}),
    }
    return Evaluator(
        key=str(version.get("version_id") or version.get("id") or name_of(version)),
        file_key=str(version.get("id") or name_of(version)),
        name=prefix + name_of(version),
        type=str(kind),
        arguments_type=arguments if arguments in {"target_free", "target_required"} else "target_free",
        return_type=str(returns) if returns in _RETURNS else "text",
        description=str(version.get("description") or ""),
        code=spec.get("code") if kind == "python" else None,
        model=model,
        options=tuple((str(each.get("name")), _sentiment(each.get("valence"))) for each in _options(spec)),
        created_at=moment(version.get("created_at")),
        updated_at=moment(version.get("updated_at")),
        changes=(*changes, *kept(rest)),
        rest=rest,
    )


def feedback_type_of(evaluator: Evaluator) -> str:
    """Answer the type of the feedback that people give by an evaluator: the last part of its path."""
    return evaluator.name.rpartition("/")[2]


def feedback_class_of(evaluator: Evaluator) -> str:
    """Answer the class of that type."""
    return _RETURNS[evaluator.return_type]


def _has_own_field(kind: Any, spec: Mapping[str, Any]) -> bool:
    """Tell whether an evaluator has what it works with."""
    return bool(spec.get({"python": "code", "llm": "prompt"}.get(kind, "evaluator_type")))


def _options(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [as_object(each) for each in as_array(spec.get("options")) if as_object(each).get("name")]


def _sentiment(valence: Any) -> str:
    return valence if valence in _SENTIMENTS else "unset"
