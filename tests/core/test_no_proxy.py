"""Which hosts `NO_PROXY` names."""

from __future__ import annotations

import pytest

from humanloop import Configuration
from humanloop.transport.route import is_excepted, proxy_of


@pytest.mark.parametrize(
    ("host", "port", "exceptions", "excepted"),
    [
        ("localhost", 9000, "localhost:9000", True),
        ("localhost", 9001, "localhost:9000", False),
        ("localhost", 9001, "localhost", True),
        ("10.1.2.3", 80, "10.0.0.0/8", True),
        ("11.1.2.3", 80, "10.0.0.0/8", False),
        ("name.example", 80, "10.0.0.0/8", False),
        ("::1", 80, "[::1]", True),
        ("::1", 80, "::1", True),
        ("::1", 8000, "[::1]:8000", True),
        ("::1", 80, "[::1]:8000", False),
        ("fd00::1", 80, "fd00::/8", True),
        ("api.corp.example", 80, "*.corp.example", True),
        ("api.corp.example", 80, ".corp.example", True),
        ("api.corp.example", 80, "corp.example", True),
        ("API.Corp.Example", 80, "corp.EXAMPLE", True),
        ("corp.example", 80, "*.corp.example", True),
        ("notcorp.example", 80, "corp.example", False),
        ("api.corp.example", 80, "other.example, *.corp.example", True),
        ("bücher.example", 80, "bücher.example", True),
        ("bücher.example", 80, "xn--bcher-kva.example", True),
        ("xn--bcher-kva.example", 80, "bücher.example", True),
        ("xn--bcher-kva.example", 8080, "BÜCHER.example:8080", True),
        ("www.bücher.example", 80, "*.BÜCHER.example", True),
        ("bücher.example", 80, "bucher.example", False),
        ("bücher.example", 80, "ü" * 70, False),
        ("bücher.example", 80, "ü..example,bücher.example", True),
        ("ü" * 70, 80, "bücher.example", False),
        ("FD00::1", 80, "[Fd00::1]", True),
        ("anything", 80, "*", True),
        ("anything", 80, "", False),
        ("anything", 80, "/,:,[],*.", False),
    ],
)
def test_hosts_that_no_proxy_is_used_for(host: str, port: int, exceptions: str, excepted: bool) -> None:
    assert is_excepted(host, port, exceptions) is excepted


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "localhost:9000,10.0.0.0/8,BÜCHER.example")
    for host, uses in (
        ("http://localhost:9000", False),
        ("http://localhost:9001", True),
        ("http://10.0.0.9/v4", False),
        ("http://bücher.example/v4", False),
    ):
        assert (proxy_of(Configuration(host, "key")) is not None) is uses
