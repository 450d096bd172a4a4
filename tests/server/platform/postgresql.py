"""A PostgreSQL of the tests' own: made in a temporary folder, reached through a socket in it, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# It refuses to run for root.
_USER = "postgres"
_OPTIONS = "-c listen_addresses='' -c fsync=off -c unix_socket_directories={folder}"


def find_programs() -> Path | None:
    """Find the folder of PostgreSQL's programs, which is often not on the path; the newest one, if it can be used."""
    if os.geteuid() == 0 and not any(user.pw_name == _USER for user in pwd.getpwall()):
        return None
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    folders = [*debian, *([Path(on_path).parent] if on_path else [])]
    needed = ("initdb", "pg_ctl", "createdb")
    return next((folder for folder in folders if all((folder / name).exists() for name in needed)), None)


@contextmanager
def postgresql(programs: Path) -> Iterator[Cluster]:
    """Run a server while the block runs."""
    # There, because the name of a socket may not be long, and another user has to get there.
    with tempfile.TemporaryDirectory(prefix="hl-pg-", dir="/tmp") as folder:
        cluster = Cluster(programs, Path(folder))
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()


class Cluster:
    """A server and its databases.

    Args:
        programs: Folder of its programs.
        folder: Where its files are.
    """

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._user = _USER if os.geteuid() == 0 else None

    def make(self) -> None:
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run("initdb", "--auth=trust", f"--username={_USER}", "--encoding=UTF8", "--no-sync", "--pgdata=data")

    def start(self) -> None:
        options = _OPTIONS.format(folder=self._folder)
        self._run("pg_ctl", "--pgdata=data", "--wait", f"--options={options}", "--log=log", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "--pgdata=data", "--wait", "--mode=immediate", "stop")

    def new_database(self, name: str) -> str:
        """Make a database, and answer its URL."""
        self._run("createdb", f"--host={self._folder}", f"--username={_USER}", name)
        return f"postgresql://{_USER}@/{name}?host={self._folder}"

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            cwd=self._folder,
            user=self._user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")
