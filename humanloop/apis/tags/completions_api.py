# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Generate text from a prompt template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Union, Unpack

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation, Stream
from humanloop.core.secret import hidden

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.core.operation import CallOptions
    from humanloop.core.response import AsyncGeneratorResponse, StreamResponse

CREATE: Operation[models.CompletionResponse] = Operation(
    "POST",
    "/completion",
    status=200,
    body="types.CompletionRequest",
    returns="models.CompletionResponse",
    provider_keys="provider_api_keys",
    timeout=600,
    stream=Stream("stream", "data", "types.StreamToken"),
    name="completions.create",
)
CREATE_DEPLOYED: Operation[models.CompletionResponse] = Operation(
    "POST",
    "/completion-deployed",
    status=200,
    body="types.CompletionDeployedRequest",
    returns="models.CompletionResponse",
    provider_keys="provider_api_keys",
    timeout=600,
    stream=Stream("stream", "data", "types.StreamToken"),
    name="completions.create_deployed",
)
CREATE_EXPERIMENT: Operation[models.CompletionResponse] = Operation(
    "POST",
    "/completion-experiment",
    status=200,
    body="types.CompletionExperimentRequest",
    returns="models.CompletionResponse",
    provider_keys="provider_api_keys",
    timeout=600,
    stream=Stream("stream", "data", "types.StreamToken"),
    name="completions.create_experiment",
)
CREATE_MODEL_CONFIG: Operation[models.CompletionResponse] = Operation(
    "POST",
    "/completion-model-config",
    status=200,
    body="types.CompletionModelConfigRequest",
    returns="models.CompletionResponse",
    provider_keys="provider_api_keys",
    timeout=600,
    stream=Stream("stream", "data", "types.StreamToken"),
    name="completions.create_model_config",
)


