"""No module of this API: it says what programs of the v5 SDK, which import from here, write instead."""

from humanloop.core.hints import absent

__getattr__ = absent(__name__, "requests")
