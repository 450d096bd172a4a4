"""Keys of providers and settings of earlier releases, as the configuration takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from codegen.parse import parse
from codegen.spec import load

if TYPE_CHECKING:
    from pathlib import Path

    from codegen.facts import Facts

SPEC = """
openapi: 3.0.3
info: {title: Keys, version: '1'}
tags: [{name: Things}]
paths:
  /things:
    get: {operationId: Things_list, tags: [Things], responses: {'204': {description: Done.}}}
components:
  schemas:
    Keys:
      type: object
      properties:
        one: {type: string, description: Key for One.}
        two: {type: string, x-added: true}
"""


@pytest.fixture
def read(tmp_path: Path) -> Facts:
    """The facts of a description whose keys of providers are a schema's properties."""
    path = tmp_path / "spec.yaml"
    settings = "{age: {type: int, default: '3', description: Age.}, provider-keys: {}, old: {alias-of: api_key}}"
    own = "{queue: {type: Queue | None, module: core.queue, description: A queue.}}"
    path.write_text(
        f"{SPEC}x-client: {{provider-keys: Keys, earlier-settings: {settings}, settings: {own}}}\n", encoding="utf-8"
    )
    api, problems = parse(load(path))
    assert not problems
    return api.facts


def test_keys_are_the_properties_of_a_schema(read: Facts) -> None:
    assert [(key.provider, key.signature, key.text, key.is_added) for key in read.providers] == [
        ("one", "one_api_key: str | None = None", "Key for One.", False),
        ("two", "two_api_key: str | None = None", "Key for the provider `two`, sent with the calls that use it.", True),
    ]


def test_keys_that_were_added_do_not_move_the_arguments_of_earlier_releases(read: Facts) -> None:
    assert [(setting.name, setting.kept) for setting in read.earlier] == [
        ("age", "age"),
        ("one_api_key", "provider_secret(one_api_key)"),
        ("old", ""),
    ]
    assert read.earlier[0].signature == "age: int = 3"


def test_a_client_may_have_settings_of_its_own(read: Facts) -> None:
    [setting] = read.settings
    assert (setting.signature, setting.text) == ("queue: Queue | None = None", "A queue.")
    assert (setting.class_name, setting.module, setting.kept) == ("Queue", "core.queue", "queue")
