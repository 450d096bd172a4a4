"""What a running server consists of: its settings, store, providers and keys."""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from humanloop.server.domain.idempotency import Idempotency, begin_ages
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.key_records import first_key, known_keys
from humanloop.server.domain.keys import Keys
from humanloop.server.domain.organisation import set_up
from humanloop.server.domain.sampling import Sampler
from humanloop.server.domain.servers import SECONDS_BETWEEN_RENEWALS, arrive
from humanloop.server.evaluation.means import Means
from humanloop.server.evaluation.monitor import Monitor
from humanloop.server.evaluation.runner import Runner
from humanloop.server.evaluation.sandbox import Limits, Sandbox
from humanloop.server.generation.providers.registry import Providers
from humanloop.server.own_spans import OwnSpans
from humanloop.server.presence import Presence
from humanloop.server.redaction import redactor_of
from humanloop.server.retention import Retention
from humanloop.server.rounds import Rounds
from humanloop.server.settings_doubts import doubts_of_environment, doubts_of_evaluators, doubts_of_key
from humanloop.server.store.evaluators import choose_monitors
from humanloop.server.store.failures import log_failure
from humanloop.server.store.keys import note_uses
from humanloop.server.store.log_counts import SECONDS_BETWEEN_FOLDS
from humanloop.server.store.occupancy import Occupancy
from humanloop.server.store.store import Store
from humanloop.server.store.turns import fold_later

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy.engine import Connection

    from humanloop.server.domain.keys import Key
    from humanloop.server.settings import Settings

_logger = logging.getLogger(__name__)
# Other servers than that of `humanloop serve` do not say when they listen.
_SECONDS_TO_LISTEN = 2
# What is revoked on one server, or by a command, is refused by all of them within five.
_SECONDS_BETWEEN_KEYS = 2


