# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""What the description of the API says about the API as a whole."""

PACKAGE = "humanloop"
"""The package, as it names itself to the server."""

HOST = "https://api.humanloop.com/v4"
"""URL that all paths are below."""

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

REQUIREMENTS: dict[str, str] = {
    "async": '"humanloop[async]"',
    "requests": '"humanloop[requests]"',
}
"""What to install for what is optional, as a shell takes it."""

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
