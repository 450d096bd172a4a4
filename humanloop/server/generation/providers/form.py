"""How a provider wants to be asked, and how it answers: values in, values out. One module for each form."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from humanloop.core.json_kinds import is_object
from humanloop.response.events import END, EventDecoder
from humanloop.server.generation.providers.other import merged
from humanloop.server.generation.providers.received import to_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from humanloop.server.generation.providers.asked import Asked
    from humanloop.server.generation.providers.interface import Sample, Usage


@dataclass(frozen=True)
class Request:
    """What is to be sent.

    Args:
        path: Behind the base URL.
        body: The body, without `other`.
        left_out: What was asked for and cannot be sent, by the API's names.
        headers: Headers besides that of the key.
    """

    path: str
    body: dict[str, Any]
    left_out: Sequence[str] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Answer:
    """What a whole answer says."""

    samples: Sequence[Sample]
    usage: Usage | None = None


class Collector(Protocol):
    """Puts the events of a stream together."""

    def feed(self, event: dict[str, Any]) -> Iterator[tuple[int, str]]:
        """Take an event; answers the new pieces of text, each with the number of its sample.

        Raises:
            StreamFailure: The event is an error.
        """
        ...

    @property
    def is_complete(self) -> bool:
        """Whether the answer has come to its end."""
        ...

    def whole(self) -> dict[str, Any]:
        """Build the answer, in the form that one has which is not streamed."""
        ...


class StreamFailure(Exception):
    """An event of a stream is an error.

    Attributes:
        event: What it says.
    """

    def __init__(self, event: Any) -> None:
        super().__init__("the stream has an error")
        self.event = event


class Decoder(Protocol):
    """Bytes to events, however they are cut."""

    def feed(self, chunk: bytes) -> Iterator[dict[str, Any]]:
        """Take bytes; answers the events that they complete.

        Raises:
            ValueError: They are no events.
        """
        ...

    def end(self) -> Iterator[dict[str, Any]]:
        """Take the end."""
        ...

    @property
    def is_over(self) -> bool:
        """Whether an event has said that nothing follows."""
        ...


class JsonEvents:
    """Server-sent events whose data is JSON.

    Args:
        scrub: Takes keys out of texts.
    """

    def __init__(self, scrub: Callable[[str], str]) -> None:
        self._decoder = EventDecoder()
        self._scrub = scrub
        self.is_over = False

    def feed(self, chunk: bytes) -> Iterator[dict[str, Any]]:
        """Take bytes; answers the events that they complete."""
        return self._values(self._decoder.feed(chunk))

    def end(self) -> Iterator[dict[str, Any]]:
        """Take the end."""
        return self._values(self._decoder.end())

    def _values(self, events: Iterator[str]) -> Iterator[dict[str, Any]]:
        for data in events:
            if self.is_over:
                return
            if data.strip() == END:
                self.is_over = True
                return
            value = event_value(self._scrub(data))
            if value is not None:
                yield value


def event_value(data: str) -> dict[str, Any] | None:
    """Read the data of an event; None for what is no object, and says nothing.

    Raises:
        ValueError: It is no JSON.
    """
    if not data.strip():
        return None
    value = to_value(data)
    return value if is_object(value) else None


def finish_of(reason: Any, words: Mapping[str, str]) -> str | None:
    """Answer the API's word for why an answer ended; another word stays as it is, and None says that there is none.

    Args:
        reason: What the provider says.
        words: Its words → those of the API.
    """
    return words.get(reason, reason) if isinstance(reason, str) else None


class Form(ABC):
    """One provider's way to be asked."""

    has_model_in_path: bool = False
    """Whether the path names the model."""

    @property
    def answers_several(self) -> bool:
        """Whether one call can answer several samples."""
        return False

    @abstractmethod
    def request(self, asked: Asked, samples: int, *, stream: bool) -> Request:
        """Build what is to be sent.

        Raises:
            ProviderError: The provider cannot be asked that.
        """

    @abstractmethod
    def answer(self, whole: Mapping[str, Any]) -> Answer:
        """Read a whole answer."""

    @abstractmethod
    def collector(self) -> Collector:
        """Begin to put a stream together."""

    def merge(self, body: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
        """Put `other` of the config into the body."""
        return merged(body, other)

    def decoder(self, scrub: Callable[[str], str]) -> Decoder:
        """Begin to read a stream.

        Args:
            scrub: Takes keys out of texts.
        """
        return JsonEvents(scrub)
