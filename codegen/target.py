"""The package that is generated: what it is called, and how its files are laid out, written and compared."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from codegen import text
from codegen.spec import Place, Problem, SpecError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARK = "by `python -m codegen"
PROJECT_FILES = tuple(map(PurePosixPath, ("README.md", "pyproject.toml", "tests/test_smoke.py")))
"""What an installable package has around it. Without the mark in its first line, a file is its owner's."""
LICENSE = PurePosixPath("LICENSE")
"""Written only where there is none: what stands in it is the owner's to say."""
ROOT_MODULES = ("__init__.py", "configuration.py")
"""What is generated at the root of the package that has the hand-written modules."""
DEPENDENT_MODULES = (*ROOT_MODULES, "api_client.py", "version.py", "py.typed", "requirements.txt")
"""What is generated at the root of a package that imports them from another one."""
Files = dict[PurePosixPath, str]
"""Text by path, below the folder that is written to."""


@dataclass(frozen=True)
class Extras:
    """What an installable package has that its API does not ask for."""

    notebooks: bool = False
    """Tables of answers in notebooks, and data frames."""
    sessions: bool = False
    """Calls through a session of the library requests."""


@dataclass(frozen=True)
class Target:
    """What the generated package is called, where its hand-written modules are, and what it is made from."""

    package: str
    runtime: str
    header: str
    source: Path
    """Folder of the hand-written modules."""
    is_copied: bool = False
    """Whether the package gets copies of them; otherwise it has them, or imports them from another package."""
    models: str = "models"
    """Where the models of what is received are, inside the package."""
    types: str = "types"
    """Where the types of what is sent are."""
    requirements: tuple[str, ...] = ()
    """What the hand-written modules need."""
    extras: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """What they need for what is optional, by its name, as a shell takes it."""
    programs: PurePosixPath | None = None
    """Folder of programs that type checkers read, if there are to be some."""
    project: Extras | None = None
    """What the package has besides, if it comes as a project that can be installed."""

    @property
    def has_notebooks(self) -> bool:
        """Whether the package shows answers in notebooks, and how far walks over pages have got."""
        return self.project is None or self.project.notebooks or self.depends

    @property
    def name(self) -> str:
        """The package's own name."""
        return self.package.rpartition(".")[2]

    @property
    def root(self) -> PurePosixPath:
        """The package's folder."""
        return PurePosixPath(*self.package.split("."))

    @property
    def is_runtime(self) -> bool:
        """Whether this is the package that has the hand-written modules."""
        return self.package == self.runtime and not self.is_copied

    @property
    def depends(self) -> bool:
        """Whether the package imports the hand-written modules from another one."""
        return self.package != self.runtime

    @property
    def root_modules(self) -> tuple[str, ...]:
        """What is generated at the package's root, where that may hold other files too."""
        if self.is_copied:
            return ()
        return DEPENDENT_MODULES if self.depends else ROOT_MODULES

    @property
    def folders(self) -> tuple[PurePosixPath, ...]:
        """The folders that hold generated files, and nothing else."""
        docs = PurePosixPath("docs")
        parts = ("apis", "spec", self.types, self.models)
        package = [self.root] if self.is_copied else [self.root / name for name in parts]
        programs = () if self.programs is None else (self.programs,)
        return (*package, docs / "apis", docs / "models", *programs)


def write(files: Files, target: Target, out: Path) -> None:
    """Write files below `out`; what was generated there before and is no longer is removed.

    Raises:
        SpecError: There is a file that was not generated, and that would be lost.
    """
    present = _present(target, out)
    files = {path: content for path, content in files.items() if not _is_owners(out, path)}
    for path in sorted(present):
        if path.name != "py.typed" and _MARK not in _first_line(out / path):
            raise SpecError(Problem(Place(str(out / path), 1), "not generated, but in a folder of generated files"))
    for path in present - files.keys():
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
    files = {path: content for path, content in files.items() if not _is_owners(out, path)}
    lines = dict.fromkeys(files.keys() - present, "missing")
    lines |= dict.fromkeys(present - files.keys(), "surplus")
    for path in present & files.keys():
        if (out / path).read_text(encoding="utf-8") != files[path]:
            lines[path] = "different"
    return [f"{path}: {what}" for path, what in sorted(lines.items())]


def _present(target: Target, out: Path) -> set[PurePosixPath]:
    """Find the files that are generated; several packages may have their pages in one folder."""
    found = [path for folder in target.folders for path in (out / folder).rglob("*")]
    found += (out / target.root / name for name in target.root_modules)
    found += (out / path for path in PROJECT_FILES if target.project and not _is_owners(out, path))
    return {
        PurePosixPath(path.relative_to(out).as_posix())
        for path in found
        if path.is_file() and "__pycache__" not in path.parts and not _is_page_of_another(path, target)
    }


def _is_owners(out: Path, path: PurePosixPath) -> bool:
    """Whether a file of a project is there and has been taken over by its owner."""
    if path not in {*PROJECT_FILES, LICENSE} or not (out / path).is_file():
        return False
    return path == LICENSE or _MARK not in _first_line(out / path)


def _is_page_of_another(path: Path, target: Target) -> bool:
    first = _first_line(path) if path.suffix == ".md" and path.name != "README.md" else ""
    return _MARK in first and target.header.removeprefix("# ") not in first


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline()


def formatted(files: Files, target: Target) -> Files:
    """Have ruff sort imports and lay out the Python among the files, all in one go."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in files.items():
            if path.suffix == ".py":
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(content, encoding="utf-8")
        for parent in [target.root, *target.root.parents][:-1]:
            # Without it, ruff takes a folder `pydantic` for the library of that name.
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
    found = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)  # noqa: S603 - our own
    if found.returncode:
        said = found.stdout.strip() or found.stderr.strip()
        raise SpecError(Problem(Place(str(root), 1), f"what came out is no Python, a fault of the generator: {said}"))
