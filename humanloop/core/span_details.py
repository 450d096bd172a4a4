"""What spans of calls say besides what all calls have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.core.operation import Operation


class SpanDetails:
    """What an API's client knows of its calls; this one knows nothing, and derived classes may."""

    names: ClassVar[Mapping[str, str]] = {}
    """Names of operations that are called on the client itself: name of the operation → that name."""

    def asked(self, operation: Operation[Any], given: Mapping[str, Any]) -> dict[str, Any]:
        """Answer attributes of a call that begins.

        Args:
            operation: What is called.
            given: Its arguments by their names in the API.
        """
        del operation, given
        return {}

    def answered(self, operation: Operation[Any], answer: Any) -> dict[str, Any]:
        """Answer attributes of a call that has ended well.

        Args:
            operation: What was called.
            answer: The JSON of the answer, or of the last event of a stream.
        """
        del operation, answer
        return {}
