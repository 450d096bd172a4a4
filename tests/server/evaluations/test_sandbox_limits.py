"""The code of evaluators is kept in: limits hold, ways out are closed, secrets are out of sight."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from humanloop.server.evaluation.sandbox import Outcome
from tests.server.evaluations.sandboxes import MEGABYTE, code, open_sandbox, run


def exists(path: str) -> bool:
    return Path(path).exists()


async def test_memory_is_limited() -> None:
    outcome = await run("return len(bytearray(400 * 2**20))", megabytes=256)
    assert outcome.error is not None
    assert "MemoryError" in outcome.error
    assert (await run("return len(bytearray(40 * 2**20))", megabytes=256)).value == 40 * MEGABYTE


async def test_limits_cannot_be_lifted() -> None:
    body = "import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))"
    assert "PermissionError" in ((await run(body)).error or "")
    shown = await run("import resource\nreturn list(resource.getrlimit(resource.RLIMIT_AS))", megabytes=256)
    assert shown.value == [256 * MEGABYTE] * 2


async def test_files_can_be_written_in_its_own_directory_only_and_are_small() -> None:
    fine = await run("open('a.txt', 'w').write('x')\nimport os\nos.remove('a.txt')\nreturn os.listdir()")
    assert fine == Outcome(value=[])
    large = await run("with open('a.txt', 'wb') as file:\n    file.write(b'x' * 2 * 2**20)")
    assert "File too large" in (large.error or "")
    many = await run("return len([open('a.txt', 'w') for _ in range(200)])")
    assert "Too many open files" in (many.error or "")
    full = await run("for number in range(200):\n    open(f'{number}', 'w').close()")
    assert "may not do this: open '100'" in (full.error or "")
    again = await run("import os\nfor _ in range(200):\n    open('a', 'w').close()\n    os.remove('a')")
    assert again == Outcome()


async def test_its_directory_is_removed() -> None:
    async with open_sandbox() as sandbox:
        directory = (await sandbox.run(code("import os\nopen('a', 'w').write('b')\nreturn os.getcwd()"), [])).value
    assert not exists(directory)


@pytest.mark.parametrize(
    "body",
    [
        "open('/etc/hostname').read()",
        "open('../x', 'w')",
        "import os\nos.listdir('/')",
        "import os\nos.mkdir('/tmp/humanloop-evaluator-x')",
        "import os\nos.rename('/etc/hostname', 'x')",
        "import os\nos.symlink('/etc/hostname', '/tmp/x')",
        "import os\nos.system('true')",
        "import os\nos.fork()",
        "import os, sys\nos.execv(sys.executable, ['x'])",
        "import os\nos.kill(os.getppid(), 0)",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-V'])",
        "import multiprocessing\nmultiprocessing.Process(target=print).start()",
        "import ctypes\nctypes.CDLL('libc.so.6')",
        "import ctypes\nctypes.pythonapi.Py_Exit",
        "import sqlite3\nsqlite3.connect('x')",
        "import socket\nsocket.create_connection(('127.0.0.1', 9))",
        "import socket\nsocket.gethostbyname('localhost')",
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')",
        "import gc\ngc.get_objects()",
        "import _posixsubprocess\n_posixsubprocess.fork_exec()",
        "from multiprocessing import shared_memory\nshared_memory.SharedMemory(create=True, size=9)",
        "while True:\n    import os\n    os.fork()",
    ],
)
async def test_the_ways_out_are_closed(body: str) -> None:
    outcome = await run(body)
    assert "an evaluator may not do this" in (outcome.error or ""), outcome


@pytest.mark.parametrize("network", [True, False])
async def test_the_network_is_there_only_when_it_is_wanted(network: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
        body = f"import socket\nsocket.create_connection({address!r}, 2).close()\nreturn True"
        assert (await run(body, network=network)).value is (True if network else None)


async def test_secrets_are_out_of_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    outcome = await run("import os, sys\nreturn [dict(os.environ), sys.argv, sys.path, sorted(sys.modules)]")
    environment, argv, path, modules = outcome.value
    threads = {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"}
    assert set(environment) == {"HOME", "TMPDIR", "LANG", "PATH"} | threads
    assert "sk-secret" not in repr(outcome)
    assert len(argv) == 1
    assert str(Path.cwd()) not in path
    assert not [name for name in modules if name.startswith("humanloop")]
    for place in ("/proc/self/environ", f"/proc/{os.getpid()}/environ", os.environ.get("HOME", "/")):
        assert "may not" in ((await run(f"open({place!r}).read()")).error or "")


async def test_open_files_of_the_server_are_not_handed_on() -> None:
    read, write = os.pipe()
    try:
        outcome = await run(f"import os\nos.write({write}, b'x')")
        assert "Bad file descriptor" in (outcome.error or "")
    finally:
        os.close(read)
        os.close(write)
