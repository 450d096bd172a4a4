"""Asks a provider over HTTP in its form: whole or as a stream, once, or once for each sample."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.asked import asked_of
from humanloop.server.generation.providers.exchange import Exchange, Post, Reply
from humanloop.server.generation.providers.failures import failed_part, failure_in, failure_of
from humanloop.server.generation.providers.form import StreamFailure
from humanloop.server.generation.providers.interface import Generation, Interruption, Piece, Sample, Stream, Usage
from humanloop.server.generation.providers.other import check_other
from humanloop.server.generation.providers.received import to_value
from humanloop.server.generation.providers.refusals import refused
from humanloop.server.generation.providers.scrubbing import Scrubber

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence

    from humanloop.server.generation.providers.access import Access
    from humanloop.server.generation.providers.asked import Asked
    from humanloop.server.generation.providers.form import Answer, Collector, Form
    from humanloop.server.generation.providers.interface import Prompt
    from humanloop.server.generation.providers.keys import Keys
    from humanloop.server.generation.providers.notices import Notices
    from humanloop.server.provider_settings import ProviderSettings

    Item = Piece | Generation | Interruption

_EDIT = "edit"
_JSON = "application/json"
_STREAMS = frozenset({"text/event-stream", "application/vnd.amazon.eventstream"})


@dataclass(frozen=True)
class Site:
    """What adapters need of the server.

    Args:
        settings: What was chosen.
        keys: The keys.
        notices: Where warnings go.
        environment: Environment variables.
    """

    settings: ProviderSettings
    keys: Keys
    notices: Notices
    environment: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class _Order:
    """A request that is ready to be sent.

    Args:
        form: The form that it has.
        post: The request.
        body: Its body.
        samples: Samples that one call has to answer.
        calls: How many calls.
        scrubber: Takes the key out of what comes back.
    """

    form: Form
    post: Post
    body: Mapping[str, Any]
    samples: int
    calls: int
    scrubber: Scrubber


@dataclass
class _Call:
    """One call of a stream, and what has come of it.

    Args:
        order: The request.
        collector: Puts together what comes.
        has_begun: Whether anything has come.
        ended: The whole, once it has ended.
    """

    order: _Order
    collector: Collector
    has_begun: bool = False
    ended: Generation | None = None

    def so_far(self) -> Generation:
        """Build what was said until now."""
        if self.ended is not None:
            return self.ended
        silent = [Sample("", None) for _ in range(self.order.samples)]
        if not self.has_begun:
            return Generation(silent, self.order.body, [])
        whole = self.whole()
        answer = self.order.form.answer(whole)
        usage = answer.usage if len(answer.samples) == self.order.samples else None
        return Generation([*answer.samples, *silent][: self.order.samples], self.order.body, [whole], usage)

    def whole(self) -> dict[str, Any]:
        """Build the answer. A key that came in pieces is taken out here."""
        value: dict[str, Any] = json.loads(self.order.scrubber.text(json.dumps(self.collector.whole())))
        return value


class Adapter:
    """Speaks to the models of one provider.

    Args:
        title: Its name for people.
        form: Chooses the form for what is asked.
        access: Finds where to send.
        site: The server.
    """

    def __init__(self, title: str, form: Callable[[Asked], Form], access: Access, site: Site) -> None:
        self.title = title
        self._form = form
        self._access = access
        self._notices = site.notices
        self._exchange = Exchange(title, site.settings.provider_calls, tells_trace=site.settings.trace_providers)

    async def close(self) -> None:
        """Close its connections."""
        await self._exchange.close()

    async def generate(self, prompt: Prompt) -> Generation:
        """Ask for whole answers.

        Raises:
            ProviderError: The provider refused or failed.
        """
        order = await self._order(prompt, stream=False)
        with self._exchange.room(order.calls):
            if order.calls == 1:
                return await self._whole(order)
            tasks = [asyncio.create_task(self._whole(order)) for _ in range(order.calls)]
            try:
                return _joined(order.body, await asyncio.gather(*tasks))
            finally:
                # When one fails, nobody wants the others.
                await _give_up(tasks)

    def stream(self, prompt: Prompt) -> Stream:
        """Ask for answers piece by piece; the last item is the whole generation.

        Raises:
            ProviderError: The provider refused or failed before the first piece.
        """
        calls: list[_Call] = []
        return Stream(self._items(prompt, calls), lambda: _so_far(calls))

    async def _items(self, prompt: Prompt, calls: list[_Call]) -> AsyncGenerator[Item]:
        order = await self._order(prompt, stream=True)
        with self._exchange.room(order.calls):
            calls += [_Call(order, order.form.collector()) for _ in range(order.calls)]
            items = self._streamed(calls[0]) if len(calls) == 1 else self._streams(calls)
            async with aclosing(items):
                async for item in items:
                    yield item

    async def _order(self, prompt: Prompt, *, stream: bool) -> _Order:
        """Build the request. What is wrong with the config is said before a missing key is."""
        if prompt.config.get("endpoint") == _EDIT:
            raise refused("The endpoint 'edit' is gone: OpenAI ended it in January 2024. Use 'chat' or 'complete'.")
        asked = asked_of(prompt)
        form = self._form(asked)
        check_other(asked.other, has_model_in_path=form.has_model_in_path)
        self._access.check(prompt)
        samples, calls = (prompt.samples, 1) if form.answers_several else (1, prompt.samples)
        request = form.request(asked, samples, stream=stream)
        body = _complete(form.merge(request.body, asked.other), request.body)
        destination = self._access.find(prompt)
        self._notices.left_out(self.title, prompt.config, request.left_out)
        url, data = destination.url + request.path, json.dumps(body).encode()
        headers = {**request.headers, **destination.headers}
        if destination.sign is not None:
            headers |= await destination.sign(url, data)
        post = Post(url, headers, data, destination.is_public)
        return _Order(form, post, body, samples, calls, Scrubber(destination.key))

    async def _whole(self, order: _Order) -> Generation:
        async with self._exchange.post(order.post) as reply:
            whole = await self._body(reply, order)
        return self._generation(order, whole)

    def _generation(self, order: _Order, whole: dict[str, Any]) -> Generation:
        return _generation(order, whole, self._answer(order, whole))

    def _answer(self, order: _Order, whole: dict[str, Any]) -> Answer:
        """Read a whole answer.

        Raises:
            ProviderError: It is an error in spite of its status, or has not as many samples as were asked for.
        """
        failed = failed_part(whole)
        if failed is not None:
            raise failure_in(failed, self.title)
        answer = order.form.answer(whole)
        if len(answer.samples) != order.samples:
            message = f"The provider was asked for {order.samples} samples and answered {len(answer.samples)}."
            if order.samples > 1:
                message += ' A server that makes one at a time is described by `drop` with "n" in its setting.'
            raise ProviderError(message, origin=self.title)
        return replace(answer, samples=list(map(_finished, answer.samples)))

    async def _body(self, reply: Reply, order: _Order) -> dict[str, Any]:
        """Read a body that is not streamed.

        Raises:
            ProviderError: The status is one of an error, or the body is no JSON object.
        """
        data = order.scrubber.data(await reply.body())
        if reply.status >= 300:
            raise failure_of(reply.status, reply.headers, data, self.title)
        try:
            whole = to_value(data)
        except ValueError:
            whole = None
        if not is_object(whole):
            what = f"{reply.content_type}, {len(data)} bytes" if data else "nothing"
            raise ProviderError(f"The provider answered with no JSON object ({what}).", origin=self.title)
        return whole

    async def _streamed(self, call: _Call) -> AsyncGenerator[Item]:
        """Ask once, and read the stream."""
        order = call.order
        async with self._exchange.post(order.post) as reply:
            if reply.status >= 300 or reply.content_type == _JSON:
                # A server that does not stream answers at once.
                call.ended = self._generation(order, await self._body(reply, order))
                for index, sample in enumerate(call.ended.samples):
                    if sample.text:
                        yield Piece(index, sample.text)
                yield call.ended
                return
            if reply.content_type not in _STREAMS:
                message = f"The provider was asked for a stream and answered {reply.content_type}."
                raise ProviderError(message, origin=self.title)
            has_spoken = False
            try:
                async for index, text in self._texts(reply, call):
                    has_spoken = has_spoken or bool(text)
                    yield Piece(index, text)
                call.ended = self._ended(call)
            except ProviderError as error:
                if not has_spoken:
                    raise
                yield Interruption(call.so_far(), error)
                return
            yield call.ended

    def _ended(self, call: _Call) -> Generation:
        """Read the whole of a stream.

        Raises:
            ProviderError: It is none.
        """
        if not call.collector.is_complete:
            raise ProviderError("The stream broke off before its end.", origin=self.title)
        return self._generation(call.order, call.whole())

    async def _texts(self, reply: Reply, call: _Call) -> AsyncIterator[tuple[int, str]]:
        """Read the texts as they come; an empty one stands for bytes that hold none."""
        decoder = call.order.form.decoder(call.order.scrubber.text)
        try:
            async with aclosing(reply.pieces()) as pieces:
                async for piece in pieces:
                    has_text = False
                    for event in decoder.feed(piece):
                        for index, text in self._fed(event, call):
                            has_text = True
                            yield index, text
                    if decoder.is_over:
                        await reply.drain()
                        return
                    if not has_text:
                        yield 0, ""
            for event in decoder.end():
                for index, text in self._fed(event, call):
                    yield index, text
        except ValueError as error:
            raise ProviderError(f"The stream cannot be read: {error}.", origin=self.title) from None

    def _fed(self, event: dict[str, Any], call: _Call) -> Iterator[tuple[int, str]]:
        """Take an event, and then its error: some say the last words together with it."""
        call.has_begun = True
        try:
            for index, text in call.collector.feed(event):
                if text and index < call.order.samples:
                    yield index, text
        except StreamFailure as failure:
            raise failure_in(failure.event, self.title) from None
        failed = failed_part(event)
        if failed is not None:
            raise failure_in(failed, self.title)

    async def _streams(self, calls: Sequence[_Call]) -> AsyncGenerator[Item]:
        """Ask once for each sample, and mix the streams as they come."""
        queue: asyncio.Queue[tuple[int, Item | Exception]] = asyncio.Queue(maxsize=len(calls))
        tasks = [asyncio.create_task(self._pump(call, index, queue)) for index, call in enumerate(calls)]
        running, has_spoken = len(calls), False
        error: Exception | None = None
        try:
            while running and error is None:
                index, item = await queue.get()
                if isinstance(item, Piece):
                    has_spoken = has_spoken or bool(item.text)
                    yield Piece(index, item.text)
                elif isinstance(item, Generation):
                    running -= 1
                else:
                    error = item.error if isinstance(item, Interruption) else item
        finally:
            await _give_up(tasks)
        if error is not None and not (has_spoken and isinstance(error, ProviderError)):
            raise error
        joined = _all_so_far(calls)
        yield joined if error is None else Interruption(joined, error)

    async def _pump(self, call: _Call, index: int, queue: asyncio.Queue[tuple[int, Item | Exception]]) -> None:
        try:
            async with aclosing(self._streamed(call)) as items:
                async for item in items:
                    await queue.put((index, item))
        except Exception as error:  # noqa: BLE001 - handed on to whoever reads the queue
            await queue.put((index, error))


def _complete(body: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what the call itself depends on, whatever `other` says.

    Raises:
        ProviderError: `other` wants another number of samples than the request.
    """
    if "stream" in before:
        body["stream"] = before["stream"]
    else:
        body.pop("stream", None)
    wanted = before.get("n", 1)
    if body.get("n", 1) != wanted:
        raise refused("`other` of the model config has 'n': the number of answers is `num_samples` of the request.")
    return body


