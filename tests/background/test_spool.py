"""The files that records wait in: written once, held by one process, taken over by one other."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import ApiConnectionError, BackgroundFullError, BackgroundOptions
from humanloop.background import spool as spool_module
from humanloop.background.entries import FEEDBACK, LOG, MAGIC, Batch, contents
from humanloop.background.files import SpoolFile, folder_name, root_of
from humanloop.background.sender import Sender
from humanloop.background.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from humanloop.background.values import Receipt
    from humanloop.core.response import ApiResponse

HOST = "http://127.0.0.1:1/v4"


def spool_in(root: Path, **options: Any) -> Spool:
    return Spool(root / "host-0", HOST, BackgroundOptions(**options))


def put(spool: Spool, *data: bytes, kind: bytes = LOG, log: Receipt | None = None) -> list[Receipt]:
    return spool.put(kind, data, [log] * len(data))


def texts(spool: Spool) -> list[bytes]:
    return [record.data for file in spool.files for record, _ in file.records()]


def names(root: Path) -> list[str]:
    return sorted(path.suffix for path in root.rglob("*") if path.is_file())


def abandon(spool: Spool) -> None:
    """Give the locks up as the death of the process does."""
    spool.forget()


def test_a_record_is_in_the_file_when_the_call_returns(root: Path) -> None:
    spool = spool_in(root)
    put(spool, b'{"output":"a"}')
    put(spool, b'{"output":"b"}', b'{"output":"c"}')
    [path] = root.rglob("*.spool")
    assert contents(path.read_bytes()).total == 3
    assert texts(spool) == [b'{"output":"a"}', b'{"output":"b"}', b'{"output":"c"}']
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_modes_hold_whatever_the_umask(root: Path) -> None:
    before = os.umask(0o777)
    try:
        put(spool_in(root), b"{}")
    finally:
        os.umask(before)
    [path] = root.rglob("*.spool")
    assert path.stat().st_mode & 0o777 == 0o600
    assert {path.parent.stat().st_mode & 0o777, root.stat().st_mode & 0o777} == {0o700}


def test_the_key_stands_nowhere(root: Path) -> None:
    name = folder_name("https://api.example.com/v4", "sk-secret-key")
    assert name.startswith("api.example.com-")
    assert len(name.rpartition("-")[2]) == 12
    assert "secret" not in name
    assert folder_name("https://api.example.com/v4", "other") != name


def test_the_root_is_where_the_platform_keeps_such_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUMANLOOP_SPOOL", "/a")
    assert str(root_of(None)) == "/a"
    assert str(root_of("/b")) == "/b"
    monkeypatch.delenv("HUMANLOOP_SPOOL")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert str(root_of(None)) == "/state/humanloop/spool"


def test_files_of_a_dead_process_are_taken_over_by_one(root: Path) -> None:
    first = spool_in(root)
    put(first, b"1", b"2")
    second, third = spool_in(root), spool_in(root)
    second.adopt()
    assert second.pending() == 0, "the first one lives"
    abandon(first)
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda one=one: (one.adopt(), found.append(one.pending()))) for one in (second, third)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 2]


def test_no_call_and_no_flush_waits_for_what_is_taken_over(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = spool_in(root)
    put(first, b"1")
    abandon(first)
    spool, begun, go_on = spool_in(root), threading.Event(), threading.Event()
    real = spool_module.adopted

    def slow(*arguments: Any) -> SpoolFile | None:
        begun.set()
        assert go_on.wait(20)
        return real(*arguments)

    monkeypatch.setattr(spool_module, "adopted", slow)

    def away(*_: Any) -> ApiResponse:
        raise ApiConnectionError("away")

    sender, started = Sender(spool, away), time.monotonic()
    assert not sender.flush(0.1)
    assert begun.wait(20)
    put(spool, b"2")
    assert spool.pending() == 1
    assert not sender.flush(0.1)
    assert time.monotonic() - started < 1
    sender.stop()
    go_on.set()
    assert sender._thread is not None
    sender._thread.join()
    assert texts(spool) == [b"1", b"2"]


def test_a_file_that_was_given_up_is_not_read_for_ever(root: Path) -> None:
    spool = spool_in(root)
    put(spool, b"1")
    records = spool.files[0].records()
    spool.forget()
    with pytest.raises(OSError, match="was given up"):
        next(records)
    assert (spool.pending(), spool.oldest_age()) == (0, None)


def test_what_is_over_is_not_sent_again(root: Path) -> None:
    first = spool_in(root)
    put(first, b"1", b"2", b"3")
    first.begin(first.files[0], Batch("key", 1.0, (0, 1)))
    first.end(first.files[0], (0, 1), ("data_1", "data_2"))
    abandon(first)
    second = spool_in(root)
    second.adopt()
    assert texts(second) == [b"3"]
    second.end(second.files[0], (2,))
    assert names(root) == []


def test_a_torn_tail_is_cut_and_the_rest_is_used(root: Path) -> None:
    first = spool_in(root)
    put(first, b"1", b"2")
    abandon(first)
    [path] = root.rglob("*.spool")
    data = path.read_bytes()
    path.write_bytes(data + data[-20:-5])
    path.write_bytes(data[:-3])
    second = spool_in(root)
    second.adopt()
    assert texts(second) == [b"1"]
    assert second.notes == {}


def test_damage_keeps_the_file_and_uses_what_is_before(root: Path) -> None:
    first = spool_in(root)
    put(first, b"1", b"2", b"3")
    abandon(first)
    [path] = root.rglob("*.spool")
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    second = spool_in(root)
    second.adopt()
    assert texts(second) == [b"1"]
    assert "damaged" in second.notes["damaged"]
    [kept] = root.rglob("*.damaged")
    assert kept.read_bytes() == data
    second.end(second.files[0], (0,))
    assert names(root) == [".damaged"]


@pytest.mark.parametrize("data", [b"HLSPOOL2 whatever", b"something else", MAGIC[:6] + b"\0"])
def test_another_format_is_left_alone_and_named(root: Path, data: bytes) -> None:
    spool = spool_in(root)
    put(spool, b"1")
    [path] = root.rglob("*.spool")
    other = path.with_name("other.spool")
    other.write_bytes(data)
    spool.adopt()
    assert str(other) in spool.notes["unknown"]
    assert other.read_bytes() == data


@pytest.mark.parametrize("size", [0, 5, 8, 20])
def test_a_file_without_a_whole_record_is_removed(root: Path, size: int) -> None:
    spool = spool_in(root)
    put(spool, b"1")
    [path] = root.rglob("*.spool")
    data = path.read_bytes()
    path.with_name("left.spool").write_bytes(data[:size])
    spool.adopt()
    assert names(root) == [".spool"]


def test_a_file_of_another_machine_waits_for_an_hour(root: Path) -> None:
    first = spool_in(root)
    first.origin = {"machine": ["elsewhere"], "host": HOST}
    put(first, b"1")
    abandon(first)
    [path] = root.rglob("*.spool")
    second = spool_in(root)
    second.adopt()
    assert second.pending() == 0
    os.utime(path, (time.time() - 3700,) * 2)
    second.adopt()
    assert second.pending() == 1


def test_a_full_disk_leaves_no_torn_record_and_memory_takes_the_rest(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = spool_in(root)
    put(spool, b"1" * 50)
    real, room = os.write, [30]

    def write(descriptor: int, data: bytes) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        part, room[0] = min(room[0], len(data)), 0
        return real(descriptor, bytes(data[:part]))

    monkeypatch.setattr(os, "write", write)
    put(spool, b"2" * 50)
    put(spool, b"3" * 50)
    [path] = root.rglob("*.spool")
    assert contents(path.read_bytes()).end == path.stat().st_size, "what was torn is cut off"
    assert spool.in_memory() > 100
    assert texts(spool) == [b"1" * 50, b"2" * 50, b"3" * 50]
    assert "memory" in spool.notes["disk"]
    monkeypatch.undo()
    spool.settle(now=True)
    assert spool.in_memory() == 0
    assert contents(path.read_bytes()).total == 3


def test_a_folder_that_cannot_be_made_means_memory_until_it_can(root: Path) -> None:
    root.parent.mkdir(exist_ok=True)
    root.write_text("a file where the folder should be")
    spool = spool_in(root)
    [receipt] = put(spool, b"1")
    assert (receipt.error, spool.pending(), spool.in_memory() > 0) == (None, 1, True)
    root.unlink()
    spool.settle(now=True)
    assert names(root) == [".spool"]
    assert texts(spool) == [b"1"]


def test_require_disk_raises_and_queues_nothing(root: Path) -> None:
    root.parent.mkdir(exist_ok=True)
    root.write_text("a file where the folder should be")
    spool = spool_in(root, require_disk=True)
    with pytest.raises(OSError):
        put(spool, b"1")
    assert spool.pending() == 0


def test_symbolic_links_are_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    root.symlink_to(tmp_path / "elsewhere")
    spool = spool_in(root)
    put(spool, b"1")
    assert spool.in_memory() > 0
    assert not list((tmp_path / "elsewhere").iterdir())


def test_files_end_when_they_are_full_and_the_oldest_is_dropped(root: Path) -> None:
    spool = spool_in(root, max_bytes=8000)
    receipts = [put(spool, b"%03d" % number + b"x" * 400)[0] for number in range(40)]
    assert spool.size() <= 8000 + 1000
    assert spool.dropped == sum(receipt.error is not None for receipt in receipts) > 0
    assert spool.pending() == 40 - spool.dropped
    assert [text[:3] for text in texts(spool)] == [b"%03d" % number for number in range(spool.dropped, 40)]


def test_raise_and_block_queue_nothing_without_room(root: Path) -> None:
    spool = spool_in(root, max_bytes=1000, overflow="raise")
    put(spool, b"1" * 400)
    with pytest.raises(BackgroundFullError):
        put(spool, b"2" * 600)
    spool = spool_in(root, max_bytes=1000, overflow="block", block_timeout=0.05)
    put(spool, b"1" * 400)
    with pytest.raises(BackgroundFullError):
        put(spool, b"2" * 600)
    thread = threading.Timer(0.02, lambda: spool.end(spool.files[0], (0,)))
    spool.options = BackgroundOptions(max_bytes=1000, overflow="block")
    thread.start()
    put(spool, b"2" * 600)
    thread.join()


@pytest.mark.parametrize("overflow", ["raise", "block"])
def test_what_came_when_there_was_room_drops_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, overflow: str
) -> None:
    spool = spool_in(root, max_bytes=8000, overflow=overflow, block_timeout=0)
    while spool._has_room(500):
        put(spool, b"1" * 400)
    before = spool.pending()
    # Other threads came between the look for room and the writing.
    monkeypatch.setattr(spool, "_check_room", lambda _: None)
    put(spool, b"2" * 400)
    assert (spool.dropped, spool.pending()) == (0, before + 1)


def test_a_record_larger_than_all_room_is_refused_whatever_overflow_says(root: Path) -> None:
    with pytest.raises(BackgroundFullError):
        put(spool_in(root, max_bytes=1000), b"1" * 1001)


def test_set_aside_and_taken_up_again(root: Path) -> None:
    spool = spool_in(root)
    [first, _] = put(spool, b'{"n":1}', b'{"n":2}')
    [opinion] = put(spool, b'{"type":"rating"}', kind=FEEDBACK, log=first)
    file = spool.files[0]
    records = [record for record, _ in file.records()]
    spool.put_aside(file, [(records[0], "no such config")], 404)
    spool.put_aside(file, [(records[2], "its log is not stored")], 0)
    assert [(record.data, said["status"]) for record, said in spool.asides()] == [
        (b'{"n":1}', 404),
        (b'{"type":"rating"}', 0),
    ]
    assert (first.error, first.wait(), opinion.error) == ("no such config", False, "its log is not stored")
    # One that comes only now goes the same way.
    [late] = put(spool, b'{"type":"late"}', kind=FEEDBACK, log=first)
    assert late.error
    assert len(spool.asides()) == 3
    assert spool.retry_asides() == 3
    assert spool.asides() == []
    assert [(record.data, record.of) for record, _ in spool.files[1].records()] == [
        (b'{"n":1}', -1),
        (b'{"type":"rating"}', 0),
        (b'{"type":"late"}', 0),
    ]
    assert names(root) == [".spool", ".spool"]


def test_what_is_set_aside_without_a_disk_is_kept_and_written_once_there_is_one(root: Path) -> None:
    root.parent.mkdir(exist_ok=True)
    root.write_text("a file where the folder should be")
    spool = spool_in(root)
    put(spool, b"1", b"2", b"3")
    records = [record for record, _ in spool.files[0].records()]
    spool.put_aside(spool.files[0], [(records[0], "no")], 422)
    assert [(record.data, said["reason"]) for record, said in spool.asides()] == [(b"1", "no")]
    assert spool.retry_asides() == 1
    assert sorted(texts(spool)) == [b"1", b"2", b"3"]
    for record in records[1:]:
        spool.put_aside(spool.files[0], [(record, "no")], 422)
    spool.end(spool.files[0], (0,))
    assert spool.files == []
    root.unlink()
    spool.settle(now=True)
    assert names(root) == [".aside"]
    assert [record.data for record, _ in spool_in(root).asides()] == [b"2", b"3"]


def test_setting_aside_twice_keeps_one(root: Path) -> None:
    spool = spool_in(root)
    put(spool, b"1", b"2")
    record = next(record for record, _ in spool.files[0].records())
    for _ in range(2):
        spool._keep_aside(spool.files[0], [(record, {"status": 422, "reason": "no", "at": 1.0})])
    assert len(spool.asides()) == 1


def refused(spool: Spool, *data: bytes) -> Path:
    """Records that are set aside, and the file that they are in."""
    put(spool, *data)
    file = spool.files[-1]
    spool.put_aside(file, [(record, "no") for record, _ in file.records() if record.data in data], 422)
    [path] = spool.folder.glob("*.aside")
    return path


def test_what_another_api_refused_is_not_queued_for_this_one(root: Path) -> None:
    one, other = spool_in(root), Spool(root / "host-0", "http://127.0.0.1:2/v4", BackgroundOptions())
    refused(other, b"1")
    assert (one.retry_asides(), names(root)) == (0, [".aside"])
    assert (other.retry_asides(), names(root)) == (1, [".spool"])


@pytest.mark.parametrize("after", [lambda spool: spool.retry_asides(), lambda spool: refused(spool, b"4")])
def test_damage_of_what_is_set_aside_keeps_the_file(root: Path, after: Callable[[Spool], Any]) -> None:
    spool = spool_in(root)
    put(spool, b"0")
    path = refused(spool, b"1", b"2", b"3")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    after(spool)
    [kept] = root.rglob("*.damaged")
    assert kept.read_bytes() == data
    assert "damaged" in spool.notes["damaged"]


def test_what_another_version_set_aside_is_left_alone_and_named(root: Path) -> None:
    spool = spool_in(root)
    path = refused(spool, b"1")
    path.write_bytes(b"HLSPOOL2" + path.read_bytes()[len(MAGIC) :])
    assert (spool.retry_asides(), names(root)) == (0, [".aside"])
    assert str(path) in spool.notes["unknown"]


def test_feedback_takes_the_id_of_a_stored_log(root: Path) -> None:
    spool = spool_in(root)
    [log] = put(spool, b"{}", b"{}")[:1]
    spool.end(spool.files[0], (0,), ("data_7",))
    put(spool, b'{"type":"rating"}', kind=FEEDBACK, log=log)
    assert texts(spool)[-1] == b'{"data_id":"data_7","type":"rating"}'


def test_a_call_in_the_middle_of_another_harms_neither(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = spool_in(root)
    put(spool, b"0")
    real, inner = SpoolFile.write, [b"inner"]

    def write(file: SpoolFile, data: bytes, *, must: bool = False) -> None:
        if inner:
            put(spool, inner.pop())
        real(file, data, must=must)

    monkeypatch.setattr(SpoolFile, "write", write)
    put(spool, b"outer")
    assert texts(spool) == [b"0", b"outer", b"inner"]


def test_a_call_in_the_middle_of_reading_harms_neither(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = spool_in(root)
    put(spool, b"0")
    real, inner = os.read, [b"inner"]

    def read(descriptor: int, size: int) -> bytes:
        if inner:
            put(spool, inner.pop())
        return real(descriptor, size)

    monkeypatch.setattr(os, "read", read)
    assert spool.oldest_age() is not None
    assert texts(spool) == [b"0", b"inner"]


def test_an_exception_of_a_signal_handler_leaves_no_torn_record(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = spool_in(root)
    put(spool, b"0")
    real, broken = os.write, [True]

    def write(descriptor: int, data: bytes) -> int:
        if broken.pop():
            broken.append(False)
            real(descriptor, bytes(data[:7]))
            raise KeyboardInterrupt
        broken.append(False)
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(KeyboardInterrupt):
        put(spool, b"interrupted")
    put(spool, b"next")
    assert texts(spool) == [b"0", b"interrupted", b"next"]
    [path] = root.rglob("*.spool")
    assert contents(path.read_bytes()).total == 3


def test_fsync_serves_threads_together(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    syncs: list[int] = []
    real = os.fdatasync
    monkeypatch.setattr(os, "fdatasync", lambda descriptor: (syncs.append(descriptor), real(descriptor)))
    spool = spool_in(root, fsync=True)
    threads = [threading.Thread(target=lambda: put(spool, b"1")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= len(syncs) <= 8
    assert spool.files[0].synced == spool.files[0].held.end


def test_a_call_in_the_middle_of_a_sync_waits_for_nobody_who_waits_for_the_sync(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = spool_in(root, fsync=True)
    put(spool, b"0")
    file, syncing, real, handlers = spool.files[0], threading.Event(), os.fdatasync, [b"of a signal handler"]
    sender = threading.Thread(target=lambda: (syncing.wait(20), spool.end(file, (0, 1))), daemon=True)

    def sync(descriptor: int) -> None:
        real(descriptor)
        if handlers:
            late = handlers.pop()
            syncing.set()
            sender.join(5)
            put(spool, late)

    monkeypatch.setattr(os, "fdatasync", sync)
    sender.start()
    put(spool, b"1")
    assert not sender.is_alive()
    assert texts(spool) == [b"of a signal handler"]


def test_windows_locks_with_its_own_call() -> None:
    code = """
