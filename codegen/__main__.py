"""`python -m codegen`: make the SDK out of the API's description."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from codegen import render
from codegen.parse import parse
from codegen.spec import SpecError, load

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPEC = "openapi.yaml"
_PACKAGE = "humanloop"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the generator, and answer its exit code."""
    options = _parser().parse_args(arguments)
    try:
        api, problems = parse(load(options.spec))
    except (SpecError, OSError) as error:
        return _fail([str(error)])
    if problems:
        return _fail([*map(str, problems), f"{len(problems)} problem(s): nothing is generated"])
    target = render.Target(options.package, options.runtime, _header(options.spec.name, options.package))
    files = render.render(api, target)
    if not options.check:
        render.write(files, target, options.out)
        return 0
    differences = render.differences(files, target, options.out)
    return _fail([*differences, "run `python -m codegen`"]) if differences else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m codegen", description="Make a Python SDK of an API's description.")
    parser.add_argument("spec", nargs="?", type=Path, default=Path(_SPEC), metavar="SPEC", help="OpenAPI 3.0 document")
    parser.add_argument("--package", default=_PACKAGE, metavar="NAME", help="package to generate (%(default)s)")
    parser.add_argument("--runtime", default=_PACKAGE, help="package of the hand-written modules (%(default)s)")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="folder of the package and `docs`")
    parser.add_argument("--check", action="store_true", help="write nothing; list what would change")
    return parser


def _header(spec: str, package: str) -> str:
    arguments = "" if (spec, package) == (_SPEC, _PACKAGE) else f" {spec} --package {package}"
    return f"# Generated from {spec} by `python -m codegen{arguments}`. Do not edit."


def _fail(lines: Sequence[str]) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return 1


if __name__ == "__main__":
    sys.exit(main())
