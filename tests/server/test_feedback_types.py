"""Types of feedback: made, changed, and counted per config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]

TONE = {"type": "tone", "class": "select", "values": [{"value": "rude", "sentiment": "negative"}, {"value": "kind"}]}


def test_a_new_type_is_answered_without_its_class(api: Api, project: Json) -> None:
    answer = api.ok("projects.create_feedback_type", TONE, id=project["id"])
    labels = [{"value": "rude", "sentiment": "negative"}, {"value": "kind", "sentiment": "unset"}]
    assert answer == {"type": "tone", "values": labels}
    assert api.ok("projects.get", id=project["id"])["feedback_types"][-1] == answer
    text = api.ok("projects.create_feedback_type", {"type": "note", "class": "text"}, id=project["id"])
    assert text == {"type": "note", "values": None}


def test_a_type_that_is_there_is_409(api: Api, project: Json) -> None:
    api.fail(409, "projects.create_feedback_type", {"type": "rating"}, id=project["id"])
    api.fail(404, "projects.create_feedback_type", TONE, id="pr_unknown")


WRONG = [
    ({"type": "x", "class": "colour"}, "class"),
    ({"type": "x", "class": "text", "values": [{"value": "a"}]}, "values"),
    ({"type": "x", "values": [{"value": "a", "sentiment": "furious"}]}, "sentiment"),
    ({"type": "x", "values": [{"sentiment": "positive"}]}, "value"),
    ({"class": "text"}, "type"),
]


@pytest.mark.parametrize(("body", "place"), WRONG)
def test_what_is_no_type_is_refused_and_leaves_nothing(api: Api, project: Json, body: Json, place: str) -> None:
    assert api.fail(422, "projects.create_feedback_type", body, id=project["id"])[0]["loc"][-1] == place
    detail = api.fail(422, "projects.update_feedback_types", [TONE, body], id=project["id"])
    assert detail[0]["loc"][1] == 1
    create = {"name": api.name(), "feedback_types": [body]}
    assert api.fail(422, "projects.create", create)[0]["loc"][:3] == ["body", "feedback_types", 0]
    assert len(api.ok("projects.get", id=project["id"])["feedback_types"]) == 5
    found = api.ok("projects.list", query={"filter": create["name"], "size": 1000})["records"]
    assert create["name"] not in {each["name"] for each in found}


def test_an_update_adds_and_changes_and_keeps_the_rest(api: Api, project: Json) -> None:
    requested = [
        {"type": "rating", "values": [{"value": "good", "sentiment": "neutral"}, {"value": "superb"}]},
        TONE,
        {"type": "action", "values": [{"value": "copy", "sentiment": "positive"}]},
    ]
    answer = api.ok("projects.update_feedback_types", requested, id=project["id"])
    types = {each["type"]: each["values"] for each in answer}
    assert list(types) == ["rating", "action", "issue", "correction", "comment", "tone"]
    assert types["rating"] == [
        {"value": "good", "sentiment": "neutral"},
        {"value": "bad", "sentiment": "negative"},
        {"value": "superb", "sentiment": "unset"},
    ]
    assert types["action"] == [{"value": "copy", "sentiment": "positive"}]
    # A label without a sentiment keeps the one that it has.
    again = api.ok(
        "projects.update_feedback_types", [{"type": "rating", "values": [{"value": "bad"}]}], id=project["id"]
    )
    assert again == answer
    assert api.ok("projects.update_feedback_types", [], id=project["id"]) == answer


def test_the_class_of_a_type_stays(api: Api, project: Json) -> None:
    body = [{"type": "rating", "class": "text"}]
    assert "'select'" in api.fail(422, "projects.update_feedback_types", body, id=project["id"])[0]["msg"]
    api.ok("projects.update_feedback_types", [{"type": "rating", "class": "select"}], id=project["id"])
    api.fail(404, "projects.update_feedback_types", [], id="pr_unknown")


def stats(api: Api, project: Json) -> dict[tuple[str, str], int]:
    (config,) = api.ok("projects.list_configs", id=project["id"])
    assert all(isinstance(each["feedback_type_id"], int) for each in config["feedback_stats"])
    return {
        (each["feedback_type"], each["feedback_value"]): each["feedback_count"] for each in config["feedback_stats"]
    }


def test_labels_are_counted_as_far_as_they_count_now(api: Api, project: Json) -> None:
    ids = [api.ok("logs.log", {"project_id": project["id"], "output": "x"})["id"] for _ in range(2)]

    def say(log: str, kind: str, value: Any = None, **rest: Any) -> None:
        body = {"type": kind, "data_id": log, **rest} | ({} if value is None else {"value": value})
        api.ok("feedback.feedback", body)

    assert stats(api, project) == {}
    say(ids[0], "rating", "good", user="ann")
    say(ids[0], "rating", "bad", user="bob")
    say(ids[1], "rating", "good")
    say(ids[1], "action", "copy")
    say(ids[1], "action", "share")
    say(ids[1], "issue", ["slow", "wrong"])
    say(ids[1], "comment", "free text is not counted")
    say(ids[1], "stars", 4)
    assert stats(api, project) == {
        ("rating", "good"): 2,
        ("rating", "bad"): 1,
        ("action", "copy"): 1,
        ("action", "share"): 1,
        ("issue", "slow"): 1,
        ("issue", "wrong"): 1,
    }
    say(ids[0], "rating", "bad", user="ann")
    say(ids[1], "action", "copy")
    say(ids[1], "action", "share", unset=True)
    say(ids[1], "issue", ["wrong"])
    assert stats(api, project) == {
        ("rating", "good"): 1,
        ("rating", "bad"): 2,
        ("action", "copy"): 1,
        ("issue", "wrong"): 1,
    }
    api.ok("logs.delete", query={"id": [ids[1]]})
    assert stats(api, project) == {("rating", "bad"): 2}


def test_feedback_that_comes_with_a_log_counts(api: Api, project: Json) -> None:
    given = [{"type": "rating", "value": "good"}, {"type": "action", "value": "copy"}]
    api.ok("logs.log", {"project_id": project["id"], "output": "x", "feedback": given})
    assert stats(api, project) == {("rating", "good"): 1, ("action", "copy"): 1}


def test_strict_feedback_takes_only_what_the_project_has(api_class: type[Api]) -> None:
    settings = Settings(database="sqlite://", port=0, api_key=SecretStr("k"), strict_feedback=True)
    with serve_in_thread(settings=settings) as running:
        strict = api_class(running)
        body = {"project": strict.name(), "output": "x"}
        log_id = strict.ok("logs.log", {**body, "feedback": {"type": "rating", "value": "good"}})["id"]
        refused = [
            ({"type": "rating", "value": "superb"}, "value", "it has good, bad"),
            ({"type": "action", "value": ["copy"]}, "value", "it has none"),
            ({"type": "mood", "value": "sunny"}, "type", "it has rating, action"),
            *(({"type": "rating", "value": value}, "value", "are texts") for value in (1, 1.5, True)),
            ({"type": "action", "value": 2}, "value", "are texts"),
        ]
        for item, place, said in refused:
            (problem,) = strict.fail(422, "feedback.feedback", {**item, "data_id": log_id})
            assert problem["loc"] == ["body", place]
            assert said in problem["msg"]
            (problem,) = strict.fail(422, "logs.log", {**body, "feedback": [item]})
            assert problem["loc"] == ["body", "feedback", 0, place]
            (problem,) = strict.fail(422, "logs.log", {**body, "feedback": item})
            assert problem["loc"] == ["body", "feedback", place]
            good = {"type": "rating", "value": "good"}
            (problem,) = strict.fail(422, "logs.log", [body, {**body, "feedback": [good, item]}])
            assert problem["loc"] == ["body", 1, "feedback", 1, place]
        for item in ({"type": "comment", "value": "anything"}, {"type": "rating", "value": "", "unset": True}):
            strict.ok("feedback.feedback", {**item, "data_id": log_id})
