"""Programs as users write them: checked by the type checkers, never run."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, assert_type

from humanloop import (
    NULL,
    ApiClient,
    ApiConnectionError,
    ApiException,
    ApiStreamingException,
    ApiTimeoutError,
    ApiTypeError,
    ApiValueError,
    Configuration,
    Humanloop,
    NotFoundError,
    OpenApiException,
    SchemaValidationError,
    local,
)
from humanloop import pydantic as models
from humanloop import type as types
from humanloop.apis.tags.experiments_api import ExperimentsApi
from humanloop.apis.tags.experiments_api_raw import ExperimentsApiRaw
from humanloop.pydantic.chat_response import ChatResponse
from humanloop.response.tables import from_records, to_records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from humanloop.type.chat_request import ChatRequest


def prompts_and_datapoints_become_messages(client: Humanloop) -> models.ChatResponse:
    """Parts of answers are arguments, beside plain dicts."""
    config = client.model_configs.get("config_1")
    datapoint = client.datapoints.get("evtc_1")
    if not config.chat_template or not datapoint.messages:
        raise LookupError
    return client.chat(
        messages=[*config.chat_template, *datapoint.messages],
        model_config={"model": config.model, "provider": config.provider or "openai", "stop": config.stop or []},
        inputs=datapoint.inputs,
    )


def models_and_typed_dicts_and_dicts_together(client: Humanloop) -> None:
    question = types.ChatMessageWithToolCall(role="user", content="What is in the picture?")
    picture: types.ChatMessageWithToolCall = {
        "role": "user",
        "content": [
            {"type": "text", "text": "This one:"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,…", "detail": "low"}},
        ],
    }
    first = models.ChatMessageWithToolCall(role="system", content="Answer in one word.")
    client.chat([first, question, picture], models.ModelConfigChatRequest(model="gpt-4"), tool_choice="auto")
    client.chat(
        [question],
        {"model": "gpt-4", "tools": [{"name": "look", "description": "Look.", "parameters": {"type": "object"}}]},
        tool_choice={"type": "function", "function": {"name": "look"}},
        provider_api_keys={"openai": "…"},
        response_format={"type": "json_object"},
    )
    request: ChatRequest = {"messages": [question], "model_config": {"model": "gpt-4"}, "num_samples": 2}
    client.chats.create(request["messages"], request["model_config"], num_samples=2)


def conversation_goes_on(client: Humanloop) -> None:
    messages: list[types.ChatMessageWithToolCall | models.ChatMessageWithToolCall] = [{"role": "user", "content": "Hi"}]
    answer = client.chat(messages=messages, model_config={"model": "gpt-4"})
    messages.append(answer.data[0].output_message)
    messages.append({"role": "user", "content": "And then?"})
    client.chat(messages=messages, model_config={"model": "gpt-4"})


def answers_have_types(client: Humanloop) -> None:
    answer = client.chat(messages=[], model_config={"model": "gpt-4"})
    assert_type(answer, ChatResponse)
    assert_type(answer.data[0].output, str)
    assert_type(answer.data[0].model_config_id, str)
    assert_type(answer.data[0].output_message.role, models.ChatRole)
    if answer.usage:
        assert_type(answer.usage.prompt_tokens, int)
    page = client.logs.list(project_id="pr_1", start_date=date(2024, 3, 1), end_date=datetime(2024, 4, 1, tzinfo=UTC))
    assert_type(page.records, list[models.LogResponse])
    assert_type(page.records[0].created_at, datetime | None)
    assert_type(page.total, int)
    project = client.projects.get("pr_1")
    assert_type(project.name, str)
    evaluator = client.evaluators.get("evfn_1")
    assert_type(evaluator.model_config_, models.ModelConfigResponse | None)


async def a_walk_that_tells_how_far_it_has_got(client: Humanloop, shown: Callable[[str], None]) -> int:
    def tell(done: int, total: int | None) -> None:
        shown(f"{done} of {total}")

    for log in client.logs.list(project_id="pr_1", progress=tell):
        assert_type(log, models.LogResponse)
    client.projects.list(progress=lambda done, total: shown(f"{done} {total}")).to_records()
    page = await client.sessions.alist("pr_1", progress=True)
    return len([session async for session in page])


def one_log_or_several(client: Humanloop, given: types.LogRequest | list[types.LogRequest]) -> list[str]:
    """The answer has the form of the request."""
    assert_type(client.log(given), models.CreateLogResponse | list[models.CreateLogResponse])
    logged = client.log(body=[{"project": "p", "output": "…"}, models.LogRequest(project="p", output="…")])
    return [log.id for log in logged]


def options_of_a_call(client: Humanloop) -> None:
    client.evaluators.list(timeout=5, max_retries=0, headers={"X-Trace": "1"})
    client.evaluators.list(timeout=(1, 5))
    client.evaluators.list(validate=True, timeout=None)
    client.projects.create("p", idempotency_key="once")
    client.logs.list("pr_1", extra_query={"sort": ["timestamp.asc"]})
    client.datasets.update("evts_1", description=NULL)


def errors(client: Humanloop) -> Any:
    try:
        client.datasets.get("evts_1")
    except NotFoundError as error:
        assert_type(error.status, int | None)
        return error.body["detail"]
    except ApiTimeoutError as error:
        assert_type(error.sent, bool)
    except ApiConnectionError as error:
        assert_type(error.reason, str | None)
    except ApiException as error:
        headers: Mapping[str, str] = error.headers
        assert_type(headers.get("retry-after"), str | None)
        assert_type(error.round_trip_time, float)
        assert_type(error.request_id, str | None)
        assert_type(error.attempts, int)
    except SchemaValidationError as error:
        assert_type(error.validation_errors, list[ApiTypeError | ApiValueError])
    except ApiStreamingException as error:
        assert_type(error.body, Any)
    except OpenApiException:
        raise
    return None


def clients_are_set_up() -> None:
    with Humanloop(api_key="…", host="http://127.0.0.1:8000/v4", openai_api_key="…", timeout=30, max_retries=0) as one:
        assert_type(one, Humanloop)
    configuration = Configuration(
        host="http://127.0.0.1:8000/v4", api_key={"APIKeyHeader": "…"}, api_key_prefix={"APIKeyHeader": "Bearer"}
    )
    configuration.proxy = "http://127.0.0.1:3128"
    configuration.verify_ssl = False
    configuration.retries = 3
    configuration.refresh_api_key_hook = refresh
    two = Humanloop(configuration=configuration)
    assert_type(two.experiments, ExperimentsApi)
    assert_type(two.experiments.raw, ExperimentsApiRaw)
    assert_type(ExperimentsApi(ApiClient(configuration)).sample("exp_1"), models.GetModelConfigResponse)
    two.close()


def refresh(configuration: Configuration) -> None:
    assert_type(configuration.host, str)


async def awaited(client: Humanloop) -> str:
    async with client:
        return (await client.completions.acreate({"model": "gpt-4", "prompt_template": "…"})).data[0].output


def notebook() -> pd.DataFrame:
    client = local()
    assert_type(client.web, str | None)
    assert_type(client.with_options(timeout=3, max_retries=0).web, str | None)
    rows = to_records(client.projects.list_configs("pr_1"))
    assert_type(client.projects.list().to_records(), list[dict[str, Any]])
    client.datasets.create_datapoint("evts_1", body=from_records(rows))
    return client.logs.list(project_id="pr_1").to_pandas()
