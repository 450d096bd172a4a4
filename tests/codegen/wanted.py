"""What a request has to look like by the description alone: path, query, headers, cookies and body."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, quote, unquote, unquote_plus, urlsplit

from python_multipart import create_form_parser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.codegen.echo import Sent
    from tests.codegen.samples import Source

_SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|", "form": ","}
MULTIPART: Final = "multipart/form-data"
FORM: Final = "application/x-www-form-urlencoded"


@dataclass
class Wanted:
    """A request as it is expected; `mistakes` compares one with it."""

    method: str
    path: str
    query: list[tuple[str, Any]] = field(default_factory=list)
    headers: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, Any] = field(default_factory=dict)
    media_type: str = ""
    body: Any = None
    schema: Any = None
    encoding: Mapping[str, Any] = field(default_factory=dict)
    schemes: tuple[tuple[dict[str, Any], ...], ...] = ()
    """The security schemes of each alternative."""

    @classmethod
    def of(cls, method: str, path: str) -> Wanted:
        """Begin with a path as it is described: a query in it is sent, a fragment is not."""
        path, _, query = path.partition("#")[0].partition("?")
        return cls(method, path, query=list(parse_qsl(query, keep_blank_values=True)))

    def add(self, parameter: Mapping[str, Any], schema: Mapping[str, Any], value: Any) -> None:
        """Add a parameter."""
        name, place = parameter["name"], parameter["in"]
        if "content" in parameter:
            written: Any = Json(value) if "json" in next(iter(parameter["content"])) else plain(value)
        else:
            written = None
        match place:
            case "path":
                style = parameter.get("style") or "simple"
                text = (
                    json.dumps(value)
                    if written is not None
                    else simple(name, style, value, bool(parameter.get("explode")))
                )
                self.path = self.path.replace(f"{{{name}}}", quote(text, safe=""))
            case "query":
                self.query += [(name, written)] if written is not None else pairs(parameter, schema, value)
            case "header":
                self.headers[name] = (
                    written if written is not None else simple(name, "simple", value, bool(parameter.get("explode")))
                )
            case _:
                self.cookies[name] = written if written is not None else simple(name, "simple", value, explode=False)

    def mistakes(self, sent: Sent, source: Source) -> Iterator[str]:
        """Say what is wrong with a request."""
        target = urlsplit(sent.target)
        if sent.method != self.method:
            yield f"method {sent.method}"
        if unquote(target.path) != unquote(self.path) or target.path.count("/") != self.path.count("/"):
            yield f"path {target.path}, not {self.path}"
        got = parse_qsl(target.query, keep_blank_values=True)
        headers = {name.lower(): value for name, value in sent.headers.items()}
        cookies = {name: unquote(morsel.value) for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
        yield from self._security(got, headers, cookies)
        keys = {scheme.get("name") for schemes in self.schemes for scheme in schemes if scheme.get("in") == "query"}
        left = [pair for pair in got if pair[0] not in keys or pair[0] in dict(self.query)]
        if not same_pairs(self.query, left):
            yield f"query {target.query!r}, not {self.query}"
        for name, value in self.headers.items():
            if not same(value, headers.get(name.lower())):
                yield f"header {name}: {headers.get(name.lower())!r}, not {value!r}"
        for name, value in self.cookies.items():
            if not same(value, cookies.get(name)):
                yield f"cookie {name}: {cookies.get(name)!r}, not {value!r}"
        yield from self._body(sent, headers.get("content-type", ""), source)

    def _security(self, got: list[tuple[str, str]], headers: dict[str, str], cookies: dict[str, str]) -> Iterator[str]:
        if self.schemes and not any(
            all(_is_shown(scheme, dict(got), headers, cookies) for scheme in schemes) for schemes in self.schemes
        ):
            kinds = [[scheme.get("name") or scheme["type"] for scheme in schemes] for schemes in self.schemes]
            yield f"no key of any of {kinds}"

    def _body(self, sent: Sent, media_type: str, source: Source) -> Iterator[str]:
        name = media_type.partition(";")[0].strip().lower()
        if not self.media_type:
            if sent.body or media_type:
                yield f"a body {sent.body[:60]!r} of type {media_type!r}"
        elif "*" in name or (self.media_type != name and "*" not in self.media_type):
            yield f"content type {name!r}, not {self.media_type!r}"
        elif name in {FORM, MULTIPART}:
            yield from self._form(sent.body, media_type, source)
        elif not self._is_body(sent.body, name):
            yield f"body {sent.body[:100]!r}, not {self.body!r}"

    def _is_body(self, body: bytes, name: str) -> bool:
        if isinstance(self.body, bytes):
            return body == self.body
        if is_json(name):
            return same(Json(self.body), body)
        return body.decode(errors="replace") == self.body

    def _form(self, body: bytes, media_type: str, source: Source) -> Iterator[str]:
        parts = parsed(body, media_type)
        wanted: list[tuple[str, Any]] = []
        fields = source.flat(self.schema).get("properties") or {}
        for name, value in self.body.items():
            encoding = self.encoding.get(name) or {}
            kinds = [text.partition(";")[0].strip() for text in str(encoding.get("contentType") or "").split(",")]
            # Of several media types, a text is of the one that is no JSON.
            is_whole = all("json" in kind for kind in kinds)
            if "style" in encoding or "explode" in encoding:
                wanted += pairs({"name": name, **encoding}, source.flat(fields.get(name, {})), value)
                continue
            for item in value if isinstance(value, list) and not is_whole else [value]:
                deep = isinstance(item, (dict, list)) or is_whole
                wanted.append((name, Json(item) if deep else item if isinstance(item, bytes) else plain(item)))
            given = {part.media_type for part in parts if part.name == name}
            # Where a pattern is all that is said, bytes without a name tell nothing that fits it.
            is_said = any(kind and "*" not in kind for kind in kinds)
            wrong = {one for one in given if not any(fnmatchcase(one or "text/plain", kind) for kind in kinds)}
            if is_said and media_type.startswith(MULTIPART) and wrong:
                yield f"part {name} is {wrong}, not one of {kinds}"
        if not same_pairs(wanted, [(part.name, part.value) for part in parts]):
            yield f"form {[(part.name, part.value) for part in parts]}, not {wanted}"
        for part in parts:
            if isinstance(part.value, bytes) and not part.file_name:
                yield f"part {part.name} is a file without a name"


@dataclass(frozen=True)
class Part:
    """A field of a form."""

    name: str
    value: str | bytes
    media_type: str = ""
    file_name: str = ""


def parsed(body: bytes, media_type: str) -> list[Part]:
    """Have python-multipart take a form to pieces."""
    found: list[Part] = []

    # It leaves the decoding of a urlencoded form to its caller.
    decoded = unquote_plus if media_type.startswith(FORM) else str

    def on_field(entry: Any) -> None:
        name, value = (decoded((text or b"").decode()) for text in (entry.field_name, entry.value))
        found.append(Part(name, value, _type_of(entry)))

    def on_file(entry: Any) -> None:
        entry.file_object.seek(0)
        name = (entry.file_name or b"").decode()
        found.append(Part(entry.field_name.decode(), entry.file_object.read(), _type_of(entry), name))

    headers = {"Content-Type": media_type.encode(), "Content-Length": str(len(body)).encode()}
    parser = create_form_parser(headers, on_field, on_file)
    parser.write(body)
    parser.finalize()
    parser.close()
    return found


def _type_of(entry: Any) -> str:
    return str(getattr(entry, "content_type", None) or "").partition(";")[0]


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON, in one piece."""
    name = media_type.partition(";")[0].strip().lower()
    return name in {"application/json", "text/json"} or name.endswith("+json")


