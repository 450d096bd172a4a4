"""Packages whose names are imported when they are first used."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_HINTS = __name__.removesuffix("lazy") + "hints"
_PATH = list(sys.modules[__name__.partition(".")[0]].__path__)


def _hint(package: str, name: str) -> str:
    """Say what to write instead of a name of the whole package that other releases had."""
    # Packages inside of this one have names of the API's alone; and `from package import module` comes here, too,
    # before Python looks for the module.
    if "." in package or name.startswith("_") or PathFinder.find_spec(f"{package}.{name}", _PATH):
        return ""
    hint: str = import_module(_HINTS).hint_for("package", name)  # loaded for mistakes only
    return hint


def instead(owner: str, name: str, known: Iterable[str]) -> str:
    """End a message about a name that is not there, as `core.hints.instead` does; that is loaded for mistakes only."""
    said: str = import_module(_HINTS).instead(owner, name, known)
    return said


def lazy_names(package: str, modules: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Make a package's `__getattr__` and `__dir__` out of a table of its names.

    Args:
        package: The package's `__name__`.
        modules: Public name → module inside the package that defines it.

    Returns:
        `__getattr__`, which imports the module of a name, keeps what it found in the package, and answers it;
        and `__dir__`, which lists the names of the table besides what is loaded.
    """

    def __getattr__(name: str) -> Any:  # noqa: N807 - it becomes the package's own `__getattr__`
        try:
            module_name = modules[name]
        except KeyError:
            hint = _hint(package, name)
            missing = f"module {package!r} has no attribute {name!r}"
            if not hint:
                raise AttributeError(missing, name=name) from None
            # A class is imported, and Python would put words of its own in the place of an AttributeError's.
            kind = ImportError if name[0].isupper() else AttributeError
            raise kind(f"{missing}: {hint}") from None
        module = import_module(f"{package}.{module_name}")
        try:
            value = getattr(module, name)
        except AttributeError:
            # Two models that name each other: the module is still being imported. pydantic takes a NameError as
            # "not there yet" and resolves the annotation when the model is first used.
            raise NameError(f"{package}.{name} is not defined yet", name=name) from None
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:  # noqa: N807 - it becomes the package's own `__dir__`
        return sorted({*vars(sys.modules[package]), *modules})

    return __getattr__, __dir__
