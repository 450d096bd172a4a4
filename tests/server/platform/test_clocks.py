"""A wall clock that is set forth or back changes nothing that is measured in hours or days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from humanloop.server import serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.domain.keys import EndedKeyError, Key, Keys, digest_of
from humanloop.server.domain.retention import Sweep
from humanloop.server.domain.roles import Caller
from humanloop.server.tracing.storing import forget
from tests.server.tracing.conftest import Exporter
from tests.server.tracing.forms import MODEL, request_of, span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.conftest import Api

DAY = timedelta(days=1)
JUMPS = pytest.mark.parametrize("days", [4000, -4000])


@JUMPS
def test_keys_end_when_they_were_to_end(jump: Callable[[int], None], days: int) -> None:
    present, caller = datetime.now(UTC), Caller("somebody")
    keys = Keys(
        [
            Key(digest_of("good"), caller, expires_at=present + DAY),
            Key(digest_of("over"), caller, expires_at=present - DAY),
            Key(digest_of("revoked"), caller, revoked_at=present),
        ]
    )
    jump(days)
    assert keys.find("good").caller is caller
    for ended in ("over", "revoked"):
        with pytest.raises(EndedKeyError):
            keys.find(ended)
        assert keys.holder(digest_of(ended)) is None


def test_what_was_revoked_by_a_clock_that_was_ahead_is_revoked() -> None:
    later = datetime.now(UTC) + DAY
    with pytest.raises(EndedKeyError, match="revoked"):
        Keys([Key(digest_of("k"), Caller("somebody"), revoked_at=later)]).find("k")


@JUMPS
def test_logs_get_no_older(api_class: type[Api], jump: Callable[[int], None], days: int) -> None:
    with serve_in_thread(api_key="k") as running:
        api, writer = api_class(running), service_of(running.app).store.writer
        project = api.ok("logs.log", {"project": "p"})["project_id"]
        jump(days)
        for bodies in ([{"project": "p"}], [{"project": "p"}] * 60):
            api.ok("logs.log", bodies)
        assert writer.submit(Sweep(project, days=30).choose).result()[0] == []
        # What was written meanwhile looks older than it is once the clock is right again.
        jump(0)
        assert writer.submit(Sweep(project, days=30).choose).result()[0] == []


@JUMPS
def test_spans_get_no_older(api_class: type[Api], jump: Callable[[int], None], days: int) -> None:
    with serve_in_thread(api_key="k") as running:
        exporter, writer = Exporter(api_class(running)), service_of(running.app).store.writer
        exporter.ok(request_of(span("a" * 32, 1, attributes={"session.id": "s"})))
        jump(days)
        exporter.ok(request_of(span("b" * 32, 1, attributes={"session.id": "s"})))
        writer.submit(lambda connection: forget(connection, DAY)).result()
        for trace in ("a", "b"):
            exporter.ok(request_of(span(trace * 32, 2, 1, attributes=MODEL)))
        assert [log["session_reference_id"] for log in exporter.logs()] == ["s"] * 4
