"""The public surface of 0.7.15 is still there: every fact of `surface-0.7.15.json`.

A parameter or field is written as its name; one that may be left out ends in `=`.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import NoneType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import pytest

import humanloop
from humanloop import Configuration, Humanloop, exceptions
from humanloop import pydantic as models
from humanloop import type as types
from humanloop.calls.api import Api
from humanloop.response.model import Model

SURFACE: dict[str, Any] = json.loads((Path(__file__).parent / "surface-0.7.15.json").read_text(encoding="utf-8"))

METHODS = [
    (api, form, prefix + method, parameters)
    for api in SURFACE["api_classes"].values()
    for form in ("class", "raw_class")
    for method, parameters in api["methods"].items()
    for prefix in ("", "a")
]
MODELS = {module: fact for module, fact in SURFACE["response_models"].items() if "required" in fact}
TYPED_DICTS = {module: fact for module, fact in SURFACE["request_types"].items() if "required" in fact}
ALIASES = [
    (package, module, fact)
    for package in ("response_models", "request_types")
    for module, fact in SURFACE[package].items()
    if "required" not in fact
]
PACKAGES = {"response_models": "humanloop.pydantic", "request_types": "humanloop.type"}


def test_the_record_is_whole() -> None:
    """How many facts the other tests of this file look at."""
    counts = {
        "exports": len(SURFACE["exports"]),
        "exceptions": len(SURFACE["exceptions"]),
        "parameters of Configuration": len(SURFACE["configuration"]["init"]),
        "attributes of Configuration": len(SURFACE["configuration"]["attributes"]),
        "methods of the client": len(SURFACE["client_methods"]),
        "API classes with their raw classes": 2 * len(SURFACE["api_classes"]),
        "methods of the APIs": sum(len(api["methods"]) for api in SURFACE["api_classes"].values()),
        "methods of the APIs in all forms": len(METHODS),
        "parameters of the methods": sum(
            len(parameters) for api in SURFACE["api_classes"].values() for parameters in api["methods"].values()
        ),
        "models": len(MODELS),
        "fields of models": sum(len(fact["required"]) + len(fact["optional"]) for fact in MODELS.values()),
        "typed dicts": len(TYPED_DICTS),
        "keys of typed dicts": sum(len(fact["required"]) + len(fact["optional"]) for fact in TYPED_DICTS.values()),
        "aliases": len(ALIASES),
    }
    assert counts == {
        "exports": 9,
        "exceptions": 13,
        "parameters of Configuration": 19,
        "attributes of Configuration": 31,
        "methods of the client": 30,
        "API classes with their raw classes": 26,
        "methods of the APIs": 71,
        "methods of the APIs in all forms": 284,
        "parameters of the methods": 408,
        "models": 107,
        "fields of models": 767,
        "typed dicts": 107,
        "keys of typed dicts": 767,
        "aliases": 129,
    }


@pytest.mark.parametrize("name", SURFACE["exports"])
def test_export(name: str) -> None:
    assert name in humanloop.__all__
    assert inspect.isclass(getattr(humanloop, name))


class Recorder(Api):
    """Keeps what a method would send."""

    def __init__(self) -> None:
        self.sent: dict[str, Any] = {}

    def _send(self, operation: Any, arguments: Any, validate: Any, options: Any) -> Any:
        self.sent = dict(arguments)

    async def _asend(self, operation: Any, arguments: Any, validate: Any, options: Any) -> Any:
        self.sent = dict(arguments)


LEFT_OUT = {"ProjectsApi.get": "id=", "LogsApi.list": "project_id="}
"""What 0.7.15 asked for and need not be given any more: additions let a name, or a session, stand in its place."""


def check_parameters(method: Any, recorded: list[str]) -> None:
    """Assert that calls written for 0.7.15 keep working: by position, by name, and with what they left out."""
    names = [name.removesuffix("=") for name in recorded]
    parameters = {
        name: parameter
        for name, parameter in inspect.signature(method).parameters.items()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD and name != "self"
    }
    assert list(parameters)[: len(names)] == names, "order"
    required = [name for name, parameter in parameters.items() if parameter.default is parameter.empty]
    expected = [name for name in recorded if not name.endswith("=")]
    assert required == expected, "no more and no fewer are required"


async def check_positions(method: Any, recorded: list[str]) -> None:
    """Assert that each position reaches the field of its name."""
    api = Recorder()
    result = method(api, *range(len(recorded)))
    if inspect.isawaitable(result):
        await result
    given = {name: value for name, value in api.sent.items() if value is not None}
    assert given == {name.removesuffix("=").removeprefix("_"): index for index, name in enumerate(recorded)}


@pytest.mark.parametrize(
    ("api", "form", "method", "parameters"),
    METHODS,
    ids=[f"{api[form]}.{name}".removeprefix("humanloop.apis.tags.") for api, form, name, _ in METHODS],
)
async def test_method_of_an_api(api: dict[str, Any], form: str, method: str, parameters: list[str]) -> None:
    module, _, class_name = api[form].rpartition(".")
    function = getattr(getattr(import_module(module), class_name), method)
    assert inspect.iscoroutinefunction(function) is (method not in api["methods"])
    name = f"{class_name.removesuffix('Raw')}.{method if method in api['methods'] else method.removeprefix('a')}"
    left_out = LEFT_OUT.get(name)
    check_parameters(function, [left_out if left_out == f"{each}=" else each for each in parameters])
    await check_positions(function, parameters)


@pytest.mark.parametrize(("tag", "api"), SURFACE["api_classes"].items(), ids=SURFACE["api_classes"])
def test_tag(tag: str, api: dict[str, Any]) -> None:
    instance = getattr(Humanloop(api_key="k"), tag)
    for value, path in ((instance, api["class"]), (instance.raw, api["raw_class"])):
        module, _, name = path.rpartition(".")
        assert type(value) is getattr(import_module(module), name)


@pytest.mark.parametrize(("name", "fact"), SURFACE["client_methods"].items(), ids=SURFACE["client_methods"])
async def test_method_of_the_client(name: str, fact: dict[str, Any]) -> None:
    function = getattr(Humanloop, name)
    assert inspect.iscoroutinefunction(function) is fact["async"]
    if fact["parameters"]:
        check_parameters(function, fact["parameters"])
        if not name.endswith("get_configs"):
            await check_positions(function, fact["parameters"])


@pytest.mark.parametrize(("module", "fact"), MODELS.items(), ids=MODELS)
def test_model(module: str, fact: dict[str, Any]) -> None:
    model = getattr(import_module(f"humanloop.pydantic.{module}"), fact["class"])
    assert issubclass(model, Model)
    assert getattr(models, fact["class"]) is model
    aliases = fact.get("aliases", {})
    for name in [*fact["required"], *fact["optional"]]:
        marker = object()
        assert getattr(model.model_construct(**{aliases.get(name, name): marker}), name) is marker
    required = {field.alias or name for name, field in model.model_fields.items() if field.is_required()}
    assert required <= {aliases.get(name, name) for name in fact["required"]}, "what could be left out still can"


@pytest.mark.parametrize(("module", "fact"), TYPED_DICTS.items(), ids=TYPED_DICTS)
def test_typed_dict(module: str, fact: dict[str, Any]) -> None:
    typed_dict = getattr(import_module(f"humanloop.type.{module}"), fact["class"])
    assert is_typeddict(typed_dict)
    assert getattr(types, fact["class"]) is typed_dict
    hints = get_type_hints(typed_dict, localns={"models": models}, include_extras=True)
    assert hints.keys() >= {*fact["required"], *fact["optional"]}
    required = {key for key, hint in hints.items() if get_origin(hint) is not NotRequired}
    assert required <= set(fact["required"]), "what could be left out still can"
    assert all(get_origin(hint) is not Required for hint in hints.values())


@pytest.mark.parametrize(
    ("package", "module", "fact"), ALIASES, ids=[f"{PACKAGES[package]}.{module}" for package, module, _ in ALIASES]
)
def test_alias(package: str, module: str, fact: dict[str, Any]) -> None:
    alias = getattr(import_module(f"{PACKAGES[package]}.{module}"), fact["class"])
    assert getattr(import_module(PACKAGES[package]), fact["class"]) is alias
    if "values" in fact:
        values = {value for member in get_args(alias) if get_origin(member) is Literal for value in get_args(member)}
        assert values >= set(fact["values"])
        assert str in get_args(alias), "the enumeration is open"
    else:
        assert shape_of(alias) == fact["shape"]


def shape_of(alias: Any) -> str:
    """What kind of type an alias stands for, whatever may be null or comes with it."""
    origin, arguments = get_origin(alias), get_args(alias)
    if origin is Annotated:
        return shape_of(arguments[0])
    if origin is Union and arguments[1:] == (NoneType,):
        return shape_of(arguments[0])
    shapes = {list: "list", Sequence: "list", dict: "dict", Mapping: "dict", Union: "union", str: "str"}
    return shapes[origin or alias]


@pytest.mark.parametrize(("name", "fact"), SURFACE["exceptions"].items(), ids=SURFACE["exceptions"])
def test_exception(name: str, fact: dict[str, Any]) -> None:
    exception = getattr(exceptions, name)
    for base in fact["bases"]:
        assert issubclass(exception, getattr(exceptions, base, None) or getattr(builtins, base))
    _, *parameters = inspect.signature(exception.__init__).parameters
    if fact["init"]:
        assert parameters[: len(fact["init"])] == fact["init"]


def test_parameters_of_configuration() -> None:
    parameters = inspect.signature(Configuration).parameters
    assert list(parameters)[: len(SURFACE["configuration"]["init"])] == SURFACE["configuration"]["init"]
    assert all(parameter.default is not parameter.empty for parameter in parameters.values())


OTHER_DEFAULTS = {"connection_pool_maxsize": 100}
"""More connections are kept than in 0.7.15, so that 32 threads do not open new ones all the time."""


OTHER_VALUES: dict[str, Any] = {
    "api_key_prefix": {"APIKeyHeader": "Bearer"},
    "client_side_validation": False,
    "connection_pool_maxsize": 5,
    "proxy_headers": {"a": "b"},
    "refresh_api_key_hook": print,
    "retries": 5,
    "socket_options": [(1, 2, 3)],
    "verify_ssl": False,
}
"""What attributes may be set to that are no texts."""


@pytest.mark.parametrize(("name", "default"), SURFACE["configuration"]["attributes"].items())
def test_attribute_of_configuration(name: str, default: str) -> None:
    configuration = Configuration(api_key="k")
    assert getattr(configuration, name) == OTHER_DEFAULTS.get(name, ast.literal_eval(default))
    other = OTHER_VALUES.get(name, "a text")
    setattr(configuration, name, other)
    assert getattr(configuration, name) == other
