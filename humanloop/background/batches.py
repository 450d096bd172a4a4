"""What is sent together, and what an answer means for it. Pure decisions; the sender carries them out.

| answer | what becomes of the batch |
|---|---|
| 2xx with what the API answers | stored |
| none, any other 2xx, 3xx, 408, 409 with Retry-After, 425, 429, 5xx | again, the same bytes under the same key |
| 401, 402, 403, 405, 406, 410, 415, 451, a 404 that is not this API's | kept, and again after a minute |
| 413 | in halves |
| 400, 404, 409, 422 and other 4xx | without the records that it names; in halves if it names none |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from humanloop.background.entries import FEEDBACK, LOG, Record, with_id
from humanloop.calls.exchange import IDEMPOTENCY_HEADER
from humanloop.calls.retry import retry_after
from humanloop.core.errors import ApiConnectionError
from humanloop.core.json_kinds import is_list, is_object
from humanloop.core.messages import message_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from humanloop.core.response import ApiResponse

FIRST_PAUSE: Final = 0.5
"""Seconds after the first failure; each further pause is twice as long."""
LONGEST_PAUSE: Final = 60.0
_AGAIN = frozenset({408, 425, 429})
_KEPT = frozenset({401, 402, 403, 405, 406, 410, 415, 451})


class Verdict(NamedTuple):
    """What an answer means."""

    kind: Literal["stored", "again", "kept", "refused", "too large"]
    reason: str = ""
    ids: tuple[str, ...] = ()
    """Of the logs that are stored."""
    named: Mapping[int, str] = {}
    """Which records are refused by their index, and why."""
    wait: float | None = None
    """Seconds that the answer asks to wait at least."""


def window(
    found: Iterable[tuple[Record, int]], most: int, most_bytes: int
) -> tuple[dict[bytes, list[Record]], int | None]:
    """Choose what is sent next: a batch of logs, and the feedback that was queued among them.

    Args:
        found: Records in their order, each with the place after it.
        most: Records of a batch.
        most_bytes: Bytes of a batch; a larger record goes alone.

    Returns:
        The records by their kind, and the place after the last one, if there is any.
    """
    chosen: dict[bytes, list[Record]] = {LOG: [], FEEDBACK: []}
    room = dict.fromkeys(chosen, most_bytes - len(b"[]"))
    end = None
    for record, place in found:
        batch = chosen[record.kind]
        room[record.kind] -= len(record.data) + 1
        if batch and room[record.kind] < 0:
            break
        batch.append(record)
        end = place
        if len(batch) >= most:
            break
    return {kind: batch for kind, batch in chosen.items() if batch}, end


def body_of(records: Sequence[Record], ids: Mapping[int, str]) -> bytes:
    """Write the body of a batch, with the IDs of its logs: the same for the same records, whenever it is asked for."""
    return b"[%s]" % b",".join(with_id(one.data, ids[one.of]) if one.of >= 0 else one.data for one in records)


def pause(failures: int, share: float) -> float:
    """Say how many seconds to wait after so many failures in a row; `share` is a random number from 0 to 1."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 10)) * (0.5 + share / 2)


def judge(answer: ApiResponse | ApiConnectionError, kind: bytes, count: int, now: float) -> Verdict:
    """Say what an answer, or why there is none, means for a batch of so many records of a kind at a time since 1970."""
    if isinstance(answer, ApiConnectionError):
        return Verdict("again", str(answer))
    status, body = answer.status, None if answer.problem else answer.body
    if 200 <= status < 300 and is_list(body) and len(body) == count:
        ids = [item["id"] for item in body if is_object(item) and isinstance(item.get("id"), str)]
        if kind == FEEDBACK or len(ids) == count:
            return Verdict("stored", ids=tuple(ids) if kind == LOG else ())
    wait = retry_after(answer.headers.get("Retry-After"), now)
    reason = message_of(status, answer.reason, None, body)
    if status < 300:
        return Verdict("again", f"{reason}: not what the API answers", wait=wait)
    if status < 400 or status >= 500 or status in _AGAIN or (status == 409 and wait is not None):
        return Verdict("again", reason, wait=wait)
    is_own = IDEMPOTENCY_HEADER in answer.headers and is_object(body) and "detail" in body
    if status in _KEPT or (status == 404 and not is_own):
        # Another try before that changes nothing, and a wrong key may be locked out for it.
        return Verdict("kept", reason, wait=max(LONGEST_PAUSE, 0 if status == 401 else wait or 0))
    if status == 413:
        return Verdict("too large", reason, wait=wait)
    return Verdict("refused", reason, named=_named(body, count), wait=wait)


def _named(body: Any, count: int) -> dict[int, str]:
    """Read which records the detail of an answer names: the first number in the place of each fault."""
    detail = body.get("detail") if is_object(body) else None
    named: dict[int, str] = {}
    for fault in detail if is_list(detail) else ():
        place = fault.get("loc") if is_object(fault) else None
        numbers = [part for part in place if type(part) is int] if is_list(place) else []
        if numbers and 0 <= numbers[0] < count:
            said = f"{'.'.join(map(str, place or ()))}: {fault.get('msg', '')}"
            named[numbers[0]] = f"{named[numbers[0]]}; {said}" if numbers[0] in named else said
    return named
