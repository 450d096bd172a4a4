"""Hosts, keys and settings of a client."""

from __future__ import annotations

import inspect
import warnings
from typing import Any

import pytest

from humanloop import Humanloop
from humanloop.configuration import MAX_RETRIES, TIMEOUT, Configuration
from humanloop.core.errors import ClientConfigurationError, InvalidHostConfigurationError
from humanloop.core.notices import ArgumentWarning
from humanloop.core.secret import Secret
from humanloop.spec.facts import HOST, SECURITY_HEADER, SECURITY_NAME

GOOD_HOSTS = [
    ("http://localhost", "http://localhost"),
    ("http://127.0.0.1:8000/v4", "http://127.0.0.1:8000/v4"),
    ("https://api.example.com/v4/", "https://api.example.com/v4"),
    ("https://api.example.com/v4///", "https://api.example.com/v4"),
    ("https://api.example.com.", "https://api.example.com."),
    ("http://intranet/", "http://intranet"),
    ("http://[::1]:8000/v4", "http://[::1]:8000/v4"),
    ("http://[2001:db8::1]", "http://[2001:db8::1]"),
    ("HTTP://LocalHost:80/V4", "http://localhost:80/V4"),
    ("http://my_service:1", "http://my_service:1"),
    ("http://h:65535", "http://h:65535"),
    ("http://bücher.example", "http://xn--bcher-kva.example"),
    ("https://BÜCHER.example:8443/ü/", "https://xn--bcher-kva.example:8443/%C3%BC"),
    ("http://h/ü/%C3%BC", "http://h/%C3%BC/%C3%BC"),
    ("http://h/deep/path;p=1/x%20y", "http://h/deep/path;p=1/x%20y"),
]

BAD_HOSTS = [
    ("localhost", "http://"),
    ("localhost:8000", "http://"),
    ("//localhost", "http://"),
    ("ftp://localhost", "http://"),
    ("file:///etc/hosts", "http://"),
    (" ", "blanks"),
    (" http://localhost", "blanks"),
    ("http://local host", "blanks"),
    ("http://localhost\n", "blanks"),
    ("http://localhost\r\nX-Injected: 1", "blanks"),
    ("http://local\x00host", "control"),
    ("http://local\u2028host", "blanks"),
    ("http://", "no machine"),
    ("http:///v4", "no machine"),
    ("http://:80", "no machine"),
    ("http:/localhost", "no machine"),
    ("http://h:0", "no machine"),
    ("http://h:65536", "port"),
    ("http://h:eighty", "port"),
    ("http://h:-1", "port"),
    ("http://[::1", "cannot be read"),
    ("http://h?x=1", "query"),
    ("http://h?", "query"),
    ("http://h/v4?x", "query"),
    ("http://h#part", "fragment"),
    ("http://h/#", "fragment"),
    ("http://user@h", "user name"),
    ("http://:@h", "user name"),
    ("http://h\\evil", "character"),
    ("http://a,b", "character"),
    ("http://h;x", "character"),
    ("http://%41", "character"),
    ("http://.", "character"),
    ("http://a..b", "character"),
    (f"http://{'ü' * 63}", "DNS"),
    (f"http://{'a' * 64}", "character"),
]


@pytest.mark.parametrize(("given", "kept"), GOOD_HOSTS)
def test_a_usable_host_is_taken_without_its_last_slash(given: str, kept: str) -> None:
    assert Configuration(given).host == kept


@pytest.mark.parametrize(("given", "reason"), BAD_HOSTS)
def test_an_unusable_host_is_refused_with_a_reason(given: str, reason: str) -> None:
    with pytest.raises(InvalidHostConfigurationError, match=reason) as caught:
        Configuration(given)
    assert reason in caught.value.reason
    assert isinstance(caught.value, ClientConfigurationError)


@pytest.mark.parametrize("given", [b"http://h", 8000, ["http://h"]])
def test_a_host_that_is_not_text_is_refused(given: Any) -> None:
    with pytest.raises(InvalidHostConfigurationError, match="it must be text"):
        Configuration(given)


