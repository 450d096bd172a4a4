"""Every operation, asked for with a key that sees some projects only."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any, get_args, get_type_hints, is_typeddict

import pytest

from humanloop.apis.operations import OPERATIONS
from humanloop.core.type_names import resolved
from humanloop.server.domain.reach import ELSEWHERE, NAMES
from tests.server.team.conftest import make_key
from tests.server.test_every_operation import CALLS
from tests.server.tracing.forms import MODEL, records_of, request_of, span, value_of
from tests.server.worlds import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.conftest import Api

OF_THE_SERVER = {"projects.create", "sessions.create", "evaluators.create", "evaluators.update", "evaluators.delete"}
OF_NO_PROJECT = {
    "datasets.list",
    "evaluators.list",
    "evaluators.get",
    "model_configs.serialize",
    "model_configs.deserialize",
    "projects.list",
    # It has no logs yet.
    "sessions.get",
}
PASSED_OVER = {"logs.delete": "logs.get", "datapoints.delete": "datapoints.get"}

_numbers = count()


@pytest.fixture(scope="module")
def world(team: Api) -> World:
    return World(team)


@pytest.fixture(scope="module")
def elsewhere(team: Api) -> str:
    """A project that nothing of the world belongs to."""
    found: str = team.ok("projects.create", {"name": "elsewhere"})["id"]
    return found


def limited(api: Api, *projects: str) -> dict[str, str]:
    """The header of a key that sees these projects only."""
    return {"X-API-KEY": make_key(api.server, f"limited {next(_numbers)}", projects=projects)}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_of_other_projects_nothing_is_there_and_of_its_own_everything(
    team: Api, world: World, elsewhere: str, operation: str
) -> None:
    call = CALLS[operation](world)
    assert world["project"]  # A key without any project sees all of them.
    others = [each["id"] for each in team.ok("projects.list", query={"size": 1000})["records"]]
    stranger = limited(team, elsewhere)
    holder = limited(team, *(each for each in others if each != elsewhere))
    refused = team.call(operation, headers=stranger, **call)
    if operation in OF_THE_SERVER:
        assert refused.status == 403
        assert team.call(operation, headers=holder, **call).status == 403
        return
    if operation in PASSED_OVER:
        (thing,) = call["body"] if "body" in call else call["query"]["id"]
        team.ok(PASSED_OVER[operation], id=thing)
        team.ok(operation, headers=holder, **call)
        team.fail(404, PASSED_OVER[operation], id=thing)
        return
    assert refused.status == (OPERATIONS[operation].status if operation in OF_NO_PROJECT else 404)
    assert team.call(operation, headers=holder, **call).status == OPERATIONS[operation].status


def test_lists_hold_its_own_only(team: Api, world: World, elsewhere: str) -> None:
    assert world["dataset"]
    stranger = limited(team, elsewhere)
    assert [each["id"] for each in team.ok("projects.list", headers=stranger)["records"]] == [elsewhere]
    assert team.ok("datasets.list", headers=stranger) == []
    holder = limited(team, world["project"])
    assert world["dataset"] in {each["id"] for each in team.ok("datasets.list", headers=holder)}


def test_projects_are_named_too(team: Api, world: World, elsewhere: str) -> None:
    stranger = limited(team, elsewhere)
    name = world.name_of("project")
    assert team.call("logs.log", {"project": name, "output": "x"}, headers=stranger).status == 404
    assert team.call("logs.log", [{"project": "elsewhere"}, {"project": name}], headers=stranger).status == 404
    made = team.call("logs.log", {"project": "a new one", "output": "x"}, headers=stranger)
    assert (made.status, made.detail["type"]) == (403, "permission_error")
    assert team.call("logs.log", {"project": "elsewhere", "output": "x"}, headers=stranger).status == 200
    for wanted, status in ((name, 404), ("elsewhere", 200)):
        assert team.call("projects.get", headers=stranger, id="-", query={"name": wanted}).status == status


@pytest.mark.parametrize("field", ["parent_id", "parent_reference_id", "session_id"])
def test_links_to_others_lead_nowhere(team: Api, world: World, elsewhere: str, field: str) -> None:
    session = team.ok("sessions.create")["id"]
    body = {"project_id": world["project"], "output": "x", "reference_id": f"of {field}", "session_id": session}
    log = team.ok("logs.log", body)["id"]
    value = {"parent_id": log, "parent_reference_id": f"of {field}", "session_id": session}[field]
    reply = team.call("logs.log", {"project_id": elsewhere, field: value}, headers=limited(team, elsewhere))
    assert reply.status == 404


def test_a_reference_of_two_projects_is_not_that_of_one(team: Api, world: World, elsewhere: str) -> None:
    for project in (elsewhere, world["project"]):
        team.ok("logs.log", {"project_id": project, "output": "x", "reference_id": "of both"})
    query = {"reference_id": "of both"}
    assert team.call("logs.update_by_ref", {"output": "y"}, headers=limited(team, elsewhere), query=query).status == 404


def test_a_session_shows_the_logs_of_its_projects(team: Api, world: World, elsewhere: str) -> None:
    session = team.ok("sessions.create")["id"]
    mine, other = (
        team.ok("logs.log", {"project_id": project, "session_id": session, "output": said})["id"]
        for project, said in ((elsewhere, "mine"), (world["project"], "other"))
    )
    stranger = limited(team, elsewhere)
    shown = team.ok("sessions.get", headers=stranger, id=session)
    assert [each["log"]["id"] for each in shown["logs"]] == [mine]
    assert [each["id"] for each in shown["projects"]] == [elsewhere]
    assert (shown["datapoints_count"], shown["last_output"]) == (1, "mine")
    (listed,) = team.ok("sessions.list", headers=stranger, query={"project_id": elsewhere})["records"]
    assert (listed["datapoints_count"], listed["last_output"]) == (1, "mine")
    logs = team.ok("logs.list", headers=stranger, query={"session_id": session})
    assert ([each["id"] for each in logs["records"]], logs["total"]) == ([mine], 1)
    assert team.ok("logs.list", query={"session_id": session})["total"] == 2
    team.ok("logs.delete", query={"id": [mine]})
    assert team.call("sessions.get", headers=stranger, id=session).status == 404
    assert team.ok("sessions.get", id=session)["logs"][0]["log"]["id"] == other


def test_spans_go_to_its_project_only(team: Api, elsewhere: str) -> None:
    both = [elsewhere, team.ok("projects.create", {"name": "also"})["id"]]

    def sent(headers: dict[str, str], **more: str) -> int:
        kind = {"Content-Type": "application/json"}
        return team.http("POST", "/otel/v1/traces", headers={**kind, **headers, **more}, body=json.dumps(SPANS)).status

    one, two = limited(team, elsewhere), limited(team, *both)
    named = {"x-humanloop-project": "elsewhere"}
    assert sent(one) == sent(one, **named) == sent(two, **named) == 200
    assert sent(two) == sent(one, **{"x-humanloop-project": "also"}) == 403
    assert team.ok("projects.list", query={"filter": "of the spans"})["total"] == 0
    # Without a header, those of a key of several projects go where they say.
    renamed = json.dumps(SPANS).replace("of the spans", "also")
    known, unknown = (json.loads(text)["resourceSpans"] for text in (renamed, json.dumps(SPANS)))
    body = json.dumps({"resourceSpans": known + unknown})
    reply = team.http("POST", "/otel/v1/traces", headers={"Content-Type": "application/json", **two}, body=body)
    assert (reply.status, reply.json["partialSuccess"]["rejectedSpans"]) == (200, "1")
    assert team.ok("logs.list", query={"project_id": both[1]})["total"] == 1


def test_nothing_that_it_traces_touches_what_it_does_not_see(team: Api, elsewhere: str) -> None:
    """Whoever knows the ids of a trace could else write the logs of others anew."""
    trace, header = "a" * 32, {"traceparent": f"00-{'a' * 32}-{1:016x}-01"}
    theirs, mine = team.ok("projects.create", {"name": "theirs"})["id"], limited(team, elsewhere)
    whole = {"X-API-KEY": team.server.api_key}

    def send(headers: Any, project: str, document: Any) -> None:
        kind = "logs" if "resourceLogs" in document else "traces"
        headers = {"Content-Type": "application/json", "x-humanloop-project": project, **headers}
        reply = team.http("POST", f"/otel/v1/{kind}", headers=headers, body=json.dumps(document))
        assert (reply.status, reply.json) == (200, {})

    def logs(project_id: str) -> list[Any]:
        found: list[Any] = team.ok("logs.list", query={"project_id": project_id, "size": 100})["records"]
        return [log for log in found if log["metadata"] and log["metadata"]["otel"]["trace_id"] == trace]

    send(whole, "theirs", request_of(span(trace, 2, 1, attributes={**MODEL, "session.id": "theirs"}, start=5)))
    before = logs(theirs)
    said = {"gen_ai.output.messages": '[{"role": "assistant", "content": "forged"}]', "session.id": "mine"}
    for number in (1, 2, 3):
        parent = {1: None, 2: 1, 3: 2}[number]
        later = {"endTimeUnixNano": "1795000099000000000"}
        send(mine, "elsewhere", request_of({**span(trace, number, parent, attributes={**MODEL, **said}), **later}))
    body = {"index": 0, "message": {"content": "forged"}}
    for event in ("gen_ai.choice", "gen_ai.user.message"):
        record = {
            "traceId": trace,
            "spanId": f"{2:016x}",
            "eventName": event,
            "body": value_of({**body, "content": "x"}),
        }
        send(mine, "elsewhere", records_of(record))
    made = team.ok("logs.log", {"project": "elsewhere", "output": "x"}, headers={**mine, **header})
    assert logs(theirs) == before
    # Its own are one tree, in a session of their own, and have the ids that they were sent with.
    own = {log["metadata"]["otel"]["span_id"]: log for log in logs(elsewhere)}
    top, middle, last = (own[f"{number:016x}"] for number in (1, 2, 3))
    child = team.ok("logs.get", id=made["id"])
    parents = [log["parent_id"] for log in (top, middle, last, child)]
    assert parents == [None, top["id"], middle["id"], top["id"]]
    assert {log["session_reference_id"] for log in (top, middle, last, child)} == {"mine"}
    assert middle["reference_id"] == f"{trace}-{2:016x}"


SPANS = {
    "resourceSpans": [
        {
            "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "of the spans"}}]},
            "scopeSpans": [
                {
                    "spans": [
                        {
                            "traceId": "5b8efff798038103d269b633813fc60c",
                            "spanId": "eee19b7ec3c1b174",
                            "name": "chat m",
                            "startTimeUnixNano": "1544712660000000000",
                            "endTimeUnixNano": "1544712661000000000",
                            "attributes": [
                                {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
                                {"key": "gen_ai.request.model", "value": {"stringValue": "m"}},
                            ],
                        }
                    ]
                }
            ],
        }
    ]
}


def fields_of(type_expression: Any, seen: set[Any]) -> Iterator[str]:
    """Name the fields of a body and of all that it holds."""
    for inner in get_args(type_expression):
        yield from fields_of(inner, seen)
    if is_typeddict(type_expression) and type_expression not in seen:
        seen.add(type_expression)
        for name, field in get_type_hints(type_expression).items():
            yield name
            yield from fields_of(field, seen)


def test_each_field_that_names_something_is_known() -> None:
    """If this fails after a change of the API: say in `reach` what the field names."""
    bodies = [operation.body for operation in OPERATIONS.values() if operation.body]
    fields = {name for body in bodies for name in fields_of(resolved(body), set())}
    fields |= {name for operation in OPERATIONS.values() for name in operation.query}
    fields |= {part[1:-1] for row in OPERATIONS.values() for part in row.path.split("/") if part.startswith("{")}
    naming = {name for name in fields if name.endswith(("_id", "_ids"))}
    assert len(naming) > 20
    assert naming == (naming & NAMES.keys()) | (naming & ELSEWHERE)
