"""What survives the death of a process: real programs that end in every way there is."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.background.collector import Collector, collecting

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = """
import atexit, os, signal, sys, threading, time
from humanloop import BackgroundOptions, Humanloop
humanloop = Humanloop(api_key="key", host=sys.argv[1], background=BackgroundOptions(linger=0.01))
def log(text):
    return humanloop.background.log(project="demo", output=text)
"""
ENDS = {
    "normal end": "log('a'); log('b')",
    "exception": "log('a'); log('b'); raise ValueError('mistake')",
    "SIGTERM": "log('a'); log('b'); os.kill(os.getpid(), signal.SIGTERM)",
    "SIGKILL": "log('a'); log('b'); os.kill(os.getpid(), signal.SIGKILL)",
    "os._exit": "log('a'); log('b'); os._exit(0)",
    "abort": "log('a'); log('b'); os.abort()",
    "sys.exit of a thread": "t = threading.Thread(target=lambda: (log('a'), log('b'), exit())); t.start(); t.join()",
    "thread that the program does not wait for": (
        "done = threading.Event()\\n"
        "threading.Thread(target=lambda: (log('a'), log('b'), done.set(), time.sleep(60)), daemon=True).start()\\n"
        "done.wait()"
    ).replace("\\n", "\n"),
    "first use at exit": "atexit.register(lambda: (log('a'), log('b')))",
    "use after the hook at exit": "atexit.register(lambda: log('b')); humanloop.background; log('a')",
    "in a finalizer at the end": (
        "class Last:\n    def __del__(self, log=log): log('b')\nlog('a'); last = Last(); del last"
    ),
    "exec": "log('a'); log('b'); os.execv(sys.executable, [sys.executable, '-c', ''])",
}


def program(code: str, *arguments: str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(env or {})},
    )


def end_of(process: subprocess.Popen[str]) -> tuple[str, str]:
    output, errors = process.communicate(timeout=60)
    return output, errors


def drain(collector: Collector, root: Path) -> None:
    """The next program sends what is left; nothing stays behind."""
    output, errors = end_of(program("print(humanloop.background.flush(30))", collector.url))
    assert (output.strip(), errors) == ("True", "")
    assert [path for path in root.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("way", ENDS)
def test_nothing_is_lost_and_nothing_comes_twice(way: str, collector: Collector, root: Path) -> None:
    end_of(program(ENDS[way], collector.url))
    drain(collector, root)
    assert Counter(collector.texts()) == Counter(["a", "b"])


def test_an_ordinary_end_sends_all_and_says_nothing(collector: Collector, root: Path) -> None:
    output, errors = end_of(program("log('a'); print(threading.active_count())", collector.url))
    assert (output.strip(), errors) == ("2", "")
    assert collector.texts() == ["a"]
    assert [path for path in root.rglob("*") if path.is_file()] == []


KILLED = """
def work(thread):
    for number in range(100000):
        text = f"{os.getpid()}-{thread}-{number}"
        log(text)
        os.write(1, (text + "\\n").encode())
threads = [threading.Thread(target=work, args=(thread,)) for thread in range(4)]
for thread in threads: thread.start()
"""


def test_kill_at_random_times_loses_no_confirmed_record(collector: Collector, root: Path) -> None:
    chance = random.Random(4)
    lottery: list[Any] = ["keep"] * 6 + ["store and cut", None, (500, {}, {}), (503, {}, {"Retry-After": "0"})]
    collector.always = lambda *_: chance.choice(lottery)
    confirmed: list[str] = []
    for _ in range(3):
        processes = [program(KILLED, collector.url) for _ in range(2)]
        for process in processes:
            assert process.stdout is not None
            confirmed.append(process.stdout.readline().strip())
        time.sleep(chance.uniform(0.05, 0.3))
        for process in processes:
            process.kill()
            assert process.stdout is not None
            confirmed += process.stdout.read().split("\n")[:-1]
            end_of(process)
    collector.always = None
    drainers = [program("print(humanloop.background.flush(40))", collector.url) for _ in range(3)]
    for drainer in drainers:
        end_of(drainer)
    drain(collector, root)
    stored = Counter(collector.texts())
    assert len(confirmed) > 100
    assert [text for text in confirmed if not stored[text]] == []
    assert [text for text, count in stored.items() if count > 1] == []


def test_a_hanging_server_does_not_hold_the_end_up(root: Path) -> None:
    with collecting(Collector()) as collector:
        collector.always = lambda *_: (time.sleep(8), None)[1]
        started = time.monotonic()
        process = program("for n in range(300): log(str(n))\nprint(time.monotonic(), flush=True)", collector.url)
        output, errors = end_of(process)
        taken = time.monotonic() - float(output)
        assert time.monotonic() - started < 30
        assert taken < 4.5, "three seconds, and the interpreter's own end"
        assert process.returncode == 0
        [line] = errors.splitlines()
        assert "300 records were not sent" in line
        assert str(root) in line
        assert "the next process" in line
        collector.always = None
        drain(collector, root)
        assert sorted(map(int, collector.texts())) == [*range(300)]


def test_no_time_at_the_end_sends_nothing(collector: Collector, root: Path) -> None:
    code = """
