"""What holds for every operation: keys, errors, request ids, and what clients of all ages send."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.apis.operations import OPERATIONS
from humanloop.server.http.responses import to_response
from humanloop.server.routes import ADDITIONS, HANDLERS

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


def test_every_operation_has_a_handler() -> None:
    assert set(HANDLERS) == set(OPERATIONS)


@pytest.mark.parametrize(
    "headers", [{}, {"X-API-KEY": ""}, {"X-API-KEY": "hl_wrong"}, {"X-API-KEY": "Bearer hl_wrong"}]
)
def test_requests_without_a_known_key_are_refused(api: Api, headers: Json) -> None:
    reply = api.http("GET", OPERATIONS["projects.list"].path, headers=headers)
    assert reply.status == 401
    assert reply.detail["type"] == "authentication_error"
    assert reply.detail["origin"] == "Humanloop"
    assert "hl_wrong" not in reply.detail["message"]


@pytest.mark.parametrize("prefix", ["", "Bearer ", "Token "])
def test_the_key_may_have_a_prefix(api: Api, prefix: str) -> None:
    headers = {"X-API-KEY": prefix + api.server.api_key}
    assert api.http("GET", OPERATIONS["projects.list"].path, headers=headers).status == 200


def test_an_unknown_path_is_a_json_404(api: Api) -> None:
    reply = api.http("GET", "/nowhere")
    assert (reply.status, reply.detail["type"]) == (404, "not_found_error")
    assert reply.headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", ["/nowhere", "/../nowhere", "/../docs", OPERATIONS["projects.list"].path])
def test_a_head_is_that_of_the_whole_answer(api: Api, path: str) -> None:
    whole, head = (api.http(method, path, headers={"X-API-KEY": api.server.api_key}) for method in ("GET", "HEAD"))
    names = ("content-type", "content-length")
    assert (head.status, [head.headers[name] for name in names]) == (
        whole.status,
        [whole.headers[name] for name in names],
    )
    assert head.data == b""


def test_an_unknown_method_is_a_json_405(api: Api) -> None:
    reply = api.http("PUT", OPERATIONS["projects.list"].path)
    assert (reply.status, reply.detail["code"]) == (405, 405)
    assert reply.headers["allow"]


def test_a_sensible_request_id_is_kept(api: Api) -> None:
    reply = api.call("projects.list", headers={"X-Request-Id": "mine-1"})
    assert reply.headers["x-request-id"] == "mine-1"


@pytest.mark.parametrize("given", ["a b", "x" * 200, "é".encode().decode("latin-1")])
def test_other_request_ids_are_replaced(api: Api, given: str) -> None:
    found = api.call("projects.list", headers={"X-Request-Id": given}).headers["x-request-id"]
    assert len(found) == 32


def test_errors_carry_a_request_id_too(api: Api) -> None:
    assert api.http("GET", "/nowhere").headers["x-request-id"]
    assert api.http("GET", OPERATIONS["projects.list"].path).headers["x-request-id"]


@pytest.mark.parametrize("body", ["{", "nope", '{"name": NaN}', b"\xff\xfe"])
def test_a_body_that_is_no_json_is_400(api: Api, body: str | bytes) -> None:
    reply = api.http("POST", OPERATIONS["projects.create"].path, headers={"X-API-KEY": api.server.api_key}, body=body)
    assert (reply.status, reply.detail["type"]) == (400, "bad_request_error")


def test_a_missing_body_names_the_body(api: Api) -> None:
    assert api.fail(422, "projects.create")[0]["loc"] == ["body"]


def test_all_problems_of_a_body_are_listed(api: Api) -> None:
    detail = api.fail(422, "chats.create", {"messages": [{"content": "x"}], "model_config": {}, "num_samples": "many"})
    assert {tuple(item["loc"]) for item in detail} == {
        ("body", "messages", 0, "role"),
        ("body", "model_config", "model"),
        ("body", "num_samples"),
    }


@pytest.mark.parametrize("number", ["1e999", "-1E999", f"{10**400}.0"])
def test_numbers_that_no_json_can_give_back_are_422(api: Api, number: str) -> None:
    body = f'{{"project": "p", "metadata": {{"deep": [{number}]}}, "output": "Infinity"}}'
    reply = api.http("POST", OPERATIONS["logs.log"].path, body=body, headers={"X-API-KEY": api.server.api_key})
    assert (reply.status, [each["loc"] for each in reply.json["detail"]]) == (422, [["body", "metadata"]])
    # As a text it is no number.
    assert api.ok("logs.log", {"project": api.name(), "output": "-Infinity", "metadata": {"deep": [1e308]}})["id"]


def test_a_page_that_is_too_far_is_said_to_be(api: Api) -> None:
    (detail,) = api.fail(422, "projects.list", query={"page": 10**30})
    assert detail["msg"] == "it must be 1000000000 or less"


def test_query_parameters_are_checked(api: Api) -> None:
    detail = api.fail(422, "logs.list", query={"page": "first"})
    assert {tuple(item["loc"]) for item in detail} == {("query", "page")}
    (missing,) = api.fail(422, "logs.list")
    assert missing["loc"] == ["query", "project_id"]


@pytest.mark.parametrize(
    ("key", "query"),
    [
        ("projects.list", {"page": -1}),
        ("projects.list", {"size": 0}),
        ("projects.list", {"size": 1001}),
        ("projects.list", {"sort_by": "colour"}),
        ("projects.list", {"order": "sideways"}),
        ("logs.list", {"version_status": "lost", "project_id": "pr_x"}),
        ("sessions.list", {"page": 0, "project_id": "pr_x"}),
    ],
)
def test_values_out_of_range_are_422(api: Api, key: str, query: Json) -> None:
    api.fail(422, key, query=query)


CHAT = {"messages": [], "model_config": {"model": "m"}}
EVALUATOR = {
    "name": "e",
    "description": "d",
    "type": "external",
    "arguments_type": "target_free",
    "return_type": "boolean",
}


@pytest.mark.parametrize(
    ("key", "body", "place"),
    [
        ("chats.create", {**CHAT, "messages": [{"role": "robot", "content": "x"}]}, ("messages", 0, "role")),
        ("chats.create", {**CHAT, "response_format": {"type": "poem"}}, ("response_format", "type")),
        ("chats.create", {**CHAT, "model_config": {"model": "m", "endpoint": "e"}}, ("model_config", "endpoint")),
        ("evaluators.create", {**EVALUATOR, "type": "oracle"}, ("type",)),
        ("logs.log", {"project": "p", "config": {"type": "agent", "agent_class": "c"}}, ("config", "type")),
        (
            "chats.create",
            {**CHAT, "messages": [{"role": "user", "content": [{"type": "audio"}]}]},
            ("messages", 0, "content", 0, "type"),
        ),
        ("evaluators.create", {**EVALUATOR, "return_type": "colour"}, ("return_type",)),
        ("evaluators.create", {**EVALUATOR, "arguments_type": "many"}, ("arguments_type",)),
        (
            "projects.create",
            {"name": "p", "feedback_types": [{"type": "t", "class": "c"}]},
            ("feedback_types", 0, "class"),
        ),
    ],
)
def test_words_of_an_enumeration_are_named(api: Api, key: str, body: Json, place: tuple[str | int, ...]) -> None:
    (problem,) = api.fail(422, key, body)
    assert problem["loc"] == ["body", *place]
    assert problem["msg"].startswith("input should be '")
    assert " or '" in problem["msg"]


@pytest.mark.parametrize("provider", ["deepseek", "of our own"])
def test_a_config_may_be_for_a_provider_that_nobody_knows(api: Api, provider: str) -> None:
    body = {"project": api.name(), "model": "m", "provider": provider}
    assert api.ok("model_configs.register", body)["config"]["provider"] == provider


def test_unknown_keys_and_nulls_are_passed_over(api: Api) -> None:
    body = {"name": api.name(), "directory_id": None, "projectId": "x", "provider_api_keys": {}}
    assert api.ok("projects.create", body)["directory_id"] is None


def test_a_post_without_a_body_may_come_as_an_empty_form(api: Api) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "0"}
    assert api.ok("sessions.create", headers=headers)["id"].startswith("sesh_")


def test_json_with_a_byte_order_mark_and_another_content_type_is_read(api: Api) -> None:
    headers = {"X-API-KEY": api.server.api_key, "Content-Type": "text/plain"}
    body = b"\xef\xbb\xbf" + json.dumps({"name": api.name()}).encode()
    assert api.http("POST", OPERATIONS["projects.create"].path, headers=headers, body=body).status == 201


def test_the_documentation_lists_every_operation(api: Api) -> None:
    described = json.loads(api.http("GET", "/openapi.json").data)
    found = {
        (method.upper(), path.removeprefix("/v4")) for path, methods in described["paths"].items() for method in methods
    }
    operations = [*OPERATIONS.values(), *(addition.operation for addition in ADDITIONS.values())]
    assert found == {(operation.method, operation.path) for operation in operations}


def test_what_is_no_number_of_json_is_null_in_answers() -> None:
    assert to_response({"mean": float("inf"), "least": float("nan")}, 200, 1).body == b'{"mean":null,"least":null}'