class CompletionsApi(Api):
    """Generate text from a prompt template.

    Each call renders the template, sends it to a model, and logs the result.
    """

    @made_once
    def raw(self) -> CompletionsApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return CompletionsApiRaw(self.api_client)

    def create(
        self: Api,
        model_config: Union[types.ModelConfigCompletionRequest, models.ModelConfigCompletionRequest],
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        stream: Optional[bool] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CompletionResponse:
        """Generate text with a model config given in the request.

        The prompt template of the config is rendered with `inputs` and sent to the model, and one log is stored per
        sample. A project named in `project` is created if it does not exist, and the config becomes a version of it
        unless an identical one is there already; with neither `project` nor `project_id` nothing is stored. A missing
        template input is a 422 and no model is called; a failed model call is answered with an error and still leaves a
        log.

        For an answer piece by piece call `stream` or `astream` instead; `stream=True` is refused here.

        `POST /completion`

        Args:
            model_config: Model, parameters and prompt template to generate with.
            project: Name of the project that receives the config and the log; it is created if it does not exist.
                Without this and `project_id` a completion is generated but nothing is stored, and the answer names no
                log. An empty text is refused.
            project_id: Id of the project the log goes to (`pr_…`). Takes the place of `project`; if both are sent they
                must mean the same project.
            session_id: Id of an existing session (`sesh_…`) to put the log into. Use this or `session_reference_id`,
                not both; without either the log belongs to no session unless its parent has one.
            session_reference_id: Your own key for the session. The first use of a new key opens a session, later uses
                join it. Use this or `session_id`, not both.
            parent_id: Id of the log (`data_…`) under which this one is nested in the session's tree. Use this or
                `parent_reference_id`, not both.
            parent_reference_id: The `reference_id` given to the parent log in an earlier request, as an alternative to
                `parent_id`. It cannot point at another item of the same batch.
            inputs: Values for the variables of the template, by name. A variable of the template that has no value here
                is an error, surplus keys are allowed. Default `{}`.
            source: Free text telling which application or component made the call, for example `sdk` or `web-app`; only
                recorded.
            metadata: Free key-value data recorded with the log; it has no influence on the generation.
            save: Whether contents are stored. With `false` the log keeps its id, config and metadata but no inputs,
                messages, outputs or raw provider traffic; the answer is not affected. Default `true`.
            source_datapoint_id: Id of the dataset datapoint (`evtc_…`) from which the inputs and messages were taken.
                It lets results of an evaluation be attached to the log.
            provider_api_keys: Provider keys for this call only; they are not stored. A provider that is left out uses
                the key configured on the server.
            num_samples: How many generations to make for the same input. Each has its own log and its own entry in
                `data`. Default 1.
            stream: With `true` the answer comes as data-only server-sent events, each holding the next piece of one
                sample; several samples are streamed independently. Default `false`.
            user: Your identifier of the end user; recorded and handed on to the provider.
            seed: Deprecated: set `seed` in the model config. It is used only when the config has none.
            return_inputs: Whether the answer repeats the inputs. With `false` they are `{}` in each entry, which keeps
                the answer small. Default `true`.
            logprobs: Number of most likely tokens per position whose log probabilities the provider should report; not
                supported by every model. Absent means none.
            suffix: Text that follows the gap to be filled, for models that can insert text; not supported by every
                model.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The generated texts, one entry in `data` per sample, or a stream of partial answers.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        provider_api_keys = hidden(provider_api_keys)
        return self._send(
            CREATE,
            {
                "model_config": model_config,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "stream": stream,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            validate,
            options,
        )

    async def acreate(
        self: Api,
        model_config: Union[types.ModelConfigCompletionRequest, models.ModelConfigCompletionRequest],
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        stream: Optional[bool] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CompletionResponse:
        """`create`, awaited: same arguments, answer and errors."""
        provider_api_keys = hidden(provider_api_keys)
        return await self._asend(
            CREATE,
            {
                "model_config": model_config,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "stream": stream,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            validate,
            options,
        )

    def stream(
        self: Api,
        model_config: Union[types.ModelConfigCompletionRequest, models.ModelConfigCompletionRequest],
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> StreamResponse[types.StreamToken]:
        """`create`, answering piece by piece: iterate over what it returns, inside `with`."""
        provider_api_keys = hidden(provider_api_keys)
        return self._stream(
            CREATE,
            {
                "model_config": model_config,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            options,
        )

    async def astream(
        self: Api,
        model_config: Union[types.ModelConfigCompletionRequest, models.ModelConfigCompletionRequest],
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> AsyncGeneratorResponse[types.StreamToken]:
        """`stream`, awaited: iterate over what it returns with `async for`."""
        provider_api_keys = hidden(provider_api_keys)
        return await self._astream(
            CREATE,
            {
                "model_config": model_config,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            options,
        )

    def create_deployed(
        self: Api,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        stream: Optional[bool] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        environment: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CompletionResponse:
        """Generate text with the config deployed in an environment.

        The default environment is used if none is named. If an experiment is deployed there, every sample uses a config
        drawn from it. One log, tagged with the environment, is stored per sample. Unknown projects and environments,
        and environments without a deployment, are answered with 404; a deployed config that is not a completion config
        with 422.

        For an answer piece by piece call `stream_deployed` or `astream_deployed` instead; `stream=True` is refused
        here.

        `POST /completion-deployed`

        Args:
            project: Name of the project whose deployment answers. It has to exist; this call creates no project.
                `project_id` can be given instead.
            project_id: Id of the project whose deployment answers (`pr_…`). Takes the place of `project`.
            session_id: Id of an existing session (`sesh_…`) to put the log into. Use this or `session_reference_id`,
                not both; without either the log belongs to no session unless its parent has one.
            session_reference_id: Your own key for the session. The first use of a new key opens a session, later uses
                join it. Use this or `session_id`, not both.
            parent_id: Id of the log (`data_…`) under which this one is nested in the session's tree. Use this or
                `parent_reference_id`, not both.
            parent_reference_id: The `reference_id` given to the parent log in an earlier request, as an alternative to
                `parent_id`. It cannot point at another item of the same batch.
            inputs: Values for the variables of the template, by name. A variable of the template that has no value here
                is an error, surplus keys are allowed. Default `{}`.
            source: Free text telling which application or component made the call, for example `sdk` or `web-app`; only
                recorded.
            metadata: Free key-value data recorded with the log; it has no influence on the generation.
            save: Whether contents are stored. With `false` the log keeps its id, config and metadata but no inputs,
                messages, outputs or raw provider traffic; the answer is not affected. Default `true`.
            source_datapoint_id: Id of the dataset datapoint (`evtc_…`) from which the inputs and messages were taken.
                It lets results of an evaluation be attached to the log.
            provider_api_keys: Provider keys for this call only; they are not stored. A provider that is left out uses
                the key configured on the server.
            num_samples: How many generations to make for the same input. Each has its own log and its own entry in
                `data`. Default 1.
            stream: With `true` the answer comes as data-only server-sent events, each holding the next piece of one
                sample; several samples are streamed independently. Default `false`.
            user: Your identifier of the end user; recorded and handed on to the provider.
            seed: Deprecated: set `seed` in the model config. It is used only when the config has none.
            return_inputs: Whether the answer repeats the inputs. With `false` they are `{}` in each entry, which keeps
                the answer small. Default `true`.
            logprobs: Number of most likely tokens per position whose log probabilities the provider should report; not
                supported by every model. Absent means none.
            suffix: Text that follows the gap to be filled, for models that can insert text; not supported by every
                model.
            environment: Name of the environment whose deployment is used, for example `staging`. Absent means the
                default environment.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The generated texts, one entry in `data` per sample, or a stream of partial answers.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        provider_api_keys = hidden(provider_api_keys)
        return self._send(
            CREATE_DEPLOYED,
            {
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "stream": stream,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
                "environment": environment,
            },
            validate,
            options,
        )

    async def acreate_deployed(
        self: Api,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        stream: Optional[bool] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        environment: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CompletionResponse:
        """`create_deployed`, awaited: same arguments, answer and errors."""
        provider_api_keys = hidden(provider_api_keys)
        return await self._asend(
            CREATE_DEPLOYED,
            {
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "stream": stream,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
                "environment": environment,
            },
            validate,
            options,
        )

    def stream_deployed(
        self: Api,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        environment: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> StreamResponse[types.StreamToken]:
        """`create_deployed`, answering piece by piece: iterate over what it returns, inside `with`."""
        provider_api_keys = hidden(provider_api_keys)
        return self._stream(
            CREATE_DEPLOYED,
            {
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
                "environment": environment,
            },
            options,
        )

    async def astream_deployed(
        self: Api,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        environment: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> AsyncGeneratorResponse[types.StreamToken]:
        """`stream_deployed`, awaited: iterate over what it returns with `async for`."""
        provider_api_keys = hidden(provider_api_keys)
        return await self._astream(
            CREATE_DEPLOYED,
            {
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
                "environment": environment,
            },
            options,
        )

    def create_experiment(
        self: Api,
        experiment_id: str,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        stream: Optional[bool] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CompletionResponse:
        """Generate text with a config drawn from an experiment.

        Every sample uses one of the active configs of the experiment, so the samples of one call may come from
        different configs; `model_config_id` in each entry tells which. The logs count as trials of the experiment, and
        feedback given on them counts towards its comparison. An experiment without active configs is a 422.

        For an answer piece by piece call `stream_experiment` or `astream_experiment` instead; `stream=True` is refused
        here.

        `POST /completion-experiment`

        Args:
            experiment_id: Id of the experiment (`exp_…`) to draw a config from.
            project: Name of the project the experiment belongs to. `project_id` can be given instead.
            project_id: Id of the project the experiment belongs to (`pr_…`). Takes the place of `project`.
            session_id: Id of an existing session (`sesh_…`) to put the log into. Use this or `session_reference_id`,
                not both; without either the log belongs to no session unless its parent has one.
            session_reference_id: Your own key for the session. The first use of a new key opens a session, later uses
                join it. Use this or `session_id`, not both.
            parent_id: Id of the log (`data_…`) under which this one is nested in the session's tree. Use this or
                `parent_reference_id`, not both.
            parent_reference_id: The `reference_id` given to the parent log in an earlier request, as an alternative to
                `parent_id`. It cannot point at another item of the same batch.
            inputs: Values for the variables of the template, by name. A variable of the template that has no value here
                is an error, surplus keys are allowed. Default `{}`.
            source: Free text telling which application or component made the call, for example `sdk` or `web-app`; only
                recorded.
            metadata: Free key-value data recorded with the log; it has no influence on the generation.
            save: Whether contents are stored. With `false` the log keeps its id, config and metadata but no inputs,
                messages, outputs or raw provider traffic; the answer is not affected. Default `true`.
            source_datapoint_id: Id of the dataset datapoint (`evtc_…`) from which the inputs and messages were taken.
                It lets results of an evaluation be attached to the log.
            provider_api_keys: Provider keys for this call only; they are not stored. A provider that is left out uses
                the key configured on the server.
            num_samples: How many generations to make; the config is drawn anew for each, so that samples may differ in
                config. Default 1.
            stream: With `true` the answer comes as data-only server-sent events, each holding the next piece of one
                sample; several samples are streamed independently. Default `false`.
            user: Your identifier of the end user; recorded and handed on to the provider.
            seed: Deprecated: set `seed` in the model config. It is used only when the config has none.
            return_inputs: Whether the answer repeats the inputs. With `false` they are `{}` in each entry, which keeps
                the answer small. Default `true`.
            logprobs: Number of most likely tokens per position whose log probabilities the provider should report; not
                supported by every model. Absent means none.
            suffix: Text that follows the gap to be filled, for models that can insert text; not supported by every
                model.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The generated texts, one entry in `data` per sample, or a stream of partial answers.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        provider_api_keys = hidden(provider_api_keys)
        return self._send(
            CREATE_EXPERIMENT,
            {
                "experiment_id": experiment_id,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "stream": stream,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            validate,
            options,
        )

    async def acreate_experiment(
        self: Api,
        experiment_id: str,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        stream: Optional[bool] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CompletionResponse:
        """`create_experiment`, awaited: same arguments, answer and errors."""
        provider_api_keys = hidden(provider_api_keys)
        return await self._asend(
            CREATE_EXPERIMENT,
            {
                "experiment_id": experiment_id,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "stream": stream,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            validate,
            options,
        )

    def stream_experiment(
        self: Api,
        experiment_id: str,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> StreamResponse[types.StreamToken]:
        """`create_experiment`, answering piece by piece: iterate over what it returns, inside `with`."""
        provider_api_keys = hidden(provider_api_keys)
        return self._stream(
            CREATE_EXPERIMENT,
            {
                "experiment_id": experiment_id,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            options,
        )

    async def astream_experiment(
        self: Api,
        experiment_id: str,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> AsyncGeneratorResponse[types.StreamToken]:
        """`stream_experiment`, awaited: iterate over what it returns with `async for`."""
        provider_api_keys = hidden(provider_api_keys)
        return await self._astream(
            CREATE_EXPERIMENT,
            {
                "experiment_id": experiment_id,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            options,
        )

    def create_model_config(
        self: Api,
        model_config_id: str,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        stream: Optional[bool] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CompletionResponse:
        """Generate text with a registered model config.

        Without a project the log goes to the project of the config; if another project is given, the config is also
        associated with it. An unknown config is a 404, a config that is not a completion config a 422.

        For an answer piece by piece call `stream_model_config` or `astream_model_config` instead; `stream=True` is
        refused here.

        `POST /completion-model-config`

        Args:
            model_config_id: Id of the completion model config to use (`config_…`).
            project: Name of the project the log goes to. If neither this nor `project_id` is given, the project of the
                config is used.
            project_id: Id of the project the log goes to (`pr_…`). Takes the place of `project`; if both are sent they
                must mean the same project.
            session_id: Id of an existing session (`sesh_…`) to put the log into. Use this or `session_reference_id`,
                not both; without either the log belongs to no session unless its parent has one.
            session_reference_id: Your own key for the session. The first use of a new key opens a session, later uses
                join it. Use this or `session_id`, not both.
            parent_id: Id of the log (`data_…`) under which this one is nested in the session's tree. Use this or
                `parent_reference_id`, not both.
            parent_reference_id: The `reference_id` given to the parent log in an earlier request, as an alternative to
                `parent_id`. It cannot point at another item of the same batch.
            inputs: Values for the variables of the template, by name. A variable of the template that has no value here
                is an error, surplus keys are allowed. Default `{}`.
            source: Free text telling which application or component made the call, for example `sdk` or `web-app`; only
                recorded.
            metadata: Free key-value data recorded with the log; it has no influence on the generation.
            save: Whether contents are stored. With `false` the log keeps its id, config and metadata but no inputs,
                messages, outputs or raw provider traffic; the answer is not affected. Default `true`.
            source_datapoint_id: Id of the dataset datapoint (`evtc_…`) from which the inputs and messages were taken.
                It lets results of an evaluation be attached to the log.
            provider_api_keys: Provider keys for this call only; they are not stored. A provider that is left out uses
                the key configured on the server.
            num_samples: How many generations to make for the same input. Each has its own log and its own entry in
                `data`. Default 1.
            stream: With `true` the answer comes as data-only server-sent events, each holding the next piece of one
                sample; several samples are streamed independently. Default `false`.
            user: Your identifier of the end user; recorded and handed on to the provider.
            seed: Deprecated: set `seed` in the model config. It is used only when the config has none.
            return_inputs: Whether the answer repeats the inputs. With `false` they are `{}` in each entry, which keeps
                the answer small. Default `true`.
            logprobs: Number of most likely tokens per position whose log probabilities the provider should report; not
                supported by every model. Absent means none.
            suffix: Text that follows the gap to be filled, for models that can insert text; not supported by every
                model.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The generated texts, one entry in `data` per sample, or a stream of partial answers.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        provider_api_keys = hidden(provider_api_keys)
        return self._send(
            CREATE_MODEL_CONFIG,
            {
                "model_config_id": model_config_id,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "stream": stream,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            validate,
            options,
        )

    async def acreate_model_config(
        self: Api,
        model_config_id: str,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        stream: Optional[bool] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.CompletionResponse:
        """`create_model_config`, awaited: same arguments, answer and errors."""
        provider_api_keys = hidden(provider_api_keys)
        return await self._asend(
            CREATE_MODEL_CONFIG,
            {
                "model_config_id": model_config_id,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "stream": stream,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            validate,
            options,
        )

    def stream_model_config(
        self: Api,
        model_config_id: str,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> StreamResponse[types.StreamToken]:
        """`create_model_config`, answering piece by piece: iterate over what it returns, inside `with`."""
        provider_api_keys = hidden(provider_api_keys)
        return self._stream(
            CREATE_MODEL_CONFIG,
            {
                "model_config_id": model_config_id,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            options,
        )

    async def astream_model_config(
        self: Api,
        model_config_id: str,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        session_id: Optional[str] = None,
        session_reference_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        parent_reference_id: Optional[str] = None,
        inputs: Optional[Mapping[str, Any]] = None,
        source: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        save: Optional[bool] = None,
        source_datapoint_id: Optional[str] = None,
        provider_api_keys: Optional[Union[types.ProviderApiKeys, models.ProviderApiKeys]] = None,
        num_samples: Optional[int] = None,
        user: Optional[str] = None,
        seed: Optional[int] = None,
        return_inputs: Optional[bool] = None,
        logprobs: Optional[int] = None,
        suffix: Optional[str] = None,
        **options: Unpack[CallOptions],
    ) -> AsyncGeneratorResponse[types.StreamToken]:
        """`stream_model_config`, awaited: iterate over what it returns with `async for`."""
        provider_api_keys = hidden(provider_api_keys)
        return await self._astream(
            CREATE_MODEL_CONFIG,
            {
                "model_config_id": model_config_id,
                "project": project,
                "project_id": project_id,
                "session_id": session_id,
                "session_reference_id": session_reference_id,
                "parent_id": parent_id,
                "parent_reference_id": parent_reference_id,
                "inputs": inputs,
                "source": source,
                "metadata": metadata,
                "save": save,
                "source_datapoint_id": source_datapoint_id,
                "provider_api_keys": provider_api_keys,
                "num_samples": num_samples,
                "user": user,
                "seed": seed,
                "return_inputs": return_inputs,
                "logprobs": logprobs,
                "suffix": suffix,
            },
            options,
        )


class CompletionsApiRaw(RawApi):
    """`CompletionsApi`, but every method answers with an `ApiResponse`."""

    create = raw(CompletionsApi.create)
    acreate = raw_async(CompletionsApi.acreate)
    create_deployed = raw(CompletionsApi.create_deployed)
    acreate_deployed = raw_async(CompletionsApi.acreate_deployed)
    create_experiment = raw(CompletionsApi.create_experiment)
    acreate_experiment = raw_async(CompletionsApi.acreate_experiment)
    create_model_config = raw(CompletionsApi.create_model_config)
    acreate_model_config = raw_async(CompletionsApi.acreate_model_config)