humanloop = Humanloop(api_key="key", host=sys.argv[1], background=BackgroundOptions(linger=60, exit_timeout=0))
log("a")
"""
    _, errors = end_of(program(code, collector.url))
    assert "1 records were not sent" in errors
    assert collector.requests == []
    drain(collector, root)
    assert collector.texts() == ["a"]


FORKS = """
log("parent before")
humanloop.background.flush(20)
for number in range(5):
    if os.fork() == 0:
        log(f"child {number}")
        END
log("parent after")
for _ in range(5): os.wait()
"""


@pytest.mark.parametrize("end", ["os._exit(0)", "sys.exit()", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_each_side_of_a_fork_has_its_own_records(end: str, collector: Collector, root: Path) -> None:
    end_of(program(FORKS.replace("END", end), collector.url))
    drain(collector, root)
    assert Counter(collector.texts()) == Counter(
        ["parent before", "parent after", *(f"child {number}" for number in range(5))]
    )


def test_records_of_the_parent_are_not_sent_by_its_children(collector: Collector, root: Path) -> None:
    code = """
humanloop = Humanloop(api_key="key", host=sys.argv[1], background=BackgroundOptions(linger=60))
receipt = log("parent")
if os.fork() == 0:
    try:
        humanloop.background.feedback(type="rating", value="good", data_id=receipt)
    except Exception as error:
        print(type(error).__name__, flush=True)
    assert not receipt.wait(1)
    print(humanloop.background.flush(20), humanloop.background.status().sent, flush=True)
    os._exit(0)
os.wait()
"""
    output, _ = end_of(program(code, collector.url))
    assert output.split() == ["ClientConfigurationError", "True", "0"]
    assert collector.texts() == ["parent"]


def test_a_fork_while_threads_log_hangs_no_child(collector: Collector, root: Path) -> None:
    code = """
stop = threading.Event()
counts = {}
def work(name):
    counts[name] = 0
    while not stop.is_set():
        log(name)
        counts[name] += 1
humanloop.background.sender()
threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(3)]
for thread in threads: thread.start()
for number in range(15):
    if os.fork() == 0:
        log(f"child {number}")
        os._exit(0)
for _ in range(15): assert os.wait()[1] == 0
stop.set()
for thread in threads: thread.join()
print(sum(counts.values()))
"""
    output, _ = end_of(program(code, collector.url))
    drain(collector, root)
    texts = Counter(collector.texts())
    assert [texts[f"child {number}"] for number in range(15)] == [1] * 15
    assert sum(texts.values()) == 15 + int(output)


def test_multiprocessing_children_are_sent_by_a_living_parent(collector: Collector, root: Path) -> None:
    code = """
import multiprocessing
process = multiprocessing.get_context("fork").Process(target=lambda: [log(str(n)) for n in range(50)])
process.start()
process.join()
print(humanloop.background.flush(20))
"""
    output, _ = end_of(program(code, collector.url))
    assert output.strip() == "True"
    assert sorted(map(int, collector.texts())) == [*range(50)]


def test_a_finalizer_that_runs_when_the_interpreter_ends_holds_nothing_up(collector: Collector, root: Path) -> None:
    code = """
class Late:
    def __del__(self):
        receipt = log("late")
        print(receipt.wait(), humanloop.background.flush())
humanloop.background.sender()
_late = Late()  # names with one underscore go first
"""
    output, errors = end_of(program(code, collector.url))
    assert (output.strip(), errors) == ("False False", "")
    drain(collector, root)
    assert collector.texts() == ["late"]


def test_calls_from_signal_handlers_and_finalizers_harm_nothing(collector: Collector, root: Path) -> None:
    code = """
count = [0]
def handle(*_):
    count[0] += 1
    log(f"signal {count[0]}")
class Thing:
    def __init__(self, n): self.n, self.me = n, self
    def __del__(self): log(f"thing {self.n}")
signal.signal(signal.SIGALRM, handle)
log("first")
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
for n in range(1500):
    log(f"main {n}")
    Thing(n)
signal.setitimer(signal.ITIMER_REAL, 0)
import gc; gc.collect()
print(count[0])
"""
    output, errors = end_of(program(code, collector.url))
    assert errors == ""
    drain(collector, root)
    texts = Counter(collector.texts())
    expected = ["first", *(f"main {n}" for n in range(1500)), *(f"thing {n}" for n in range(1500))]
    expected += [f"signal {n + 1}" for n in range(int(output))]
    assert texts == Counter(expected)


def test_an_outage_loses_nothing_and_takes_no_memory(root: Path) -> None:
    with collecting(Collector()) as first:
        port = int(first.url.split(":")[2].split("/")[0])
    code = """
