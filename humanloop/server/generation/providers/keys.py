"""With which key a provider is asked: that of the request, then the server's."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from humanloop.server.generation.providers.names import KNOWN
from humanloop.server.generation.providers.refusals import refused, without_key
from humanloop.server.provider_settings import is_sendable, usual_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.provider_settings import ProviderSettings

AZURE = "openai_azure"
BEDROCK = "bedrock"
AZURE_ENDPOINT = "openai_azure_endpoint"
"""The address that a caller's Azure key belongs to, among the keys of a request."""

_SIGNS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)


class Keys:
    """The keys of one server.

    Args:
        settings: What was chosen.
        environment: Environment variables.
    """

    def __init__(self, settings: ProviderSettings, environment: Mapping[str, str]) -> None:
        self._own = {name: key for name, known in KNOWN.items() if (key := usual_key(known.variables, environment))}
        self._own |= {name: each.key for name, each in settings.compatible.items() if each.key is not None}
        self._own |= settings.provider_keys
        self._open = frozenset(settings.compatible)
        self._may_sign = find_spec("botocore") is not None and (
            any(environment.get(name) for name in _SIGNS)
            or Path(environment.get("AWS_SHARED_CREDENTIALS_FILE") or Path.home() / ".aws" / "credentials").is_file()
        )

    def own(self, name: str) -> str | None:
        """Answer the server's key for a provider."""
        key = self._own.get(name)
        return None if key is None else key.get_secret_value()

    def has(self, name: str, given: Mapping[str, str]) -> bool:
        """Tell whether a provider can be asked.

        Args:
            name: The provider.
            given: The keys of the request.
        """
        if name in self._open or self._given(name, given):
            return True
        if name == AZURE and given.get(AZURE_ENDPOINT):
            return False
        return self.own(name) is not None or (name == BEDROCK and self._may_sign)

    def find(self, name: str, given: Mapping[str, str], *, only_given: bool = False) -> str:
        """Answer the key.

        Args:
            name: The provider.
            given: The keys of the request.
            only_given: Whether the server's own does not count.

        Raises:
            ProviderError: There is none, or it cannot be sent.
        """
        key = self._given(name, given)
        if key is not None:
            if not is_sendable(key):
                raise refused(f"The key in provider_api_keys.{name} has characters that no key has, such as a blank.")
            return key
        own = None if only_given else self.own(name)
        if own is None:
            raise without_key(_missing(name, only_given=only_given))
        return own

    @staticmethod
    def _given(name: str, given: Mapping[str, str]) -> str | None:
        known = KNOWN.get(name)
        return (given.get(name) or "").strip() or None if known is not None and known.takes_callers_key else None


def _missing(name: str, *, only_given: bool) -> str:
    """Say which key is missing, and where it can be given."""
    known = KNOWN.get(name)
    places = [f"provider_api_keys.{name} of the request"] if known is not None and known.takes_callers_key else []
    if only_given:
        return f"`{AZURE_ENDPOINT}` came without a key: give it in {places[0]}. The server's own key is not sent there."
    variables = known.variables if known is not None else ()
    own = " or ".join((*variables, "HUMANLOOP_SERVER_PROVIDER_KEYS"))
    return f"There is no key for the provider {name!r}: give it in {' or '.join((*places, f'{own} of the server'))}."
