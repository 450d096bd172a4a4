"""The journeys are numbered, and none is missing."""

from __future__ import annotations

import re
from pathlib import Path

JOURNEYS = 27


def test_every_journey_has_a_scenario() -> None:
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    numbers = {
        int(number) for text in texts for number in re.findall(r"^(?:async )?def test_(\d+)_", text, re.MULTILINE)
    }
    assert numbers == set(range(1, JOURNEYS + 1))
