"""The types of what is sent, as validators: strict, except that enumerations are open unless they are to be closed."""

from __future__ import annotations

import collections.abc
import sys
from datetime import date, datetime
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from pydantic_core import PydanticCustomError, SchemaValidator, core_schema

from humanloop.core.json_kinds import is_object
from humanloop.core.loading import LOADING
from humanloop.core.operation import MaxLength, MinLength, OpenObject
from humanloop.core.type_names import resolved
from humanloop.request.columns import Columns, of_types, of_words
from humanloop.request.free_values import an_object, plain, plain_object

BRANCH = "\0"
"""Marks the parts of a place that name one of several forms, and not something in the caller's value."""
_OTHERS = f"{BRANCH}{BRANCH}"
EACH = f"{BRANCH}each"
"""Marks a list whose items are looked at one by one, which is no form of its own."""
_FITTING = f"{BRANCH}fitting"
UNKNOWN_KEY = "unknown_key"
"""Kind of the error of a key that the type of its object does not have; the error's context has the `known` ones."""
_EXACT = frozenset({str, int, bool, NoneType})
"""Types whose values are right by their type alone, whatever other types a field takes."""


class _Model:
    """Stands for every model of answers: models become plain values before they are checked."""


class _Models:
    """Stands for the package of models where types are resolved, so that no model is loaded."""

    def __getattr__(self, name: str) -> type[_Model]:
        return _Model


_MODELS = _Models()


def validator_for(
    type_expression: str,
    open_words: collections.abc.Set[str] | None = None,
    *,
    is_closed: bool = False,
    is_plain: bool = False,
) -> SchemaValidator:
    """Make the validator of a type expression such as `types.Order`.

    Args:
        type_expression: The type.
        open_words: Words of the enumerations that take other values too; None opens all enumerations.
        is_closed: Whether a key that an object's type does not have is an error of the kind `UNKNOWN_KEY`; objects
            that the API leaves open are not looked into.
        is_plain: Whether values are known to be JSON, so that what may be anything need not be looked into.
    """
    translation = _Translation(open_words, is_closed=is_closed, is_plain=is_plain)
    return _built(translation.of(resolved(type_expression, _MODELS)), translation)


def validator_for_fields(
    expressions: collections.abc.Mapping[str, str], open_words: collections.abc.Set[str] | None = None
) -> SchemaValidator:
    """Make the validator of a dict whose values have these types; those that are `Optional[…]` may be missing."""
    translation = _Translation(open_words)
    fields: dict[str, core_schema.TypedDictField] = {}
    for name, expression in expressions.items():
        hint = resolved(expression, _MODELS)
        is_required = NoneType not in (hint, *get_args(hint))
        fields[name] = core_schema.typed_dict_field(translation.of(hint), required=is_required)
    return _built(core_schema.typed_dict_schema(fields), translation)


def _built(schema: core_schema.CoreSchema, translation: _Translation) -> SchemaValidator:
    definitions = list(translation.definitions.values())
    # pydantic-core sets itself up with its first validator, under a lock that a fork in between would leave locked.
    with LOADING:
        return SchemaValidator(core_schema.definitions_schema(schema, definitions) if definitions else schema)


