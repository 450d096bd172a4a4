"""Settings of the server: arguments, or environment variables that begin with `HUMANLOOP_SERVER_`."""

from __future__ import annotations

import os
import re
from ipaddress import ip_network
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from humanloop.server.database_urls import to_database_url
from humanloop.server.own_spans import INSTALL, is_installed
from humanloop.server.provider_settings import ProviderSettings, is_sendable
from humanloop.server.redaction import compiled

if TYPE_CHECKING:
    from pydantic import ValidationInfo

BASE_PATH = "/v4"
"""Where the API is served; clients name it in their host."""
_GUIDE = "docs/guides/scale.md"
ENVIRONMENT_PREFIX = "HUMANLOOP_SERVER_"
"""How the names of environment variables begin."""


_HEADER = re.compile(r"[A-Za-z0-9-]+")
_PREFIX = re.compile(r"[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*")
# What a prefix may not begin with: else nobody could tell whether a proxy has stripped it.
_OWN_ROOTS = frozenset({"v4", "v1", "app", "api", "docs", "health", "metrics"})


class Settings(ProviderSettings):
    """All that can be chosen."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX,
        extra="forbid",
        frozen=True,
        # Some of them are keys.
        hide_input_in_errors=True,
        # The command line shows them as its help.
        use_attribute_docstrings=True,
    )

    database: str = "sqlite:///humanloop.db"
    """SQLAlchemy URL, or the path of an SQLite file. `sqlite://` keeps everything in memory."""
    no_upgrade: bool = False
    """Do not change the tables of an earlier release, but end and name the command that does."""
    database_direct: str | None = None
    """The same PostgreSQL without a pooler in between, so that servers hear of each other at once."""
    database_read: str | None = None
    """A standby of the PostgreSQL, which lists, searches, exports and pages are read from."""
    workers: int = Field(default=1, ge=1)
    """Processes that serve; more than one need a PostgreSQL."""
    host: str = "127.0.0.1"
    """Address to listen on; the default is reachable from this machine only."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port to listen on; 0 takes a free one."""
    unix_socket: str | None = None
    """Socket in the file system to listen on, in place of host and port."""
    tls_certificate: str | None = None
    """File with the certificate and its chain, to speak HTTPS; it is read again after SIGHUP."""
    tls_key: str | None = None
    """File with the certificate's key."""
    root_path: str = ""
    """Prefix that a proxy serves everything below, such as `/humanloop`."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    """Proxies whose headers `X-Forwarded-…` count: addresses, networks and `unix`, separated by commas."""
    trust_user_header: str | None = None
    """Header in which such a proxy names who has signed in, for the pages: for example `X-Forwarded-User`."""
    trust_user_role: Literal["read", "write", "admin"] = "read"
    """What people may do who come by that header."""
    api_key: SecretStr | None = None
    """A key that is accepted besides those in the database. Without any, one is made at the first start."""
    authentication: bool = True
    """Whether requests need a key."""
    environments: Annotated[tuple[str, ...], NoDecode] = ("production",)
    """Names of environments, separated by commas; in a new database the first is the default one."""
    strict_feedback: bool = False
    """Whether feedback of a type, or with a label, that the project does not have is refused instead of adding it."""
    snippets: dict[str, dict[str, str]] = Field(default_factory=dict[str, dict[str, str]])
    """Tools that templates can call: name → key → text."""
    experiment_sampling: Literal["uniform", "thompson"] = "uniform"
    """How experiments draw configs: all with the same chance, or rather those that have done well so far."""
    experiment_seed: int | None = None
    """Makes the draws of experiments the same again after each start."""
    active_evaluators: dict[str, list[str]] = Field(default_factory=dict[str, list[str]])
    """Evaluators that judge every new log of a project: name of the project → their names; `[]` takes them away."""
    evaluator_workers: int = Field(default=4, ge=1)
    """Python evaluators that may run at once."""
    evaluator_seconds: float = Field(default=10, gt=0)
    """Time that a python evaluator gets for one log."""
    evaluator_megabytes: int = Field(default=512, ge=64)
    """Memory that a python evaluator may use."""
    evaluator_network: bool = False
    """Whether python evaluators may connect to anything."""
    sandbox: Literal["best", "required", "off"] = "best"
    """How the kernel of Linux keeps python evaluators in: as well as it can, or they do not run, or not at all."""
    log_format: Literal["line", "json", "none"] = "line"
    """How requests are logged on standard output: a line for each, JSON (and all else as JSON, too), or not."""
    metrics: Literal["local", "key", "open", "off"] = "local"
    """Who may read `/metrics`: this machine and who has a key, only who has one, anybody, or nobody."""
    keep_logs_days: int | None = Field(default=None, ge=1, le=36_500)
    """Days after which logs are deleted, in projects that do not say it themselves; without it they are kept."""
    retention_seconds: float = Field(default=3600, gt=0)
    """How long to wait before old logs are looked for again."""
    redact: tuple[str, ...] = ()
    """Patterns of RE2, as JSON; what they match in texts is stored as `[redacted]`."""
    redact_hook: str | None = None
    """A function `module:name` of a text and where it stands; what it answers is stored in its place."""
    disk_reserve: int = Field(default=100, ge=0)
    """Megabytes that have to be free beside an SQLite file; with less, the server says that it is not ready."""
    database_seconds: float = Field(default=20, gt=0)
    """Longest time that a read or a write waits for the database, before its request is asked to come back."""
    readers: int = Field(default=8, ge=1)
    """Reads that may run at once."""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Names for the server besides `localhost` and addresses, which always work, separated by commas; `*` is any."""
    places: int = Field(default=512, ge=1)
    """Requests that are answered at once; more are asked to come back."""
    body_limit: int = Field(default=32_000_000, ge=1)
    """Most bytes of a request's body."""
    answer_limit: int = Field(default=64_000_000, ge=1)
    """Most bytes of a page of a list; a larger one is refused, and told which size fits."""
    head_limit: int = Field(default=65_536, ge=1024)
    """Most bytes of a request's line and headers."""
    read_seconds: float = Field(default=60, gt=0)
    """Longest time that a request may take to arrive."""
    write_seconds: float = Field(default=60, gt=0)
    """Longest time in which a client takes nothing of its answer."""
    drain_seconds: int = Field(default=10, ge=0)
    """Longest time that running requests get when the server is told to stop."""
    silence_seconds: float = Field(default=15, gt=0)
    """Longest silence of a stream before a comment line shows that it is alive."""

    web: bool = True
    """Whether there are pages for people, at `/app`."""
    web_link_seconds: float = Field(default=600, gt=0)
    """How long a sign-in link to the pages is good."""
    web_session_seconds: float = Field(default=2_592_000, gt=0)
    """How long one stays signed in to the pages."""

    otel_spans: Literal["genai", "all"] = "genai"
    """Which spans of OpenTelemetry are logs: those of calls of models, tools and agents with all above them, or all."""
    otel_keep_seconds: float = Field(default=86_400, gt=0)
    """How long spans are kept that are no logs yet, and content whose span has not come."""
    otel_body_limit: int = Field(default=20_971_520, ge=1)
    """Most bytes of a request of OpenTelemetry, compressed or not."""
    otel_export: str | None = None
    """Where to send spans of the server's own work by OTLP, for example `http://localhost:4318`; needs an extra."""

    @field_validator("otel_export")
    @classmethod
    def _check_export(cls, value: str | None) -> str | None:
        if not value:
            return None
        if not value.startswith(("http://", "https://")):
            raise ValueError("spans are sent by HTTP: an address that begins with http:// or https://")
        if not is_installed():
            raise ValueError(f"spans are sent by a library that is not installed: {INSTALL}")
        return value

    @field_validator("redact")
    @classmethod
    def _check_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        if patterns:
            compiled(patterns)
        return patterns

    @field_validator("root_path")
    @classmethod
    def _check_root_path(cls, value: str) -> str:
        path = value.strip("/")
        if not path:
            return ""
        if not _PREFIX.fullmatch(path):
            raise ValueError("a prefix is made of letters, digits and . _ ~ - between slashes")
        if path.partition("/")[0] in _OWN_ROOTS:
            raise ValueError(f"{path.partition('/')[0]} is an address of the server itself; take another prefix")
        return f"/{path}"

    @field_validator("trusted_proxies")
    @classmethod
    def _check_proxies(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        given = tuple(name for name in names if name)
        for name in given:
            if name != "unix":
                ip_network(name, strict=False)
        return given

    @field_validator("trust_user_header")
    @classmethod
    def _check_header(cls, value: str | None) -> str | None:
        if value is not None and not _HEADER.fullmatch(value):
            raise ValueError("a name of a header is made of letters, digits and dashes")
        return value

    @model_validator(mode="after")
    def _check_header_has_proxies(self) -> Self:
        if self.trust_user_header is not None and not self.trusted_proxies:
            raise ValueError("--trust-user-header needs --trusted-proxies: from others it is not believed")
        return self

    @model_validator(mode="after")
    def _check_tls(self) -> Self:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("--tls-certificate and --tls-key need each other")
        return self

    @field_validator("environments", "allowed_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return [name.strip() for name in value.split(",")] if isinstance(value, str) else value

    @field_validator("workers")
    @classmethod
    def _check_workers(cls, value: int, info: ValidationInfo) -> int:
        if value > 1:
            if info.data.get("database", "").startswith("sqlite"):
                raise ValueError("a file of SQLite has one server; several workers need PostgreSQL: " + _GUIDE)
            if not hasattr(os, "fork"):
                raise ValueError("this system cannot copy processes; start several servers instead")
        return value

    @field_validator("environments")
    @classmethod
    def _check_environments(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if not all(names) or not names or len(set(names)) != len(names):
            raise ValueError("environments must be different names, separated by commas")
        return names

    @field_validator("api_key")
    @classmethod
    def _check_api_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        key = value.get_secret_value().strip()
        # What a header carries as it is: any other key would be refused in every request.
        if not is_sendable(key):
            raise ValueError("a key must be printable ASCII without blanks, and not empty")
        return SecretStr(key)

    @field_validator("database", "database_direct", "database_read")
    @classmethod
    def _to_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        return to_database_url(value)

    @model_validator(mode="after")
    def _check_standby(self) -> Self:
        urls = (self.database, self.database_read)
        if self.database_read is not None and not all(each and each.startswith("postgresql") for each in urls):
            raise ValueError("--database-read needs a PostgreSQL, and a standby of it: " + _GUIDE)
        return self
