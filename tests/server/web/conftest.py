"""A server with a world on it, who reads its pages without a browser, and a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
import urllib3

from humanloop import Humanloop
from humanloop.server import serve_in_thread
from tests.server.web.browser import CHROMIUM, open_browser
from tests.server.web.world import World, make_experiment, make_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from humanloop.server import RunningServer

HTTP = urllib3.PoolManager(retries=False)


@dataclass
class Reader:
    """Somebody who reads pages, with a cookie."""

    root: str
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"Accept": "text/html", **({"Cookie": self.cookie} if self.cookie else {}), **self.headers, **headers}
        if isinstance(body, (dict, list)):
            body = urlencode(body, doseq=True)
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        url = path if path.startswith("http") else self.root + path
        return HTTP.request(method, url, body=body, headers=sent, redirect=False)

    def get(self, path: str, status: int = 200, **headers: str) -> str:
        answer = self.ask("GET", path, **headers)
        assert answer.status == status, (path, answer.status, answer.data[-500:])
        return answer.data.decode()

    def enter(self, link: str) -> None:
        answer = self.ask("GET", link)
        assert answer.status == 303, answer.data
        self.cookie = answer.headers["set-cookie"].partition(";")[0]

    def token(self, path: str = "/app/find") -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get(path, 404))
        assert found is not None
        return found.group(1)

    def post(self, path: str, fields: Any, **headers: str) -> Any:
        pairs = [*fields.items()] if isinstance(fields, dict) else list(fields)
        return self.ask("POST", path, [("csrf_token", self.token()), *pairs], **headers)


@pytest.fixture(scope="package")
def served() -> Iterator[RunningServer]:
    with serve_in_thread() as running:
        yield running


@pytest.fixture(scope="package")
def client(served: RunningServer) -> Humanloop:
    return Humanloop(served.api_key, served.url)


@pytest.fixture(scope="package")
def world(client: Humanloop) -> World:
    made = make_world(client)
    make_experiment(client, made)
    return made


@pytest.fixture
def stranger(served: RunningServer) -> Reader:
    return Reader(served.url.removesuffix("/v4"))


@pytest.fixture
def reader(served: RunningServer, stranger: Reader) -> Reader:
    stranger.enter(served.web_link() or "")
    return stranger


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with open_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, served: RunningServer) -> Iterator[Page]:
    """A page of somebody who is signed in; whatever the browser complains about fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=served.url.removesuffix("/v4"))
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: complaints.append(request.url) if _is_elsewhere(request.url) else None)
    opened.goto(served.web_link() or "")
    complaints.clear()
    yield opened
    context.close()
    assert complaints == []


def _is_elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:"))
