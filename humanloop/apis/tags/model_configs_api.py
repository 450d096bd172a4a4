# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Versions of a prompt: a template with a model, its parameters and its tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional, Union, Unpack

from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.lazy import made_once
from humanloop.core.operation import Operation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.core.operation import CallOptions

REGISTER: Operation[models.ProjectConfigResponse] = Operation(
    "POST",
    "/model-configs",
    status=200,
    body="types.ProjectModelConfigRequest",
    returns="models.ProjectConfigResponse",
    name="model_configs.register",
)
GET: Operation[models.ModelConfigResponse] = Operation(
    "GET", "/model-configs/{id}", status=200, returns="models.ModelConfigResponse", name="model_configs.get"
)
EXPORT: Operation[str] = Operation(
    "POST", "/model-configs/{id}/export", status=200, returns="str", name="model_configs.export"
)
SERIALIZE: Operation[str] = Operation(
    "POST",
    "/model-configs/serialize",
    status=200,
    body="Union[types.ModelConfigChatRequest, types.ModelConfigCompletionRequest]",
    returns="str",
    name="model_configs.serialize",
)
DESERIALIZE: Operation[models.ModelConfigResponse] = Operation(
    "POST",
    "/model-configs/deserialize",
    status=200,
    body="types.BodyModelConfigsDeserialize",
    returns="models.ModelConfigResponse",
    name="model_configs.deserialize",
)


