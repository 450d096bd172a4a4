"""Starting and stopping: in a thread, from the command line, on a database that is there already."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import urllib3
from pydantic import SecretStr

from humanloop.server import Settings, StartError, create_app, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.cli import main
from humanloop.server.domain.keys import Key, Keys, digest_of
from humanloop.server.domain.roles import Caller
from humanloop.server.errors import AuthenticationError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Api


def test_what_was_stored_is_there_after_a_restart(api_class: type[Api], tmp_path: Path) -> None:
    database = str(tmp_path / "kept.db")
    with serve_in_thread(database=database) as running:
        assert running.url.endswith("/v4")
        project = api_class(running).ok("projects.create", {"name": "kept"})
    with serve_in_thread(database=database) as running:
        assert api_class(running).ok("projects.get", id=project["id"]) == project


def test_the_port_is_free_again(api_class: type[Api]) -> None:
    with serve_in_thread() as running:
        port = int(running.url.split(":")[2].split("/")[0])
    with serve_in_thread(port=port) as running:
        api_class(running).ok("projects.list")


@pytest.mark.parametrize(("host", "shown"), [("0.0.0.0", "127.0.0.1"), ("127.0.0.1", "127.0.0.1")])
def test_the_url_is_one_that_clients_can_call(api_class: type[Api], host: str, shown: str) -> None:
    settings = Settings(host=host, port=0, database="sqlite://", api_key=SecretStr("k"))
    with serve_in_thread(settings=settings) as running:
        assert running.url.startswith(f"http://{shown}:")
        api_class(running).ok("projects.list")


def test_two_servers_in_memory_know_nothing_of_each_other(api_class: type[Api]) -> None:
    with serve_in_thread() as one, serve_in_thread(api_key="chosen") as other:
        api_class(one).ok("projects.create", {"name": "x"})
        assert other.api_key == "chosen"
        assert api_class(other).ok("projects.list")["total"] == 0


def test_a_taken_port_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match=r"[Aa]ddress"):
        serve_in_thread(port=taken.getsockname()[1]).__enter__()


def test_a_server_that_cannot_start_says_so(tmp_path: Path) -> None:
    folder = str(tmp_path / "no" / "such" / "folder.db")
    with pytest.raises(StartError, match="does not exist; make it first") as caught, serve_in_thread(database=folder):
        pass
    assert isinstance(caught.value.__cause__, FileNotFoundError)
    with pytest.raises(StartError, match="openai"), serve_in_thread(provider_fallback="openai"):
        pass


def test_the_first_start_makes_a_key_and_later_ones_keep_it(api_class: type[Api], tmp_path: Path) -> None:
    settings = Settings(database=str(tmp_path / "keys.db"), port=0)
    with serve_in_thread(settings=settings) as running:
        key = running.api_key
        assert key.startswith("hl_")
        assert key.encode() not in (tmp_path / "keys.db").read_bytes()
    with serve_in_thread(settings=settings) as running:
        assert running.api_key is None
        api_class(running).ok("projects.list", headers={"X-API-KEY": key})


def test_authentication_can_be_switched_off() -> None:
    with serve_in_thread(settings=Settings(database="sqlite://", port=0, authentication=False)) as running:
        assert urllib3.request("GET", f"{running.url}/projects", retries=False).status == 200


def test_environments_are_made_at_the_start(api_class: type[Api]) -> None:
    settings = Settings(
        database="sqlite://", port=0, environments="live, staging", api_key=SecretStr("k"), provider_fallback="mock"
    )
    with serve_in_thread(settings=settings) as running:
        api = api_class(running)
        api.ok("model_configs.register", {"project": "p", "model": "m", "prompt_template": "x"})
        (entry,) = api.ok("completions.create_deployed", {"project": "p"})["data"]
        assert api.ok("logs.get", id=entry["id"])["environment"] == "live"
        api.fail(404, "completions.create_deployed", {"project": "p", "environment": "staging"})


@pytest.mark.parametrize(
    "fields",
    [
        {"environments": ""},
        {"environments": "a,a"},
        {"port": 70000},
        {"colour": "red"},
        {"readers": 0},
        {"api_key": SecretStr("")},
        {"api_key": SecretStr("schlüssel")},
        {"api_key": SecretStr("two words")},
    ],
)
def test_settings_that_make_no_sense(fields: Any) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Settings(**fields)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUMANLOOP_SERVER_PORT", "1234")
    monkeypatch.setenv("HUMANLOOP_SERVER_ENVIRONMENTS", "a,b")
    assert (Settings().port, Settings().environments) == (1234, ("a", "b"))
    assert "secret" not in repr(Settings(api_key=SecretStr("secret")))


@pytest.mark.parametrize("header", [None, "", " ", "wrong", "Bearer wrong", "é"])
def test_keys_refuse(header: str | None) -> None:
    with pytest.raises(AuthenticationError):
        Keys([Key(digest_of("right"), Caller("right"))]).check(header)


@pytest.mark.parametrize("header", ["right", " right ", "Bearer right"])
def test_keys_accept(header: str | None) -> None:
    known = [Key(digest_of(name), Caller(name)) for name in ("other", "right")]
    assert Keys(known).check(header).name == "right"


def test_a_crash_is_a_json_500_with_the_id_of_the_request(
    api_class: type[Api], caplog: pytest.LogCaptureFixture
) -> None:
    with serve_in_thread() as running:
        service_of(running.app).store.writer.close()
        reply = api_class(running).call("sessions.create", headers={"X-Request-Id": "crash-1"})
    assert reply.status == 500
    assert (reply.detail["type"], reply.headers["x-request-id"]) == ("unknown_error", "crash-1")
    assert "crash-1" in reply.detail["message"]
    assert "crash-1" in caplog.text


def test_an_application_opens_nothing_before_it_starts(tmp_path: Path) -> None:
    create_app(Settings(database=str(tmp_path / "none.db")))
    assert list(tmp_path.iterdir()) == []


def command(*arguments: list[str]) -> list[str]:
    return [sys.executable, "-c", "from humanloop.server.cli import main; main()", *arguments]


def test_the_command_greets_serves_and_stops(tmp_path: Path) -> None:
    arguments = command("serve", "--database", str(tmp_path / "x.db"), "--port", "0")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment) as process:
        said = {}
        for line in process.stdout:
            words = line.split()
            if words[:1] == ["URL"] or words[:2] == ["API", "key"]:
                said[words[0]] = words[-1]
            if "Ctrl-C" in line:
                break
        reply = urllib3.request("GET", f"{said['URL']}/projects", headers={"X-API-KEY": said["API"]}, retries=False)
        assert reply.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (["serve", "--port", "70000"], 2, "--port or HUMANLOOP_SERVER_PORT: Input should be less than"),
        (["serve", "--provider-fallback", "x", "--port", "0"], 1, "did not start"),
        (
            ["serve", "--database", "/no/such/folder/x.db", "--port", "0"],
            1,
            "the folder /no/such/folder of the database does not exist; make it first",
        ),
        (["serve", "--host", "nowhere.invalid"], 1, "Cannot listen on nowhere.invalid:8000: "),
        (["serve", "--database", "nothing://x", "--port", "0"], 1, "nothing"),
    ],
)
def test_the_command_explains_itself(arguments: list[str], code: int, text: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command(*arguments), capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == code
    assert text in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Run the command until it ends by itself; answers its exit code and what it wrote on both outputs."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        code = left.value.code
        assert isinstance(code, int)
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (["serve", "--port", "x"], 2, "--port or HUMANLOOP_SERVER_PORT: Input should be a valid integer"),
        (["serve", "--api-key", " "], 2, "not empty"),
        (["serve", "--data", "x.db"], 2, "unrecognized arguments: --data"),
        (["serve", "now"], 2, "unrecognized arguments: now"),
        ([], 2, "COMMAND"),
        (["serve", "--help"], 0, "--database"),
        (["--help"], 0, "serve"),
    ],
)
def test_the_command_explains_what_it_takes(arguments: list[str], code: int, text: str, said: Said) -> None:
    status, output, errors = said(*arguments)
    assert status == code
    assert text in output + errors


def test_an_address_that_is_taken_is_said_in_a_line() -> None:
    with serve_in_thread() as running:
        port = running.url.split(":")[2].split("/")[0]
        done = subprocess.run(
            command("serve", "--database", "sqlite://", "--port", port), capture_output=True, text=True, check=False
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Cannot listen on 127.0.0.1:{port}: Address already in use; --port takes another one, 0 any that is free.\n"
    )


def test_the_help_of_the_command_is_complete(said: Said) -> None:
    _, output, _ = said("serve", "--help")
    for name, field in Settings.model_fields.items():
        assert f"--{name.replace('_', '-')} " in output or f"HUMANLOOP_SERVER_{name.upper()}\n" in output
        assert field.description
    assert "`" not in output
    assert max(map(len, output.splitlines())) <= 100


@pytest.mark.parametrize(
    ("variable", "value", "text"),
    [
        ("SNIPPETS", "{", "snippets"),
        ("PLACES", "none", "HUMANLOOP_SERVER_PLACES: Input should be a valid integer"),
        ("ACTIVE_EVALUATORS", "[1]", "HUMANLOOP_SERVER_ACTIVE_EVALUATORS: Input should be a valid dictionary"),
        ("PORT", "none", "--port or HUMANLOOP_SERVER_PORT: Input should be a valid integer"),
    ],
)
def test_a_wrong_environment_variable_is_named(
    variable: str, value: str, text: str, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    monkeypatch.setenv(f"HUMANLOOP_SERVER_{variable}", value)
    code, output, errors = said("serve")
    assert (code, output) == (2, "")
    assert text in errors


def test_what_only_pages_need_is_loaded_with_the_first_page() -> None:
    names = ("jinja2", "humanloop.server.web.pages")
    code = f"import sys, humanloop.server.running; print([name for name in {names} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
