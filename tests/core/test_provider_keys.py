"""Keys of model providers: the call's win, the client's fill the rest."""

from __future__ import annotations

import traceback
import warnings
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import Humanloop, OpenApiException
from humanloop import pydantic as models
from humanloop.configuration import Configuration
from humanloop.core.operation import NULL
from humanloop.request.provider_keys import fill_provider_keys
from humanloop.spec.facts import PROVIDERS

if TYPE_CHECKING:
    from humanloop.core.settings import UnknownKeys

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


@pytest.mark.parametrize("key", ["x", 5, object(), "\ud800"])
@pytest.mark.parametrize("unknown_keys", ["refuse", "warn", "pass"])
def test_a_name_that_is_like_no_provider_may_be_a_key_and_is_not_shown(key: Any, unknown_keys: UnknownKeys) -> None:
    configuration = Configuration("http://127.0.0.1:9", "key", unknown_keys=unknown_keys, timeout=5, max_retries=0)
    with Humanloop(configuration=configuration) as client, warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with pytest.raises(OpenApiException) as caught:
            client.chat(messages=[], model_config={"model": "m"}, provider_api_keys={"sk-CANARY": key})
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    said = [str(caught.value), *(str(each.message) for each in told)]
    own = [line for line in shown.splitlines() if "CANARY" in line and "test_" not in line]
    assert "CANARY" not in "".join(said)
    assert not [line for line in own if "provider_api_keys={" not in line]
    assert unknown_keys == "pass" or "openai, openai_azure" in "".join(said)


def test_the_providers_are_fields_that_the_api_knows() -> None:
    assert set(PROVIDERS) <= set(models.ProviderApiKeys.model_fields)
