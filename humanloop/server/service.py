"""What a running server consists of: its settings, store, providers and keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from humanloop.server.auth import Keys, digest_of, new_api_key
from humanloop.server.domain.organisation import set_up
from humanloop.server.domain.times import now
from humanloop.server.generation.providers.registry import Providers
from humanloop.server.store import organisation as rows
from humanloop.server.store.store import Store

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.settings import Settings


@dataclass(frozen=True)
class Service:
    """A server's parts.

    Args:
        settings: What was chosen.
        store: The database.
        providers: Those who answer prompts.
        keys: Who may call.
        first_key: The key that this start has made, because there was none; it is not kept anywhere else.
    """

    settings: Settings
    store: Store
    providers: Providers
    keys: Keys
    first_key: str | None


async def open_service(settings: Settings) -> Service:
    """Open the database and make what a new one lacks."""
    providers = Providers(fallback=settings.provider_fallback)
    store = Store(settings.database, settings.readers)
    try:
        digests, first_key = await store.write(lambda connection: _set_up(connection, settings))
    except BaseException:
        store.close()
        raise
    return Service(settings, store, providers, Keys(digests if settings.authentication else None), first_key)


def _set_up(connection: Connection, settings: Settings) -> tuple[list[str], str | None]:
    """Fill a new database; answers the digests of all keys, and the key that was made, if one was."""
    set_up(connection, settings.environments)
    digests = list(rows.key_digests(connection))
    first_key = None
    if settings.api_key is not None:
        digests.append(digest_of(settings.api_key.get_secret_value()))
    elif settings.authentication and not digests:
        first_key = new_api_key()
        rows.insert_key(connection, digest_of(first_key), now())
        digests.append(digest_of(first_key))
    return digests, first_key
