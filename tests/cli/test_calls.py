"""Calls from the command line: what is sent, what is printed, and how the process ends."""

from __future__ import annotations

import json
import os
import pty
import select
import shlex
import subprocess
import threading
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.cli.arguments import arguments_of, from_text
from humanloop.cli.methods import methods, tags
from tests.apis.spec import ROOT
from tests.cli.conftest import COMMAND
from tests.http_server import HTTPServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from humanloop.testing import Server
    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

MESSAGES = '[{"role": "user", "content": "hello there"}]'
CONFIG = '{"model": "gpt-4"}'


def test_create_list_and_delete(humanloop: Run) -> None:
    created = humanloop("projects", "create", "--name", "demo")
    assert created.returncode == 0, created.stderr
    project = json.loads(created.stdout)
    assert project["name"] == "demo"

    table = humanloop("projects", "list", "--table").stdout
    assert table.splitlines()[0].split()[:2] == ["id", "name"]
    assert project["id"] in table
    assert json.loads(humanloop("projects", "list").stdout)["total"] == 1

    deleted = humanloop("projects", "delete", "--id", project["id"])
    assert (deleted.returncode, deleted.stdout) == (0, "null\n")
    assert humanloop("projects", "list", "--table").stdout == "Nothing.\n"


def test_json_as_text_in_a_file_and_from_standard_input(humanloop: Run, tmp_path: Path) -> None:
    file = tmp_path / "messages.json"
    file.write_text(MESSAGES, encoding="utf-8")
    for given, stdin in ((MESSAGES, ""), (f"@{file}", ""), ("-", MESSAGES)):
        result = humanloop("chats", "create", "--messages", given, "--model-config", CONFIG, stdin=stdin)
        assert json.loads(result.stdout)["data"][0]["output"] == "hello there", result.stderr


def test_texts_from_standard_input(humanloop: Run, running: Server) -> None:
    logged = humanloop(
        "logs", "log", "--project", "piped", "--output", "-", "--inputs", "{}", stdin="a text\nof two lines\n"
    )
    assert logged.returncode == 0, logged.stderr
    body = json.loads(logged.stdout)
    assert running.client().logs.get(body["id"]).output == "a text\nof two lines\n"
    arguments = {each.name: each for each in arguments_of(methods("feedback")["feedback"].function)}
    assert arguments["value"].convert(["7"]) == 7


@pytest.mark.parametrize(
    "options",
    [
        ("chats", "create", "--model-config", "-", "--messages", "-"),
        ("logs", "log", "--project", "p", "--output", "-", "--inputs", "-"),
        ("model-configs", "register", "--model", "m", "--stop", "-", "--stop", "-"),
    ],
)
def test_standard_input_is_read_once(humanloop: Run, options: tuple[str, ...]) -> None:
    left = humanloop(*options, stdin="{}")
    assert (left.returncode, left.stdout) == (2, "")
    assert "standard input can be read once" in left.stderr
    assert left.stderr.count("\n") == 1


