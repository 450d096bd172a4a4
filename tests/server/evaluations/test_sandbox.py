"""The code of evaluators runs in processes that are used again, and replaced when they fail."""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any

import pytest

from humanloop.server.evaluation import sandbox as sandbox_module
from humanloop.server.evaluation import worker_process
from humanloop.server.evaluation.sandbox import Limits, Outcome
from humanloop.server.evaluation.verdicts import problem_with
from tests.server.evaluations.sandboxes import code, open_sandbox, run


async def test_values_and_prints_come_back() -> None:
    outcome = await run("print('hello', arguments)\nreturn {'n': [1, 2.5, None, 'ü']}", {"a": "ö"}, [True])
    assert outcome == Outcome({"n": [1, 2.5, None, "ü"]}, None, "hello ({'a': 'ö'}, [True])\n")


async def test_the_last_function_is_called_and_others_help() -> None:
    async with open_sandbox() as sandbox:
        head = "import math\nclass A:\n    x = 1\ndef help():\n    return math.pi\n"
        source = f"{head}def judge():\n    return help() > A.x\nY = 2\n"
        assert (await sandbox.run(source, [])).value is True


@pytest.mark.parametrize(
    "module",
    ["re", "math", "random", "datetime", "json", "collections", "statistics", "difflib", "pydantic", "certifi"],
)
async def test_modules_can_be_imported(module: str) -> None:
    assert await run("return True", head=f"import {module}") == Outcome(value=True)


async def test_files_of_modules_can_be_read() -> None:
    outcome = await run(
        "return str(zoneinfo.ZoneInfo('UTC')) + certifi.contents()[:1]", head="import certifi, zoneinfo"
    )
    assert outcome.error is None, outcome


async def test_prints_are_kept_up_to_a_size_and_those_of_c_code_do_no_harm() -> None:
    outcome = await run("print('x' * 10**6)\nimport os\nos.write(1, b'noise')\nos.write(2, b'noise')\nreturn True")
    assert (outcome.value, outcome.stdout) == (True, "x" * 20_000)


async def test_what_is_printed_before_an_error_is_kept() -> None:
    outcome = await run("print('so far')\nraise KeyError('k')")
    assert (outcome.error, outcome.stdout) == ("KeyError: 'k' (line 4)", "so far\n")


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("while True:\n    pass", "longer than 1 s"),
        ("while True:\n    print('x' * 10**6)", "longer than 1 s"),
        ("import os\nos._exit(3)", "exit code 3"),
        ("import faulthandler\nfaulthandler._sigsegv()", "Segmentation fault"),
        ("return 'x' * 5 * 2**20", "more than can be kept"),
        ("return len(bytearray(2**32))", "MemoryError"),
        ("import sys\nsys.exit()", "SystemExit"),
        ("import sys\nsys.stdout.close()\nprint('closed')\nraise ValueError", "ValueError"),
        ("return '\\ud800'", "surrogates not allowed"),
        ("raise ValueError('\\ud800')", "ValueError: ?"),
    ],
)
async def test_what_was_printed_is_kept_whatever_happens_then(ending: str, said: str) -> None:
    outcome = await run(f"print('so far', flush=True)\n{ending}", seconds=1)
    assert said in (outcome.error or "")
    assert outcome.stdout.startswith("so far\n")
    assert len(outcome.stdout) <= 20_000


async def test_what_code_prints_while_it_is_loaded_is_kept_when_that_fails() -> None:
    assert (await run("return 1", head="print('loading')\nimport nowhere")).stdout == "loading\n"


async def test_every_call_has_its_own_prints() -> None:
    source = code("if arguments[0]:\n    print(arguments[0])")
    async with open_sandbox() as sandbox:
        printed = [(await sandbox.run(source, [text])).stdout for text in ("ä" * 9, "", "b")]
    assert printed == ["ä" * 9 + "\n", "", "b\n"]


async def test_code_that_writes_among_the_answers_harms_itself_only() -> None:
    writes = "with contextlib.suppress(OSError):\n        os.write(descriptor, b'noise\\n')"
    source = code(f"for descriptor in range(3, 20):\n    {writes}", "import contextlib, os")
    async with open_sandbox() as sandbox:
        assert (await sandbox.run(source, [])).error == "Its code wrote into the answers of its process."
        assert (await sandbox.run(code("return 1"), [])).value == 1


async def test_a_thread_that_stays_is_stopped_with_its_process() -> None:
    body = "import os, threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\nreturn os.getpid()"
    async with open_sandbox() as sandbox:
        process = (await sandbox.run(code(body), [])).value
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


async def test_one_process_takes_many_calls_at_little_cost() -> None:
    source = code("import os\nreturn os.getpid()")
    async with open_sandbox() as sandbox:
        first = await sandbox.run(source, [])
        began = time.perf_counter()
        found = [await sandbox.run(source, [{"text": "x" * 4000}]) for _ in range(200)]
        assert {each.value for each in found} == {first.value}
        assert time.perf_counter() - began < 0.5


async def test_different_code_never_shares_a_process() -> None:
    async with open_sandbox() as sandbox:
        pids = {(await sandbox.run(code(f"import os\nreturn os.getpid() or {n}"), [])).value for n in range(4)}
        assert len(pids) == 4


