"""Pages for people beside very many logs: `python -m benchmarks.server.people [logs]`.

Server time is that from the request to the last byte on a kept connection, signed in, the median of 20 after two.
Largest Contentful Paint is that of a fresh browser, 1,280 by 800, the median of three; where axe-core is (`make
build/axe.stamp`), it looks at each page in light and dark.
"""

from __future__ import annotations

import gzip
import re
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Literal

import jinja2
import markupsafe
import urllib3
from pydantic import SecretStr

from benchmarks.server import rows
from benchmarks.server.records import record
from humanloop.server import Settings, serve_in_thread, web
from tests.server.web.browser import AXE, CHROMIUM, RULES, open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, StorageState

_KEY = "k" * 20
_TIMES = 20
_DAYS = 30
_PAINTS = 3
_LARGEST_PAINT = """new Promise((resolve) => new PerformanceObserver(
    (list) => resolve(list.getEntries().at(-1).startTime)
).observe({type: "largest-contentful-paint", buffered: true}))"""


def main(count: int = 1_000_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "people.db"
        settings = Settings(port=0, database=str(database), api_key=SecretStr(_KEY), provider_fallback="mock")
        with serve_in_thread(settings=settings) as server:
            answer = urllib3.request("POST", f"{server.url}/logs", json=record(0), headers={"X-API-KEY": _KEY})
            project_id = answer.json()["project_id"]
        rows.add_logs(database, project_id, count, start=time.time() - _DAYS * 86_400, step=_DAYS * 86_400 / count)
        with serve_in_thread(settings=settings) as server:
            root, paths = server.url.removesuffix("/v4"), paths_of(project_id, count)
            measure(root, server.web_link() or "", paths)
            if CHROMIUM is not None:
                look(root, server.web_link() or "", paths)
    print(f"{'installed':40} {_installed() / 1e6:6.2f} MB")


def paths_of(project_id: str, count: int) -> dict[str, str]:
    project = f"/app/projects/{project_id}"
    return {
        "logs": f"{project}/logs",
        "logs, a rare word": f"{project}/logs?q=answer+{count // 2}.",
        "logs, of 24 hours": f"{project}/logs?span=24h",
        "logs, without error": f"{project}/logs?error=no",
        "log": f"/app/logs/data_{count // 2:021}",
        "projects": "/app",
        "overview, month": f"{project}/overview?over=month",
        "overview, day": f"{project}/overview?over=day",
        "sessions": f"{project}/sessions",
        "prompts": f"{project}/prompts",
        "evaluations": f"{project}/evaluations",
        "playground": "/app/playground",
        "review": f"/app/review?project={project_id}",
        "settings": "/app/settings",
        "datasets": f"{project}/datasets",
        "evaluators": f"{project}/evaluators",
        "experiments": f"{project}/experiments",
    }


def measure(root: str, link: str, paths: dict[str, str]) -> None:
    http = urllib3.HTTPConnectionPool(root.removeprefix("http://").partition(":")[0], int(root.rpartition(":")[2]))
    entered = http.request("GET", link.removeprefix(root), redirect=False)
    headers = {"Cookie": entered.headers["set-cookie"].partition(";")[0], "Accept": "text/html"}
    for name, path in paths.items():
        times: list[float] = []
        for _ in range(_TIMES + 2):
            began = time.perf_counter()
            answer = http.request("GET", path, headers=headers, redirect=False)
            times.append(time.perf_counter() - began)
            assert answer.status == 200, (name, answer.status)
        size = len(gzip.compress(answer.data, 6))
        print(f"{name:24} {median(times[2:]) * 1000:7.1f} ms  {size / 1000:6.1f} KB gzip", flush=True)
    page = answer.data.decode()
    for file in re.findall(r'(?:href|src)="(/app/static/[^"]+)"', page):
        data = http.request("GET", file).data
        print(f"{file.rpartition('/')[2]:40} {len(gzip.compress(data, 6)) / 1000:6.1f} KB gzip")


def look(root: str, link: str, paths: dict[str, str]) -> None:
    """Look at pages with a browser: when they are there, and what is wrong with them."""
    with open_browser() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.new_page().goto(link)
        state = context.storage_state()
        complaints: list[str] = []
        for name, path in paths.items():
            paints = [_paint(browser, state, root + path, complaints) for _ in range(_PAINTS)]
            violations = sum(_violations(browser, state, root + path, scheme) for scheme in ("light", "dark"))
            axe = f"{violations} violations" if AXE.exists() else "not looked at: no axe-core"
            print(f"{name:24} {median(paints):7.0f} ms to the largest paint, axe: {axe}", flush=True)
        print(f"console errors and requests to other origins: {len(complaints)}", *complaints[:5])


def _paint(browser: Browser, state: StorageState, url: str, complaints: list[str]) -> float:
    """Measure the Largest Contentful Paint of a page with a cold cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, storage_state=state)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: None if _is_near(request.url) else complaints.append(request.url))
    page.goto(url, wait_until="networkidle")
    paint: float = page.evaluate(_LARGEST_PAINT)
    context.close()
    return paint


def _violations(browser: Browser, state: StorageState, url: str, scheme: Literal["light", "dark"]) -> int:
    if not AXE.exists():
        return 0
    context = browser.new_context(color_scheme=scheme, storage_state=state, bypass_csp=True)
    page = context.new_page()
    page.goto(url)
    page.add_script_tag(path=AXE)
    found: int = page.evaluate(f"axe.run({{runOnly: {RULES}}}).then((found) => found.violations.length)")
    context.close()
    return found


def _is_near(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:"))


def _installed() -> int:
    """Sum the bytes of the pages, and of what only they need."""
    folders = [Path(web.__file__).parent, *(Path(each.__file__ or "").parent for each in (jinja2, markupsafe))]
    return sum(file.stat().st_size for folder in folders for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
