# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""A client that has the tags of the API as attributes, and takes its settings as arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never

from humanloop.calls.base_client import BaseClient, chosen, no_settings
from humanloop.configuration import Configuration
from humanloop.core.lazy import made_once
from humanloop.core.loading import LOADING
from humanloop.core.secret import hidden
from humanloop.core.settings import MAX_RETRIES, TIMEOUT, WARN

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

    from humanloop.apis.tags.chats_api import ChatsApi
    from humanloop.apis.tags.completions_api import CompletionsApi
    from humanloop.apis.tags.datapoints_api import DatapointsApi
    from humanloop.apis.tags.datasets_api import DatasetsApi
    from humanloop.apis.tags.evaluations_api import EvaluationsApi
    from humanloop.apis.tags.evaluators_api import EvaluatorsApi
    from humanloop.apis.tags.experiments_api import ExperimentsApi
    from humanloop.apis.tags.feedback_api import FeedbackApi
    from humanloop.apis.tags.finetunes_api import FinetunesApi
    from humanloop.apis.tags.logs_api import LogsApi
    from humanloop.apis.tags.model_configs_api import ModelConfigsApi
    from humanloop.apis.tags.projects_api import ProjectsApi
    from humanloop.apis.tags.sessions_api import SessionsApi
    from humanloop.core.background import BackgroundOptions
    from humanloop.core.settings import UnknownKeys


