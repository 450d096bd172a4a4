"""How a list goes on: what the extension `x-pages` of an operation comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codegen.text import literal
from codegen.type_base import Side

if TYPE_CHECKING:
    from collections.abc import Container

    from codegen.type_base import TypeExpr


@dataclass(frozen=True)
class Pages:
    """How a list goes on. Fields of the answer are named as attributes of its model."""

    parameter: str
    model: str
    item: TypeExpr
    items: str
    first: int = 0
    size: str = ""
    total: str = ""
    next: str = ""

    @property
    def row(self) -> str:
        """What stands in the row of its operation."""
        texts = {"items": self.items, "size": self.size, "total": self.total, "next": self.next}
        given = [f'{name}="{text}"' for name, text in texts.items() if text]
        first = [f"first={self.first}"] if self.first else []
        return f"Pages({', '.join([literal(self.parameter), *given, *first])})"

    def base(self, circle: Container[str]) -> str:
        """Write the class that the model of a page is derived from; schemas of its circle are not there yet."""
        return f"{'CountedPage' if self.total else 'Page'}[{self.item.write(Side.MODEL, quote=circle)}]"

    @property
    def shape(self) -> str:
        """What the class of a page says about itself, behind its base."""
        return f'items="{self.items}"' + (f', total="{self.total}"' if self.total else "")
