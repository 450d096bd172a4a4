"""What to write instead of a name that is not there: one that other releases had, or one that is close.

The description of the API names the module that knows of other releases (`x-client.other-releases`); it has `HINTS`.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from humanloop.core.loading import LOADING
from humanloop.core.spelling import did_you_mean
from humanloop.spec.facts import OTHER_RELEASES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_PACKAGE = __name__.removesuffix(".core.hints")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def hint_for(owner: str, name: str) -> str:
    """Say what to write instead of a name of another release; nothing if none is known to have had it.

    Args:
        owner: Where the name is missed: `package`, `client`, or a tag such as `books`.
        name: The name; an argument stands in brackets behind its method.
    """
    if not OTHER_RELEASES:
        return ""
    with LOADING:
        hints: Mapping[str, str] = import_module(f"{_PACKAGE}.{OTHER_RELEASES}").HINTS
    return hints.get(f"{owner}{name}" if name.startswith("(") else f"{owner}.{name}", "")


def instead(owner: str, name: str, known: Iterable[str]) -> str:
    """End a message about a name: with what other releases called so, or with one that is close.

    Args:
        owner: As for `hint_for`; or the class of a tag.
        name: As for `hint_for`.
        known: What there is.
    """
    hint = hint_for(tag_of(owner), name)
    return f": {hint}" if hint else did_you_mean(name.strip("()"), known)


def absent(module: str, hint: str) -> Callable[[str], Any]:
    """Make the `__getattr__` of a module that only other releases have: it refuses each import, and says why.

    Args:
        module: The module's `__name__`.
        hint: The name in the package whose hint it is.
    """

    def __getattr__(name: str) -> Any:  # noqa: N807 - it becomes the module's own `__getattr__`
        if name.startswith("__"):
            raise AttributeError(f"module {module!r} has no attribute {name!r}", name=name)
        raise ImportError(f"{module} has no {name}: {hint_for('package', hint)}", name=module)

    return __getattr__


def tag_of(class_name: str) -> str:
    """The tag whose methods a class has: `ModelConfigsApi` and `ModelConfigsApiRaw` have those of `model_configs`.

    A method's name behind it stays: `ModelConfigsApi.get` becomes `model_configs.get`.
    """
    owner, dot, method = class_name.partition(".")
    return _WORD.sub("_", owner.removesuffix("Raw").removesuffix("Api")).lower() + dot + method