@pytest.mark.parametrize("option", [("--inputs", "-"), ("--output", "-")])
def test_standard_input_that_is_closed(
    humanloop: Run, option: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("io.StringIO", lambda _: None)
    left = humanloop("logs", "log", "--project", "p", *option)
    assert (left.returncode, left.stderr) == (2, f"Error: {option[0]} cannot be read: standard input is closed\n")


def test_nothing_stands_beside_a_body(humanloop: Run, running: Server) -> None:
    left = humanloop("logs", "log", "--body", '[{"output": "o", "project": "p"}]', "--project", "p")
    said = "--project cannot stand beside --body, which is all that is sent: write it into that."
    assert (left.returncode, left.stdout, left.stderr) == (2, "", f"Error: {said}\n")
    client = running.client()
    project = client.projects.create(name="beside").id
    dataset = client.datasets.create(project_id=project, name="d", description="").id
    made = humanloop("datasets", "create-datapoint", "--dataset-id", dataset, "--body", '[{"inputs": {}}]')
    assert made.returncode == 0, made.stderr


def test_an_answer_that_is_nested_too_deep(humanloop: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    deep: Any = []
    for _ in range(3000):
        deep = [deep]
    monkeypatch.setattr("humanloop.core.response.ApiResponse.body", deep)
    left = humanloop("projects", "list")
    assert (left.returncode, left.stderr) == (1, "Error: The answer is nested too deep to be printed.\n")


@pytest.mark.parametrize(
    ("body", "form", "shown"),
    [
        ({"id": "cut \ud83d"}, "--table", "cut \ufffd"),
        ([{"id": "cut \ud83d"}], "--table", "cut \ufffd"),
        ("cut \ud83d", "--table", "cut \ufffd\n"),
        ({"id": "cut \ud83d"}, "--json", '"id": "cut \\ud83d"'),
    ],
)
def test_half_of_a_surrogate_pair(body: Any, form: str, shown: str, running: Server, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    patched = "from humanloop.core.response import ApiResponse as A\nfrom humanloop.cli.command import main"
    program.write_text(f"{patched}\nA.body = {body!a}\nmain()\n")
    ended = subprocess.run(
        [COMMAND[0], program, "feedback", "feedback", "--body", "[]", form],
        env={**os.environ, **running.environment, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert shown in ended.stdout.decode()


def test_standard_error_that_is_closed(running: Server) -> None:
    command = f"{shlex.join([*COMMAND, 'logs', 'log', '--project', 'p', '--inputs', '{'])} 2>&-"
    environment = {**os.environ, **running.environment}
    ended = subprocess.run(command, shell=True, env=environment, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, b"")


@pytest.mark.parametrize(
    ("flag", "options"),
    [
        ("--messages", ("chats", "create", "--model-config", "{}", "--messages", "[]", "--messages", "[]")),
        ("--output", ("logs", "log", "--output", "a", "--project", "p", "--output=b")),
        ("--project", ("logs", "log", "--output", "a", "--project", "p", "--project", "q")),
        ("--timeout", ("projects", "list", "--timeout", "1", "--timeout", "2")),
        ("--directory", ("spool", "status", "--directory", "a", "--directory", "b")),
    ],
)
def test_an_option_with_one_value_is_given_once(humanloop: Run, flag: str, options: tuple[str, ...]) -> None:
    left = humanloop(*options)
    assert (left.returncode, left.stderr) == (2, f"Error: {flag} is given twice, and takes one value.\n")


def test_all_pages(humanloop: Run, running: Server) -> None:
    client = running.client()
    for number in range(3):
        client.projects.create(name=f"page {number}")
    listed = humanloop("projects", "list", "--filter", "page", "--size", "1", "--all")
    page = json.loads(listed.stdout)
    assert sorted(project["name"] for project in page["records"]) == ["page 0", "page 1", "page 2"]
    # The shape is that of one page, down to the names of the fields.
    whole = json.loads(humanloop("projects", "list", "--filter", "page", "--size", "3").stdout)
    assert page == whole
    assert "page 0" in humanloop("projects", "list", "--filter", "page", "--size", "1", "--all", "--table").stdout
    client.log(project="listed logs", output="x", config={"type": "model", "model": "m", "endpoint": "complete"})
    logs = [
        json.loads(humanloop("logs", "list", "--project", "listed logs", *more).stdout) for more in ((), ("--all",))
    ]
    assert logs[0]["records"] == logs[1]["records"]
    assert "1 of 3" in humanloop("projects", "list", "--filter", "page", "--size", "1", "--table").stdout


def test_lists_flags_numbers_and_null(humanloop: Run, running: Server) -> None:
    client = running.client()
    client.log(project="values", output="x", inputs={"a": 1})
    project = client.projects.list(filter="values").records[0]
    log = client.logs.list(project_id=project.id).records[0]
    once = humanloop("logs", "delete", "--id", log.id, "--id", "data_missing")
    assert once.returncode in (0, 1), once.stderr
    sent = humanloop("logs", "log", "--project", "values", "--output", "5", "--inputs", '{"a": 1}', "--no-save")
    assert sent.returncode == 0, sent.stderr


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (["a"], "a"),
        (["a", "b"], ["a", "b"]),
        (["a", "@@b", "1"], ["a", "@b", "1"]),
        (['["a", "b"]'], ["a", "b"]),
    ],
)
def test_one_text_or_several(humanloop: Run, given: list[str], sent: Any) -> None:
    options = [part for value in given for part in ("--stop", value)]
    made = humanloop("model-configs", "register", "--project", "texts", "--model", "m", *options)
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["config"]["stop"] == sent


def test_every_value_that_may_be_a_list_of_texts_takes_its_option_several_times() -> None:
    several = [
        f"{tag}.{name}.{argument.name}"
        for tag in tags()
        for name, method in methods(tag).items()
        for argument in arguments_of(method.function)
        if "List[str]" in str(method.function.__annotations__[argument.name])
        and argument.convert is not from_text
        and not argument.is_list
    ]
    assert several == []


def test_feedback_has_several_labels_a_number_or_a_text(humanloop: Run, running: Server) -> None:
    client = running.client()
    types = [{"type": "tags", "class": "multi_select", "values": []}]
    project = client.projects.create(name="labels", feedback_types=types)
    log = client.log(project=project.name, output="x")
    options = ("--type", "tags", "--data-id", log.id, "--value", "one", "--value", "two")
    made = humanloop("feedback", "feedback", *options)
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["value"] == ["one", "two"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["projects", "get", "--id", "pr_none"], 1, "404 Not Found on GET /v4/projects/pr_none"),
        (["projects", "list", "--api-key", "wrong"], 1, "401 Unauthorized"),
        (["projects", "list", "--host", "http://127.0.0.1:9/v4", "--max-retries", "0"], 1, "Connection refused"),
        (["projects", "list", "--timeout", "0.000001"], 1, "Error: no connection to "),
        (["projects", "list", "--host", "nowhere"], 2, "must start with http"),
        (["logs", "get"], 2, "Missing option '--id'"),
        (["projects", "list", "--size", "x"], 2, "--size"),
        (["projects", "lst"], 2, "No such command 'lst'"),
        (["projects", "list", "--nope"], 2, "No such option"),
        (["chats", "create", "--messages", "{", "--model-config", "{}"], 2, "--messages is not JSON (Expecting"),
        (
            ["chats", "create", "--messages", "@no/file", "--model-config", "{}"],
            2,
            "read: No such file or directory: no/file",
        ),
        (
            ["chats", "create", "--messages", "[]", "--model-config", '{"model": "m", "temperature": "x"}'],
            2,
            "was not sent: --model-config.temperature: ",
        ),
        (["projects", "list", "--size", "0"], 1, ": --size: it must lie between 1 and 1000"),
        (["feedback", "feedback", "--type", "rating", "--value", "good"], 1, ": --data-id: field required"),
    ],
)
def test_exit_codes(humanloop: Run, arguments: list[str], code: int, said: str) -> None:
    result = humanloop(*arguments)
    assert (result.returncode, result.stdout) == (code, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_no_key(humanloop: Run) -> None:
    result = humanloop("projects", "list", HUMANLOOP_API_KEY="")
    where = "the server prints one when it first starts, and its operator gives you others"
    said = f"Error: There is no API key: set HUMANLOOP_API_KEY, or give --api-key; {where}.\n"
    assert (result.returncode, result.stderr) == (2, said)


def test_a_file_is_printed_as_it_is(humanloop: Run) -> None:
    body = '{"model": "gpt-4", "chat_template": [{"role": "system", "content": "Be brief"}]}'
    prompt = humanloop("model-configs", "serialize", "--body", body).stdout
    assert prompt.startswith("---\nmodel: gpt-4\n")
    assert json.loads(humanloop("model-configs", "serialize", "--body", body, "--json").stdout) == prompt


def test_a_stream_for_programs(humanloop: Run) -> None:
    result = humanloop("chats", "create", "--messages", MESSAGES, "--model-config", CONFIG, "--stream")
    pieces = [json.loads(line) for line in result.stdout.splitlines()]
    assert "".join(piece["output"] for piece in pieces) == "hello there"
    plain = humanloop("chats", "create", "--messages", MESSAGES, "--model-config", CONFIG, "--stream", "--table")
    assert plain.stdout == "hello there\n"


def test_a_stream_of_several_samples_is_printed_one_after_the_other(humanloop: Run) -> None:
    command = ("chats", "create", "--messages", MESSAGES, "--model-config", CONFIG, "--num-samples", "2", "--stream")
    assert humanloop(*command, "--table").stdout == "hello there\n\n[1] hello there (2)\n"


def test_a_stream_of_calls_names_the_tools(humanloop: Run) -> None:
    other = {"mock_output": "", "mock_tool_calls": [{"name": "lookup", "arguments": {"n": 1}}]}
    tool = {"name": "lookup", "description": "Look.", "parameters": {"type": "object"}}
    config = json.dumps({"model": "gpt-4", "tools": [tool], "other": other})
    shown = humanloop("chats", "create", "--messages", MESSAGES, "--model-config", config, "--stream", "--table")
    assert shown.stdout.strip() == 'lookup({"n": 1})'


class Terminal:
    """The command in a terminal."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._end, inside = pty.openpty()
        variables = {**os.environ, "COLUMNS": "100", "TERM": "xterm", **environment}
        self.process = subprocess.Popen(
            [*COMMAND, *arguments], stdin=inside, stdout=inside, stderr=inside, env=variables
        )
        os.close(inside)

    def read(self, until: str | None = None) -> str:
        """What is shown until some text is there, or the end."""
        shown = b""
        while until is None or until.encode() not in shown:
            ready, _, _ = select.select([self._end], [], [], 20)
            assert ready, f"no more output after {shown!r}"
            try:
                piece = os.read(self._end, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        return shown.decode()

    def close(self) -> int:
        self.process.wait(20)
        os.close(self._end)
        return self.process.returncode


@pytest.fixture
def held() -> Iterator[tuple[str, threading.Event]]:
    """A server whose streams wait in the middle; what it says has an escape sequence in it."""
    proceed = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self._send("first \x1b]0;title\x07")
            proceed.wait(20)
            self._send("second")

        def _send(self, output: str) -> None:
            self.wfile.write(b"data: " + json.dumps({"data": [{"output": output, "index": 0}]}).encode() + b"\n\n")
            self.wfile.flush()

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}/v4", proceed
        proceed.set()
        http.shutdown()
        thread.join()


def test_a_stream_in_a_terminal_is_printed_as_it_arrives(held: tuple[str, threading.Event]) -> None:
    host, proceed = held
    terminal = Terminal(
        *("chats", "create", "--messages", MESSAGES, "--model-config", CONFIG, "--stream"),
        HUMANLOOP_HOST=host,
        HUMANLOOP_API_KEY="key",
    )
    shown = terminal.read("first")
    assert "second" not in shown
    proceed.set()
    shown += terminal.read()
    assert shown.endswith("second\r\n")
    assert "\x1b" not in shown
    assert terminal.close() == 0


def test_tables_in_a_terminal(running: Server) -> None:
    client = running.client()
    client.log(project="tables", output="\x1b[31mred\x1b[0m and a [link=x]text[/link]", inputs={"question": "why"})
    project = client.projects.list(filter="tables").records[0]
    terminal = Terminal("logs", "list", "--project-id", project.id, **running.environment, NO_COLOR="1", COLUMNS="140")
    shown = terminal.read()
    assert terminal.close() == 0
    assert "red\N{REPLACEMENT CHARACTER}[0m and a [link=x]" in shown
    assert "\x1b[31m" not in shown
    one = Terminal("logs", "get", "--id", client.logs.list(project_id=project.id).records[0].id, **running.environment)
    assert "inputs.question" in one.read()
    assert one.close() == 0


ESCAPE = "\x1b[2J"
CONTROL = "\x9b2J"
"""The same in one character, which some terminals know."""


@pytest.mark.parametrize("escape", [ESCAPE, CONTROL])
@pytest.mark.parametrize(
    "given",
    [
        {"inputs": {"{}key": "value"}},
        {"inputs": {"inner": {"{}key": "{}value"}}},
        {"inputs": {"many": [{"{}key": 1}]}},
        {"metadata": {"{}key": "{}value"}},
        {"output": "{}", "source": "{}"},
        {"error": "{}"},
        {"config": {"type": "model", "model": "{}", "name": "{}", "other": {"{}key": 1}}},
    ],
)
def test_no_escape_sequence_reaches_the_terminal(running: Server, given: dict[str, Any], escape: str) -> None:
    written = json.loads(json.dumps(given).replace("{}", json.dumps(escape)[1:-1]))
    log = running.client().log(project="escapes", **{"output": "x", **written})
    for command in (("get", "--id", log.id), ("list", "--project-id", log.project_id)):
        for form in ("--table", "--json"):
            terminal = Terminal("logs", *command, form, **running.environment, NO_COLOR="1", COLUMNS="400")
            shown = terminal.read()
            assert terminal.close() == 0
            assert escape not in shown
            assert "\x1b[2J" not in shown


@pytest.fixture
def rude() -> Iterator[str]:
    """An API whose errors, names of fields and totals hold an escape sequence."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_list = self.path.startswith("/v4/projects?") or self.path == "/v4/projects"
            page = {"records": [{"id": "pr_1", ESCAPE: ESCAPE}], "total": ESCAPE, "size": 1, "page": 1}
            self._answer(200, page) if is_list else self._answer(400, {"detail": f"model {ESCAPE} said {CONTROL}"})

        def _answer(self, status: int, body: Any) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}/v4"
        http.shutdown()
        thread.join()


@pytest.mark.parametrize("command", [("projects", "get", "--id", "pr_1"), ("projects", "list")])
def test_no_escape_sequence_of_another_server_reaches_the_terminal(rude: str, command: tuple[str, ...]) -> None:
    terminal = Terminal(*command, HUMANLOOP_HOST=rude, HUMANLOOP_API_KEY="key", NO_COLOR="1", COLUMNS="400")
    shown = terminal.read()
    assert terminal.close() == (0 if "list" in command else 1)
    assert "\N{REPLACEMENT CHARACTER}[2J" in shown
    assert ESCAPE not in shown
    assert CONTROL not in shown


def test_a_warning_is_one_line_without_code(running: Server) -> None:
    body = json.dumps({"project": "warned", "output": "x", f"{ESCAPE}outputs": 1})
    terminal = Terminal("logs", "log", "--body", body, **running.environment)
    shown = terminal.read()
    assert terminal.close() == 0
    (line,) = [line for line in shown.splitlines() if "Warning" in line]
    assert "POST /logs have keys that this version does not know: \N{REPLACEMENT CHARACTER}[2Jout" in line
    assert ESCAPE not in shown
    assert ".py" not in shown


def test_a_walk_in_a_terminal_says_how_far_it_is(running: Server) -> None:
    client = running.client()
    for number in range(3):
        client.projects.create(name=f"walked {number}")
    options = ("projects", "list", "--filter", "walked", "--size", "2", "--all", "--json")
    terminal = Terminal(*options, **running.environment)
    shown = terminal.read()
    assert terminal.close() == 0
    assert "GET /projects: 3 records in " in shown
    assert "walked 2" in shown
    elsewhere = subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, check=True, env={**os.environ, **running.environment}
    )
    assert elsewhere.stderr == ""


