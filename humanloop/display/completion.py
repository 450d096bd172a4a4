"""Tab in IPython, whose own completer looks into no object that answers for names it does not have."""

from __future__ import annotations

from importlib import import_module


def allow_completion() -> None:
    """Tell the completer of IPython, which is loaded, that it may look at the attributes of clients and tags."""
    try:
        policies = vars(import_module("IPython.core.guarded_eval"))["EVALUATION_POLICIES"]
        policies["limited"].allowed_getattr_external.add(__name__.partition(".")[0])
    except (ImportError, KeyError, AttributeError):
        return  # Another release of IPython: then Tab offers as much as that one does by itself.
