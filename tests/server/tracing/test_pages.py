"""What pages show of logs that were spans."""

from __future__ import annotations

import json
import re
from typing import Any

import urllib3

from humanloop.server import Settings, serve_in_thread

HEADERS = {"Content-Type": "application/json", "X-API-KEY": "any"}
CHAT = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.provider.name": "openai",
}
AGENT = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "boss"}


def request_of(digit: str, attributes: dict[str, str], **more: str) -> bytes:
    """A request with one span, of a scope called `my.scope`."""
    pairs = [{"key": name, "value": {"stringValue": value}} for name, value in attributes.items()]
    times = {"startTimeUnixNano": "1790000000000000000", "endTimeUnixNano": "1790000001000000000"}
    span = {"traceId": "a" * 32, "spanId": digit * 16, "name": f"span {digit}", "attributes": pairs, **times, **more}
    scope = {"scope": {"name": "my.scope"}, "spans": [span]}
    return json.dumps({"resourceSpans": [{"scopeSpans": [scope]}]}).encode()


def test_a_log_says_what_traced_it_and_its_session_shows_the_tree_as_it_comes() -> None:
    settings = Settings(port=0, database="sqlite://", authentication=False)
    with serve_in_thread(settings=settings) as running, urllib3.PoolManager() as http:
        pages = f"{running.url.removesuffix('/v4')}/app"

        def send(body: bytes) -> None:
            assert http.request("POST", f"{running.url}/otel/v1/traces", body=body, headers=HEADERS).status == 200

        def ask(path: str) -> Any:
            return http.request("GET", running.url + path, headers=HEADERS).json()

        def shown(path: str) -> str:
            answer = http.request("GET", pages + path)
            assert answer.status == 200
            return " ".join(re.sub("<[^>]+>", " ", answer.data.decode()).split())

        send(request_of("2", CHAT, parentSpanId="1" * 16))
        [project] = ask("/projects")["records"]
        [log] = ask(f"/logs?project_id={project['id']}")["records"]
        assert "Traced by semconv, my.scope" in shown(f"/logs/{log['id']}")
        session = f"/sessions/{log['session_id']}"
        assert "span 2" in shown(session)
        assert "span 1" not in shown(session)
        send(request_of("1", AGENT))
        assert shown(session).index("span 1") < shown(session).index("span 2")
