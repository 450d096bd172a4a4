"""Real programs with real instrumentations, from an environment of their own, ask a provider and export to us."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.conftest import Api

EMITTERS = Path(__file__).parents[3] / "build/emitters"
PYTHON = EMITTERS / "bin/python"
_RUNS = count(1)

NODE_MODULES = EMITTERS / "node_modules"

TOOL = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}
USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
CALLED = [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Kyiv"}'}}]

ASK = f"""
import openai
client = openai.OpenAI(max_retries=0)
messages = [{{"role": "system", "content": "Be brief."}}, {{"role": "user", "content": "Weather in Kyiv?"}}]
client.chat.completions.create(model="gpt-4o-mini", messages=messages, temperature=0.5, tools=[{TOOL!r}])
list(client.chat.completions.create(
    model="gpt-4o-mini", messages=messages, stream=True, stream_options={{"include_usage": True}}
))
try:
    client.chat.completions.create(model="missing", messages=messages)
except openai.NotFoundError:
    pass
"""

PROVIDER = """
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
"""

CONTRIB = f"""{PROVIDER}
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
OpenAIInstrumentor().instrument()
{ASK}
provider.shutdown()
"""

RECORDS = f"""{PROVIDER}
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry._logs import set_logger_provider
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
logs = LoggerProvider()
logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
set_logger_provider(logs)
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
OpenAIInstrumentor().instrument()
{ASK}
provider.shutdown()
logs.shutdown()
"""

OPENINFERENCE = f"""{PROVIDER}
from openinference.instrumentation.openai import OpenAIInstrumentor
OpenAIInstrumentor().instrument()
{ASK}
provider.shutdown()
"""

LANGFUSE = f"""
from langfuse import Langfuse
from langfuse.openai import openai as _
langfuse = Langfuse()
{ASK}
langfuse.flush()
"""

JAVASCRIPT = """
const { trace, context, SpanStatusCode } = require("@opentelemetry/api");
const { NodeTracerProvider, BatchSpanProcessor } = require("@opentelemetry/sdk-trace-node");
const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-http");