class _Translation:
    """Types to schemas; each object type becomes one definition, so that types may name themselves."""

    def __init__(
        self,
        open_words: collections.abc.Set[str] | None = None,
        *,
        is_closed: bool = False,
        is_plain: bool = False,
    ) -> None:
        self.definitions: dict[str, core_schema.CoreSchema] = {}
        self._open_words = open_words
        self._is_closed = is_closed
        self._is_plain = is_plain

    def of(self, hint: Any) -> core_schema.CoreSchema:
        if hint is Any and self._is_plain:
            return _ANYTHING
        if hint in _SCALARS:
            return _SCALARS[hint]
        if is_typeddict(hint):
            return self._object(hint)
        origin, arguments = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            return self._union(arguments)
        if origin is Annotated:
            return self._limited(arguments)
        if origin is Literal:
            return core_schema.literal_schema(list(arguments))
        if origin in (list, collections.abc.Sequence):
            return self._list(arguments[0])
        if origin in (dict, collections.abc.Mapping):
            return (
                (_OBJECT if self._is_plain else _PLAIN_OBJECT)
                if arguments[1] is Any
                else core_schema.dict_schema(_TEXT, self.of(arguments[1]), strict=True)
            )
        raise TypeError(f"no validator for {hint!r}")

    def _list(self, item: Any) -> core_schema.CoreSchema:
        schema = core_schema.list_schema(self.of(item), strict=True)
        shapes = [member for member in get_args(item) or (item,) if is_typeddict(member)]
        if len(shapes) != 1:
            return schema
        columns = self._columns(shapes[0])

        def look(value: Any) -> str:
            return _FITTING if columns.fit(value) else EACH

        # A choice and no function around the check, which takes twice as long where the list is short.
        return core_schema.tagged_union_schema({EACH: schema, _FITTING: core_schema.any_schema()}, look)

    def _columns(self, typed_dict: Any) -> Columns:
        hints = get_type_hints(typed_dict, localns={"models": _MODELS}, include_extras=True)
        required = {key for key, hint in hints.items() if get_origin(hint) is not NotRequired}
        checks = {key: self._column(get_args(hint)[0] if key not in required else hint) for key, hint in hints.items()}
        return Columns({key: check for key, check in checks.items() if check is not None}, required)

    def _column(self, hint: Any) -> collections.abc.Callable[[list[Any]], bool] | None:
        """Find the check of a whole column of values of a type, if there is one that says all."""
        members = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
        if date in members or datetime in members:
            return None  # texts that are times are read one by one
        words = [member for member in members if get_origin(member) is Literal]
        if len(words) == len(members) == 1 or self._has_closed(words):
            return of_words({*get_args(words[0])})
        types = {member for member in members if member in _EXACT}
        return of_types(types) if types else None

    def _limited(self, arguments: tuple[Any, ...]) -> core_schema.CoreSchema:
        lengths = {type(limit): limit.value for limit in arguments[1:] if isinstance(limit, (MaxLength, MinLength))}
        least, most = lengths.get(MinLength), lengths.get(MaxLength)
        if arguments[0] is str:
            return core_schema.str_schema(strict=True, min_length=least, max_length=most)
        item = self.of(get_args(arguments[0])[0])
        return core_schema.list_schema(item, strict=True, min_length=least, max_length=most)

    def _object(self, typed_dict: Any, *, is_open: bool = False) -> core_schema.CoreSchema:
        name = f"{typed_dict.__name__}, open" if is_open else typed_dict.__name__
        if name not in self.definitions:
            self.definitions[name] = _TEXT  # holds the place, for a type that names itself
            fields: dict[str, core_schema.TypedDictField] = {}
            hints = get_type_hints(typed_dict, localns={"models": _MODELS}, include_extras=True)
            for key, hint in hints.items():
                optional = get_origin(hint) is NotRequired
                schema = self.of(get_args(hint)[0] if optional else hint)
                if optional and schema["type"] != "nullable":
                    # A null in a nested object is sent as it stands, and the server takes it for "not given".
                    schema = core_schema.nullable_schema(schema)
                fields[key] = core_schema.typed_dict_field(schema, required=not optional)
            # What is said of further keys costs nothing where there are none.
            others = _unknown(tuple(fields)) if self._is_closed and not is_open else self._further(typed_dict)
            self.definitions[name] = core_schema.typed_dict_schema(
                fields, ref=name, strict=True, extra_behavior="allow", extras_schema=others
            )
        return core_schema.definition_reference_schema(name)

    def _further(self, typed_dict: Any) -> core_schema.CoreSchema:
        """What keys may hold that an object's type does not have: its module says so, as a TypedDict cannot."""
        further = getattr(sys.modules[typed_dict.__module__], "_FURTHER", None)
        return self.of(Any) if further is None else self.of(resolved(further, _MODELS))

    def _has_closed(self, words: list[Any]) -> bool:
        values = {value for each in words for value in get_args(each)}
        return self._open_words is not None and not values <= self._open_words

    def _union(self, members: tuple[Any, ...]) -> core_schema.CoreSchema:
        # An open object as a plain mapping is for type checkers: it is held against what its type describes.
        is_open = OpenObject in members
        kept = [member for member in members if member not in (NoneType, _Model, OpenObject)]
        if str in kept:
            # An open enumeration: the server decides about a value that this version does not know.
            words = [member for member in kept if get_origin(member) is Literal]
            is_enumeration = len(kept) == len(words) + 1
            kept = words if is_enumeration and self._has_closed(words) else [each for each in kept if each not in words]
        if date in kept or datetime in kept:
            # A time may be text, and the schema of the time itself checks it.
            kept = [member for member in kept if member is not str]
        schemas = [self._object(each, is_open=is_open) if is_typeddict(each) else self.of(each) for each in kept]
        schema = schemas[0]
        if len(schemas) > 1:
            choices: list[core_schema.CoreSchema | tuple[core_schema.CoreSchema, str]] = [
                (choice, f"{BRANCH}{index}") for index, choice in enumerate(schemas)
            ]
            schema = core_schema.union_schema(choices, mode="left_to_right")
            key, tags = _tags(kept)
            if key:
                others = self._of_other_kinds(key, tags, kept, schema)
                schema = _tagged(key, dict(zip(tags, schemas, strict=True)), schema, others)
        return core_schema.nullable_schema(schema) if NoneType in members else schema

    def _of_other_kinds(
        self, key: str, tags: list[str], members: list[Any], schema: core_schema.CoreSchema
    ) -> core_schema.CoreSchema:
        """Say what an object may be whose key names none of the tags."""
        if self._open_words is not None:
            unknown = core_schema.typed_dict_field(core_schema.literal_schema(tags))
            return core_schema.typed_dict_schema({key: unknown})
        if not self._is_closed:
            return schema
        # Which keys a kind has that this version does not know cannot be said.
        choices: list[core_schema.CoreSchema | tuple[core_schema.CoreSchema, str]] = [
            (self._object(member, is_open=True), f"{BRANCH}{index}") for index, member in enumerate(members)
        ]
        return core_schema.union_schema(choices, mode="left_to_right")


