"""Chats, where the caller speaks in messages, and completions, whose template is the whole prompt."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.config_content import model_content
from humanloop.server.domain.projects import names_project
from humanloop.server.generation.plan import plan_by_config, plan_deployed, plan_experiment, plan_inline
from humanloop.server.generation.prompt import Prepared, prepare
from humanloop.server.generation.run import Run
from humanloop.server.generation.runs import answer_whole, stream_events
from humanloop.server.http.events import EventStream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop.server.generation.plan import Plan
    from humanloop.server.generation.providers.guarded import GuardedProvider
    from humanloop.server.http.calls import Call, Handler

# The fields that a config of the one kind does not have; when they come, they are passed over.
_FOREIGN = {True: ("prompt_template",), False: ("chat_template", "tools")}


async def _generate_inline(call: Call, *, is_chat: bool) -> Any:
    """Answer with the model config of the request."""
    given = call.body["model_config"]
    content = model_content(given, "chat" if is_chat else "complete", _FOREIGN[is_chat])
    # Prompt and provider are settled before anything is made: a request that cannot work leaves nothing behind.
    provider, prepared = _prepare(call, content, call.body, is_chat=is_chat)
    plan = await call.write(lambda connection: plan_inline(connection, call.body, content, given), is_beside=True)
    return await _answer(call, [Run(call.service.store, provider, plan, prepared, call.body, call.parent)])


async def _generate_deployed(call: Call, *, is_chat: bool) -> Any:
    """Answer with what is deployed."""
    sampler = call.service.sampler
    plans = await call.read(lambda connection: plan_deployed(connection, call.body, sampler))
    return await _answer_with(call, plans, is_chat=is_chat)


async def _generate_by_experiment(call: Call, *, is_chat: bool) -> Any:
    """Answer with configs that an experiment draws."""
    sampler = call.service.sampler
    plans = await call.read(lambda connection: plan_experiment(connection, call.body, sampler))
    return await _answer_with(call, plans, is_chat=is_chat)


async def _generate_by_config(call: Call, *, is_chat: bool) -> Any:
    """Answer with a registered model config."""
    # Only in another project than its own may the config have to be registered first.
    run = partial(call.write, is_beside=True) if names_project(call.body) else call.read
    plan = await run(lambda connection: plan_by_config(connection, call.body))
    return await _answer_with(call, [plan], is_chat=is_chat)


async def _answer_with(call: Call, plans: Sequence[Plan], *, is_chat: bool) -> Any:
    runs: list[Run] = []
    for plan in plans:
        body = {**call.body, "num_samples": len(plan.indexes)} if plan.indexes else call.body
        provider, prepared = _prepare(call, plan.content, body, is_chat=is_chat)
        runs.append(Run(call.service.store, provider, plan, prepared, call.body, call.parent))
    return await _answer(call, runs)


def _prepare(
    call: Call, content: Mapping[str, Any], body: Mapping[str, Any], *, is_chat: bool
) -> tuple[GuardedProvider, Prepared]:
    prepared = prepare(content, body, call.service.settings, is_chat=is_chat)
    provider = call.service.providers.find(content["provider"], prepared.prompt.api_keys, content.get("endpoint"))
    return provider, prepared


async def _answer(call: Call, runs: Sequence[Run]) -> Any:
    if call.body.get("stream"):
        return await EventStream.start(stream_events(runs, call.commit_stream), call.leave)
    return await answer_whole(runs, partial(call.commit, is_beside=True), call.leave)


_FORMS = {
    "create": _generate_inline,
    "create_deployed": _generate_deployed,
    "create_experiment": _generate_by_experiment,
    "create_model_config": _generate_by_config,
}

HANDLERS: dict[str, Handler] = {
    f"{tag}.{name}": partial(generate, is_chat=is_chat)
    for tag, is_chat in (("chats", True), ("completions", False))
    for name, generate in _FORMS.items()
}
"""Handlers of both tags, by the operation's key."""
