"""The sender against servers that answer anything: what is stored once, in which order, what is set aside, and when."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from humanloop import ApiConnectionError, BackgroundOptions
from humanloop.background import sender as sender_module
from humanloop.background import spool as spool_module
from humanloop.background.batches import judge, pause, window
from humanloop.background.entries import FEEDBACK, LOG, MAGIC, NOTHING, ORIGIN, Record, entry
from humanloop.background.sender import Sender
from humanloop.background.spool import Spool
from humanloop.core.headers import Headers
from humanloop.core.response import ApiResponse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from humanloop.background.values import Receipt

OWN = {"Idempotency-Status": "new"}


def answer(status: int, body: Any = None, headers: dict[str, str] | None = None) -> ApiResponse:
    return ApiResponse(
        status=status,
        reason="",
        headers=Headers((headers or {}).items()),
        round_trip_time=0.0,
        response=None,
        data=b"" if body is None else json.dumps(body).encode(),
    )


def refused_at(*indexes: int) -> ApiResponse:
    return answer(422, {"detail": [{"loc": ["body", index, "output"], "msg": "no"} for index in indexes]}, OWN)


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return 1.7e9 + self.now


class World:
    """A sender on a folder, a server in memory, and a clock."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, *, honours: bool = True, **options: Any) -> None:
        self.clock = Clock()
        monkeypatch.setattr(sender_module, "time", self.clock)
        monkeypatch.setattr(spool_module, "time", self.clock)
        self.root = root
        self.honours = honours
        self.options = BackgroundOptions(**{"linger": 0, **options})
        self.stored: list[tuple[bytes, dict[str, Any]]] = []
        self.tries: list[tuple[float, str, bytes]] = []
        self.plan: list[Any] = []
        self.poison: Callable[[dict[str, Any]], bool] = lambda _: False
        self.kept: dict[str, tuple[bytes, Any]] = {}
        self.begin()

    def begin(self) -> None:
        """A process begins."""
        self.spool = Spool(self.root / "host-0", "http://127.0.0.1", self.options)
        self.sender = Sender(self.spool, self.send)

    def die(self) -> None:
        """It is killed; its locks go with it."""
        self.spool.forget()

    def put(self, *data: Any, kind: bytes = LOG, log: Receipt | None = None) -> list[Receipt]:
        return self.spool.put(kind, [json.dumps(one).encode() for one in data], [log] * len(data))

    def send(self, kind: bytes, body: bytes, key: str, _seconds: float) -> ApiResponse:
        self.tries.append((self.clock.now, key, body))
        planned = self.plan.pop(0) if self.plan else None
        if isinstance(planned, ApiConnectionError):
            raise planned
        if isinstance(planned, ApiResponse):
            return planned
        done = self.apply(kind, key, body)
        if planned == "cut":
            raise ApiConnectionError("cut", sent=True)
        return done

    def apply(self, kind: bytes, key: str, body: bytes) -> ApiResponse:
        headers = OWN if self.honours else {}
        if self.honours and key in self.kept:
            before, said = self.kept[key]
            assert before == body, "the same key comes with the same bytes"
            return answer(200, said, headers)
        items = json.loads(body)
        if any(map(self.poison, items)):
            return answer(404, {"detail": "no such config"}, headers)
        said = [{"id": f"data_{len(self.stored) + place}"} for place in range(len(items))]
        self.stored += [(kind, item) for item in items]
        if self.honours:
            self.kept[key] = body, said
        return answer(200, said, headers)

    def run(self, seconds: float = 1e6) -> None:
        """Work until nothing waits, or for as long as the clock says."""
        until = self.clock.now + seconds
        while self.clock.now <= until:
            wait = self.sender._step(self.clock.now)
            if not self.spool.pending():
                return
            self.clock.now += wait

    def numbers(self, kind: bytes = LOG) -> list[int]:
        return [item["n"] for one, item in self.stored if one == kind]


@pytest.fixture
def world(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., World]:
    return lambda **options: World(root, monkeypatch, **options)