@pytest.mark.parametrize(
    "given",
    [
        "http://alice:hunter2@h",
        "https://hunter2@h/v4",
        "alice:hunter2@h",
        "http://alice:hunter2@h?x",
        "http://alice:hunter2@h:99999",
        "http://alice:hunter2/more@h",
        "http://alice:hunter2#x@h",
        "http://alice:hunter2@[::1",
        "http://alice:hunter2@h\u2100st",
        "http://alice:hunter2@x@h",
        "http://alice:hunter2 @h",
    ],
)
def test_user_name_and_password_are_never_shown(given: str) -> None:
    with pytest.raises(InvalidHostConfigurationError) as caught:
        Configuration(given)
    error = caught.value
    for shown in (str(error), repr(error), error.host, error.reason, repr(error.args)):
        assert "hunter2" not in shown
        assert "alice" not in shown
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


def test_a_host_is_checked_when_it_is_changed_too() -> None:
    configuration = Configuration("http://a")
    configuration.host = "http://b/"
    assert configuration.host == "http://b"
    with pytest.raises(InvalidHostConfigurationError):
        configuration.host = "b"
    assert configuration.host == "http://b"


def test_the_environment_and_then_the_api_itself_give_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Configuration().host == HOST
    monkeypatch.setenv("HUMANLOOP_HOST", "http://from-environment/v4/")
    assert Configuration().host == "http://from-environment/v4"
    assert Configuration("http://given").host == "http://given"
    for trimmed in (" http://from-environment/v4", "http://from-environment/v4/\n"):
        monkeypatch.setenv("HUMANLOOP_HOST", trimmed)
        assert Configuration().host == "http://from-environment/v4"
    for nothing in ("", " \n"):
        monkeypatch.setenv("HUMANLOOP_HOST", nothing)
        assert Configuration().host == HOST


@pytest.mark.parametrize(("value", "traced"), [("False\n", False), (" off ", False), ("\n", True), ("true\n", True)])
def test_the_word_of_the_environment_for_tracing_is_trimmed(
    value: str, traced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUMANLOOP_TRACING", value)
    assert Configuration().tracing is traced


@pytest.mark.parametrize(
    "given",
    ["key", "  key ", "key\n", {SECURITY_NAME: "key"}, {SECURITY_NAME: " key "}, {SECURITY_NAME: Secret("key")}],
)
def test_a_key_is_taken_as_text_or_by_name_and_stripped(given: Any) -> None:
    configuration = Configuration(api_key=given)
    assert configuration.api_key == {SECURITY_NAME: "key"}
    assert configuration.authorization() == {SECURITY_HEADER: "key"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "empty"),
        ("  \t ", "empty"),
        ({SECURITY_NAME: ""}, "empty"),
        ("s3cr\u00e9t", "character"),
        ("s3cret\u200b", "character"),
        ("s3cret\r\nX: y", "character"),
        ("s3c\x00ret", "character"),
        ({SECURITY_NAME: "s3cr\u00e9t"}, "character"),
        (b"s3cret", "not bytes"),
        (12345, "not int"),
        (["s3cret"], "not list"),
        ({SECURITY_NAME: 12345}, "not int"),
        ({SECURITY_NAME: None}, "not NoneType"),
    ],
)
def test_an_unusable_key_is_refused_without_being_shown(given: Any, said: str) -> None:
    with pytest.raises(ClientConfigurationError, match=said) as caught:
        Configuration(api_key=given)
    for echo in ("s3cr", "s3c", "12345"):
        assert echo not in str(caught.value)


def test_the_key_may_come_by_its_other_name_or_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Configuration(x_api_key="other").authorization() == {SECURITY_HEADER: "other"}
    assert Configuration(api_key="key", x_api_key="other").authorization() == {SECURITY_HEADER: "key"}
    monkeypatch.setenv("HUMANLOOP_API_KEY", " environment ")
    assert Configuration().authorization() == {SECURITY_HEADER: "environment"}
    assert Configuration(api_key="key").authorization() == {SECURITY_HEADER: "key"}


@pytest.mark.parametrize("given", [None, {}, {"another scheme": "key"}])
def test_no_key_is_an_error_only_when_it_is_needed(given: Any) -> None:
    configuration = Configuration(api_key=given)
    with pytest.raises(ClientConfigurationError, match="HUMANLOOP_API_KEY"):
        configuration.authorization()


@pytest.mark.parametrize("prefix", ["Bearer", {SECURITY_NAME: "Bearer"}])
def test_a_prefix_stands_before_the_key(prefix: Any) -> None:
    configuration = Configuration(api_key="key", api_key_prefix=prefix)
    header = configuration.authorization()
    assert header == {SECURITY_HEADER: "Bearer key"}
    assert "key" not in repr(list(header.values()))


