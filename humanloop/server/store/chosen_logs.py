"""Logs of a project that were chosen, and how a page of them is read with as few others as possible.

An index has the logs of each config and source, and those of each value of feedback, in the order of time. So a page
of several of them is put together from the first of each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from humanloop.server.store.schema import logs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.log_said import Said

NEWEST_FIRST = (logs.c.created_at.desc(), logs.c.seq.desc())
# So many are asked for one by one.
_MOST_PARTS = 50


@dataclass(frozen=True)
class ChosenLogs:
    """Logs of a project.

    Args:
        project_id: The project.
        conditions: What they have to fit besides.
        configs: Ids of their configs; None for all.
        sources: Their sources; None for all.
        said: What was said of them.
        order: In which order they are.
    """

    project_id: str
    conditions: tuple[sa.ColumnElement[bool], ...] = ()
    configs: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    said: Said | None = None
    order: tuple[sa.ColumnElement[Any], ...] = NEWEST_FIRST

    @property
    def are_all(self) -> bool:
        """Whether they are all that the project has."""
        return not self.conditions and self.configs is None and self.sources is None and self.said is None

    def of_configs(self, config_ids: Collection[str]) -> ChosenLogs:
        """Choose only those of some configs."""
        mine = config_ids if self.configs is None else [each for each in self.configs if each in config_ids]
        return replace(self, configs=tuple(mine))

    def of_source(self, source: str) -> ChosenLogs:
        """Choose only those of one source."""
        return replace(self, sources=(source,) if self.sources is None or source in self.sources else ())

    def fitting(self, *conditions: sa.ColumnElement[bool]) -> ChosenLogs:
        """Choose only those that fit more."""
        return replace(self, conditions=(*self.conditions, *conditions))

    def about(self, said: Said) -> ChosenLogs:
        """Choose only those of which something was said, and go by that."""
        kept = self if self.said is None else self.fitting(self.said.exists())
        return replace(kept, said=said)

    def numbers(self, connection: Connection, offset: int, size: int) -> list[int]:
        """List a part of them: their numbers (`seq`)."""
        if self._are_none:
            return []
        is_by_time = self.order is NEWEST_FIRST
        if self.said is not None and is_by_time:
            return list(connection.scalars(self.said.page(self._rest(), offset, size)))
        parts = [] if self.said is not None else list(self._parts())
        if len(parts) < 2 or not is_by_time:
            among = self.where() if self.said is None else (logs.c.seq.in_(self.said.numbers(self._rest())),)
            query = sa.select(logs.c.seq).where(*among).order_by(*self.order)
            return list(connection.scalars(query.offset(offset).limit(size)))
        of_each = [
            sa.select(logs.c.seq, logs.c.created_at)
            .where(*part)
            .order_by(*NEWEST_FIRST)
            .limit(offset + size)
            .subquery()
            for part in parts
        ]
        both = sa.union_all(*(sa.select(each.c.seq, each.c.created_at) for each in of_each)).subquery()
        page = sa.select(both.c.seq).order_by(both.c.created_at.desc(), both.c.seq.desc())
        return list(connection.scalars(page.offset(offset).limit(size)))

    def count(self, connection: Connection, most: int | None = None) -> int:
        """Count them, up to a number if one is given."""
        if self._are_none:
            return 0
        if self.said is not None:
            listed = self.said.numbers(self._rest()).limit(most).subquery()
            return connection.scalar(sa.select(sa.func.count()).select_from(listed)) or 0
        found = 0
        for part in self._parts():
            query = sa.select(sa.literal(1)).select_from(logs).where(*part)
            if most is not None:
                query = query.limit(most - found)
            found += connection.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
            if found == most:
                break
        return found

    @property
    def _are_none(self) -> bool:
        return self.configs == () or self.sources == ()

    def _parts(self) -> Iterator[tuple[sa.ColumnElement[bool], ...]]:
        """Build the conditions of parts that have their logs in the order of time, or those of all."""
        if self.configs is None and self.sources is None:
            yield self.where()
            return
        of_configs = [None] if self.configs is None else self.configs
        of_sources = [None] if self.sources is None else self.sources
        if len(of_configs) * len(of_sources) > _MOST_PARTS:
            yield self.where()
            return
        for config_id, source in product(of_configs, of_sources):
            one = replace(
                self,
                configs=None if config_id is None else (config_id,),
                sources=None if source is None else (source,),
            )
            yield one.where()

    def where(self) -> tuple[sa.ColumnElement[bool], ...]:
        """Build all conditions, for queries that begin with logs."""
        said = () if self.said is None else (self.said.exists(),)
        return (logs.c.project_id == self.project_id, *self._of_columns(), *self.conditions, *said)

    def _rest(self) -> Sequence[sa.ColumnElement[bool]]:
        """Build the conditions for queries that begin with what was said; none if that says it all."""
        found = (*self._of_columns(), *self.conditions)
        is_known = self.said is not None and self.said.is_of_one_project
        return found if is_known and not found else (logs.c.project_id == self.project_id, *found)

    def _of_columns(self) -> Iterator[sa.ColumnElement[bool]]:
        for column, values in ((logs.c.config_id, self.configs), (logs.c.source, self.sources)):
            if values is not None:
                yield column == values[0] if len(values) == 1 else column.in_(values)
