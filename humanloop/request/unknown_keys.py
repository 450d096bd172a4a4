"""Keys of objects in a body that their types do not know: slips, most often, which would get lost in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import ValidationError

from humanloop.core.messages import MOST_SHOWN
from humanloop.core.notices import ArgumentWarning, warn
from humanloop.core.settings import OVERLOOK, REFUSE
from humanloop.core.spelling import did_you_mean, meant
from humanloop.request.arguments import Problem, body_validator, checked, problems_of, to_plain
from humanloop.request.validators import UNKNOWN_KEY

if TYPE_CHECKING:
    from collections.abc import Sequence


def checked_body(
    value: Any, body: str, problems: list[Problem], unknown_keys: str, call: str, keys: str | None = None
) -> Any:
    """Check a body that is to be sent, and answer it as plain JSON values.

    Args:
        value: What the caller gave; it is never changed.
        body: The type of the body, for example `types.Order`.
        problems: Takes what does not fit.
        unknown_keys: What to do about keys that the types do not know, as the configuration says.
        call: Method and path of the call.
        keys: The field that holds keys by the names of their providers, where names and keys may have been swapped.
    """
    if unknown_keys == OVERLOOK:
        return checked(value, body_validator(body), problems)
    closed = body_validator(body, is_closed=True)
    try:
        # Most bodies are plain JSON values with the right keys: then this one look is all.
        closed.validate_python(value)
    except ValidationError:
        before = len(problems)
        plain = to_plain(value, problems)
        if found := problems_of(plain, closed):
            named = {problem.place for problem in problems[before:]}
            problems += [each for each in problems_of(plain, body_validator(body)) if each.place not in named]
            unknown = [each for each in found if each.kind == UNKNOWN_KEY]
            slips = [_told(each, keys) for each in unknown if not _may_be_answered(value, each)]
            if problems or unknown_keys == REFUSE:
                problems += slips
            elif slips:
                warn(_said(slips, call), ArgumentWarning)
        return plain
    return value


def tell_beside(beside: Sequence[str], problems: list[Problem], unknown_keys: str, call: str) -> None:
    """Say which fields stand beside a whole body, and get lost there.

    Args:
        beside: Their names.
        problems: Takes them, where the call is not made anyway.
        unknown_keys: As for `checked_body`.
        call: Method and path of the call.
    """
    if problems or unknown_keys == REFUSE:
        problems += [Problem((name,), "it is not sent beside a whole body: write it into that") for name in beside]
    else:
        warn(
            f"beside the `body` of {call} nothing else is sent: write {', '.join(beside)} into it, or leave it out",
            ArgumentWarning,
        )


def _told(slip: Problem, keys: str | None) -> Problem:
    """Say which key may be meant; one that may be a secret is not shown."""
    if slip.place[:1] == (keys,) and meant(str(slip.place[-1]), slip.known) is None:
        return Problem((*slip.place[:-1],), f"a name in it is none of {', '.join(slip.known)}", slip.kind)
    return slip._replace(message=f"there is no such key here{did_you_mean(str(slip.place[-1]), slip.known)}")


def _said(slips: Sequence[Problem], call: str) -> str:
    # Without the numbers of items: the same slip in many of them, or in many calls, is told once.
    places = {".".join("[]" if isinstance(part, int) else part for part in slip.place): slip for slip in slips}
    shown = [f"{place}: {slip.message}" for place, slip in places.items()]
    more = f"; and {len(shown) - MOST_SHOWN} more" if len(shown) > MOST_SHOWN else ""
    # Of the arguments: where a warning is an error, nothing is sent.
    return f"the arguments of {call} have keys that this version does not know: {'; '.join(shown[:MOST_SHOWN])}{more}"


def _may_be_answered(value: Any, slip: Problem) -> bool:
    """Say whether a key is a field of a model that came in an answer, which has more than can be sent.

    It is none where the model's class does not have it, and a field that is close to it is not set.
    """
    *way, key = slip.place
    for step in way:
        value = _inside(value, step)
    if not hasattr(value.__class__, "model_fields"):
        return False
    close = meant(str(key), slip.known)
    return key in _fields(value) or close is None or getattr(value, _fields(value).get(close, close), None) is not None


def _inside(value: Any, step: str | int) -> Any:
    """Take the step into a value that `to_plain` has taken."""
    if isinstance(step, int):
        return value[step]
    if hasattr(value.__class__, "model_fields"):
        return getattr(value, _fields(value).get(step, step), None)
    return value.get(step) if hasattr(value.__class__, "items") else getattr(value, step, None)


def _fields(model: Any) -> dict[str, str]:
    """The fields of a model: name in the API → name in Python."""
    return {field.alias or name: name for name, field in model.__class__.model_fields.items()}
