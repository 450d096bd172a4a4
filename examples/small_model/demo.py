"""A real, small model behind the server, without any key: `make demo-model` installs it, starts it and runs this.

Usage: python examples/small_model/demo.py PYTHON, where PYTHON is that of the environment with the model.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from humanloop import Humanloop
from humanloop.server import Settings, serve_in_thread
from humanloop.server.provider_settings import Compatible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.type import ModelConfigChatRequest

HERE = Path(__file__).parent
CONFIG: ModelConfigChatRequest = {
    "provider": "smol",
    "model": "SmolLM2-135M-Instruct",
    "temperature": 0.2,
    "max_tokens": 40,
    "chat_template": [{"role": "system", "content": "You answer in one short sentence."}],
}


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n{text}")


@contextmanager
def model_server(python: str) -> Iterator[str]:
    """Run the model; answers its address."""
    command = [python, str(HERE / "model_server.py")]
    # The caller's own Python, and a program beside this one.
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            if not address:
                sys.exit("The model did not start.")
            yield address
        finally:
            # The end of its input ends it.
            process.communicate()


def main(python: str) -> None:
    """Start the model and a server that knows it, and make each kind of call."""
    with model_server(python) as address:
        # The environment variable HUMANLOOP_SERVER_COMPATIBLE says the same to `humanloop serve`.
        settings = Settings(
            database="sqlite://",
            port=0,
            api_key=SecretStr("demo"),
            compatible={"smol": Compatible(url=f"{address}/v1")},
        )
        with serve_in_thread(settings=settings) as server, Humanloop(host=server.url, api_key="demo") as humanloop:
            calls(humanloop)
            evaluation(humanloop)


def calls(humanloop: Humanloop) -> None:
    """Chat, stream, complete, and show what is stored."""
    title("Chat")
    began = time.monotonic()
    answer = humanloop.chat(
        project="small-model", model_config=CONFIG, messages=[{"role": "user", "content": "What is a llama?"}]
    )
    print(answer.data[0].output)
    print(f"({time.monotonic() - began:.2f} s)")

    title("The same as a stream")
    began, first = time.monotonic(), 0.0
    with humanloop.chats.stream(
        project="small-model", model_config=CONFIG, messages=[{"role": "user", "content": "Name three colours."}]
    ) as tokens:
        for token in tokens:
            first = first or time.monotonic() - began
            print(token["output"], end="", flush=True)
    print(f"\n(first token after {first:.2f} s)")

    title("Completion")
    completion = humanloop.complete(
        project="small-model",
        model_config={
            "provider": "smol",
            "model": "SmolLM2-135M-Instruct",
            "max_tokens": 30,
            "prompt_template": "Say in one sentence what {{thing}} is.",
        },
        inputs={"thing": "rain"},
    )
    print(completion.data[0].output)

    title("What the server has stored")
    for log in humanloop.logs.list(project_id=answer.project_id or "").records:
        said = (log.output or "").replace("\n", " ")
        print(f"{log.id}  {log.prompt_tokens} + {log.output_tokens} tokens  {said[:60]}")


def evaluation(humanloop: Humanloop) -> None:
    """Let the model answer two questions, and judge its own answers."""
    title("An evaluation, judged by the model")
    project = humanloop.projects.create(name="judged")
    config = humanloop.model_configs.register(
        project_id=project.id,
        provider="smol",
        model="SmolLM2-135M-Instruct",
        max_tokens=40,
        prompt_template="Answer in one sentence: {{question}}",
    ).config
    dataset = humanloop.datasets.create(project_id=project.id, name="questions", description="Two questions")
    questions = ("What is snow?", "Where do fish live?")
    humanloop.datasets.create_datapoint(
        dataset_id=dataset.id, body=[{"inputs": {"question": question}} for question in questions]
    )
    judge = humanloop.evaluators.create(
        name="on-topic",
        description="Whether the answer is about the question",
        type="llm",
        arguments_type="target_free",
        return_type="boolean",
        model_config={
            "provider": "smol",
            "model": "SmolLM2-135M-Instruct",
            "max_tokens": 5,
            # So small a model needs to be held by the hand: it can write nothing else.
            "response_format": {"type": "json_schema", "json_schema": {"schema": {"type": "boolean"}}},
            "prompt_template": "{{log_inputs.question}} {{log_output}}\nIs this right? Answer true or false.",
        },
    )
    made = humanloop.evaluations.create(
        project_id=project.id, config_id=config.id, dataset_id=dataset.id, evaluator_ids=[judge.id]
    )
    while made.status in {"pending", "running"}:
        time.sleep(0.1)
        made = humanloop.evaluations.get(id=made.id)
    print(f"status: {made.status}")
    for row in humanloop.evaluations.list_datapoints(id=made.id):
        said = [result.value if result.error is None else result.error for result in row.evaluation_results]
        answer = (row.log.output or row.log.error or "").strip().replace("\n", " ") if row.log else ""
        print(f"{row.datapoint.inputs['question'] if row.datapoint.inputs else ''}  →  {answer[:60]}  {said}")


if __name__ == "__main__":
    main(*sys.argv[1:])
