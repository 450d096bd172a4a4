# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelProviders`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

ModelProviders = Union[
    Literal[
        "openai",
        "openai_azure",
        "mock",
        "anthropic",
        "cohere",
        "replicate",
        "google",
        "groq",
        "ai21",
        "langchain",
        "bedrock",
    ],
    str,
]
"""Provider that serves a model: `openai`, `openai_azure` (OpenAI models on Azure), `anthropic`, `cohere`, `replicate`,
`google`, `groq`, `ai21`, `langchain` (models called through LangChain), `bedrock` (models on Amazon Bedrock), or `mock`
(built into the server, needs no key, for tests).
"""