REFUSALS = st.sampled_from(
    [answer(400, {"detail": "no"}), answer(422, {"detail": "no"}, OWN), answer(404, {"detail": "no"}, OWN), answer(413)]
)
FAILURES = st.sampled_from(
    [
        "cut",
        ApiConnectionError("refused", sent=False),
        ApiConnectionError("cut before", sent=True),
        answer(500),
        answer(503, None, {"Retry-After": "7"}),
        answer(429, None, {"Retry-After": "3600"}),
        answer(409, None, {"Retry-After": "1"}),
        answer(302),
        answer(200, {"a page": "of a proxy"}),
        answer(204),
        answer(401, {"detail": "who?"}),
        answer(404, {"message": "no such page"}),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plan=st.lists(st.one_of(FAILURES, st.none(), st.just("die")), max_size=12),
    kinds=st.lists(st.sampled_from([LOG, FEEDBACK]), min_size=1, max_size=12),
    poison=st.sets(st.integers(0, 11), max_size=2),
    most=st.integers(1, 5),
)
def test_everything_is_stored_once_or_set_aside_once_in_order(
    tmp_path_factory: pytest.TempPathFactory, plan: list[Any], kinds: list[bytes], poison: set[int], most: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        world = World(tmp_path_factory.mktemp("spool"), patched, batch_records=most)
        world.poison = lambda item: item["n"] in poison
        for number, kind in enumerate(kinds):
            world.put({"n": number}, kind=kind)
        parts: list[list[Any]] = [[]]
        for step in plan:
            if step == "die":
                parts.append([])
            else:
                parts[-1].append(step)
        for part in parts[:-1]:
            world.plan = part
            while world.plan and world.spool.pending():
                world.clock.now += max(world.sender._step(world.clock.now), 0)
            world.die()
            world.begin()
        world.plan = parts[-1]
        world.run()
        assert world.spool.pending() == 0
        aside = sorted(json.loads(record.data)["n"] for record, _ in world.spool.asides())
        assert aside == sorted(poison & set(range(len(kinds))))
        for kind in (LOG, FEEDBACK):
            expected = [number for number, one in enumerate(kinds) if one == kind and number not in poison]
            assert world.numbers(kind) == expected
        assert world.spool.maybe_twice == 0
        assert not [*world.root.rglob("*.spool")]


def test_no_feedback_overtakes_a_log(world: Callable[..., World]) -> None:
    one = world()
    for number in range(10):
        one.put({"n": number}, kind=LOG if number % 2 else FEEDBACK)
    one.run()
    assert len(one.tries) == 2
    assert [kind for kind, _ in one.stored] == [LOG] * 5 + [FEEDBACK] * 5


def test_logs_that_keep_coming_do_not_hold_feedback_up(world: Callable[..., World]) -> None:
    one = world(batch_records=2)
    one.put({"n": 0}, {"n": 1})
    one.put({"n": 2}, kind=FEEDBACK)
    for number in range(3, 9):
        one.put({"n": number}, {"n": 10 + number})
        one.clock.now += one.sender._step(one.clock.now)
    assert one.numbers(FEEDBACK) == [2]
    assert one.spool.pending() > 0
    one.run()


def test_a_retry_sends_the_same_bytes_and_nothing_new(world: Callable[..., World]) -> None:
    one = world()
    one.put({"n": 0})
    one.plan = ["cut", answer(503)]
    one.sender._step(one.clock.now)
    one.put({"n": 1})
    one.run()
    assert len({try_[1:] for try_ in one.tries[:3]}) == 1
    assert one.numbers() == [0, 1]
    assert len({key for _, key, _ in one.tries}) == 2


def test_one_bad_record_in_a_hundred_costs_sixteen_requests_at_most(world: Callable[..., World]) -> None:
    for bad in range(0, 100, 3):
        one = world()
        one.poison = lambda item, bad=bad: item["n"] == bad
        receipts = one.put(*({"n": number} for number in range(100)))
        one.run()
        assert len(one.tries) <= 16
        assert one.numbers() == [number for number in range(100) if number != bad]
        assert [index for index, receipt in enumerate(receipts) if receipt.error] == [bad]
        one.spool.retry_asides()
        one.poison = lambda _: False
        one.run()


def test_the_records_that_an_answer_names_are_set_aside(world: Callable[..., World]) -> None:
    one = world()
    receipts = one.put(*({"n": number} for number in range(5)))
    one.plan = [refused_at(1, 3)]
    one.run()
    assert one.numbers() == [0, 2, 4]
    assert len(one.tries) == 2
    assert one.tries[0][1] != one.tries[1][1], "another batch has another key"
    assert receipts[1].error == "body.1.output: no"
    assert [said["status"] for _, said in one.spool.asides()] == [422, 422]


def test_waits_grow_to_a_minute_and_obey_the_server(world: Callable[..., World]) -> None:
    one = world()
    one.put({"n": 0})
    one.plan = [answer(500)] * 12
    one.run()
    gaps = [after[0] - before[0] for before, after in zip(one.tries, one.tries[1:], strict=False)]
    for number, gap in enumerate(gaps):
        most = min(60, 0.5 * 2**number)
        assert most / 2 - 0.001 <= gap <= most + 0.1, number
    one.put({"n": 1})
    one.tries.clear()
    one.plan = [answer(429, None, {"Retry-After": "900"}), answer(401, None, {"Retry-After": "900"}), answer(403)]
    one.run()
    gaps = [after[0] - before[0] for before, after in zip(one.tries, one.tries[1:], strict=False)]
    assert 899.99 < gaps[0] < 901
    assert [59.99 < gap < 61 for gap in gaps[1:]] == [True, True]


def test_maybe_twice_counts_what_may_be_there_twice(world: Callable[..., World]) -> None:
    one = world(honours=False)
    one.put({"n": 0}, {"n": 1})
    one.plan = ["cut"]
    one.run()
    assert one.spool.maybe_twice == 2
    one.put({"n": 2})
    one.plan = [ApiConnectionError("refused", sent=False), answer(500)]
    one.run()
    assert one.spool.maybe_twice == 2, "nothing was sent, or there was an answer"
    two = world()
    two.put({"n": 0})
    two.plan = ["cut"]
    two.sender._step(two.clock.now)
    two.clock.now += 25 * 3600
    two.run()
    assert two.spool.maybe_twice == 1, "the server has forgotten the key"


def test_a_warning_names_a_wrong_key_once(world: Callable[..., World], caplog: pytest.LogCaptureFixture) -> None:
    one = world()
    one.put({"n": 0})
    one.plan = [answer(401)] * 5
    one.run()
    one.sender.say()
    assert one.numbers() == [0]
    assert caplog.text == "", "it was over before anything was said"
    one.put({"n": 1})
    one.plan = [answer(403)] * 3
    for _ in range(4):
        one.clock.now += one.sender._step(one.clock.now)
        one.sender.say()
    assert caplog.text.count("cannot be sent (403") == 1
    one.run()


@pytest.mark.parametrize(
    ("given_answer", "kind"),
    [
        (ApiConnectionError("no"), "again"),
        *((answer(status), "again") for status in (200, 204, 301, 408, 425, 429, 500, 503, 529)),
        (answer(409, None, {"Retry-After": "1"}), "again"),
        *((answer(status), "kept") for status in (401, 402, 403, 404, 405, 406, 410, 415, 451)),
        (answer(404, {"detail": "x"}), "kept"),
        (answer(404, {"message": "x"}, OWN), "kept"),
        (answer(404, {"detail": "x"}, OWN), "refused"),
        *((answer(status, {"detail": "x"}, OWN), "refused") for status in (400, 409, 422)),
        (answer(413), "too large"),
        (answer(200, [{"id": "data_1"}]), "again"),
        (answer(200, [{"id": "data_1"}, {}]), "again"),
        (answer(200, [{"id": "data_1"}, {"id": "data_2"}]), "stored"),
    ],
)
def test_what_an_answer_means(given_answer: Any, kind: str) -> None:
    assert judge(given_answer, LOG, 2, 0.0).kind == kind


def test_the_pause_is_half_to_whole() -> None:
    assert [pause(number, 1) for number in (1, 2, 3, 8, 500)] == [0.5, 1, 2, 60, 60]
    assert pause(3, 0) == 1


@given(
    sizes=st.lists(st.tuples(st.sampled_from([LOG, FEEDBACK]), st.integers(1, 40)), max_size=30),
    most=st.integers(1, 6),
    most_bytes=st.integers(1, 60),
)
def test_a_window_fits(sizes: list[tuple[bytes, int]], most: int, most_bytes: int) -> None:
    records = [Record(kind, number, NOTHING, 0.0, b"x" * size) for number, (kind, size) in enumerate(sizes)]
    chosen, end = window(((record, record.number + 1) for record in records), most, most_bytes)
    taken = sorted(record for batch in chosen.values() for record in batch)
    assert taken == sorted(records[: end or 0])
    for batch in chosen.values():
        assert len(batch) <= most
        assert len(batch) == 1 or sum(len(record.data) + 1 for record in batch) + 2 <= most_bytes
    assert bool(chosen) == bool(records)


def test_a_hundred_records_go_at_once_and_the_rest_lingers(world: Callable[..., World]) -> None:
    one = world(linger=5, batch_records=10)
    one.put(*({"n": number} for number in range(13)))
    one.run(seconds=1)
    assert one.numbers() == [*range(10)]
    one.run(seconds=10)
    assert one.numbers() == [*range(13)]


def test_feedback_whose_log_was_refused_names_it(world: Callable[..., World]) -> None:
    one = world()
    one.poison = lambda item: "n" in item
    [log] = one.put({"n": 0})
    [opinion] = one.put({"value": "good"}, kind=FEEDBACK, log=log)
    one.run()
    assert opinion.error == f"its log is not stored: {log.error}"
    assert one.stored == []


def test_feedback_that_waits_while_its_log_is_queued_again_goes_with_it(world: Callable[..., World]) -> None:
    one = world()
    [log, _] = one.put({"n": 0}, {"n": 1})
    [opinion] = one.put({"value": "good"}, kind=FEEDBACK, log=log)
    one.plan = [refused_at(0), answer(503)]
    while len(one.tries) < 2:
        one.sender._step(one.clock.now)
    assert (bool(log.error), opinion.error) == (True, None)
    assert one.spool.retry_asides() == 2
    one.run()
    assert [item for _, item in one.stored] == [{"n": 1}, {"n": 0}, {"data_id": "data_1", "value": "good"}]
    assert (log.id, opinion.error, one.spool.asides()) == ("data_1", None, [])


def test_a_file_whose_last_records_went_with_their_logs_is_passed_over(world: Callable[..., World]) -> None:
    one = world()
    [log] = one.put({"n": 0})
    one.put({"value": "good"}, kind=FEEDBACK, log=log)
    one.plan = [refused_at(0)]
    one.sender._step(one.clock.now)
    file = one.spool.next()
    assert file is not None
    assert one.spool.retry_asides() == 2
    assert one.sender._begin(file) == 0
    one.run()
    assert len(one.stored) == 2


def test_the_id_of_a_log_outlives_the_process(world: Callable[..., World]) -> None:
    one = world()
    [log] = one.put({"n": 0})
    one.put({"value": "good"}, kind=FEEDBACK, log=log)
    one.plan = [None, "cut"]
    while len(one.tries) < 2:
        one.clock.now += one.sender._step(one.clock.now)
    one.die()
    one.begin()
    one.run()
    assert [item for _, item in one.stored] == [{"n": 0}, {"data_id": "data_0", "value": "good"}]


def test_a_mistake_of_a_stand_in_does_not_end_the_sender(world: Callable[..., World]) -> None:
    one = world()
    calls = iter([ValueError("what a hook raises")])

    def send(*given: Any) -> ApiResponse:
        for error in calls:
            raise error
        return one.send(*given)

    one.sender._send = send
    one.put({"n": 0})
    ends = iter([False, True])
    one.sender._work(lambda: next(ends), None)
    assert one.sender.last_error == "ValueError: what a hook raises"
    one.run()
    assert one.numbers() == [0]
    assert one.sender.last_error is None


def test_a_warning_that_nobody_can_read_does_not_end_the_sender(
    world: Callable[..., World], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one = world()
    with (tmp_path / "errors").open("w") as errors:
        monkeypatch.setattr(sys, "stderr", errors)
    monkeypatch.setattr(logging.getLogger("humanloop.background"), "propagate", False)
    one.spool.notes["kept"] = "nobody reads this"
    one.sender.say()
    assert one.spool.notes == {}


def test_a_file_that_cannot_be_read_holds_nothing_up(world: Callable[..., World]) -> None:
    one = world()
    one.put({"n": 0})
    [path] = one.root.rglob("*.spool")
    path.with_name("0.spool").write_bytes(MAGIC + entry(ORIGIN, b"no JSON"))
    one.sender._asked += 1
    with pytest.raises(ValueError):
        one.sender._step(one.clock.now)
    one.run()
    assert one.numbers() == [0]
