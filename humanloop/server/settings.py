"""Settings of the server: arguments, or environment variables that begin with `HUMANLOOP_SERVER_`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BASE_PATH = "/v4"
"""Where the API is served; clients name it in their host."""


class Settings(BaseSettings):
    """All that can be chosen."""

    model_config = SettingsConfigDict(env_prefix="HUMANLOOP_SERVER_", extra="forbid", frozen=True)

    database: str = "sqlite:///humanloop.db"
    """SQLAlchemy URL, or the path of an SQLite file. `sqlite://` keeps everything in memory."""
    host: str = "127.0.0.1"
    """Address to listen on; the default is reachable from this machine only."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port to listen on; 0 takes a free one."""
    api_key: SecretStr | None = None
    """A key that is accepted besides those in the database. Without any, one is made at the first start."""
    authentication: bool = True
    """Whether requests need a key."""
    environments: Annotated[tuple[str, ...], NoDecode] = ("production",)
    """Names of environments, separated by commas; in a new database the first is the default one."""
    provider_fallback: str | None = None
    """Provider that stands in for all that have no adapter, for example `mock`; without it, those are refused."""
    snippets: dict[str, dict[str, str]] = Field(default_factory=dict[str, dict[str, str]])
    """Tools that templates can call: name → key → text."""
    readers: int = Field(default=8, ge=1)
    """Reads that may run at once."""
    silence_seconds: float = Field(default=15, gt=0)
    """Longest silence of a stream before a comment line shows that it is alive."""

    @field_validator("environments", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        names = [name.strip() for name in value.split(",")] if isinstance(value, str) else list(value)
        if not all(names) or not names or len(set(names)) != len(names):
            raise ValueError("environments must be different names, separated by commas")
        return tuple(names)

    @field_validator("database")
    @classmethod
    def _to_url(cls, value: str) -> str:
        return value if "://" in value else f"sqlite:///{value}"
