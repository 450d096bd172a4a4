"""`Humanloop`: all tags of the API, and at its front door the calls that programs make most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from humanloop.apis.client import TagsClient
from humanloop.core.json_kinds import is_object
from humanloop.core.lazy import LateClass, lazy_names
from humanloop.core.loading import LOADING
from humanloop.core.span_details import SpanDetails

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import List

    from humanloop import pydantic as models
    from humanloop.apis.tags.chats_api import ChatsApi
    from humanloop.apis.tags.completions_api import CompletionsApi
    from humanloop.apis.tags.feedback_api import FeedbackApi
    from humanloop.apis.tags.logs_api import LogsApi
    from humanloop.background.front import Background
    from humanloop.core.operation import Operation
else:  # most programs use few of the tags
    ChatsApi = LateClass("humanloop.apis.tags.chats_api", "ChatsApi")
    CompletionsApi = LateClass("humanloop.apis.tags.completions_api", "CompletionsApi")
    FeedbackApi = LateClass("humanloop.apis.tags.feedback_api", "FeedbackApi")
    LogsApi = LateClass("humanloop.apis.tags.logs_api", "LogsApi")


class _CallDetails(SpanDetails):
    """What spans say of calls of models: which one is asked, and how many tokens that took."""

    names: ClassVar[Mapping[str, str]] = {
        "chats.create": "chat",
        "chats.create_deployed": "chat_deployed",
        "chats.create_experiment": "chat_experiment",
        "chats.create_model_config": "chat_model_config",
        "completions.create": "complete",
        "completions.create_deployed": "complete_deployed",
        "completions.create_experiment": "complete_experiment",
        "completions.create_model_config": "complete_model_configuration",
        "feedback.feedback": "feedback",
        "logs.log": "log",
    }

    def asked(self, operation: Operation[Any], given: Mapping[str, Any]) -> dict[str, Any]:
        """Name the model, where the call does."""
        if operation.provider_keys is None:
            return {}
        config = given.get("model_config")
        if not is_object(config):
            config = {}
        named = {"gen_ai.provider.name": config.get("provider"), "gen_ai.request.model": config.get("model")}
        kind = "chat" if operation.name.startswith("chats.") else "text_completion"
        return {"gen_ai.operation.name": kind} | {key: text for key, text in named.items() if isinstance(text, str)}

    def answered(self, operation: Operation[Any], answer: Any) -> dict[str, Any]:
        """Count the tokens."""
        usage = answer.get("usage") if operation.provider_keys is not None and is_object(answer) else None
        if not is_object(usage):
            return {}
        counts = {
            "gen_ai.usage.input_tokens": usage.get("prompt_tokens"),
            "gen_ai.usage.output_tokens": usage.get("generation_tokens"),
        }
        return {name: count for name, count in counts.items() if isinstance(count, int)}


class Humanloop(TagsClient):
    """Client of the Humanloop API.

    ```python
    humanloop = Humanloop(api_key="…", host="http://127.0.0.1:8000/v4")
    answer = humanloop.chat(project="demo", messages=[…], model_config={"model": "gpt-4"})
    ```

    Every method has an asynchronous twin whose name starts with `a`, and every tag has `.raw`, which answers with
    status, headers and plain JSON. The client is safe in threads; `close()` or `with` gives its connections up.
    """

    span_details = _CallDetails()

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

    @property
    def background(self) -> Background:
        """Log and feedback that never wait for the network: `background.log(…)`, `background.feedback(…)`."""
        companions = self.api_client.connections.companions
        if "background" not in companions:
            # Imported on first use: who does not log in the background pays nothing for it.
            with LOADING:
                from humanloop.background.front import Background  # noqa: PLC0415

            companions.setdefault("background", Background(self.api_client))
        made: Background = companions["background"]
        return made

    def close(self) -> None:
        """Send what waits in the background, and give the connections up. Closing twice is harmless."""
        if self._has_background():
            self.background.close(self.background.exit_timeout)
        super().close()

    async def aclose(self) -> None:
        """Send what waits in the background, and give all connections up. Closing twice is harmless."""
        if self._has_background():
            await self.background.aclose(self.background.exit_timeout)
        await super().aclose()

    def _has_background(self) -> bool:
        made = vars(self).get("api_client")
        return made is not None and "background" in made.connections.companions

    def get_configs(self, project_id: str) -> List[models.ProjectConfigResponse]:
        """List the configs of a project: `projects.list_configs`, by its name in earlier releases."""
        return self.projects.list_configs(project_id)

    async def aget_configs(self, project_id: str) -> List[models.ProjectConfigResponse]:
        """`get_configs`, awaited."""
        return await self.projects.alist_configs(project_id)


if not TYPE_CHECKING:  # the names that only other releases have here
    __getattr__ = lazy_names(__name__, {})[0]
