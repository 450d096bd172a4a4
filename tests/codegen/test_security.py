"""Several ways of showing who calls: which keys a call sends, and where."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from codegen.forgiving import parse_forgivingly
from codegen.spec import loads
from tests.codegen.echo import Echo, echo_server
from tests.codegen.features import ANSWER, HEAD
from tests.codegen.packages import KINDS, generated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMES = """\
components:
  securitySchemes:
    headerKey: {type: apiKey, in: header, name: X-Key}
    queryKey: {type: apiKey, in: query, name: key}
    cookieKey: {type: apiKey, in: cookie, name: session}
    user: {type: http, scheme: basic}
    timeout: {type: oauth2, flows: {}}
security: [{headerKey: []}]
"""
WAYS = {
    "usual": "",
    "nothing": "security: []",
    "query": "security: [{queryKey: []}]",
    "cookie": "security: [{cookieKey: []}]\n      parameters: [{name: own, in: cookie, schema: {type: string}}]",
    "basic": "security: [{user: []}]",
    "oauth": "security: [{timeout: [read]}]",
    "both": "security: [{queryKey: [], headerKey: []}]",
    "either": "security: [{cookieKey: [], timeout: []}, {user: []}]",
    "anonymous": "security: [{}, {user: []}]",
    "optional": "security: [{user: []}, {}]",
    "lost": "security: [{nowhere: []}]",
    "partly_lost": "security: [{nowhere: []}, {queryKey: [], neither: []}]",
}
PATHS = "".join(
    f"  /{name}:\n    get:\n      operationId: {name}\n      tags: [Ways]\n      {way}\n      {ANSWER}\n"
    for name, way in WAYS.items()
)


@pytest.fixture(scope="module", params=KINDS)
def package(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("secured")
    spec = folder / "spec.yaml"
    spec.write_text(f"{HEAD}paths:\n{PATHS}{SCHEMES}", encoding="utf-8")
    with generated(spec, "secured", folder, *KINDS[request.param]) as package:
        yield package


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    with echo_server() as server:
        yield server


def sent(package: Any, echo: Echo, name: str, **keys: Any) -> dict[str, str]:
    """Call an operation and answer what of the request carries a key."""
    with package.ApiClient(package.Configuration(host=echo.url, **keys)) as client:
        arguments = {"own": "x"} if name == "cookie" else {}
        getattr(package.WaysApi(client), name)(**arguments)
    found = {key: text for key, text in echo.last.headers.items() if key in {"X-Key", "Authorization", "Cookie"}}
    return found | dict(parse_qsl(urlsplit(echo.last.target).query))


ALL = {"header_key": "h", "query_key": "q&", "cookie_key": "c", "user": ("ann", "päss"), "timeout_": "t"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("usual", {"X-Key": "h"}),
        ("nothing", {}),
        ("query", {"key": "q&"}),
        ("cookie", {"Cookie": "session=c; own=x"}),
        ("oauth", {"Authorization": "Bearer t"}),
        ("both", {"X-Key": "h", "key": "q&"}),
        ("either", {"Cookie": "session=c", "Authorization": "Bearer t"}),
        ("lost", {"X-Key": "h"}),
        ("partly_lost", {"key": "q&"}),
    ],
)
def test_a_call_sends_the_keys_that_it_needs(package: Any, echo: Echo, name: str, found: dict[str, str]) -> None:
    assert sent(package, echo, name, **ALL) == found


def test_user_and_password(package: Any, echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    word, key = sent(package, echo, "basic", **ALL)["Authorization"].split()
    assert (word, b64decode(key).decode()) == ("Basic", "ann:päss")
    monkeypatch.setenv("SECURED_USER", "bob:word")
    _, key = sent(package, echo, "basic")["Authorization"].split()
    assert b64decode(key) == b"bob:word"


def test_the_first_way_with_all_its_keys_is_taken(package: Any, echo: Echo) -> None:
    assert sent(package, echo, "either", cookie_key="c", user=("a", "b"))["Authorization"].startswith("Basic ")
    assert sent(package, echo, "optional") == {}


@pytest.mark.parametrize("name", ["optional", "anonymous"])
def test_a_call_that_can_do_without_a_key_sends_the_one_that_there_is(package: Any, echo: Echo, name: str) -> None:
    assert sent(package, echo, name) == {}
    assert sent(package, echo, name, user=("a", "b"))["Authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("scheme", "argument", "found"),
    [
        ("{type: apiKey, in: header, name: X-Key}", "api_key", {"X-Key": "x"}),
        ("{type: apiKey, in: query, name: key}", "api_key", {"key": "x"}),
        ("{type: apiKey, in: cookie, name: own}", "api_key", {"Cookie": "own=x"}),
        ("{type: http, scheme: bearer}", "access_token", {"Authorization": "Bearer x"}),
        ("{type: oauth2, flows: {}}", "access_token", {"Authorization": "Bearer x"}),
    ],
)
@pytest.mark.parametrize("options", KINDS.values(), ids=KINDS)
def test_the_one_key_of_an_api_may_be_left_out_where_a_call_can_do_without(
    tmp_path: Path, echo: Echo, scheme: str, argument: str, found: dict[str, str], options: tuple[str, ...]
) -> None:
    spec = tmp_path / "spec.yaml"
    text = f"  /a:\n    get: {{operationId: free, tags: [Ways], security: [{{}}, {{k: []}}], {ANSWER}}}\n"
    text += f"  /b:\n    get: {{operationId: kept, tags: [Ways], {ANSWER}}}\n"
    schemes = f"components: {{securitySchemes: {{k: {scheme}}}}}\nsecurity: [{{k: []}}]\n"
    spec.write_text(f"{HEAD}paths:\n{text}{schemes}", encoding="utf-8")
    with generated(spec, "optional_key", tmp_path, *options) as package:
        assert sent(package, echo, "free") == {}
        assert sent(package, echo, "free", **{argument: "x"}) == found
        with pytest.raises(package.ClientConfigurationError, match="There is no"):
            sent(package, echo, "kept")


@pytest.mark.parametrize("schemes", ["", "k: {type: apiKey, in: header, name: X}, "])
def test_a_scheme_that_is_nowhere_described_is_noted(schemes: str) -> None:
    operation = f"  /a:\n    get: {{security: [{{none: []}}], {ANSWER}}}\n"
    components = f"components: {{securitySchemes: {{{schemes}l: {{type: http, scheme: basic}}}}}}\n"
    api, problems = parse_forgivingly(loads(f"{HEAD}paths:\n{operation}{components}", "f.yaml"))
    assert problems == ()
    assert [str(note) for note in api.notes] == [
        "f.yaml:5 paths./a.get.security.0.none: there is no security scheme `none`: ignored"
    ]


@pytest.mark.parametrize("name", ["lost", "partly_lost"])
def test_a_way_whose_schemes_are_nowhere_described_is_none(package: Any, echo: Echo, name: str) -> None:
    with pytest.raises(package.ClientConfigurationError, match="There is no"):
        sent(package, echo, name)


@pytest.mark.parametrize(
    ("own", "root"),
    [
        ("security: [{none: []}], ", ""),
        ("", "security: [{none: []}]\n"),
        ("security: [{none: []}], ", "security: [{none: []}]\n"),
    ],
)
def test_where_nothing_that_is_asked_for_is_described_what_there_is_is_sent(own: str, root: str) -> None:
    paths = f"  /a:\n    get: {{{own}{ANSWER}}}\n"
    components = "components: {securitySchemes: {k: {type: http, scheme: bearer}, l: {type: http, scheme: basic}}}\n"
    api, _ = parse_forgivingly(loads(f"{HEAD}paths:\n{paths}{components}{root}", "f.yaml"))
    (operation,) = api.tags[0].operations
    assert operation.security == (("k",), ("l",), ())


def test_a_missing_key_is_named(package: Any, echo: Echo) -> None:
    arguments = "`cookie_key=…` and `timeout_=…` or `user=…`"
    variables = "SECURED_COOKIE_KEY and SECURED_TIMEOUT_ or SECURED_USER"
    wanted = rf"pass {arguments} to the client or set {variables}\.$"
    with pytest.raises(package.ClientConfigurationError, match=wanted):
        sent(package, echo, "either", cookie_key="c")


def test_keys_are_shown_nowhere(package: Any, echo: Echo, caplog: pytest.LogCaptureFixture) -> None:
    for logger in ("secured", "humanloop"):
        caplog.set_level("DEBUG", logger=logger)
    sent(package, echo, "both", header_key="secret-h", query_key="secret-q", debug=True)
    sent(package, echo, "cookie", cookie_key="secret-c", debug=True)
    assert "GET /both" in caplog.text
    assert "secret" not in caplog.text


def test_one_scheme_that_is_no_header(tmp_path: Path, echo: Echo) -> None:
    spec = tmp_path / "spec.yaml"
    scheme = "components: {securitySchemes: {k: {type: apiKey, in: query, name: k}}}\n"
    spec.write_text(f"{HEAD}paths:\n{PATHS.partition('  /nothing')[0]}{scheme}", encoding="utf-8")
    with generated(spec, "single", tmp_path) as package:
        assert sent(package, echo, "usual", api_key="x") == {"k": "x"}
        # Nobody says that the call needs it.
        assert sent(package, echo, "usual") == {}


def _schemes(word: str) -> tuple[bool, list[str]]:
    """Whether a scheme of HTTP is one that the client has a key for, and the notes."""
    scheme = f"components: {{securitySchemes: {{k: {{type: http, scheme: {word}}}}}}}\n"
    api, _ = parse_forgivingly(loads(f"{HEAD}paths:\n{PATHS.partition('  /nothing')[0]}{scheme}", "f.yaml"))
    return bool(api.facts.security or api.facts.schemes), [note.reason for note in api.notes]


@pytest.mark.parametrize(
    "word",
    [
        *("Concealed", "Digest", "DPoP", "GNAP", "HOBA", "Mutual", "Negotiate", "PrivateToken"),
        *("SCRAM-SHA-1", "SCRAM-SHA-256", "Hawk", "NTLM"),
    ],
)
def test_a_scheme_whose_header_is_made_for_each_request_is_noted(word: str) -> None:
    assert _schemes(word) == (False, [f"unsupported security scheme: http {word}"])


@pytest.mark.parametrize("word", ["Bearer", "Token", "OAuth", "ApiKey"])
def test_a_scheme_whose_header_is_a_word_and_a_key_is_supported(word: str) -> None:
    assert _schemes(word) == (True, [])


@pytest.mark.parametrize(
    ("word", "sent_as"),
    [
        ("ApiKey", "ApiKey"),
        ("token", "token"),
        ("GoogleLogin", "GoogleLogin"),
        ("BEARER", "Bearer"),
        ("basic", "Basic"),
    ],
)
def test_the_word_of_a_scheme_is_sent_as_it_is_written(word: str, sent_as: str, tmp_path: Path, echo: Echo) -> None:
    spec = tmp_path / "spec.yaml"
    scheme = f"components: {{securitySchemes: {{k: {{type: http, scheme: {word}}}}}}}\n"
    spec.write_text(f"{HEAD}paths:\n{PATHS.partition('  /nothing')[0]}{scheme}", encoding="utf-8")
    key: dict[str, Any] = {"BEARER": {"access_token": "x"}, "basic": {"basic_auth": ("a", "b")}}.get(
        word, {"api_key": "x"}
    )
    with generated(spec, "worded", tmp_path) as package:
        assert sent(package, echo, "usual", **key)["Authorization"].partition(" ")[0] == sent_as


def test_a_way_that_the_client_has_no_key_for_comes_last(tmp_path: Path, echo: Echo) -> None:
    spec = tmp_path / "spec.yaml"
    schemes = SCHEMES.replace("securitySchemes:", "securitySchemes:\n    challenge: {type: http, scheme: digest}")
    way = "security: [{challenge: []}, {queryKey: []}]"
    text = PATHS.partition("  /nothing")[0].replace("tags:", f"{way}\n      tags:")
    spec.write_text(f"{HEAD}paths:\n{text}{schemes}", encoding="utf-8")
    with generated(spec, "challenged", tmp_path) as package:
        assert sent(package, echo, "usual", query_key="q") == {"key": "q"}
        assert sent(package, echo, "usual") == {}