def test_a_prefix_may_be_set_later() -> None:
    configuration: Any = Configuration(api_key="key")
    configuration.api_key_prefix = "Bearer"
    assert configuration.authorization() == {SECURITY_HEADER: "Bearer key"}
    configuration.api_key_prefix = None
    assert configuration.authorization() == {SECURITY_HEADER: "key"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("api_key_prefix", 5),
        ("api_key_prefix", {SECURITY_NAME: 5}),
        ("timeout", -1),
        ("max_retries", "x"),
        ("idempotent_writes", "no"),
        ("debug", "no"),
        ("tracing", "no"),
        ("max_response_bytes", 0),
        ("unknown_keys", "x"),
        ("background", 5),
        ("background", "key"),
    ],
)
def test_a_setting_of_another_kind_is_refused_by_its_name(name: str, value: Any) -> None:
    configuration = Configuration(api_key="key")
    for make in (lambda: Configuration(api_key="key", **{name: value}), lambda: setattr(configuration, name, value)):
        with pytest.raises(ClientConfigurationError, match=f"^{name}\\b.*: "):
            make()
    assert vars(configuration)[name] == vars(Configuration(api_key="key"))[name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("proxy", 5),
        ("proxy_headers", "x"),
        ("verify_ssl", "no"),
        ("connection_pool_maxsize", "x"),
        ("connection_pool_maxsize", True),
        ("client_side_validation", 2),
        ("ssl_ca_cert", 5),
        ("cert_file", b"x"),
        ("key_file", 5),
        ("assert_hostname", 5),
        ("socket_options", 5),
        ("refresh_api_key_hook", "x"),
        ("retries", -1),
    ],
)
def test_an_attribute_of_another_kind_is_refused_by_its_name(name: str, value: Any) -> None:
    with pytest.raises(ClientConfigurationError, match=f"^{name}\\b.*: "):
        setattr(Configuration(api_key="key"), name, value)


@pytest.mark.parametrize("name", ["proxy", "ssl_ca_cert", "proxy_headers", "tracing"])
def test_no_message_shows_what_may_hold_a_key(name: str) -> None:
    with pytest.raises(ClientConfigurationError) as caught:
        setattr(Configuration(api_key="key"), name, ["a password"])
    assert "a password" not in str(caught.value)


@pytest.mark.parametrize("name", ["configuration", "http", "background", "tracing"])
def test_a_client_refuses_what_is_no_setting(name: str) -> None:
    given: Any = {name: [5]} if name == "configuration" else {"host": "http://h", "api_key": "key", name: [5]}
    with pytest.raises(ClientConfigurationError, match=f"^{name} is of type list: it must be "):
        Humanloop(**given)


def test_a_prefix_cannot_carry_another_header() -> None:
    with pytest.raises(ClientConfigurationError, match="character"):
        Configuration(api_key="key", api_key_prefix="Bearer\r\nX: y").authorization()


@pytest.mark.parametrize("later", [{SECURITY_NAME: " new "}, "new"])
def test_a_key_set_later_is_treated_like_the_first(later: Any) -> None:
    configuration = Configuration(api_key="old")
    configuration.api_key = later
    assert configuration.authorization() == {SECURITY_HEADER: "new"}
    assert repr(configuration.authorization()[SECURITY_HEADER]) == "<redacted>"


def test_a_bad_key_set_later_is_refused() -> None:
    configuration = Configuration(api_key="old")
    configuration.api_key[SECURITY_NAME] = Secret("s3cret\r\nX: y")
    with pytest.raises(ClientConfigurationError, match="character") as caught:
        configuration.authorization()
    assert "s3cret" not in str(caught.value)


def test_no_key_shows_in_the_configuration() -> None:
    keys: dict[str, Any] = {
        f"{name}_api_key": f"s3cret-{name}" for name in ("openai", "openai_azure", "ai21", "mock", "anthropic")
    }
    configuration = Configuration(
        "http://h", "s3cret-own", openai_azure_endpoint_api_key="s3cret-endpoint", cohere_api_key="s3cret-c", **keys
    )
    assert configuration.openai_api_key == "s3cret-openai"
    assert repr(configuration) == "<Configuration host='http://h' timeout=60.0 max_retries=2>"
    assert "s3cret" not in repr(vars(configuration))


@pytest.mark.parametrize("given", [b"key", 5, ["key"]])
def test_the_key_of_a_provider_must_be_text(given: Any) -> None:
    with pytest.raises(ClientConfigurationError, match="must be text"):
        Configuration(openai_api_key=given)


