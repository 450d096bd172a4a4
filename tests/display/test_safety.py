"""Whatever an answer holds, its HTML shows it as text: model output is written by strangers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humanloop import Humanloop
from humanloop.display.markup import Html, element, escaped
from humanloop.response.records import Records
from tests.display import samples
from tests.display.reading import Reading, read

if TYPE_CHECKING:
    from humanloop.response.model import Model

CANARY = "<script>canary()</script><img src=x onerror='canary()'>\"'&<!--]]></div></td>{{canary}}${canary}"
HOSTILE = st.sampled_from(
    [
        CANARY,
        "</div><iframe src=javascript:canary()>",
        "<!-- <?canary ?> <![CDATA[",
        '" onmouseover="canary()',
        "\x00\x1b[31m\u202ecanary\u2028\n",
        "\ud800canary",
        "&lt;script&gt;",
        "javascript:canary()",
        "$canary$ \\(canary\\)",
    ]
)
TEXTS = st.one_of(HOSTILE, st.text())


@pytest.mark.parametrize("model", samples.ALL, ids=lambda model: model.__name__)
def test_text_in_every_field_of_every_model(model: type[Model]) -> None:
    made = samples.made(model, CANARY)
    for shown in (made, Records([made]), Records([made] * 3), samples.page_of(made, made)):
        read(shown)
    assert "<script>canary()</script>" in read(made).text
    assert "\n" not in repr(made)
    assert dict(made.__rich_repr__())


def test_half_of_a_surrogate_pair_is_shown_as_the_replacement_character() -> None:
    assert "cut \ufffd" in read(samples.log(1, output="cut \ud83d")).text


@given(model=st.sampled_from(samples.ALL), text=TEXTS)
def test_any_text_in_any_model(model: type[Model], text: str) -> None:
    made = samples.made(model, text)
    read(made)
    read(Records([made, made]))
    assert len(repr(made).splitlines()) == 1


@given(
    value=st.recursive(
        st.one_of(TEXTS, st.none(), st.booleans(), st.integers(), st.floats(), st.datetimes()),
        lambda inner: st.one_of(st.lists(inner), st.dictionaries(TEXTS, inner)),
        max_leaves=10,
    ),
    name=st.sampled_from(
        ["output", "inputs", "messages", "evaluation_results", "evaluator_aggregates", "data", "id", "config"]
    ),
)
def test_what_does_not_fit_its_type(value: Any, name: str) -> None:
    """A field that did not fit holds what the server sent, whatever that is."""
    made = samples.log(1, **{name: value})
    read(made)
    read(samples.page_of(made, samples.log(2, parent_id=value)))
    assert len(repr(made).splitlines()) == 1
    assert len(repr(samples.page_of(made)).splitlines()) == 1


@given(TEXTS)
def test_text_is_escaped_once(text: str) -> None:
    html = element("div", text)
    assert element("b", html) == f"<b>{html}</b>"
    assert escaped(html) is html
    Reading(html)


def test_markup_is_not_made_by_adding() -> None:
    assert type(Html("<b>") + "<i>") is str
    assert escaped(Html("<b>") + "<i>") == "&lt;b&gt;&lt;i&gt;"


def test_the_client_is_escaped_and_shows_no_key() -> None:
    client = Humanloop("k" * 40, "http://localhost/<b>/v4", openai_api_key="o" * 40)
    client.configuration.proxy = "http://user:pass@proxy:1"
    shown = read(client).text + repr(client) + str(dict(client.__rich_repr__()))
    assert "kkkkk" not in shown
    assert "oooo" not in shown
    assert "pass" not in shown
    assert "http://localhost/<b>/v4" in read(client).text


@pytest.mark.parametrize("field", ["provider_api_keys", "openai_api_key", "Authorization", "x-api-key"])
def test_keys_are_not_shown(field: str) -> None:
    hidden = {"openai": "s3cret"} if field == "provider_api_keys" else "s3cret"
    for fields in ({field: hidden}, {"metadata": {field: hidden}}, {"metadata": {"deep": [{field: hidden}]}}):
        made = samples.log(1, **fields)
        shown = repr(made) + made._repr_html_() + samples.page_of(made)._repr_html_() + str(list(made.__rich_repr__()))
        assert "s3cret" not in shown


def test_keys_of_providers_are_not_shown() -> None:
    from humanloop.pydantic import ProviderApiKeys

    keys = ProviderApiKeys(openai="s3cret")
    assert repr(keys) == "ProviderApiKeys(openai='<redacted>')"
    assert "s3cret" not in keys._repr_html_() + str(list(keys.__rich_repr__()))
