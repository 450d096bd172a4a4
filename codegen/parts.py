"""What an API may not use of the modules that all clients share, and what is cut out of them then."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from codegen.api import Api
    from codegen.target import Extras, Target


@dataclass(frozen=True, eq=False)
class Part:
    """Something that clients can do; what only it needs is not copied, because nothing imports it any more."""

    names: Mapping[str, Collection[str]]
    """Definitions that go, by their modules; of a class as `Class.method`."""
    replaced: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, "Mapping[str, str]"])
    """What stands for what in the text of a module."""
    exports: Collection[str] = ()
    """Public names that go."""


_MODELS: Final = re.compile(r"(?:Optional\[)?(?:Union\[)?models\.\w+(?:, models\.\w+)*\]*")
_NOTEBOOKS: Final = Part(
    {
        "core.operation": ("CallOptions.progress",),
        "calls.api": ("_without_progress",),
        "response.model": (
            *("Model.__slots__", "Model.__getattr__", "Model.__getitem__", "Model.__str__", "Model.__repr__"),
            *("Model.__rich_repr__", "Model._repr_html_", "as_answer"),
        ),
        "response.pages": ("Page._telling", "Page._counted", "Page.__repr__", "Page._repr_html_"),
    },
    {
        "calls.api": {
            '            progress=options.get("progress") or False,\n': "",
            "_without_progress(options))": "options)",
        },
        "calls.api_client": {
            """\
        if answer.__class__ is list and returns != "Any":
            # Imported here: most answers are no list.
            with LOADING:
                from humanloop.response.records import Records  # noqa: PLC0415

            answer = Records(answer)
        elif issubclass(answer.__class__, Model):
            # Not `get`: where there is none, as in most answers, that takes five times as long.
            link = response.headers["Link"] if "Link" in response.headers else ""  # noqa: SIM401
            as_answer(answer, link, self.configuration.host)
""": "",
        },
        "request.arguments": {
            '`{PACKAGE}.response.tables.from_records(frame.to_dict("records"))`': '`frame.to_dict("records")`',
        },
        "response.pages": {
            "class Page(_Base[T], Tabular):": "class Page(_Base[T]):",
            """        if source is None or not source.progress:
            yield from self._walk()
            return
        with self._telling(source) as tell:
            for page in self._walk():
                yield page
                tell(page)
""": "        yield from self._walk()\n",
            """        source = self._source
        if source is None or not source.progress:
            async for page in self._awalk():
                yield page
            return
        with self._telling(source) as tell:
            async for page in self._awalk():
                yield page
                tell(page)
""": """        async for page in self._awalk():
            yield page
