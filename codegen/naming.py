"""Names of the API and what they are called in Python.

The rules are general. A parameter that has to be called otherwise says so itself: `x-parameter-name`.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from functools import cache
from typing import Final

# What every method has besides, and the options of single calls.
RESERVED_PARAMETERS: Final = frozenset(
    {"extra_query", "headers", "idempotency_key", "max_retries", "options", "progress", "self", "timeout", "validate"}
)
# What the base of all APIs has, and the names of types, which a method of that name would hide from annotations.
_RESERVED_METHODS: Final = frozenset(
    {
        "api_client",
        "bool",
        "bytes",
        "date",
        "datetime",
        "float",
        "int",
        "models",
        "raw",
        "str",
        "type_checking",
        "types",
    }
    # With an `a` in front, for the awaited form, these are keywords.
    | {word[1:] for word in keyword.kwlist if word.startswith("a")}
)
# Names that the modules of schemas import: a class of such a name would hide them.
_RESERVED_CLASSES: Final = frozenset(
    {
        *("Annotated", "Any", "CountedPage", "Dict", "Field", "File", "List", "Literal", "Mapping", "MaxLength"),
        *("MinLength", "Model", "NotRequired", "OpenObject", "Optional", "Page", "Sequence", "TypedDict", "Union"),
    }
)
# Public attributes of BaseModel, of its metaclass and of pages: a field of such a name would hide or break them.
_RESERVED_FIELDS: Final = frozenset(
    {
        "apages",
        "construct",
        "copy",
        "dict",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "mro",
        "pages",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "register",
        "schema",
        "schema_json",
        "tied_to",
        "to_pandas",
        "to_polars",
        "to_records",
        "update_forward_refs",
        "validate",
    }
)


@cache
def snake_case(name: str) -> str:
    """`ChatRole`, `chatRole`, `Chat role` and `chat-role` become `chat_role`."""
    words = "_".join(_words(name))
    words = re.sub(r"([^_])([A-Z][a-z]+)", r"\1_\2", words)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", words).lower()


@cache
def class_name(schema: str) -> str:
    """The class of a schema: `PaginatedData_LogResponse_` becomes `PaginatedDataLogResponse`."""
    return _identifier(_capitalised(schema, "Schema"), _RESERVED_CLASSES)


@cache
def module_name(schema: str) -> str:
    """The module of a schema: `HTTPValidationError` lives in `http_validation_error`."""
    return _identifier(snake_case(class_name(schema)), frozenset())


@cache
def field_name(wire: str) -> str:
    """The attribute of a model that holds the field `wire`."""
    name = _identifier(_attribute(wire), _RESERVED_FIELDS)
    return f"field{name}" if name.startswith("_") else name


@cache
def parameter_name(wire: str) -> str:
    """The parameter of a method that sets `wire`."""
    return _identifier(_attribute(wire), RESERVED_PARAMETERS)


@cache
def is_attribute(wire: str) -> bool:
    """Whether `wire` can be written as an attribute of a class, as it is."""
    return _identifier(_attribute(wire), frozenset()) == wire


def tag_name(tag: str) -> str:
    """The attribute that holds a tag's operations: `Model Configs` becomes `model_configs`, and `?` `default`."""
    name = snake_case(tag) or "default"
    return _identifier(f"tag_{name}" if name[:1].isdigit() else name, frozenset())


def tag_class(tag: str) -> str:
    """The class of a tag's operations: `Model Configs` becomes `ModelConfigsApi`."""
    return (_capitalised(tag, "Tag") or "Default") + "Api"


def method_name(operation_id: str, tag: str = "") -> str:
    """The method of an operation: `Chats_createDeployed` of the tag `Chats` becomes `create_deployed`."""
    name = snake_case(operation_id)
    prefix = tag_name(tag) + "_"
    name = name.removeprefix(prefix) or name
    return _identifier(f"call_{name}" if name[:1].isdigit() else name, _RESERVED_METHODS)


def stream_name(method: str) -> str:
    """The streaming form of a method: `create_deployed` becomes `stream_deployed`."""
    if method == "create" or method.startswith("create_"):
        return "stream" + method.removeprefix("create")
    return f"stream_{method}"


def constant_name(method: str) -> str:
    """The constant that describes a method's operation."""
    return method.upper()


def member_name(value: str | int) -> str:
    """Name a value of an enumeration: `in-progress` becomes `IN_PROGRESS`, and 5 `VALUE_5`."""
    text = str(value).replace("-", "minus ", 1) if isinstance(value, int) else value
    name = snake_case(text).upper().strip("_") or "EMPTY"
    return name if name.isidentifier() and name != "MRO" else f"VALUE_{name}"


def _capitalised(name: str, prefix: str) -> str:
    """Write a name as one of a class; an underscore before a digit would make it private."""
    text = "".join(word[:1].upper() + word[1:] for word in _words(name))
    return f"{prefix}{text}" if text[:1].isdigit() else text


def _words(name: str) -> list[str]:
    """The parts of a name that can stand in an identifier, written as Python compares them."""
    text = unicodedata.normalize("NFKC", name)
    return "".join(sign if sign != "_" and f"_{sign}".isidentifier() else " " for sign in text).split()


def _attribute(wire: str) -> str:
    return snake_case(wire) or "value"


def _identifier(name: str, reserved: frozenset[str]) -> str:
    if name[:1].isdigit():
        return f"_{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in reserved else name
