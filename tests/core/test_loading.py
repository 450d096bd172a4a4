"""What is loaded in the midst of a call: no garbage is collected meanwhile, and as before afterwards."""

from __future__ import annotations

import gc
import os
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from humanloop.core import loading
from humanloop.core.loading import LOADING

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.enable()
    yield
    (gc.enable if was_enabled else gc.disable)()


def test_no_garbage_is_collected_inside() -> None:
    with LOADING:
        assert not gc.isenabled()
        with LOADING:
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_inside_changes_nothing() -> None:
    with pytest.raises(ZeroDivisionError), LOADING:
        _ = 1 / 0
    assert gc.isenabled()


def test_who_does_not_want_it_collected_is_left_alone() -> None:
    gc.disable()
    with LOADING:
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_of_two_threads_inside_the_last_one_ends_it() -> None:
    inside, leave = Event(), Event()

    def load() -> None:
        with LOADING:
            inside.set()
            leave.wait(20)

    thread = Thread(target=load)
    with LOADING:
        thread.start()
        assert inside.wait(20)
    assert not gc.isenabled()
    leave.set()
    thread.join()
    assert gc.isenabled()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_child_collects_garbage_whose_parent_was_still_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_LONGEST_WAIT", 0.05)
    with LOADING:
        child = os.fork()
        if not child:
            os._exit(0 if gc.isenabled() else 1)
        assert not gc.isenabled()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert gc.isenabled()
