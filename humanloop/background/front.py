"""`client.background`: log and feedback that never wait for the network."""

from __future__ import annotations

import asyncio
import glob
import os
import time
from copy import copy
from datetime import UTC, datetime
from importlib import import_module
from threading import Event
from typing import TYPE_CHECKING, Any, TypedDict, Unpack, overload

from humanloop.apis.tags import feedback_api, logs_api
from humanloop.background.entries import FEEDBACK, KINDS, LOG
from humanloop.background.files import asides, folder_name, overview, root_of
from humanloop.background.sender import Sender, sender_of, warn_of_rest
from humanloop.background.spool import Spool
from humanloop.background.values import BackgroundStatus, Receipt, SetAside, checked_wait
from humanloop.calls.api import Api
from humanloop.core.background import BackgroundOptions
from humanloop.core.errors import ApiTypeError, ClientConfigurationError
from humanloop.core.json import from_json
from humanloop.core.json_kinds import is_list, is_object
from humanloop.core.loading import LOADING
from humanloop.core.messages import CLOSED
from humanloop.core.operation import CallOptions
from humanloop.core.request import Request
from humanloop.core.settings import OVERLOOK
from humanloop.request.arguments import body_validator, error_of
from humanloop.request.bodies import encoded, plain_body
from humanloop.request.options import conceal, headers_of
from humanloop.spec.facts import SECURITY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from humanloop import pydantic as models
    from humanloop import type as types
    from humanloop.calls.api_client import ApiClient
    from humanloop.calls.connections import Connections
    from humanloop.configuration import Configuration
    from humanloop.core.operation import Operation
    from humanloop.core.response import ApiResponse
    from humanloop.request.arguments import Problem

    class _Feedback(TypedDict, total=False):
        """Feedback whose log may still be a receipt."""

        type: types.FeedbackType | str
        value: str | bool | float | list[str] | None
        data_id: str | Receipt | None
        user: str | None
        created_at: datetime | str | None
        unset: bool | None


_OPERATIONS: Mapping[bytes, Operation[Any]] = {LOG: logs_api.LOG, FEEDBACK: feedback_api.FEEDBACK}
_NOT_HERE = frozenset({"validate", *CallOptions.__annotations__})
_LATE = ("certifi", "encodings.ascii", "encodings.idna", "urllib.request")
"""What connections import when they are made."""