class TagsClient(BaseClient):
    """A client that has the tags of the API as attributes."""

    def __init__(
        self,
        api_key: str | Mapping[str, str] | None = None,
        host: str | None = None,
        *,
        openai_api_key: str | None = None,
        openai_azure_api_key: str | None = None,
        openai_azure_endpoint_api_key: str | None = None,
        ai21_api_key: str | None = None,
        mock_api_key: str | None = None,
        anthropic_api_key: str | None = None,
        cohere_api_key: str | None = None,
        bedrock_api_key: str | None = None,
        api_key_prefix: str | Mapping[str, str] | None = None,
        timeout: float | tuple[float, float] | None = TIMEOUT,
        max_retries: int = MAX_RETRIES,
        idempotent_writes: bool = False,
        debug: bool = False,
        tracing: bool | None = None,
        unknown_keys: UnknownKeys = WARN,
        background: BackgroundOptions | None = None,
        configuration: Configuration | None = None,
        http: requests.Session | None = None,
        **others: Never,
    ) -> None:
        """Set the client up; nothing is sent yet.

        The keys of model providers are sent with the calls that use a provider; a call's own key wins.

        Args:
            api_key: The API key. Default: the environment variable `HUMANLOOP_API_KEY`.
            host: URL that all paths are below. Default: `HUMANLOOP_HOST`, else the API's own.
            openai_api_key: Key for OpenAI.
            openai_azure_api_key: Key for Azure OpenAI; give `openai_azure_endpoint` with it.
            openai_azure_endpoint_api_key: Base URL of the Azure OpenAI resource; give `openai_azure` with it.
            ai21_api_key: Key for AI21.
            mock_api_key: Key for the built-in mock provider, which needs none; accepted and ignored.
            anthropic_api_key: Key for Anthropic.
            cohere_api_key: Key for Cohere.
            bedrock_api_key: Credentials for Amazon Bedrock.
            api_key_prefix: Word before the API key in its header, for example `Bearer`. Default: none.
            timeout: Seconds for a whole call, or a pair (connect, read), or None for no limit. Default: 60, and more for
                operations that state a longer limit of their own.
            max_retries: Further tries after the first, 0 for none.
            idempotent_writes: The server is known to honour `Idempotency-Key`, so writes may be tried again.
            debug: Log every try through the logger of this package, keys redacted.
            tracing: Whether calls are spans where the program has a tracer provider of OpenTelemetry. Default: yes,
                unless the environment says `HUMANLOOP_TRACING=false`.
            unknown_keys: What is done about keys of objects in arguments that the API does not have: `warn` of them and
                send them, `refuse` the call, or `pass` them on in silence.
            background: How `client.background` keeps and sends what is logged. Default: as `BackgroundOptions()`.
            configuration: All settings at once, instead of the arguments above.
            http: Session of the library requests that synchronous calls go through, with its own proxies, certificates
                and authentication (extra `requests`). It is neither changed nor closed.
            **others: There are no others: the error says which may be meant.

        Raises:
            ApiTypeError: There is no such setting.
            ClientConfigurationError: There is no API key, it cannot be one, or a configuration is given too.
            InvalidHostConfigurationError: The host is not a usable URL.
        """
        # From here on no traceback shows a key.
        api_key = hidden(api_key)
        openai_api_key = hidden(openai_api_key)
        openai_azure_api_key = hidden(openai_azure_api_key)
        openai_azure_endpoint_api_key = hidden(openai_azure_endpoint_api_key)
        ai21_api_key = hidden(ai21_api_key)
        mock_api_key = hidden(mock_api_key)
        anthropic_api_key = hidden(anthropic_api_key)
        cohere_api_key = hidden(cohere_api_key)
        bedrock_api_key = hidden(bedrock_api_key)
        if others:
            raise no_settings(others, TagsClient.__init__)
        super().__init__(
            chosen(
                configuration,
                Configuration,
                host=host,
                api_key=api_key,
                api_key_prefix=api_key_prefix,
                openai_api_key=openai_api_key,
                openai_azure_api_key=openai_azure_api_key,
                openai_azure_endpoint_api_key=openai_azure_endpoint_api_key,
                ai21_api_key=ai21_api_key,
                mock_api_key=mock_api_key,
                anthropic_api_key=anthropic_api_key,
                cohere_api_key=cohere_api_key,
                bedrock_api_key=bedrock_api_key,
                timeout=timeout,
                max_retries=max_retries,
                idempotent_writes=idempotent_writes,
                debug=debug,
                tracing=tracing,
                unknown_keys=unknown_keys,
                background=background,
            ),
            http,
        )

    @made_once
    def chats(self) -> ChatsApi:
        """Generate chat messages."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.chats_api import ChatsApi

        return ChatsApi(self.api_client)

    @made_once
    def completions(self) -> CompletionsApi:
        """Generate text from a prompt template."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.completions_api import CompletionsApi

        return CompletionsApi(self.api_client)

    @made_once
    def datapoints(self) -> DatapointsApi:
        """Read, edit and delete single datapoints of datasets."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.datapoints_api import DatapointsApi

        return DatapointsApi(self.api_client)

    @made_once
    def datasets(self) -> DatasetsApi:
        """Collections of datapoints (inputs, messages and an expected target) that evaluations run on."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.datasets_api import DatasetsApi

        return DatasetsApi(self.api_client)

    @made_once
    def evaluations(self) -> EvaluationsApi:
        """Runs that generate or collect logs for every datapoint of a dataset and judge them with evaluators."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.evaluations_api import EvaluationsApi

        return EvaluationsApi(self.api_client)

    @made_once
    def evaluators(self) -> EvaluatorsApi:
        """Functions that judge logs: Python code, a model call, a human reviewer or an external system."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.evaluators_api import EvaluatorsApi

        return EvaluatorsApi(self.api_client)

    @made_once
    def experiments(self) -> ExperimentsApi:
        """A/B tests that spread calls over several model configs of a project and compare them by end-user feedback."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.experiments_api import ExperimentsApi

        return ExperimentsApi(self.api_client)

    @made_once
    def feedback_api(self) -> FeedbackApi:
        """Ratings, actions, corrections and comments that users give on logs."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.feedback_api import FeedbackApi

        return FeedbackApi(self.api_client)

    @made_once
    def finetunes(self) -> FinetunesApi:
        """Jobs that fine-tune a base model on a dataset."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.finetunes_api import FinetunesApi

        return FinetunesApi(self.api_client)

    @made_once
    def logs(self) -> LogsApi:
        """Records of single model or tool calls, made by the generation operations or sent in by the caller."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.logs_api import LogsApi

        return LogsApi(self.api_client)

    @made_once
    def model_configs(self) -> ModelConfigsApi:
        """Versions of a prompt: a template with a model, its parameters and its tools."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.model_configs_api import ModelConfigsApi

        return ModelConfigsApi(self.api_client)

    @made_once
    def projects(self) -> ProjectsApi:
        """Projects group the configs, deployments, logs and feedback types of one task."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.projects_api import ProjectsApi

        return ProjectsApi(self.api_client)

    @made_once
    def sessions(self) -> SessionsApi:
        """Logs that belong together, such as the turns of a conversation or the steps of a chain."""
        with LOADING:  # most programs use few of the tags
            from humanloop.apis.tags.sessions_api import SessionsApi

        return SessionsApi(self.api_client)
