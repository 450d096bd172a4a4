"""TLS: a right certificate is accepted, a wrong one never, and nothing is sent before that is known."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from humanloop.core.errors import ApiConnectionError, ApiException, ApiStreamingException, ClientConfigurationError
from tests.faults.client import Caller, assert_copies, assert_no_secret, caught, exposure
from tests.faults.proxy import Proxy
from tests.faults.server import AGAIN, GOOD, ON_CONNECT, Server, answer, close, event, events, refused, reset, send

if TYPE_CHECKING:
    from pathlib import Path


class Certificates:
    """An authority, and certificates of it and of nobody."""

    def __init__(self, folder: Path) -> None:
        self.authority = trustme.CA()
        self.file = str(folder / "ca.pem")
        self.authority.cert_pem.write_to_path(self.file)
        self.other = trustme.CA()
        past = datetime(2020, 1, 1, tzinfo=UTC)
        self.contexts = {
            "right": _context(self.authority.issue_cert("localhost", "127.0.0.1")),
            "wrong name": _context(self.authority.issue_cert("example.org")),
            "expired": _context(
                self.authority.issue_cert("localhost", not_before=past, not_after=past.replace(year=2021))
            ),
            "unknown authority": _context(self.other.issue_cert("localhost")),
            "self-signed": _context(self.other.issue_cert("localhost")),
        }
        old = _context(self.authority.issue_cert("localhost"))
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.maximum_version = ssl.TLSVersion.TLSv1_1
        self.contexts["old protocol"] = old
        mutual = _context(self.authority.issue_cert("localhost"))
        mutual.verify_mode = ssl.CERT_REQUIRED
        self.authority.configure_trust(mutual)
        self.contexts["client certificate"] = mutual
        self.client = str(folder / "client.pem")
        self.authority.issue_cert("client@example.org").private_key_and_cert_chain_pem.write_to_path(self.client)


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    with pytest.warns(DeprecationWarning, match="TLSVersion"):
        return Certificates(tmp_path_factory.mktemp("certificates"))


def tls(caller: Caller, certificates: Certificates, **settings: Any) -> Caller:
    for name, value in {"ssl_ca_cert": certificates.file, **settings}.items():
        setattr(caller.client.configuration, name, value)
    return caller


async def test_right(certificates: Certificates, style: str) -> None:
    with Server([*GOOD[:1], events(event("one")), *GOOD], tls=certificates.contexts["right"]) as server:
        async with tls(Caller(style, server.url, max_retries=0), certificates) as caller:
            assert (await caller.call()).id == "log_1"
            assert await caller.words() == ["one"]
            assert (await caller.call("POST")).id == "log_1"
    assert server.connections == 1


BAD = [
    ("wrong name", "not valid for 'localhost'"),
    ("expired", "certificate has expired"),
    ("unknown authority", "certificate verify failed"),
    ("self-signed", "certificate verify failed"),
    ("old protocol", "TLS with"),
]


@pytest.mark.parametrize(("name", "says"), BAD)
async def test_bad_certificates(name: str, says: str, certificates: Certificates, style: str) -> None:
    with Server(tls=certificates.contexts[name]) as server:
        async with tls(Caller(style, server.url, max_retries=3), certificates) as caller:
            for method in ("GET", "POST"):
                error, _ = await caught(caller.call(method))
                assert type(error) is ApiConnectionError, repr(error)
                assert says in str(error)
                assert (error.status, error.sent, error.permanent, error.attempts) == (0, False, True, 1)
                assert isinstance(error, ApiException)
                assert_no_secret(exposure(error))
                assert_copies(error)
            error, _ = await caught(caller.words())
            assert type(error) is ApiStreamingException
    assert (len(server.requests), server.connections) == (0, 3)


async def test_untrusted_by_default(certificates: Certificates, style: str) -> None:
    with Server(tls=certificates.contexts["right"]) as server:
        async with Caller(style, server.url) as caller:
            error, _ = await caught(caller.call())
    assert "certificate verify failed" in str(error)


@pytest.mark.parametrize("name", ["wrong name", "expired", "unknown authority"])
async def test_checks_can_be_turned_off(name: str, certificates: Certificates, style: str) -> None:
    with Server(tls=certificates.contexts[name]) as server:
        async with tls(Caller(style, server.url), certificates, verify_ssl=False) as caller:
            assert (await caller.call()).id == "log_1"


async def test_assert_hostname(certificates: Certificates, style: str) -> None:
    """Any name (False), another name, and a name that the certificate does not have."""
    with Server(tls=certificates.contexts["wrong name"]) as server:
        for name, works in ((False, True), ("example.org", True), ("example.com", False), (None, False)):
            async with tls(Caller(style, server.url, max_retries=0), certificates, assert_hostname=name) as caller:
                if works:
                    assert (await caller.call()).id == "log_1"
                else:
                    error, _ = await caught(caller.call())
                    assert "not valid for" in str(error), name
    with Server(tls=certificates.contexts["unknown authority"]) as server:
        async with tls(Caller(style, server.url), certificates, assert_hostname=False) as caller:
            error, _ = await caught(caller.call())
            assert "certificate verify failed" in str(error)


async def test_client_certificate(certificates: Certificates, style: str) -> None:
    with Server(tls=certificates.contexts["client certificate"]) as server:
        async with tls(Caller(style, server.url), certificates, cert_file=certificates.client) as caller:
            assert (await caller.call()).id == "log_1"
        async with tls(Caller(style, server.url, max_retries=0), certificates) as caller:
            error, _ = await caught(caller.call())
            assert isinstance(error, ApiConnectionError)


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
async def test_authority_of_the_environment(
    variable: str, certificates: Certificates, style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, certificates.file)
    with Server(tls=certificates.contexts["right"]) as server:
        async with Caller(style, server.url) as caller:
            assert (await caller.call()).id == "log_1"


@pytest.mark.parametrize("setting", ["ssl_ca_cert", "cert_file"])
async def test_unusable_files(setting: str, certificates: Certificates, style: str, tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.pem"
    garbage.write_text("no certificate")
    for file in (str(garbage), str(tmp_path / "missing.pem")):
        async with tls(Caller(style, "https://localhost:9"), certificates, **{setting: file}) as caller:
            error, _ = await caught(caller.call())
            assert type(error) is ClientConfigurationError
            assert file in str(error)


@pytest.mark.parametrize("how", ["plain http", "closed", "reset", "garbage"])
async def test_no_tls_at_all(how: str, certificates: Certificates, style: str) -> None:
    scripts: dict[str, Any] = {
        "plain http": [ON_CONNECT, [answer(400, b"speak http"), close()]],
        "closed": [ON_CONNECT, close()],
        "reset": [ON_CONNECT, reset()],
        "garbage": [ON_CONNECT, [send(b"\x00" * 100), close()]],
    }
    with Server(scripts[how]) as server:
        url = f"https://localhost:{server.port}"
        async with tls(Caller(style, url, max_retries=0, timeout=1), certificates) as caller:
            error, _ = await caught(caller.call("POST"))
    assert isinstance(error, ApiConnectionError)
    assert error.sent is False
    assert_no_secret(exposure(error))


async def test_http_to_a_tls_server(certificates: Certificates, style: str) -> None:
    with Server(tls=certificates.contexts["right"]) as server:
        async with Caller(style, f"http://localhost:{server.port}", max_retries=0, timeout=1) as caller:
            error, _ = await caught(caller.call())
    assert isinstance(error, ApiConnectionError)


async def test_no_redirect_from_https_to_http(certificates: Certificates, style: str) -> None:
    with Server() as plain, Server(tls=certificates.contexts["right"]) as server:
        for target in (plain.url, f"http://localhost:{server.port}", f"http://127.0.0.1:{plain.port}"):
            server.scripts = ([answer(302, b"", {"Location": f"{target}/logs/log_1"}), AGAIN],)
            async with tls(Caller(style, server.url), certificates) as caller:
                error, _ = await caught(caller.call())
                assert error.status == 302  # type: ignore[attr-defined]
        server.scripts = ([answer(302, b"", {"Location": f"{server.url}/logs/log_2"}), *GOOD],)
        async with tls(Caller(style, server.url), certificates) as caller:
            assert (await caller.call()).id == "log_1"
    assert plain.connections == 0


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize("password", [None, "me:pa:ss/+"])
async def test_proxy(secure: bool, password: str | None, certificates: Certificates, style: str) -> None:
    """Tunnel and forwarding; the password goes to the proxy and nowhere else, the API key to the server."""
    context = certificates.contexts["right"] if secure else None
    with Proxy(password) as proxy, Server(tls=context) as server:
        url = proxy.url.replace("//", "//me:pa%3Ass%2F%2B@") if password else proxy.url
        async with tls(
            Caller(style, server.url), certificates, proxy=url, proxy_headers={"X-For-Proxy": "1"}
        ) as caller:
            assert (await caller.call()).id == "log_1"
            assert (await caller.call("POST")).id == "log_1"
            assert "pa:ss" not in repr(vars(caller.client.api_client))
    assert len(server.requests) == 2
    for request in server.requests:
        assert "proxy-authorization" not in request.headers
        assert request.headers["x-api-key"]
    method, target, headers = proxy.requests[0]
    assert headers["x-for-proxy"] == "1"
    if secure:
        assert (method, target) == ("CONNECT", f"localhost:{server.port}")
        assert "x-api-key" not in headers


@pytest.mark.parametrize("secure", [False, True])
async def test_proxy_that_refuses(secure: bool, certificates: Certificates, style: str) -> None:
    context = certificates.contexts["right"] if secure else None
    with Proxy("me:secret") as proxy, Server(tls=context) as server:
        url = proxy.url.replace("//", "//me:wrong-password@")
        async with tls(Caller(style, server.url, max_retries=0), certificates, proxy=url) as caller:
            error, _ = await caught(caller.call("POST"))
    assert isinstance(error, ApiException)
    assert "407" in str(error)
    assert "wrong-password" not in exposure(error).replace("url = ", "")
    assert server.connections == 0


@pytest.mark.parametrize("secure", [False, True])
async def test_proxy_of_the_environment(
    secure: bool,
    certificates: Certificates,
    style: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = certificates.contexts["right"] if secure else None
    with Proxy() as proxy, Server(tls=context) as server:
        monkeypatch.setenv("https_proxy" if secure else "http_proxy", proxy.url)
        async with tls(Caller(style, server.url), certificates) as caller:
            assert (await caller.call()).id == "log_1"
        assert len(proxy.requests) == 1
        monkeypatch.setenv("no_proxy", "localhost,127.0.0.1")
        async with tls(Caller(style, server.url), certificates) as caller:
            assert (await caller.call()).id == "log_1"
        assert len(proxy.requests) == 1


@pytest.mark.parametrize("url", ["ftp://proxy", "http://", "http://me:secret-word@:99999", "socks5://x"])
async def test_unusable_proxies(url: str, certificates: Certificates, style: str) -> None:
    async with tls(Caller(style, "http://localhost:9"), certificates, proxy=url) as caller:
        error, _ = await caught(caller.call())
    assert type(error) is ClientConfigurationError
    assert "secret-word" not in str(error)


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        (
            {"http_proxy": "socks5://{}@x"},
            "; SOCKS is not supported; this one comes from http_proxy in the environment.",
        ),
        (
            {"ALL_PROXY": "SOCKS5h://{}@x"},
            "; SOCKS is not supported; this one comes from ALL_PROXY in the environment.",
        ),
        (
            {"HTTP_PROXY": "http://x", "http_proxy": "ftp://{}@x"},
            "3128; this one comes from http_proxy in the environment.",
        ),
        ({"http_proxy": "http://{}@pro xy:1"}, "3128; this one comes from http_proxy in the environment."),
        ({"all_proxy": "{}@x y"}, "3128; this one comes from all_proxy in the environment."),
        ({"all_proxy": "{}@\x7fx"}, "3128; this one comes from all_proxy in the environment."),
        ({"all_proxy": "{}@ü..x"}, "3128; this one comes from all_proxy in the environment."),
        ({"http_proxy": " ", "all_proxy": "ftp://{}@x"}, "comes from all_proxy in"),
        ({"http_proxy": " "}, None),
        ({"HTTP_PROXY": "ftp://{}@x", "http_proxy": ""}, None),
        ({"http_proxy": "socks4://{}@x", "all_proxy": "http://x"}, "comes from http_proxy in"),
        ({}, "3128; SOCKS is not supported."),
    ],
)
async def test_an_unusable_proxy_of_the_environment_is_named(
    variables: dict[str, str], says: str | None, style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format("me:secret-word"))
    async with Caller(style, refused(), max_retries=0) as caller:
        if not variables:
            caller.client.configuration.proxy = "socks5://me:secret-word@x"
        error, _ = await caught(caller.call())
    assert type(error) is (ApiConnectionError if says is None else ClientConfigurationError)
    assert (says or "cannot connect to") in str(error)
    assert "secret-word" not in exposure(error)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_proxy_that_is_not_there(
    certificates: Certificates, style: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, of_environment = "http://me:secret-word@127.0.0.1:9", "http://me:secret-word@127.0.0.1:10"
    monkeypatch.setenv(f"{scheme}_proxy", of_environment)
    for proxy, port in ((own, 9), (None, 10)):
        async with tls(Caller(style, f"{scheme}://localhost:11", max_retries=0), certificates, proxy=proxy) as caller:
            error, _ = await caught(caller.call("POST"))
        assert isinstance(error, (ApiConnectionError, ApiStreamingException))
        assert f"cannot connect to localhost:11 through the proxy http://127.0.0.1:{port} (" in str(error)
        assert "secret-word" not in str(error)
        if isinstance(error, ApiConnectionError):
            assert error.sent is False
            assert "is the proxy right" in str(error)
            assert "is the host right" not in str(error)