def test_positions_and_defaults_are_those_of_0_7_15() -> None:
    # fmt: off
    expected = [
        "host", "api_key", "api_key_prefix", "username", "password", "discard_unknown_keys", "x_api_key",
        "openai_api_key", "openai_azure_api_key", "openai_azure_endpoint_api_key", "ai21_api_key", "mock_api_key",
        "anthropic_api_key", "cohere_api_key", "disabled_client_side_validations", "server_index", "server_variables",
        "server_operation_index", "server_operation_variables",
    ]
    # fmt: on
    parameters = inspect.signature(Configuration).parameters.values()
    assert [parameter.name for parameter in parameters if parameter.kind is parameter.POSITIONAL_OR_KEYWORD] == expected
    defaults: dict[str, Any] = {
        "api_key_prefix": {},
        "assert_hostname": None,
        "cert_file": None,
        "client_side_validation": True,
        "connection_pool_maxsize": 100,
        "disabled_client_side_validations": "",
        "discard_unknown_keys": False,
        "key_file": None,
        "proxy": None,
        "proxy_headers": None,
        "refresh_api_key_hook": None,
        "retries": None,
        "safe_chars_for_path_param": "",
        "server_index": 0,
        "server_operation_index": {},
        "server_operation_variables": {},
        "server_variables": {},
        "socket_options": None,
        "ssl_ca_cert": None,
        "temp_folder_path": None,
        "verify_ssl": True,
    }
    configuration = Configuration(api_key="k")
    assert {name: getattr(configuration, name) for name in defaults} == defaults
    assert (configuration.timeout, configuration.max_retries) == (TIMEOUT, MAX_RETRIES)


@pytest.mark.parametrize("timeout", [0, -1, "5", True, (1,), (1, 0), (1, 2, 3), 1e10, float("nan")])
def test_a_timeout_that_cannot_be_one_is_refused_at_once(timeout: Any) -> None:
    makers: list[Any] = [Configuration, Humanloop, Humanloop("k").with_options]
    for make in makers:
        with pytest.raises(ClientConfigurationError, match="seconds above 0, a pair of them, or None"):
            make(timeout=timeout)


@pytest.mark.parametrize("retries", [-1, 2.5, True, "2"])
def test_a_number_of_retries_that_cannot_be_one_is_refused_at_once(retries: Any) -> None:
    makers: list[Any] = [Configuration, Humanloop, Humanloop("k").with_options]
    for make in makers:
        with pytest.raises(ClientConfigurationError, match="a whole number, 0 or more"):
            make(max_retries=retries)


@pytest.mark.parametrize("timeout", ["5", (1,), ("a", "b"), [1]])
def test_a_client_with_a_bad_setting_still_shows_itself(timeout: Any) -> None:
    client = Humanloop("k")
    vars(client.configuration)["timeout"] = timeout  # as code may leave it that goes its own ways
    assert f"timeout: {timeout!r}" in repr(client)


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"api_key": "other"}, "api_key"),
        ({"timeout": 60.0, "host": "http://h/v4", "debug": True}, "host, timeout, debug"),
    ],
)
def test_settings_beside_a_configuration_are_refused(settings: dict[str, Any], names: str) -> None:
    with pytest.raises(ClientConfigurationError, match=f"^{names} cannot stand beside configuration"):
        Humanloop(configuration=Configuration(api_key="key"), **settings)


def test_what_is_no_setting_may_stand_beside_a_configuration() -> None:
    configuration = Configuration(api_key="key")
    assert Humanloop(configuration=configuration, http=None, max_retries=MAX_RETRIES).configuration is configuration


def test_an_empty_key_says_where_keys_come_from() -> None:
    with pytest.raises(ClientConfigurationError, match=r"`api_key=…`.* HUMANLOOP_API_KEY"):
        Configuration("http://h", "")


@pytest.mark.parametrize("settings", [{}, {"host": HOST}, {"configuration": Configuration(api_key="key")}])
def test_a_client_of_the_service_that_ended_says_so_where_it_is_made(settings: dict[str, Any]) -> None:
    settings = settings if "configuration" in settings else {"api_key": "key", **settings}
    with pytest.warns(ArgumentWarning, match=r"its service ended .* `humanloop serve`, see docs/guides/") as warned:
        Humanloop(**settings)
    assert [warning.filename for warning in warned] == [__file__]


def test_a_client_of_another_server_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUMANLOOP_HOST", "http://127.0.0.1:8000/v4")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Humanloop(api_key="key")
