"""`humanloop.local()`: no account, no network, nothing left behind."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import humanloop
from humanloop import ApiConnectionError, ClientConfigurationError, Humanloop

if TYPE_CHECKING:
    from collections.abc import Callable


def servers() -> int:
    return sum(thread.name == "humanloop-server" for thread in threading.enumerate())


def test_it_answers_and_ends_with_the_client() -> None:
    before = servers()
    with humanloop.local() as client:
        assert isinstance(client, Humanloop)
        answer = client.chat(
            project="demo", messages=[{"role": "user", "content": "Hi"}], model_config={"model": "gpt-4"}
        )
        assert answer.data[0].output
        assert servers() == before + 1
        other = Humanloop(client.configuration.api_key["APIKeyHeader"], client.configuration.host, max_retries=0)
        assert len(other.projects.list()) == 1
    assert servers() == before
    with pytest.raises(ApiConnectionError):
        other.projects.list()
    other.close()
    client.close()
    with pytest.raises(ClientConfigurationError, match="closed"):
        client.projects.list()


async def test_it_can_be_awaited() -> None:
    async with humanloop.local() as client:
        assert len(await client.projects.alist()) == 0
        await client.with_options(timeout=5).projects.acreate("one")
    with pytest.raises(ClientConfigurationError, match="closed"):
        await client.projects.alist()


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda client: pickle.loads(pickle.dumps(client))])
def test_copies_use_the_server_and_leave_it_alone(copied: Callable[[Humanloop], Humanloop]) -> None:
    with humanloop.local() as client:
        client.projects.create("one")
        for original in (client, client.with_options(timeout=5), client):
            other = copied(original)
            assert type(other) is (type(client) if copied is copy.copy else Humanloop)
            assert [project.name for project in other.projects.list()] == ["one"]
        if copied is not copy.copy:
            # A shallow copy shares the connections.
            other.close()
        assert len(client.projects.list()) == 1


def test_two_have_nothing_in_common() -> None:
    with humanloop.local() as one, humanloop.local() as other:
        one.projects.create("mine")
        assert len(other.projects.list()) == 0


def test_a_folder_keeps_the_data(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    with humanloop.local(folder) as client:
        client.projects.create("kept")
    with humanloop.local(folder) as client:
        assert [project.name for project in client.projects.list()] == ["kept"]
    assert (folder / "humanloop.db").exists()


def ran(code: str) -> str:
    """What a program says that fails in nothing and warns of nothing."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


def test_what_waited_when_a_process_died_is_sent_by_the_next_one(tmp_path: Path) -> None:
    logs = "client.background.log(project='a', output='kept', created_at='2024-01-01T00:00:00')"
    ran(f"import os, humanloop; client = humanloop.local({str(tmp_path)!r}); {logs}; os._exit(0)")
    with humanloop.local(tmp_path) as client:
        assert client.background.flush(30)
        (project,) = client.projects.list()
        assert [log.output for log in client.logs.list(str(project.id))] == ["kept"]
    assert [path for path in (tmp_path / "spool").rglob("*") if path.is_file()] == []


def test_what_waits_at_the_end_is_sent_before_the_server_ends(tmp_path: Path) -> None:
    """Whichever came first: the handler that is registered last is called first."""
    logs = "client.background.log(project='a', output='x')"
    first = f"other = humanloop.local(); other.background.log(project='b'); {logs.replace('client', 'other')}"
    start = f"client = humanloop.local({str(tmp_path)!r})"
    ran(f"import humanloop; {first}; {start}; {logs}")
    ran(f"import humanloop; {start}; {logs}")
    with humanloop.local(tmp_path) as client:
        (project,) = client.projects.list()
        assert len(client.logs.list(str(project.id))) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
@pytest.mark.parametrize("end", ["sys.exit(0)", "client.close()"])
def test_a_process_that_is_forked_ends_no_server(end: str) -> None:
    lines = (
        *("import os, sys, warnings", "warnings.simplefilter('ignore')", "import humanloop"),
        *("client = humanloop.local()", "if os.fork() == 0:", f"    {end}", "    sys.exit(0)", "os.wait()"),
        *("client.projects.create('a')", "print(len(client.projects.list()))"),
    )
    assert ran("\n".join(lines)) == "1\n"


def test_nothing_is_left_when_the_process_ends(tmp_path: Path) -> None:
    code = (
        "import humanloop\n"
        "client = humanloop.local()\n"
        "client.projects.create('a')\n"
        "from humanloop.local_client import LocalHumanloop\n"
        "import tempfile, pathlib\n"
        "print(*pathlib.Path(tempfile.gettempdir()).glob('humanloop-*/humanloop.db'), sep='\\n')\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        # Tests that run beside this one have folders of theirs in the usual place.
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
    assert not any(Path(line).exists() for line in done.stdout.splitlines())


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "humanloop.server.running", None)
    monkeypatch.delattr("humanloop.server.serve_in_thread", raising=False)
    with pytest.raises(ClientConfigurationError, match=r'pip install "humanloop>=4" .*uvicorn'):
        humanloop.local()
