"""What a team would have on its server, and what its worst enemy would put there."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from humanloop import Humanloop

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
    )
).decode()
HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)> javascript:alert(1) \u202egnp.exe \x1b[31m"
QUESTIONS = (
    "Where is my parcel? It was to come on Monday.",
    "How do I return a lamp that arrived broken?",
    "Can you change the address of order 20013?",
    "Which of your lamps are dimmable?",
    "I was charged twice for the same order.",
    "Do you ship to Iceland?",
)
TOPICS = ("delivery", "returns", "address", "lamps", "payment", "delivery")
TOOL = {
    "name": "find_order",
    "description": "Look an order up.",
    "parameters": {"type": "object", "properties": {"number": {"type": "string"}}, "required": ["number"]},
}


@dataclass(frozen=True)
class World:
    """Ids of what was made."""

    project: str
    first: str
    second: str
    log: str
    tools: str
    failed: str
    hostile: str
    session: str
    dataset: str
    runs: tuple[str, str]


def config(**changes: Any) -> dict[str, Any]:
    return {
        "provider": "mock",
        "model": "small-1",
        "temperature": 0.3,
        "chat_template": [
            {
                "role": "system",
                "content": "You answer for {{shop}}, a shop for lamps.\nBe short.\nNever promise a date of delivery.",
            }
        ],
        **changes,
    }


def make_world(client: Humanloop, name: str = "support") -> World:
    """Fill a server."""
    new = client.projects.create(name=name)
    second = client.model_configs.register(
        project_id=new.id,
        **config(
            temperature=0.7,
            name="warmer",
            chat_template=[
                {
                    "role": "system",
                    "content": "You answer for {{shop}}, a shop for lamps.\nBe short and warm.\n"
                    "Never promise a date of delivery.\nEnd with a question.",
                }
            ],
        ),
    )
    first = client.model_configs.register(project_id=new.id, **config(name="plain"))
    log = ""
    for index, question in enumerate(QUESTIONS * 4):
        chosen = (first, second)[index % 2]
        answer = client.log(
            project=name,
            config_id=chosen.config.id if hasattr(chosen, "config") else chosen.id,
            inputs={"shop": "Lumen"},
            messages=[{"role": "user", "content": question}],
            output=f"Thank you for writing. {question} Let me look that up for you.",
            duration=0.4 + index / 10,
            prompt_tokens=120 + index,
            output_tokens=40 + index,
            prompt_cost=0.00012,
            output_cost=0.0004,
            source="shop",
            **({"session_reference_id": f"{name}-{index // 3}"} if index < 9 else {}),
        )
        log = str(answer.id)
        if index % 4 == 0:
            client.feedback(type="rating", value="good" if index % 8 else "bad", data_id=log, user="ana")
    client.feedback(type="correction", value="It left our house on Friday.", data_id=log, user="ana")
    session = f"trace-of-{name}-20013"
    parent = client.log(
        project=name,
        session_reference_id=session,
        reference_id=f"{name}-agent",
        inputs={"order": "20013"},
        output="Changed.",
        duration=4.2,
        config={"type": "model", **config()},
    )
    tools = client.log(
        project=name,
        session_reference_id=session,
        parent_reference_id=f"{name}-agent",
        config={"type": "model", **config(tools=[TOOL])},
        messages=[
            {"role": "system", "content": "You answer for Lumen, a shop for lamps.\nUse tools."},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "Change the address of this order, please."},
                    {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}},
                    {"type": "image_url", "image_url": {"url": "https://example.com/order.png"}},
                ],
            },
            {
                "role": "assistant",
                "content": "",
                "tool_calls": [
                    {
                        "id": "call_1",
                        "type": "function",
                        "function": {"name": "find_order", "arguments": '{"number": "20013"}'},
                    }
                ],
            },
            {"role": "tool", "tool_call_id": "call_1", "content": '{"status": "packed", "city": "Turku"}'},
        ],
        output="It is packed and goes to Turku. Where shall it go?",
        duration=1.1,
        prompt_tokens=420,
        output_tokens=18,
        prompt_cost=0.0021,
        output_cost=0.0002,
        metadata={"region": "eu", "build": 4711},
    )
    failed = client.log(
        project=name,
        session_reference_id=session,
        parent_reference_id=f"{name}-agent",
        config={"type": "model", **config()},
        inputs={"shop": "Lumen", "question": "Cancel it"},
        error="The provider answered 529: overloaded.",
        duration=0.2,
    )
    hostile = client.log(
        project=name,
        config={"type": "model", **config()},
        inputs={"shop": HOSTILE, "long": "x" * 30_000},
        messages=[{"role": "user", "content": HOSTILE}],
        output="א" + HOSTILE + "y" * 500_000,
        metadata={HOSTILE[:20]: HOSTILE},
    )
    first_id = getattr(getattr(first, "config", None), "id", None) or first.id
    second_id = getattr(getattr(second, "config", None), "id", None) or second.id
    return World(
        str(new.id),
        str(first_id),
        str(second_id),
        log,
        str(tools.id),
        str(failed.id),
        str(hostile.id),
        str(parent.session_id),
        *_evaluations(client, name, new.id, str(first_id), str(second_id)),
    )


def make_experiment(client: Humanloop, world: World) -> str:
    """Let two versions be tried, one of which is liked more."""
    experiment = client.experiments.create(
        project_id=world.project,
        name="tone",
        positive_labels=[{"type": "rating", "value": "good"}],
        config_ids=[world.first, world.second],
    )
    trials = [client.experiments.sample(experiment_id=experiment.id) for _ in range(16)]
    logs = client.log(
        [
            {
                "project_id": world.project,
                "trial_id": trial.trial_id,
                "inputs": {"shop": "Lumen"},
                "messages": [{"role": "user", "content": f"Hello, it is me, customer {index}."}],
                "output": "Welcome to Lumen! What can we do for you?",
                "duration": 0.8 + index / 20,
                "prompt_tokens": 60,
                "output_tokens": 12,
            }
            for index, trial in enumerate(trials)
        ]
    )
    client.feedback(
        [
            {
                "type": "rating",
                "value": "good" if trial.config.id == world.second or index % 3 else "bad",
                "data_id": str(log.id),
            }
            for index, (trial, log) in enumerate(zip(trials, logs, strict=True))
        ]
    )
    return str(experiment.id)


def _evaluations(client: Humanloop, name: str, project: Any, first: str, second: str) -> tuple[str, tuple[str, str]]:
    """A dataset, and two versions judged on it."""
    dataset = client.datasets.create(project_id=project, name=f"{name} questions", description="What people ask.")
    client.datasets.create_datapoint(
        dataset.id,
        body=[
            {"inputs": {"shop": "Lumen", "question": question}, "target": {"topic": topic}}
            for question, topic in zip(QUESTIONS, TOPICS, strict=True)
        ],
    )
    judges = [
        client.evaluators.create(
            name=f"{name} {what}",
            description="",
            type="python",
            arguments_type="target_free",
            return_type=kind,
            code=code,
        )
        for what, kind, code in (
            (
                "is short",
                "boolean",
                "def judge(log):\n    return len(log['output']) < 40 + len(log['inputs'].get('question', ''))\n",
            ),
            ("length", "number", "def judge(log):\n    return len(log['output'])\n"),
        )
    ]
    runs = [
        client.evaluations.create(
            project_id=project, config_id=config_id, dataset_id=dataset.id, evaluator_ids=[judge.id for judge in judges]
        ).id
        for config_id in (first, second)
    ]
    end = time.monotonic() + 60
    while any(client.evaluations.get(run).status in {"pending", "running"} for run in runs):
        assert time.monotonic() < end
        time.sleep(0.05)
    return str(dataset.id), (str(runs[0]), str(runs[1]))
