"""Programs of other releases are told, in one sentence, what to write here."""

from __future__ import annotations

import copy
import pickle
import re
from importlib import import_module
from importlib.util import find_spec
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest

import humanloop
from humanloop import ApiAttributeError, ApiTypeError, Humanloop
from humanloop.core.hints import hint_for, tag_of
from humanloop.core.other_releases import HINTS
from tests.apis.spec import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDE = (ROOT / "docs" / "guides" / "migrating.md").read_text(encoding="utf-8")
V5 = r'it is of the API v5 \(SDK 0.8\), and this is the API v4: .*; see "From the v5 SDK" in docs/guides/migrating.md'


@pytest.fixture
def client() -> Iterator[Any]:
    with Humanloop("key", "http://127.0.0.1:9/v4", max_retries=0) as made:
        yield made


REQUIRED: dict[str, dict[str, Any]] = {
    "chats.create": {"messages": [], "model_config": {"model": "m"}},
    "logs.list": {"project_id": "pr_1"},
}
"""What a call needs besides the argument that is told of."""


def write(client: Any, place: str) -> None:
    """Do what a program of another release does."""
    owner, argument, _ = place.partition("(")
    names = {place[len(owner) + 1 : -1]: "x"}
    if owner == "client" and argument:
        Humanloop(**names)  # type: ignore[arg-type]  # of another release
    elif argument:
        attrgetter(owner)(client)(**REQUIRED.get(owner, {}), **names)
    elif owner.startswith("package.") and find_spec(module := place.replace("package", "humanloop", 1)):
        import_module(module).SomeName  # noqa: B018 - as `from … import SomeName`
    elif place == "package.ApiError":
        from humanloop.core.api_error import ApiError  # noqa: F401
    elif owner.startswith("package."):
        getattr(humanloop, owner.removeprefix("package."))
    else:
        attrgetter(owner.removeprefix("client."))(client)


@pytest.mark.parametrize("place", HINTS)
def test_every_hint_is_told_where_its_name_is_missed(client: Any, place: str) -> None:
    with pytest.raises((AttributeError, ApiTypeError, ImportError)) as caught:
        write(client, place)
    assert HINTS[place] in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        "from humanloop import AsyncHumanloop",
        "from humanloop import PromptResponse",
        "from humanloop.client import AsyncHumanloop",
        "from humanloop.core.api_error import ApiError",
        "from humanloop.decorators import prompt",
        "from humanloop.errors import UnprocessableEntityError",
        "from humanloop.otel import instrument",
        "from humanloop.prompts import PromptsClient",
        "from humanloop.requests import ChatMessageParams",
        "from humanloop.types import PromptResponse",
        "import humanloop.prompts; humanloop.prompts.call()",
        "from humanloop import prompts; prompts.call()",
    ],
)
def test_imports_of_the_v5_sdk(line: str) -> None:
    with pytest.raises(ImportError, match=V5) as caught:
        exec(line)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["Humanlop", "__wrapped__", "__path__"])
def test_a_name_that_no_release_had_is_simply_missing(name: str) -> None:
    assert not hasattr(humanloop.client, name)
    with pytest.raises(ImportError, match=f"cannot import name '{name}'"):
        exec(f"from humanloop.client import {name}")


def test_the_methods_that_hints_name_are_there(client: Any) -> None:
    named = {name for hint in HINTS.values() for name in re.findall(r"`(?:client\.)?([a-z_]+(?:\.[a-z_]+)?)\(", hint)}
    named |= {name for hint in HINTS.values() for name in re.findall(r"it is `([a-z_.]+)`", hint)}
    assert len(named) > 15
    for name in named:
        assert callable(attrgetter(name)(client)), name


def test_the_v5_table_of_the_guide_names_what_is_there(client: Any) -> None:
    table = GUIDE.partition("## From the v5 SDK")[2]
    rows = [row.split(" | ")[1] for row in table.splitlines() if row.startswith("| ") and " | " in row]
    named = {name for row in rows for name in re.findall(r"`([a-z_]+(?:\.[a-z_]+)?)\(", row)}
    assert len(named) > 8
    for name in named:
        assert callable(attrgetter(name)(client)), name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("prompts", f"'Humanloop' object has no attribute 'prompts': {V5}"),
        ("proyects", r"'Humanloop' object has no attribute 'proyects'; did you mean `projects`\?"),
        ("quux", "'Humanloop' object has no attribute 'quux'"),
        ("_repr_png_", "'Humanloop' object has no attribute '_repr_png_'"),
    ],
)
def test_attributes(client: Any, name: str, told: str) -> None:
    with pytest.raises(AttributeError) as caught:
        getattr(client, name)
    assert re.fullmatch(told, str(caught.value))
    assert not hasattr(client, name)


def test_attributes_of_tags_and_their_raw_twins(client: Any) -> None:
    for owner in (client.evaluations, client.evaluations.raw):
        with pytest.raises(ApiAttributeError, match=r"no attribute 'log_result': it is `evaluations\.result`"):
            owner.log_result("x")
    with pytest.raises(ApiAttributeError, match=r"no attribute 'lst'; did you mean `list`\?"):
        client.projects.lst()
    assert tag_of("ModelConfigsApiRaw") == "model_configs"
    assert hint_for("client", "chat") == ""


def test_settings(client: Any) -> None:
    with pytest.raises(ApiTypeError, match=f"there is no setting `base_url`: {V5}"):
        Humanloop(api_key="key", base_url="http://127.0.0.1:9")  # type: ignore[arg-type]  # of another release
    with pytest.raises(ApiTypeError, match=r"^there is no setting `apikey`; did you mean `api_key`\?$"):
        Humanloop(apikey="key")  # type: ignore[arg-type]  # the slip
    assert copy.deepcopy(client).configuration.host == pickle.loads(pickle.dumps(client)).configuration.host


def test_names_that_programs_of_0_7_15_import() -> None:
    from humanloop.api_client import DeprecationWarningOnce

    assert issubclass(DeprecationWarningOnce, DeprecationWarning)
