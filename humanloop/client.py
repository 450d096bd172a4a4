"""The client: one attribute per tag of the API, and the front door for the calls that programs make most."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

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
from humanloop.calls.base_client import BaseClient
from humanloop.configuration import Configuration
from humanloop.core.errors import ClientConfigurationError
from humanloop.core.settings import MAX_RETRIES, TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import List

    import requests

    from humanloop import pydantic as models


class Humanloop(BaseClient):
    """Client of the Humanloop API.

    ```python
    humanloop = Humanloop(api_key="…", host="http://127.0.0.1:8000/v4")
    answer = humanloop.chat(project="demo", messages=[…], model_config={"model": "gpt-4"})
    ```

    Every method has an asynchronous twin whose name starts with `a`, and every tag has `.raw`, which answers with
    status, headers and plain JSON. The client is safe in threads; `close()` or `with` gives its connections up.
    """

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
        api_key_prefix: str | Mapping[str, str] | None = None,
        timeout: float | tuple[float, float] | None = TIMEOUT,
        max_retries: int = MAX_RETRIES,
        idempotent_writes: bool = False,
        debug: bool = False,
        configuration: Configuration | None = None,
        http: requests.Session | None = None,
    ) -> None:
        """Set the client up; nothing is sent yet.

        Args:
            api_key: The API key. Default: the environment variable `HUMANLOOP_API_KEY`.
            host: URL that all paths are below. Default: `HUMANLOOP_HOST`, else the API's own.
            openai_api_key: Key for OpenAI, sent with the calls that use a model provider; a call's own key wins.
            openai_azure_api_key: Key for OpenAI on Azure.
            openai_azure_endpoint_api_key: Endpoint for OpenAI on Azure.
            ai21_api_key: Key for AI21.
            mock_api_key: Key for the provider `mock`.
            anthropic_api_key: Key for Anthropic.
            cohere_api_key: Key for Cohere.
            api_key_prefix: Word before the API key in its header, for example `Bearer`. Default: none.
            timeout: Seconds for a whole call, or a pair (connect, read), or None for no limit. Default: 60, and 600 for
                calls that generate text.
            max_retries: Further tries after the first, 0 for none.
            idempotent_writes: The server is known to honour `Idempotency-Key`, so writes may be tried again.
            debug: Log every try through the logger `humanloop`, keys redacted.
            configuration: All settings at once, instead of the arguments above.
            http: Session of the library requests that synchronous calls go through, with its own proxies, certificates
                and authentication (extra `requests`). It is neither changed nor closed.

        Raises:
            ClientConfigurationError: There is no API key, it cannot be one, or a configuration is given too.
            InvalidHostConfigurationError: The host is not a usable URL.
        """
        super().__init__(
            _configuration(
                configuration,
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
                timeout=timeout,
                max_retries=max_retries,
                idempotent_writes=idempotent_writes,
                debug=debug,
            ),
            http,
        )

    @cached_property
    def chats(self) -> ChatsApi:
        """Chat messages from a model."""
        return ChatsApi(self.api_client)

    @cached_property
    def completions(self) -> CompletionsApi:
        """Texts from a model."""
        return CompletionsApi(self.api_client)

    @cached_property
    def datapoints(self) -> DatapointsApi:
        """Single datapoints of datasets."""
        return DatapointsApi(self.api_client)

    @cached_property
    def datasets(self) -> DatasetsApi:
        """Datasets and their datapoints."""
        return DatasetsApi(self.api_client)

    @cached_property
    def evaluations(self) -> EvaluationsApi:
        """Runs of evaluators over a dataset."""
        return EvaluationsApi(self.api_client)

    @cached_property
    def evaluators(self) -> EvaluatorsApi:
        """Functions that judge logs."""
        return EvaluatorsApi(self.api_client)

    @cached_property
    def experiments(self) -> ExperimentsApi:
        """A/B tests over model configs."""
        return ExperimentsApi(self.api_client)

    @cached_property
    def feedback_api(self) -> FeedbackApi:
        """Feedback on logs; also the front door `feedback`."""
        return FeedbackApi(self.api_client)

    @cached_property
    def finetunes(self) -> FinetunesApi:
        """Fine-tuning jobs."""
        return FinetunesApi(self.api_client)

    @cached_property
    def logs(self) -> LogsApi:
        """Logs of model and tool calls."""
        return LogsApi(self.api_client)

    @cached_property
    def model_configs(self) -> ModelConfigsApi:
        """Versions of prompts."""
        return ModelConfigsApi(self.api_client)

    @cached_property
    def projects(self) -> ProjectsApi:
        """Projects, their configs and deployments."""
        return ProjectsApi(self.api_client)

    @cached_property
    def sessions(self) -> SessionsApi:
        """Sessions of logs that belong together."""
        return SessionsApi(self.api_client)

    # The front door.
    chat, achat = ChatsApi.create, ChatsApi.acreate
    chat_deployed, achat_deployed = ChatsApi.create_deployed, ChatsApi.acreate_deployed
    chat_experiment, achat_experiment = ChatsApi.create_experiment, ChatsApi.acreate_experiment
    chat_model_config, achat_model_config = ChatsApi.create_model_config, ChatsApi.acreate_model_config
    complete, acomplete = CompletionsApi.create, CompletionsApi.acreate
    complete_deployed, acomplete_deployed = CompletionsApi.create_deployed, CompletionsApi.acreate_deployed
    complete_experiment, acomplete_experiment = (
        CompletionsApi.create_experiment,
        CompletionsApi.acreate_experiment,
    )
    complete_model_configuration = CompletionsApi.create_model_config
    acomplete_model_configuration = CompletionsApi.acreate_model_config
    feedback, afeedback = FeedbackApi.feedback, FeedbackApi.afeedback
    log, alog = LogsApi.log, LogsApi.alog

    # The documented streams; they are awaited.
    chat_stream = ChatsApi.astream
    chat_deployed_stream = ChatsApi.astream_deployed
    chat_experiment_stream = ChatsApi.astream_experiment
    chat_model_config_stream = ChatsApi.astream_model_config
    complete_stream = CompletionsApi.astream
    complete_deployed_stream = CompletionsApi.astream_deployed
    complete_experiment_stream = CompletionsApi.astream_experiment
    complete_model_configuration_stream = CompletionsApi.astream_model_config
    complete_model_config_stream = CompletionsApi.astream_model_config

    def get_configs(self, project_id: str) -> List[models.ProjectConfigResponse]:
        """List the configs of a project: `projects.list_configs`, by its name in earlier releases."""
        return self.projects.list_configs(project_id)

    async def aget_configs(self, project_id: str) -> List[models.ProjectConfigResponse]:
        """`get_configs`, awaited."""
        return await self.projects.alist_configs(project_id)


def _configuration(given: Configuration | None, **settings: Any) -> Configuration:
    """Answer the configuration that is given, or one made of the settings."""
    if given is None:
        return Configuration(**settings)
    from inspect import signature  # noqa: PLC0415 - a slow import, and few programs come here

    parameters = signature(Configuration).parameters
    if twice := [name for name, value in settings.items() if value is not parameters[name].default]:
        raise ClientConfigurationError(
            f"{', '.join(twice)} cannot stand beside configuration, which holds all settings; set it there"
        )
    return given