@dataclass(frozen=True)
class Service:
    """A server's parts.

    Args:
        settings: What was chosen.
        store: The database.
        occupancy: Keeps a second server away from a database that is a file.
        providers: Those who answer prompts.
        keys: Who may call.
        first_key: The key that this start has made, because there was none; it is not kept anywhere else.
        sandbox: Where the code of evaluators runs.
        runner: Works on evaluations.
        monitor: Lets evaluators judge new logs.
        presence: Tells other servers of this one.
        idempotency: The writes that are to be done once only.
        retention: Deletes old logs.
        sampler: Draws the configs of experiments.
        rounds: What is done again and again.
        spans: Makes spans of what the server does; None where none are wanted.
        started: Set when the server listens.
    """

    settings: Settings
    store: Store
    occupancy: Occupancy
    providers: Providers
    keys: Keys
    first_key: str | None
    sandbox: Sandbox
    runner: Runner
    monitor: Monitor
    presence: Presence
    idempotency: Idempotency
    retention: Retention
    sampler: Sampler = field(default_factory=Sampler)
    rounds: Rounds = field(default_factory=Rounds)
    spans: OwnSpans | None = None
    started: asyncio.Event = field(default_factory=asyncio.Event)

    async def resume(self) -> None:
        """Take up the evaluations that an earlier server has left, as soon as this one listens: they may end it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_LISTEN):
                await self.started.wait()
        try:
            await self.runner.resume()
        except Exception as error:  # noqa: BLE001 - the server runs without them
            log_failure(_logger, "The evaluations that an earlier server has left could not be taken up.", error)

    def known_keys(self, connection: Connection) -> list[Key]:
        """List all keys that the database and the settings have."""
        return _known(connection, self.settings)

    async def read_keys(self) -> None:
        """Read the keys again, and write down which were used."""
        if not self.keys.are_needed:
            return
        self.keys.replace(await self.store.read(self.known_keys))
        uses = self.keys.unwritten_uses()
        if uses:
            await self.store.write(lambda connection: note_uses(connection, uses))

    async def renew_claims(self) -> None:
        """Keep what this server has claimed."""
        if self.idempotency.has_claims:
            await self.store.write(self.idempotency.renew, is_beside=True)

    async def fold_counts(self) -> None:
        """Move into the columns what was counted beside them, unless another server has just done it."""
        await self.store.write(fold_later, is_beside=True)

    async def close(self) -> None:
        """Stop all work and close the database. What is unfinished is taken up at the next start."""
        await self.rounds.close()
        await self.runner.close()
        await self.monitor.close()
        await self.presence.leave()
        await self.sandbox.close()
        await self.providers.close()
        self.store.close()
        self.occupancy.end()
        if self.spans is not None:
            await asyncio.to_thread(self.spans.close)


async def open_service(
    settings: Settings,
    while_migrating: Callable[[], AbstractContextManager[None]] = nullcontext,
    predecessor: str | None = None,
) -> Service:
    """Open the database, and start what works on it; where that fails, it is closed again.

    Args:
        settings: What was chosen.
        while_migrating: Makes what is entered while the tables of an earlier release are changed.
        predecessor: The server that is known to have ended, in whose place this one is.
    """
    providers = Providers(settings)
    with ExitStack() as opened:
        occupancy = Occupancy(settings.database)
        opened.callback(occupancy.end)
        store = Store(
            settings.database,
            settings.readers,
            settings.database_seconds,
            while_migrating,
            may_migrate=not settings.no_upgrade,
            redactor=redactor_of(settings.redact, settings.redact_hook),
            standby_url=settings.database_read,
        )
        opened.callback(store.close)
        service = await _start(settings, providers, store, occupancy, predecessor)
        # From now on, it closes them.
        opened.pop_all()
    return service


async def _start(
    settings: Settings, providers: Providers, store: Store, occupancy: Occupancy, predecessor: str | None
) -> Service:
    """Make what a new database lacks, and take up the work that an earlier server left."""
    server_id = new_id("server")
    known, made = await store.write(lambda connection: _set_up(connection, settings, server_id, predecessor))
    keys = Keys(known if settings.authentication else None)
    sampler = Sampler(settings.experiment_sampling, settings.experiment_seed)
    limits = Limits(settings.evaluator_seconds, settings.evaluator_megabytes * 2**20, settings.evaluator_network)
    sandbox = Sandbox(limits, settings.evaluator_workers, settings.sandbox)
    means = Means(store, providers, settings, sandbox, server_id)
    runner, monitor = Runner(means), Monitor(means)
    await monitor.start()
    spans = OwnSpans(settings.otel_export) if settings.otel_export else None
    presence, idempotency = Presence(store, server_id, runner, monitor), Idempotency(server_id)
    rounds = Rounds()
    service = Service(
        settings,
        store,
        occupancy,
        providers,
        keys,
        made,
        sandbox,
        runner,
        monitor,
        presence,
        idempotency,
        Retention(store, runner, settings, rounds),
        sampler,
        rounds,
        spans=spans,
    )
    presence.begin(settings, service.rounds)
    service.rounds.add("Renewing claims", SECONDS_BETWEEN_RENEWALS, service.renew_claims)
    if store.is_shared:
        service.rounds.add("Counting logs", SECONDS_BETWEEN_FOLDS, service.fold_counts)
    if keys.are_needed:
        service.rounds.add("Reading the keys", _SECONDS_BETWEEN_KEYS, service.read_keys)
    return service


def _set_up(
    connection: Connection, settings: Settings, server_id: str, predecessor: str | None
) -> tuple[list[Key], str | None]:
    """Fill a new database; answers all keys, and the key that was made, if one was."""
    arrive(connection, server_id, predecessor)
    begin_ages(connection)
    set_up(connection, settings.environments)
    choose_monitors(connection, settings.active_evaluators)
    doubts = [*doubts_of_environment(os.environ), *doubts_of_evaluators(connection, settings.active_evaluators)]
    for doubt in (*doubts, *doubts_of_key(settings.api_key)):
        _logger.warning("%s", doubt)
    made = first_key(connection) if settings.authentication and settings.api_key is None else None
    return _known(connection, settings), made


def _known(connection: Connection, settings: Settings) -> list[Key]:
    chosen = settings.api_key
    return known_keys(connection, None if chosen is None else chosen.get_secret_value())
