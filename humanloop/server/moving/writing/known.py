"""What an import knows by its old id: noted for good only once it is committed."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from humanloop.server.domain.times import now
from humanloop.server.moving.report import Report
from humanloop.server.store.imported import put_imported

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_LENGTH = 21


def id_from(prefix: str, *keys: str) -> str:
    """Compute the id of what is imported from its old id: it is known before the thing itself has come."""
    digest = hashlib.sha256("\0".join((prefix, *keys)).encode("utf-8", "surrogatepass")).digest()
    # Letters and digits alone; what that loses of 256 bits is nothing to what is left.
    text = base64.b64encode(digest, altchars=b"Aa")[:_LENGTH].decode()
    return f"{prefix}_{text}"


class Known:
    """What became of keys, and the report of it. A transaction may be tried more than once."""

    def __init__(self) -> None:
        self.report = Report()
        self._kept: dict[tuple[str, str], Any] = {}
        self._new: dict[tuple[str, str], Any] = {}
        self._notes: list[dict[str, Any]] = []
        self.counted = Report()

    def begin(self) -> None:
        """Forget what a transaction that was not committed has found."""
        self._new = {}
        self._notes = []
        self.counted = Report()

    def commit(self) -> None:
        """Keep what the transaction has found."""
        self._kept |= self._new
        self.report.add(self.counted)
        self.begin()

    def find(self, kind: str, key: str) -> Any:
        """Answer what a key has become; None if it is not known."""
        entry = (kind, key)
        return self._new.get(entry) or self._kept.get(entry)

    def put(self, kind: str, key: str, value: Any) -> None:
        """Note what a key has become."""
        self._new[kind, key] = value

    def note(self, kind: str, old_id: str, new_id: str, rest: dict[str, Any] | None = None) -> None:
        """Let an old id be found, once the transaction writes its notes."""
        row = {"old_id": old_id, "kind": kind, "id": new_id, "rest": rest or None, "created_at": now()}
        self._notes.append(row)

    def write_notes(self, connection: Connection) -> None:
        """Store the notes of a transaction."""
        if self._notes:
            put_imported(connection, self._notes)
            self._notes = []
