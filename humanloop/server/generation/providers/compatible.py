"""Servers that take what OpenAI's takes: those of the setting `compatible`, and Groq."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.generation.providers.access import KeyAccess
from humanloop.server.generation.providers.adapter import Adapter, Site
from humanloop.server.generation.providers.chat_form import ChatForm
from humanloop.server.generation.providers.names import KNOWN
from humanloop.server.generation.providers.text_form import TextForm

if TYPE_CHECKING:
    from humanloop.server.generation.providers.asked import Asked
    from humanloop.server.generation.providers.form import Form
    from humanloop.server.provider_settings import Compatible


def make(name: str, site: Site) -> Adapter:
    """Make the adapter."""
    described = site.settings.compatible.get(name)
    known = KNOWN.get(name)
    title = name if known is None else known.title
    if described is not None:
        access = KeyAccess(name, site.settings.provider_urls.get(name, described.url), site.keys, needs_key=False)
        return Adapter(title, lambda asked: _form_of(asked, described), access, site)
    known = KNOWN[name]
    url = site.settings.provider_urls.get(name, known.url)
    form = ChatForm(limit="max_tokens", drop=frozenset(known.drop))
    return Adapter(title, lambda _: form, KeyAccess(name, url, site.keys), site)


def _form_of(asked: Asked, server: Compatible) -> Form:
    drop = frozenset(server.drop)
    if "logprobs" in drop:
        drop |= {"top_logprobs"}
    # Their names say nothing of it: a model that is called `-Instruct` holds conversations.
    if not asked.is_chat and server.completions:
        return TextForm(drop=drop, rename=server.rename)
    return ChatForm(limit="max_tokens", drop=drop, rename=server.rename)
