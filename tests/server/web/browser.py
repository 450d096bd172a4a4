"""A real browser: the Chromium of the system, driven from here."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.server.web.world import World

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
"""Where it is, if it is there."""
AXE = Path(__file__).parents[3] / "build/axe/node_modules/axe-core/axe.min.js"
"""What finds barriers in pages, once `make build/axe.stamp` has put it there."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""Rules that pages keep: WCAG 2.2 AA."""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start it, and end it."""
    with sync_playwright() as driver:
        # Its sandbox needs rights that containers do not have; it only sees pages of ours.
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            yield browser
        finally:
            browser.close()


def paths_of(world: World) -> dict[str, str]:
    """The pages with something on them: name → address."""
    project = f"/app/projects/{world.project}"
    return {
        "sign-in": "/app/sign-in",
        "not-found": "/app/logs/nothing",
        "projects": "/app",
        "project-new": "/app/projects/new",
        "sessions": f"{project}/sessions",
        "session": f"/app/sessions/{world.session}?log={world.tools}",
        "prompts": f"{project}/prompts",
        "prompt": f"{project}/prompts/{world.second}",
        "prompts-compare": f"{project}/prompts/compare?a={world.second}&b={world.first}",
        "overview": f"{project}/overview",
        "playground": f"/app/playground?log={world.log}&config={world.second}",
        "playground-rows": f"/app/playground?config={world.first}&dataset={world.dataset}",
        "review": f"/app/review?project={world.project}",
        "experiments": f"{project}/experiments",
        "evaluators": f"{project}/evaluators",
        "evaluator-new": f"{project}/evaluators/new",
        "project-settings": f"{project}/settings",
        "project-delete": f"{project}/settings/delete",
        "settings": "/app/settings",
        "keys": "/app/settings/keys",
        "datasets": f"{project}/datasets",
        "datasets-add": f"{project}/datasets/add?log={world.log}",
        "dataset": f"/app/datasets/{world.dataset}",
        "dataset-row": f"/app/datasets/{world.dataset}/row",
        "evaluations": f"{project}/evaluations",
        "evaluation-new": f"{project}/evaluations/new",
        "evaluation": f"/app/evaluations/{world.runs[0]}",
        "evaluations-compare": f"/app/evaluations/compare?run={world.runs[0]}&run={world.runs[1]}",
        "logs": f"{project}/logs",
        "logs-filtered": f"{project}/logs?q=lamp&error=no&columns=inputs&columns=output&columns=user",
        "logs-beside": f"{project}/logs?selected={world.tools}",
        "log": f"/app/logs/{world.log}",
        "log-tools": f"/app/logs/{world.tools}",
        "log-failed": f"/app/logs/{world.failed}",
        "log-hostile": f"/app/logs/{world.hostile}",
    }
