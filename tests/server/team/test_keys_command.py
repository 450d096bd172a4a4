"""`humanloop keys` and `humanloop audit`, beside a running server and without one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.domain.keys import new_api_key
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.server.conftest import Api

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(name="run")
def run_on_database(run: Run, tmp_path: Path) -> Run:
    """Run a command on the test's database; answers its exit code and what it wrote on both outputs."""
    return lambda *arguments: run(*arguments, "--database", tmp_path / "x.db")


def listed(run: Run, *more: str) -> dict[str, Any]:
    code, out, _ = run("keys", "list", "--json", *more)
    assert code == 0
    return {key["name"]: key for key in json.loads(out)}


def served(tmp_path: Path) -> Any:
    return serve_in_thread(settings=Settings(database=str(tmp_path / "x.db"), port=0, provider_fallback="mock"))


def test_a_key_is_shown_once_works_at_once_and_not_after_it_is_revoked(
    run: Run, tmp_path: Path, api_class: type[Api]
) -> None:
    with served(tmp_path) as running:
        api = api_class(running)
        code, out, err = run("keys", "create", "ci", "--role", "read", "--expires", "90d")
        key = out.removesuffix("\n")
        assert code == 0
        assert key.startswith("hl_")
        assert key not in err

        def status() -> int:
            return api.call("projects.list", headers={"X-API-KEY": key}).status

        wait_for(status, lambda found: found == 200, 5)
        wait_for(lambda: listed(run)["ci"]["last_used_at"], lambda moment: moment is not None, 5)
        shown = listed(run)
        assert shown.keys() == {"first", "ci"}
        names = {"name", "role", "projects", "created_at", "last_used_at", "expires_at", "revoked_at", "prefix"}
        assert shown["ci"].keys() == names
        assert (shown["ci"]["role"], shown["ci"]["projects"], shown["ci"]["prefix"]) == ("read", [], key[:6])
        assert key not in json.dumps(shown)
        assert run("keys", "revoke", "ci")[0] == 0
        wait_for(status, lambda found: found == 401, 5)
        said = api.call("projects.list", headers={"X-API-KEY": key}).detail["message"]
        assert said == "The API key 'ci' was revoked."
        assert listed(run).keys() == {"first"}
        assert listed(run, "--all")["ci"]["revoked_at"] is not None


def test_the_first_key_is_made_once_and_stays_revoked(run: Run, tmp_path: Path, api_class: type[Api]) -> None:
    with served(tmp_path) as running:
        key = running.api_key or ""
    assert listed(run)["first"]["role"] == "admin"
    assert run("keys", "revoke", "first")[0] == 0
    with served(tmp_path) as running:
        assert running.api_key is None
        assert api_class(running).call("projects.list", headers={"X-API-KEY": key}).status == 401
    again = Settings(database=str(tmp_path / "x.db"), port=0, api_key=SecretStr(key))
    with serve_in_thread(settings=again) as running:
        assert "was revoked" in api_class(running).call("projects.list").detail["message"]


def test_a_key_of_a_new_database_is_the_first(run: Run, tmp_path: Path, api_class: type[Api]) -> None:
    code, out, _ = run("keys", "create", "mine", "--role", "admin", "--json")
    made = json.loads(out)
    assert (code, made["name"], made["role"]) == (0, "mine", "admin")
    with served(tmp_path) as running:
        assert running.api_key is None
        assert api_class(running).call("projects.list", headers={"X-API-KEY": made["key"]}).status == 200


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("create", "one"), 1),
        (("create", ""), 2),
        (("create", "x" * 81), 2),
        (("create", "two\nlines"), 2),
        (("create", "setting"), 2),
        (("create", "command:root"), 2),
        (("create", "two", "--role", "owner"), 2),
        (("create", "two", "--expires", "soon"), 2),
        (("create", "two", "--expires", "0d"), 2),
        (("create", "two", "--expires", "2020-01-01"), 2),
        (("create", "two", "--expires", "9" * 30 + "w"), 2),
        (("create", "two", "--project", "no such project"), 1),
        (("create", "two", "--project", "p", "--role", "admin"), 2),
        (("revoke", "nobody"), 1),
        (("revoke", "setting"), 1),
        (("forget", "one"), 2),
        ((), 2),
    ],
)
def test_what_makes_no_sense_changes_nothing(run: Run, arguments: tuple[str, ...], code: int) -> None:
    assert run("keys", "create", "one")[0] == 0
    ended, out, err = run("keys", *arguments)
    assert (ended, out) == (code, "")
    assert err
    assert listed(run, "--all").keys() == {"one"}


