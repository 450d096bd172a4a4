"""Packages that import their names on first use."""

from __future__ import annotations

import importlib
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import humanloop
from humanloop import pydantic as models
from humanloop import type as types
from humanloop.core.lazy import LateClass, lazy_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

INIT = """
from humanloop.core.lazy import lazy_names
__getattr__, __dir__ = lazy_names(__name__, {"Wheel": "wheel", "Egg": "egg", "Hen": "hen", "Torn": "torn"})
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    folder = tmp_path / "lazy_sample"
    folder.mkdir()
    (folder / "__init__.py").write_text(INIT)
    (folder / "wheel.py").write_text("class Wheel: ...\n")
    (folder / "egg.py").write_text("from lazy_sample import Hen\nclass Egg: ...\n")
    (folder / "hen.py").write_text("from lazy_sample import Egg\nclass Hen: ...\n")
    (folder / "bird.py").write_text("class Bird:\n    def sing(self, song): return self, song\n")
    (folder / "torn.py").write_text("import no_such_module_at_all\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("lazy_sample")
    for name in [name for name in sys.modules if name.partition(".")[0] == "lazy_sample"]:
        del sys.modules[name]


def test_a_name_is_imported_on_first_use_and_kept(package: ModuleType) -> None:
    assert "lazy_sample.wheel" not in sys.modules
    wheel = package.Wheel
    assert wheel is sys.modules["lazy_sample.wheel"].Wheel
    assert vars(package)["Wheel"] is wheel


def test_dir_lists_names_before_they_are_loaded(package: ModuleType) -> None:
    names = dir(package)
    assert names == sorted(names)
    assert {"Wheel", "Egg", "Hen", "Torn", "__doc__"} <= set(names)
    assert "Wheel" not in vars(package)


def test_an_unknown_name_is_an_attribute_error_that_names_it(package: ModuleType) -> None:
    with pytest.raises(AttributeError, match=r"'lazy_sample' has no attribute 'Gear'") as caught:
        _ = package.Gear
    assert caught.value.name == "Gear"
    assert not hasattr(package, "Gear")
    assert getattr(package, "Gear", None) is None


def test_modules_that_import_each_other_are_a_name_error(package: ModuleType) -> None:
    # pydantic takes a NameError as "not there yet"; an AttributeError would end the import.
    with pytest.raises(NameError, match=r"lazy_sample\.Egg is not defined yet"):
        _ = package.Egg


def test_an_error_inside_a_module_is_not_hidden(package: ModuleType) -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_module_at_all"):
        _ = package.Torn


def test_a_late_class_is_loaded_with_the_first_use_of_a_method(package: ModuleType) -> None:
    bird = LateClass(f"{package.__name__}.bird", "Bird")

    class Choir:
        sing, call = bird.sing, bird.sing

    class Duet(Choir):
        def call(self, song: str) -> object:
            return super().call(song + "!")

    choir, duet = Choir(), Duet()
    assert "lazy_sample.bird" not in sys.modules
    assert choir.sing("la") == (choir, "la")
    found = sys.modules["lazy_sample.bird"].Bird
    assert vars(Choir)["sing"] is Choir.sing is found.sing
    assert vars(Choir)["call"] is not found.sing
    assert duet.call("la") == (duet, "la!")
    assert vars(Choir)["call"] is found.sing
    assert "call" not in vars(duet)


def test_the_functions_serve_the_package_that_they_are_made_for(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = SimpleNamespace(loaded=1)
    monkeypatch.setitem(sys.modules, "stand_in", stand_in)
    _, names = lazy_names("stand_in", {"Late": "late"})
    assert names() == ["Late", "loaded"]


@pytest.mark.parametrize("package", [humanloop, types, models], ids=lambda package: package.__name__)
def test_every_public_name_of_the_real_packages_is_there(package: ModuleType) -> None:
    missing = [name for name in package.__all__ if not hasattr(package, name)]
    assert missing == []
    assert set(package.__all__) <= set(dir(package))
