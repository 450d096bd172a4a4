"""Settings of the providers of models: where they are, with which keys they are asked, and what they cost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from collections.abc import Mapping

_FROM_ENVIRONMENT = "env:"


class Price(BaseModel):
    """What a model costs, in US dollars for a million tokens.

    Attributes:
        input: Of the prompt; `prompt` is another name of it.
        output: Of the answer, with what was thought before it.
        cached: Of the part of the prompt that the provider had kept; the price of `input` if none is given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: float = Field(ge=0, allow_inf_nan=False, validation_alias=AliasChoices("input", "prompt"))
    output: float = Field(ge=0, allow_inf_nan=False)
    cached: float | None = Field(default=None, ge=0, allow_inf_nan=False)


def is_sendable(key: str) -> bool:
    """Tell whether a header can carry a key as it is."""
    return bool(key) and all("!" <= character <= "~" for character in key)


def _resolved(value: Any) -> Any:
    """Look up a key that is named by its environment variable."""
    if not isinstance(value, str) or not value.startswith(_FROM_ENVIRONMENT):
        return value
    variable = value.removeprefix(_FROM_ENVIRONMENT)
    if not os.environ.get(variable):
        raise ValueError(f"the environment variable {variable} is to hold a key, but it is not set")
    return os.environ[variable]


def _checked_key(key: SecretStr) -> SecretStr:
    stripped = key.get_secret_value().strip()
    if not is_sendable(stripped):
        raise ValueError("a key must be printable ASCII without blanks, and not empty")
    return SecretStr(stripped)


def _checked_url(value: str) -> str:
    url = value.strip().rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("an address that begins with http:// or https://, for example https://api.example.com/v1")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("an address without a user, a query and a fragment; keys have a setting of their own")
    _ = parts.port  # raises a ValueError if it is none
    return url


Key = Annotated[SecretStr, BeforeValidator(_resolved), AfterValidator(_checked_key)]
"""A key, or `env:NAME` of the variable that holds it."""
Url = Annotated[str, AfterValidator(_checked_url)]
"""An address, without a slash at its end."""


class Compatible(BaseModel):
    """A server that takes what OpenAI's takes.

    Attributes:
        url: Where; `/chat/completions` follows.
        key: Its key, if it wants one.
        drop: Fields that it does not take.
        rename: Fields that it knows by another name.
        completions: Whether completions go to `/completions`, and not to the chat.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Url
    key: Key | None = None
    drop: tuple[str, ...] = ()
    rename: dict[str, str] = Field(default_factory=dict[str, str])
    completions: bool = False


class ProviderSettings(BaseSettings):
    """What can be chosen about providers."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    provider_fallback: str | None = None
    """Provider that stands in where there is no adapter or no key, such as `mock`; without it, those are refused."""
    ask_providers: bool = True
    """Whether providers are asked at all; without it, the fallback answers for each of them."""
    providers: dict[str, str] = Field(default_factory=dict[str, str])
    """Adapters of providers besides those of this package: name → `module:object`."""
    provider_urls: dict[str, Url] = Field(default_factory=dict[str, Url])
    """Other addresses of providers: name → base URL, as the provider's own libraries take it."""
    provider_keys: dict[str, Key] = Field(default_factory=dict[str, SecretStr])
    """Keys of providers: name → key or `env:NAME`; else those of the usual variables, such as OPENAI_API_KEY."""
    compatible: dict[str, Compatible] = Field(default_factory=dict[str, Compatible])
    """Servers that take what OpenAI's takes: name → `url`, `key`, `drop`, `rename`, `completions`."""
    azure_hosts: list[str] = Field(default_factory=list[str])
    """Hosts besides those of Azure that a caller's `openai_azure_endpoint` may name."""
    provider_seconds: float = Field(default=600, gt=0)
    """Longest time in which a provider has to answer; in a stream, the longest time without a byte of it."""
    provider_total_seconds: float = Field(default=900, gt=0)
    """Longest time that a stream of a provider may take."""
    provider_calls: int = Field(default=256, ge=1)
    """Calls of one provider that may run at once; more are asked to come back."""
    prices: dict[str, Price] = Field(default_factory=dict[str, Price])
    """What models cost, where that is not known or another: name → `input`, `output`, `cached`."""
    model_aliases: dict[str, str] = Field(default_factory=dict[str, str])
    """Models to ask in place of others, such as retired ones: name → name."""
    anthropic_version: str = Field(default="2023-06-01", pattern=r"^\d{4}-\d{2}-\d{2}$")
    """Version of Anthropic's API."""
    anthropic_max_tokens: int = Field(default=4096, ge=1)
    """Most tokens of an answer of Anthropic's models where the model config does not say it."""
    trace_providers: bool = False
    """Whether providers of models are told of the trace that a request names in its header `traceparent`."""


def usual_key(variables: tuple[str, ...], environment: Mapping[str, str]) -> SecretStr | None:
    """Read a key from the first of some environment variables that is set; one that cannot be sent is none."""
    given = (environment.get(name, "").strip() for name in variables)
    return next((SecretStr(key) for key in given if is_sendable(key)), None)
