"""Before the application: a prefix, proxies, a socket in the file system, HTTPS, and what SIGHUP does."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import pytest
import trustme
import urllib3
from pydantic import SecretStr

from benchmarks.server.processes import ROOT
from humanloop.apis.operations import OPERATIONS
from humanloop.server import Settings, StartError, serve_in_thread
from humanloop.server.domain.keys import digest_of
from humanloop.server.http.marks import operation_id
from humanloop.server.http.prefix import is_below
from humanloop.server.http.proxies import Trusted, address_of, client_of
from tests.apis.spec import document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from humanloop.server import RunningServer
    from tests.server.conftest import Api

KEY = "k" * 20


def serving(**chosen: Any) -> AbstractContextManager[RunningServer]:
    settings = {"database": "sqlite://", "port": 0, "api_key": SecretStr(KEY), "provider_fallback": "mock"} | chosen
    return serve_in_thread(settings=Settings(**settings))


def test_operations_are_called_what_the_description_calls_them() -> None:
    ids = {(each["method"], each["path"]): each["operationId"] for each in _described()}
    assert {key: operation_id(key) for key in OPERATIONS} == {
        key: ids[each.method, each.path] for key, each in OPERATIONS.items()
    }


def _described() -> list[dict[str, Any]]:
    return [
        {**each, "method": method.upper(), "path": path}
        for path, methods in document()["paths"].items()
        for method, each in methods.items()
        if "operationId" in each
    ]


# A prefix.


@pytest.mark.parametrize("is_stripped", [False, True])
def test_everything_is_below_the_prefix(api_class: type[Api], is_stripped: bool) -> None:
    with serving(root_path="tools/humanloop/") as running:
        assert running.url.endswith("/tools/humanloop/v4")
        api = api_class(running)
        root = running.url.removesuffix("/tools/humanloop/v4")
        # What the proxy asks for, where the client asks for `/tools/humanloop` and the rest.
        base = root if is_stripped else f"{root}/tools/humanloop"
        project = urllib3.request("POST", f"{base}/v4/projects", headers={"X-API-KEY": KEY}, json={"name": "a/b"})
        assert project.status == 201
        assert api.ok("projects.get", id=project.json()["id"])["name"] == "a/b"
        described = urllib3.request("GET", f"{base}/v4/openapi.json").json()
        assert described["servers"] == [{"url": "/tools/humanloop/v4"}]
        for accept, target in (("text/html", "/app"), ("*/*", "/docs")):
            at_root = urllib3.request("GET", f"{base}/", headers={"Accept": accept}, redirect=False)
            assert at_root.headers["location"] == f"/tools/humanloop{target}"
        assert urllib3.request("GET", f"{base}/docs").status == 200
        door = urllib3.request("GET", f"{base}/app", redirect=False)
        assert door.headers["location"].startswith("/tools/humanloop/app/sign-in?next=%2Ftools%2Fhumanloop%2Fapp")
        link = running.web_link() or ""
        entered = urllib3.request("GET", link.replace(f"{root}/tools/humanloop", base), redirect=False)
        assert entered.headers["location"] == "/tools/humanloop/app"
        assert "path=/tools/humanloop/app" in entered.headers["set-cookie"].lower()
        cookie = entered.headers["set-cookie"].partition(";")[0]
        page = urllib3.request("GET", f"{base}/app", headers={"Cookie": cookie}).data.decode()
        assert 'href="/tools/humanloop/app' in page
        assert 'href="/app' not in page
        assert 'src="/app' not in page
        traces = urllib3.request("POST", f"{base}/v1/traces", headers={"X-API-KEY": KEY}, json={"resourceSpans": []})
        assert traces.status == 200
        assert urllib3.request("GET", f"{base}/nothing").status == 404


@pytest.mark.parametrize("path", ["/v4", "app/x", "a b", "a//b", "a?b", "ä"])
def test_prefixes_that_cannot_be(path: str) -> None:
    with pytest.raises(ValueError, match="root_path"):
        Settings(root_path=path)


@pytest.mark.parametrize(
    ("path", "below"), [("/a", True), ("/a/b", True), ("/ab", False), ("/", False), ("/b/a", False)]
)
def test_below(path: str, below: bool) -> None:
    assert is_below(path, "/a") is below


# Proxies.


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        (["203.0.113.5"], "203.0.113.5"),
        (["203.0.113.5:4711"], "203.0.113.5"),
        (["[2001:db8::1]:4711"], "2001:db8::1"),
        # Whoever is not one of ours is the client, whatever it says of others.
        (["6.6.6.6, 203.0.113.5, 10.1.2.3"], "203.0.113.5"),
        (["6.6.6.6", "203.0.113.5, 10.1.2.3"], "203.0.113.5"),
        (["10.0.0.1, 10.0.0.2"], "10.0.0.1"),
        (["nonsense, 10.0.0.2"], "10.0.0.2"),
        (["nonsense"], None),
        ([""], None),
        ([], None),
    ],
)
def test_the_client_of_a_request(forwarded: list[str], client: str | None) -> None:
    assert client_of(forwarded, Trusted(["10.0.0.0/8"])) == client


def test_who_is_trusted() -> None:
    trusted = Trusted(["10.0.0.0/8", "::1", "unix"])
    assert all(peer in trusted for peer in ("10.255.0.1", "::1", "::ffff:10.0.0.1", None))
    assert not any(peer in trusted for peer in ("11.0.0.1", "::2", "127.0.0.1", "", "nonsense"))
    assert None not in Trusted(["10.0.0.0/8"])
    assert address_of("1.2.3") is None
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings(trusted_proxies="10.0.0.0/8, proxy.example")


@pytest.mark.parametrize("trusted", ["127.0.0.1", "10.0.0.0/8", ""])
def test_forwarded_headers_count_from_named_proxies_only(trusted: str) -> None:
    forwarded = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "hl.example.org",
        "X-Forwarded-For": "203.0.113.5",
        "X-API-KEY": KEY,
    }
    with serving(trusted_proxies=trusted, allowed_hosts="hl.example.org") as running:
        link = running.web_link() or ""
        entered = urllib3.request("GET", link, headers=forwarded, redirect=False)
        assert ("secure" in entered.headers["set-cookie"].lower()) is (trusted == "127.0.0.1")
        answer = urllib3.request(
            "GET", f"{running.url}/projects", headers={**forwarded, "X-Forwarded-Host": "evil.org"}
        )
        assert answer.status == (421 if trusted == "127.0.0.1" else 200)


# A socket in the file system.


def test_a_unix_socket(tmp_path: Path) -> None:
    path = tmp_path / "hl.sock"
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(path))
    with serving(unix_socket=str(path), trusted_proxies="unix") as running:
        assert path.stat().st_mode & 0o777 == 0o660
        assert running.url == "http://localhost/v4"
        connection = HTTPConnection("localhost")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(path))
        connection.request("GET", "/v4/projects", headers={"X-API-KEY": KEY})
        assert connection.getresponse().status == 200
        connection.close()
        with pytest.raises(OSError, match="another program listens"), serving(unix_socket=str(path)):
            pass
        assert path.exists()
    assert not path.exists()
    path.write_text("a file", encoding="ascii")
    with pytest.raises(OSError, match="no socket"), serving(unix_socket=str(path)):
        pass
    assert path.read_text(encoding="ascii") == "a file"


# HTTPS.


class Certificates:
    def __init__(self, folder: Path) -> None:
        self.authority = trustme.CA()
        self.chain, self.key = folder / "chain.pem", folder / "key.pem"
        self.numbers: list[int] = []
        self.renew()

    def renew(self) -> None:
        leaf = self.authority.issue_cert("localhost", "127.0.0.1")
        self.key.write_bytes(leaf.private_key_pem.bytes())
        self.chain.write_bytes(b"".join(part.bytes() for part in leaf.cert_chain_pems))

    def context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context

    def serial(self, port: int) -> str:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
            self.context().wrap_socket(plain, server_hostname="localhost") as wire,
        ):
            certificate: Any = wire.getpeercert()
            return str(certificate["serialNumber"])


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    return Certificates(tmp_path)


def test_https(certificates: Certificates) -> None:
    with serving(tls_certificate=str(certificates.chain), tls_key=str(certificates.key)) as running:
        assert running.url.startswith("https://127.0.0.1:")
        assert (running.web_link() or "").startswith("https://")
        http = urllib3.PoolManager(ssl_context=certificates.context())
        assert http.request("GET", f"{running.url}/projects", headers={"X-API-KEY": KEY}).status == 200
        old = certificates.context()
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        port = int(running.url.split(":")[2].partition("/")[0])
        with socket.create_connection(("127.0.0.1", port)) as plain, pytest.raises(ssl.SSLError):
            old.wrap_socket(plain, server_hostname="localhost")


def test_certificates_that_cannot_be_used(certificates: Certificates, tmp_path: Path, run: Any) -> None:
    for chosen in ({"tls_certificate": "a.pem"}, {"tls_key": "a.pem"}):
        with pytest.raises(ValueError, match="need each other"):
            Settings(**chosen)
    code, _, err = run("serve", "--tls-key", certificates.key)
    assert (code, err) == (2, "Value error, --tls-certificate and --tls-key need each other\n")
    missing = tmp_path / "missing.pem"
    code, _, err = run("serve", "--database", "sqlite://", "--tls-certificate", missing, "--tls-key", certificates.key)
    assert code == 1
    assert str(missing) in err
    with (
        pytest.raises(StartError, match="cannot be used"),
        serving(tls_certificate=str(certificates.chain), tls_key=str(certificates.chain)),
    ):
        pass


# SIGHUP.


@pytest.fixture
def command(tmp_path: Path, certificates: Certificates) -> Iterator[tuple[subprocess.Popen[str], int]]:
    code = "from humanloop.server.cli import main; main()"
    arguments = ["serve", "--database", str(tmp_path / "x.db"), "--port", "0", "--api-key", KEY]
    arguments += ["--tls-certificate", str(certificates.chain), "--tls-key", str(certificates.key)]
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("HUMANLOOP_")},
    ) as process:
        assert process.stdout is not None
        try:
            url = next(line.split()[1] for line in process.stdout if line.strip().startswith("URL"))
            yield process, int(url.split(":")[2].partition("/")[0])
        finally:
            process.kill()


def test_sighup_reads_certificates_and_keys_again(
    command: tuple[subprocess.Popen[str], int], certificates: Certificates, tmp_path: Path
) -> None:
    import sqlite3
    from contextlib import closing

    process, port = command
    http = urllib3.PoolManager(ssl_context=certificates.context())
    url = f"https://127.0.0.1:{port}/v4/projects"

    def status() -> int:
        return http.request("GET", url, headers={"X-API-KEY": "a-new-key"}, retries=False).status

    assert status() == 401
    before = certificates.serial(port)
    with closing(sqlite3.connect(tmp_path / "x.db")) as database, database:
        statement = (
            "INSERT INTO api_keys (digest, name, role, projects, created_at) "
            "VALUES (?, 'new', 'admin', '[]', '2026-01-01 00:00:00.000000')"
        )
        database.execute(statement, (digest_of("a-new-key"),))
    certificates.renew()
    process.send_signal(signal.SIGHUP)
    end = time.monotonic() + 20
    while certificates.serial(port) == before or status() != 200:
        assert time.monotonic() < end
    # What cannot be read changes nothing, and is said.
    after = certificates.serial(port)
    certificates.key.write_bytes(b"nonsense")
    process.send_signal(signal.SIGHUP)
    assert process.stderr is not None
    assert "cannot be used" in process.stderr.readline()
    assert certificates.serial(port) == after
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
