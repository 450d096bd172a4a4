"""Keys on their page: made, shown once, used, and revoked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.server.team.conftest import make_key
from tests.server.web.conftest import Reader

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from humanloop import Humanloop
    from humanloop.server import RunningServer
    from tests.server.web.world import World

PATH = "/app/settings/keys"


def made_by(page: str) -> str:
    found = re.search(r'id="new-key" value="([^"]+)" readonly', page)
    assert found is not None
    return found.group(1)


def test_a_key_is_made_shown_once_and_revoked(reader: Reader, client: Humanloop, world: World) -> None:
    fields = {"name": "nightly", "role": "read", "project": world.project, "expires": "90d", "form_id": "keys 1"}
    key = made_by(reader.post(PATH, fields).data.decode())
    listed = reader.get(PATH)
    assert key not in listed
    assert f"{key[:6]}…" in listed
    row = re.sub(r"<[^>]+>", " ", listed.partition("nightly")[2].partition("</tr>")[0]).split()
    assert row[:2] == ["read", "support"]
    # It works at once, as a key of its role and project.
    keyed = type(client)(key, client.configuration.host)
    assert keyed.projects.get(world.project).name == "support"
    again = reader.post(PATH, fields)
    assert (again.status, key.encode() in again.data) == (409, False)
    # Asked first, and then done.
    assert "Revoke the key nightly?" in reader.get(f"{PATH}/revoke?name=nightly")
    assert reader.post(f"{PATH}/revoke", {"name": "nightly"}).headers["location"] == f"{PATH}?done=revoked"
    assert "nightly" not in reader.get(PATH)
    assert "nightly" in reader.get(f"{PATH}?ended=yes")
    stranger = Reader(reader.root)
    assert stranger.ask("POST", "/app/sign-in", {"api_key": key}).status == 403


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"name": " ", "role": "read"}, 422, "name"),
        ({"name": "x", "role": "king"}, 422, "king"),
        ({"name": "x", "role": "read", "expires": "soon"}, 422, "soon"),
        ({"name": "x", "role": "read", "project": "pr_nothing"}, 404, "pr_nothing"),
        ({"name": "link", "role": "read"}, 422, "somebody else"),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(
    reader: Reader, fields: dict[str, str], status: int, message: str
) -> None:
    answer = reader.post(PATH, fields)
    assert (answer.status, message in answer.data.decode()) == (status, True), answer.data


def test_keys_and_retention_are_for_administrators(served: RunningServer, world: World) -> None:
    made = Reader(served.url.removesuffix("/v4"))
    key = make_key(served, "no administrator", role="write")
    made.cookie = made.ask("POST", "/app/sign-in", {"api_key": key}).headers["set-cookie"].partition(";")[0]
    assert made.ask("GET", PATH).status == 403
    assert made.post(PATH, {"name": "more", "role": "admin"}).status == 403
    settings = f"/app/projects/{world.project}/settings"
    assert "Days that logs are kept" not in made.get(settings)
    assert made.post(f"{settings}/retention", {"days": "1"}).status == 403
    assert made.post(f"{PATH}/revoke", {"name": "no administrator"}).status == 403
    assert "settings/keys" not in made.get("/app/settings")


def test_a_key_is_made_and_revoked_in_a_browser(page: Page) -> None:
    page.goto("/app/settings")
    page.get_by_role("link", name="Keys").click()
    page.get_by_role("textbox", name="Name").last.fill("by hand")
    page.get_by_role("combobox", name="Role").select_option("log")
    page.get_by_role("button", name="Create key").click()
    assert page.get_by_role("textbox", name="New key").input_value().startswith("hl_")
    page.get_by_role("link", name="Revoke by hand").click()
    page.get_by_role("dialog", name="Revoke the key by hand?").get_by_role("button", name="Revoke").click()
    page.get_by_text("Revoked.").wait_for()
    assert page.get_by_role("link", name="Revoke by hand").count() == 0
