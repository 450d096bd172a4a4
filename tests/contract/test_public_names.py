"""The public names: a change of them is meant, or it is a mistake."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

PUBLIC: dict[str, list[str]] = json.loads((Path(__file__).parent / "public-names.json").read_text(encoding="utf-8"))


def order(name: str) -> tuple[bool, bool, str]:
    """Constants, then classes, then the rest, as the linter sorts them."""
    return not name.isupper(), not name[0].isupper(), name


@pytest.mark.parametrize("package", PUBLIC)
def test_names_of(package: str) -> None:
    module = import_module(package)
    assert module.__all__ == PUBLIC[package]
    assert module.__all__ == sorted(set(module.__all__), key=order)
    assert set(dir(module)) >= set(module.__all__)
    for name in module.__all__:
        assert getattr(module, name) is getattr(module, name)


@pytest.mark.parametrize("package", PUBLIC)
def test_other_names_are_missing(package: str) -> None:
    module = import_module(package)
    with pytest.raises(AttributeError, match="no attribute 'Missing'"):
        _ = module.Missing
    assert not hasattr(module, "Missing")


def test_both_packages_of_types_have_the_same_names() -> None:
    assert PUBLIC["humanloop.type"] == PUBLIC["humanloop.pydantic"]
