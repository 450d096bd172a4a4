"""What is not to be stored: matches of patterns become `[redacted]`, and a function of one's own may change more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from humanloop.core.extras import install
from humanloop.core.json_kinds import is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

REDACTED = "[redacted]"
"""What a match becomes."""
_ENGINE = "re2"


def compiled(patterns: Sequence[str]) -> Any:
    """Compile patterns into one, which finds what any of them finds, in time that is linear in the text.

    Raises:
        ValueError: One of them is none, or matches nothing at all; or the engine is not installed.
    """
    if find_spec(_ENGINE) is None:
        raise ValueError(f"patterns are searched by a library that is not installed: {install('redact')}")
    # By name: only those who redact need it.
    engine: Any = import_module(_ENGINE)
    options: Any = engine.Options()
    options.log_errors = False
    for pattern in patterns:
        try:
            found = engine.compile(pattern, options).search("")
        except engine.error as error:
            said = error.args[0]
            reason = said.decode(errors="replace") if isinstance(said, bytes) else said
            raise ValueError(f"{pattern!r} is no pattern of RE2: {reason}") from error
        if found is not None:
            raise ValueError(f"{pattern!r} matches the empty text, and so everywhere")
    return engine.compile("|".join(f"(?:{pattern})" for pattern in patterns), options)


def loaded(place: str) -> Callable[[str, str], str]:
    """Find a function by `module:name`.

    Raises:
        ValueError: There is none.
    """
    module, _, name = place.partition(":")
    try:
        found: Callable[[str, str], str] = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"{place!r} cannot be found: {error}") from error
    return found


@dataclass(frozen=True)
class Redactor:
    """Takes out of values what is not to be stored.

    Args:
        pattern: What to look for; None if only the function does anything.
        hook: Takes a text and where it stands, such as `messages.0.content`, and answers what is stored in its place.
    """

    pattern: Any = None
    hook: Callable[[str, str], str] | None = None

    def value(self, value: Any, place: str) -> Any:
        """Redact a value: texts, numbers, and the keys of objects at any depth. What holds nothing stays as it is.

        Args:
            value: JSON.
            place: Where it stands.
        """
        if isinstance(value, str):
            return self.text(value, place)
        if is_object(value):
            return self._object(value, place)
        if is_list(value):
            return [self.value(each, f"{place}.{number}") for number, each in enumerate(value)]
        if value is None or isinstance(value, bool):
            return value
        text = to_json(value).decode() if isinstance(value, (int, float)) else str(value)
        redacted = self._plain(text, place)
        return value if redacted == text else redacted

    def text(self, text: str, place: str) -> str:
        """Redact a text. One that is JSON, such as the arguments of a tool, stays JSON.

        Args:
            text: The text.
            place: Where it stands.
        """
        if text[:1] in {"{", "["}:
            try:
                inner = from_json(text)
            except ValueError:
                return self._plain(text, place)
            redacted = self.value(inner, place)
            if redacted != inner:
                text = to_json(redacted).decode()
        return self._plain(text, place)

    def _object(self, value: Mapping[str, Any], place: str) -> dict[str, Any]:
        """Redact an object; keys that have become the same one are numbered."""
        found: dict[str, Any] = {}
        alike: Counter[str] = Counter()
        for name, each in value.items():
            inside = f"{place}.{name}"
            plain = key = self._plain(str(name), inside)
            while key in found:
                alike[plain] += 1
                key = f"{plain} {alike[plain] + 1}"
            found[key] = self.value(each, inside)
        return found

    def _plain(self, text: str, place: str) -> str:
        if self.pattern is not None:
            text = self.pattern.sub(REDACTED, text)
        if self.hook is None:
            return text
        answered: Any = self.hook(text, place)
        if not isinstance(answered, str):
            # What it has answered stands nowhere: nobody knows what that is.
            raise TypeError(f"the function that redacts answered {type(answered).__name__} and no text")
        return answered


def redactor_of(patterns: Sequence[str], hook: str | None) -> Redactor | None:
    """Make what redacts; None if nothing is to be redacted.

    Args:
        patterns: What to look for.
        hook: A function as `module:name`.

    Raises:
        ValueError: A pattern is none, or there is no such function.
    """
    if not patterns and hook is None:
        return None
    return Redactor(compiled(patterns) if patterns else None, None if hook is None else loaded(hook))
