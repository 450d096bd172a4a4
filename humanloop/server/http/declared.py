"""What a body may have: all else is passed over before anything looks at it."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args, is_typeddict

from humanloop.core.json_kinds import is_list, is_object
from humanloop.core.type_names import resolved

_LATER_FIELDS = frozenset({"reasoning_effort", "template_language"})
BESIDES: dict[str, frozenset[str]] = {
    # A change of it is refused with a reason.
    "UpdateEvaluatorRequest": frozenset({"type"}),
    # Model configs have fields of later releases.
    "ProjectModelConfigRequest": _LATER_FIELDS,
    "ModelConfigChatRequest": _LATER_FIELDS,
    "ModelConfigCompletionRequest": _LATER_FIELDS,
}
"""Fields that are read although the description does not have them, by the types of what has them."""
# Fields that hold bodies of their own. What stands in others may be anybody's, as in messages and inputs.
_WITHIN = {"log": "types.LogRequest", "feedback": "types.Feedback"}


def only_declared(body: Any, type_expression: str) -> Any:
    """Leave out of a body what its type does not have.

    Args:
        body: The body, which need not fit its type.
        type_expression: The type.
    """
    known = _known(type_expression)
    return [_only_known(item, known) for item in body] if is_list(body) else _only_known(body, known)


def _only_known(item: Any, known: frozenset[str]) -> Any:
    if not is_object(item):
        return item
    kept = item
    if not item.keys() <= known:
        # `inputs.n`, of a row of a table, is no field, but refused with a reason.
        kept = {name: value for name, value in item.items() if name.partition(".")[0] in known}
    inner = {name: only_declared(kept[name], _WITHIN[name]) for name in _WITHIN.keys() & kept.keys()}
    return {**kept, **inner} if inner else kept


@cache
def _known(type_expression: str) -> frozenset[str]:
    """List the fields of all forms of a type, and those that are read besides."""
    forms, names = [resolved(type_expression)], set[str]()
    while forms:
        form = forms.pop()
        if is_typeddict(form):
            names |= form.__required_keys__ | form.__optional_keys__ | BESIDES.get(form.__name__, frozenset())
        forms += get_args(form)
    return frozenset(names)
