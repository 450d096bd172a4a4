"""The programs that type checkers read: which calls they hold, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from codegen.__main__ import main
from codegen.parse import parse
from codegen.programs import answers_of, calls_of
from codegen.project import load_project
from codegen.spec import load
from tests.codegen.packages import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from codegen.api import Api

PROJECT = load_project()


@pytest.fixture(scope="module")
def api() -> Api:
    api, problems = parse(load(ROOT / PROJECT.spec))
    assert not problems
    return api


def calls(api: Api, tag: str, method: str) -> list[tuple[str, str]]:
    (found,) = (
        operation for each in api.tags if each.key == tag for operation in each.operations if operation.method == method
    )
    return [("".join(arguments.split()), answer) for arguments, answer in calls_of(found, api.by_name)]


def test_all_arguments_of_the_example_and_no_more_than_is_needed(api: Api) -> None:
    long, short = calls(api, "sessions", "list")
    assert long == ('project_id="pr_GWx6n0lv6xUu3HNRjY8UA",page=1,size=10,', "models.PaginatedDataSessionResponse")
    assert short == ('project_id="pr_GWx6n0lv6xUu3HNRjY8UA",', long[1])


def test_a_call_that_needs_all_its_arguments_stands_there_once(api: Api) -> None:
    assert len(calls(api, "sessions", "get")) == 1


def test_one_item_and_a_list_of_them(api: Api) -> None:
    (one, answer), (several, answers) = calls(api, "logs", "log")
    assert (answer, answers) == ("models.CreateLogResponse", "List[models.CreateLogResponse]")
    assert "project=" in one
    assert several.startswith("body=[{")


def test_what_streams_answer_is_imported_too(api: Api) -> None:
    (operation,) = (
        each for tag in api.tags if tag.key == "chats" for each in tag.operations if each.method == "create"
    )
    assert set(answers_of(operation, api.by_name)) == {"models.ChatResponse", "types.StreamToken"}


def test_only_the_projects_own_api_gets_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main([str(ROOT / PROJECT.spec), "--package", "other", "--runtime", PROJECT.runtime, "--out", str(tmp_path)])
        == 0
    )
    assert not (tmp_path / "tests").exists()
    assert capsys.readouterr().err == ""


def test_check_compares_the_programs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--out", str(tmp_path)]) == 0
    program = tmp_path / PROJECT.programs / "sessions.py"
    program.write_text(program.read_text(encoding="utf-8").replace("SessionResponse", "Session"), encoding="utf-8")
    (program.parent / "old.py").touch()
    assert main(["--out", str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().err.splitlines()[:-1] == [
        f"{PROJECT.programs}/old.py: surplus",
        f"{PROJECT.programs}/sessions.py: different",
    ]
