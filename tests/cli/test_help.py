"""Help, completion and start of the command line."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from inspect import getdoc
from typing import TYPE_CHECKING

import pytest

from humanloop.apis.operations import OPERATIONS
from humanloop.cli.arguments import arguments_of
from humanloop.cli.docstrings import read
from humanloop.cli.methods import methods, tags
from humanloop.version import __version__
from tests.apis import spec
from tests.cli.conftest import COMMAND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from humanloop.cli.methods import Method
    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

METHODS = {f"{tag}.{name}": method for tag in tags() for name, method in methods(tag).items()}


def test_there_is_a_command_for_every_operation() -> None:
    assert METHODS.keys() == OPERATIONS.keys()


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_every_parameter_is_an_option_with_help(method: Method) -> None:
    tag = spec.TAG_NAMES.get(method.tag, method.tag)
    operation = spec.operations()[f"{tag}.{method.name}"]
    options = {argument.name: argument for argument in arguments_of(method.function)}
    assert options.keys() >= operation.arguments().keys()
    assert len({option.flag for option in options.values()}) == len(options)
    assert {parameter.name for parameter in operation.parameters if parameter.required} <= {
        name for name, option in options.items() if option.required
    }
    doc = read(getdoc(method.function) or "")
    assert doc.arguments.keys() - {"validate", "**options"} == options.keys()
    assert all(doc.arguments.values())
    assert not any("**" in meaning for meaning in doc.arguments.values())
    assert f"{operation.http_method} {operation.path}" in doc.text


def test_help(humanloop: Run) -> None:
    root = humanloop("--help").stdout
    assert all(tag.replace("_", "-") in root for tag in tags())
    assert "serve" in root
    assert humanloop("projects", "--help").stdout.count("\n") > len(methods("projects"))
    text = humanloop("chats", "create", "--help").stdout
    for part in (
        "Generate a chat message with a model config given in the request.",
        "POST /chat",
        "--model-config JSON",
        "[required]",
        "--save / --no-save",
        "--json / --table",
        "Print the answer piece by piece",
    ):
        assert part in text
    assert "`" not in text
    assert "stream=True" not in text


@pytest.mark.parametrize("tag", tags())
def test_help_of_every_command(humanloop: Run, tag: str) -> None:
    for name, method in methods(tag).items():
        shown = humanloop(tag, name, "--help")
        assert shown.returncode == 0
        assert all(argument.flag in shown.stdout for argument in arguments_of(method.function))


def test_version(humanloop: Run) -> None:
    said = humanloop("--version").stdout
    assert said.startswith(f"humanloop {__version__}, API v4, extras: ")
    assert {"async", "cli", "server"} <= {*said.strip().partition("extras: ")[2].split(", ")}


def test_the_start_is_quick() -> None:
    seconds: list[float] = []
    for _ in range(3):
        started = time.monotonic()
        result = subprocess.run([*COMMAND, "--help"], capture_output=True, check=True)
        seconds.append(time.monotonic() - started)
        assert result.stdout
    # Half a second is the aim; a machine that does other things too gets more.
    assert min(seconds) < 1.5


def test_help_loads_neither_server_nor_http() -> None:
    code = (
        "import sys\nfrom humanloop.cli.app import app\n"
        "try:\n    app()(['logs', '--help'], prog_name='humanloop')\nexcept SystemExit:\n    pass\n"
        "print({'urllib3', 'starlette', 'sqlalchemy', 'uvicorn', 'rich'} & sys.modules.keys(), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stderr == "set()\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["proj"], ["projects"]),
        (["se"], ["sessions", "serve"]),
        (["projects", "list-"], ["list-configs", "list-deployed-configs"]),
        (["projects", "list", "--so"], ["--sort-by"]),
        (["projects", "list", "--sort-by", ""], ["created_at", "updated_at", "name"]),
        (["serve", "--po"], ["--port"]),
    ],
)
def test_completion(humanloop: Run, shell: str, typed: list[str], offered: list[str]) -> None:
    line = " ".join(["humanloop", *typed])
    environment = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(typed))},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    result = humanloop(_HUMANLOOP_COMPLETE=f"complete_{shell}", **environment)
    assert all(word in result.stdout for word in offered), result
    assert "evaluators" not in result.stdout


def test_serve_stays(humanloop: Run) -> None:
    text = humanloop("serve", "--help").stdout
    assert "--provider-fallback" in text
    assert humanloop("serve", "--port", "x").returncode == 2


_AS_MODULE = "import runpy; runpy.run_module('humanloop', run_name='__main__', alter_sys=True)"


def test_the_package_is_the_command() -> None:
    said = [
        subprocess.check_output([*command, "logs", "--help"])
        for command in (COMMAND, [sys.executable, "-m", "humanloop"])
    ]
    assert said[0] == said[1]
    assert said[0].startswith(b"Usage: humanloop logs ")


def test_serve_needs_no_more_than_its_own_extra() -> None:
    code = (
        "import sys; sys.modules['typer'] = sys.modules['rich'] = None; sys.argv[1:] = ['serve', '--help']\n"
        "from humanloop.cli.command import main; main()"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--provider-fallback" in result.stdout


def test_the_module_is_the_command_too() -> None:
    for arguments, code in ((["import", "--help"], 0), (["import", "--nonsense"], 2), (["--version"], 0)):
        line = [sys.executable, "-m", "humanloop.cli.command", *arguments]
        result = subprocess.run(line, capture_output=True, text=True, check=False)
        assert result.returncode == code
        assert result.stdout + result.stderr


@pytest.mark.parametrize(("missing", "arguments"), [("typer", ["--help"]), ("uvicorn", ["serve"])])
def test_what_is_missing_is_said_in_a_line(missing: str, arguments: list[str]) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None; sys.argv[1:] = {arguments!r}\n"
        "from humanloop.cli.command import main; main()"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    as_module = code.replace("from humanloop.cli.command import main; main()", _AS_MODULE)
    same = subprocess.run([sys.executable, "-c", as_module], capture_output=True, text=True, check=False)
    assert (same.returncode, same.stdout, same.stderr) == (1, "", result.stderr)
    assert 'pip install "humanloop>=4" ' in result.stderr
    assert f'"{missing}>=' in result.stderr


def shown_commands() -> Iterator[list[str]]:
    """The words of every call of the command that the documentation shows, to the end of the line or a pipe."""
    for page in [spec.ROOT / "README.md", *sorted((spec.ROOT / "docs").glob("guides/*.md"))]:
        for block in re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            # A quote may go over several lines, and a line that ends with a backslash goes on.
            for line in re.findall(r"(?:[^\n'#]|#.*|'[^']*')+", block.replace("\\\n", "")):
                words = shlex.split(line, comments=True)
                for start in (index for index, word in enumerate(words) if word == "humanloop"):
                    if start and words[start - 1].startswith("-") and words[start - 1] != "-m":
                        continue  # the value of an option of another program
                    rest = words[start + 1 :]
                    ends = [index for index, word in enumerate(rest) if word in {"|", ">", "&&"}]
                    yield rest[: min(ends, default=len(rest))]


def test_what_the_documentation_types_is_understood(humanloop: Run) -> None:
    shown = list(shown_commands())
    assert len(shown) >= 15
    for words in shown:
        command = [word for word in words if not word.startswith("--")][: 1 if words[:1] == ["serve"] else 2]
        told = humanloop(*command, "--help")
        assert told.returncode == 0, words
        flags = {word for word in words if word.startswith("--")}
        known = set(re.findall(r"--[a-z][a-z-]*", told.stdout))
        assert flags <= known | {"--help"}, words
