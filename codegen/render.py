"""The model becomes files; this is the only module that writes any."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from codegen import examples, naming, text
from codegen.imports import import_lines, names_in
from codegen.type_expr import Side, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from codegen.model import Schema
    from codegen.operation import Api

Files = dict[PurePosixPath, str]
"""Text by path, below the folder that is written to."""

_SIDES: Final = {"type": Side.FIELD, "pydantic": Side.MODEL}
_TITLES: Final = {
    "type": "Types of what is sent: one TypedDict per schema, imported on first use.",
    "pydantic": "Models of what is received: one class per schema, imported on first use.",
}


@dataclass(frozen=True)
class Target:
    """What the generated package is called, where its hand-written modules are, and what it is made from."""

    package: str
    runtime: str
    header: str

    @property
    def name(self) -> str:
        """The package's own name, which is also the client's."""
        return self.package.rpartition(".")[2]

    @property
    def root(self) -> PurePosixPath:
        """The package's folder."""
        return PurePosixPath(*self.package.split("."))

    @property
    def folders(self) -> tuple[PurePosixPath, ...]:
        """The folders that hold generated files, and nothing else."""
        docs = PurePosixPath("docs")
        return (
            self.root / "apis",
            self.root / "type",
            self.root / "pydantic",
            docs / "apis",
            docs / "models",
        )


def render(api: Api, target: Target) -> Files:
    """Make all files of an API."""
    return _format({path: text.rstrip() + "\n" for path, text in _pages(api, target)}, target)


def write(files: Files, target: Target, out: Path) -> None:
    """Write files below `out`; what else there is in their folders is removed."""
    for path in _present(target, out) - files.keys():
        (out / path).unlink()
    for path, content in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(content, encoding="utf-8")
    for folder in sorted((entry for root in target.folders for entry in (out / root).rglob("*")), reverse=True):
        if folder.is_dir() and folder.name != "__pycache__" and not any(folder.iterdir()):
            folder.rmdir()


def differences(files: Files, target: Target, out: Path) -> list[str]:
    """Compare files with what there is below `out`; one line for each missing, different or surplus one."""
    present = _present(target, out)
    lines = dict.fromkeys(files.keys() - present, "missing")
    lines |= dict.fromkeys(present - files.keys(), "surplus")
    for path in present & files.keys():
        if (out / path).read_text(encoding="utf-8") != files[path]:
            lines[path] = "different"
    return [f"{path}: {what}" for path, what in sorted(lines.items())]


def _present(target: Target, out: Path) -> set[PurePosixPath]:
    found = (path for folder in target.folders for path in (out / folder).rglob("*"))
    return {
        PurePosixPath(path.relative_to(out).as_posix())
        for path in found
        if path.is_file() and "__pycache__" not in path.parts
    }


def _pages(api: Api, target: Target) -> Iterator[tuple[PurePosixPath, str]]:
    jinja = _environment(api, target)
    root, docs = target.root, PurePosixPath("docs")
    yield root / "apis" / "__init__.py", jinja("apis.py")
    yield root / "apis" / "operations.py", jinja("operations.py")
    yield root / "apis" / "spec.py", jinja("spec.py")
    yield root / "apis" / "tags" / "__init__.py", jinja("tags.py")
    for tag in api.tags:
        names = names_in(tag.expressions)
        lines = import_lines(names, package=target.package, runtime=target.runtime)
        typing = [line.removeprefix("from typing import ") for line in lines if line.startswith("from typing ")]
        others = [line for line in lines if not line.startswith("from typing ")]
        yield (
            root / "apis" / "tags" / f"{tag.module}.py",
            jinja("api.py", tag=tag, typing=[*typing, "Unpack"], imports=others),
        )
        yield root / "apis" / "tags" / f"{tag.module}_raw.py", jinja("api_raw.py", tag=tag)
        yield docs / "apis" / "tags" / f"{tag.class_name}.md", jinja("tag.md", tag=tag)
    for folder, side in _SIDES.items():
        yield root / folder / "__init__.py", jinja("names.py", folder=folder, title=_TITLES[folder])
        for schema in api.names:
            yield root / folder / f"{schema.module}.py", _schema_module(jinja, schema, folder, side, target)
    for schema in api.names:
        yield docs / "models" / f"{schema.class_name}.md", jinja("schema.md", schema=schema)


def _schema_module(jinja: Callable[..., str], schema: Schema, folder: str, side: Side, target: Target) -> str:
    names = names_in(schema.expressions(side))
    if schema.is_object:
        template = "type.py" if folder == "type" else "model.py"
    else:
        template = "alias.py"
        names = names_in([] if schema.other else schema.expressions(side))
        if names & {"types", "models"}:
            names |= {"TYPE_CHECKING"}
    lines = import_lines(names, package=target.package, runtime=target.runtime)
    return jinja(template, schema=schema, folder=folder, side=side, imports=lines)


def _environment(api: Api, target: Target) -> Callable[..., str]:
    """Make the function that renders a template of that name."""
    environment = Environment(
        loader=PackageLoader("codegen"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - Python and Markdown are written, not HTML
    )
    filters: dict[str, Callable[..., str]] = {
        "arguments": _on_own_lines,
        "cell": text.cell,
        "describe": describe,
        "docstring": text.docstring,
        "literal": text.literal,
        "wrap": text.wrap,
    }
    names: dict[str, Any] = {
        "api": api,
        "package": target.package,
        "runtime": target.runtime,
        "header": target.header,
        "client": naming.class_name(target.name),
        "variable": target.name,
        "call_of": partial(examples.call_of, schemas=api.by_name),
        "answer_of": partial(examples.answer_of, schemas=api.by_name),
        "example_of": partial(examples.json_of, schemas=api.by_name),
    }
    environment.filters.update(filters)
    environment.globals.update(names)

    def render_template(template: str, **values: object) -> str:
        return environment.get_template(f"{template}.jinja").render(**values)

    return render_template


def _on_own_lines(arguments: str) -> str:
    return f"\n{arguments}" if arguments else ""


def _format(files: Files, target: Target) -> Files:
    """Have ruff sort imports and lay out the Python among the files, all in one go."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in files.items():
            if path.suffix == ".py":
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(content, encoding="utf-8")
        for parent in [target.root, *target.root.parents][:-1]:
            # Without it, ruff takes the folder `pydantic` for the library of that name.
            (root / parent / "__init__.py").touch()
        own = [target.package.split(".")[0], target.runtime.split(".")[0]]
        options = ["--isolated", "--no-cache", "--quiet", "--target-version=py311", f"--line-length={text.WIDTH}"]
        _ruff(
            root,
            "check",
            "--fix",
            "--select=I,RUF022",
            f"--config=lint.isort.known-first-party={own}",
            *options,
        )
        _ruff(root, "format", *options)
        return {
            path: (root / path).read_text(encoding="utf-8") if path.suffix == ".py" else content
            for path, content in sorted(files.items())
        }


def _ruff(root: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "ruff", *arguments, "."]
    subprocess.run(command, cwd=root, check=True)  # noqa: S603 - nothing in it comes from outside
