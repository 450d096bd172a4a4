"""`Humanloop`: all tags of the API, and at its front door the calls that programs make most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.apis.client import TagsClient
from humanloop.apis.tags.chats_api import ChatsApi
from humanloop.apis.tags.completions_api import CompletionsApi
from humanloop.apis.tags.feedback_api import FeedbackApi
from humanloop.apis.tags.logs_api import LogsApi

if TYPE_CHECKING:
    from typing import List

    from humanloop import pydantic as models


class Humanloop(TagsClient):
    """Client of the Humanloop API.

    ```python
    humanloop = Humanloop(api_key="…", host="http://127.0.0.1:8000/v4")
    answer = humanloop.chat(project="demo", messages=[…], model_config={"model": "gpt-4"})
    ```

    Every method has an asynchronous twin whose name starts with `a`, and every tag has `.raw`, which answers with
    status, headers and plain JSON. The client is safe in threads; `close()` or `with` gives its connections up.
    """

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
