"""The main calls of the client, against a local server that this program starts: no account, no network.

Run it with `make demo`, or with `python examples/quickstart.py`; the extras `async` and `server` must be installed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from typing import TYPE_CHECKING

from humanloop import ApiException, Humanloop
from humanloop.server import serve_in_thread

if TYPE_CHECKING:
    from humanloop.server import RunningServer
    from humanloop.type import ChatMessageWithToolCall, ModelConfigChatRequest, ModelConfigCompletionRequest

PERSONA: ModelConfigChatRequest = {
    "model": "gpt-3.5-turbo",
    "temperature": 0.7,
    "max_tokens": -1,
    "chat_template": [
        {"role": "system", "content": "You are a helpful assistant who replies in the style of {{persona}}."}
    ],
}
SUMMARY: ModelConfigCompletionRequest = {
    "model": "gpt-3.5-turbo",
    "temperature": 0.7,
    "max_tokens": -1,
    "prompt_template": "Summarize this for a second-grade student:\n\n{{text}}",
}
QUESTION: ChatMessageWithToolCall = {"role": "user", "content": "Explain asynchronous programming."}
TEXT = "Llamas are friendly and curious, and they spit when they are treated too much like pets."


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n{text}")


def line(label: str, value: object) -> None:
    """Print a labelled value."""
    shown = str(value).replace("\n", " ⏎ ")
    print(f"  {label:<10} {shown}")


def chat(humanloop: Humanloop) -> str:
    """Ask a model, by a template whose inputs are filled in; answer the log's ID."""
    title("Chat: humanloop.chat(project=…, model_config=…, messages=…, inputs=…)")
    response = humanloop.chat(
        project="sdk-example",
        messages=[QUESTION],
        model_config=PERSONA,
        inputs={"persona": "the pirate Blackbeard"},
        stream=False,
    )
    answer = response.data[0]
    for message in answer.messages or []:
        line(str(message.role), message.content)
    line("answer", answer.output)
    if response.usage:
        line("tokens", f"{response.usage.prompt_tokens} in, {response.usage.generation_tokens} out")
    line("stored as", f"{answer.id} (config {answer.model_config_id})")
    return answer.id


def complete(humanloop: Humanloop) -> None:
    """Complete a prompt template."""
    title("Complete: humanloop.complete(project=…, model_config=…, inputs=…)")
    response = humanloop.complete(project="sdk-example", inputs={"text": TEXT}, model_config=SUMMARY)
    line("answer", response.data[0].output)
    line("stored as", response.data[0].id)


def feedback(humanloop: Humanloop, log_id: str) -> None:
    """Rate the first answer."""
    title("Feedback: humanloop.feedback(type=…, value=…, data_id=…)")
    response = humanloop.feedback(type="rating", value="good", data_id=log_id, user="user@example.com")
    line("stored as", f"{response.id}: {response.type} = {response.value}")


def log(humanloop: Humanloop) -> None:
    """Store a call that the program made by itself, and read it again."""
    title("Log: humanloop.log(project=…, config=…, inputs=…, output=…)")
    response = humanloop.log(
        project="sdk-example",
        inputs={"text": TEXT},
        output="Llamas are nice, but do not cuddle them too much.",
        source="sdk",
        config={"type": "model", "model": SUMMARY["model"], "prompt_template": "Summarize this: {{text}}"},
    )
    stored = humanloop.logs.get(response.id)
    line("stored as", stored.id)
    line("output", stored.output)
    line("at", f"{stored.created_at:%Y-%m-%d %H:%M:%S} UTC")


def stream(humanloop: Humanloop) -> None:
    """Read an answer piece by piece."""
    title("Stream: with humanloop.chats.stream(…) as tokens")
    with humanloop.chats.stream(
        project="sdk-example", messages=[QUESTION], model_config=PERSONA, inputs={"persona": "a captain"}
    ) as tokens:
        line("pieces", " | ".join(token["output"] or "" for token in tokens))


async def concurrently(humanloop: Humanloop) -> None:
    """Make calls at the same time, and stream asynchronously."""
    title("Async: await humanloop.acomplete(…), await humanloop.chat_stream(…)")
    texts = ["First text.", "Second text.", "Third text."]
    responses = await asyncio.gather(
        *(humanloop.acomplete(project="sdk-example", inputs={"text": text}, model_config=SUMMARY) for text in texts)
    )
    for text, response in zip(texts, responses, strict=True):
        line(text, f"stored as {response.data[0].id}")
    tokens = await humanloop.chat_stream(
        project="sdk-example", messages=[QUESTION], model_config=PERSONA, inputs={"persona": "a captain"}
    )
    line("pieces", " | ".join([token["output"] or "" async for token in tokens.content]))
    await humanloop.aclose()


def raw(humanloop: Humanloop) -> None:
    """Look at the HTTP answer itself."""
    title("Raw: humanloop.chats.raw.create(…)")
    response = humanloop.chats.raw.create(
        project="sdk-example", messages=[QUESTION], model_config=PERSONA, inputs={"persona": "a parrot"}
    )
    line("status", response.status)
    line("type", response.headers["content-type"])
    line("body", f'body["data"][0]["output"] = {response.body["data"][0]["output"]!r}')
    line("took", f"{response.round_trip_time * 1000:.1f} ms")


def error(humanloop: Humanloop) -> None:
    """Ask for something that is not there."""
    title("Errors: except ApiException as e")
    try:
        humanloop.logs.get("data_doesnotexist")
    except ApiException as e:
        line(type(e).__name__, e)
        line("body", e.body)


def pages(server: RunningServer) -> None:
    """Show all of it to people; whoever runs this in a terminal has time to look."""
    title("Pages for people")
    address = server.web_link() or ""
    line("address", address)
    if os.environ.get("OPEN"):
        webbrowser.open(address)
    if sys.stdin.isatty():
        input("Enter ends the server. ")


def main() -> None:
    """Start the server, make the calls, stop."""
    with serve_in_thread() as server:
        print(f"A local server answers at {server.url}; the provider `mock` repeats what it is told.")
        humanloop = Humanloop(api_key=server.api_key, host=server.url, openai_api_key="not needed by the mock")
        log_id = chat(humanloop)
        complete(humanloop)
        feedback(humanloop, log_id)
        log(humanloop)
        stream(humanloop)
        raw(humanloop)
        error(humanloop)
        title("All of it is in the project")
        for record in humanloop.logs.list(project_id=humanloop.projects.list().records[0].id).records:
            line(f"{record.created_at:%H:%M:%S}" if record.created_at else "", f"{record.id}  {record.output}")
        asyncio.run(concurrently(humanloop))
        pages(server)


if __name__ == "__main__":
    main()
