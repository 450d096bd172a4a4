"""Texts of others on a page: what nobody would see is marked, and what makes a sign is left in it."""

from __future__ import annotations

import pytest

from humanloop.server.web.texts import visible

UNSEEN = (
    "\x00\x1b\x7f\x85\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202e\u2060\u2064\u2066\u206f\u3164"
    "\ufeff\uffa0\ufff9\U0001d173\U000e0001\U000e0041\U000e007f\ud800"
)
SEEN = {
    "blanks": "a\tb\nc\rd\u00a0e\u3000f",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "heart on fire": "\u2764\ufe0f\u200d\U0001f525",
    "doctor with a colour of skin": "\U0001f468\U0001f3fd\u200d\u2695\ufe0f",
    "keycap": "1\ufe0f\u20e3",
    "country": "\U0001f1eb\U0001f1ee",
    "part of a country": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "Persian": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "Hindi": "\u0915\u094d\u200d\u0937",
    "Sinhala at the end of a word": "\u0d9a\u0dca\u200d ",
    "form of an ideograph": "\u845b\U000e0100",
    "words": "\u00e9\u00df \u05d0\u05d1 \u4e2d\u6587 \ud55c\uad6d",
}


@pytest.mark.parametrize("character", UNSEEN, ids=lambda character: f"{ord(character):04X}")
def test_what_cannot_be_seen_is_marked(character: str) -> None:
    shown = str(visible(f"a{character}b"))
    assert f'data-mark="U+{ord(character):04X}"' in shown
    assert shown.startswith("a<bdi")
    assert shown.endswith("</bdi>b")


@pytest.mark.parametrize("name", SEEN)
def test_what_makes_a_sign_stays_in_it(name: str) -> None:
    assert str(visible(SEEN[name])) == SEEN[name]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        # Words that hide behind an emoji.
        ("\U0001f600" + "\ufe0f\U000e0141" + "\U000e0142" * 3, 4),
        ("\U0001f600\U000e0068\U000e0069", 2),
        ("\U0001f3f4" + "\U000e0061" * 20 + "\U000e007f", 21),
        ("\u200d\u200d", 2),
        ("\u0645\u200c\u200c\u200c", 2),
    ],
)
def test_what_hides_behind_signs_is_marked(text: str, marks: int) -> None:
    assert str(visible(text)).count("data-mark") == marks
