"""Templates: the scanner, in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.errors import UnprocessableError
from humanloop.server.generation.snippets import Snippets
from humanloop.server.generation.templating import Template

if TYPE_CHECKING:
    Json = dict[str, Any]


INPUTS = {
    "name": "Ann",
    "n": 3,
    "half": 0.5,
    "yes": True,
    "tags": ["a", "é"],
    "log": {"inputs": {"q": "why"}, "messages": [{"content": "hi"}], "score": 1},
    "a.b": "whole name",
    "marker": "{{name}}",
    "empty": "",
    "nothing": None,
}
SNIPPETS = {"tone": {"formal": "Dear all", "{{name}}": "never"}, "sign-off": {"x": "Bye"}}


def render(text: str, inputs: Json | None = None) -> str:
    template = Template(INPUTS if inputs is None else inputs, Snippets(SNIPPETS))
    rendered = template.render(text)
    template.check()
    return rendered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("no markers", "no markers"),
        ("{{name}}", "Ann"),
        ("{{ name }}, {{name}} and {{\tname\n}}", "Ann, Ann and Ann"),
        ("{{n}} {{half}} {{yes}}", "3 0.5 true"),
        ("{{tags}}", '["a", "é"]'),
        ("[{{empty}}]", "[]"),
        ("{{log.inputs.q}} {{log.messages[0].content}} {{ log.score }} {{tags[1]}}", "why hi 1 é"),
        ("{{a.b}}", "whole name"),
        # Inserted text is not looked at again.
        ("{{marker}}", "{{name}}"),
        ("{{{name}}}", "{Ann}"),
        ("{{ {{name}} }}", "{{ Ann }}"),
        # Whatever is not exactly a marker stays.
        ("{{  name  }}", "{{  name  }}"),
        ("{{name", "{{name"),
        ("name}}", "name}}"),
        ("{name}", "{name}"),
        ("{{}} {{ }}", "{{}} {{ }}"),
        ("{{na me}}", "{{na me}}"),
        ("{{na-me}}", "{{na-me}}"),
        ("{{näme}}", "{{näme}}"),
        ("{{#if name}}{{/if}}", "{{#if name}}{{/if}}"),
        ("{% if name %}", "{% if name %}"),
        ("{{name|upper}}", "{{name|upper}}"),
        ("{{''.__class__}}", "{{''.__class__}}"),
        # Snippets.
        ('{{ tone("formal") }}!', "Dear all!"),
        ('{{sign-off("x")}}', "Bye"),
    ],
)
def test_rendering(text: str, expected: str) -> None:
    assert render(text) == expected


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("{{b}} {{a}} {{b}}", "a, b"),
        ("{{nothing}}", "nothing"),
        ("{{log.inputs.x}} {{tags[9]}}", "log.inputs.x, tags[9]"),
        ("{{name.upper}} {{name.__class__}}", "name.__class__, name.upper"),
        ("{{log.}} {{.log}} {{log[}}", ".log, log., log["),
        ("{{tone(whichever)}} {{tone(whichever)}} {{x}}", "whichever, x"),
    ],
)
def test_missing_inputs_are_listed_sorted(text: str, missing: str) -> None:
    with pytest.raises(UnprocessableError) as caught:
        render(text)
    assert caught.value.message.endswith(f": {missing}.")


def test_arguments_of_snippets_are_inputs_or_texts() -> None:
    assert render("{{tone(kind)}}", {"kind": "formal"}) == "Dear all"


@pytest.mark.parametrize("text", ['{{tone("rude")}}', "{{tone()}}", '{{tone("a", "b")}}', '{{search("x")}}'])
def test_calls_that_cannot_be_answered_are_refused(text: str) -> None:
    with pytest.raises(UnprocessableError):
        render(text)


def test_results_of_snippets_are_kept() -> None:
    snippets = Snippets(SNIPPETS)
    Template({}, snippets).render('{{tone("formal")}}')
    (result,) = snippets.results
    assert (result["name"], result["signature"], result["result"]) == ("tone", "tone(formal)", "Dear all")


def test_of_content_lists_only_texts_are_templates() -> None:
    image = {"type": "image_url", "image_url": {"url": "https://example.org/{{name}}"}}
    content = [{"type": "text", "text": "{{name}}"}, image]
    rendered = Template(INPUTS, Snippets({})).render_content(content)
    assert rendered == [{"type": "text", "text": "Ann"}, image]
    assert content[0]["text"] == "{{name}}"
    assert Template(INPUTS, Snippets({})).render_content(None) is None
