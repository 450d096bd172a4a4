"""Runs the code of one python evaluator; `worker_process` starts it.

It speaks JSON lines: a setup first, which it answers with what it could not do to keep the code in; then the code, and
the arguments of each call, for what came of it. Each answer carries the token of its question, so that none can be
given before it was asked. What the code prints goes into a file that the server has opened, at once, so that it is
there even if the process has to be killed.

What keeps the code in, from outside in: limits of memory, files and time; an environment of its own; on Linux a root
directory, a network and a user of its own (`root`), files that the kernel lets it open (`files`) and system calls that
it lets it make (`calls`); and `guard`, which says in plain words why something is refused.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from humanloop.server.evaluation.confined.calls import confine_calls
from humanloop.server.evaluation.confined.files import confine_files
from humanloop.server.evaluation.confined.guard import guard
from humanloop.server.evaluation.confined.kernel import end_with_parent, forbid_new_privileges, library_call
from humanloop.server.evaluation.confined.root import enter_own_root

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType

_NAME = "<evaluator>"
_ONLY_AST = 0x400
_MOST_PRINTED = 20_000
_MOST_SHOWN = 200
_MOST_FILES = 64
_MOST_THREADS = 32
_ARENA_MAX = -8
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_DEVICES = ("/dev/null", "/dev/urandom", "/dev/random")
# What names are looked up with, and certificates.
_OF_THE_NETWORK = (
    *("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/host.conf", "/etc/services"),
    *("/etc/protocols", "/etc/ssl", "/etc/pki", "/usr/share/ca-certificates", "/usr/lib/ssl"),
)


class Printed(io.TextIOBase):
    """Takes what is printed, up to a size."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._room = 0

    def begin(self) -> None:
        """Forget what was printed before."""
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        self._room = _MOST_PRINTED

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        kept = text[: self._room]
        if kept:
            self._room -= len(kept)
            os.write(self._descriptor, kept.encode(errors="replace"))
        return len(text)

    def close(self) -> None:
        """Stay open: the next call prints too."""


class Evaluator:
    """The code of an evaluator, and the function that it defines."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._function: Callable[..., Any] | None = None

    def load(self) -> None:
        """Run the code once, which defines the function."""
        module, name = compiled(self._code)
        names: dict[str, Any] = {"__name__": "evaluator", "__builtins__": __builtins__}
        exec(module, names)  # noqa: S102 - this is what the process is for
        self._function = names[name]

    def call(self, arguments: Sequence[Any]) -> Any:
        """Call the function."""
        if self._function is None:
            raise RuntimeError("the code was not loaded")
        return self._function(*arguments)


def compiled(code: str) -> tuple[CodeType, str]:
    """Compile an evaluator; answers its code and the name of the function to call: the last one it defines.

    Raises:
        ValueError: It defines none.
    """
    tree: Any = compile(code, _NAME, "exec", _ONLY_AST)
    names = [node.name for node in tree.body if type(node).__name__ == "FunctionDef"]
    if not names:
        raise ValueError("the code defines no function")
    return compile(code, _NAME, "exec", dont_inherit=True), names[-1]


def name_in(code: str) -> str:
    """Compile an evaluator and answer which function would be called."""
    return compiled(code)[1]


def attempt(token: str, seconds: float, printed: Printed, job: Callable[[], Any]) -> bytes:
    """Do something that the evaluator's code takes part in.

    If it takes much too long, this process ends, even when nobody is left to stop it.

    Returns:
        Its `value`, how one is `shown` that JSON has no form for, or what it `raised`, as a line of JSON.
    """
    printed.begin()
    sys.stdout = sys.stderr = printed
    signal.setitimer(signal.ITIMER_REAL, seconds * 2 + 1)
    try:
        value = job()
        try:
            return to_line({"token": token, "value": value})
        except TypeError:
            return to_line({"token": token, "shown": repr(value)[:_MOST_SHOWN]})
    except BaseException as error:  # noqa: BLE001 - `sys.exit()` in an evaluator must not end the process
        return to_line({"token": token, "raised": described(error)})
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def to_line(answer: dict[str, Any]) -> bytes:
    """Write a line of JSON.

    Raises:
        ValueError: It holds what JSON or UTF-8 has no form for.
    """
    return json.dumps(answer, allow_nan=False, ensure_ascii=False).encode() + b"\n"


def described(error: BaseException) -> dict[str, Any]:
    """Describe an error: its type, its text, and the line of the evaluator from which it came."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _NAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    try:
        text = str(error).encode(errors="replace").decode()
    except Exception:  # noqa: BLE001 - the text of an exception is code of the evaluator too
        text = ""
    return {"type": type(error).__name__, "text": text, "line": line}


