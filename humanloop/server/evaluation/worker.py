"""The process in which the code of one python evaluator runs: a script, which `worker_process` starts.

It speaks JSON lines: a setup first, then the arguments of a call for what came of it. What the code prints goes into a
file that the server has opened, at once, so that it is there even if the process has to be killed. Only a little of the
standard library is imported, so that it starts at once.

What keeps the code in: limits on memory, files and time; an environment and a directory of its own; on Linux a network
namespace without a network, where the kernel lets ordinary users make one; and `worker_guard`, which refuses the usual
ways out. The guard is a fence and no wall: it stops mistakes and curiosity, but code of people whom nobody trusts
belongs on a machine of its own.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType

    from humanloop.server.evaluation.worker_guard import guard
else:
    # A script finds its neighbour only where it looks, and an evaluator has no business there.
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib is slow to load
    from worker_guard import guard

    del sys.path[0]

_NAME = "<evaluator>"
_ONLY_AST = 0x400
_MOST_PRINTED = 20_000
_MOST_FILES = 64
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


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


def attempt(seconds: float, printed: Printed, job: Callable[[], Any]) -> bytes:
    """Do something that the evaluator's code takes part in.

    If it takes much too long, this process ends, even when nobody is left to stop it.

    Returns:
        Its `value` or its `error`, as a line of JSON.
    """
    printed.begin()
    sys.stdout = sys.stderr = printed
    signal.setitimer(signal.ITIMER_REAL, seconds * 2 + 1)
    try:
        return to_line({"value": job()})
    except BaseException as error:  # noqa: BLE001 - `sys.exit()` in an evaluator must not end the process
        return to_line({"error": described(error).encode(errors="replace").decode()})
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def to_line(answer: dict[str, Any]) -> bytes:
    """Write a line of JSON.

    Raises:
        ValueError: It holds what JSON or UTF-8 has no form for.
    """
    return json.dumps(answer, allow_nan=False, ensure_ascii=False).encode() + b"\n"


def described(error: BaseException) -> str:
    """Describe an error: its type, its text, and the line of the evaluator from which it came."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _NAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - the text of an exception is code of the evaluator too
        text = ""
    return f"{type(error).__name__}{f': {text}' if text else ''}{f' (line {line})' if line else ''}"


def main() -> None:
    """Answer lines until no more come."""
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "wb")
    printed = Printed(os.dup(2))
    # What C code writes must not come between the answers.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)

    setup = json.loads(requests.readline())
    seconds: float = setup["seconds"]
    limit(setup)
    if setup["check_only"]:
        answers.write(attempt(seconds, printed, lambda: compiled(setup["code"])[1]))
        answers.flush()
        return
    leave(setup)
    evaluator = Evaluator(setup["code"])
    answers.write(attempt(seconds, printed, evaluator.load))
    answers.flush()
    for line in requests:
        arguments = json.loads(line)
        answers.write(attempt(seconds, printed, lambda: evaluator.call(arguments)))  # noqa: B023 - called at once
        answers.flush()
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


def leave(setup: dict[str, Any]) -> None:
    """Go where there is nothing but modules, an empty directory and, unless it is wanted, no network."""
    if not setup["network"]:
        try:
            # `os.unshare` is newer than the oldest Python that this has to run on.
            import ctypes  # noqa: PLC0415 - only here, and it takes a while

            ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)
        except (AttributeError, ImportError, OSError):
            # Then the guard alone has to do.
            pass
    packages: list[str] = setup["packages"]
    sys.path.extend(packages)
    library = os.path.dirname(os.path.realpath(os.__file__))  # noqa: PTH120 - as above
    files = ["/usr/share/zoneinfo", "/etc/localtime", "/dev/null", "/dev/urandom", "/dev/random"]
    guard([library, *packages, *files], os.getcwd(), network=setup["network"])  # noqa: PTH109 - as above


if __name__ == "__main__":
    main()
