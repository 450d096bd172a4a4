"""`client.background` as programs use it."""

from __future__ import annotations

import asyncio
import copy
import pickle
import threading
import time
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import (
    ApiTypeError,
    BackgroundOptions,
    ClientConfigurationError,
    Configuration,
    Humanloop,
    SchemaValidationError,
)
from humanloop.background.sender import Sender, give_up
from tests.background.collector import Collector, collecting

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("root")


def client(collector: Collector, key: str = "key", **options: Any) -> Humanloop:
    return Humanloop(api_key=key, host=collector.url, background=BackgroundOptions(**{"linger": 0.01, **options}))


def files(root: Path) -> list[str]:
    return sorted(path.suffix for path in root.rglob("*") if path.is_file())


def test_a_log_is_sent_and_its_receipt_knows(collector: Collector, root: Path) -> None:
    with client(collector) as humanloop:
        receipt = humanloop.background.log(project="demo", output="Hello")
        assert receipt.wait(30)
        assert (receipt.id, receipt.error) == ("data_0", None)
    assert collector.texts() == ["Hello"]
    assert files(root) == []


def test_a_list_gives_receipts_in_order_and_an_empty_one_none(collector: Collector) -> None:
    with client(collector) as humanloop:
        receipts = humanloop.background.log([{"project": "demo", "output": str(number)} for number in range(3)])
        assert humanloop.background.log([]) == []
        assert humanloop.background.flush(5)
        assert [receipt.id for receipt in receipts] == ["data_0", "data_1", "data_2"]
    assert len(collector.requests) == 1, "one list, one request"


def test_feedback_goes_out_after_its_log_with_the_id_it_got(collector: Collector) -> None:
    with client(collector, linger=60) as humanloop:
        receipt = humanloop.background.log(project="demo", output="Hello")
        humanloop.background.feedback(type="rating", value="good", data_id=receipt)
        humanloop.background.feedback([{"type": "rating", "value": "bad", "data_id": "data_x"}])
        assert humanloop.background.flush(5)
        humanloop.background.feedback({"type": "rating", "value": "late", "data_id": receipt})
        assert humanloop.background.flush(5)
    assert [path for path, *_ in collector.requests] == ["/logs", "/feedback", "/feedback"]
    said = [(item["value"], item["data_id"]) for item in collector.stored[1:]]
    assert said == [("good", "data_0"), ("bad", "data_x"), ("late", "data_0")]


def test_created_at_is_the_time_of_the_call(collector: Collector) -> None:
    with client(collector) as humanloop:
        before = datetime.now(UTC)
        humanloop.background.log(project="demo")
        humanloop.background.log(project="demo", created_at="2024-01-02T03:04:05Z")
        humanloop.background.feedback(type="rating", value="good", data_id="data_1")
        after = datetime.now(UTC)
    stamps = [item["created_at"] for item in collector.stored]
    assert before <= datetime.fromisoformat(stamps[0]) <= after
    assert stamps[1] == "2024-01-02T03:04:05Z"
    assert before <= datetime.fromisoformat(stamps[2]) <= after


def test_the_arguments_are_checked_at_the_call(collector: Collector) -> None:
    with client(collector) as humanloop:
        call: Any = humanloop.background.log
        for wrong in ({"created_at": "no date"}, {"inputs": {"a": object()}}, {"inputs": {"a": float("nan")}}):
            with pytest.raises(SchemaValidationError):
                call(project="demo", **wrong)
            with pytest.raises(SchemaValidationError):
                humanloop.log(project="demo", **wrong)
        with pytest.raises(SchemaValidationError, match="text"):
            call(project="demo", output="\ud800")
        with pytest.raises(SchemaValidationError):
            call([{"project": "demo"}, {"project": "demo", "created_at": "no date"}])
        with pytest.raises(ApiTypeError, match="unknown argument: projct"):
            call(projct="demo")
        for option in ("validate", "timeout", "max_retries", "headers", "extra_query", "idempotency_key", "progress"):
            with pytest.raises(ApiTypeError, match=option):
                call(project="demo", **{option: None})
        assert humanloop.background.status().pending == 0
    assert collector.requests == []


