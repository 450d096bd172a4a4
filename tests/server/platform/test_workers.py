"""`humanloop serve --workers N`: several processes on one port, whatever becomes of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
import urllib3
from starlette.applications import Starlette

from humanloop.server import RunningServer
from tests.server.conftest import Api
from tests.server.evaluations.conftest import make_bench
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    Json = dict[str, Any]

SERVE = (sys.executable, "-c", "from humanloop.server.cli import main; main()", "serve")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


@dataclass
class Command:
    """A server that was started from the command line."""

    process: subprocess.Popen[str]
    greeting: list[str] = field(default_factory=list[str])
    errors: list[str] = field(default_factory=list[str])

    @property
    def url(self) -> str:
        return next(line.split()[-1] for line in self.greeting if line.split()[:1] == ["URL"])

    @property
    def api(self) -> Api:
        return Api(RunningServer(self.url, "k", Starlette()))

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return sorted(map(int, children.split()))


@contextmanager
def serving(url: str, *more: str) -> Iterator[Command]:
    arguments = ["--database", url, "--port", "0", "--api-key", "k", "--provider-fallback", "mock", *more]
    with subprocess.Popen(
        [*SERVE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        command = Command(process)
        reading = Thread(target=lambda: command.errors.extend(process.stderr or ()), daemon=True)
        reading.start()
        assert process.stdout
        for line in process.stdout:
            command.greeting.append(line)
            if "Ctrl-C" in line:
                break
        try:
            yield command
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            assert process.stdout
            command.greeting += process.stdout.readlines()
            process.wait(20)
            reading.join()


def ports_of(process: int) -> set[str]:
    """Which sockets that listen a process holds, by their inodes."""
    listening = set()
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        words = line.split()
        if words[3] == "0A":
            listening.add(f"socket:[{words[9]}]")
    held = set()
    for each in Path(f"/proc/{process}/fd").iterdir():
        try:
            held.add(str(each.readlink()))
        except OSError:
            continue
    return held & listening


pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes as Linux shows them")


def test_workers_share_a_port_and_are_started_again(postgresql_url: str) -> None:
    with serving(postgresql_url, "--workers", "2") as command:
        first, second = wait_for(command.workers, lambda found: len(found) == 2)
        api = command.api
        project = api.ok("logs.log", {"project": "p", "output": "x"})["project_id"]
        assert ports_of(command.process.pid) == set()
        assert wait_for(lambda: ports_of(second), bool) == ports_of(first)
        os.kill(first, signal.SIGKILL)
        began = time.monotonic()
        for _ in range(20):
            # As long as one lives, nobody is refused; each call has a connection of its own.
            reply = urllib3.request("GET", f"{command.url}/projects", headers={"X-API-KEY": "k"}, retries=False)
            assert reply.status == 200
        after = wait_for(command.workers, lambda found: len(found) == 2 and first not in found, 2)
        assert time.monotonic() - began < 2
        assert second in after
        assert api.ok("projects.get", id=project)["data_count"] == 1
        command.process.send_signal(signal.SIGTERM)
        assert command.process.wait(12) == 0
    assert "".join(command.greeting).count("The Humanloop API is up.") == 1


def test_workers_end_with_the_process_that_keeps_them(postgresql_url: str) -> None:
    with serving(postgresql_url, "--workers", "2") as command:
        workers = wait_for(command.workers, lambda found: len(found) == 2)
        command.process.kill()
        command.process.wait()
        wait_for(lambda: [each for each in workers if Path(f"/proc/{each}").is_dir()], lambda left: not left)


def test_workers_that_never_start_end_the_server_with_their_last_line(tmp_path: Path) -> None:
    url = f"postgresql://nobody@/none?host={tmp_path}"
    done = subprocess.run(
        [*SERVE, "--database", url, "--port", "0", "--workers", "2"],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("The server did not start: ")


def test_an_evaluation_survives_its_worker(postgresql_url: str) -> None:
    """It is killed again and again in the middle of an evaluation; another goes on at once."""
    with serving(postgresql_url, "--workers", "2") as command:
        api = command.api
        bench = make_bench(api, api.ok("projects.create", {"name": "killed"}))
        slow = bench.evaluator("python", code="import time\n\ndef judge(log):\n    time.sleep(0.05)\n    return True\n")
        wait_for(command.workers, lambda found: len(found) == 2)
        made = bench.start(bench.words(*map(str, range(40))), bench.matches(), slow, max_concurrency=4)
        for wanted in (1, 20):
            wait_for(
                lambda: sum(len(row["evaluation_results"]) for row in rows_of(command, made)),
                lambda found, wanted=wanted: found >= wanted,
            )
            before = command.workers()
            os.kill(before[0], signal.SIGKILL)
            wait_for(command.workers, lambda found, before=before: len(found) == 2 and found != before)
        seen = wait_for(
            lambda: command.api.ok("evaluations.get", id=made["id"])["status"], lambda status: status != "running", 30
        )
        assert seen == "completed"
        rows = rows_of(command, made)
        assert [len(row["evaluation_results"]) for row in rows] == [2] * 40
        assert len({row["log"]["id"] for row in rows}) == 40


def rows_of(command: Command, made: Json) -> list[Json]:
    api = command.api
    found: list[Json] = wait_for(lambda: _page(api, made), lambda page: page is not None)
    return found


def _page(api: Api, made: Json) -> list[Json] | None:
    try:
        reply = api.call("evaluations.list_datapoints", id=made["id"], query={"size": 100})
    except urllib3.exceptions.HTTPError:
        # The connection was that of the worker that was killed.
        return None
    return reply.json["records"] if reply.status == 200 else None


def test_several_workers_need_postgresql(tmp_path: Path) -> None:
    done = subprocess.run(
        [*SERVE, "--database", str(tmp_path / "x.db"), "--workers", "2"],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert all(word in line for word in ("--workers", "SQLite", "PostgreSQL", "docs/guides/scale.md"))


def test_a_file_has_one_server(tmp_path: Path) -> None:
    path = tmp_path / "humanloop.db"
    with serving(str(path)) as command:
        (tmp_path / "link.db").symlink_to(path)
        where = command.url.removesuffix("/v4")
        for other, named in (
            (str(path), str(path)),
            (str(tmp_path / "link.db"), str(tmp_path / "link.db")),
            ("humanloop.db", "humanloop.db"),
            (f"sqlite:///file:{path}?uri=true", str(path)),
        ):
            done = subprocess.run(
                [*SERVE, "--database", other, "--port", "0"],
                capture_output=True,
                text=True,
                env=ENVIRONMENT,
                cwd=tmp_path,
                check=False,
            )
            assert (done.returncode, done.stdout) == (1, "")
            assert done.stderr == (
                f"{named} is served by process {command.process.pid} at {where};"
                " for several servers use PostgreSQL: docs/guides/scale.md\n"
            )
        command.process.kill()
        command.process.wait()
    # One that was killed leaves no lock.
    with serving(str(path)) as command:
        assert command.api.ok("projects.list")["total"] == 0
    assert not list(tmp_path.glob("*-server"))
