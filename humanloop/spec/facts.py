# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""What the description of the API says about the API as a whole."""

PACKAGE = "humanloop"
"""The package, as it names itself to the server."""

HOST = "https://api.humanloop.com/v4"
"""URL that all paths are below."""

HOST_NOTE = "its service ended in September 2025; start one with `humanloop serve`, see docs/guides/moving.md"
"""What is to be known of that host."""

KEY_NOTE = "the operator of the server gives you one, or the server prints one when it first starts"
"""Where keys come from."""

ENVIRONMENT = "HUMANLOOP"
"""What the names of environment variables begin with: `HUMANLOOP_HOST` and so on."""

SECURITY_NAME = "APIKeyHeader"
"""Name of the way in which calls are authorised."""

SECURITY_HEADER = "X-API-KEY"
"""Header that carries the key; empty if the API asks for none."""

SECURITY_WORD = ""
"""Word before the key in that header."""

KEY_ARGUMENT = "api_key"
"""What the configuration calls the key."""

MODELS = "pydantic"
"""Package inside this one that has the models of what is received."""

TYPES = "type"
"""Package inside this one that has the types of what is sent."""

DISPLAY = "display.own_kinds"
"""Module of this package that refines how answers are shown, if there is one."""

OTHER_RELEASES = "core.other_releases"
"""Module of this package that knows names of other releases, if there is one."""

REQUIREMENTS: dict[str, tuple[str, ...]] = {
    "async": (
        "humanloop>=4",
        "aiohttp>=3.13.5,<4",
        "yarl>=1.17",
    ),
    "server": (
        "humanloop>=4",
        "anyio>=4.5",
        "httptools>=0.6.4",
        "jinja2>=3.1.6",
        "markupsafe>=2.1",
        "python-multipart>=0.0.18",
        "starlette>=0.46",
        "uvicorn>=0.34,<0.60",
        "uvloop>=0.21; sys_platform != 'win32' and platform_python_implementation == 'CPython'",
        "sqlalchemy>=2.0.40,<3",
        "alembic>=1.14",
        "pydantic-settings>=2.7",
        "pyyaml>=6.0.2",
        "aiohttp>=3.13.5,<4",
        "yarl>=1.17",
        "prometheus-client>=0.21,<1",
    ),
    "bedrock": (
        "humanloop>=4",
        "botocore>=1.44",
    ),
    "prices": (
        "humanloop>=4",
        "genai-prices>=0.2",
    ),
    "redact": (
        "humanloop>=4",
        "google-re2>=1.1.20240702",
    ),
    "postgres": (
        "humanloop>=4",
        "psycopg[binary]>=3.2",
    ),
    "parquet": (
        "humanloop>=4",
        "polars>=1.20",
    ),
    "cli": (
        "humanloop>=4",
        "rich>=13.7",
        "typer>=0.16",
    ),
    "requests": (
        "humanloop>=4",
        "requests>=2.32,<3",
    ),
    "opentelemetry": (
        "humanloop>=4",
        "opentelemetry-sdk>=1.30,<2",
        "opentelemetry-exporter-otlp-proto-http>=1.30,<2",
    ),
    "notebook": ("humanloop>=4",),
    "testing": (
        "humanloop>=4",
        "requests>=2.32,<3",
        "anyio>=4.5",
        "httptools>=0.6.4",
        "jinja2>=3.1.6",
        "markupsafe>=2.1",
        "python-multipart>=0.0.18",
        "starlette>=0.46",
        "uvicorn>=0.34,<0.60",
        "uvloop>=0.21; sys_platform != 'win32' and platform_python_implementation == 'CPython'",
        "sqlalchemy>=2.0.40,<3",
        "alembic>=1.14",
        "pydantic-settings>=2.7",
        "pyyaml>=6.0.2",
        "aiohttp>=3.13.5,<4",
        "yarl>=1.17",
        "prometheus-client>=0.21,<1",
        "responses>=0.25,<1",
    ),
}
"""What to install for what is optional."""

PROVIDERS: tuple[str, ...] = (
    "openai",
    "openai_azure",
    "openai_azure_endpoint",
    "ai21",
    "mock",
    "anthropic",
    "cohere",
    "bedrock",
)
"""Providers of models whose key a client may hold, as the configuration's `{provider}_api_key`."""
