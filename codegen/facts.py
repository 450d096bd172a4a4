"""What a description says about the client as a whole: its server, its key, and the extension `x-client`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from codegen import naming
from codegen.settings import Setting, earlier_settings, is_name, own_settings, provider_settings
from codegen.text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from codegen.spec import Node
    from codegen.types_of import TypeReader

_CLIENT: Final = frozenset(
    {"bodies", "class", "display", "earlier-settings", "environment", "exports", "idempotency-keys", "method-names"}
    | {"models", "other-releases", "package", "provider-keys", "raw-modules", "security", "settings", "types"}
    | {"enumerations", "host-note", "key-note", "problems"}
)


@dataclass(frozen=True)
class Security:
    """How a call shows who makes it: `word` stands before the key in the header."""

    name: str
    header: str
    word: str = ""

    @property
    def text(self) -> str:
        """It in words."""
        return f"bearer token in the header `{self.header}`" if self.word else f"API key in the header `{self.header}`"


@dataclass(frozen=True)
class Scheme:
    """One of several ways of showing who calls, or one that is no header alone."""

    name: str
    argument: str
    place: str
    """`header`, `query` or `cookie`."""
    key: str
    word: str = ""

    @property
    def text(self) -> str:
        """It in words."""
        if self.word == "Basic":
            return "User and password, as a pair"
        if self.word:
            return f"{self.word[:1].upper()}{self.word[1:]} token"
        return f"API key in the {self.place}{' parameter' if self.place == 'query' else ''} `{self.key}`"

    @property
    def type(self) -> str:
        """The type of its argument."""
        return "tuple[str, str] | None" if self.word == "Basic" else "str | None"

    @property
    def row(self) -> str:
        """How the configuration names it."""
        word = f', "{self.word}"' if self.word else ""
        return f"Scheme({literal(self.argument)}, {literal(self.place)}, {literal(self.key)}{word})"


@dataclass(frozen=True)
class Facts:
    """The client as a whole."""

    package: str = ""
    """The package that is generated where the command names none."""
    client: str = ""
    """The hand-written class that has all tags as attributes, if there is one."""
    models: str = "models"
    """The package of what is received."""
    types: str = "types"
    """The package of what is sent."""
    display: str = ""
    """The module of the package that knows how answers of this API look in notebooks, if there is one."""
    other_releases: str = ""
    """The module of the package that knows names of other releases, if there is one."""
    host_note: str = ""
    """What is to be known of the API's own host, told by errors of calls to it."""
    key_note: str = ""
    """Where keys come from, told where there is none."""
    environment: str = ""
    """What the names of environment variables begin with."""
    host: str = ""
    base: str = ""
    """Where all paths are below on a host that has to be given."""
    version: str = ""
    security: Security | None = None
    schemes: tuple[Scheme, ...] = ()
    """The ways of showing who calls, where one header is not all there is."""
    providers: tuple[Setting, ...] = ()
    """Keys of third parties that the client holds and adds to bodies."""
    earlier: tuple[Setting, ...] = ()
    """Settings that earlier releases had, the keys of third parties among them, in the order of their arguments."""
    settings: tuple[Setting, ...] = ()
    """Settings that this client has besides those of every client."""
    exports: Mapping[str, str] = field(default_factory=dict[str, str])
    """Public names of the package besides those of every client, and the modules that define them."""
    sends_idempotency_keys: bool = False
    """Whether each write carries an `Idempotency-Key`, also where its description names none."""
    has_raw_modules: bool = False
    """Whether the raw classes have modules of their own too, as programs for earlier releases import them."""
    has_full_names: bool = False
    """Whether methods are called as the operations are, also where that repeats the name of the tag."""
    has_enum_classes: bool = False
    """Whether an enumeration that has a name is a class of the kind `enum.Enum`; otherwise it is a `Literal`."""
    has_problems: bool = True
    """Whether errors have their bodies as models, where these are described."""
    has_whole_bodies: bool = False
    """Whether a body is one parameter; otherwise each of its fields is one."""


def read_facts(reader: TypeReader) -> Facts:
    """Read what a document says about the client as a whole; what is not supported is reported."""
    root = reader.document.root
    node = root.get("x-client")
    reader.check_keys(node, _CLIENT, "`x-client`")
    for child in map(node.get, ("class", "environment", "models", "types")):
        if child.value is not None:
            is_name(reader, child)
    providers = provider_settings(reader, node)
    if node.text("models") == node.text("types") != "":
        reader.report(node["types"], "the packages of models and of types need different names")
    security, schemes = _security(reader, node)
    host, base = first_host(reader, root)
    return Facts(
        package=node.text("package"),
        client=node.text("class"),
        models=node.text("models") or Facts.models,
        types=node.text("types") or Facts.types,
        display=node.text("display"),
        other_releases=node.text("other-releases"),
        host_note=node.text("host-note"),
        key_note=node.text("key-note"),
        environment=node.text("environment"),
        host=host,
        base=base,
        version=root.get("info").text("version") or "0",
        security=security,
        schemes=schemes,
        providers=providers,
        earlier=tuple(earlier_settings(node, providers)),
        settings=tuple(own_settings(reader, node)),
        exports={name: str(child.value) for name, child in node.get("exports")},
        sends_idempotency_keys=node.flag("idempotency-keys"),
        has_raw_modules=node.flag("raw-modules"),
        has_full_names=_choice(reader, node, "method-names", ("short", "operation-id")) == "operation-id",
        has_enum_classes=_choice(reader, node, "enumerations", ("literal", "enum")) == "enum",
        has_problems=_choice(reader, node, "problems", ("typed", "plain")) == "typed",
        has_whole_bodies=_choice(reader, node, "bodies", ("fields", "whole")) == "whole",
    )


