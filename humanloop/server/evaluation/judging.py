"""One judgement: an evaluator, in Python or a model, and a log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.judgements import Judged, Judgement
from humanloop.server.domain.template_markers import look_up, names_in
from humanloop.server.errors import ServerError
from humanloop.server.evaluation.generating import SERVER_FAILED, generate
from humanloop.server.evaluation.keeping import NOT_STORED
from humanloop.server.evaluation.verdicts import problem_with, read_verdict
from humanloop.server.generation.snippets import Snippets
from humanloop.server.generation.templating import Template
from humanloop.server.json_values import as_array, as_object, to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.evaluation.means import Means
    from humanloop.server.store.rows import Row

_logger = logging.getLogger(__name__)


async def judge(
    means: Means,
    evaluator: Row,
    config: Row | None,
    log: Mapping[str, Any],
    testcase: Mapping[str, Any] | None,
    api_keys: Mapping[str, str],
) -> Judgement:
    """Let an evaluator judge a log. Whatever goes wrong is the error of this judgement, and of no other.

    Args:
        means: What there is to do it with.
        evaluator: The evaluator.
        config: The model config of an evaluator that asks a model.
        log: The log, as it is answered.
        testcase: The datapoint that it was made for, as it is answered.
        api_keys: Keys of providers, by name.
    """
    if evaluator["arguments_type"] == "target_required" and testcase is None:
        return Judgement(error="The evaluator needs a datapoint, and the log was made for none.")
    try:
        if config is not None:
            return await _ask_model(means, evaluator, config, log, testcase, api_keys)
        return await _run_code(means, evaluator, log, testcase)
    except ServerError as error:
        return Judgement(error=error.message)
    except Exception:
        _logger.exception("Evaluator %s failed on log %s.", evaluator["id"], log["id"])
        return Judgement(error=SERVER_FAILED)


def not_kept(judged: Judged) -> Judged:
    """Say of a judgement that cannot be stored that there is none."""
    return Judged(judged.evaluator, judged.log_id, Judgement(error=NOT_STORED))


async def _run_code(
    means: Means, evaluator: Row, log: Mapping[str, Any], testcase: Mapping[str, Any] | None
) -> Judgement:
    arguments: list[Any] = [{**log, "model_config": log["config"]}]
    if evaluator["arguments_type"] == "target_required":
        arguments.append(testcase)
    outcome = await means.sandbox.run(evaluator["code"], arguments)
    error = outcome.error or problem_with(outcome.value, evaluator["return_type"])
    value = None if error else outcome.value
    if not outcome.stdout:
        return Judgement(value, error)
    own = {"stdout": outcome.stdout, "judgment": value, "error": error, "source": "evaluator"}
    return Judgement(value, error, {**own, "metadata": _about(evaluator, log)})


def _template(content: Mapping[str, Any]) -> str:
    """Answer all text in which inputs may be named; imported evaluators may have messages."""
    contents = [as_object(message).get("content") for message in as_array(content.get("chat_template"))]
    texts = [each if isinstance(each, str) else to_text(each) for each in contents]
    return "\n".join([content.get("prompt_template") or "", *texts])


async def _ask_model(
    means: Means,
    evaluator: Row,
    config: Row,
    log: Mapping[str, Any],
    testcase: Mapping[str, Any] | None,
    api_keys: Mapping[str, str],
) -> Judgement:
    data = _template_data(log, testcase, Snippets(means.settings.snippets))
    messages = config["content"].get("chat_template")
    named = {name: look_up(data, name) for name in names_in(_template(config["content"]))}
    body: dict[str, Any] = {
        # Only what the template names: the log itself is kept already.
        "inputs": {name: value for name, value in named.items() if value is not None},
        "source": "evaluator",
        "metadata": _about(evaluator, log),
        "provider_api_keys": api_keys,
    }
    try:
        fields = await generate(means, config, body, is_chat=messages is not None)
    except ServerError as error:
        return Judgement(error=error.message, log={**body, "error": error.message})
    verdict = read_verdict(fields["output"], evaluator["return_type"])
    return Judgement(verdict.value, verdict.error, {**fields, "judgment": verdict.value})


def _about(evaluator: Row, log: Mapping[str, Any]) -> dict[str, Any]:
    return {"evaluator_id": evaluator["id"], "log_id": log["id"]}


def _template_data(log: Mapping[str, Any], testcase: Mapping[str, Any] | None, snippets: Snippets) -> dict[str, Any]:
    """Build what the template of an evaluator can name. What a log does not have is empty, and not missing."""
    shown = {key: "" if value is None else value for key, value in log.items()}
    return {
        "log": shown,
        "log_inputs": log["inputs"] or {},
        "log_prompt": _prompt(log, snippets),
        "log_messages": log["messages"] or [],
        "log_output": shown["output"],
        "log_error": shown["error"],
        "testcase": testcase,
    }


def _prompt(log: Mapping[str, Any], snippets: Snippets) -> str:
    """Answer what the model of a log was told: its template, filled in, or else its messages."""
    template = log["config"].get("prompt_template")
    if template is not None:
        return Template(as_object(log["inputs"]), snippets).render(template)
    return "\n".join(f"{message['role']}: {message['content']}" for message in as_array(log["messages"]))
