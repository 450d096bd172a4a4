"""Who gets in, who may change something, and what browsers are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.web.tokens import is_csrf_token, new_csrf_token
from tests.server.web.conftest import Reader

if TYPE_CHECKING:
    from humanloop.server import RunningServer
    from tests.server.web.world import World

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)


def test_strangers_are_sent_to_the_door_and_come_back(stranger: Reader, served: RunningServer, world: World) -> None:
    path = f"/app/projects/{world.project}/logs?q=a+b"
    sent = stranger.ask("GET", path)
    assert sent.status == 303
    door = sent.headers["location"]
    assert door == f"/app/sign-in?next=%2Fapp%2Fprojects%2F{world.project}%2Flogs%3Fq%3Da%2Bb"
    entered = stranger.ask("POST", door, {"api_key": served.api_key or ""})
    assert (entered.status, entered.headers["location"]) == (303, path)


def test_what_was_typed_is_shown_when_the_session_has_ended(stranger: Reader, world: World) -> None:
    here = f"/app/logs/{world.log}?q=a"
    fields = {"csrf_token": "old", "here": here, "type": "comment", "value": "\n<b>typed</b>\ntext", "unset": ""}
    answer = stranger.ask("POST", f"/app/logs/{world.log}/feedback", fields)
    page = answer.data.decode()
    assert (answer.status, answer.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert ">\n\n&lt;b&gt;typed&lt;/b&gt;\ntext</textarea>" in page
    assert f'href="/app/sign-in?next=%2Fapp%2Flogs%2F{world.log}%3Fq%3Da"' in page
    assert page.count("<textarea") == 2


def test_strangers_are_answered_whatever_they_send(stranger: Reader, world: World) -> None:
    path = f"/app/logs/{world.log}/feedback"
    large = stranger.ask("POST", path, {"value": "x" * 1_000_000, "here": "https://evil.example"})
    assert large.status == 401
    assert "The body has more than" in large.data.decode()
    assert 'href="/app/sign-in?next=%2Fapp"' in large.data.decode()
    assert stranger.ask("POST", path, "{}", **{"Content-Type": "application/json"}).status == 401
    assert stranger.ask("POST", path, {"value": "x"}, Origin="https://evil.example").status == 403
    told = stranger.ask("POST", path, {"value": "x"}, Accept="application/json")
    assert (told.status, told.headers["content-type"]) == (401, "application/json")


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/app//evil.example", "/v4", "/app/../v4"]
)
def test_nobody_is_sent_elsewhere(stranger: Reader, served: RunningServer, target: str) -> None:
    entered = stranger.ask("POST", "/app/sign-in", {"api_key": served.api_key or "", "next": target})
    assert (entered.status, entered.headers["location"]) == (303, "/app")


def test_a_link_is_good_once_and_looking_does_not_use_it(stranger: Reader, served: RunningServer) -> None:
    link = served.web_link() or ""
    assert stranger.ask("HEAD", link).status == 303
    entered = stranger.ask("GET", link)
    assert (entered.status, entered.headers["location"]) == (303, "/app")
    cookie = entered.headers["set-cookie"]
    assert re.fullmatch(r"humanloop_[0-9a-f]{8}=[\w-]{43}; HttpOnly; Max-Age=2592000; Path=/app; SameSite=lax", cookie)
    assert "used already" in stranger.get(link, 403)
    assert "not known" in stranger.get("/app/sign-in?token=nothing", 403)


def test_an_expired_link_says_so() -> None:
    settings = Settings(port=0, database="sqlite://", api_key=SecretStr("k" * 20), web_link_seconds=1e-6)
    with serve_in_thread(settings=settings) as running:
        assert "expired" in Reader(running.url.removesuffix("/v4")).get(running.web_link() or "", 403)


def test_a_wrong_key_is_refused_and_many_have_to_wait() -> None:
    with serve_in_thread() as running:
        stranger = Reader(running.url.removesuffix("/v4"))
        for _ in range(10):
            answer = stranger.ask("POST", "/app/sign-in", {"api_key": "hl_wrong"})
            assert answer.status == 403
            assert b"This key is not known" in answer.data
        assert stranger.ask("POST", "/app/sign-in", {"api_key": running.api_key or ""}).status == 429


def test_whoever_signs_out_is_out(reader: Reader) -> None:
    reader.get("/app/find", 404)
    left = reader.post("/app/sign-out", {})
    assert (left.status, left.headers["location"]) == (303, "/app/sign-in")
    assert reader.ask("GET", "/app/find").status == 303


def test_keys_of_the_api_do_not_open_pages(stranger: Reader, served: RunningServer) -> None:
    assert stranger.ask("GET", "/app/find", **{"X-API-KEY": served.api_key or ""}).status == 303
    assert stranger.ask("POST", "/app/me", {"name": "x"}).status == 401
    assert stranger.ask("GET", "/app/find", **{"Sec-Fetch-Mode": "cors"}).status == 401


@pytest.mark.parametrize(
    ("headers", "has_token"),
    [({"Origin": "https://evil.example"}, True), ({"Sec-Fetch-Site": "cross-site"}, True), ({}, False)],
)
def test_forms_of_others_change_nothing(reader: Reader, world: World, headers: dict[str, str], has_token: bool) -> None:
    fields = {"type": "comment", "value": "forged"} | ({"csrf_token": reader.token()} if has_token else {})
    assert reader.ask("POST", f"/app/logs/{world.log}/feedback", fields, **headers).status == 403
    assert "forged" not in reader.get(f"/app/logs/{world.log}")


def test_a_form_that_is_sent_twice_is_done_once(reader: Reader, client: object, world: World) -> None:
    fields = {"type": "action", "value": "copied", "form_id": "form 1"}
    answers = [reader.post(f"/app/logs/{world.log}/feedback", fields) for _ in range(2)]
    assert [(answer.status, answer.headers["location"]) for answer in answers] == [
        (303, f"/app/logs/{world.log}#feedback")
    ] * 2
    assert reader.get(f"/app/logs/{world.log}").count("action: <bdi>copied") == 1


def test_each_page_tells_browsers_to_run_nothing_of_others(reader: Reader, world: World) -> None:
    for path, status in ((f"/app/logs/{world.log}", 200), ("/app/nothing", 404), ("/app/sign-in", 200)):
        answer = reader.ask("GET", path)
        assert answer.status == status
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert b" style=" not in answer.data


def test_files_are_kept_for_ever_and_need_no_session(stranger: Reader) -> None:
    page = stranger.get("/app/sign-in")
    names = re.findall(r'(?:href|src)="(/app/static/[^"]+)"', page)
    assert [name.rpartition(".")[2] for name in names] == ["svg", "css", "js"]
    for name in names:
        answer = stranger.ask("GET", name)
        assert (answer.status, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert stranger.ask("GET", "/app/static/style.0000.css").status == 404


def test_the_root_leads_people_to_the_pages_and_programs_to_the_description(stranger: Reader) -> None:
    assert stranger.ask("GET", "/").headers["location"] == "/app"
    assert stranger.ask("GET", "/", Accept="*/*").headers["location"] == "/docs"
    assert (stranger.ask("GET", "/app/").status, stranger.ask("GET", "/app/").headers["location"]) == (307, "/app")


def test_a_server_may_have_no_pages_and_may_need_no_key() -> None:
    with serve_in_thread(settings=Settings(port=0, database="sqlite://", web=False)) as running:
        assert running.web_link() is None
        assert Reader(running.url.removesuffix("/v4")).ask("GET", "/").headers["location"] == "/docs"
    with serve_in_thread(settings=Settings(port=0, database="sqlite://", authentication=False)) as running:
        assert running.web_link() == running.url.replace("/v4", "/app")
        reader = Reader(running.url.removesuffix("/v4"))
        assert "Sign out" not in reader.get("/app/find", 404)


def test_tokens_of_forms_are_bound_to_their_session() -> None:
    tokens = {new_csrf_token("a") for _ in range(5)}
    assert len(tokens) == 5
    assert all(is_csrf_token("a", token) for token in tokens)
    assert not any(is_csrf_token("b", token) for token in tokens)
    assert not any(is_csrf_token("a", wrong) for wrong in ("", "x", "é", "AAAA"))


def test_a_failure_is_a_page_with_the_id_of_the_request(
    reader: Reader, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("humanloop.server.web.pages.log.python_call", lambda log: 1 / 0)
    page = reader.get(f"/app/logs/{world.log}", 500, **{"X-Request-Id": "abc-1"})
    assert "The server failed" in page
    assert "abc-1" in page
