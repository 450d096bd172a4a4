"""A package that depends on the one that has the hand-written modules, in place of copies of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import humanloop
from codegen.__main__ import main
from tests.codegen.echo import echo_server
from tests.codegen.packages import ARIZE, KINDS, generated

if TYPE_CHECKING:
    from collections.abc import Iterator

OPTIONS = KINDS["depending"]
SPEC = Path(__file__).parent / "problems.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("depending")


@pytest.fixture(scope="module")
def package(folder: Path) -> Iterator[Any]:
    with generated(ARIZE, "arize_client", folder, *OPTIONS) as package:
        yield package


def test_it_has_what_is_its_own_and_nothing_else(package: Any, folder: Path) -> None:
    names = {path.relative_to(folder / "arize_client").parts[0] for path in (folder / "arize_client").rglob("*.py")}
    assert names == {
        *("__init__.py", "api_client.py", "apis", "configuration.py", "models", "spec", "types", "version.py")
    }
    wanted = (folder / "arize_client" / "requirements.txt").read_text(encoding="utf-8")
    assert "\nhumanloop>=4\n" in wanted
    assert package.NotFoundError is humanloop.NotFoundError


def test_its_public_names_are_those_of_a_package_that_stands_alone(package: Any, tmp_path: Path) -> None:
    with generated(ARIZE, "arize_alone", tmp_path) as alone:
        assert package.__all__ == alone.__all__
    assert all(getattr(package, name) is not None for name in package.__all__)
    assert {*package.__all__} <= {*dir(package)}


def test_its_settings_are_its_own(package: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "API_KEY", "TRACING"):
        monkeypatch.delenv(f"ARIZE_{name}", raising=False)
    monkeypatch.setenv("HUMANLOOP_HOST", "https://humanloop.invalid")
    monkeypatch.setenv("HUMANLOOP_API_KEY", "hl-key")
    configuration = package.Configuration()
    assert (configuration.host, configuration.access_token) == ("https://api.arize.com", None)
    monkeypatch.setenv("ARIZE_HOST", "https://arize.invalid")
    monkeypatch.setenv("ARIZE_API_KEY", "az-key")
    configuration = package.Configuration()
    assert (configuration.host, configuration.access_token) == ("https://arize.invalid", "az-key")
    assert package.ApiClient().configuration.host == "https://arize.invalid"
    assert humanloop.Configuration().host == "https://humanloop.invalid"
    monkeypatch.delenv("ARIZE_API_KEY")
    with pytest.raises(package.ClientConfigurationError, match=r"pass `access_token=…` .* or set ARIZE_API_KEY\."):
        package.ExperimentsApi(package.ApiClient()).experiments_list()


def test_what_it_sends(package: Any) -> None:
    with echo_server() as echo, package.ApiClient(package.Configuration(echo.url, "az-key")) as client:
        echo.answers(200, {"experiments": [], "pagination": {"has_more": False}})
        package.ExperimentsApi(client).experiments_list(limit=1)
        headers = echo.last.headers
    assert headers["Authorization"] == "Bearer az-key"
    assert re.match(r"arize_client-python/\d", headers["User-Agent"])


def test_what_is_said_where_nobody_answers(package: Any) -> None:
    configuration = package.Configuration("http://127.0.0.1:9", "az-key", max_retries=0)
    with package.ApiClient(configuration) as client, pytest.raises(package.ApiConnectionError) as caught:
        package.ExperimentsApi(client).experiments_list()
    assert "is the host right (ARIZE_HOST, or `host`)" in str(caught.value)


def test_names_that_are_missing_get_no_hints_of_another_api(package: Any) -> None:
    with pytest.raises(AttributeError, match=r"^module 'arize_client' has no attribute 'prompts'$"):
        _ = package.prompts


def test_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(SPEC), "--package", "acme.things", *OPTIONS, "--project", str(tmp_path)]
    assert main(arguments) == 0
    assert capsys.readouterr().out == (
        f"`acme.things` with 2 operation(s) is in {tmp_path / 'acme' / 'things'};"
        f" to install it: python -m pip install {tmp_path}\n"
    )
    assert '    "humanloop>=4",\n]' in (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    assert main([*arguments, "--check"]) == 0
    (tmp_path / "acme" / "things" / "version.py").write_text("# by hand\n", encoding="utf-8")
    assert main(arguments) == 1
    assert "not generated, but in a folder of generated files" in capsys.readouterr().err
