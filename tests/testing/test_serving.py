"""`server` and the fixture `humanloop_server`."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from humanloop import AuthenticationError, ClientConfigurationError, Humanloop
from humanloop.testing import server

if TYPE_CHECKING:
    from pathlib import Path

    from humanloop.testing import Server


def test_a_server_for_a_block() -> None:
    with server() as running:
        assert running.url.endswith("/v4")
        client = running.client(timeout=5)
        assert client.configuration.timeout == 5
        answer = client.chat(
            project="demo", messages=[{"role": "user", "content": "hello"}], model_config={"model": "gpt-4"}
        )
        assert answer.data[0].output == "hello"
        with pytest.raises(AuthenticationError):
            Humanloop("another", running.url).projects.list()
        assert running.api_key not in repr(running)
    with pytest.raises(ClientConfigurationError, match="closed"):
        client.projects.list()


def test_servers_begin_empty() -> None:
    with server(api_key="key") as one, server(api_key="key") as other:
        one.client().projects.create(name="demo")
        assert other.client().projects.list().total == 0


def test_the_fixture(humanloop_server: Server) -> None:
    with Humanloop() as client:
        assert client.configuration.host == humanloop_server.url
        assert client.projects.list().total == 0


def test_pytest_loads_next_to_nothing_for_it(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import sys\n"
        "def test_it():\n"
        "    loaded = {name for name in sys.modules if name.startswith('humanloop')}\n"
        "    heavy = {'responses', 'starlette', 'sqlalchemy', 'urllib3', 'pydantic'} & sys.modules.keys()\n"
        "    assert len(loaded) <= 10 and not heavy, (loaded, heavy)\n"
        "def test_fixture(humanloop_server):\n"
        "    assert humanloop_server.client().projects.list().total == 0\n"
    )
    (plugin,) = entry_points(group="pytest11", name="humanloop")
    options = ["-p", "no:cacheprovider", "-p", plugin.value, "-W", "error"]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *options, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=60,
        # Other plugins load much.
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    assert result.returncode == 0, result.stdout + result.stderr
