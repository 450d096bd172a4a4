"""The semantic conventions up to 1.36: content in events, each a log record or, before that, an event of the span."""

from __future__ import annotations

from humanloop.server.tracing.dialects.conventions import GEN_AI, fill_conventional, kind_of
from humanloop.server.tracing.dialects.dialect import Dialect

DIALECT = Dialect(
    name="semconv_events",
    marks=("gen_ai.system",),
    keys=GEN_AI,
    kind=kind_of,
    fill=fill_conventional,
)