def test_what_the_caller_passed_is_a_snapshot_and_stays_as_it_was(collector: Collector) -> None:
    inputs = {"name": "before"}
    body: Any = {"project": "demo", "inputs": inputs}
    with client(collector) as humanloop:
        humanloop.background.log(body)
        inputs["name"] = "after"
    assert collector.stored[0]["inputs"] == {"name": "before"}
    assert set(body) == {"project", "inputs"}


def test_nothing_is_there_before_the_first_use(collector: Collector, root: Path) -> None:
    humanloop = client(collector)
    assert humanloop.background.status().to_dict() == {
        "pending": 0, "bytes": 0, "oldest_age": None, "sent": 0, "set_aside": 0, "dropped": 0, "maybe_twice": 0,
        "durable": True, "last_error": None, "directory": humanloop.background.status().directory,
    }  # fmt: skip
    assert humanloop.background.set_aside() == []
    assert humanloop.background.close()
    humanloop.close()
    assert not root.exists()


def test_after_close_a_call_raises_what_the_front_door_raises(collector: Collector) -> None:
    humanloop = client(collector)
    humanloop.background.log(project="demo")
    humanloop.close()
    humanloop.close()
    with pytest.raises(ClientConfigurationError) as front:
        humanloop.log(project="demo")
    with pytest.raises(ClientConfigurationError) as background:
        humanloop.background.log(project="demo")
    assert str(front.value) == str(background.value)


def test_two_clients_share_what_has_one_host_and_key(collector: Collector, root: Path) -> None:
    first, second, third = client(collector), client(collector), client(collector, "other key")
    first.background.log(project="demo", output="1")
    with pytest.raises(ClientConfigurationError, match="other options"):
        client(collector, batch_records=7).background.log(project="demo")
    second.background.log(project="demo", output="2")
    third.background.log(project="demo", output="3")
    assert first.background.flush(5)
    assert (first.background.status().sent, third.background.status().sent) in ((2, 0), (2, 1))
    first.close()
    second.with_options(headers={"X-A": "b"}).background.log(project="demo", output="4")
    second.close()
    third.close()
    assert sorted(collector.texts()) == ["1", "2", "3", "4"]
    assert len({path.name for path in root.iterdir()}) == 2


def test_a_client_deleted_without_close_loses_nothing(collector: Collector) -> None:
    receipt = client(collector).background.log(project="demo")
    assert receipt.wait(30)


def test_a_key_that_changes_has_its_own_folder(collector: Collector, root: Path) -> None:
    humanloop = client(collector)
    humanloop.background.log(project="demo", output="old")
    humanloop.configuration.api_key = {"APIKeyHeader": "new key"}  # type: ignore[dict-item]
    humanloop.background.log(project="demo", output="new")
    assert len([*root.iterdir()]) == 2
    humanloop.close()
    assert sorted(collector.texts()) == ["new", "old"]


def test_a_hook_has_a_folder_of_its_own(collector: Collector, root: Path) -> None:
    configuration = Configuration(api_key="first", host=collector.url)
    keys = iter(range(100))
    configuration.refresh_api_key_hook = lambda one: one.api_key.update(APIKeyHeader=f"key-{next(keys)}")
    humanloop = Humanloop(configuration=configuration)
    humanloop.background.log(project="demo")
    assert humanloop.background.flush(5)
    assert [path.name for path in root.iterdir()] == ["127.0.0.1-hook"]
    humanloop.close()


def hooked(host: str, hook: Callable[[Any], Any], **options: Any) -> Humanloop:
    configuration = Configuration(
        api_key="first", host=host, background=BackgroundOptions(**{"linger": 0.01, **options})
    )
    configuration.refresh_api_key_hook = hook
    return Humanloop(configuration=configuration)


