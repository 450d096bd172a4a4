"""Packages whose names are imported when they are first used."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from humanloop.core.loading import LOADING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Self

T = TypeVar("T")

_HINTS = __name__.removesuffix("lazy") + "hints"
_PACKAGE = __name__.removesuffix(".core.lazy")
_PATH = list(sys.modules[__name__.partition(".")[0]].__path__)


class made_once(Generic[T]):  # noqa: N801 - it is used as a decorator
    """`functools.cached_property` without a lock: Python 3.11 has one, which a fork may leave held in the child."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, owner: None, kind: type[Any]) -> Self: ...
    @overload
    def __get__(self, owner: object, kind: type[Any]) -> T: ...
    def __get__(self, owner: object | None, kind: type[Any]) -> Self | T:
        """Make the value; threads may come here at the same time, and all get the first one."""
        if owner is None:
            return self
        made: T = vars(owner).setdefault(self._name, self._make(owner))
        return made


class LateClass:
    """A class that is loaded when a method is first used that another class has from it."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __getattr__(self, name: str) -> _LateMethod:
        return _LateMethod(self, name)

    def load(self) -> Any:
        """Answer the class itself."""
        with LOADING:
            return getattr(import_module(self._module), self._name)


class _LateMethod:
    """Stands in a class for a method of a late class, until that is used."""

    def __init__(self, late: LateClass, name: str) -> None:
        self._late = late
        self._name = name

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._place = owner, name

    def __get__(self, owner: object | None, kind: type[Any]) -> Any:
        method = getattr(self._late.load(), self._name)
        setattr(*self._place, method)
        return method if owner is None else method.__get__(owner, kind)


def _hint(package: str, name: str) -> str:
    """Say what to write instead of a name of the whole package that other releases had."""
    # Packages inside of this one have names of the API's alone; and `from package import module` comes here, too,
    # before Python looks for the module.
    if (
        package not in (_PACKAGE, f"{_PACKAGE}.client")
        or name.startswith("_")
        or PathFinder.find_spec(f"{package}.{name}", _PATH)
    ):
        return ""
    with LOADING:
        hint: str = import_module(_HINTS).hint_for("package", name)  # loaded for mistakes only
    return hint


def instead(owner: str, name: str, known: Iterable[str]) -> str:
    """End a message about a name that is not there, as `core.hints.instead` does; that is loaded for mistakes only."""
    with LOADING:
        said: str = import_module(_HINTS).instead(owner, name, known)
    return said


def lazy_names(
    package: str, modules: Mapping[str, str], others: Mapping[str, str] | None = None
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Make a package's `__getattr__` and `__dir__` out of a table of its names.

    Args:
        package: The package's `__name__`.
        modules: Public name → module inside the package that defines it.
        others: Public name → module of another package that defines it.

    Returns:
        `__getattr__`, which imports the module of a name, keeps what it found in the package, and answers it;
        and `__dir__`, which lists the names of the table besides what is loaded.
    """
    foreign = others or {}

    def __getattr__(name: str) -> Any:  # noqa: N807 - it becomes the package's own `__getattr__`
        try:
            path = f"{package}.{modules[name]}" if name in modules else foreign[name]
        except KeyError:
            hint = _hint(package, name)
            missing = f"module {package!r} has no attribute {name!r}"
            if not hint:
                raise AttributeError(missing, name=name) from None
            # A class is imported, and Python would put words of its own in the place of an AttributeError's.
            kind = ImportError if name[0].isupper() else AttributeError
            raise kind(f"{missing}: {hint}") from None
        with LOADING:
            module = import_module(path)
        try:
            value = getattr(module, name)
        except AttributeError:
            # Two models that name each other: the module is still being imported. pydantic takes a NameError as
            # "not there yet" and resolves the annotation when the model is first used.
            raise NameError(f"{package}.{name} is not defined yet", name=name) from None
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:  # noqa: N807 - it becomes the package's own `__dir__`
        return sorted({*vars(sys.modules[package]), *modules, *foreign})

    return __getattr__, __dir__
