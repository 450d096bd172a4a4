"""Clients with options of their own, on the same connections."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from humanloop import ClientConfigurationError, Humanloop, InternalServerError
from tests.apis.echo_server import API_KEY, Answer, EchoServer


@pytest.fixture
def client(echo: EchoServer) -> Humanloop:
    return Humanloop(API_KEY, echo.host)


def test_options_count_where_a_call_says_nothing_else(client: Humanloop, echo: EchoServer) -> None:
    with echo.answering(Answer(500, {})):
        _check(client, echo)


def _check(client: Humanloop, echo: EchoServer) -> None:
    echo.take_all()
    with pytest.raises(InternalServerError):
        client.with_options(max_retries=0, headers={"X-One": "a", "X-Two": "a"}).projects.get(
            "pr_1", headers={"x-two": "b"}
        )
    request = echo.take()
    assert (request.headers["x-one"], request.headers["x-two"]) == ("a", "b")
    with pytest.raises(InternalServerError):
        client.with_options(max_retries=0).projects.get("pr_1", max_retries=1)
    assert len(echo.take_all()) == 2


def test_options_add_up(client: Humanloop) -> None:
    made = client.with_options(timeout=3, headers={"a": "1", "b": "1"}).with_options(max_retries=0, headers={"B": "2"})
    assert vars(made.api_client)["options"] == {"timeout": 3, "max_retries": 0, "headers": {"a": "1", "B": "2"}}
    assert made.api_client.connections is client.api_client.connections
    assert vars(client.with_options(timeout=None).api_client)["options"] == {"timeout": None}
    assert vars(client.with_options().api_client)["options"] == {}


def test_the_tags_of_both_are_apart(client: Humanloop) -> None:
    projects = client.projects
    made = client.with_options(timeout=3)
    assert made.projects is not projects
    assert made.projects.api_client is made.api_client
    assert made.configuration is client.configuration


def test_closing_one_closes_both(client: Humanloop) -> None:
    with client.with_options(timeout=3):
        pass
    with pytest.raises(ClientConfigurationError, match="closed"):
        client.projects.list()


class Slotted(Humanloop):
    __slots__ = ("__hidden", "empty", "own")

    def hide(self) -> None:
        self.__hidden = 5

    def hidden(self) -> int:
        return self.__hidden


def test_slots_of_a_class_of_its_own_are_kept() -> None:
    client: Any = Slotted("key", "http://127.0.0.1:9")
    client.own = [1]
    client.hide()
    other = client.with_options(timeout=1)
    assert (other.own, other.hidden()) == ([1], 5)
    assert not hasattr(other, "empty")


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))])
def test_copies_keep_the_options(client: Humanloop, copied: object) -> None:
    made = copied(client.with_options(timeout=3))  # type: ignore[operator]
    assert vars(made.api_client)["options"] == {"timeout": 3}
    assert repr(made) == repr(client.with_options(timeout=3))
