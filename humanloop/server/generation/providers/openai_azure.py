"""OpenAI's models on Azure: the operator's resource, or one that the caller names together with its own key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from humanloop.server.generation.providers.access import Destination
from humanloop.server.generation.providers.adapter import Adapter, Site
from humanloop.server.generation.providers.chat_form import ChatForm
from humanloop.server.generation.providers.keys import AZURE, AZURE_ENDPOINT, Keys
from humanloop.server.generation.providers.names import KNOWN
from humanloop.server.generation.providers.refusals import refused
from humanloop.server.generation.providers.text_form import TextForm, is_legacy

if TYPE_CHECKING:
    from collections.abc import Collection
    from urllib.parse import SplitResult

    from humanloop.server.generation.providers.asked import Asked
    from humanloop.server.generation.providers.form import Form
    from humanloop.server.generation.providers.interface import Prompt

_VERSION = "2024-10-21"
_HOSTS = (".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com")


def make(name: str, site: Site) -> Adapter:
    """Make the adapter."""
    known = KNOWN[name]
    own = site.settings.provider_urls.get(name) or site.environment.get(known.url_variable or "", "")
    access = AzureAccess(own.rstrip("/"), frozenset(host.lower() for host in site.settings.azure_hosts), site.keys)
    return Adapter(known.title, form_of, access, site)


def form_of(asked: Asked) -> Form:
    """Choose the form; the deployment, which a config names as its model, is in the path."""
    deployment = f"/openai/deployments/{quote(asked.model, safe='')}"
    if not asked.is_chat and is_legacy(asked.model):
        return TextForm(f"{deployment}/completions?api-version={_VERSION}", has_model_in_path=True)
    path = f"{deployment}/chat/completions?api-version={_VERSION}"
    return ChatForm(limit="max_tokens", path=path, has_model_in_path=True)


@dataclass(frozen=True)
class AzureAccess:
    """Finds the resource and its key.

    Args:
        own: The operator's endpoint, if there is one.
        hosts: Hosts that the operator lets callers name besides Azure's.
        keys: The keys.
    """

    own: str
    hosts: Collection[str]
    keys: Keys

    def check(self, prompt: Prompt) -> None:
        """See whether the caller may name the endpoint that it names.

        Raises:
            ProviderError: It is none of Azure's, and none that the operator allows.
        """
        given = _given(prompt)
        if not given:
            if not self.own:
                raise refused(
                    f"Azure OpenAI needs an endpoint: give it in provider_api_keys.{AZURE_ENDPOINT} of the request, "
                    "or in AZURE_OPENAI_ENDPOINT or HUMANLOOP_SERVER_PROVIDER_URLS of the server."
                )
            return
        try:
            parts = urlsplit(given)
            allowed = self._is_allowed(parts)
        except ValueError:
            allowed = False
        if not allowed:
            raise refused(
                f"`{AZURE_ENDPOINT}` must be https://NAME.openai.azure.com or another of Azure's hosts; "
                "HUMANLOOP_SERVER_AZURE_HOSTS of the server lets callers name further ones."
            )

    def find(self, prompt: Prompt) -> Destination:
        """Answer the endpoint, and the key that belongs to it: a caller's never gets the server's key."""
        given = _given(prompt)
        key = self.keys.find(AZURE, prompt.api_keys, only_given=bool(given))
        is_chosen = bool(given) and not self._is_widened(urlsplit(given))
        return Destination(given.rstrip("/") or self.own, {"api-key": key}, key, is_public=is_chosen)

    def _is_allowed(self, parts: SplitResult) -> bool:
        host = parts.hostname or ""
        if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
            return False
        if not all("!" <= character <= "~" and character not in "\\%" for character in parts.geturl()):
            return False
        if self._is_widened(parts):
            return parts.scheme in {"http", "https"}
        return parts.scheme == "https" and parts.port in {None, 443} and host.endswith(_HOSTS)

    def _is_widened(self, parts: SplitResult) -> bool:
        return (parts.hostname or "") in self.hosts or parts.netloc.lower() in self.hosts


def _given(prompt: Prompt) -> str:
    return prompt.api_keys.get(AZURE_ENDPOINT, "").strip()