def _tags(members: list[Any]) -> tuple[str, list[str]]:
    """Find the key whose one value tells object types apart, and its values; an empty key if there is none."""
    if not all(map(is_typeddict, members)):
        return "", []
    hints = [get_type_hints(member, localns={"models": _MODELS}) for member in members]
    for key in hints[0]:
        tags = [tag for found in hints for tag in _only_values(found.get(key))]
        if len(tags) == len(set(tags)) == len(members):
            return key, tags
    return "", []


def _only_values(hint: Any) -> list[str]:
    """List the value of a type that has only one, or that names only one though others are allowed."""
    forms = [form for form in (hint, *get_args(hint)) if get_origin(form) is Literal]
    return [get_args(form)[0] for form in forms if len(get_args(form)) == 1 and isinstance(get_args(form)[0], str)]


def _tagged(
    key: str,
    choices: collections.abc.Mapping[str, core_schema.CoreSchema],
    without: core_schema.CoreSchema,
    others: core_schema.CoreSchema,
) -> core_schema.CoreSchema:
    """Choose by a key, so that an object is what it says it is; `without` one or with `others`, by these."""

    def mark(value: Any) -> str:
        tag = value.get(key) if is_object(value) else None
        if not isinstance(tag, str):
            return BRANCH
        return f"{BRANCH}{tag}" if tag in choices else _OTHERS

    marked = {f"{BRANCH}{tag}": choice for tag, choice in choices.items()}
    return core_schema.tagged_union_schema({**marked, BRANCH: without, _OTHERS: others}, mark)


def _unknown(known: tuple[str, ...]) -> core_schema.CoreSchema:
    """Refuse each key that an object has besides its own."""

    def refuse(value: Any) -> Any:  # noqa: ARG001 - pydantic hands it over
        raise PydanticCustomError(UNKNOWN_KEY, "unknown key", {"known": known})

    return core_schema.no_info_plain_validator_function(refuse)


def _time_text(value: str) -> str:
    # Imported here: it takes a while, and few calls need it.
    with LOADING:
        from dateutil import parser  # noqa: PLC0415

    try:
        parser.isoparse(value)
    except (ValueError, OverflowError):
        raise PydanticCustomError("time_text", "input should be a time in ISO 8601") from None
    return value


def _plain_number(value: Any) -> Any:
    # pydantic takes everything for a number that can become one, and would write a Decimal as text.
    if not isinstance(value, (int, float)) and hasattr(value.__class__, "__float__"):
        raise PydanticCustomError("float_type", "input should be a valid number")
    return value


_TEXT = core_schema.str_schema(strict=True)
_ANYTHING = core_schema.any_schema()
_OBJECT = core_schema.no_info_plain_validator_function(an_object)
_PLAIN_OBJECT = core_schema.no_info_plain_validator_function(plain_object)
_TIME_TEXT = core_schema.no_info_after_validator_function(_time_text, _TEXT)
_SCALARS: dict[Any, core_schema.CoreSchema] = {
    str: _TEXT,
    int: core_schema.int_schema(strict=True),
    float: core_schema.no_info_before_validator_function(
        _plain_number, core_schema.float_schema(strict=True, allow_inf_nan=False)
    ),
    bool: core_schema.bool_schema(strict=True),
    NoneType: core_schema.none_schema(),
    None: core_schema.none_schema(),
    Any: core_schema.no_info_plain_validator_function(plain),
    datetime: _TIME_TEXT,
    date: _TIME_TEXT,
}