def test_a_file_of_text(humanloop: Run, running: Server, tmp_path: Path) -> None:
    code = "def judge(log):\n    return 'é' in log['output']\n"
    (tmp_path / "ev.py").write_text(code, encoding="utf-8")
    made = humanloop(
        *("evaluators", "create", "--name", "@@é", "--description", "", "--type", "python"),
        *("--arguments-type", "target_free", "--return-type", "boolean", "--code", f"@{tmp_path}/ev.py"),
    )
    evaluator = json.loads(made.stdout)
    assert (evaluator["code"], evaluator["name"]) == (code, "@é")
    (tmp_path / "g.prompt").write_text(
        '---\nmodel: "gpt-4"\nprovider: "openai"\nendpoint: "complete"\n---\nHi {{name}}', "utf-8"
    )
    read = humanloop("model-configs", "deserialize", "--config", f"@{tmp_path}/g.prompt")
    assert json.loads(read.stdout)["prompt_template"] == "Hi {{name}}", read.stderr
    (tmp_path / "ids.json").write_text('["data_x"]', "utf-8")
    assert humanloop("logs", "delete", "--id", f"@{tmp_path}/ids.json").returncode == 0
    missing = humanloop("projects", "create", "--name", "@nobody")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "--name cannot be read: No such file or directory: nobody; @@ begins a text with one @" in missing.stderr


