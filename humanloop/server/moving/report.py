"""The report of an import: what came in, what did not, and what became of what has no place here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from humanloop.server.moving.records import Change, Place

_OUTCOMES = ("imported", "skipped", "changed", "failed")
# A report is read by people; a file in which every line is broken would else be listed twice.
_MOST_FAILURES = 10_000


@dataclass
class Report:
    """Counts of one import, or of a part of it."""

    kinds: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    changes: Counter[tuple[str, str, str]] = field(default_factory=Counter[tuple[str, str, str]])
    examples: dict[tuple[str, str, str], str] = field(default_factory=dict[tuple[str, str, str], str])
    failures: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    incomplete: list[str] = field(default_factory=list[str])
    missing_pages: int = 0
    secrets: int = 0

    def imported(self, kind: str, changes: Iterable[Change] = (), secrets: int = 0, number: int = 1) -> None:
        """Count what came in, and how it is not as it was."""
        self.kinds[kind, "imported"] += number
        self.secrets += secrets
        self.changed(kind, changes)

    def changed(self, kind: str, changes: Iterable[Change]) -> None:
        """Count a record of which something is not as it was."""
        fields = list(changes)
        self.kinds[kind, "changed"] += bool(fields)
        for change in fields:
            self.note(kind, change)

    def note(self, kind: str, change: Change) -> None:
        """Note what became of something that is counted as what it is already."""
        entry = (kind, change.field, change.how)
        self.changes[entry] += 1
        self.examples.setdefault(entry, change.example)

    def skipped(self, kind: str, number: int = 1) -> None:
        """Count what is there already, or cannot be taken."""
        self.kinds[kind, "skipped"] += number

    def failed(self, kind: str, place: Place, reason: str) -> None:
        """Note what could not be read or stored."""
        self.kinds[kind, "failed"] += 1
        if len(self.failures) < _MOST_FAILURES:
            self.failures.append({"file": place.file, "line": place.line, "reason": reason})

    def add(self, other: Report) -> None:
        """Add the counts of a part."""
        self.kinds.update(other.kinds)
        self.changes.update(other.changes)
        self.examples = {**other.examples, **self.examples}
        self.failures += other.failures[: max(_MOST_FAILURES - len(self.failures), 0)]
        self.incomplete += [each for each in other.incomplete if each not in self.incomplete]
        self.missing_pages += other.missing_pages
        self.secrets += other.secrets

    @property
    def has_failures(self) -> bool:
        """Whether anything failed."""
        return any(outcome == "failed" and count for (_, outcome), count in self.kinds.items())

    def answer(self, *, dry_run: bool, seconds: float) -> dict[str, Any]:
        """Build the report as JSON."""
        kinds = sorted({kind for kind, _ in self.kinds})
        return {
            "dry_run": dry_run,
            "kinds": {kind: {outcome: self.kinds[kind, outcome] for outcome in _OUTCOMES} for kind in kinds},
            "changes": _entries(self.changes, self.examples),
            "failures": self.failures,
            "incomplete": sorted(self.incomplete),
            "missing_pages": self.missing_pages,
            "secrets_left_out": self.secrets,
            "seconds": round(seconds, 3),
        }


def _entries(changes: Counter[tuple[str, str, str]], examples: dict[tuple[str, str, str], str]) -> list[dict[str, Any]]:
    """List one entry for each field; of several ways in which it changed, all are said."""
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, name, how in sorted(changes):
        known = entries.get((kind, name))
        count, example = changes[kind, name, how], examples.get((kind, name, how), "")
        if known is None:
            entries[kind, name] = {"kind": kind, "field": name, "how": how, "count": count, "example": example}
        else:
            known["how"] += f"; {how}"
            known["count"] += count
    return list(entries.values())


def to_lines(report: dict[str, Any]) -> list[str]:
    """Write a report for people."""
    lines = ["Nothing is written: this was a try." if report["dry_run"] else "Imported."]
    rows = [("", *_OUTCOMES), *((kind, *(f"{n:,}" for n in each.values())) for kind, each in report["kinds"].items())]
    lines += [f"  {row[0]:<12}" + "".join(f"{cell:>12}" for cell in row[1:]) for row in rows]
    for title, found in (
        ("Not as it was:", [_change_line(change) for change in report["changes"]]),
        ("Failed:", [_failure_line(failure) for failure in report["failures"][:20]]),
        ("Incomplete in the export (no .done):", report["incomplete"]),
    ):
        if found:
            lines += ["", title, *(f"  {line}" for line in found)]
    more = len(report["failures"]) - 20
    if more > 0:
        lines.append(f"  and {more:,} more: --report FILE lists all")
    lines.append("")
    if report["missing_pages"]:
        lines.append(f"{report['missing_pages']:,} pages are missing from the export: its export.log says so.")
    if report["secrets_left_out"]:
        lines.append(f"{report['secrets_left_out']:,} secrets were left out.")
    lines.append(f"It took {report['seconds']:,.1f} s.")
    return lines


def _change_line(change: dict[str, Any]) -> str:
    example = f", such as {change['example']}" if change["example"] else ""
    return f"{change['kind']}.{change['field']}: {change['how']} ({change['count']:,}{example})"


def _failure_line(failure: dict[str, Any]) -> str:
    line = "" if failure["line"] is None else f":{failure['line']}"
    return f"{failure['file']}{line}: {failure['reason']}"