@pytest.mark.parametrize(("body", "head"), [("while True: pass", ""), ("return 1", "while True: pass")])
async def test_what_takes_too_long_is_stopped(body: str, head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Loading may take longer, because a process has to start first.
    monkeypatch.setattr(worker_process, "_SECONDS_TO_START", 1)
    outcome = await run(body, head=head, seconds=0.2)
    assert outcome.error == "It took longer than 0.2 s and was stopped."


async def test_what_ignores_signals_and_catches_everything_is_stopped_too() -> None:
    body = "import time\nwhile True:\n    try:\n        time.sleep(9)\n    except BaseException:\n        pass"
    assert (await run(body, seconds=0.2)).error == "It took longer than 0.2 s and was stopped."


async def test_one_that_hangs_does_not_hold_up_the_others() -> None:
    async with open_sandbox(seconds=1, workers=2) as sandbox:
        hanging = asyncio.create_task(sandbox.run(code("while True: pass"), []))
        await asyncio.sleep(0)
        began = time.perf_counter()
        for _ in range(20):
            assert (await sandbox.run(code("return 1"), [])).value == 1
        assert time.perf_counter() - began < 1
        assert not hanging.done()
        assert (await hanging).error is not None


async def test_a_process_that_ended_is_replaced() -> None:
    source = code("import os\nif arguments[0]:\n    os._exit(3)\nreturn 'here'")
    async with open_sandbox() as sandbox:
        assert (await sandbox.run(source, [False])).value == "here"
        assert (await sandbox.run(source, [True])).error == "Its process ended: exit code 3."
        assert (await sandbox.run(source, [False])).value == "here"


async def test_a_crash_is_an_error() -> None:
    outcome = await run("import faulthandler\nfaulthandler._sigsegv()")
    assert outcome.error == "Its process ended: Segmentation fault."


@pytest.mark.parametrize(
    "body",
    ["return float('nan')", "return 10**5000", "x = []\nx.append(x)\nreturn x"],
)
async def test_what_json_cannot_hold_is_an_error(body: str) -> None:
    assert (await run(body)).error


@pytest.mark.parametrize(("body", "shown"), [("return {1}", "{1}"), ("return [print]", "[<built-in function print>]")])
async def test_what_json_has_no_form_for_is_shown(body: str, shown: str) -> None:
    outcome = await run(body)
    assert (repr(outcome.value), outcome.error) == (shown, None)
    assert all(problem_with(outcome.value, kind) for kind in ("boolean", "number", "text", "select", "multi_select"))


async def test_an_answer_without_end_is_an_error() -> None:
    assert (await run("return 'x' * 5 * 2**20")).error == "It answered with more than can be kept."


async def test_broken_code_is_loaded_once_only(monkeypatch: pytest.MonkeyPatch) -> None:
    starts, start = 0, worker_process.WorkerProcess._start

    async def count(self: Any, **options: Any) -> None:
        nonlocal starts
        starts += 1
        await start(self, **options)

    monkeypatch.setattr(worker_process.WorkerProcess, "_start", count)
    async with open_sandbox() as sandbox:
        errors = {(await sandbox.run(code("return 1", "import nowhere"), [])).error for _ in range(5)}
    assert errors == {"ModuleNotFoundError: No module named 'nowhere' (line 1)"}
    assert starts == 1


async def test_who_leaves_takes_the_process_along() -> None:
    source = code("import time\nif arguments:\n    time.sleep(30)\nimport os\nreturn os.getpid()")
    async with open_sandbox(seconds=30) as sandbox:
        process = (await sandbox.run(source, [])).value
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await sandbox.run(source, [True])
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
        assert (await sandbox.run(source, [])).value != process


async def test_code_is_checked_without_being_run() -> None:
    async with open_sandbox() as sandbox:
        assert await sandbox.check(code("return 1", "raise SystemExit")) is None
        assert await sandbox.check("def judge(:") == "SyntaxError: invalid syntax (<evaluator>, line 1)"
        assert await sandbox.check("x = 1") == "ValueError: the code defines no function"
        assert "too many nested" in (await sandbox.check("(" * 100_000) or "")


async def test_only_a_few_processes_wait_for_more_work() -> None:
    async with open_sandbox(workers=2) as sandbox:
        for number in range(5):
            await sandbox.run(code(f"return {number}"), [])
        assert len(sandbox._idle) == 2
        sandbox._tidy()
        assert sandbox._idle == []


async def test_a_sandbox_that_is_required_and_not_there_runs_no_code(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sandbox_module, "landlock_version", lambda: 0)
    monkeypatch.setattr(worker_process.WorkerProcess, "start", None)
    async with open_sandbox(mode="required") as sandbox:
        assert await sandbox.check("no code") is None
        for _ in range(2):
            outcome = await sandbox.run(code("return 1"), [])
            assert "sandbox" in (outcome.error or "")
    assert [message[:20] for message in caplog.messages] == ["Sandbox is required "]


async def test_a_sandbox_that_is_found_to_be_missing_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    start = worker_process.WorkerProcess.start

    async def start_with_less(limits: Limits) -> worker_process.WorkerProcess:
        worker = await start(limits)
        worker.missing = {missing: "no"}
        return worker

    monkeypatch.setattr(worker_process.WorkerProcess, "start", start_with_less)
    for mode, part, value in (("best", "calls", 1), ("required", "root", 1), ("required", "calls", None)):
        missing = part
        caplog.clear()
        async with open_sandbox(mode=mode) as sandbox:
            for number in range(2):
                assert (await sandbox.run(code(f"return 1 if {number + 1} else 0"), [])).value == value
        assert [message.split()[0] for message in caplog.messages] == ["Sandbox"]


async def test_without_a_sandbox_the_guard_stays(caplog: pytest.LogCaptureFixture) -> None:
    async with open_sandbox(mode="off") as sandbox:
        assert "may not do this" in ((await sandbox.run(code("open('/etc/hostname')"), [])).error or "")
        assert (await sandbox.run(code("import os\nreturn os.path.exists('/etc/passwd')"), [])).value is True
    assert [message.split(":")[0] for message in caplog.messages] == ["Sandbox is off"]
