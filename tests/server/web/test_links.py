"""Answers of the API name their page, and notebooks show it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from humanloop.server import Settings
from humanloop.server.app import create_app
from humanloop.server.web.page_links import page_of

if TYPE_CHECKING:
    from humanloop import Humanloop
    from tests.server.web.conftest import Reader
    from tests.server.web.world import World


@pytest.mark.parametrize(
    ("answer", "page"),
    [
        ({"id": "data_1", "project_id": "pr_1"}, "/logs/data_1"),
        ({"id": "pr_1"}, "/projects/pr_1"),
        ({"id": "evts_a/b"}, "/datasets/evts_a%2Fb"),
        ({"id": "evfn_1", "project_id": "pr_1"}, None),
        ({"project_id": "pr_1", "config": {"id": "config_1"}}, "/projects/pr_1/prompts/config_1"),
        ({"project_id": "pr_1", "data": [{"id": "data_1"}]}, "/logs/data_1"),
        ({"project_id": "pr_1", "data": [{"id": "data_1"}, {"id": "data_2"}]}, None),
        ({"data": [{}]}, None),
        ([{"id": "data_1"}], None),
        (None, None),
    ],
)
def test_single_things_have_pages(answer: Any, page: str | None) -> None:
    assert page_of(answer) == page


def test_notebooks_lead_to_the_page_of_what_was_answered(reader: Reader, client: Humanloop, world: World) -> None:
    answers = [
        client.projects.get(id=world.project),
        client.logs.get(id=world.log),
        client.sessions.get(id=world.session),
        client.datasets.get(id=world.dataset),
        client.evaluations.get(id=world.runs[0]),
        client.log(project="linked", output="…"),
        client.model_configs.register(project="linked", provider="mock", model="m"),
        client.chat(project="linked", messages=[], model_config={"provider": "mock", "model": "m"}),
    ]
    for answer in answers:
        link = re.search(r'<a href="(http://[^"]+)"[^>]*>Open its page</a>', answer._repr_html_())
        assert link is not None, answer
        page = reader.ask("GET", link.group(1))
        assert page.status == 200 or page.headers["location"].endswith("/logs"), answer
    assert "<a " not in client.projects.list(page=1)._repr_html_()


@pytest.mark.parametrize(
    ("web", "link"), [(True, '</below/app/projects/{}>; rel="alternate"; type="text/html"'), (False, None)]
)
def test_links_stand_below_the_prefix_and_only_where_there_are_pages(web: bool, link: str | None) -> None:
    settings = Settings(database="sqlite://", api_key=SecretStr("k" * 20), web=web)
    with TestClient(
        create_app(settings), "http://127.0.0.1", root_path="/below", headers={"X-API-KEY": "k" * 20}
    ) as http:
        answer = http.post("/below/v4/projects", json={"name": "support"})
    assert answer.headers.get("link") == (None if link is None else link.format(answer.json()["id"]))