class ModelConfigsApi(Api):
    """Versions of a prompt: a template with a model, its parameters and its tools.

    They can be written to and read from the `.prompt` text form.
    """

    @made_once
    def raw(self) -> ModelConfigsApiRaw:
        """The same methods, answering with an `ApiResponse`: status, headers, body as plain JSON."""
        # Imported here because the raw class is derived from this one.

        return ModelConfigsApiRaw(self.api_client)

    def register(
        self: Api,
        model: str,
        description: Optional[str] = None,
        name: Optional[str] = None,
        provider: Optional[types.ModelProviders] = None,
        max_tokens: Optional[int] = None,
        temperature: Optional[float] = None,
        top_p: Optional[float] = None,
        stop: Optional[Union[str, List[str]]] = None,
        presence_penalty: Optional[float] = None,
        frequency_penalty: Optional[float] = None,
        other: Optional[Mapping[str, Any]] = None,
        seed: Optional[int] = None,
        response_format: Optional[Union[types.ResponseFormat, models.ResponseFormat]] = None,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        experiment: Optional[str] = None,
        prompt_template: Optional[str] = None,
        chat_template: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        endpoint: Optional[types.ModelEndpoints] = None,
        tools: Optional[
            Sequence[
                Union[
                    types.LinkedToolRequest,
                    models.LinkedToolRequest,
                    types.ModelConfigToolRequest,
                    models.ModelConfigToolRequest,
                ]
            ]
        ] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.ProjectConfigResponse:
        """Register a model config in a project.

        A project named in `project` is created if it does not exist; one of `project` and `project_id` must be given.
        Registering a config that the project already has returns that one. The first model config of a project becomes
        active in the default environment. With `experiment` the config also joins that experiment, which must exist.

        `POST /model-configs`

        Args:
            model: Name of the model as the provider knows it, for example `gpt-4`. With `openai_azure` it is the name
                of the deployment.
            description: Free text about the config; it plays no part in telling versions apart.
            name: Display name of the config. One is generated if it is left out; it plays no part in telling versions
                apart.
            provider: Service that runs the model. Default `openai`; it is not guessed from the model name.
            max_tokens: Upper limit of tokens to generate. The default -1 leaves the limit to the provider.
            temperature: Sampling temperature: near 0 gives the most predictable text, larger values more varied text.
                Default 1.
            top_p: Nucleus sampling: only the most likely tokens that together reach this probability are considered. An
                alternative to `temperature`. Default 1.
            stop: One string or a list of strings at which generation ends; the string itself is not part of the output.
            presence_penalty: Between -2 and 2; a positive value makes tokens that already occur in the text less
                likely, once, however often they occur. Default 0.
            frequency_penalty: Between -2 and 2; a positive value makes a token less likely the more often it already
                occurs. Default 0.
            other: Further parameters for the provider, added to its request unchanged. Default `{}`.
            seed: Number that makes sampling as repeatable as the provider can manage, without a guarantee. Absent means
                a fresh sample each time.
            response_format: Form in which the model has to answer, for example JSON. Absent means plain text.
            project: Name of the project to register in; it is created if it does not exist. Give this or `project_id`.
            project_id: Id of the project to register in (`pr_…`). Give this or `project`.
            experiment: Name of an existing experiment of the project to add the config to.
            prompt_template: Text of the prompt, for completion configs. Variables are written `{{name}}` and filled
                from the `inputs` of a call.
            chat_template: Messages placed before those of each call, for chat configs. Variables are written `{{name}}`
                and filled from the `inputs` of a call.
            endpoint: Kind of provider endpoint to call. Default `complete`; set `chat` for a config with a chat
                template.
            tools: Functions the model may call, each either defined inline or linked to a tool of the organisation.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The config in its project. The ID of the config is `config.id`.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            REGISTER,
            {
                "model": model,
                "description": description,
                "name": name,
                "provider": provider,
                "max_tokens": max_tokens,
                "temperature": temperature,
                "top_p": top_p,
                "stop": stop,
                "presence_penalty": presence_penalty,
                "frequency_penalty": frequency_penalty,
                "other": other,
                "seed": seed,
                "response_format": response_format,
                "project": project,
                "project_id": project_id,
                "experiment": experiment,
                "prompt_template": prompt_template,
                "chat_template": chat_template,
                "endpoint": endpoint,
                "tools": tools,
            },
            validate,
            options,
        )

    async def aregister(
        self: Api,
        model: str,
        description: Optional[str] = None,
        name: Optional[str] = None,
        provider: Optional[types.ModelProviders] = None,
        max_tokens: Optional[int] = None,
        temperature: Optional[float] = None,
        top_p: Optional[float] = None,
        stop: Optional[Union[str, List[str]]] = None,
        presence_penalty: Optional[float] = None,
        frequency_penalty: Optional[float] = None,
        other: Optional[Mapping[str, Any]] = None,
        seed: Optional[int] = None,
        response_format: Optional[Union[types.ResponseFormat, models.ResponseFormat]] = None,
        project: Optional[str] = None,
        project_id: Optional[str] = None,
        experiment: Optional[str] = None,
        prompt_template: Optional[str] = None,
        chat_template: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        endpoint: Optional[types.ModelEndpoints] = None,
        tools: Optional[
            Sequence[
                Union[
                    types.LinkedToolRequest,
                    models.LinkedToolRequest,
                    types.ModelConfigToolRequest,
                    models.ModelConfigToolRequest,
                ]
            ]
        ] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> models.ProjectConfigResponse:
        """`register`, awaited: same arguments, answer and errors."""
        return await self._asend(
            REGISTER,
            {
                "model": model,
                "description": description,
                "name": name,
                "provider": provider,
                "max_tokens": max_tokens,
                "temperature": temperature,
                "top_p": top_p,
                "stop": stop,
                "presence_penalty": presence_penalty,
                "frequency_penalty": frequency_penalty,
                "other": other,
                "seed": seed,
                "response_format": response_format,
                "project": project,
                "project_id": project_id,
                "experiment": experiment,
                "prompt_template": prompt_template,
                "chat_template": chat_template,
                "endpoint": endpoint,
                "tools": tools,
            },
            validate,
            options,
        )

    def get(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> models.ModelConfigResponse:
        """Fetch a model config.

        `GET /model-configs/{id}`

        Args:
            id: Identifies the model config. Starts with `config_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The model config.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(GET, {"id": id}, validate, options)

    async def aget(
        self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.ModelConfigResponse:
        """`get`, awaited: same arguments, answer and errors."""
        return await self._asend(GET, {"id": id}, validate, options)

    def export(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> str:
        """Write a registered model config in the `.prompt` text form.

        The text is a YAML header with the parameters, followed by the template. It comes as a JSON string unless
        `text/prompt` is the only type accepted.

        `POST /model-configs/{id}/export`

        Args:
            id: Identifies the model config. Starts with `config_`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The text of the `.prompt` file.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(EXPORT, {"id": id}, validate, options)

    async def aexport(self: Api, id: str, validate: bool = False, **options: Unpack[CallOptions]) -> str:
        """`export`, awaited: same arguments, answer and errors."""
        return await self._asend(EXPORT, {"id": id}, validate, options)

    def serialize(
        self: Api,
        body: Optional[
            Union[
                types.ModelConfigChatRequest,
                models.ModelConfigChatRequest,
                types.ModelConfigCompletionRequest,
                models.ModelConfigCompletionRequest,
            ]
        ] = None,
        description: Optional[str] = None,
        name: Optional[str] = None,
        provider: Optional[types.ModelProviders] = None,
        model: Optional[str] = None,
        max_tokens: Optional[int] = None,
        temperature: Optional[float] = None,
        top_p: Optional[float] = None,
        stop: Optional[Union[str, List[str]]] = None,
        presence_penalty: Optional[float] = None,
        frequency_penalty: Optional[float] = None,
        other: Optional[Mapping[str, Any]] = None,
        seed: Optional[int] = None,
        response_format: Optional[Union[types.ResponseFormat, models.ResponseFormat]] = None,
        endpoint: Optional[types.ModelEndpoints] = None,
        chat_template: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        tools: Optional[
            Sequence[
                Union[
                    types.LinkedToolRequest,
                    models.LinkedToolRequest,
                    types.ModelConfigToolRequest,
                    models.ModelConfigToolRequest,
                ]
            ]
        ] = None,
        prompt_template: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> str:
        """Write a model config given in the request in the `.prompt` text form.

        Nothing is stored.

        `POST /model-configs/serialize`

        Args:
            body: A chat or completion model config. If it is given, it is sent as it is and the other fields of the
                body do not count.
            description: Free text about the config; it plays no part in telling versions apart.
            name: Display name of the config. One is generated if it is left out; it plays no part in telling versions
                apart.
            provider: Service that runs the model. Default `openai`; it is not guessed from the model name.
            model: Name of the model as the provider knows it, for example `gpt-4`. With `openai_azure` it is the name
                of the deployment.
            max_tokens: Upper limit of tokens to generate. The default -1 leaves the limit to the provider.
            temperature: Sampling temperature: near 0 gives the most predictable text, larger values more varied text.
                Default 1.
            top_p: Nucleus sampling: only the most likely tokens that together reach this probability are considered. An
                alternative to `temperature`. Default 1.
            stop: One string or a list of strings at which generation ends; the string itself is not part of the output.
            presence_penalty: Between -2 and 2; a positive value makes tokens that already occur in the text less
                likely, once, however often they occur. Default 0.
            frequency_penalty: Between -2 and 2; a positive value makes a token less likely the more often it already
                occurs. Default 0.
            other: Further parameters for the provider, added to its request unchanged. Default `{}`.
            seed: Number that makes sampling as repeatable as the provider can manage, without a guarantee. Absent means
                a fresh sample each time.
            response_format: Form in which the model has to answer, for example JSON. Absent means plain text.
            endpoint: Kind of provider endpoint to call. Default `chat`.
            chat_template: Messages placed before the messages of each call. Variables are written `{{name}}` and filled
                from `inputs`.
            tools: Functions the model may call, each either defined inline or linked to a tool of the organisation.
            prompt_template: Text of the prompt. Variables are written `{{name}}` and filled from `inputs`.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The text of the `.prompt` file.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(
            SERIALIZE,
            {
                "body": body,
                "description": description,
                "name": name,
                "provider": provider,
                "model": model,
                "max_tokens": max_tokens,
                "temperature": temperature,
                "top_p": top_p,
                "stop": stop,
                "presence_penalty": presence_penalty,
                "frequency_penalty": frequency_penalty,
                "other": other,
                "seed": seed,
                "response_format": response_format,
                "endpoint": endpoint,
                "chat_template": chat_template,
                "tools": tools,
                "prompt_template": prompt_template,
            },
            validate,
            options,
        )

    async def aserialize(
        self: Api,
        body: Optional[
            Union[
                types.ModelConfigChatRequest,
                models.ModelConfigChatRequest,
                types.ModelConfigCompletionRequest,
                models.ModelConfigCompletionRequest,
            ]
        ] = None,
        description: Optional[str] = None,
        name: Optional[str] = None,
        provider: Optional[types.ModelProviders] = None,
        model: Optional[str] = None,
        max_tokens: Optional[int] = None,
        temperature: Optional[float] = None,
        top_p: Optional[float] = None,
        stop: Optional[Union[str, List[str]]] = None,
        presence_penalty: Optional[float] = None,
        frequency_penalty: Optional[float] = None,
        other: Optional[Mapping[str, Any]] = None,
        seed: Optional[int] = None,
        response_format: Optional[Union[types.ResponseFormat, models.ResponseFormat]] = None,
        endpoint: Optional[types.ModelEndpoints] = None,
        chat_template: Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]] = None,
        tools: Optional[
            Sequence[
                Union[
                    types.LinkedToolRequest,
                    models.LinkedToolRequest,
                    types.ModelConfigToolRequest,
                    models.ModelConfigToolRequest,
                ]
            ]
        ] = None,
        prompt_template: Optional[str] = None,
        validate: bool = False,
        **options: Unpack[CallOptions],
    ) -> str:
        """`serialize`, awaited: same arguments, answer and errors."""
        return await self._asend(
            SERIALIZE,
            {
                "body": body,
                "description": description,
                "name": name,
                "provider": provider,
                "model": model,
                "max_tokens": max_tokens,
                "temperature": temperature,
                "top_p": top_p,
                "stop": stop,
                "presence_penalty": presence_penalty,
                "frequency_penalty": frequency_penalty,
                "other": other,
                "seed": seed,
                "response_format": response_format,
                "endpoint": endpoint,
                "chat_template": chat_template,
                "tools": tools,
                "prompt_template": prompt_template,
            },
            validate,
            options,
        )

    def deserialize(
        self: Api, config: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.ModelConfigResponse:
        """Read a model config from the `.prompt` text form.

        Nothing is stored; the `id` in the answer is the one the config would get when registered. Text that cannot be
        read, or that has an unknown key in its header, is a 422.

        `POST /model-configs/deserialize`

        Args:
            config: Content of the .prompt file: a YAML header between two `---` lines, then the template.
            validate: Raise if the answer does not fit its model; otherwise what misfits is kept as it came.
            **options: What this call alone does differently: `timeout`, `max_retries`, `headers`, ...

        Returns:
            The model config described by the text.

        Raises:
            ApiException: The server answered with an error; its subclass and `status` say which.
        """
        return self._send(DESERIALIZE, {"config": config}, validate, options)

    async def adeserialize(
        self: Api, config: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.ModelConfigResponse:
        """`deserialize`, awaited: same arguments, answer and errors."""
        return await self._asend(DESERIALIZE, {"config": config}, validate, options)


class ModelConfigsApiRaw(RawApi):
    """`ModelConfigsApi`, but every method answers with an `ApiResponse`."""

    register = raw(ModelConfigsApi.register)
    aregister = raw_async(ModelConfigsApi.aregister)
    get = raw(ModelConfigsApi.get)
    aget = raw_async(ModelConfigsApi.aget)
    export = raw(ModelConfigsApi.export)
    aexport = raw_async(ModelConfigsApi.aexport)
    serialize = raw(ModelConfigsApi.serialize)
    aserialize = raw_async(ModelConfigsApi.aserialize)
    deserialize = raw(ModelConfigsApi.deserialize)
    adeserialize = raw_async(ModelConfigsApi.adeserialize)
