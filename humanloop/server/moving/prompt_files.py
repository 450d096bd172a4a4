"""`.prompt` and `.agent` files, as `humanloop pull` has written them: one file, one config."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.errors import ServerError
from humanloop.server.moving.loose_files import LooseFiles
from humanloop.server.moving.records import Change, Config, Deployment, Failure, Place, Project
from humanloop.server.prompt.file import read_prompt_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from humanloop.server.moving.reading import Reader
    from humanloop.server.moving.records import Record

PROMPT_SUFFIXES = frozenset({".prompt", ".agent"})
"""How the names of such files end."""
_DESCRIPTIONS = ("name", "description")


class PromptFiles(LooseFiles):
    """Some files.

    Args:
        root: The folder from which their paths name their projects.
        paths: The files.
        reader: Reads them.
        prefix: Stands before the names of projects.
    """

    def __init__(self, root: Path, paths: Sequence[Path], reader: Reader, prefix: str) -> None:
        super().__init__(paths, prefix)
        self._root = root
        self._reader = reader

    def definitions(self) -> Iterator[Record]:
        """Read the files, each of which is what its project answers by default."""
        for path in self._paths:
            kind = "agents" if path.suffix == ".agent" else "prompts"
            try:
                config = self._config(path, kind)
            except (OSError, UnicodeDecodeError) as error:
                yield Failure(kind, Place(str(path)), f"it cannot be read: {error}")
            except ServerError as error:
                yield Failure(kind, Place(str(path)), error.message)
            else:
                yield config
                yield Deployment(config, None)

    def logs(self) -> Iterator[Record]:
        """Read logs: there are none."""
        yield from ()

    def _config(self, path: Path, kind: str) -> Config:
        fields = read_prompt_file(self._reader.text(path))
        name = path.relative_to(self._root).with_suffix("").as_posix()
        changes = [
            Change(key, "kept in `other`", "") for key in ("attributes", "max_iterations") if key in fields["other"]
        ]
        if fields.get("template_language") not in (None, "default"):
            how = "kept, but this server fills in templates of the language 'default' only"
            changes.append(Change("template_language", how, str(fields["template_language"])))
        return Config(
            kind=kind,
            key=f"file:{path}",
            project=Project(f"name:{name}", self._prefix + name, "model", is_old_id=False),
            type="model",
            content={key: value for key, value in fields.items() if key not in _DESCRIPTIONS},
            name=fields["name"],
            description=fields["description"],
            changes=tuple(changes),
            is_old_id=False,
        )
