"""Model configs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anyio import to_thread

from humanloop.server.domain.config_answers import model_config_answer
from humanloop.server.domain.configs import find_model_config
from humanloop.server.domain.registration import register
from humanloop.server.http.requests import check_body
from humanloop.server.http.responses import PromptText
from humanloop.server.prompt import configs as prompt_configs
from humanloop.server.prompt.file import read_prompt_file

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call


async def _register(call: Call) -> Any:
    return await call.commit(lambda connection: register(connection, call.body))


async def _get(call: Call) -> Any:
    row = await call.read(lambda connection: find_model_config(connection, call.path["id"]))
    return model_config_answer(row)


async def _export(call: Call) -> Any:
    text = await call.read(lambda connection: prompt_configs.export(connection, call.path["id"]))
    return PromptText(text) if call.wants_prompt_text else text


async def _serialize(call: Call) -> Any:
    if prompt_configs.is_chat(call.body):
        # The body may have either form; what only chats have could be anything so far.
        check_body(call.body, "types.ModelConfigChatRequest")
    return prompt_configs.serialize(call.body)


async def _deserialize(call: Call) -> Any:
    # Reading YAML takes its time, and must not keep others waiting.
    fields = await to_thread.run_sync(read_prompt_file, call.body["config"])
    return await call.read(lambda connection: prompt_configs.deserialize(connection, fields))


HANDLERS = {
    "register": _register,
    "get": _get,
    "export": _export,
    "serialize": _serialize,
    "deserialize": _deserialize,
}
