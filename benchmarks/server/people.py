"""Pages for people beside very many logs: `python -m benchmarks.server.people [logs]`.

Server time is that from the request to the last byte on a kept connection, signed in, the median of 20 after two.
"""

from __future__ import annotations

import gzip
import re
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import urllib3
from pydantic import SecretStr

from benchmarks.server import rows
from benchmarks.server.records import record
from humanloop.server import Settings, serve_in_thread

_KEY = "k" * 20
_TIMES = 20
_DAYS = 30


def main(count: int = 1_000_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "people.db"
        settings = Settings(port=0, database=str(database), api_key=SecretStr(_KEY), provider_fallback="mock")
        with serve_in_thread(settings=settings) as server:
            answer = urllib3.request("POST", f"{server.url}/logs", json=record(0), headers={"X-API-KEY": _KEY})
            project_id = answer.json()["project_id"]
        rows.add_logs(database, project_id, count, start=time.time() - _DAYS * 86_400, step=_DAYS * 86_400 / count)
        with serve_in_thread(settings=settings) as server:
            measure(server.url.removesuffix("/v4"), server.web_link() or "", paths_of(project_id, count))


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


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
