"""What is tried again, how often, and after what pause: counted at the server."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import Any

import pytest

from humanloop.core.errors import (
    ApiConnectionError,
    ApiException,
    ApiTimeoutError,
    InternalServerError,
    NotFoundError,
    RateLimitError,
)
from humanloop.core.operation import Operation
from tests.faults.client import Caller, Records, caught
from tests.faults.server import AGAIN, GOOD, Server, answer, close, json_answer, reset, stall, wait

READS = ("GET", "HEAD", "PUT", "DELETE")
WRITES = ("POST", "PATCH")
OPERATIONS: dict[str, Operation[Any]] = {
    method: Operation(method, "/things", status=200, returns="Any") for method in (*READS, *WRITES)
}

ASK = {"Retry-After": "0"}
AGAIN_FOR_ALL = {408: {}, 429: {}, 503: ASK}
AGAIN_FOR_READS = (500, 502, 503, 504)
NEVER = (400, 401, 403, 404, 405, 409, 410, 411, 413, 415, 418, 422, 423, 425, 451, 501, 505, 507, 511)


async def send(caller: Caller, method: str, **options: Any) -> Any:
    client = caller.client.api_client
    if caller.is_async:
        return await client.acall(OPERATIONS[method], {}, options)  # type: ignore[arg-type]
    return client.call(OPERATIONS[method], {}, options)  # type: ignore[arg-type]


def error_answer(status: int, headers: dict[str, str], method: str) -> Any:
    return answer(status, b"" if method == "HEAD" else b"{}", headers)


@pytest.mark.parametrize("retries", [0, 1, 2, 3])
@pytest.mark.parametrize("method", [*READS, *WRITES])
async def test_statuses(method: str, retries: int, style: str) -> None:
    """Attempts per method and status, for 0 to 3 retries."""
    rows = [(status, headers, retries + 1) for status, headers in AGAIN_FOR_ALL.items()]
    rows += [(status, {}, retries + 1 if method in READS else 1) for status in AGAIN_FOR_READS]
    rows += [(503, {"Retry-After": "soon"}, retries + 1 if method in READS else 1)]
    rows += [(status, {}, 1) for status in NEVER]
    for status, headers, attempts in rows:
        with Server([error_answer(status, headers, method), AGAIN]) as server:
            async with Caller(style, server.url, max_retries=retries) as caller:
                error, _ = await caught(send(caller, method))
        assert isinstance(error, ApiException), (status, headers)
        assert (error.status, error.attempts) == (status, attempts), (status, headers)
        assert (len(server.requests), server.connections) == (attempts, 1), (status, headers)
        assert len({request.headers.get("idempotency-key") for request in server.requests}) == 1


BROKEN = {
    "closed": close(),
    "reset": reset(),
    "cut": [answer(200, b"{", length=50), close()],
    "garbage": [answer("SMTP", b""), close()],
}


@pytest.mark.parametrize("retries", [0, 1, 2, 3])
@pytest.mark.parametrize("how", BROKEN)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", *WRITES])
async def test_broken_answers(method: str, how: str, retries: int, style: str) -> None:
    """POST and PATCH are never sent twice after bytes left."""
    with Server([BROKEN[how]]) as server:
        async with Caller(style, server.url, max_retries=retries) as caller:
            error, _ = await caught(send(caller, method))
    assert type(error) is ApiConnectionError
    attempts = retries + 1 if method in READS else 1
    assert (len(server.requests), server.connections, error.attempts) == (attempts, attempts, attempts)
    assert error.sent is True


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("how", ["option", "announced"])
@pytest.mark.parametrize("fault", ["closed", "cut", "500", "409"])
async def test_idempotent_writes_are_repeated(method: str, how: str, fault: str, style: str) -> None:
    scripts = {
        "closed": close(),
        "cut": BROKEN["cut"],
        "500": [json_answer({}, 500), close()],
        "409": [json_answer({}, 409, **{"Retry-After": "0"}), close()],
    }
    known = answer(200, b'{"id": "log_1"}', {"Idempotency-Status": "new"})
    first = [[known, scripts[fault]]] if how == "announced" else [[scripts[fault]]]
    with Server(*([*script] for script in first), GOOD) as server:
        async with Caller(style, server.url, idempotent_writes=how == "option") as caller:
            if how == "announced":
                await send(caller, "GET")
            assert (await send(caller, method)).status == 200
    tries = [request.headers["idempotency-key"] for request in server.requests if request.method == method]
    assert len(tries) == 2
    assert len(set(tries)) == 1


async def test_what_one_host_has_announced_is_not_believed_of_the_next(style: str) -> None:
    known = answer(200, b'{"id": "log_1"}', {"Idempotency-Status": "new"})
    with Server([known, AGAIN]) as first, Server([close()]) as second:
        async with Caller(style, first.url) as caller:
            await send(caller, "POST")
            caller.client.configuration.host = second.url
            error, _ = await caught(send(caller, "POST"))
            assert (error.attempts, len(second.requests)) == (1, 1)


async def test_idempotent_writes_count_from_the_next_call_on(style: str) -> None:
    with Server([close()]) as server:
        async with Caller(style, server.url, idempotent_writes=True, max_retries=1) as caller:
            for expected in (True, False, True):
                caller.client.configuration.idempotent_writes = expected
                error, _ = await caught(send(caller, "POST"))
                assert error.attempts == 1 + expected


async def test_each_call_has_its_key(style: str) -> None:
    with Server() as server:
        async with Caller(style, server.url) as caller:
            await caller.call("POST")
            await caller.call("POST")
            await caller.call("PATCH", idempotency_key="mine-1")
            await caller.call("GET")
    keys = [request.headers.get("idempotency-key") for request in server.requests]
    assert keys[0] != keys[1]
    assert len(keys[0] or "") == 36
    assert keys[2:] == ["mine-1", None]


async def test_409_of_another_call_is_not_repeated(style: str) -> None:
    with Server([json_answer({}, 409, **{"Retry-After": "0"}), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            await caught(caller.call("POST"))
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", ["closed", "500"])
async def test_delete_that_was_done_already(fault: str, style: str) -> None:
    """The answer to the first DELETE got lost; the second one finds nothing."""
    first = close() if fault == "closed" else [json_answer({}, 500), close()]
    with Server([first], [json_answer({"detail": "gone"}, 404), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            assert await caller.call("DELETE") is None
            error, _ = await caught(caller.call("DELETE"))
            assert type(error) is NotFoundError
    assert len(server.requests) == 3


async def test_delete_that_promises_a_document_needs_one(style: str) -> None:
    with Server([close()], [json_answer({"detail": "gone"}, 404), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            error, _ = await caught(caller.run("projects.deactivate_config", "pr_1"))
    assert type(error) is NotFoundError


async def test_404_after_a_refusal_is_a_404(style: str) -> None:
    """A 429 has done nothing, so the thing was not there."""
    with Server([json_answer({}, 429), json_answer({}, 404)]) as server:
        async with Caller(style, server.url) as caller:
            error, _ = await caught(caller.call("DELETE"))
    assert type(error) is NotFoundError


WAITS: list[tuple[str, int, bool]] = [
    # Retry-After, tries, whether it is waited for
    ("0", 2, False),
    ("0.2", 2, True),
    (" 0.2 ", 2, True),
    ("DATE+1", 2, False),  # up to a second: dates have no fractions
    ("DATE-9", 2, False),
    ("31", 1, False),
    ("1e9", 1, False),
    ("4", 1, False),  # does not fit the total of 3 s
    ("-1", 2, False),
    ("nan", 2, False),
    ("inf", 2, False),
    ("1_0", 2, False),
    ("soon", 2, False),
    ("", 2, False),
    ("0x10", 2, False),
    ("99999999999999999999999999999", 1, False),
    ("Wed, 99 Foo 2099 99:99:99 GMT", 2, False),
    ("Fri, 31 Dec 9999 23:59:59 GMT", 1, False),
    ("0, 5", 2, False),
]


@pytest.mark.parametrize(("value", "tries", "waits"), WAITS)
async def test_retry_after(value: str, tries: int, waits: bool, style: str) -> None:
    if value.startswith("DATE"):
        value = formatdate(time.time() + int(value[4:]), usegmt=True)
    with Server([json_answer({}, 429, **{"Retry-After": value}), *GOOD]) as server:
        async with Caller(style, server.url, timeout=3) as caller:
            started = time.monotonic()
            if tries == 1:
                error, _ = await caught(caller.call())
                assert type(error) is RateLimitError
            else:
                assert (await caller.call()).id == "log_1"
            taken = time.monotonic() - started
    assert len(server.requests) == tries
    assert 0.2 <= taken < 2.5 if waits else taken < 2.5


async def test_total_includes_tries_and_pauses(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("humanloop.calls.retry.FIRST_PAUSE", 0.1)
    with Server([[wait(0.1), json_answer({}, 503)], AGAIN]) as server:
        async with Caller(style, server.url, timeout=0.5, max_retries=50) as caller:
            error, seconds = await caught(caller.call())
    assert isinstance(error, InternalServerError | ApiTimeoutError)
    assert seconds < 1.5
    assert len(server.requests) < 5


async def test_stalled_tries_share_the_total(style: str) -> None:
    with Server([stall()]) as server:
        async with Caller(style, server.url, timeout=0.4, max_retries=5) as caller:
            error, seconds = await caught(caller.call())
    assert type(error) is ApiTimeoutError
    assert seconds < 1.5
    assert len(server.requests) == 1


async def test_pair_limits_each_try(style: str) -> None:
    with Server([stall()], [stall()], GOOD) as server:
        async with Caller(style, server.url, timeout=(1, 0.15), max_retries=2) as caller:
            assert (await caller.call()).id == "log_1"
    assert len(server.requests) == 3


async def test_budget_ends_retries(style: str) -> None:
    with Server([json_answer({}, 503), AGAIN]) as server:
        async with Caller(style, server.url, max_retries=2) as caller:
            for _ in range(70):
                await caught(caller.call())
    assert len(server.requests) == 70 + 500 // 5


async def test_success_earns_budget(style: str) -> None:
    with Server([json_answer({"id": "log_1"}), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            budget = caller.client.api_client.connections._reliability.budget
            for _ in range(100):
                assert budget.take()
            assert not budget.take()
            for _ in range(5):
                await caller.call()
            assert budget.take()
            assert not budget.take()


async def test_retries_are_logged(style: str, records: Records) -> None:
    with Server([json_answer({"detail": "not shown"}, 503), *GOOD]) as server:
        async with Caller(style, server.url) as caller:
            await caller.call()
    (line,) = [record.getMessage() for record in records.records if record.name == "humanloop"]
    assert line.startswith("GET /logs/log_1: 503 Because; try 2 of 3 in 0.00 s")


async def test_old_name_of_the_option(style: str) -> None:
    with Server([json_answer({}, 503), AGAIN]) as server:
        async with Caller(style, server.url) as caller:
            caller.client.configuration.retries = 4
            error, _ = await caught(caller.call())
            assert error.attempts == 5  # type: ignore[attr-defined]
            error, _ = await caught(caller.call(max_retries=0))
            assert error.attempts == 1  # type: ignore[attr-defined]
    assert len(server.requests) == 6