import os, sys, types, runpy, tempfile
held = set()
def locking(descriptor, mode, size):
    place = (os.fstat(descriptor).st_ino, os.lseek(descriptor, 0, os.SEEK_CUR), size)
    if place in held:
        raise PermissionError
    held.add(place)
sys.modules["msvcrt"] = types.SimpleNamespace(locking=locking, LK_NBLCK=2)
sys.platform = "win32"
from importlib.util import find_spec
try_lock = runpy.run_path(sys.argv[1])["try_lock"]
with tempfile.TemporaryFile() as file:
    file.write(b"abc"); file.flush()
    print(try_lock(file.fileno()), try_lock(file.fileno()), file.tell())
"""
    from humanloop.core import locks

    done = subprocess.run([sys.executable, "-c", code, locks.__file__], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "3"]


@pytest.mark.skipif(os.getuid() != 0, reason="only the administrator gives folders away")
def test_the_folder_of_another_user_takes_nothing(root: Path) -> None:
    root.mkdir(parents=True)
    os.chown(root, 12345, -1)
    spool = spool_in(root)
    put(spool, b"1")
    assert spool.in_memory() > 0
    assert not list(root.iterdir())


def test_an_existing_root_keeps_its_mode(root: Path) -> None:
    root.mkdir(parents=True)
    root.chmod(0o755)
    put(spool_in(root), b"1")
    assert root.stat().st_mode & 0o777 == 0o755
    assert (root / "host-0").stat().st_mode & 0o777 == 0o700


def test_memory_is_bounded_where_there_is_no_disk(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_module, "_MOST_IN_MEMORY", 4000)
    root.parent.mkdir(exist_ok=True)
    root.write_text("a file where the folder should be")
    spool = spool_in(root, max_bytes=8000)
    for number in range(30):
        put(spool, b"%03d" % number + b"x" * 400)
    assert spool.in_memory() <= 4000 + 1000
    assert spool.dropped > 15
    assert texts(spool)[-1][:3] == b"029"
