"""The semantic conventions from 1.37 on: messages in `gen_ai.input.messages` and `gen_ai.output.messages`."""

from __future__ import annotations

from humanloop.server.tracing.dialects.conventions import GEN_AI, fill_conventional, kind_of
from humanloop.server.tracing.dialects.dialect import Dialect

DIALECT = Dialect(
    name="semconv",
    marks=("gen_ai.provider.name", "gen_ai.input.messages", "gen_ai.output.messages"),
    weak_marks=("gen_ai.",),
    keys=GEN_AI,
    kind=kind_of,
    fill=fill_conventional,
)
