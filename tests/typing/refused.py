"""Programs that are wrong: the type checker refuses each marked line, and reports a mark that is not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from humanloop import Humanloop


def wrong_calls(client: Humanloop) -> None:
    client.chat()  # type: ignore[call-arg]  # both required arguments are missing
    client.experiments.sample(1)  # type: ignore[arg-type]  # an ID is text
    client.experiments.sample(experiment="exp_1")  # type: ignore[call-arg]  # there is no such parameter
    client.experiments.sample("exp_1", retries=1)  # type: ignore[call-arg]  # there is no such option
    client.logs.list("pr_1", progress=1)  # type: ignore[arg-type]  # shown or not, there is no number to it
    client.logs.list("pr_1", progress=lambda done: None)  # type: ignore[misc,arg-type]  # it is told the total too
    client.experiments.sample("exp_1", timeout="5")  # type: ignore[arg-type]  # seconds are a number
    client.experiments.raw.sample()  # type: ignore[call-arg]  # the raw twin has the same parameters
    client.chat([{"content": "Hi"}], {"model": "gpt-4"})  # type: ignore[list-item]  # who says that?
    client.chat([], {"model": "gpt-4", "heat": 1})  # type: ignore[arg-type]  # a slip of the pen
    client.chat(messages=[], model_config={"model": 4})  # type: ignore[arg-type]  # a model has a name
    client.logs.delete(id="data_1")  # type: ignore[arg-type]  # one ID is still a list
    client.background.log(projekt="p")  # type: ignore[call-overload]  # there is no such field
    client.background.feedback([{"typ": "rating"}])  # type: ignore[list-item]  # there is no such field
    client.background.log(project="p", timeout=3)  # type: ignore[call-overload]  # an option of one request


async def wrong_answers(client: Humanloop) -> None:
    client.chats.create([], {"model": "gpt-4"}).output  # type: ignore[attr-defined]  # noqa: B018  # it is in `data`
    (await client.chats.acreate([], {"model": "gpt-4"})).data.output  # type: ignore[attr-defined]  # noqa: B018  # a list
    client.chat_stream([], {"model": "gpt-4"})  # type: ignore[unused-coroutine]  # it has to be awaited
    with client.chats.stream([], {"model": "gpt-4"}) as stream:
        next(iter(stream))["text"]  # type: ignore[typeddict-item]  # the text is called `output`
