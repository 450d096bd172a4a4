"""One generation on behalf of an evaluation: for a datapoint, or by an evaluator that asks a model."""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.links import Links
from humanloop.server.domain.log_rows import log_row
from humanloop.server.errors import ServerError
from humanloop.server.evaluation.keeping import NOT_STORED
from humanloop.server.generation.plan import Plan
from humanloop.server.generation.prompt import prepare
from humanloop.server.generation.records import common_fields, sample_log

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.evaluation.means import Means
    from humanloop.server.store.rows import Row

SERVER_FAILED = "The server failed; its log says why."

_logger = logging.getLogger(__name__)


async def generate_log(means: Means, config: Row, datapoint: Row, api_keys: Mapping[str, str]) -> dict[str, Any]:
    """Generate the log of a datapoint; answers its row. A failure is a log too: one with an error.

    Args:
        means: What there is to do it with.
        config: The model config.
        datapoint: Its inputs fill the template, its messages follow that.
        api_keys: Keys of providers, by name.
    """
    body: dict[str, Any] = {
        "inputs": datapoint["inputs"],
        "messages": datapoint["messages"],
        "source_datapoint_id": datapoint["id"],
        "source": "evaluation",
        "provider_api_keys": api_keys,
    }
    try:
        fields = await generate(means, config, body, is_chat=_is_chat(config["content"], datapoint))
    except ServerError as error:
        fields = {**body, "error": error.message}
    except Exception:
        _logger.exception("A generation for datapoint %s failed.", datapoint["id"])
        fields = {**body, "error": SERVER_FAILED}
    return log_row(config["project_id"], config["id"], Links(), fields)


def empty_log(log: Mapping[str, Any]) -> dict[str, Any]:
    """Build the row that stands in the place of one that cannot be stored."""
    fields = {"source_datapoint_id": log["source_datapoint_id"], "source": log["source"], "error": NOT_STORED}
    return log_row(log["project_id"], log["config_id"], Links(), fields)


async def generate(means: Means, config: Row, body: Mapping[str, Any], *, is_chat: bool) -> dict[str, Any]:
    """Ask the model of a config; answers the fields of the log.

    Raises:
        ServerError: The template lacks inputs, or the provider refused or failed.
    """
    content = config["content"]
    prepared = prepare(content, body, means.settings, is_chat=is_chat)
    provider = means.providers.find(content["provider"], prepared.prompt.api_keys, content.get("endpoint"))
    began = time.monotonic()
    generation = await provider.generate(prepared.prompt)
    plan = Plan(config["project_id"], config["id"], content)
    common = common_fields(body, plan, prepared, time.monotonic() - began)
    return sample_log(generation.samples[0], 0, generation, common, partial(provider.costs, content))


def _is_chat(content: Mapping[str, Any], datapoint: Row) -> bool:
    """Tell which kind of call a config is for: its template says so, else its endpoint, else what the datapoint has."""
    is_chat_template, is_text = content.get("chat_template") is not None, content.get("prompt_template") is not None
    if is_chat_template != is_text:
        return is_chat_template
    return content.get("endpoint") == "chat" or (not is_text and bool(datapoint["messages"]))