def test_a_project_by_its_name(humanloop: Run, running: Server) -> None:
    client = running.client()
    for name in ("orders-staging", "orders"):
        client.log(project=name, output=f"of {name}")
    for name in ("orders-staging", "orders"):
        (log,) = json.loads(humanloop("logs", "list", "--project", name).stdout)["records"]
        assert log["output"] == f"of {name}"
    unknown = humanloop("logs", "list", "--project", "order")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "There is no project 'order'" in unknown.stderr
    assert json.loads(humanloop("projects", "get", "--name", "orders").stdout)["name"] == "orders"
    both = humanloop("logs", "list", "--project", "orders", "--project-id", "pr_1")
    assert (both.returncode, both.stderr) == (2, "Error: Give --project-id or --project, not both.\n")
    none = humanloop("sessions", "list")
    assert (none.returncode, none.stderr) == (2, "Error: Missing option --project-id, or --project with the name.\n")


@pytest.mark.parametrize(
    ("output", "arguments", "said"),
    [
        (">/dev/full", ["projects", "list"], "No space left on device"),
        (">/dev/full", ["projects", "list", "--table"], "No space left on device"),
        (">/dev/full", ["--help"], "No space left on device"),
        (">/dev/full", ["--version"], "No space left on device"),
        (">&-", ["projects", "list"], "it is closed"),
        ("| true", ["projects", "list"], "Broken pipe"),
    ],
)
def test_output_that_cannot_be_written(running: Server, output: str, arguments: list[str], said: str) -> None:
    running.client().log(project="full", output="x" * 200_000)
    line = f"{shlex.join([*COMMAND, *arguments])} {output}; exit ${{PIPESTATUS[0]}}"
    left = subprocess.run(
        ["bash", "-c", line], env={**os.environ, **running.environment}, capture_output=True, check=False
    )
    if "|" in output and not left.stderr:
        # It was faster than who did not read.
        return
    assert (left.returncode, left.stdout) == (1, b"")
    assert left.stderr.decode() == f"Error: The output cannot be written: {said}\n"


def test_output_in_another_encoding(running: Server) -> None:
    running.client().projects.create(name="Bücher")
    environment = {**os.environ, **running.environment, "PYTHONIOENCODING": "ascii"}

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*COMMAND, *arguments], env=environment, capture_output=True, check=False)

    # JSON has escapes, which mean the same.
    assert json.loads(run("projects", "list", "--filter", "ü").stdout)["records"][0]["name"] == "Bücher"
    table = run("projects", "list", "--filter", "ü", "--table")
    assert (table.returncode, table.stderr.count(b"\n")) == (1, 1)
    assert (
        table.stderr
        == b"Error: The output cannot be written: its encoding, ascii, has no '\\xfc': set PYTHONIOENCODING=utf-8\n"
    )
