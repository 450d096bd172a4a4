"""PostgreSQL is killed again and again while two servers write: nothing that was confirmed is lost or there twice."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import TYPE_CHECKING

from humanloop.server.app import service_of
from humanloop.server.domain.counters import wrong_counters
from tests.server.platform.postgresql import postgresql
from tests.server.platform.several import several
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from tests.server.conftest import Api

_KILLS = 5


def test_nothing_is_lost_with_the_database_and_nothing_is_there_twice() -> None:
    with postgresql() as database, several(database.new_database("killed")) as both:
        confirmed, statuses, done = list[str](), Counter[int](), threading.Event()

        def write(api: Api, name: str) -> None:
            number = 0
            while not done.is_set():
                number += 1
                key = f"{name} {number}"
                # Until it is confirmed, also after the end: what is there must be known.
                while True:
                    reply = api.call("logs.log", {"project": "p", "output": key}, headers={"Idempotency-Key": key})
                    statuses[reply.status] += 1
                    if reply.status == 200:
                        confirmed.append(key)
                        break
                    assert reply.headers["retry-after"]
                    time.sleep(0.02)

        writers = [
            threading.Thread(target=write, args=(both.apis[number % 2], f"writer {number}")) for number in range(6)
        ]
        for writer in writers:
            writer.start()
        for _ in range(_KILLS):
            before = len(confirmed)
            wait_for(lambda before=before: len(confirmed), lambda found, before=before: found > before + 60)
            database.kill()
            database.start()
            back = len(confirmed)
            wait_for(lambda: len(confirmed), lambda found, back=back: found > back + len(writers), 10)
        done.set()
        for writer in writers:
            writer.join()
        assert set(statuses) == {200, 503}
        stored = database.ask_all("SELECT output FROM logs", "killed")
        assert Counter(stored) == Counter(confirmed)
        assert max(Counter(confirmed).values()) == 1
        assert both.one.ok("projects.list")["records"][0]["data_count"] == len(stored)
        assert service_of(both.one.server.app).store.writer.submit(wrong_counters).result() == []
