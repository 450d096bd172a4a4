"""The providers of the API, by the name that configs use: where they are, their keys, and who speaks to them."""

from __future__ import annotations

from dataclasses import dataclass

_HERE = "humanloop.server.generation.providers"


@dataclass(frozen=True)
class Known:
    """A provider.

    Args:
        title: Its name, for people.
        adapter: The module whose `make` speaks to it.
        url: Its address.
        variables: Environment variables that usually hold its key, the first one first.
        takes_callers_key: Whether a request can bring a key for it.
        url_variable: Environment variable that usually holds its address.
        needs_key: Whether it refuses whoever has none.
        drop: Fields that it does not take.
    """

    title: str
    adapter: str
    url: str = ""
    variables: tuple[str, ...] = ()
    takes_callers_key: bool = True
    url_variable: str | None = None
    needs_key: bool = True
    drop: tuple[str, ...] = ()


COMPATIBLE = f"{_HERE}.compatible"
"""The module that speaks to servers which take what OpenAI's takes."""

KNOWN = {
    "openai": Known(
        "OpenAI",
        f"{_HERE}.openai",
        "https://api.openai.com/v1",
        ("OPENAI_API_KEY",),
    ),
    "openai_azure": Known(
        "Azure OpenAI",
        f"{_HERE}.openai_azure",
        variables=("AZURE_OPENAI_API_KEY",),
        url_variable="AZURE_OPENAI_ENDPOINT",
    ),
    "anthropic": Known(
        "Anthropic",
        f"{_HERE}.anthropic",
        "https://api.anthropic.com",
        ("ANTHROPIC_API_KEY",),
    ),
    "google": Known(
        "Google",
        f"{_HERE}.google",
        "https://generativelanguage.googleapis.com",
        ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        takes_callers_key=False,
    ),
    "cohere": Known(
        "Cohere",
        f"{_HERE}.cohere",
        "https://api.cohere.com",
        ("COHERE_API_KEY", "CO_API_KEY"),
    ),
    "bedrock": Known(
        "Amazon Bedrock",
        f"{_HERE}.bedrock",
        variables=("AWS_BEARER_TOKEN_BEDROCK",),
    ),
    "groq": Known(
        "Groq",
        COMPATIBLE,
        "https://api.groq.com/openai/v1",
        ("GROQ_API_KEY",),
        takes_callers_key=False,
        drop=("n", "logprobs", "top_logprobs", "logit_bias", "name"),
    ),
}
"""Those that can be asked."""

REPLACEABLE = frozenset({"groq"})
"""Those of them that a setting of `compatible` may describe otherwise."""

GONE = {
    "ai21": "AI21 ended its API in August 2026. Use its models through `bedrock`, or another model",
    "replicate": "Replicate has no API for conversations: its models run as jobs, which this server does not start. "
    "Use the model through another provider, or add its server to HUMANLOOP_SERVER_COMPATIBLE",
    "langchain": "`langchain` names what LangChain has called by itself. Log its calls, or name "
    "the provider of the model",
}
"""Those that cannot be asked, and why."""
