"""OpenAI's older completions: a text goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from humanloop.server.generation.providers.chat_contents import text_in
from humanloop.server.generation.providers.chat_form import FINISH, usage_of
from humanloop.server.generation.providers.contents import text_of
from humanloop.server.generation.providers.counting import count_of
from humanloop.server.generation.providers.form import Answer, Form, Request, finish_of
from humanloop.server.generation.providers.interface import Sample
from humanloop.server.json_values import objects_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from humanloop.server.generation.providers.asked import Asked

_FIELDS = (
    *("temperature", "top_p", "presence_penalty", "frequency_penalty"),
    *("max_tokens", "stop", "seed", "user", "logprobs", "suffix"),
)
_NEEDS_IT = re.compile(r"instruct|babbage|davinci", re.IGNORECASE)


def is_legacy(model: str) -> bool:
    """Tell whether a model goes on with texts and holds no conversations."""
    return _NEEDS_IT.search(model) is not None


@dataclass(frozen=True)
class TextForm(Form):
    """Completions.

    Args:
        path: Behind the base URL.
        has_model_in_path: Whether it names the model.
        drop: Fields that the server does not take.
        rename: Fields that it knows by another name.
    """

    path: str = "/completions"
    has_model_in_path: bool = False
    drop: frozenset[str] = frozenset()
    rename: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def answers_several(self) -> bool:
        """Whether the server takes `n`."""
        return "n" not in self.drop

    def request(self, asked: Asked, samples: int, *, stream: bool) -> Request:
        """Build the body."""
        prompt = "\n".join(text_of(message, place) for place, message in enumerate(asked.messages))
        body: dict[str, Any] = {
            "model": asked.model,
            "prompt": prompt,
            **{name: asked.fields[name] for name in _FIELDS if name in asked.fields},
        }
        if samples > 1:
            body["n"] = samples
        if stream:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        left_out = [*asked.beyond(*_FIELDS), *sorted((self.drop - {"n", "stream_options"}) & body.keys())]
        renamed = {self.rename.get(name, name): value for name, value in body.items() if name not in self.drop}
        return Request(self.path, renamed, left_out)

    def answer(self, whole: Mapping[str, Any]) -> Answer:
        """Read choices and usage."""
        choices = sorted(objects_in(whole.get("choices")), key=lambda each: count_of(each.get("index")))
        samples = [
            Sample(text_in(choice.get("text")), finish_of(choice.get("finish_reason"), FINISH)) for choice in choices
        ]
        return Answer(samples, usage_of(whole, len(samples)))

    def collector(self) -> TextCollector:
        """Begin to put chunks together."""
        return TextCollector()


class TextCollector:
    """Puts chunks together."""

    def __init__(self) -> None:
        self._head: dict[str, Any] = {}
        self._choices: dict[int, dict[str, Any]] = {}

    def feed(self, event: dict[str, Any]) -> Iterator[tuple[int, str]]:
        """Take a chunk."""
        self._head |= {key: value for key, value in event.items() if key != "choices" and value is not None}
        for given in objects_in(event.get("choices")):
            index, text = count_of(given.get("index")), text_in(given.get("text"))
            choice = self._choices.setdefault(index, {"index": index, "text": ""})
            said = choice["text"] + text
            choice |= {key: value for key, value in given.items() if value is not None} | {"text": said}
            yield index, text

    @property
    def is_complete(self) -> bool:
        """Whether each sample has ended."""
        return bool(self._choices) and all(each.get("finish_reason") for each in self._choices.values())

    def whole(self) -> dict[str, Any]:
        """Build the completion."""
        return {**self._head, "choices": [choice for _, choice in sorted(self._choices.items())]}