class Json:
    """A text that is JSON: its white space does not count."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return json.dumps(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Json) and other.value == self.value

    def __hash__(self) -> int:
        return hash(repr(self))


def same(wanted: Any, got: Any) -> bool:
    """Whether a text is the one that is wanted."""
    if isinstance(wanted, Json):
        try:
            return got is not None and json.loads(got) == wanted.value
        except ValueError:
            return False
    return bool(wanted == got)


def same_pairs(wanted: list[tuple[str, Any]], got: list[tuple[str, Any]]) -> bool:
    """Whether names and values are those that are wanted, and those of one name in their order."""
    names = Counter(name for name, _ in wanted)
    if names != Counter(name for name, _ in got):
        return False
    return all(
        all(map(same, [value for key, value in wanted if key == name], [value for key, value in got if key == name]))
        for name in names
    )


def plain(value: Any) -> str:
    """A scalar as a text in a URL or a form."""
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else "" if value is None else str(value)


def simple(name: str, style: str, value: Any, explode: bool) -> str:
    """A value in a path, a header or a cookie."""
    start = {"label": ".", "matrix": ";"}.get(style, "")
    between = start if start and explode else ","
    if isinstance(value, dict) and explode:
        return start + between.join(_joined(style, key, plain(part)) for key, part in value.items())
    if isinstance(value, list) and style == "matrix" and explode:
        return start + between.join(_joined(style, name, plain(part)) for part in value)
    if isinstance(value, dict):
        value = [part for pair in value.items() for part in pair]
    text = between.join(map(plain, value)) if isinstance(value, list) else plain(value)
    return start + (_joined(style, name, text) if style == "matrix" else text)


def _joined(style: str, name: str, text: str) -> str:
    """A name and a text; RFC 6570 lets what is empty in the style `matrix` be its name alone."""
    return name if style == "matrix" and not text else f"{name}={text}"


def pairs(parameter: Mapping[str, Any], schema: Mapping[str, Any], value: Any) -> list[tuple[str, Any]]:
    """A value in the query."""
    del schema
    name, style = parameter["name"], parameter.get("style") or "form"
    explode = parameter.get("explode", style == "form")
    if style == "deepObject" and isinstance(value, (dict, list)):
        return list(_brackets(name, value))
    if isinstance(value, dict):
        if explode:
            return [(key, _deep(part)) for key, part in value.items()]
        return [(name, _SEPARATORS.get(style, ",").join(f"{key},{plain(part)}" for key, part in value.items()))]
    if isinstance(value, list):
        # No text stands for null.
        value = [part for part in value if part is not None]
        if explode:
            return [(name, _deep(part)) for part in value]
        return [(name, _SEPARATORS.get(style, ",").join(map(plain, value)))]
    return [(name, plain(value))]


def _deep(part: Any) -> Any:
    return Json(part) if isinstance(part, (dict, list)) else plain(part)


def _brackets(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """`a[b]=c`; lists as `a[]=1` and `a[0][b]=c`, which is what servers that know brackets read as lists."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _brackets(f"{name}[{key}]", part)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _brackets(f"{name}[{number}]" if isinstance(part, (dict, list)) else f"{name}[]", part)
    elif value is not None:
        yield name, plain(value)


def _is_shown(
    scheme: Mapping[str, Any], query: Mapping[str, str], headers: Mapping[str, str], cookies: Mapping[str, str]
) -> bool:
    """Whether a request has the key that a scheme asks for."""
    match scheme.get("type"), scheme.get("in"):
        case "apiKey", "query":
            return bool(query.get(scheme["name"]))
        case "apiKey", "cookie":
            return bool(cookies.get(scheme["name"]))
        case "apiKey", _:
            return bool(headers.get(scheme["name"].lower()))
        case "http", _:
            word = str(scheme.get("scheme")).lower()
            # One that answers a challenge is no key that a client may have.
            return word in {"digest", "negotiate"} or headers.get("authorization", "").lower().startswith(f"{word} ")
        case (("oauth2" | "openIdConnect"), _):
            return headers.get("authorization", "").startswith("Bearer ")
        case _:
            return True