def test_a_name_is_free_again_once_its_key_is_revoked(run: Run) -> None:
    run("keys", "create", "ci")
    run("keys", "revoke", "ci")
    assert run("keys", "create", "ci")[0] == 0
    assert run("keys", "revoke", "ci")[0] == 0
    assert run("keys", "revoke", "ci")[0] == 1


def test_a_key_that_has_expired_says_so(run: Run, tmp_path: Path, api_class: type[Api]) -> None:
    key = run("keys", "create", "short", "--expires", "1s")[1].strip()
    with served(tmp_path) as running:
        api = api_class(running)
        wait_for(lambda: api.call("projects.list", headers={"X-API-KEY": key}).status, lambda found: found == 401, 5)
        assert "'short' expired at" in api.call("projects.list", headers={"X-API-KEY": key}).detail["message"]
        other = api.call("projects.list", headers={"X-API-KEY": new_api_key()}).detail["message"]
        assert other == "The API key in the header X-API-KEY is not known to this server."
    assert listed(run) == {}
    assert run("keys", "create", "short")[0] == 0


def test_the_audit_list_has_each_key_and_no_secret(run: Run) -> None:
    key = run("keys", "create", "ci", "--role", "log")[1].strip()
    run("keys", "revoke", "ci")
    code, out, _ = run("audit", "--json")
    revoked, created = json.loads(out)
    assert code == 0
    assert key not in out
    assert (revoked["action"], created["action"]) == ("key.revoke", "key.create")
    assert created.keys() == {"at", "who", "action", "subject", "detail"}
    assert created["who"].startswith("command:")
    assert (created["subject"], created["detail"]) == ("ci", {"role": "log", "projects": [], "expires_at": None})
    assert [each["action"] for each in json.loads(run("audit", "--json", "--limit", "1")[1])] == ["key.revoke"]
    assert json.loads(run("audit", "--json", "--since", "2999-01-01")[1]) == []
    assert len(json.loads(run("audit", "--json", "--since", created["at"])[1])) == 2
    assert "key.create  ci" in run("audit")[1]
    assert [run("audit", *wrong)[0] for wrong in (("--since", "once"), ("--limit", "0"), ("--limit", "x"))] == [2] * 3


def test_no_escape_sequence_of_a_name_reaches_the_terminal(run: Run, tmp_path: Path, api_class: type[Api]) -> None:
    with served(tmp_path) as running:
        api = api_class(running)
        api.ok("projects.delete", id=api.ok("projects.create", {"name": "\x9b2Jgone"})["id"])
    code, out, _ = run("audit")
    assert code == 0
    assert "\N{REPLACEMENT CHARACTER}2Jgone" in out


@pytest.mark.parametrize("command", [("keys", "list"), ("audit",)])
def test_looking_makes_no_database(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    code, out, err = run(*command)
    assert (code, out) == (1, "")
    assert "x.db" in err
    assert not (tmp_path / "x.db").exists()


def test_short_keys_of_the_operator_are_doubted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for key, doubts in (("k" * 15, 1), ("k" * 16, 0)):
        caplog.clear()
        with serve_in_thread(settings=Settings(database=str(tmp_path / "x.db"), port=0, api_key=SecretStr(key))):
            assert sum("fewer than 16 characters" in line for line in caplog.messages) == doubts
            assert key not in caplog.text
