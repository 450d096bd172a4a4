"""Bodies that come in chunks, for the synchronous transport: the frames are taken away, and read strictly."""

from __future__ import annotations

from http.client import HTTPException

from humanloop.transport.route import LARGEST_HEAD

_HEXADECIMAL = b"0123456789abcdefABCDEF"


class Chunks:
    """A body that comes in chunks, in whatever pieces those arrive.

    Attributes:
        ended: Whether the body is complete.
        rest: What is not used yet: the beginning of a line; when the body has ended, what came after it.
    """

    def __init__(self) -> None:
        self.ended = False
        self.rest = b""
        self._left = 0
        self._after_chunk = False
        self._after_last = False
        self._trailer = 0

    def feed(self, data: bytes) -> bytes:
        """Take bytes as they arrived and answer what they hold of the body.

        Raises:
            HTTPException: The frames are malformed.
        """
        if self.rest:
            data = self.rest + data
        pieces: list[bytes] = []
        at = 0
        while not self.ended:
            if self._left:
                piece = data[at : at + self._left]
                pieces.append(piece)
                at += len(piece)
                self._left -= len(piece)
                if self._left:
                    break
            end = data.find(b"\n", at)
            if end < 0:
                break
            self._take(data[at:end].removesuffix(b"\r"))
            at = end + 1
        self.rest = data[at:]
        if not self.ended and len(self.rest) + self._trailer > LARGEST_HEAD:
            raise HTTPException(f"a line between the chunks is longer than {LARGEST_HEAD} bytes")
        return b"".join(pieces)

    def _take(self, line: bytes) -> None:
        """Take a line: the end of a chunk, the size of the next one, or a field after the last."""
        if self._after_chunk:
            if line:
                raise HTTPException(f"a chunk is longer than it said ({line[:20]!r})")
            self._after_chunk = False
        elif self._after_last:
            self._trailer += len(line)
            self.ended = not line
        else:
            size = line.partition(b";")[0].strip()
            if not 0 < len(size) <= 16 or size.strip(_HEXADECIMAL):
                raise HTTPException(f"the size of a chunk is no number ({line[:20]!r})")
            self._left = int(size, 16)
            self._after_chunk = self._left > 0
            self._after_last = self._left == 0
