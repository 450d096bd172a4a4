"""The kernel keeps the code of evaluators in, also where the guard in its process has been got around."""

from __future__ import annotations

import asyncio
import platform
import re
import socket
import sys
import tempfile
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import pytest
import uvloop

from humanloop.server.evaluation import worker_process
from humanloop.server.evaluation.confined import calls
from humanloop.server.evaluation.confined.calls import build_filter
from humanloop.server.evaluation.confined.kernel import landlock_version
from humanloop.server.evaluation.worker_process import Limits, Outcome, WorkerProcess
from tests.server.evaluations.sandboxes import MEGABYTE, code, open_sandbox
from tests.server.evaluations.ways_out import HEAD, KNOWN, OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps processes in like this")

_REFUSALS = (
    "PermissionError",
    "OSError",
    "FileNotFoundError",
    "ProcessLookupError",
    "MemoryError",
    "ZeroDivisionError",
)


@pytest.fixture
def places(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """What there is to get: a file, the folder of another evaluator, a socket in the file system, a port."""
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    secret.chmod(0o666)
    with (
        tempfile.TemporaryDirectory(prefix="humanloop-evaluator-") as folder,
        socket.socket(socket.AF_UNIX) as listener,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        Path(folder, "file").write_text("another's", encoding="utf-8")
        listener.bind(f"{folder}/s")
        listener.listen()
        yield {"secret": secret, "folder": folder, "socket": f"{folder}/s", "port": server.getsockname()[1]}
        assert secret.read_text(encoding="utf-8") == "secret"
        assert secret.stat().st_mode & 0o777 == 0o666


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "_SCRIPT", Path(__file__).with_name("unguarded_worker.py"))


@pytest.mark.usefixtures("unguarded")
@pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of system calls are those of x86-64")
@pytest.mark.parametrize("ways", [KNOWN, OTHERS], ids=["known", "others"])
async def test_the_kernel_closes_every_way_out(ways: dict[str, str], places: dict[str, Any]) -> None:
    found: dict[str, Outcome] = {}
    worker = await started()
    for name, body in ways.items():
        if not worker.is_useful:
            worker = await started()
        await worker.load(code(Template(body).substitute(places), HEAD))
        assert worker.broken is None, (name, worker.broken)
        found[name] = await worker.call([])
    assert worker.is_useful
    await worker.stop()
    got = {name: outcome for name, outcome in found.items() if not (outcome.error or "").startswith(_REFUSALS)}
    assert got == {}


async def started() -> WorkerProcess:
    worker = await WorkerProcess.start(Limits(20, 256 * MEGABYTE, network=False))
    assert worker.missing == {}
    return worker


@pytest.mark.usefixtures("unguarded")
async def test_with_the_network_there_are_no_other_sockets(places: dict[str, Any]) -> None:
    async with open_sandbox(network=True) as sandbox:
        for name, gets in {
            "loopback": True,
            "a Unix socket": False,
            "netlink": False,
            "pair of sockets": False,
        }.items():
            outcome = await sandbox.run(code(Template((KNOWN | OTHERS)[name]).substitute(places), HEAD), [])
            assert (outcome.error is None) is gets, (name, outcome)


@pytest.mark.usefixtures("unguarded")
async def test_ordinary_code_works_under_the_kernels_filter() -> None:
    body = """
import asyncio, bz2, concurrent.futures, decimal, hashlib, json, lzma, shutil, sqlite3, ssl, tempfile, threading, time
with tempfile.TemporaryDirectory() as folder:
    open(f'{folder}/a', 'w').write('text')
    shutil.copy(f'{folder}/a', f'{folder}/b')
    os.rename(f'{folder}/b', f'{folder}/c')
    os.truncate(f'{folder}/c', 2)
    kept = open(f'{folder}/c').read(), sorted(os.listdir(folder))
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    squares = list(pool.map(lambda n: n * n, range(20)))
time.sleep(0.01)
return [kept, squares[-1], hashlib.sha256(b'x').hexdigest()[:4], os.getcwd() == os.environ['HOME'], os.cpu_count() > 0]
"""
    async with open_sandbox() as sandbox:
        outcome = await sandbox.run(code(body, "import os"), [])
    assert outcome == Outcome([["te", ["a", "c"]], 361, "2d71", True, True])


@pytest.mark.usefixtures("unguarded")
async def test_a_forged_answer_is_none() -> None:
    lines = [b'{"value": "forged"}', b'{"token": "0123456789abcdef", "value": "forged"}', b'{"error": "forged"}']
    for line in lines:
        write = f"os.write(number, {line!r} + b'\\n')"
        body = f"for number in range(3, 12):\n    with contextlib.suppress(OSError):\n        {write}"
        async with open_sandbox() as sandbox:
            source = code(f"if arguments[0]:\n{indented(body)}\nreturn 'own'", "import contextlib, os")
            assert (await sandbox.run(source, [True])).error == "Its code wrote into the answers of its process."
            assert await sandbox.run(source, [False]) == Outcome("own")


def indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("ending", ["pass", "os._exit(0)"])
def test_the_servers_end_of_the_questions_cannot_be_written_to(ending: str, caplog: pytest.LogCaptureFixture) -> None:
    """Under the loop of a real server, which would make a pair of sockets for them.

    The code waits for the next question before it ends, so that its process is there to be asked.
    """
    head = "import contextlib, os, sys"
    body = f"""
frame = sys._getframe()
while 'token' not in frame.f_locals:
    frame = frame.f_back
answer = ('{{"token": "' + frame.f_locals['token'] + '", "value": 7}}\\n').encode()
for number in range(3, 12):
    with contextlib.suppress(OSError):
        os.write(number, answer)
for number in range(3, 12):
    with contextlib.suppress(OSError):
        if os.read(number, 1):
            break
{ending}
"""

    async def judged() -> list[Outcome]:
        async with open_sandbox(workers=1) as sandbox:
            return [await sandbox.run(code(body, head), []) for _ in range(2)]

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        own, later = runner.run(judged())
    assert (own.value, own.error) == (7, None)
    assert (later.error or "").startswith("Its ")
    assert caplog.messages == []


async def test_the_words_of_the_server_cannot_be_said_by_the_code() -> None:
    head = "class It(Exception):\n    __name__ = 'x'\nIt.__name__ = 'It took longer than 5 s and was stopped.'"
    async with open_sandbox() as sandbox:
        assert (
            await sandbox.run(code("raise It", head), [])
        ).error == "Its code wrote into the answers of its process."


async def test_a_thread_that_goes_on_ends_the_process() -> None:
    body = "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\nreturn os.getpid()"
    async with open_sandbox() as sandbox:
        source = code(body, "import os, threading, time")
        first, second = [(await sandbox.run(source, [])).value for _ in range(2)]
    assert first != second


async def test_between_calls_nothing_runs() -> None:
    source = code("return os.getpid(), time.process_time()", "import os, time")
    async with open_sandbox() as sandbox:
        process, before = (await sandbox.run(source, [])).value
        for _ in range(500):
            if state_of(process) == "T":
                break
            await asyncio.sleep(0.01)
        assert state_of(process) == "T"
        same, after = (await sandbox.run(source, [])).value
    assert same == process
    assert after - before < 0.05


async def test_it_ends_with_the_server() -> None:
    script = """
import asyncio, os, sys
from humanloop.server.evaluation.worker_process import Limits, WorkerProcess
async def main():
    worker = await WorkerProcess.start(Limits(60, 2**28, False))
    print(worker._process.pid, worker._directory, flush=True)
    await worker.load("while True:\\n    pass\\ndef judge():\\n    pass\\n")
asyncio.run(main())
"""
    server = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
    assert server.stdout is not None
    process, folder = (await server.stdout.readline()).decode().split()
    server.kill()
    await server.wait()
    for _ in range(100):
        # Whoever takes over orphans here may leave its entry until it looks for it.
        if state_of(process) in {"", "Z"}:
            break
        await asyncio.sleep(0.02)
    else:
        pytest.fail("the process goes on")
    assert not exists(folder)


def exists(path: str) -> bool:
    return Path(path).exists()


def state_of(process: Any) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_filters_are_built_for_known_machines_only() -> None:
    assert landlock_version() > 0
    for machine in ("x86_64", "aarch64", "riscv64"):
        program = build_filter(machine, 1, network=True, is_alone=True, can_truncate=True)
        assert len(program) % 8 == 0
        assert len(program) // 8 < 4096
    with pytest.raises(OSError, match="sparc"):
        build_filter("sparc", 1, network=True, is_alone=True, can_truncate=True)


@pytest.mark.parametrize(
    ("header", "column"),
    [("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", 1), ("/usr/include/asm-generic/unistd.h", 2)],
)
def test_the_numbers_of_system_calls_are_those_of_the_kernel(header: str, column: int) -> None:
    if not Path(header).exists():
        pytest.skip("the headers of the kernel are not installed")
    text = Path(header).read_text(encoding="utf-8").replace("__NR3264_", "__NR_").replace("NR_fstatat", "NR_newfstatat")
    known = {name: int(number) for name, number in re.findall(r"#define __NR_(\w+) (\d+)\n", text)}
    for entry in " ".join(value for value in vars(calls).values() if is_table(value)).split():
        name, *numbers = entry.split(":")
        assert known.get(name) == (int(numbers[column - 1]) if numbers[column - 1] else None), entry


def is_table(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\s*\w+:\d+:\d*(\s+\w+:\d+:\d*)*\s*", value))