def test_clients_with_hooks_send_to_their_own_server_with_their_own_keys(collector: Collector, root: Path) -> None:
    used: list[str] = []
    with collecting(Collector()) as second:
        clients = [
            hooked(collector.url, lambda _: used.append("one")),
            hooked(collector.url, lambda _: used.append("two")),
            hooked(second.url, lambda _: used.append("three")),
        ]
        for number, humanloop in enumerate(clients):
            humanloop.background.log(project="demo", output=str(number))
            humanloop.close()
        assert (collector.texts(), second.texts()) == (["0", "1"], ["2"])
    assert used == ["one", "two", "three"]
    assert files(root) == []


def test_what_a_dead_process_left_for_another_server_is_left_alone(collector: Collector, root: Path) -> None:
    with collecting(Collector()) as second:
        gone = hooked(second.url, lambda _: None, linger=60)
        gone.background.log(project="demo", output="for the second")
        give_up(root)
        with hooked(collector.url, lambda _: None) as first:
            assert first.background.flush(5)
            assert first.background.adopt_of_others(None) == []
        assert files(root) == [".spool"]
        with hooked(second.url, lambda _: None) as again:
            assert again.background.flush(5)
        assert (collector.texts(), second.texts()) == ([], ["for the second"])


def test_a_program_that_goes_to_another_folder_keeps_its_files(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUMANLOOP_SPOOL", "relative")
    monkeypatch.chdir(tmp_path)
    with client(collector) as humanloop:
        humanloop.background.log(project="demo", output="before")
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        humanloop.background.log(project="demo", output="after")
        assert humanloop.background.status().directory.startswith(str(tmp_path / "relative"))
        assert humanloop.background.flush(5)
    assert sorted(collector.texts()) == ["after", "before"]
    assert files(tmp_path) == []


def test_what_the_sender_itself_logs_does_not_wait_for_room(collector: Collector) -> None:
    late = ["late" * 400]

    def hook(_: Any) -> None:
        if late:
            humanloop.background.log(project="demo", output=late.pop())

    humanloop = hooked(collector.url, hook, max_bytes=2000, overflow="block")
    with humanloop:
        humanloop.background.log(project="demo", output="first" * 300)
        assert humanloop.background.flush(5)
        assert humanloop.background.flush(5)
    assert [text[:4] for text in collector.texts()] == ["firs", "late"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_call_that_waits_for_room_has_a_thread_that_makes_it(collector: Collector) -> None:
    ends = [SystemExit]

    def hook(_: Any) -> None:
        for error in ends[:1]:
            ends.clear()
            raise error

    with hooked(collector.url, hook, max_bytes=3000, overflow="block", block_timeout=10) as humanloop:
        humanloop.background.log(project="demo", output="first" * 400)
        thread = humanloop.background.sender()._thread
        assert thread is not None
        thread.join(5)
        assert "SystemExit" in (humanloop.background.status().last_error or "")
        humanloop.background.log(project="demo", output="later" * 400)
        assert humanloop.background.flush(5)
    assert [text[:5] for text in collector.texts()] == ["first", "later"]


def test_receipts_stay_in_their_process(collector: Collector) -> None:
    with client(collector) as humanloop:
        receipt = humanloop.background.log(project="demo")
        for travel in (pickle.dumps, copy.copy):
            with pytest.raises(ClientConfigurationError, match="belongs to the process"):
                travel(receipt)
        other = client(collector, "other key")
        elsewhere = other.background.log(project="demo")
        collector.always = lambda *_: (503, {}, {})
        unknown = other.background.log(project="demo")
        with pytest.raises(ClientConfigurationError, match="another host or key"):
            humanloop.background.feedback(type="rating", value="good", data_id=unknown)
        collector.always = None
        assert elsewhere.wait(30)
        other.close()


async def test_awaited_code_is_not_blocked(collector: Collector) -> None:
    humanloop = client(collector)

    def slowly(*_: Any) -> str:
        time.sleep(0.3)
        return "store"

    collector.plan.append(slowly)
    receipt = humanloop.background.log(project="demo")
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    assert await humanloop.background.aflush(5)
    assert ticks >= 5
    assert receipt.id
    ticking.cancel()
    humanloop.background.log(project="demo")
    await humanloop.aclose()
    assert len(collector.stored) == 2


def test_set_aside_and_taken_up_again(collector: Collector, root: Path) -> None:
    with client(collector) as humanloop:
        collector.always = lambda path, body: (404, {"detail": "no config"}, {"Idempotency-Status": "new"})
        receipt = humanloop.background.log(project="demo", output="Hello")
        opinion = humanloop.background.feedback(type="rating", value="good", data_id=receipt)
        assert humanloop.background.flush(5)
        assert not receipt.wait()
        assert receipt.error
        assert "404" in receipt.error
        assert receipt.error in (opinion.error or "")
        [first, second] = humanloop.background.set_aside()
        assert (first.kind, first.status, first.record["output"]) == ("log", 404, "Hello")
        assert (second.kind, second.status) == ("feedback", 0)
        assert humanloop.background.status().set_aside == 2
        collector.always = None
        assert humanloop.background.retry_set_aside() == 2
        assert humanloop.background.flush(5)
        assert [item["_path"] for item in collector.stored] == ["/logs", "/feedback"]
        assert collector.stored[1]["data_id"] == "data_0"
        assert files(root) == []
        assert receipt.wait(0)
        assert opinion.wait(0)
        assert (receipt.id, receipt.error, opinion.error) == ("data_0", None, None)


def test_feedback_on_a_log_that_was_set_aside_goes_where_that_one_is(collector: Collector, root: Path) -> None:
    with client(collector) as humanloop:
        collector.always = lambda *_: (404, {"detail": "no config"}, {"Idempotency-Status": "new"})
        receipt = humanloop.background.log(project="demo")
        assert humanloop.background.flush(5)
        early = humanloop.background.feedback(type="rating", value="early", data_id=receipt)
        assert early.error
        collector.always = lambda *_: (503, {}, {})
        assert humanloop.background.retry_set_aside() == 2
        humanloop.background.feedback(type="rating", value="waiting", data_id=receipt)
        collector.always = None
        assert humanloop.background.flush(5)
        humanloop.background.feedback(type="rating", value="late", data_id=receipt)
        assert humanloop.background.flush(5)
        assert humanloop.background.set_aside() == []
    said = [(item["value"], item["data_id"]) for item in collector.stored[1:]]
    assert said == [("early", "data_0"), ("waiting", "data_0"), ("late", "data_0")]
    assert files(root) == []


@pytest.mark.parametrize("wait", ["aflush", "aclose"])
async def test_a_wait_that_is_cancelled_holds_up_no_loop(collector: Collector, wait: str) -> None:
    collector.always = lambda *_: (503, {}, {"Retry-After": "60"})
    humanloop = client(collector)
    humanloop.background.log(project="demo")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(getattr(humanloop.background, wait)(60), 0.1)
    await asyncio.wait_for(asyncio.get_running_loop().shutdown_default_executor(), 5)
    give_up(Path(humanloop.background.status().directory))


def test_flush_ends_the_linger_and_is_back_in_time(collector: Collector) -> None:
    with client(collector, linger=60) as humanloop:
        humanloop.background.log(project="demo")
        assert not humanloop.background.flush(0)
        assert collector.requests == []
        assert humanloop.background.flush(5)
        collector.always = lambda *_: (429, {}, {"Retry-After": "30"})
        humanloop.background.log(project="demo")
        started = time.monotonic()
        assert not humanloop.background.flush(0.3)
        assert 0.25 < time.monotonic() - started < 1
        assert "429" in (humanloop.background.status().last_error or "")
        humanloop.background.sender()._not_before = 0
        collector.always = None
        humanloop.background.flush(5)


@pytest.mark.parametrize(
    "wrong",
    [{"linger": -1}, {"overflow": "newest"}, {"max_bytes": 0}, {"batch_records": True}, {"fsync": 1}, {"directory": 3},
     {"exit_timeout": float("nan")}, {"block_timeout": -1}],
)  # fmt: skip
def test_options_are_checked(wrong: dict[str, Any]) -> None:
    with pytest.raises(ClientConfigurationError, match=next(iter(wrong))):
        BackgroundOptions(**wrong)


def test_options_of_another_kind_are_named(collector: Collector) -> None:
    with pytest.raises(ClientConfigurationError, match="BackgroundOptions"):
        Humanloop(api_key="key", host=collector.url, background={"linger": 1})  # type: ignore[arg-type]


def test_a_session_of_requests_is_used_too(collector: Collector) -> None:
    import requests

    seen: list[str] = []
    session = requests.Session()
    session.hooks["response"].append(lambda answer, **_: seen.append(answer.url))
    with Humanloop(api_key="key", host=collector.url, http=session) as humanloop:
        humanloop.background.log(project="demo")
    assert seen == [f"{collector.url}/logs"]


def test_without_threads_the_record_is_kept_and_flush_sends_it(
    collector: Collector, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name != "humanloop-background":
            real(thread)
            return
        raise RuntimeError("can't create new thread at interpreter shutdown")

    humanloop = client(collector)
    monkeypatch.setattr(threading.Thread, "start", refuse)
    receipt = humanloop.background.log(project="demo")
    assert files(root) == [".spool"]
    assert humanloop.background.flush(10)
    assert receipt.id == "data_0"
    collector.always = lambda *_: (503, {}, {})
    humanloop.background.log(project="demo")
    started = time.monotonic()
    assert not humanloop.background.close(0.3)
    assert time.monotonic() - started < 1.5


def test_a_flush_without_threads_shortens_no_later_try(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    humanloop = client(collector)
    with monkeypatch.context() as patched:
        patched.setattr(Sender, "start", lambda _: False)
        humanloop.background.log(project="demo")
        assert humanloop.background.flush(0.2)

    def later(*_: Any) -> str:
        time.sleep(0.5)
        return "keep"

    collector.always = later
    humanloop.background.log(project="demo")
    assert humanloop.background.flush(10)
    assert len(collector.requests) == 2


def test_many_threads_at_once_start_one_sender(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[threading.Thread] = []
    real = threading.Thread.start

    def start(thread: threading.Thread) -> None:
        if thread.name == "humanloop-background":
            started.append(thread)
            time.sleep(0.05)
        real(thread)

    with client(collector) as humanloop:
        background = humanloop.background
        monkeypatch.setattr(threading.Thread, "start", start)
        threads = [threading.Thread(target=lambda: background.log(project="demo")) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert background.flush(10)
        assert background.status().sent == 8
    assert len(started) == 1


@pytest.mark.parametrize("seconds", ["5", True, float("nan"), [1]])
async def test_a_time_to_wait_is_a_number(collector: Collector, seconds: Any) -> None:
    with client(collector) as humanloop:
        background = humanloop.background
        receipt = background.log(project="p")
        for wait in (background.flush, background.close, receipt.wait):
            with pytest.raises(ApiTypeError, match="a number of seconds"):
                wait(seconds)
        for awaited in (background.aflush, background.aclose):
            with pytest.raises(ApiTypeError, match="a number of seconds"):
                await awaited(seconds)
        assert background.flush(5)


@pytest.mark.parametrize("timeout", [1e10, float("inf"), 10**400, Fraction(5)])
def test_a_time_to_wait_may_be_more_than_threads_can_wait(collector: Collector, timeout: Any) -> None:
    with client(collector) as humanloop:
        receipt = humanloop.background.log(project="p")
        assert humanloop.background.flush(timeout)
        assert receipt.wait(timeout)
        assert humanloop.background.close(timeout)
