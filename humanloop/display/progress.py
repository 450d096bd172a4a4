"""How far a walk over a list has got: a line for terminals, a bar for notebooks."""

from __future__ import annotations

from typing import NamedTuple

from humanloop.display.markup import dim, element, joined, page

_FRAME = "display:inline-block;vertical-align:middle;width:16em;height:.7em;margin:0 .7em"
_BAR = f"{_FRAME};background:rgba(128,128,128,.25);border-radius:2px;overflow:hidden"
_COLOUR = "#3b82f6"
_DONE_COLOUR = "#22a06b"


class Progress(NamedTuple):
    """How far a walk has got.

    Attributes:
        call: What is walked, such as `GET /logs`.
        done: Records that the program is done with.
        total: Records of the whole walk; None if the server does not say.
        seconds: Since the walk began.
        is_over: Whether the walk has ended, at its end or before.
    """

    call: str
    done: int
    total: int | None
    seconds: float
    is_over: bool = False

    def __repr__(self) -> str:
        return f"{self.call}: {self.counted()}{self._remark()}"

    def counted(self) -> str:
        """Say how many records are done."""
        if self.total is None or (self.is_over and self.done == self.total):
            return f"{self.done:,} {'record' if self.done == 1 else 'records'}"
        return f"{self.done:,} of {self.total:,} {'record' if self.total == 1 else 'records'}"

    def _remark(self) -> str:
        """Say how long it took, or how long it will take if it goes on as it did."""
        if self.is_over:
            return f" in {_duration(self.seconds)}"
        if not self.total:
            return ""
        share = f" ({self.done / self.total:.0%})"
        left = self.seconds / self.done * (self.total - self.done) if self.done else 0
        return f"{share}, {_duration(left)} left" if left >= 1 else share

    def _repr_html_(self) -> str:
        share = self.done / self.total if self.total else 0.0
        colour = _DONE_COLOUR if self.is_over and self.done == self.total else _COLOUR
        bar = element("span", style=f"display:block;height:100%;background:{colour};width:{share:.0%}")
        shown = [element("span", bar, style=_BAR)] if self.total else [" "]
        return page(joined([self.call, *shown, dim(f"{self.counted()}{self._remark()}")]))


def _duration(seconds: float) -> str:
    """Show a duration, the exacter the shorter it is."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, whole = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {whole:02} s"
