"""Keys of model providers: the call's win, the client's fill the rest."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from humanloop import pydantic as models
from humanloop.configuration import Configuration
from humanloop.core.operation import NULL
from humanloop.request.provider_keys import fill_provider_keys
from humanloop.spec.facts import PROVIDERS

HOLDS = Configuration(openai_api_key="client-openai", cohere_api_key="client-cohere")
HOLDS_NONE = Configuration()


@pytest.mark.parametrize(
    ("given", "filled"),
    [
        (None, {"openai": "client-openai", "cohere": "client-cohere"}),
        ({}, {"openai": "client-openai", "cohere": "client-cohere"}),
        ({"openai": "own"}, {"openai": "own", "cohere": "client-cohere"}),
        ({"openai": None}, {"openai": "client-openai", "cohere": "client-cohere"}),
        ({"ai21": "own"}, {"openai": "client-openai", "cohere": "client-cohere", "ai21": "own"}),
        ({"new-provider": "own"}, {"openai": "client-openai", "cohere": "client-cohere", "new-provider": "own"}),
        (MappingProxyType({"cohere": "own"}), {"openai": "client-openai", "cohere": "own"}),
        (models.ProviderApiKeys(openai="own"), {"openai": "own", "cohere": "client-cohere"}),
    ],
)
def test_a_call_wins_and_the_client_fills_the_rest(given: Any, filled: dict[str, str]) -> None:
    assert fill_provider_keys(given, HOLDS) == filled


@pytest.mark.parametrize("given", [None, {}, {"openai": "own"}, models.ProviderApiKeys(openai="own")])
def test_a_client_without_keys_adds_nothing(given: Any) -> None:
    assert fill_provider_keys(given, HOLDS_NONE) is given


def test_what_the_caller_passed_is_not_changed() -> None:
    given = {"openai": "own"}
    filled = fill_provider_keys(given, HOLDS)
    assert filled is not given
    assert given == {"openai": "own"}


@pytest.mark.parametrize("given", ["sk-text", 5, ["openai"], NULL])
def test_what_is_no_keys_at_all_is_left_to_the_check_of_arguments(given: Any) -> None:
    assert fill_provider_keys(given, HOLDS) is given


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_has_its_setting(provider: str) -> None:
    settings: dict[str, Any] = {f"{provider}_api_key": "client"}
    assert fill_provider_keys(None, Configuration(**settings)) == {provider: "client"}


def test_filled_keys_do_not_show_themselves() -> None:
    assert "client-openai" not in repr(fill_provider_keys(None, HOLDS))


def test_the_providers_are_fields_that_the_api_knows() -> None:
    assert set(PROVIDERS) <= set(models.ProviderApiKeys.model_fields)