def work() -> None:
    """Answer lines until no more come."""
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "wb")
    printed = Printed(os.dup(2))
    # What C code writes must not come between the answers.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)

    def answer(line: bytes) -> None:
        answers.write(line)
        answers.flush()

    setup = json.loads(requests.readline())
    limit(setup)
    answer(to_line({"token": setup["token"], "missing": leave(setup)}))
    evaluator: Evaluator | None = None
    for line in requests:
        request = json.loads(line)
        code: str = request.get("code", "")
        job: Callable[[], Any]
        if request.get("check_only"):
            job = partial(name_in, code)
        elif "arguments" in request and evaluator is not None:
            job = partial(evaluator.call, request["arguments"])
        else:
            evaluator = Evaluator(code)
            job = evaluator.load
        answer(attempt(request["token"], setup["seconds"], printed, job))
    # The server is gone, without having stopped this process: then nobody else cleans up.
    import shutil  # noqa: PLC0415 - only here, and it takes a while

    shutil.rmtree(os.getcwd(), ignore_errors=True)  # noqa: PTH109 - as above


def limit(setup: dict[str, Any]) -> None:
    """Set limits that the code cannot lift. Not every system has all of them."""
    wanted = {
        "RLIMIT_AS": setup["memory"],
        "RLIMIT_FSIZE": setup["file_size"],
        "RLIMIT_NOFILE": _MOST_FILES,
        "RLIMIT_CORE": 0,
    }
    for name, most in wanted.items():
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (AttributeError, OSError, ValueError):
            continue
    with suppress(OSError):
        # Else each thread reserves 64 MB of the addresses that are limited, and a handful would be all.
        library_call("mallopt", _ARENA_MAX, 1)


def leave(setup: dict[str, Any]) -> dict[str, str]:
    """Go where there is little to find, and close what leads away from there.

    Returns:
        What the system did not do, and what it said: `root`, `files` and `calls`.
    """
    network: bool = setup["network"]
    own = os.getcwd()  # noqa: PTH109 - pathlib is slow to load
    packages: list[str] = setup["packages"]
    sys.path.extend(packages)
    library = os.path.dirname(os.path.realpath(os.__file__))  # noqa: PTH120 - as above
    readable = [library, *packages, "/usr/share/zoneinfo", "/etc/localtime", *_DEVICES]
    missing: dict[str, str] = {}
    if setup["sandbox"]:
        missing = confine(setup, readable, own, network=network)
    elif not network:
        with suppress(OSError):
            library_call("unshare", _NEW_USER | _NEW_NETWORK)
    guard(readable, own, network=network)
    return missing


def confine(setup: dict[str, Any], readable: Sequence[str], own: str, *, network: bool) -> dict[str, str]:
    """Let the kernel refuse what an evaluator has no need of."""
    missing: dict[str, str] = {}
    shared: list[str] = setup["shared"]
    # A path may lead through links, which are not there any more where nothing else is.
    places = [*readable, *sys.path, *shared, *(_OF_THE_NETWORK if network else ())]
    there = [*dict.fromkeys(path for place in places for path in (place, os.path.realpath(place)))]
    there = outermost([path for path in there if os.path.isabs(path) and os.path.exists(path)])  # noqa: PTH110, PTH117
    try:
        enter_own_root(
            there, own, network=network, size=setup["folder_size"], entries=setup["entries"], threads=_MOST_THREADS
        )
    except OSError as error:
        missing["root"] = str(error)
    end_with_parent(signal.SIGKILL)
    if os.getppid() != setup["parent"]:
        sys.exit()
    forbid_new_privileges()
    can_truncate = False
    try:
        can_truncate = confine_files(there, _DEVICES, own, network=network)
    except OSError as error:
        missing["files"] = str(error)
    try:
        confine_calls(network=network, is_alone="root" not in missing, can_truncate=can_truncate)
    except OSError as error:
        missing["calls"] = str(error)
    return missing


def outermost(paths: Sequence[str]) -> list[str]:
    """Leave out what lies in another one of these directories."""
    directories = tuple(f"{path}/" for path in paths)
    return [path for path in paths if not path.startswith(directories)]