const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
provider.register();
const tracer = trace.getTracer("shop");
const said = (role, content) => JSON.stringify([{ role, parts: [{ type: "text", content }] }]);
tracer.startActiveSpan("invoke_agent shop", { attributes: { "gen_ai.operation.name": "invoke_agent" } }, (agent) => {
  tracer.startActiveSpan("chat gpt-4o-mini", (call) => {
    call.setAttributes({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.usage.input_tokens": 11,
      "gen_ai.usage.output_tokens": 7,
      "gen_ai.input.messages": said("user", "Weather in Kyiv?"),
      "gen_ai.output.messages": said("assistant", "It is sunny."),
    });
    call.end();
  });
  agent.recordException(new Error("the shop is closed"));
  agent.setStatus({ code: SpanStatusCode.ERROR, message: "the shop is closed" });
  agent.end();
});
provider.shutdown();
"""

LATEST = {
    "OTEL_SEMCONV_STABILITY_OPT_IN": "gen_ai_latest_experimental",
    "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "span_only",
}
AS_RECORDS = {"OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "true"}


class Provider(BaseHTTPRequestHandler):
    """Answers chats in OpenAI's form: a tool call, or a stream of two pieces, or that there is no such model."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if asked["model"] == "missing":
            error = {"message": "no such model", "type": "invalid_request_error", "code": "model_not_found"}
            self._answer(404, "application/json", json.dumps({"error": error}))
        elif asked.get("stream"):
            pieces = [{"delta": {"role": "assistant", "content": text}, "index": 0} for text in ("It is ", "sunny.")]
            chunks = [self._made("chat.completion.chunk", [piece]) for piece in pieces]
            chunks += [self._made("chat.completion.chunk", [{"delta": {}, "index": 0, "finish_reason": "stop"}])]
            chunks += [{**self._made("chat.completion.chunk", []), "usage": USAGE}]
            text = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks)
            self._answer(200, "text/event-stream", f"{text}data: [DONE]\n\n")
        else:
            message = {"role": "assistant", "content": None, "tool_calls": CALLED}
            made = self._made("chat.completion", [{"index": 0, "message": message, "finish_reason": "tool_calls"}])
            self._answer(200, "application/json", json.dumps({**made, "usage": USAGE}))

    @staticmethod
    def _made(kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": "gpt-4o-mini-2024", "choices": choices}

    def _answer(self, status: int, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        del format, args


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        thread.join()


@pytest.mark.skipif(not PYTHON.exists(), reason="the programs are missing: make build/emitters.stamp")
@pytest.mark.parametrize(
    ("program", "settings", "dialect"),
    [
        pytest.param(CONTRIB, LATEST, "semconv", id="contrib"),
        pytest.param(RECORDS, AS_RECORDS, "semconv_events", id="contrib-records"),
        pytest.param(OPENINFERENCE, {}, "openinference", id="openinference"),
        pytest.param(LANGFUSE, {}, "langfuse", id="langfuse"),
    ],
)
def test_what_a_program_says_becomes_logs(
    program: str, settings: dict[str, str], dialect: str, provider: str, api: Api
) -> None:
    logs = _logs_of([PYTHON, "-c", program], api, {"OPENAI_BASE_URL": provider, **settings})
    called, streamed, failed = sorted(logs, key=lambda log: log["created_at"])
    for log in (called, streamed, failed):
        assert [message["content"] for message in log["messages"]] == ["Be brief.", "Weather in Kyiv?"]
        assert log["parent_id"] is None
    for log in (called, streamed):
        assert (log["prompt_tokens"], log["output_tokens"], log["error"]) == (11, 7, None)
    (call,) = called["output_message"]["tool_calls"]
    assert call["function"]["name"] == "weather"
    assert json.loads(call["function"]["arguments"]) == {"city": "Kyiv"}
    assert called["config"]["temperature"] == 0.5
    assert streamed["output"] == "It is sunny."
    assert failed["error"].endswith("no such model")
    assert failed["output"] is None
    assert {log["metadata"]["otel"]["dialect"] for log in logs} == {dialect}
    assert "sk-of-the-provider" not in json.dumps(logs)


@pytest.mark.skipif(not NODE_MODULES.exists(), reason="npm was missing: make --always-make build/emitters.stamp")
def test_what_javascript_says_becomes_logs(api: Api) -> None:
    # JSON, and ids in hexadecimal digits, are what this exporter sends.
    logs = _logs_of(["node", "-e", JAVASCRIPT], api, {"NODE_PATH": str(NODE_MODULES)})
    agent, call = sorted(logs, key=lambda log: log["parent_id"] is not None)
    assert agent["error"] == "the shop is closed"
    assert call["parent_id"] == agent["id"]
    assert call["session_id"] == agent["session_id"]
    assert call["messages"][0]["content"] == "Weather in Kyiv?"
    assert (call["output"], call["prompt_tokens"], call["output_tokens"]) == ("It is sunny.", 11, 7)
    assert call["config"]["model"] == "gpt-4o-mini"


def _logs_of(program: list[str | Path], api: Api, settings: dict[str, str]) -> list[Any]:
    """Run a program that exports to the server; answer the logs of its project."""
    project = f"emitted {next(_RUNS)}"
    root, key = api.server.url.removesuffix("/v4"), api.server.api_key or ""
    environment = {
        "PATH": os.environ["PATH"],
        "OPENAI_API_KEY": "sk-of-the-provider",
        "OTEL_SERVICE_NAME": project,
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"{root}/v4/otel",
        "OTEL_EXPORTER_OTLP_HEADERS": f"x-api-key={key},x-humanloop-project={quote(project)}",
        "LANGFUSE_HOST": root,
        "LANGFUSE_PUBLIC_KEY": "pk",
        "LANGFUSE_SECRET_KEY": key,
        **settings,
    }
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (found,) = api.ok("projects.list", query={"filter": project})["records"]
    logs: list[Any] = api.ok("logs.list", query={"project_id": found["id"], "size": 10})["records"]
    return logs
