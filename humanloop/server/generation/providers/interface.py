"""What a provider is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence

    from humanloop.server.errors import ProviderError

# What a provider's status becomes; all others are a 500.
_STATUSES = {
    **{status: status for status in (400, 401, 402, 404, 408, 409, 413, 422, 429, 503, 504, 529)},
    403: 401,
    498: 401,
    502: 503,
}


def status_for(status: Any) -> int:
    """Answer the status with which the API passes on what a provider answered."""
    return _STATUSES.get(status, 500) if isinstance(status, int) else 500


@dataclass(frozen=True)
class Prompt:
    """One question to a model.

    Args:
        config: Content of the model config: `model`, sampling parameters, `other` and so on.
        messages: The whole conversation, rendered.
        samples: Answers wanted.
        is_chat: Whether the caller speaks in messages; else `messages` is one text of the user.
        tools: Functions that the model may call, in the form `{"type": "function", "function": {…}}`.
        tool_choice: `none`, `auto`, `required`, or the function to call; None if there are no tools.
        user: Whom the provider should count this for.
        seed: For answers that can be repeated.
        response_format: Form that the answer must have.
        suffix: Text that follows a completion.
        logprobs: How many likely tokens to report.
        api_keys: Keys that came with the request, by the name of the provider.
    """

    config: Mapping[str, Any]
    messages: Sequence[Mapping[str, Any]]
    samples: int = 1
    is_chat: bool = True
    tools: Sequence[Mapping[str, Any]] = ()
    tool_choice: Any = None
    user: str | None = None
    seed: int | None = None
    response_format: Mapping[str, Any] | None = None
    suffix: str | None = None
    logprobs: int | None = None
    api_keys: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


@dataclass(frozen=True)
class Usage:
    """Tokens that an answer took.

    Args:
        prompt: Those of the prompt, in all calls together.
        samples: Those of each sample; None where the provider counts all samples as one.
        output: Those of all samples; their sum if it is not given.
        cached: Those of the prompt that the provider had kept from earlier calls.
        reasoning: Those of the output that were thought and not said.
        cache_written: Those of the prompt that the provider has kept for later calls.
        calls: What each sample took, if each had a call of its own.
    """

    prompt: int
    samples: Sequence[int | None]
    output: int | None = None
    cached: int = 0
    reasoning: int = 0
    cache_written: int = 0
    calls: Sequence[Usage | None] = ()

    @property
    def generated(self) -> int:
        """Tokens of all samples."""
        return sum(each or 0 for each in self.samples) if self.output is None else self.output

    def of(self, place: int) -> Usage | None:
        """Answer what one sample took, with the prompt that it shares with others or has for itself."""
        if self.calls or len(self.samples) == 1:
            return self.calls[place] if self.calls else self
        return Usage(self.prompt, [self.samples[place]], cached=self.cached, cache_written=self.cache_written)


@dataclass(frozen=True)
class Sample:
    """One answer of a model.

    Args:
        text: What it said, as received.
        finish_reason: `stop`, `length` or `tool_call`; the provider's own word for anything else; None if it broke off.
        tool_calls: `{"id", "type": "function", "function": {"name", "arguments"}}`, arguments as JSON text.
    """

    text: str
    finish_reason: str | None = "stop"
    tool_calls: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Generation:
    """All that a provider answered to one prompt.

    Args:
        samples: As many as were asked for.
        request: What was sent, as sent.
        responses: What came back, as received; where each sample had a call of its own, as many as samples.
        usage: Tokens, if the provider counts them.
    """

    samples: Sequence[Sample]
    request: Mapping[str, Any]
    responses: Sequence[Any]
    usage: Usage | None = None


@dataclass(frozen=True)
class Piece:
    """A new piece of text of one sample. One without text goes to nobody: it says that the provider is not silent."""

    index: int
    text: str


@dataclass(frozen=True)
class Interruption:
    """The provider failed after the first piece: what was said until then, and why it stopped."""

    generation: Generation
    error: ProviderError


class Stream:
    """The items of a stream, and what has come where nobody waits for the last of them.

    Args:
        items: The items.
        so_far: Builds what was said until now; None if nothing was.
    """

    def __init__(
        self, items: AsyncGenerator[Piece | Generation | Interruption], so_far: Callable[[], Generation | None]
    ) -> None:
        self._items = items
        self.so_far = so_far

    def __aiter__(self) -> Stream:
        """Answer itself."""
        return self

    async def __anext__(self) -> Piece | Generation | Interruption:
        """Wait for the next item."""
        return await anext(self._items)

    async def aclose(self) -> None:
        """Cancel the call."""
        await self._items.aclose()


class Provider(Protocol):
    """Speaks to the models of one provider."""

    @property
    def title(self) -> str:
        """Name for people, used as the origin of errors."""
        ...

    async def generate(self, prompt: Prompt) -> Generation:
        """Ask for whole answers.

        Raises:
            ProviderError: The provider refused or failed.
        """
        ...

    def stream(self, prompt: Prompt) -> AsyncIterator[Piece | Generation | Interruption]:
        """Ask for answers piece by piece; the last item is the whole generation.

        Closing the iterator cancels the call. A `Stream` is asked what it has, if its last item does not come.

        Raises:
            ProviderError: The provider refused or failed before the first piece; later, an `Interruption` is the last
                item.
        """
        ...