import resource
most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
humanloop.background.sender()
before = most()
for n in range(5_000): log(f"{n} " + "x" * 3000)
print("logged", flush=True)
sys.stdin.readline()
print(humanloop.background.flush(40), humanloop.background.status().sent, humanloop.background.status().dropped)
print((most() - before) * (1 if sys.platform == "darwin" else 1024))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN + code, first.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "logged\n"
    with collecting(Collector(), port) as second:
        output, _ = process.communicate("\n", timeout=60)
        *said, grown = output.split()
        assert said == ["True", "5000", "0"]
        assert [text.split()[0] for text in second.texts()] == [str(n) for n in range(5_000)]
    assert int(grown) < 8 * 1024 * 1024, "15 MB waited"


@pytest.mark.parametrize("end", ["os._exit(0)", "", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_threads_that_gevent_replaces_send_and_lose_nothing(end: str, collector: Collector, root: Path) -> None:
    pytest.importorskip("gevent")
    code = "from gevent import monkey; monkey.patch_all(); import gevent" + BEGIN
    code += f"""
def work(name):
    for n in range(20):
        log(f"{{name}} {{n}}")
        gevent.sleep(0)
gevent.joinall([gevent.spawn(work, name) for name in "abc"])
print(humanloop.background.flush(20), humanloop.background.status().sent, flush=True)
log("last")
{end}
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code, collector.url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    output, errors = end_of(process)
    assert (output.split(), errors) == (["True", "60"], "")
    drain(collector, root)
    assert Counter(collector.texts()) == Counter(["last", *(f"{name} {n}" for name in "abc" for n in range(20))])


def test_nothing_is_loaded_and_started_by_other_calls(collector: Collector, root: Path) -> None:
    code = """
humanloop = Humanloop(api_key="key", host=sys.argv[1], background=BackgroundOptions(linger=5))
try: humanloop.log(project="demo")
except Exception: pass
humanloop.close()
print([name for name in sys.modules if name.startswith("humanloop.background")], threading.active_count())
"""
    output, _ = end_of(program(code, collector.url))
    assert output.strip() == "[] 1"
    assert not root.exists()


def test_later_calls_import_nothing(collector: Collector, root: Path) -> None:
    code = """
humanloop.background.sender()
before = set(sys.modules)
receipt = log("a")
humanloop.background.feedback(type="rating", value="good", data_id=receipt)
humanloop.background.log([{"project": "demo", "inputs": {"a": [1]}, "config": {"model": "m", "type": "model"}}])
humanloop.background.flush(20)
humanloop.background.status()
print(sorted(set(sys.modules) - before))
"""
    output, _ = end_of(program(code, collector.url))
    assert output.strip() == "[]"


def test_a_thread_that_died_is_started_again(collector: Collector, root: Path) -> None:
    code = """
from humanloop.background.sender import SENDERS
log("a"); humanloop.background.flush(20)
[sender] = SENDERS.values()
real = sender._step
def dies(*_):
    sender._step = real
    raise SystemExit
sender._step = dies
log("b")
sender._thread.join(20)
print(humanloop.background.status().last_error)
log("c"); print(humanloop.background.flush(20), humanloop.background.status().last_error)
"""
    output, _ = end_of(program(code, collector.url))
    assert output.splitlines() == ["the sender ended: SystemExit()", "True None"]
    assert collector.texts() == ["a", "b", "c"]


def test_the_spool_holds_no_key_and_a_debugging_client_says_nothing_of_it(collector: Collector, root: Path) -> None:
    code = """
import logging
logging.basicConfig(level=logging.DEBUG)
humanloop = Humanloop(api_key="sk-very-secret", host=sys.argv[1], debug=True,
                      background=BackgroundOptions(linger=60, exit_timeout=0))
log("a")
"""
    _, errors = end_of(program(code, collector.url))
    assert "sk-very-secret" not in errors
    [path] = [path for path in root.rglob("*") if path.is_file()]
    assert b"sk-very" not in path.read_bytes()
    assert "sk-very" not in str(path)
    assert [line for line in errors.splitlines() if "humanloop.background" in line and "WARNING" not in line] == []


def test_a_fork_without_hooks_is_noticed_at_the_next_call(collector: Collector, root: Path) -> None:
    code = """
real, os.register_at_fork = os.register_at_fork, lambda **hooks: None
log("parent"); humanloop.background.flush(20)
os.register_at_fork = real
log("parent again")
if os.fork() == 0:
    log("child")
    os._exit(0)
os.wait()
"""
    end_of(program(code, collector.url))
    drain(collector, root)
    assert Counter(collector.texts()) == Counter(["parent", "parent again", "child"])