""",
        },
    },
)
_PAGES: Final = Part(
    {
        "calls.api": ("Api._list", "Api._alist", "Api._smaller", "Api._source", "RawApi._list", "RawApi._alist"),
    },
)
_STREAMS: Final = Part(
    {
        "calls.api": ("Api._stream", "Api._astream"),
        "calls.api_client": ("ApiClient.stream", "ApiClient.astream", "_form", "_no_stream"),
        "core.response": ("_Head", "StreamResponse", "AsyncGeneratorResponse"),
    },
    exports=("StreamResponse", "AsyncGeneratorResponse"),
)
_PROBLEMS: Final = Part(
    {
        "core.errors": ("ApiException.problem", "ApiStreamingException.problem"),
        "calls.exchange": ("problem_type",),
        "response.reading": ("to_problem",),
    },
    {
        "core.errors": {
            """\
        self.reads_problem: Callable[[Any], Any] | None = None
        \"""Makes `problem` out of the body, where the API describes what that is.\"""
""": "",
            "        self.reads_problem: Callable[[Any], Any] | None = None\n": "",
            "        made.reads_problem = error.reads_problem\n": "",
        },
        "calls.exchange": {
            """\
            kind = problem_type(self._problems or {}, outcome.status)
            error.reads_problem = partial(to_problem, kind) if kind else None
""": "",
            "        problems: Mapping[str, str] | None = None,\n": "",
            "            problems: Types of the bodies of errors, by their statuses.\n": "",
            "        self._problems = problems\n": "",
        },
        "calls.api_client": {"            problems=operation.problems,\n": ""},
    },
)
_PROVIDERS: Final = Part(
    {},
    {
        "request.bodies": {
            """    if operation.provider_keys:
        keys = fill_provider_keys(arguments.get(operation.provider_keys), configuration)
        if keys is not None:
            arguments[operation.provider_keys] = keys
""": "",
            """        if problems and operation.provider_keys:
            hide_names(problems, operation.provider_keys, configuration.facts.providers)
""": "",
        }
    },
)
_SESSION_NOTE: Final = """\
            http: Session of the library requests that synchronous calls go through. Default: urllib3.
"""
_SESSIONS: Final = Part(
    {"calls.connections": ("_transport",)},
    {
        "calls.connections": {
            ", http: requests.Session | None = None) -> None:": ") -> None:",
            _SESSION_NOTE: "",
            "        self._http = http\n": "",
            " = _transport(configuration, http)": " = RestClient(configuration)",
            "tuple[Configuration, requests.Session | None]]": "tuple[Configuration]]",
            "(self.configuration, self._http)": "(self.configuration,)",
            ", self._http)": ")",
        },
        "calls.api_client": {
            ", http: requests.Session | None = None) -> None:": ") -> None:",
            _SESSION_NOTE: "",
            "Connections(self.configuration, http)": "Connections(self.configuration)",
        },
    },
)
_IMPORT: Final = "    with LOADING:\n        from dateutil import parser  # noqa: PLC0415\n\n"
_OLD_DATES: Final = Part(
    {},
    {
        "request.validators": {
            f"    # Imported here: it takes a while, and few calls need it.\n{_IMPORT}": "",
            "parser.isoparse(value)": "datetime.fromisoformat(value)",
        },
        "response.tolerance": {
            f"    # Imported here: it takes a while, and few answers need it.\n{_IMPORT}": "",
            "parser.isoparse(text)": "datetime.fromisoformat(text)",
        },
    },
)
"""Forms of dates that Python itself does not read, such as `2024-05`."""
_HINTS: Final = Part({}, {"core.lazy": {'removesuffix("lazy") + "hints"': 'removesuffix("lazy") + "errors"'}})
"""A module of hints of its own, which only names of other releases are worth."""
ALL: Final = (_NOTEBOOKS, _PAGES, _STREAMS, _PROVIDERS, _SESSIONS, _OLD_DATES, _HINTS)
JOINED: Final = {
    "core.gzip": "core.response",
    "core.json_kinds": "core.json",
    "core.halves": "core.json",
    "core.styles": "core.json",
    "core.secret": "core.headers",
    "core.spelling": "core.errors",
    "core.hints": "core.errors",
    "core.extras": "transport.route",
    "core.notices": "core.errors",
    "core.messages": "core.errors",
    "core.request": "core.response",
    "core.logs": "core.settings",
    "core.hosts": "core.settings",
    "core.settings_checks": "core.settings",
    "core.security": "core.settings",
    "core.span_details": "calls.tracing",
    "calls.retry": "calls.exchange",
    "calls.exchange": "calls.api_client",
    "calls.connections": "calls.api_client",
    "request.options": "request.build",
    "request.arguments": "request.bodies",
    "request.unknown_keys": "request.bodies",
    "request.multipart": "request.contents",
    "request.contents": "request.bodies",
    "request.columns": "request.validators",
    "request.free_values": "request.validators",
    "response.tolerance": "response.reading",
    "response.reading": "response.model",
    "response.paging": "response.pages",
    "transport.http11": "transport.pool",
    "transport.deadlines": "transport.aiohttp_sessions",
    "transport.aiohttp_messages": "transport.aiohttp_sessions",
    "transport.aiohttp_sessions": "transport.aiohttp_transport",
}
"""Modules that are put together, to have fewer of them, one after the other."""


def typed_problems(api: Api, target: Target) -> Part:
    """Say in the classes of errors which models their bodies are, if all that are described are models."""
    operations = [operation for tag in api.tags for operation in tag.operations]
    texts = {text for operation in operations for text in operation.problems.values()} - {"None"}
    if not texts or not all(map(_MODELS.fullmatch, texts)):
        return Part({})
    kinds = sorted({name for text in texts for name in re.findall(r"models\.\w+", text)})
    imported = target.models if target.models == "models" else f"{target.models} as models"
    return Part(
        {},
        {
            "core.errors": {
                "def problem(self) -> Any:": f"def problem(self) -> {' | '.join([*kinds, 'None'])}:",
                "if TYPE_CHECKING:\n": f"if TYPE_CHECKING:\n    from {target.source.name} import {imported}\n",
            }
        },
    )


def unused(api: Api, extras: Extras) -> Iterator[Part]:
    """The parts that an API does not use, and that its package is not to have besides."""
    operations = [operation for tag in api.tags for operation in tag.operations]
    has_pages = any(operation.pages for operation in operations)
    yield from (_OLD_DATES, _HINTS)
    if not extras.notebooks:
        yield _NOTEBOOKS
    if not has_pages:
        yield _PAGES
    if not any(operation.stream for operation in operations):
        yield _STREAMS
    if not any(operation.problems for operation in operations):
        yield _PROBLEMS
    if not any(operation.provider_keys for operation in operations):
        yield _PROVIDERS
    if not (extras.sessions or api.facts.client):
        yield _SESSIONS
