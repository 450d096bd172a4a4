"""A model watches over another (journey 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from humanloop import Humanloop
from humanloop.server import Settings, serve_in_thread
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

# The mock provider repeats the last message, cut to one word: a question that begins with No is fine.
MODERATOR = {
    "model": "small-1",
    "provider": "mock",
    "max_tokens": 1,
    "temperature": 0,
    "chat_template": [{"role": "user", "content": "{{request}}"}],
}


@pytest.mark.parametrize(
    ("request_", "logs"), [("Yes, this is an attack", 1), ("No harm in it: where is my parcel?", 2)]
)
def test_21_guardrail(humanloop: Humanloop, new_name: Callable[[], str], request_: str, logs: int) -> None:
    session, moderators = new_name(), new_name()
    verdict = humanloop.chat(
        project=moderators,
        model_config=MODERATOR,
        inputs={"request": request_},
        messages=[],
        session_reference_id=session,
    )
    if verdict.data[0].output == "No":
        answer = humanloop.chat(
            project=new_name(),
            model_config={"model": "small-1", "provider": "mock"},
            messages=[{"role": "user", "content": request_}],
            session_reference_id=session,
        )
        assert answer.session_id == verdict.session_id
        assert answer.data[0].output == request_
    assert humanloop.sessions.get(id=verdict.session_id or "").datapoints_count == logs


def test_21_a_model_monitors_a_project() -> None:
    settings = Settings(
        database="sqlite://",
        port=0,
        authentication=False,
        provider_fallback="mock",
        active_evaluators={"support": ["Politeness"]},
    )
    with serve_in_thread(settings=settings) as server, Humanloop(api_key="any", host=server.url) as humanloop:
        judge = humanloop.evaluators.create(
            name="Politeness",
            description="Whether the answer is polite",
            type="llm",
            model_config={
                "model": "judge-1",
                "prompt_template": "Is this polite? {{log_output}}\nEnd with yes or no.",
                "other": {"mock_output": "It thanks the customer.\nYes"},
            },
            arguments_type="target_free",
            return_type="boolean",
        )
        answer = humanloop.chat(
            project="support",
            model_config={"model": "small-1"},
            messages=[{"role": "user", "content": "Thank you!"}],
        )
        log = wait_for(
            lambda: humanloop.logs.get(id=answer.data[0].id), lambda seen: seen.observability_status == "completed"
        )
        (result,) = log.evaluation_results
        assert (result.value, result.evaluator_id) == (True, judge.id)
        assert result.evaluator_log is not None
        assert result.evaluator_log.output == "It thanks the customer.\nYes"
        active = humanloop.projects.get(id=answer.project_id or "").active_evaluators or []
        assert [evaluator.id for evaluator in active] == [judge.id]