def _choice(reader: TypeReader, node: Node, key: str, choices: tuple[str, ...]) -> str:
    """Read a setting that has a few values, the first of which is the default."""
    value = node.text(key) or choices[0]
    if value not in choices:
        reader.report(node[key], f"it may be {' or '.join(f'`{choice}`' for choice in choices)}, not `{value}`")
    return value


def first_host(reader: TypeReader, root: Node) -> tuple[str, str]:
    """The URL of the first server, its variables filled in, if that is a whole one, and its path if that is all."""
    server = next(iter(root.get("servers").elements), None)
    url = _url(reader, server, _NEEDS_HOST) if server else None
    if not url:
        return "", ""
    if _WHOLE.fullmatch(url):
        return url.rstrip("/"), ""
    if _PATH.fullmatch(url):
        return "", url.rstrip("/")
    reader.pass_over(server or root, f"unsupported: `{url}` is no URL that all paths can be below", _NEEDS_HOST)
    return "", ""


def own_server(reader: TypeReader, server: Node, host: str) -> str:
    """The URL that an operation with a server of its own is below; empty if that is the API's.

    Args:
        reader: Takes what is wrong.
        server: The server.
        host: The API's own; empty if a host has to be given: then the server may be a path on that.
    """
    common = next(iter(reader.document.root.get("servers").elements), None)
    url = _url(reader, server, _BELOW_HOST)
    if url is None or url == (_url(reader, common, _NEEDS_HOST) if common else "/"):
        return ""
    if url.startswith("/") and (host or not url.startswith("//")):
        return urljoin(host, url).rstrip("/") if host else url
    if not _WHOLE.fullmatch(url):
        reader.pass_over(server, f"unsupported: the server `{url}` is neither a whole URL nor a path", _BELOW_HOST)
        return ""
    if not host:
        reader.pass_over(server, f"the server `{url}` beside one of the API that is no whole URL", _BELOW_HOST)
        return ""
    return url.rstrip("/")


_WHOLE: Final = re.compile(r"https?://[^\s\"'<>?#@]+")
_PATH: Final = re.compile(r"/(?!/)[^\s\"'<>?#@]*")
_NEEDS_HOST: Final = "the client needs a `host`"
_BELOW_HOST: Final = "called below the client's `host`"


def _url(reader: TypeReader, server: Node, done: str) -> str | None:
    """The URL of a server, its variables filled in; None if one has no value, of which `done` tells what comes."""
    url = server.text("url")
    for name in re.findall(r"{([^{}]*)}", url):
        variable = server.get("variables").get(name)
        # An empty text is a value, too.
        if variable.get("default").value is None:
            reader.pass_over(server, f"the variable `{name}` of the server has no default", done)
            return None
        url = url.replace(f"{{{name}}}", variable.text("default"))
    return url


def _security(reader: TypeReader, node: Node) -> tuple[Security | None, tuple[Scheme, ...]]:
    """Find the one header that carries the key, or else all ways of showing who calls."""
    described = dict(reader.document.root.get("components").get("securitySchemes"))
    wanted = node.text("security")
    if wanted and wanted not in described:
        reader.report(node["security"], f"there is no security scheme `{wanted}`")
    chosen = {wanted: described[wanted]} if wanted in described else described
    schemes = tuple(_schemes(reader, chosen))
    if len(schemes) == 1 and schemes[0].place == "header" and schemes[0].word in {"", "Bearer"}:
        return Security(schemes[0].name, schemes[0].key, schemes[0].word), ()
    if len(schemes) == 1:
        named = "basic_auth" if schemes[0].word == "Basic" else "api_key"
        return None, (replace(schemes[0], argument=named),)
    return None, schemes


def _schemes(reader: TypeReader, schemes: dict[str, Node]) -> Iterator[Scheme]:
    taken = {*_ARGUMENTS}
    for name, scheme in schemes.items():
        node = reader.resolve(scheme)
        found = _place(node)
        if found is None:
            kind = f"{node.text('type')} {node.text('in') or node.text('scheme')}"
            reader.pass_over(node, f"unsupported security scheme: {kind}".strip())
            continue
        argument, number = naming.parameter_name(name), 2
        while argument in taken:
            argument, number = f"{naming.parameter_name(name)}_{number}", number + 1
        taken.add(argument)
        yield Scheme(name, argument, *found)


_ARGUMENTS: Final = frozenset(
    {"self", "host", "timeout", "max_retries", "idempotent_writes", "debug", "tracing", "max_response_bytes"}
    | {"api_key_prefix", "schemes"}
)
"""What the configuration has besides keys."""


_PROVEN: Final = (
    *("concealed", "digest", "dpop", "gnap", "hawk", "hoba", "mutual"),
    *("negotiate", "ntlm", "privatetoken", "scram-"),
)
"""Schemes of HTTP, most of them of IANA's registry, whose header is made for each request: a key alone is none."""


_WELL_KNOWN: Final = {"basic": "Basic", "bearer": "Bearer"}
"""Schemes of HTTP that servers know by this spelling, whatever a description has; all others are sent as written."""


def _place(node: Node) -> tuple[str, str, str] | None:
    """Where a key goes: the place, the name there and the word before it; None if that is not known."""
    kind, place, scheme = node.text("type"), node.text("in"), node.text("scheme")
    if kind == "apiKey" and place in {"header", "query", "cookie"} and node.text("name"):
        return place, node.text("name"), ""
    if kind in {"oauth2", "openIdConnect"}:
        return "header", "Authorization", "Bearer"
    if kind == "http" and scheme and not scheme.lower().startswith(_PROVEN):
        # Servers compare these words without regard to case, but not all of them do.
        return "header", "Authorization", _WELL_KNOWN.get(scheme.lower(), scheme)
    return None
