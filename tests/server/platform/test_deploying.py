"""The files of `examples/deploy`: what can be run here is run, all others are read."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import trustme
import urllib3
import yaml
from pydantic import SecretStr

from humanloop.apis.operations import OPERATIONS
from humanloop.server import Settings, serve_in_thread
from humanloop.server.generation.providers.interface import Generation, Piece, Sample
from humanloop.server.options import options
from tests.apis.spec import ROOT

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

DEPLOY = ROOT / "examples" / "deploy"
KEY = "k" * 20
HOST = "humanloop.example.org"
GO_ON = threading.Event()


class Slow:
    """Says one word, and the next when it is told to."""

    title = "Slow"

    async def generate(self, prompt: Any) -> Generation:
        raise NotImplementedError

    async def stream(self, prompt: Any) -> AsyncIterator[Piece | Generation]:
        yield Piece(0, "first")
        await asyncio.to_thread(GO_ON.wait, 20)
        yield Piece(0, " and last")
        yield Generation([Sample("first and last")], {}, [{}])


slow = Slow()


@contextmanager
def proxy(name: str, folder: Path, upstreams: list[int]) -> Iterator[tuple[int, ssl.SSLContext]]:
    """Run an example before some servers; answers its port, and what trusts its certificate."""
    program = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if program is None:
        pytest.skip(f"{name} is not installed")
    authority = trustme.CA()
    leaf = authority.issue_cert(HOST)
    (folder / "key.pem").write_bytes(leaf.private_key_pem.bytes())
    (folder / "chain.pem").write_bytes(b"".join(part.bytes() for part in leaf.cert_chain_pems))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    places = {"127.0.0.1:8000": f"127.0.0.1:{upstreams[0]}", "127.0.0.1:8001": f"127.0.0.1:{upstreams[1]}"}
    check, command = COMMANDS[name](program, folder, port, places)
    subprocess.run(check, check=True, capture_output=True, env={"HOME": str(folder)})
    context = urllib3.util.create_urllib3_context()
    authority.configure_trust(context)
    with (
        (folder / "output").open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output, env={"HOME": str(folder)}) as process,
    ):
        try:
            _wait_for(port)
            yield port, context
        finally:
            process.terminate()


def _example(name: str, changes: dict[str, str]) -> str:
    """Read an example, with what fits this machine in the place of what fits another."""
    example = (DEPLOY / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in example
        example = example.replace(old, new)
    return example


def _nginx(program: str, folder: Path, port: int, places: dict[str, str]) -> tuple[list[str], list[str]]:
    changes = {"listen 443 ssl": f"listen 127.0.0.1:{port} ssl", "/etc/nginx/tls/": f"{folder}/"}
    example = _example("nginx.conf", places | changes)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{example}\n}}\n",
        encoding="utf-8",
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    return [*command, "-t"], command


def _caddy(program: str, folder: Path, port: int, places: dict[str, str]) -> tuple[list[str], list[str]]:
    # Here is nobody who would give a certificate.
    site = f"https://{HOST}:{port} {{\n\tbind 127.0.0.1\n\ttls {folder}/chain.pem {folder}/key.pem\n"
    example = _example("Caddyfile", places | {f"\n{HOST} {{\n": f"\n{site}"})
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{example}", encoding="utf-8")
    where = ["--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    return [program, "validate", *where], [program, "run", *where]


COMMANDS = {"nginx": _nginx, "caddy": _caddy}


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        else:
            return


@pytest.mark.parametrize("name", COMMANDS)
def test_a_proxy_before_two_servers(name: str, tmp_path: Path, postgresql_url: str) -> None:
    settings = Settings(
        database=postgresql_url,
        port=0,
        api_key=SecretStr(KEY),
        trusted_proxies="127.0.0.1",
        allowed_hosts=HOST,
        providers={"slow": f"{__name__}:slow"},
    )
    GO_ON.clear()
    with ExitStack() as servers:
        one = servers.enter_context(serve_in_thread(settings=settings))
        with serve_in_thread(settings=settings) as other:
            ports = [urlsplit(each.url).port or 0 for each in (one, other)]
            port, context = servers.enter_context(proxy(name, tmp_path, ports))
            http = urllib3.HTTPSConnectionPool(
                "127.0.0.1", port, ssl_context=context, server_hostname=HOST, assert_hostname=HOST, maxsize=4
            )
            headers = {"X-API-KEY": KEY, "Host": HOST, "Content-Type": "application/json"}

            def ask(method: str, path: str, body: Any = None, **more: Any) -> Any:
                content = None if body is None else json.dumps(body)
                return http.request(method, path, body=content, headers=headers, retries=False, **more)

            for number in range(20):
                assert ask("POST", "/v4/logs", {"project": "p", "output": f"{number}"}).status == 200
            project = ask("GET", "/v4/projects").json()["records"][0]
            assert ask("GET", f"/v4/logs?project_id={project['id']}&size=1").json()["total"] == 20
            assert ask("GET", "/health/ready").status == 200
            # What is meant for this machine does not come through.
            assert ask("GET", "/metrics").status == 404
            # The pages know that they were asked for by HTTPS.
            link = urlsplit(one.web_link() or "")
            entered = ask("GET", f"{link.path}?{link.query}", redirect=False)
            assert entered.status == 303
            assert "secure" in entered.headers["set-cookie"].lower()
            # A stream comes as it is written.
            config = {"model": "m", "provider": "slow", "prompt_template": "x"}
            body = {"project": "p", "model_config": config, "stream": True}
            stream = ask("POST", "/v4" + OPERATIONS["completions.create"].path, body, preload_content=False)
            assert stream.status == 200
            chunks, begun = stream.read_chunked(), b""
            while b"first" not in begun:
                begun += next(chunks)
            assert b"last" not in begun
            GO_ON.set()
            assert b"last" in b"".join(chunks)
            assert ask("POST", "/v4/logs", {"project": "p", "output": "x" * 2_000_000}).status == 200
        # One has gone, as in a rolling restart, and nobody notices who reads.
        assert {ask("GET", "/v4/projects").status for _ in range(20)} == {200}
        posted = [ask("POST", "/v4/logs", {"project": "p", "output": f"{number}"}).status for number in range(20)]
        assert posted[1:] == [200] * 19
        # Caddy cannot send a body again, which the example says.
        assert posted[0] == 200 or (name, posted[0]) == ("caddy", 502)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_the_unit_is_one(tmp_path: Path) -> None:
    unit = tmp_path / "humanloop.service"
    text = (DEPLOY / "humanloop.service").read_text(encoding="utf-8")
    # The program and the user are not on this machine.
    text = text.replace("/opt/humanloop/bin/humanloop", "/bin/true").replace("=humanloop\n", "=root\n", 2)
    unit.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    about_it = [line for line in done.stderr.splitlines() if "humanloop" in line]
    assert about_it == []


def test_all_files_name_settings_and_addresses_that_exist() -> None:
    known = {option.variable for option in options()} | {"HUMANLOOP_API_KEY", "HUMANLOOP_HOSTS"}
    flags = {option.flag for option in options() if option.flag}
    names = sorted(path.name for path in DEPLOY.iterdir())
    assert names == ["Caddyfile", "Dockerfile", "compose.yaml", "humanloop.service", "kubernetes.yaml", "nginx.conf"]
    for path in DEPLOY.iterdir():
        text = path.read_text(encoding="utf-8")
        words = text.replace("=", " ").replace(":", " ").replace('"', " ").replace("{", " ").split()
        used = {word.strip("$,}-?") for word in words if "HUMANLOOP_" in word}
        assert {name for name in used if name.startswith("HUMANLOOP_")} <= known, path.name
        for line in text.splitlines():
            if "humanloop serve" in line or "started with" in line:
                given = {word for word in line.split() if word.startswith("--")}
                assert given <= flags, (path.name, line)


def test_probes_of_kubernetes_and_the_services_of_compose() -> None:
    deployment, service = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8"))
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    paths = {name: container[f"{name}Probe"]["httpGet"]["path"] for name in ("liveness", "readiness", "startup")}
    assert paths == {"liveness": "/health/live", "readiness": "/health/ready", "startup": "/health/live"}
    # Probes wait for longer than the server takes to say that the database hangs.
    assert all(container[f"{name}Probe"]["timeoutSeconds"] > 2 for name in ("liveness", "readiness"))
    assert service["spec"]["selector"] == deployment["spec"]["template"]["metadata"]["labels"]
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert (DEPLOY / compose["services"]["humanloop"]["build"]["context"]).resolve() == ROOT
    assert (ROOT / compose["services"]["humanloop"]["build"]["dockerfile"]).is_file()
