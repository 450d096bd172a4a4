"""OpenAI: chat completions, and the older completions for models that hold no conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.generation.providers.access import KeyAccess
from humanloop.server.generation.providers.adapter import Adapter, Site
from humanloop.server.generation.providers.chat_form import ChatForm
from humanloop.server.generation.providers.names import KNOWN
from humanloop.server.generation.providers.text_form import TextForm, is_legacy

if TYPE_CHECKING:
    from humanloop.server.generation.providers.asked import Asked
    from humanloop.server.generation.providers.form import Form


def make(name: str, site: Site) -> Adapter:
    """Make the adapter."""
    known = KNOWN[name]
    url = site.settings.provider_urls.get(name, known.url)
    return Adapter(known.title, form_of, KeyAccess(name, url, site.keys), site)


def form_of(asked: Asked) -> Form:
    """Choose the form."""
    return TextForm() if not asked.is_chat and is_legacy(asked.model) else ChatForm()
