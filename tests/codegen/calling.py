"""Every operation of a generated package is called, and what arrives is held against the description."""

from __future__ import annotations

import inspect
import json
import sys
import warnings
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from codegen.files import load_whole
from codegen.forgiving import parse_forgivingly
from tests.codegen.echo import Echo, echo_server
from tests.codegen.samples import Source
from tests.codegen.wanted import FORM, MULTIPART, Wanted, is_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.api import Api
    from codegen.model import Parameter
    from codegen.operation import Operation

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_OWN: Final = {"accept", "authorization", "content-type"}
"""Headers that a description cannot describe: OpenAPI says that they are ignored."""


_TRANSPORT: Final = {"connection", "content-length", "cookie", "host", "transfer-encoding"}
"""Headers that no caller can give."""


@dataclass
class Calls:
    """How many operations were called, and what was wrong with which."""

    called: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)


def operations_of(source: Source) -> dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]]:
    """The operations of a description, each with its path item, by method and path."""
    found: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]] = {}
    for path, entry in (source.root.get("paths") or {}).items():
        item = source.resolve(entry)
        for method in METHODS:
            operation = source.resolve(item.get(method)) if isinstance(item, dict) else None
            if isinstance(operation, dict):
                found[method.upper(), path] = (item, operation)
    return found


def call_all(source: Source, api: Api, package: str) -> Calls:
    """Call every operation, once with what is required and once with everything."""
    calls = Calls()
    described = _Described(source)
    with echo_server() as echo:
        client = _client(api, package, echo)
        for tag in api.tags:
            methods = getattr(import_module(f"{package}.apis.tags.{tag.module}"), tag.class_name)(client)
            for operation in tag.operations:
                calls.called += 1
                path, item, node = described.of(operation)
                if not operation.server.startswith("/"):
                    path = f"{api.facts.base}{path}"
                for full in (False, True):
                    caller = _Caller(source, operation, path, item, node, full=full)
                    found = [*caller.mistakes(methods, echo)]
                    if found:
                        calls.wrong.setdefault(operation.route, []).extend(
                            f"{'everything' if full else 'required'}: {text}" for text in found
                        )
    return calls


class _Described:
    """Finds the description of an operation: a fragment, which some documents tell paths apart by, is not sent."""

    def __init__(self, source: Source) -> None:
        self._found: dict[tuple[str, str], list[tuple[str, dict[str, Any], dict[str, Any]]]] = {}
        for (method, path), pair in operations_of(source).items():
            self._found.setdefault((method, unquote(path.partition("#")[0])), []).append((path, *pair))

    def of(self, operation: Operation) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """Answer its path, the path's item, and what is described of it."""
        candidates = self._found[operation.http_method, unquote(operation.path)]
        named = (entry for entry in candidates if entry[2].get("operationId") == operation.id)
        return next(named, candidates[0])


def _client(api: Api, package: str, echo: Echo) -> Any:
    """Make a client that has a key for every security scheme."""
    module = import_module(package)
    keys: dict[str, Any] = {
        scheme.argument: ("user", "password") if scheme.word == "Basic" else "key" for scheme in api.facts.schemes
    }
    if api.facts.security:
        keys["access_token" if api.facts.security.word else "api_key"] = "key"
    return module.ApiClient(module.Configuration(host=echo.url, max_retries=0, **keys))


