"""Model configs as `.prompt` text, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.config_answers import model_config_answer
from humanloop.server.domain.config_content import id_for, identity_of, model_content
from humanloop.server.domain.configs import find_model_config
from humanloop.server.prompt.file import write_prompt_file
from humanloop.server.store import configs as rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

_DESCRIPTIONS = ("name", "description")


def export(connection: Connection, config_id: str) -> str:
    """Write a registered model config.

    Raises:
        NotFoundError: There is no config of this id.
        UnprocessableError: It is no model config.
    """
    return write_prompt_file(find_model_config(connection, config_id)["content"])


def is_chat(body: Mapping[str, Any]) -> bool:
    """Tell whether a model config that comes with a request has what only those of chats have."""
    return body.get("chat_template") is not None or bool(body.get("tools"))


def serialize(body: Mapping[str, Any]) -> str:
    """Write a model config that comes with a request."""
    return write_prompt_file(model_content(body, "chat" if is_chat(body) else "complete"))


def deserialize(connection: Connection, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a model config that was read: its id is the one that its content has, or gets when it is registered.

    Args:
        connection: The database, in which nothing is changed.
        fields: What `read_prompt_file` has read.
    """
    content = {key: value for key, value in fields.items() if key not in _DESCRIPTIONS}
    identity = identity_of("model", content)
    known = rows.find_first_config_by_identity(connection, identity)
    row: dict[str, Any] = {
        "id": id_for(identity) if known is None else known["id"],
        "type": "model",
        "identity": identity,
        "content": content,
        **{key: fields[key] for key in _DESCRIPTIONS},
    }
    # A name that was made up would replace the real one as soon as the answer is registered.
    return model_config_answer(row) | {"name": fields["name"]}
