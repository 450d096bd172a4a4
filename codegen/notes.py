"""What a document says and the generator does not do: where it stands, why, and what was done instead."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codegen.spec import Place

IGNORED: Final = "ignored"
AS_ANY: Final = "typed as `Any`"
LEFT_OUT: Final = "the operation is left out"
PATH_LEFT_OUT: Final = "the operations of the path are left out"


@dataclass(frozen=True)
class Note:
    """Something that does not become code as it stands."""

    place: Place
    reason: str
    done: str = IGNORED
    is_harmless: bool = False
    """Whether nothing is lost by it, so that strictness does not mind."""

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}: {self.done}"

    @property
    def kind(self) -> str:
        """Its reason without names, and what was done."""
        return f"{re.sub(r'`[^`]*`', '…', self.reason)}: {self.done}"


def summary_of(notes: Iterable[Note], *, generated: int, described: int) -> Iterator[str]:
    """Say how many operations are generated, and how many notes there are of each kind."""
    kinds = Counter(note.kind for note in notes)
    yield f"{generated} of {described} operations are generated, with {kinds.total()} note(s)"
    for kind, count in kinds.most_common():
        yield f"{count:>6} times {kind}"
