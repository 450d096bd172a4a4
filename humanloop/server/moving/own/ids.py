"""Ids of an export that are others here, and what names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.domain.config_content import identity_of
from humanloop.server.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import sqlalchemy as sa

# What names others without a foreign key: what is named may not be there any more.
_LOOSE = {"traces": {"session_id": schema.sessions}}
_IMPORTED = {"config": schema.configs, "deployment": schema.configs}
"""Tables of the kinds of what came from elsewhere, as far as their ids may be others."""
# Their ids are numbers of one database: one that is not known means another row here.
_NUMBERED = frozenset({schema.feedback_types})


class Ids:
    """What has become of ids: those that are others here, and those of what could not be imported."""

    def __init__(self) -> None:
        self._here: dict[tuple[str, Any], Any] = {}
        self._lost: set[tuple[str, Any]] = set()

    def put(self, table: sa.Table, old: Any, new: Any) -> None:
        """Note what an id is here."""
        self._lost.discard((table.name, old))
        if old != new or table in _NUMBERED:
            self._here[table.name, old] = new

    def lose(self, table: sa.Table, old: Any) -> None:
        """Note that something could not be imported."""
        self._lost.add((table.name, old))

    def lost_by(self, table: sa.Table, row: Mapping[str, Any]) -> str | None:
        """Name what a row belongs to and what could not be imported; the row names it as the export does."""
        for name, other in _named_by(table, row):
            value = row.get(name)
            is_unknown = other in _NUMBERED and (other.name, value) not in self._here
            if value is not None and ((other.name, value) in self._lost or is_unknown):
                return f"{other.name} {value}" if other in _NUMBERED else str(value)
        return None

    def follow(self, table: sa.Table, row: dict[str, Any]) -> None:
        """Let a row name what it belongs to as it is named here."""
        for name, other in _named_by(table, row):
            row[name] = self._here.get((other.name, row.get(name)), row.get(name))
        if table is schema.configs and any(self._here.get(_key(tool)) for tool in links_of(row["content"])):
            tools = [
                {**tool, "id": self._here.get(_key(tool), tool["id"])} if _is_link(tool) else tool
                for tool in row["content"]["tools"]
            ]
            row["content"] = {**row["content"], "tools": tools}
            row["identity"] = identity_of(row["type"], row["content"])


def links_of(content: Any) -> list[dict[str, Any]]:
    """List the tools of a config that are configs of their own."""
    tools = content.get("tools") if is_object(content) else None
    return [tool for tool in tools if _is_link(tool)] if is_list(tools) else []


def _is_link(tool: Any) -> bool:
    return is_object(tool) and tool.get("source") == "organization" and isinstance(tool.get("id"), str)


def _key(tool: Mapping[str, Any]) -> tuple[str, str]:
    return schema.configs.name, tool["id"]


def _named_by(table: sa.Table, row: Mapping[str, Any]) -> Iterator[tuple[str, sa.Table]]:
    for key in table.foreign_keys:
        yield key.parent.name, key.column.table
    yield from _LOOSE.get(table.name, {}).items()
    if table is schema.imported and row["kind"] in _IMPORTED:
        yield "id", _IMPORTED[row["kind"]]
