"""Requests to Bedrock with credentials of AWS: the peer works the signature out again; and hosts that never accept."""

from __future__ import annotations

import hashlib
import hmac
import re
import socket
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from humanloop.server import serve_in_thread
from humanloop.server.generation.providers import bedrock, exchange
from tests.server.providers.conftest import body_for, settings_for
from tests.server.providers.peer import Request, reply
from tests.server.providers.services import SERVICES, bedrock_whole

if TYPE_CHECKING:
    import pytest

    from tests.server.conftest import Api
    from tests.server.providers.peer import Peer

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/(\d{8})/eu-west-1/bedrock/aws4_request, "
    r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})"
)


def signature(request: Request, scope: str, names: str) -> str:
    """Work out the signature of a request from what has come in, by the published algorithm.

    Args:
        request: The request.
        scope: Day, region, service and the word that ends them.
        names: The signed headers.
    """
    path, _, query = request.path.partition("?")
    headers = "".join(f"{name}:{request.headers[name].strip()}\n" for name in names.split(";"))
    hashed = hashlib.sha256(request.body).hexdigest()
    canonical = "\n".join([request.method, quote(path, safe="/~"), query, headers, names, hashed])
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = "\n".join(["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, digest])
    key = f"AWS4{SECRET}".encode()
    for part in (*scope.split("/"), text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key.hex()


def test_the_published_example_has_its_signature() -> None:
    # "Create a signed AWS API request" in the documentation of AWS's identity service: ListUsers.
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        "host": "iam.amazonaws.com",
        "x-amz-date": "20150830T123600Z",
    }
    request = Request("GET", "/?Action=ListUsers&Version=2010-05-08", headers, b"")
    assert (
        signature(request, "20150830/us-east-1/iam/aws4_request", "content-type;host;x-amz-date")
        == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    )


def test_a_signature_fits_the_request_as_it_arrives(
    provider: Peer, api_class: type[Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_BEARER_TOKEN_BEDROCK", raising=False)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    bedrock._session.cache_clear()
    provider.says(reply(bedrock_whole("hi")))
    config: dict[str, Any] = {"model": "anthropic.claude-v2:0"}
    with serve_in_thread(settings=settings_for(provider)) as running:
        api = api_class(running)
        body = body_for(api, SERVICES["bedrock"], config)
        body.pop("provider_api_keys", None)
        api.ok("chats.create", body)
    bedrock._session.cache_clear()
    request = provider.requests[-1]
    assert SECRET not in str(request.headers)
    found = SIGNED.fullmatch(request.headers["authorization"])
    assert found is not None
    day, names, given = found.groups()
    assert "host" in names.split(";")
    assert given == signature(request, f"{day}/eu-west-1/bedrock/aws4_request", names)


def test_a_host_that_never_accepts(provider: Peer, api_class: type[Api], monkeypatch: pytest.MonkeyPatch) -> None:
    assert exchange._CONNECT_SECONDS == 10
    monkeypatch.setattr(exchange, "_CONNECT_SECONDS", 0.3)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.settimeout(0)
            each.connect_ex(listener.getsockname())
        urls = {"openai": f"http://127.0.0.1:{listener.getsockname()[1]}/v1"}
        with serve_in_thread(settings=settings_for(provider, provider_urls=urls)) as running:
            api = api_class(running)
            begun = time.monotonic()
            detail = api.fail(504, "chats.create", body_for(api, SERVICES["openai"]))
            assert time.monotonic() - begun < 4
        for each in waiting:
            each.close()
    assert "No connection to" in detail["message"]
