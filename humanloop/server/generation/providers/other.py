"""`other` of a model config: what goes into the body as it is, and what may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.generation.providers.refusals import refused

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHERE_TO = frozenset(
    {
        *("base_url", "api_base", "api_key", "api_version", "azure_endpoint", "endpoint", "endpoint_url"),
        *("headers", "extra_headers", "url", "proxy", "proxies", "organization"),
    }
)
_IN_THE_PATH = frozenset({"model", "model_id"})


def check_other(other: Mapping[str, Any], *, has_model_in_path: bool) -> None:
    """Refuse what changes where a request goes or with which key: a caller may choose neither.

    Args:
        other: The field of the config.
        has_model_in_path: Whether the model, too, says where a request goes.

    Raises:
        ProviderError: There is such a key.
    """
    names = _plain(_WHERE_TO | (_IN_THE_PATH if has_model_in_path else frozenset()))
    for key in other:
        if _plain([key]) & names:
            raise refused(f"`other` of the model config has {key!r}, which callers cannot choose. Take it out.")


def merged(body: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Put `other` into a body: it wins, object by object; a null takes a field out."""
    whole = dict(body)
    for key, value in other.items():
        if value is None:
            whole.pop(key, None)
        elif is_object(value):
            present = whole.get(key)
            whole[key] = merged(present if is_object(present) else {}, value)
        else:
            whole[key] = value
    return whole


def _plain(names: Any) -> set[str]:
    """Write names in the one way that all their spellings share."""
    return {name.lower().replace("_", "").replace("-", "") for name in names}