class _Caller:
    """One call of an operation: its arguments, and what they have to look like on the way."""

    def __init__(
        self, source: Source, operation: Operation, path: str, item: dict[str, Any], node: dict[str, Any], *, full: bool
    ) -> None:
        self.source, self.operation, self.node, self.full = source, operation, node, full
        server = operation.server if operation.server.startswith("/") else ""
        self.wanted = Wanted.of(operation.http_method, f"{server.rstrip('/')}{path}")
        self.arguments: dict[str, Any] = {}
        self.missing: list[str] = []
        self._parameters([*item.get("parameters", ()), *node.get("parameters", ())])
        self._body()
        needs = node.get("security", source.root.get("security")) or ()
        schemes = source.root.get("components", {}).get("securitySchemes", {})
        needs = [one for one in needs if one]
        # The client has all keys: where none is needed as well, it sends those of the first alternative.
        if needs:
            self.wanted.schemes = tuple(
                tuple(source.resolve(schemes[name]) for name in one if name in schemes) for one in needs
            )

    def _parameters(self, described: list[Any]) -> None:
        own = {
            (entry.source, entry.field.wire.lower() if entry.source == "header" else entry.field.wire): entry
            for entry in self.operation.parameters
        }
        parameters = {(one["name"], one["in"]): one for one in map(self.source.resolve, described)}
        for (name, place), parameter in parameters.items():
            required = bool(parameter.get("required")) or place == "path"
            if place == "header" and name.lower() in _OWN | _TRANSPORT:
                continue
            entry = own.get((place, name.lower() if place == "header" else name))
            if entry is None:
                self.missing += [f"{place} parameter {name} is not offered"] if required or self.full else []
                continue
            if not (required or self.full or entry.required):
                continue
            contents = [media.get("schema") for media in (parameter.get("content") or {}).values()]
            schema = contents[0] if contents else parameter.get("schema") or {}
            flat = self.source.flat(schema)
            value = self.source.sample(schema, sent=True, full=self.full, depth=3)
            self.arguments[entry.name] = value
            if value is not None:
                # None is what leaves an argument out, and no text stands for null.
                self.wanted.add(parameter, flat, value)

    def _body(self) -> None:
        body = self.source.resolve(self.node.get("requestBody")) or {}
        contents = body.get("content") or {}
        if not contents or not (body.get("required") or self.full):
            return
        chosen = self.operation.media_type or next(filter(is_json, contents), None) or next(iter(contents))
        name = next((one for one in contents if one.partition(";")[0].strip().lower() == chosen.lower()), chosen)
        media = contents.get(name) or contents.get("*/*") or next(iter(contents.values()))
        schema = media.get("schema") or {}
        if name == "*/*" and "properties" in self.source.flat(schema):
            name = "application/json"
        value = self.source.sample(schema, sent=True, full=self.full, raw=not is_json(name))
        if name in {FORM, MULTIPART} and not isinstance(value, dict):
            # A form is names and values, whatever its schema says.
            value = {"any key": "some text"}
        elif not (is_json(name) or name in {FORM, MULTIPART} or isinstance(value, (str, bytes))):
            value = "some text"
        self.wanted.schema, self.wanted.encoding = media.get("schema"), media.get("encoding") or {}
        self.wanted.media_type = name.partition(";")[0].strip().lower()
        fields = {one.field.wire: one for one in self.operation.parameters if one.source in {"field", "form"}}
        stream = self.operation.stream
        if stream and isinstance(value, dict) and stream.flag in value:
            value[stream.flag] = False
        if isinstance(value, dict) and not self.full:
            # The method may ask for more than the description: what is to come first.
            more = {wire for wire, one in fields.items() if one.required} - value.keys()
            every = self.source.sample(media.get("schema") or {}, sent=True) if more else {}
            value |= {wire: every[wire] for wire in more}
        self.wanted.body = value
        self._give(value, fields, next((one for one in self.operation.parameters if one.source == "body"), None))

    def _give(self, value: Any, fields: dict[str, Parameter], whole: Parameter | None) -> None:
        """Make arguments of a body: its fields one by one, where the method has all of them."""
        is_form = self.wanted.media_type in {FORM, MULTIPART}
        if not isinstance(value, dict) or not fields or (whole and set(value) - set(fields) and not is_form):
            if whole:
                self.arguments[whole.name] = value
            else:
                self.missing.append("the body is not offered")
            return
        for key in value:
            if key in fields:
                self.arguments[fields[key].name] = value[key]
            elif whole and is_form:
                # Fields of a form that are not described go by another way.
                self.arguments.setdefault(whole.name, {})[key] = value[key]
            else:
                self.missing.append(f"field {key} of the body is not offered")

    def mistakes(self, methods: Any, echo: Echo) -> Iterator[str]:
        """Call it, and say what was wrong."""
        yield from self.missing
        before = len(echo.sent)
        is_read = self._answers(echo)
        try:
            answer = getattr(methods, self.operation.method)(
                **self.arguments, **({"validate": True} if is_read else {})
            )
            if inspect.isgenerator(answer) or hasattr(answer, "__next__"):
                list(answer)
            elif hasattr(answer, "__enter__") and hasattr(answer, "__iter__"):
                with answer as events:
                    list(events)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
            yield f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
        if len(echo.sent) == before:
            yield "nothing was sent"
            return
        yield from self.wanted.mistakes(echo.sent[before], self.source)

    def _answers(self, echo: Echo) -> bool:
        """Have the server answer as described; whether that is an answer of success."""
        responses = self.node.get("responses") or {}
        status = next(
            (name for name in responses if str(name).startswith("2")), "default" if "default" in responses else ""
        )
        response = self.source.resolve(responses.get(status)) or {}
        code = int(status) if str(status).isdigit() else 200
        contents = response.get("content") or {}
        name = next(filter(is_json, contents), None) or next(iter(contents), "")
        if not name or code == 204:
            echo.answers(204 if not contents else code, None)
            return bool(status)
        schema = (contents[name] or {}).get("schema") or {}
        value = self.source.sample(schema, sent=False, raw=not is_json(name))
        media_type = "application/json" if name == "*/*" else name
        if name.startswith("text/event-stream"):
            data = value.encode() if isinstance(value, str) else json.dumps(value).encode()
            echo.answers(code, b"data: " + data + b"\n\n", "text/event-stream")
        elif isinstance(value, bytes):
            echo.answers(code, value, "application/octet-stream" if "*" in name else name)
        elif is_json(name) or name == "*/*":
            echo.answers(code, value, media_type)
        else:
            echo.answers(code, value.encode() if isinstance(value, str) else json.dumps(value).encode(), media_type)
        return True


def api_of(path: Path) -> Api:
    """What the generator reads in a document."""
    return parse_forgivingly(load_whole(path))[0]


def main(arguments: list[str]) -> None:
    """Call the operations of a package in the folder; print what came of it as JSON."""
    document, folder, package = arguments
    warnings.simplefilter("error")
    sys.path.insert(0, folder)
    path = Path(document)
    calls = call_all(Source(path), api_of(path), package)
    print(json.dumps({"called": calls.called, "wrong": calls.wrong}))


if __name__ == "__main__":
    main(sys.argv[1:])
