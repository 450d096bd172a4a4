"""Feedback: given, replaced, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


@pytest.fixture
def log_id(api: Api, project: Json) -> str:
    return api.ok("logs.log", {"project_id": project["id"], "output": "x"})["id"]


def give(api: Api, log_id: str, kind: str, value: Any = None, **rest: Any) -> Any:
    body = {"type": kind, "data_id": log_id, **rest}
    return api.ok("feedback.feedback", body if value is None else {**body, "value": value})


def values(api: Api, log_id: str) -> list[Any]:
    return [(each["type"], each["value"], each["user"]) for each in api.ok("logs.get", id=log_id)["feedback"]]


def test_an_item_is_answered_with_its_id(api: Api, log_id: str) -> None:
    answer = give(api, log_id, "rating", "good", user="ann", created_at="2024-02-03T04:05:06+02:00")
    assert answer["id"].startswith("ann_")
    assert (answer["type"], answer["value"], answer["data_id"], answer["user"]) == ("rating", "good", log_id, "ann")
    assert answer["created_at"] == "2024-02-03T02:05:06Z"
    assert api.ok("logs.get", id=log_id)["feedback"] == [answer]


def test_a_list_in_is_a_list_out(api: Api, log_id: str) -> None:
    items = [{"type": "rating", "value": "bad"}, {"type": "correction", "value": "better"}]
    answers = api.ok("feedback.feedback", [{**item, "data_id": log_id} for item in items])
    assert [each["value"] for each in answers] == ["bad", "better"]
    assert api.ok("feedback.feedback", []) == []


@pytest.mark.parametrize("kind", ["rating", "correction"])
def test_of_single_values_the_latest_of_a_user_counts(api: Api, log_id: str, kind: str) -> None:
    give(api, log_id, kind, "one", user="ann")
    give(api, log_id, kind, "other", user="bob")
    give(api, log_id, kind, "two", user="ann")
    assert values(api, log_id) == [(kind, "other", "bob"), (kind, "two", "ann")]


def test_several_values_make_a_set(api: Api, log_id: str) -> None:
    for value in ("copy", "save", "copy"):
        give(api, log_id, "action", value)
    assert values(api, log_id) == [("action", "save", None), ("action", "copy", None)]
    give(api, log_id, "action", ["share", "copy"])
    assert values(api, log_id) == [("action", ["share", "copy"], None)]


def test_unset_takes_back_what_the_user_said(api: Api, log_id: str) -> None:
    given = give(api, log_id, "rating", "good", user="ann")
    give(api, log_id, "rating", "bad", user="bob")
    assert give(api, log_id, "rating", unset=True, user="ann")["id"] == given["id"]
    assert values(api, log_id) == [("rating", "bad", "bob")]


def test_unset_of_several_values_takes_back_the_one_it_names(api: Api, log_id: str) -> None:
    give(api, log_id, "action", "copy")
    give(api, log_id, "action", "save")
    give(api, log_id, "action", "copy", unset=True)
    assert values(api, log_id) == [("action", "save", None)]


def test_unset_where_nothing_was_said_answers_an_empty_value(api: Api, log_id: str) -> None:
    assert give(api, log_id, "rating", unset=True)["value"] == ""
    assert values(api, log_id) == []


def test_new_labels_and_types_are_added(api: Api, project: Json, log_id: str) -> None:
    give(api, log_id, "rating", "superb")
    give(api, log_id, "mood", "sunny")
    give(api, log_id, "stars", 4)
    types = {each["type"]: each["values"] for each in api.ok("projects.get", id=project["id"])["feedback_types"]}
    assert types["rating"][-1] == {"value": "superb", "sentiment": "unset"}
    assert types["mood"] == [{"value": "sunny", "sentiment": "unset"}]
    assert types["stars"] is None
    assert values(api, log_id)[-1] == ("stars", 4, None)


def test_a_number_stays_a_number(api: Api, log_id: str) -> None:
    give(api, log_id, "stars", 4.5)
    assert api.fail(422, "feedback.feedback", {"type": "stars", "value": "many", "data_id": log_id})
    assert api.fail(422, "feedback.feedback", {"type": "stars", "value": True, "data_id": log_id})


@pytest.mark.parametrize(
    ("item", "place"),
    [
        ({"type": "rating"}, "value"),
        ({"type": "comment", "value": 3}, "value"),
        ({"type": "rating", "value": ["good"]}, "value"),
        ({"type": "rating", "value": ""}, "value"),
        ({"type": "action", "value": ["copy", ""]}, "value"),
        ({"type": "rating", "value": "good", "data_id": None}, "data_id"),
        ({"value": "good"}, "type"),
    ],
)
def test_what_does_not_fit_names_its_place(api: Api, log_id: str, item: Json, place: str) -> None:
    assert api.fail(422, "feedback.feedback", {"data_id": log_id, **item})[0]["loc"] == ["body", place]


def test_an_unknown_log_is_404_and_nothing_of_the_list_is_stored(api: Api, log_id: str) -> None:
    items = [{"type": "rating", "value": "good", "data_id": each} for each in (log_id, "data_unknown")]
    api.fail(404, "feedback.feedback", items)
    assert values(api, log_id) == []
