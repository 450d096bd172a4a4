"""An API as the templates see it: whatever they would have to compute is a property here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from codegen import naming
from codegen.imports import NAME_OR_TEXT, names_in
from codegen.text import WIDTH, literal, sentence, summary
from codegen.type_base import Side, TypeExpr
from codegen.type_expr import ANY, NONE, Choice, Ref, schemas_in

if TYPE_CHECKING:
    import re
    from collections.abc import Container, Mapping

    from codegen.pages import Pages

_SHADOWED: Final = frozenset(
    {"bool", "bytes", "date", "datetime", "dict", "float", "int", "list", "models", "str", "types"}
)
"""Names of types that fields may have too; a class would take the one for the other."""
ABSENT: Final[Any] = object()
"""Stands for a default or an example that the spec does not give."""


@dataclass(frozen=True)
class Field:
    """A field of an object, or what a parameter says."""

    wire: str
    type: TypeExpr
    required: bool = True
    description: str = ""
    default: Any = ABSENT
    example: Any = ABSENT
    deprecated: bool = False
    limits: tuple[str, ...] = ()
    is_read_only: bool = False
    is_write_only: bool = False
    rename: str = ""
    """Its name in Python, where the rules would make one that another has."""
    parameter: str = ""
    """Its name as a parameter, where the API wants another than the rules make."""

    @property
    def attribute(self) -> str:
        """Its name in a pydantic model."""
        return self.rename or naming.field_name(self.wire)

    @property
    def sent(self) -> str:
        """Its type in a TypedDict."""
        text = self.type.write(Side.FIELD)
        return text if self.required and not self.is_read_only else f"NotRequired[{text}]"

    @property
    def is_answered(self) -> bool:
        """Whether answers always have it."""
        return self.required and not self.is_write_only

    def received(self, circle: Container[str]) -> str:
        """Write its type in a pydantic model, which is evaluated with the class: then its circle is not there yet."""
        return (self.type if self.is_answered else self.type.nullable).write(Side.ATTRIBUTE, quote=circle)

    @property
    def value(self) -> str:
        """What stands behind its type in a pydantic model, with the equals sign."""
        if self.attribute == self.wire:
            return "" if self.is_answered else " = None"
        default = "" if self.is_answered else "default=None, "
        return f" = Field({default}alias={literal(self.wire)})"

    @property
    def note(self) -> str:
        """Its description, with all that the spec says besides."""
        notes = [sentence(self.description), *self.limits]
        if self.deprecated and not self.description.lower().startswith("deprecated"):
            notes[0] = f"Deprecated: {notes[0] or 'new code should not use it.'}"
        return " ".join(note for note in notes if note)

    @property
    def has_default(self) -> bool:
        """Whether there is a default worth telling."""
        return self.default is not ABSENT and self.default is not None and self.default not in ({}, [])

    @property
    def shown_default(self) -> str:
        """Its default in Python; empty if there is none worth telling."""
        return literal(self.default) if self.has_default else ""


@dataclass(frozen=True)
class Schema:
    """A named schema: an object, if it has `fields`, or else another name of `type`."""

    name: str
    description: str = ""
    type: TypeExpr = ANY
    fields: tuple[Field, ...] | None = None
    example: Any = ABSENT
    is_open: bool = False
    further: TypeExpr | None = None
    """The type of the fields that it may have besides, if that is said."""
    deprecated: bool = False
    pages: Pages | None = None
    """How the list goes on that it is a page of."""
    circle: frozenset[str] = frozenset()
    """The schemas that name it and that it names, by way of others or not."""
    target: str = ""
    """For names of earlier releases: where in the spec the part is that has no schema of its own."""

    @property
    def class_name(self) -> str:
        """Its class."""
        return naming.class_name(self.name)

    @property
    def module(self) -> str:
        """The module that its class is in."""
        return naming.module_name(self.name)

    @property
    def table_row(self) -> str:
        """Its row in the table of the modules, on two lines if it is too long for one."""
        row = f'"{self.class_name}": "{self.module}"'
        return row if len(row) < WIDTH - len("    ,") else f'"{self.class_name}": ("{self.module}")'

    @property
    def is_object(self) -> bool:
        """Whether it has a class of its own."""
        return self.fields is not None

    @property
    def has_odd_keys(self) -> bool:
        """Whether some field cannot be an attribute, so that a TypedDict needs its other syntax."""
        return any(not naming.is_attribute(entry.wire) or entry.wire in _SHADOWED for entry in self.fields or ())

    @cached_property
    def shadows(self) -> tuple[str, ...]:
        """The names of types that its fields would hide from the annotations of its model."""
        attributes = {entry.attribute for entry in self.fields or ()} & _SHADOWED
        return tuple(sorted(attributes & names_in(self.expressions(Side.MODEL))))

    def apart(self, expression: str) -> str:
        """Write a type expression of its model with other names for the types that fields would hide."""
        return NAME_OR_TEXT.sub(self._apart, expression) if self.shadows else expression

    def _apart(self, found: re.Match[str]) -> str:
        name = found[0].removeprefix('"').partition(".")[0]
        return found[0].replace(name, f"_{name}", 1) if name in self.shadows else found[0]

    @property
    def choices(self) -> tuple[str | int, ...]:
        """The values it may have, if it is an enumeration."""
        return self.type.values if isinstance(self.type, Choice) else ()

    @property
    def members(self) -> Mapping[str, str | int]:
        """Its values by their names in an `enum.Enum`; empty where it cannot be one, or has a single value."""
        values = self.choices
        if len(values) < 2 or len({isinstance(value, int) for value in values}) > 1 or True in map(_is_flag, values):
            return {}
        names: dict[str, str | int] = {}
        for value in values:
            name, number = naming.member_name(value), 2
            while name in names:
                name, number = f"{naming.member_name(value)}_{number}", number + 1
            names[name] = value
        return names

    @property
    def is_nothing(self) -> bool:
        """Whether it can only be null: a name for that is a variable to type checkers, unless it says more."""
        return self.fields is None and self.type == NONE

    @property
    def other(self) -> Schema | None:
        """The schema that it is merely another name of."""
        return Schema(self.type.schema) if isinstance(self.type, Ref) and not self.is_object else None

    @property
    def text(self) -> tuple[str, str]:
        """First line and rest of its docstring."""
        return summary(self.description, "", indent=4)

    @property
    def base(self) -> str:
        """What the class of its model is derived from."""
        return f"{self.pages.base(self.circle)}, {self.pages.shape}" if self.pages else "Model"

    @property
    def names(self) -> frozenset[str]:
        """The schemas that it names."""
        types = [self.type, *(entry.type for entry in self.fields or ()), self.further, self.pages and self.pages.item]
        return frozenset(name for each in types if each for name in schemas_in(each))

    def expressions(self, side: Side) -> tuple[str, ...]:
        """All type expressions that its module holds."""
        if self.fields is None:
            # What is sent may be named by its model, too, which is not loaded for that.
            text = self.type.write(side, quote=self.circle if side is Side.MODEL else self.names)
            return (text, "TypeAlias") if self.is_nothing else (text,)
        if side is Side.FIELD:
            return tuple(entry.sent for entry in self.fields)
        further = (self.received_further,) if self.further else ()
        fields = (f"{entry.received(self.circle)}{entry.value}" for entry in self.fields)
        return (self.base.partition(", items=")[0], *fields, *further)

    @property
    def sent_further(self) -> str:
        """What its module of what is sent says of further fields; empty if it says nothing."""
        return self.further.write(Side.WIRE) if self.further else ""

    @property
    def received_further(self) -> str:
        """What its model says of further fields; empty if it says nothing."""
        kind = self.further and self.further.write(Side.MODEL, quote=self.circle)
        return f"Dict[str, {kind}] = Field(init=False)" if kind else ""


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


@dataclass(frozen=True)
class Style:
    """How a value is written that is no plain value."""

    form: str
    explode: bool = False
    name: str = ""
    """Its name in the API, where it is not its key."""

    @property
    def row(self) -> str:
        """It as the generated code has it."""
        explode = ", explode=True" if self.explode else ""
        name = f", name={literal(self.name)}" if self.name else ""
        return f"Style({literal(self.form)}{explode}{name})"


@dataclass(frozen=True)
class Parameter:
    """A parameter of a method.

    Its `source` is `path`, `query`, `header`, `cookie`, `field` (of a JSON body), `form` (of a form) or `body` (all).
    """

    field: Field
    source: str
    required: bool
    is_shown: bool = False
    """Whether the example of a call has it although it could be left out."""
    style: Style | None = None
    """How it is written, where that is not how such parameters are written anyway."""
    own_key: str = ""
    """What the client calls it, where a parameter of another place has its name in the API."""
    is_added: bool = False
    """Whether the service that is described did not have it: then it is given by its name only, behind all others."""

    @property
    def key(self) -> str:
        """What the client calls it."""
        return self.own_key or self.field.wire

    @property
    def argument(self) -> str:
        """What is sent: a part of the path that is left out has its default there."""
        if self.source == "path" and not self.required:
            return f"{self.field.shown_default} if {self.name} is None else {self.name}"
        return self.name

    @property
    def name(self) -> str:
        """Its name in Python."""
        return self.field.parameter or self.field.rename or naming.parameter_name(self.field.wire)

    @property
    def type(self) -> TypeExpr:
        """Its type; None leaves it out."""
        return self.field.type if self.required else self.field.type.nullable

    @property
    def is_sent(self) -> bool:
        """Whether each request has it that has a body: a form that is required in itself may still be left out."""
        return self.required or (self.source == "form" and self.field.required)

    @property
    def sent_type(self) -> TypeExpr:
        """Its type in a request that has a body."""
        return self.field.type if self.is_sent else self.field.type.nullable

    @property
    def annotation(self) -> str:
        """Its type in Python."""
        return self.type.write(Side.PARAMETER)

    @property
    def signature(self) -> str:
        """What stands in the signature."""
        return f"{self.name}: {self.annotation}" + ("" if self.required else " = None")

    @property
    def note(self) -> str:
        """What its line in the docstring says."""
        note = self.field.note
        if self.field.required and not self.required and self.source in {"field", "form"}:
            note = f"{note} Required if a body is sent.".strip()
        if self.field.has_default and "default" not in note.lower():
            note = f"{note} Default: `{self.field.shown_default}`.".strip()
        return note


@dataclass(frozen=True)
class Stream:
    """How an operation streams: the flag that asks for it, the list in an event, the type of its items."""

    flag: str
    """Empty if nothing in the body asks for it."""
    items: str
    """Empty if each event is an answer as it stands."""
    event: TypeExpr


@dataclass(frozen=True)
class Response:
    """An answer that the spec describes."""

    status: str
    description: str = ""
    type: TypeExpr | None = None
    headers: tuple[str, ...] = ()
    example: Any = ABSENT
    media_types: tuple[str, ...] = ()
    has_content: bool = True
    others: tuple[TypeExpr, ...] = ()
    """The types of contents besides the one whose type is `type`."""

    @property
    def is_success(self) -> bool:
        """Whether it is an answer of success."""
        return self.status.startswith("2")

    @property
    def is_error(self) -> bool:
        """Whether it is, or may be, an answer that is an error."""
        return self.status[:1] not in {"1", "2", "3"}

    @property
    def note(self) -> str:
        """Its description, with the headers that it carries."""
        headers = f"Headers: {', '.join(f'`{name}`' for name in self.headers)}." if self.headers else ""
        return " ".join(text for text in (sentence(self.description), headers) if text)
