"""`python -m codegen`: make a client out of the description of an API."""

from __future__ import annotations

import argparse
import keyword
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from codegen.configured import configured
from codegen.files import load_whole
from codegen.forgiving import parse_forgivingly
from codegen.notes import summary_of
from codegen.parse import parse
from codegen.project import load_project
from codegen.render import render
from codegen.settings_file import read_settings
from codegen.spec import SpecError
from codegen.target import Extras, Target, differences, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from codegen.api import Api
    from codegen.facts import Facts
    from codegen.project import Project


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the generator, and answer its exit code."""
    project = load_project()
    options = _parser(project).parse_args(arguments)
    try:
        # The project's own document is held to the letter: what it says must come out.
        is_strict = options.strict or options.spec == Path(project.spec)
        document, extras = load_whole(options.spec), Extras() if options.project else None
        if options.config:
            settings = read_settings(options.config)
            document = configured(document, settings)
            extras = extras and Extras(**{name: settings.flag(name) for name in ("notebooks", "sessions")})
        api, problems = (parse if is_strict else parse_forgivingly)(document)
        if problems:
            lines = dict.fromkeys(map(str, problems))
            return _fail([*lines, f"{len(lines)} problem(s): nothing is generated"])
        sys.stderr.writelines(f"{note}\n" for note in _told(api))
        package = options.package or api.facts.package
        if not package:
            return _fail(["the package needs a name: `--package NAME`, or `x-client.package` in the description"])
        if not all(part.isidentifier() and not keyword.iskeyword(part) for part in package.split(".")):
            return _fail([f"`{package}` is no name of a package"])
        target = _target(project, options.spec, package, options.runtime, api.facts, extras, options.config)
        out = options.project or options.out
        files = render(api, target)
        if not options.check:
            write(files, target, out)
            sys.stdout.write(f"{_written(api, target, out)}\n")
            return 0
    except (SpecError, OSError) as error:
        return _fail([str(error)])
    found = differences(files, target, out)
    return _fail([*found, "run `python -m codegen`"]) if found else 0


def _told(api: Api) -> Iterator[object]:
    """All notes, and what they come to."""
    yield from api.notes
    generated = sum(len(tag.operations) for tag in api.tags)
    if api.notes or generated < api.described:
        yield from summary_of(api.notes, generated=generated, described=api.described)


def _written(api: Api, target: Target, out: Path) -> str:
    """Say what was written, and how it is installed."""
    operations = sum(len(tag.operations) for tag in api.tags)
    made = f"`{target.package}` with {operations} operation(s) is in {out / target.root}"
    if target.project is not None:
        return f"{made}; to install it: python -m pip install {out}"
    needed = out / target.root / "requirements.txt"
    return f"{made}; it needs: python -m pip install -r {needed}" if needed.is_file() else made


def _target(
    project: Project,
    spec: Path,
    package: str,
    runtime: str | None,
    facts: Facts,
    extras: Extras | None,
    config: Path | None,
) -> Target:
    """Describe the package; it gets copies of the hand-written modules, unless it has them or imports them."""
    is_own = spec == Path(project.spec) and package == project.runtime
    command = "" if is_own else f" {spec.name} --package {package}"
    command += f" --runtime {runtime}" if runtime and runtime != package else ""
    command += (f" --config {config.name}" if config else "") + (" --project ." if extras else "")
    header = f"# Generated from {spec.name} by `python -m codegen{command}`. Do not edit."
    return Target(
        package,
        runtime or package,
        header,
        project.source,
        is_copied=runtime is None and package != project.runtime,
        models=facts.models,
        types=facts.types,
        requirements=(project.distribution if runtime == project.runtime else runtime, *project.requirements)
        if runtime
        else project.requirements,
        extras=project.own_extras if is_own else project.extras,
        programs=PurePosixPath(project.programs) if is_own else None,
        project=extras,
    )


def _parser(project: Project) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m codegen", description="Make a Python client for an API.")
    default = Path(project.spec)
    parser.add_argument("spec", nargs="?", type=Path, default=default, metavar="SPEC", help="OpenAPI document")
    parser.add_argument("--package", metavar="NAME", help="package to generate; default: `x-client.package` of SPEC")
    parser.add_argument("--runtime", metavar="NAME", help="depend on this package; default: copy what it has")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="folder of the package and `docs`")
    parser.add_argument("--project", type=Path, metavar="DIR", help="write a project that can be installed into DIR")
    parser.add_argument("--config", type=Path, metavar="FILE", help="TOML that says what the document does not")
    parser.add_argument("--strict", action="store_true", help="refuse what would be left out or ignored")
    parser.add_argument("--check", action="store_true", help="write nothing; list what would change")
    return parser


def _fail(lines: Sequence[str]) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return 1


if __name__ == "__main__":
    sys.exit(main())
