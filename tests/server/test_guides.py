"""The guides that need a server which remembers: each is one program, and runs as it stands on a server of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from humanloop.server import Settings, serve_in_thread
from tests.contract.test_documents import GUIDES, PAGES_FOR_A_REAL_SERVER, run_page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("page", PAGES_FOR_A_REAL_SERVER, ids=lambda page: page.stem)
def test_guide(page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = Settings(
        port=0,
        database="sqlite://",
        provider_fallback="mock",
        environments=("production", "staging"),
    )
    with serve_in_thread(settings=settings) as server:
        monkeypatch.setenv("HUMANLOOP_HOST", server.url)
        monkeypatch.setenv("HUMANLOOP_API_KEY", server.api_key or "")
        monkeypatch.setenv("HUMANLOOP_SPOOL", str(tmp_path / "spool"))
        monkeypatch.chdir(tmp_path)
        assert run_page(page) >= 2


def test_the_guide_to_the_server_names_every_setting() -> None:
    page = (GUIDES / "server.md").read_text(encoding="utf-8")
    options = {name.replace("-", "_") for name in re.findall(r"`--([a-z-]+)`", page)}
    assert set(Settings.model_fields) <= options | set(re.findall(r"`([a-z_]+)`", page))
