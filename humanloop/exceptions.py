"""Everything that a call can raise: the import path that programs use for the classes of `core.errors`."""

from humanloop.core.errors import *  # noqa: F403 - all of them, so that a new one stands in one place
