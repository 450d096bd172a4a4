"""A column of the playground as a call of the API: the operation that answers it, and its body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from humanloop.apis.operations import OPERATIONS
from humanloop.server.errors import InvalidRequestError
from humanloop.server.http.calls import Call
from humanloop.server.http.requests import parse_body
from humanloop.server.routes.generations import HANDLERS
from humanloop.server.web.prompt_texts import read_list, read_object, to_messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.web.visit import Visit

_INPUT = "inputs."


def settings_of(visit: Visit) -> dict[str, Any]:
    """Read the model config of a column.

    Raises:
        InvalidRequestError: A field cannot be read.
    """
    provider, _, model = visit.required("model").rpartition("/")
    settings: dict[str, Any] = {
        "provider": provider or "mock",
        "model": model,
        **read_object(visit.field("other"), "other"),
    }
    temperature = visit.field("temperature").strip()
    if temperature:
        try:
            settings["temperature"] = float(temperature)
        except ValueError:
            message = f"{temperature!r} is not a number."
            raise InvalidRequestError([(("form", "temperature"), message, "float_type")]) from None
    template, tools = visit.field("template"), read_list(visit.field("tools"), "tools")
    if visit.field("kind") == "complete":
        return settings | {"prompt_template": template}
    return settings | {"chat_template": to_messages(template, "system")} | ({"tools": tools} if tools else {})


def inputs_of(visit: Visit) -> dict[str, str]:
    """Read the inputs of a column."""
    return {name.removeprefix(_INPUT): values[0] for name, values in visit.form.items() if name.startswith(_INPUT)}


def request_of(visit: Visit, row: Mapping[str, Any] | None = None) -> tuple[str, dict[str, Any]]:
    """Read a column: the key of the operation that answers it, and its body.

    Args:
        visit: The request, with the form of the column.
        row: A datapoint whose inputs and messages take the place of those of the form.

    Raises:
        InvalidRequestError: A field cannot be read.
    """
    is_chat = visit.field("kind") != "complete"
    inputs = {**inputs_of(visit), **((row and row["inputs"]) or {})}
    body: dict[str, Any] = {"model_config": settings_of(visit), "inputs": inputs, "source": "playground"}
    if visit.field("project"):
        body["project"] = visit.field("project")
    if is_chat:
        body["messages"] = (row and row["messages"]) or to_messages(visit.field("messages"), "user")
    return "chats.create" if is_chat else "completions.create", body


async def answer_of(visit: Visit, key: str, body: Mapping[str, Any]) -> Any:
    """Let the operation answer, as it answers programs.

    Raises:
        ServerError: It does not.
    """
    checked = parse_body(to_json(body), OPERATIONS[key])
    # Who closes the page, or presses Stop, waits for no model any longer.
    return await HANDLERS[key](Call(visit.service, {}, {}, checked, receive=visit.receive))