def _generation(order: _Order, whole: dict[str, Any], answer: Answer) -> Generation:
    return Generation(answer.samples, order.body, [whole], answer.usage)


def _finished(sample: Sample) -> Sample:
    """Say why a sample ended whose provider says nothing: the answer is whole."""
    if sample.finish_reason is not None:
        return sample
    return replace(sample, finish_reason="tool_call" if sample.tool_calls else "stop")


def _so_far(calls: Sequence[_Call]) -> Generation | None:
    """Build what several calls have said until now; None if that is nothing."""
    if not any(call.has_begun or call.ended for call in calls):
        return None
    return calls[0].so_far() if len(calls) == 1 else _all_so_far(calls)


def _all_so_far(calls: Sequence[_Call]) -> Generation:
    return _joined(calls[0].order.body, [call.so_far() for call in calls])


def _joined(body: Mapping[str, Any], parts: Sequence[Generation]) -> Generation:
    """Make one generation of several with one sample each."""
    samples = [part.samples[0] for part in parts]
    responses = [part.responses[0] if part.responses else None for part in parts]
    usages = [part.usage for part in parts]
    known = [usage for usage in usages if usage is not None]
    usage = Usage(
        prompt=sum(each.prompt for each in known),
        samples=[None if each is None else each.samples[0] for each in usages],
        output=sum(each.generated for each in known),
        cached=sum(each.cached for each in known),
        reasoning=sum(each.reasoning for each in known),
        cache_written=sum(each.cache_written for each in known),
        calls=usages,
    )
    return Generation(samples, body, responses, usage if known else None)


async def _give_up(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """Cancel tasks and wait until they have cleaned up."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