class Background:
    """Log and feedback that never wait for the network.

    A record is in a file when the call returns, and survives the death of the process; a thread sends it later.
    """

    def __init__(self, api_client: ApiClient) -> None:
        """Set it up for a client whose settings count; nothing is read or started before the first call."""
        self._api_client = api_client
        self._is_closed = False
        self._used: dict[tuple[Any, ...], Sender] = {}
        """All that this client has used: it has more than one where its key or host changed, or after a fork."""
        self._queue = _Queue(api_client, self.sender)
        # Made now and not in the first call: a process that is forked while another thread imports hangs for ever.
        knows_keys = api_client.configuration.unknown_keys != OVERLOOK
        for operation in _OPERATIONS.values():
            body_validator(operation.body or "", is_closed=knows_keys)
        with LOADING:
            for module in _LATE:
                import_module(module)

    @overload
    def log(self, body: Sequence[types.LogRequest | models.LogRequest], /) -> list[Receipt]: ...

    @overload
    def log(
        self, body: types.LogRequest | models.LogRequest | None = None, /, **fields: Unpack[types.LogRequest]
    ) -> Receipt: ...

    def log(self, body: Any = None, /, **fields: Any) -> Receipt | list[Receipt]:
        """Queue a log, or a list of logs, and answer at once.

        Args:
            body: One log or a list of them. Default: the fields make one.
            fields: As for `client.log`; `created_at` is the time of this call where it is not given.

        Raises:
            SchemaValidationError: Arguments do not fit; nothing is queued.
            ApiTypeError: There is no such argument, or it says something of a single request.
            BackgroundFullError: There is no room, and the options say to raise.
            ClientConfigurationError: The client is closed, or cannot work as it is set up.
        """
        return self._queue.put(logs_api.LogsApi.log, body, fields)

    @overload
    def feedback(
        self, body: Sequence[types.FeedbackRequest | _Feedback | models.FeedbackRequest], /
    ) -> list[Receipt]: ...

    @overload
    def feedback(
        self,
        body: types.FeedbackRequest | _Feedback | models.FeedbackRequest | None = None,
        /,
        **fields: Unpack[_Feedback],
    ) -> Receipt: ...

    def feedback(self, body: Any = None, /, **fields: Any) -> Receipt | list[Receipt]:
        """Queue feedback, or a list of it, and answer at once; errors are those of `log`.

        Args:
            body: One feedback or a list. Default: the fields make one.
            fields: As for `client.feedback`; `data_id` may be the receipt of a log, which is sent before it.
        """
        return self._queue.put(feedback_api.FeedbackApi.feedback, body, fields)

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until all that was queued before is stored or set aside, and all that dead processes left in the folder.

        Args:
            timeout: Seconds to wait at most; None for as long as it takes, 0 only asks.

        Raises:
            ApiTypeError: The timeout is no number.
            ClientConfigurationError: The client is closed, or cannot work as it is set up.
        """
        timeout = checked_wait(timeout)
        self.sender()
        return self._flush(timeout)

    async def aflush(self, timeout: float | None = None) -> bool:  # noqa: ASYNC109 - as `flush` has it
        """`flush`, awaited."""
        timeout = checked_wait(timeout)
        self.sender()
        return await self._awaited(self._flush, timeout)

    def status(self) -> BackgroundStatus:
        """Say how far it is; this starts nothing."""
        sender = self._used.get(self._identity())
        if sender is None:
            folder = self._folder()
            seen = overview(folder)
            found = {name: seen[name] for name in ("pending", "bytes", "oldest_age")}
            return BackgroundStatus(**found, directory=str(folder))
        spool = sender.spool
        return BackgroundStatus(
            pending=spool.pending(),
            bytes=spool.size(),
            oldest_age=spool.oldest_age(),
            sent=spool.sent,
            set_aside=spool.set_aside,
            dropped=spool.dropped,
            maybe_twice=spool.maybe_twice,
            durable=not spool.in_memory(),
            last_error=sender.last_error,
            directory=str(spool.folder),
        )

    def set_aside(self) -> list[SetAside]:
        """List the records that the API did not take, those of other processes too; this starts nothing."""
        sender = self._used.get(self._identity())
        found = asides(self._folder()) if sender is None else sender.spool.asides()
        return [
            SetAside(KINDS[record.kind], from_json(record.data), said["status"], said["reason"], _time(said["at"]))
            for record, said in found
        ]

    def retry_set_aside(self) -> int:
        """Queue what is set aside again, and say how many records that is."""
        sender = self.sender()
        count = sender.spool.retry_asides()
        sender.queued()
        return count

    def adopt_of_others(self, digest: str | None, *, of_any_host: bool = False) -> list[Path]:
        """Take over what dead processes left in other folders, and send it under the key of now.

        Args:
            digest: Of which key, as its folder says it; None for all.
            of_any_host: Whether it was for this host whatever its URL was then.
        """
        sender = self.sender()
        folder = sender.spool.folder
        host = "*" if of_any_host else glob.escape(folder.name.rpartition("-")[0])
        found = sorted({*folder.parent.glob(f"{host}-{'*' if digest is None else glob.escape(digest)}")} - {folder})
        for each in found:
            sender.spool.adopt(each, of_any_host=of_any_host)
        if sender.spool.pending():
            sender.queued()
        return found

    def close(self, timeout: float = 3.0) -> bool:
        """Flush, and take no more records of this client. What is left is sent by the next process.

        Args:
            timeout: Seconds to wait at most.

        Returns:
            Whether all went out.

        Raises:
            ApiTypeError: The timeout is no number.
        """
        return self._close(checked_wait(timeout))

    async def aclose(self, timeout: float = 3.0) -> bool:  # noqa: ASYNC109 - as `close` has it
        """`close`, awaited."""
        return await self._awaited(self._close, checked_wait(timeout))

    def _close(self, timeout: float | None, is_given_up: Callable[[], bool] = bool) -> bool:
        self._is_closed = True
        if self._flush(timeout, is_given_up):
            return True
        remaining = [sender for sender in self._senders() if sender.spool.pending() and not sender.is_left]
        for sender in remaining:
            sender.is_left = True
        warn_of_rest(remaining)
        return False

    @property
    def exit_timeout(self) -> float:
        """Seconds that the end of the client waits for what is not sent."""
        return self._options().exit_timeout

    def sender(self) -> Sender:
        """Find or make what sends the records of the host and key of now.

        Raises:
            ClientConfigurationError: The client is closed or has no key, or another one has other options.
        """
        if self._is_closed or self._api_client.connections.is_closed:
            raise ClientConfigurationError(CLOSED)
        configuration = self._api_client.configuration
        if configuration.refresh_api_key_hook is None:
            configuration.authorization()
        identity = self._identity()
        return self._used.get(identity) or self._used.setdefault(identity, self._made())

    def _flush(self, timeout: float | None, is_given_up: Callable[[], bool] = bool) -> bool:
        until = None if timeout is None else time.monotonic() + timeout
        found = [
            sender.flush(None if until is None else max(0.0, until - time.monotonic()), is_given_up)
            for sender in self._senders()
        ]
        return all(found)

    async def _awaited(
        self,
        call: Callable[[float | None, Callable[[], bool]], bool],
        timeout: float | None,  # noqa: ASYNC109 - as `flush` has it
    ) -> bool:
        """Wait in a thread, which ends when this is cancelled: the loop would wait for it at its own end."""
        is_given_up = Event()
        try:
            return await asyncio.to_thread(call, timeout, is_given_up.is_set)
        finally:
            is_given_up.set()
            for sender in self._senders():
                sender.wake()

    def _senders(self) -> list[Sender]:
        """Those that this client has used in this process."""
        return [sender for identity, sender in [*self._used.items()] if identity[-1] == os.getpid()]

    def _identity(self) -> tuple[Any, ...]:
        configuration = self._api_client.configuration
        hook, key = configuration.refresh_api_key_hook, configuration.api_key.get(SECURITY_NAME)
        # Keys that one hook makes are of one kind; what another makes may be somebody else's.
        keys = (key, None) if hook is None else (None, id(hook))
        return configuration.host, *keys, os.environ.get("HUMANLOOP_SPOOL"), os.getpid()

    def _folder(self) -> Path:
        host, key, *_ = self._identity()
        return root_of(self._options().directory) / folder_name(host, key)

    def _options(self) -> BackgroundOptions:
        given: Any = self._api_client.configuration.background
        if given is not None and not isinstance(given, BackgroundOptions):
            raise ClientConfigurationError(f"background={given!r}: a BackgroundOptions.")
        return given or BackgroundOptions()

    def _made(self) -> Sender:
        configuration, folder, options = self._api_client.configuration, self._folder(), self._options()
        hook = configuration.refresh_api_key_hook

        def make() -> Sender:
            send = _wire(configuration, hook, self._api_client.connections)
            return Sender(Spool(folder, configuration.host, options), send)

        sender = sender_of((folder, configuration.host, hook and id(hook)), make)
        if sender.spool.options != options:
            raise ClientConfigurationError(
                f"Another client sends the records of this host and key with other options: {sender.spool.options}."
            )
        return sender


def _wire(
    configuration: Configuration, hook: Callable[[Any], None] | None, connections: Connections
) -> Callable[[bytes, bytes, str, float], ApiResponse]:
    """Make what carries out single tries, on connections of its own, as the client that came first is set up."""
    if hook is None:
        # The key is the one of the folder; a hook changes that in the client's own settings.
        configuration = copy(configuration)
        configuration.api_key = dict(configuration.api_key)
    rest = connections.apart(configuration).rest

    def send(kind: bytes, body: bytes, key: str, seconds: float) -> ApiResponse:
        operation = _OPERATIONS[kind]
        if hook is not None:
            hook(configuration)
        headers = headers_of(operation, (), {"idempotency_key": key}, configuration, stream=False)
        url = configuration.host + operation.path
        request = Request(operation.method, url, headers=headers, body=body, timeout=seconds)
        request.deadline = time.monotonic() + seconds
        return rest.send(request)

    return send


class _Queue(Api):
    """Takes the place of the APIs: their methods sort the arguments, and what they would send is queued."""

    def __init__(self, api_client: ApiClient, sender: Callable[[], Sender]) -> None:
        super().__init__(api_client)
        self._sender = sender

    def put(self, method: Any, body: Any, fields: dict[str, Any]) -> Receipt | list[Receipt]:
        """Queue what a method of an API would send."""
        try:
            if refused := sorted(_NOT_HERE & fields.keys()):
                raise ApiTypeError(f"`{'`, `'.join(refused)}` describes one request, and the background makes its own")
            made: Receipt | list[Receipt] = method(self, body, **fields)
        finally:
            fields.clear()  # a traceback shows this frame, and there may be keys behind misspelt names
        return made

    def _send(
        self, operation: Operation[Any], arguments: Mapping[str, Any], validate: bool, options: CallOptions
    ) -> Any:
        del validate
        conceal(options)
        sender, configuration = self._sender(), self.api_client.configuration
        if options:
            headers_of(operation, arguments.keys(), options, configuration, stream=False)  # Which says what is unknown.
        given = {name: value for name, value in arguments.items() if value is not None}
        given, logs = _without_receipts(given, sender.spool)
        problems: list[Problem] = []
        body = plain_body(operation, given, configuration, problems)
        items: list[Any] = body if is_list(body) else [body]
        now = datetime.now(UTC).isoformat()
        data = [encoded(_stamped(item, now), problems) for item in items]
        if problems:
            raise error_of(problems, f"{operation.method} {operation.path}")
        kind = LOG if operation is logs_api.LOG else FEEDBACK
        sender.revive()
        receipts = sender.spool.put(kind, [one or b"" for one in data], logs)
        if receipts:
            sender.queued(receipts[-1].place)
        return receipts if is_list(body) else receipts[0]


def _stamped(item: Any, now: str) -> Any:
    return {**item, "created_at": now} if is_object(item) and item.get("created_at") is None else item


def _without_receipts(given: dict[str, Any], spool: Spool) -> tuple[dict[str, Any], list[Receipt | None]]:
    """Take the receipts out of feedback; one whose ID is known is replaced by it."""
    body = given.get("body")
    items: list[Any] = [*body] if is_list(body) else [given if body is None else body]
    logs: list[Receipt | None] = [None] * len(items)
    for index, item in enumerate(items):
        receipt = item.get("data_id") if is_object(item) else None
        if not isinstance(receipt, Receipt):
            continue
        items[index] = plain = {**item, "data_id": receipt.id}
        if plain["data_id"] is None:
            logs[index] = _of_this_process(receipt, spool)
            del plain["data_id"]
    if body is None:
        return items[0], logs
    return {**given, "body": items if is_list(body) else items[0]}, logs


def _of_this_process(receipt: Receipt, spool: Spool) -> Receipt:
    if receipt.process != os.getpid():
        raise ClientConfigurationError(
            "This receipt belongs to the process that this one was forked from: wait for its `id` before the fork."
        )
    if receipt.changed is not spool.changed:
        raise ClientConfigurationError("This receipt belongs to a log for another host or key.")
    return receipt


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
